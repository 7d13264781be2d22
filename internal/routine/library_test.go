package routine_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"unhunch/internal/routine"
)

const (
	shrug  = "title: %s\nposture: seated\nmoves: [{say: Shrug., take: 2s}]\n"
	listen = "title: %s\nsession: [{exercise: shrug}, {breathe: calm}]\n"
	calm   = "title: %s\nphases: [{in: 5s}, {out: 5s}]\n"
)

// mapped makes a folder of files, each given as its path and its text.
func mapped(prefix string, files ...string) routine.Folder {
	m := fstest.MapFS{}
	for i := 0; i+1 < len(files); i += 2 {
		m[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return routine.Folder{Prefix: prefix, FS: m}
}

func titled(file, title string) string { return strings.Replace(file, "%s", title, 1) }

// A user's file goes before a built-in one of the same name, and the name of a
// routine may also be that of an exercise.
func TestLookup(t *testing.T) {
	mine := mapped("my",
		"shrug.yaml", titled(shrug, "My shrug"),
		"break.yaml", titled(listen, "My break"),
		"deep.yaml", titled(listen, "My routine of that name"),
		"notes.yaml", "milk: 2\n",
		"broken.yaml", "title: [\n")
	theirs := mapped("",
		"exercises/shrug.yaml", titled(shrug, "Built-in shrug"),
		"exercises/deep.yaml", titled(shrug, "Deep exercise"),
		"exercises/nod.yaml", titled(shrug, "Nod"),
		"patterns/calm.yaml", titled(calm, "Calm"),
		"break.yaml", titled(listen, "Built-in break"))
	lib := routine.Library{Folders: []routine.Folder{mine, theirs}}

	v, err := lib.Load("break")
	if err != nil {
		t.Fatal(err)
	}
	if v.Title != "My break" || v.File != filepath.Join("my", "break.yaml") {
		t.Errorf("break is %q of %s, not the user's", v.Title, v.File)
	}
	if e := v.Steps[0].(routine.Do).Exercise; e.Title != "My shrug" {
		t.Errorf("break works %q, not the user's exercise", e.Title)
	}
	if e, err := lib.Exercise("deep"); err != nil || e.Title != "Deep exercise" || e.File != "deep.yaml" {
		t.Errorf("the exercise deep is %+v, %v", e, err)
	}
	if v, err := lib.Load("nod"); err != nil || v.Title != "Nod" || len(v.Steps) != 1 || !v.Tips {
		t.Errorf("the exercise nod as a routine is %+v, %v", v, err)
	}
	if p, err := lib.Pattern("calm"); err != nil || p.Title != "Calm" {
		t.Errorf("the pattern calm is %+v, %v", p, err)
	}

	routines, exercises, patterns := lib.IDs()
	for _, test := range []struct {
		what string
		got  []string
		want string
	}{
		{"routines", routines, "break deep"},
		{"exercises", exercises, "deep nod shrug"},
		{"patterns", patterns, "calm"},
	} {
		if got := strings.Join(test.got, " "); got != test.want {
			t.Errorf("the %s are %s, not %s", test.what, got, test.want)
		}
	}
}

// What cannot be found says what may have been meant.
func TestUnknownNames(t *testing.T) {
	lib := routine.Library{Folders: []routine.Folder{mapped("",
		"exercises/neck-tilts.yaml", titled(shrug, "Neck tilts"),
		"patterns/calm.yaml", titled(calm, "Calm"),
		"desk-break.yaml", titled(listen, "Desk break"))}}
	load := func(id string) error { _, err := lib.Load(id); return err }
	exercise := func(id string) error { _, err := lib.Exercise(id); return err }
	pattern := func(id string) error { _, err := lib.Pattern(id); return err }
	file := func(path string) error { _, err := lib.LoadFile(lib.Folders[0], path); return err }
	for _, test := range []struct {
		err  error
		want string
	}{
		{load("desk-brake"), "unknown routine \"desk-brake\"\n    did you mean desk-break?\n"},
		{load("neck-tilt"), "unknown routine \"neck-tilt\"\n    did you mean neck-tilts?\n"},
		{load("calm"), "unknown routine \"calm\"\n    calm is a breathing pattern: unhunch breathe calm\n"},
		{load(""), "unknown routine \"\"\n    unhunch list shows what there is\n"},
		{load("../desk-break"), "unknown routine \"../desk-break\"\n    did you mean desk-break?\n"},
		{exercise("desk-break"), "unknown exercise \"desk-break\"\n    desk-break is a routine: name it with include:\n"},
		{pattern("clam"), "unknown pattern \"clam\"\n    did you mean calm?\n"},
		{file("none.yaml"), "none.yaml: no such file\n"},
		{file("exercises"), "exercises is a folder\n    name a YAML file in it\n"},
		{file("patterns/calm.yaml"), "calm.yaml:1:1: this is a pattern, not a routine\n"},
		{file("desk-break.yaml"), "desk-break.yaml:2:22: unknown exercise \"shrug\"\n    unhunch list shows what there is\n"},
	} {
		if got := described(test.err); got != test.want {
			t.Errorf("got\n%s\nand not\n%s", got, test.want)
		}
	}
}

// Check takes files of every kind, and a pattern can be read from its file.
func TestFilesOfEveryKind(t *testing.T) {
	f := mapped("my", "a.yaml", titled(shrug, "A"), "d.yml", titled(shrug, "D"), "b.yaml", titled(calm, "B"),
		"c.yaml", "title: C\nsession: [{exercise: a}, {breathe: b}]\n")
	var lib routine.Library
	for _, name := range []string{"a.yaml", "b.yaml", "c.yaml"} {
		if err := lib.Check(f, name); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if p, err := lib.PatternFile(f, "b.yaml"); err != nil || p.ID != "b" {
		t.Errorf("PatternFile gave %+v, %v", p, err)
	}
	if v, err := lib.LoadFile(f, "d.yml"); err != nil || v.ID != "d" {
		t.Errorf("LoadFile gave %+v, %v", v, err)
	}
	if v, err := lib.LoadFile(f, "a.yaml"); err != nil || v.ID != "a" {
		t.Errorf("LoadFile gave %+v, %v", v, err)
	}
}

// A routine may not read files outside of its folder, not even through a link.
func TestPlayKeepsToTheFolder(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	for name, data := range map[string]string{
		filepath.Join(outside, "secret.wav"): "RIFF",
		filepath.Join(dir, "rain.wav"):       "RIFF",
		filepath.Join(dir, "x.yaml"):         "title: X\nsession:\n  - play: rain.wav\n  - play: link.wav\n  - play: folder/secret.wav\n",
	} {
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"link.wav": filepath.Join(outside, "secret.wav"), "folder": outside} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Skip("this system makes no links: ", err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	const hint = "\n    put the file beside the routine and write its path from there\n"
	want := "x.yaml:4:11: \"link.wav\" is a link that leads outside the routine's folder" + hint +
		"x.yaml:5:11: \"folder/secret.wav\" is a link that leads outside the routine's folder" + hint
	if got := described(routine.Library{}.Check(routine.Folder{Prefix: ".", FS: root.FS()}, "x.yaml")); got != want {
		t.Errorf("got\n%s\nand not\n%s", got, want)
	}
}

// What one step changes about an exercise is not seen by another.
func TestOverridesStayInTheirStep(t *testing.T) {
	f := mapped("",
		"hold.yaml", "title: H\nposture: seated\nreps: {min: 2, max: 8}\nmoves: [{say: Hold., hold: {min: 3s, max: 5s}}]\n",
		"x.yaml", "title: X\nsession:\n  - {exercise: hold, hold: 9s, reps: 1}\n  - {exercise: hold, dose: high}\n  - exercise: hold\n")
	v, err := routine.Library{}.LoadFile(f, "x.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range v.Steps {
		e := s.(routine.Do).Exercise
		got = append(got, e.Phases[0].Moves[0].Hold.Default.String(), string(rune('0'+e.Reps.Default)))
	}
	if want := []string{"9s", "1", "5s", "8", "4s", "2"}; !slices.Equal(got, want) {
		t.Errorf("the holds and repetitions are %v, not %v", got, want)
	}
}

// Routines that include one another many times over are measured, not
// unrolled: each does ten times what the one before does.
func TestIncludesAreBounded(t *testing.T) {
	files := []string{"r0.yaml", "title: R\nsession: [{rest: 1s}]\n"}
	for i := 1; i < 15; i++ {
		name, before := "r"+string(rune('a'+i)), "r"+string(rune('a'+i-1))
		if i == 1 {
			before = "r0"
		}
		files = append(files, name+".yaml", "title: R\nsession:\n"+strings.Repeat("  - include: "+before+"\n", 10))
	}
	err := routine.Library{}.Check(mapped("", files...), "ro.yaml")
	want := "rf.yaml:5:5: the session has too many parts\n    make it shorter, or repeat less\n"
	if got := described(err); got != want {
		t.Errorf("got\n%s\nand not\n%s", got, want)
	}
}
