package routine

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"unhunch/internal/document"
	"unhunch/internal/fault"

	"gopkg.in/yaml.v3"
)

// Library finds routines, exercises and patterns by their ids in its folders;
// the first folder that has an id wins. Its methods are safe for concurrent
// use, and every error of theirs is Faults.
type Library struct {
	Folders []Folder

	// Unsayable, if given, has Check also find what cannot be said, as a fault
	// without its place; nil for words that can.
	Unsayable func(text string) *fault.Fault
}

// Load gives the routine with an id, or the exercise with that id as a routine
// of its own.
func (l Library) Load(id string) (*Routine, error) {
	ld := newLoader(l.Folders)
	f := ld.find(kindRoutine, id)
	if f == nil {
		f = ld.find(kindExercise, id)
	}
	if f == nil {
		return nil, fault.New(ld.sessionHint(id), "unknown routine %s", fault.Quote(id))
	}
	return finish(ld, ld.session(f))
}

// LoadFile gives the routine in a file of a folder, or the exercise in it as a
// routine of its own. What the file names is looked up in its folder first.
func (l Library) LoadFile(f Folder, path string) (*Routine, error) {
	ld := newLoader(append([]Folder{f}, l.Folders...))
	return readFile(ld, path, ld.session)
}

// Exercise gives the exercise with an id.
func (l Library) Exercise(id string) (*Exercise, error) {
	return lookup(l, kindExercise, id, (*loader).exercise)
}

// Pattern gives the breathing pattern with an id.
func (l Library) Pattern(id string) (*Pattern, error) {
	return lookup(l, kindPattern, id, (*loader).pattern)
}

// PatternFile gives the breathing pattern in a file of a folder.
func (l Library) PatternFile(f Folder, path string) (*Pattern, error) {
	ld := newLoader(append([]Folder{f}, l.Folders...))
	return readFile(ld, path, ld.pattern)
}

// Check gives every fault of a file of a folder, be it a routine, an exercise
// or a pattern, and of the files that it names; nil when there is none.
func (l Library) Check(f Folder, path string) error {
	ld := newLoader(append([]Folder{f}, l.Folders...))
	ld.unsayable = l.Unsayable
	_, err := readFile(ld, path, func(f *file) *Routine {
		if f.kind == kindPattern {
			ld.pattern(f)
			return nil
		}
		return ld.session(f)
	})
	return err
}

// IDs gives the ids of everything in the folders, sorted.
func (l Library) IDs() (routines, exercises, patterns []string) {
	ld := newLoader(l.Folders)
	return ld.ids(kindRoutine), ld.ids(kindExercise), ld.ids(kindPattern)
}

func lookup[T any](l Library, k kind, id string, read func(*loader, *file) *T) (*T, error) {
	ld := newLoader(l.Folders)
	f := ld.find(k, id)
	if f == nil {
		return nil, fault.New(ld.hint(k, id), "unknown %s %s", k, fault.Quote(id))
	}
	return finish(ld, read(ld, f))
}

func readFile[T any](ld *loader, name string, read func(*file) *T) (*T, error) {
	f, err := ld.file(0, path.Clean(name))
	if err != nil {
		return nil, err
	}
	return finish(ld, read(f))
}

// finish gives a value, or all the faults that were found on the way to it.
func finish[T any](ld *loader, v *T) (*T, error) {
	if ld.found == 0 {
		return v, nil
	}
	faults := ld.faults.Sort(ld.names)
	if more := ld.found - len(ld.faults); more > 0 {
		faults = append(faults, fault.Fault{Message: fmt.Sprintf("and %d more faults", more)})
	}
	return nil, faults
}

// file is a file that a load has opened.
type file struct {
	folder  Folder
	path    string // within the folder
	name    string // in positions
	top     *yaml.Node
	kind    kind
	broken  error // why it has no top
	value   any   // what was read from it; nil if that had faults
	extent  extent
	visited bool
	faulty  bool // has faults of its own
}

// id is the name of the file without .yaml, or .yml for a file named by its path.
func (f *file) id() string {
	base := path.Base(f.path)
	return strings.TrimSuffix(strings.TrimSuffix(base, ".yaml"), ".yml")
}

// loader reads the files of one load, each of them once, and gathers their
// faults.
type loader struct {
	folders []Folder
	files   map[location]*file
	names   []string          // of the files, in the order in which they were opened
	open    []*file           // routines that are being read, the outermost first
	known   map[kind][]string // ids, once they have been asked for
	faults  fault.List
	found   int // faults, with those that were too many to keep

	unsayable func(text string) *fault.Fault // or nil
}

// maxFaults is how many faults are kept; a file of nothing but faults would
// bury its reader.
const maxFaults = 500

func (ld *loader) full() bool { return len(ld.faults) >= maxFaults }

func (ld *loader) add(f fault.Fault) {
	ld.found++
	if !ld.full() {
		ld.faults = append(ld.faults, f)
	}
}

// location is a file of one of the loader's folders.
type location struct {
	folder int
	path   string
}

func newLoader(folders []Folder) *loader {
	return &loader{folders: folders, files: map[location]*file{}, known: map[kind][]string{}}
}

