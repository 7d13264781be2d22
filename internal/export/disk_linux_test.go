package export

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"unhunch/internal/wholefile"
)

// A disk that fills up in the middle leaves what was there, and no part of a
// file.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=128k"); err != nil {
		missing(t, "mounting a small tmpfs needs root: "+err.Error())
	}
	defer syscall.Unmount(dir, 0)
	for _, f := range encoders() {
		t.Run(f.String(), func(t *testing.T) {
			f.needs(t)
			path := filepath.Join(dir, "a."+f.Name)
			if err := os.WriteFile(path, []byte("precious"), 0o644); err != nil {
				t.Fatal(err)
			}
			p, s := session(60)
			o := Options{Force: true}
			if f.Lossy {
				o.Bitrate = 64000 // enough to fill it
			}
			_, err := Write(context.Background(), path, p, s, o)
			if err == nil {
				t.Fatal("no error")
			}
			if !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("error %v, want that of a full disk", err)
			}
			if left := names(t, dir); len(left) != 1 || string(readFile(t, path)) != "precious" {
				t.Errorf("left behind: %v", left)
			}
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// A folder that may not be written to gives an error and no file.
func TestReadOnlyFolder(t *testing.T) {
	dir := t.TempDir()
	if os.Getuid() == 0 { // to whom no folder is read-only but one of a read-only disk
		if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_RDONLY, "size=64k"); err != nil {
			missing(t, "mounting a read-only tmpfs is not allowed here: "+err.Error())
		}
		defer syscall.Unmount(dir, 0)
	} else if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	p, s := session(4)
	_, err := Write(context.Background(), filepath.Join(dir, "a.wav"), p, s, Options{})
	var file *wholefile.Error
	if !errors.As(err, &file) || file.Path != filepath.Join(dir, "a.wav") {
		t.Errorf("error %v, want one that names the file", err)
	}
	if left := names(t, dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
