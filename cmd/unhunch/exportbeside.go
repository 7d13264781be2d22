package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"unhunch/internal/export"
	"unhunch/internal/fault"
	"unhunch/internal/plan"
	"unhunch/internal/printed"
	"unhunch/internal/session"
	"unhunch/internal/wholefile"
)

// besideFile is a small file that goes with the sound.
type besideFile struct {
	path  string
	print func(*plan.Plan) []byte
}

// beside lists the files that were asked for besides the sound at out.
func (x *exporter) beside(out string) []besideFile {
	base := strings.TrimSuffix(out, filepath.Ext(out))
	var all []besideFile
	for _, name := range x.captions {
		if c, err := printed.CaptionFormat(name); err == nil {
			all = append(all, besideFile{base + c.Suffix, c.Print})
		}
	}
	for i, s := range printed.Sidecars() {
		if x.sidecars[i] {
			all = append(all, besideFile{base + s.Suffix, s.Print})
		}
	}
	if x.svg != "" {
		all = append(all, besideFile{x.svg, printed.SVG})
	}
	return all
}

// draft writes the files beside the sound as drafts, which keep gives their names
// when the sound is there. So what can go wrong with them does so before the work.
func (x *exporter) draft(s *session.Session, beside []besideFile) (keep func() error, discard func(), err error) {
	var drafts []*wholefile.Draft
	discard = func() {
		for _, d := range drafts {
			d.Discard()
		}
	}
	for _, b := range beside {
		d, err := wholefile.NewDraft(b.path, b.print(s.Plan), wholefile.Options{Replace: x.options.Force, Through: true})
		if err != nil {
			discard()
			return nil, nil, hintWriting(err)
		}
		drafts = append(drafts, d)
	}
	keep = func() error {
		for _, d := range drafts {
			if err := d.Finish(); err != nil {
				return hintWriting(err)
			}
		}
		return nil
	}
	return keep, discard, nil
}

// keepExisting finds what would be overwritten before any work is done, by what
// was there or by another of the files.
func (x *exporter) keepExisting(files []besideFile) error {
	if path := twice(files); path != "" {
		return wrongUse("give each its own name", "%s would be two files at once", path)
	}
	for _, f := range files {
		info, err := os.Stat(f.path)
		if !x.options.Force && err == nil && info.Mode().IsRegular() {
			return hintWriting(fmt.Errorf("%s is %w", f.path, wholefile.ErrExists))
		}
	}
	return nil
}

// twice is the path of which there are two among the files, or "".
func twice(files []besideFile) string {
	seen := map[string]bool{}
	for _, f := range files {
		path, err := filepath.Abs(f.path)
		if err == nil && seen[path] {
			return f.path
		}
		seen[path] = true
	}
	return ""
}

// hintWriting adds what to do about a file that cannot be written.
func hintWriting(err error) error {
	var file *wholefile.Error
	var choice *export.ChoiceError
	switch {
	case errors.As(err, &choice):
		return wrongUse("see unhunch export --help", "%w", err)
	case errors.Is(err, wholefile.ErrExists):
		return fault.WithHint(err, "give --force to replace it, or another name")
	case !errors.As(err, &file):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return fault.WithHint(err, "the folder must be there already")
	case errors.Is(err, syscall.ENOSPC):
		return fault.WithHint(err, "free some space, or choose a smaller format: opus and m4b take a twentieth of wav")
	}
	return err
}