// file opens a file of a folder. The error says that there is none; what is
// wrong with its content is kept until someone reads it.
func (ld *loader) file(folder int, name string) (*file, error) {
	at := location{folder, name}
	if f := ld.files[at]; f != nil {
		return f, nil
	}
	in := ld.folders[folder]
	data, err := in.read(name)
	if err != nil {
		return nil, err
	}
	f := &file{folder: in, path: name, name: in.name(name)}
	if f.top, f.broken = document.Read(f.name, data, form); f.broken == nil {
		f.kind = kindOfFile(f.top)
	}
	if f.kind == kindUnknown {
		f.kind = kindOfPath(name)
	}
	ld.files[at] = f
	if !slices.Contains(ld.names, f.name) {
		ld.names = append(ld.names, f.name)
	}
	return f, nil
}

// find gives the file with an id, or nil. A file outside of the folder for its
// kind counts unless it is plainly of another kind.
func (ld *loader) find(k kind, id string) *file {
	name := id + ".yaml"
	if id == "" || strings.ContainsAny(id, `/\`) || !fs.ValidPath(name) {
		return nil
	}
	for i := range ld.folders {
		if sub, ok := kindFolders[k]; ok {
			if f, err := ld.file(i, path.Join(sub, name)); err == nil {
				return f
			}
		}
		if f, err := ld.file(i, name); err == nil && (f.kind == k || f.kind == kindUnknown) {
			return f
		}
	}
	return nil
}

// maxListed is how many files of a folder are looked at for a list of ids.
const maxListed = 1000

// ids gives the ids of a kind, sorted.
func (ld *loader) ids(k kind) []string {
	if known, ok := ld.known[k]; ok {
		return known
	}
	var out []string
	for i, folder := range ld.folders {
		for _, dir := range []string{kindFolders[k], "."} {
			if dir == "" {
				continue
			}
			names, _ := fs.Glob(folder.FS, path.Join(dir, "*.yaml")) // the pattern is well-formed
			for _, name := range names[:min(len(names), maxListed)] {
				if f, err := ld.file(i, name); err == nil && f.kind == k {
					out = append(out, f.id())
				}
			}
		}
	}
	slices.Sort(out)
	ld.known[k] = slices.Compact(out)
	return ld.known[k]
}

// hint says what may have been meant by an id that is not there.
func (ld *loader) hint(k kind, id string) string {
	for _, other := range []kind{kindRoutine, kindExercise, kindPattern} {
		if other != k && slices.Contains(ld.ids(other), id) {
			return id + " is " + other.article() + ": " + howToUse[other]
		}
	}
	if near := fault.Suggest(id, ld.ids(k)); near != "" {
		return near
	}
	return seeList
}

// sessionHint is hint for what can be worked as a session.
func (ld *loader) sessionHint(id string) string {
	if slices.Contains(ld.ids(kindPattern), id) {
		return id + " is a breathing pattern: unhunch breathe " + id
	}
	if near := fault.Suggest(id, slices.Concat(ld.ids(kindRoutine), ld.ids(kindExercise))); near != "" {
		return near
	}
	return seeList
}

const seeList = "unhunch list shows what there is"

var howToUse = map[kind]string{
	kindRoutine:  "name it with include:",
	kindExercise: "name it with exercise:",
	kindPattern:  "name it with breathe:",
}

// chain names the routines from the one that is included again to itself.
func (ld *loader) chain(again *file) string {
	var ids []string
	for _, f := range ld.open[slices.Index(ld.open, again):] {
		ids = append(ids, f.id())
	}
	return strings.Join(append(ids, again.id()), " -> ")
}

// value reads a file, the first time that it is asked for; nil if it has
// faults, which are then among those of the loader.
func value[T any](ld *loader, f *file, k kind, read func(*reader) *T) *T {
	if f.visited {
		v, _ := f.value.(*T)
		return v
	}
	f.visited = true
	found := ld.found
	switch {
	case f.broken != nil:
		for _, one := range fault.Of(f.broken) {
			ld.add(one)
		}
		return nil
	case f.kind != k && f.kind != kindUnknown:
		ld.add(fault.Fault{
			Pos:     fault.Pos{File: f.name, Line: f.top.Line, Col: f.top.Column},
			Message: "this is " + f.kind.article() + ", not " + k.article()})
		return nil
	}
	v := read(&reader{file: f, load: ld})
	if ld.found > found {
		return nil
	}
	f.value = v
	return v
}

func (ld *loader) exercise(f *file) *Exercise {
	return value(ld, f, kindExercise, func(r *reader) *Exercise {
		e := r.readExercise()
		if e != nil {
			r.bound([]Step{Do{Base{Pos: e.Pos}, e}})
		}
		return e
	})
}

func (ld *loader) pattern(f *file) *Pattern {
	return value(ld, f, kindPattern, (*reader).readPattern)
}

func (ld *loader) routine(f *file) *Routine {
	ld.open = append(ld.open, f)
	defer func() { ld.open = ld.open[:len(ld.open)-1] }()
	return value(ld, f, kindRoutine, func(r *reader) *Routine {
		v := r.readRoutine()
		if v != nil {
			r.bound(v.Steps)
		}
		return v
	})
}

// session gives what a file holds as a routine.
func (ld *loader) session(f *file) *Routine {
	if f.kind != kindExercise {
		return ld.routine(f)
	}
	e := ld.exercise(f)
	if e == nil {
		return nil
	}
	return &Routine{
		Pos: e.Pos, ID: e.ID, Title: e.Title, About: e.About, Tips: true,
		Steps: []Step{Do{Base{Pos: e.Pos}, e}},
	}
}
