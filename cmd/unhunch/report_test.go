package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	"unhunch/internal/wholefile"
)

// TestRefused: who has no room on the disk, or no right to write there, is told what to
// do, whatever was to be written.
func TestRefused(t *testing.T) {
	for _, test := range []struct {
		err  error
		hint string
	}{
		{&wholefile.Error{Path: "config.yaml", Err: syscall.ENOSPC}, "free some space on the disk"},
		{fmt.Errorf("the log: %w", &os.PathError{Op: "write", Path: "log.jsonl", Err: syscall.ENOSPC}), "free some space on the disk"},
		{&wholefile.Error{Path: "xxx.wav", Err: syscall.ENAMETOOLONG}, "choose a shorter name"},
		{&os.PathError{Op: "mkdir", Path: ".config", Err: syscall.EACCES}, "choose a folder that you may write to"},
		{&wholefile.Error{Path: "a.wav", Err: syscall.EROFS}, "choose a folder that you may write to"},
		{&os.PathError{Op: "open", Path: "secret.yaml", Err: fs.ErrPermission}, ""},
	} {
		var out bytes.Buffer
		e := &env{stderr: &out}
		e.reportOne(test.err)
		_, hint, _ := strings.Cut(out.String(), "unhunch: hint: ")
		if strings.TrimSpace(hint) != test.hint {
			t.Errorf("%v: the hint is %q, want %q", test.err, hint, test.hint)
		}
	}
}
