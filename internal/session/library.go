package session

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"unhunch/internal/fault"
	"unhunch/internal/routine"
	"unhunch/internal/speech"
	"unhunch/routines"
)

// DefaultRoutine is what is heard when no routine is named.
const DefaultRoutine = "daily"

// Builtin is the library of what the program brings along.
func Builtin() routine.Library {
	return routine.Library{Folders: []routine.Folder{{FS: routines.Files}}}
}

// IsPath says whether something was named by a path and not by its id.
func IsPath(name string) bool {
	return strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// File is a routine, exercise or pattern file of the user's. What it names is
// looked up in its folder first, which nothing can leave, and then among what is
// built in.
type File struct {
	library routine.Library
	folder  routine.Folder
	base    string // its name in the folder
}

// OpenFile opens a file by its path. One that is a link is read where it really
// lies.
func OpenFile(path string) (File, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return File{}, fault.WithHint(fmt.Errorf("%s: %w", path, fault.Cause(err)), "unhunch list shows the built-in routines")
	}
	dir := filepath.Dir(real)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return File{}, fmt.Errorf("%s: %w", dir, fault.Cause(err))
	}
	return File{library: Builtin(), folder: routine.Folder{FS: root.FS(), Prefix: dir}, base: filepath.Base(real)}, nil
}

// Check gives every fault of the file and of those that it names, or nil. Faults keep
// a session from being made, which would find what the chosen voice cannot say: so
// these are among them.
func (f File) Check(c Choices) error {
	err := f.library.Check(f.folder, f.base)
	if err == nil {
		return nil
	}
	v, noVoice := openVoices(c, speech.Options{})
	if noVoice != nil || v.live() == nil {
		return err
	}
	f.library.Unsayable = func(text string) *fault.Fault {
		if v.recorded(text) {
			return nil
		}
		_, err := v.live().Read(text)
		return unsayable(text, err)
	}
	return f.library.Check(f.folder, f.base)
}

// Routine is the routine in the file, or the exercise in it as one.
func (f File) Routine() (*routine.Routine, error) { return f.library.LoadFile(f.folder, f.base) }

// Pattern is the breathing pattern in the file.
func (f File) Pattern() (*routine.Pattern, error) { return f.library.PatternFile(f.folder, f.base) }
