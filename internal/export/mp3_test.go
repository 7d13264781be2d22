//go:build unix

package export

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"unhunch/internal/plan"
)

// fakeProgram puts a shell script in the place of all programs.
func fakeProgram(t *testing.T, name, script string) {
	t.Helper()
	dir := t.TempDir()
	script = "#!/bin/sh\nPATH=/usr/bin:/bin\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
}

// Whatever becomes of the program that makes the MP3, the user is told in one
// line what it was, and has no broken file.
func TestMP3ProgramFails(t *testing.T) {
	const able = `case "$*" in *-encoders*) echo " A....D libmp3lame  MP3"; exit;; esac` + "\n"
	for _, c := range []struct{ name, program, script, want string }{
		{"refuses", "lame", "echo 'no such option: --abr' >&2\necho usage >&2\nexit 2", "lame failed: no such option: --abr"},
		{"refuses", "ffmpeg", able + "echo 'Unknown option' >&2; exit 1", "ffmpeg failed: Unknown option"},
		{"dies in the middle", "lame", "head -c 100000 >/dev/null; kill -9 $$", "lame failed: signal: killed"},
		{"dies in the middle", "ffmpeg", able + "head -c 100000 >/dev/null; kill -9 $$", "ffmpeg failed: signal: killed"},
		{"stops in the middle", "lame", "head -c 100000 >/dev/null", "lame failed: it stopped before the end"},
		{"fills the disk", "lame", "echo 'WARNING: libsndfile may ignore -r' >&2; cat >/dev/null; echo 'Error writing mp3 output' >&2; exit 1", "lame failed: Error writing mp3 output"},
		{"dies at the end", "lame", "cat >/dev/null; exit 3", "lame failed: exit status 3"},
		{"writes nothing", "lame", "cat >/dev/null", "it wrote 0 bytes"},
		{"fills the disk", "ffmpeg", able + "cat >/dev/null; echo 'av_write(): No space left on device' >&2; exit 1", "No space left on device"},
	} {
		t.Run(c.program+" "+c.name, func(t *testing.T) {
			fakeProgram(t, c.program, c.script)
			dir := t.TempDir()
			p, s := session(12)
			_, err := Write(context.Background(), filepath.Join(dir, "a.mp3"), p, s, Options{Loudness: Loudness{AsIs: true}})
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
			if left := names(t, dir); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// What cannot be done is said before minutes of work, not after.
func TestNoMP3Program(t *testing.T) {
	for _, c := range []struct{ name, program, script, want string }{
		{"none", "other", "exit", "neither is installed"},
		{"ffmpeg without libmp3lame", "ffmpeg", "echo ' A....D aac'", "built without libmp3lame"},
		{"ffmpeg that does not run", "ffmpeg", "exit 127", "exit status 127"},
	} {
		t.Run(c.name, func(t *testing.T) {
			fakeProgram(t, c.program, c.script)
			p, s := session(12)
			_, err := Write(context.Background(), filepath.Join(t.TempDir(), "a.mp3"), p, s, Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
			if s.at != 0 {
				t.Error("the session was measured first")
			}
		})
	}
}

// An interrupt must end the export also where the program hangs, or has left
// somebody behind who holds on to its messages.
func TestMP3ProgramHangs(t *testing.T) {
	fakeProgram(t, "lame", "sleep 60")
	ctx, stop := context.WithTimeout(context.Background(), 200*time.Millisecond)
	defer stop()
	dir := t.TempDir()
	p, s := session(60)
	start := time.Now()
	_, err := Write(ctx, filepath.Join(dir, "a.mp3"), p, s, Options{Loudness: Loudness{AsIs: true}})
	if err == nil || ctx.Err() == nil {
		t.Errorf("error %v, want that of the interrupt", err)
	}
	if took := time.Since(start); took > mp3Patience+10*time.Second {
		t.Errorf("it took %v to stop", took)
	}
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// At low rates the first MP3 frame has no room for the length, unless care is
// taken, and the sound comes late.
func TestMP3AtLowRates(t *testing.T) {
	takesLong(t)
	tool(t, "ffmpeg")
	for _, by := range []string{"lame", "ffmpeg"} {
		t.Run(by, func(t *testing.T) {
			m := maker{mp3Format(), by}
			m.needs(t)
			for _, kbits := range []int{32, 56, 64, 320} {
				p, s := session(3)
				s.sound = func(i int) (float64, float64) {
					v := sweep(plan.Rate)(i)
					return v, v
				}
				path, r := write(t, "a.mp3", p, s, Options{Bitrate: 1000 * kbits, Loudness: Loudness{AsIs: true}})
				got := decode(t, path, 1)
				if extra := len(got) - s.length; extra < 0 || extra > padding(m) {
					t.Errorf("%d kbit/s: decodes to %d frames, the plan has %d", kbits, len(got), s.length)
				}
				if d := offset(sweep(plan.Rate), got, plan.Rate-4800, 9600, 200); d != 0 {
					t.Errorf("%d kbit/s: the sound comes %d frames late", kbits, d)
				}
				if want := int64(3*kbits) * 1000 / 8; r.Bytes < want || r.Bytes > want+1e5 {
					t.Errorf("%d kbit/s: %d bytes in 3 seconds", kbits, r.Bytes)
				}
			}
		})
	}
}
