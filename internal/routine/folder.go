package routine

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"path/filepath"

	"unhunch/internal/fault"
)

// Folder is a place where routines, exercises and patterns lie.
type Folder struct {
	Prefix string // shown before paths in positions; "" for built-in files, which show their base name
	FS     fs.FS
}

// name is how a file of the folder is called in positions.
func (f Folder) name(file string) string {
	if f.Prefix == "" {
		return path.Base(file)
	}
	return filepath.Join(f.Prefix, filepath.FromSlash(file))
}

// read gives the bytes of a file, but no more than MaxFile of them.
func (f Folder) read(file string) ([]byte, error) {
	name := f.name(file)
	info, err := fs.Stat(f.FS, file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault.New("", "%s: no such file", name)
	case err != nil:
		return nil, fault.New("", "%s: %s", name, reason(err))
	case info.IsDir():
		return nil, fault.New("name a YAML file in it", "%s is a folder", name)
	case !info.Mode().IsRegular():
		return nil, fault.New("", "%s is not an ordinary file", name)
	}
	in, err := f.FS.Open(file)
	if err != nil {
		return nil, fault.New("", "%s: %s", name, reason(err))
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, MaxFile+1))
	if err != nil {
		return nil, fault.New("", "%s: %s", name, reason(err))
	}
	return data, nil
}

// reason is what went wrong with a file, without the operation and the path
// that io/fs puts before it.
func reason(err error) string {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return err.Error()
}
