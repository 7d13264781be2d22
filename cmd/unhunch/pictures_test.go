package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"unhunch/internal/plan"
	"unhunch/internal/printed"
	"unhunch/internal/session"
)

var update = flag.Bool("update", false, "draw the pictures of the README anew")

// The pictures that the README shows are those that the program draws.
func TestReadmePictures(t *testing.T) {
	s, err := session.Open(t.Context(), "desk-break", session.Choices{})
	if err != nil {
		t.Fatal(err)
	}
	box, err := session.Builtin().Pattern("box")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{
		"desk-break.svg": printed.SVG(s.Plan),
		"box.svg":        printed.BreathSVG(box, heardAs(&plan.Plan{})),
	} {
		path := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(path, want, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what the program draws (%v); go test ./cmd/unhunch -run Pictures -update draws it anew", path, err)
		}
	}
}
