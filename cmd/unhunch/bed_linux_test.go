package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testDamagedBed plays over a file that is damaged after its start. Words that
// one follows with closed eyes must not end because of the music.
func testDamagedBed(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "bed.flac")
	export := self(t, "unhunch", "export", "warm.yaml", "-o", path, "-q", "--loudness", "off")
	export.Dir = dir
	if err := os.WriteFile(filepath.Join(dir, "warm.yaml"), []byte("title: Warm\nsession:\n  - rest: 5s\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := export.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)/4] ^= 0x55
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	p := startPaced(t, dir, "play", "--plain", "--notice", "never", "--bed", "./bed.flac", "./short.yaml")
	p.waitFor(0, "Desk break.")
	p.press("n", "(Neck tilts)")
	p.hear("Neck tilts.")
	if status := p.leave("xx"); status != 0 {
		t.Errorf("exit status %d", status)
	}
	const said = "warning: parts of your own sound were left out: background ./bed.flac: is corrupt"
	if n := strings.Count(p.output(), said); n != 1 {
		t.Errorf("%q is said %d times, want once", said, n)
	}
}
