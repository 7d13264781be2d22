// Package bake records what a voice is missing, with an engine that says texts.
package bake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"unhunch/internal/speech"
	"unhunch/internal/voice"
	"unhunch/internal/wholefile"
)

// bakedName is what the files are called that are recorded here. Other files are
// recordings of the user's own, and stay.
var bakedName = regexp.MustCompile(`^[a-z0-9-]+-[0-9a-f]{10}\.(flac|mp3|ogg|wav)$`)

// Options say what a pack is to hold and how it is recorded. What is left
// out is as pack.yaml has it, or in a new pack as said here.
type Options struct {
	Script  []voice.ScriptLine
	Speaker string            // a voice that is built in
	Correct map[string]string // how the speaker says words, see speech.Options
	Engine  []string          // or the words of a command; {text} and {out} are replaced
	Counts  []string          // the same for counts
	Format  string            // "flac" in a new pack
	Name    string            // the folder's name in a new pack
	Lang    string            // "en" in a new pack
	Jobs    int               // recordings made at once; 0: one for each processor
	Again   bool              // record everything again
	Prune   bool              // take out lines that the script has not, and remove recordings that no line names
	Noticed func(Progress)
}

// Progress is told after each line that has been worked on.
type Progress struct {
	Done, Total int
	Text        string
	Err         error // why the line was not recorded, or nil
}

// Failure is a line that could not be recorded.
type Failure struct {
	Text string
	Err  error
}

// Result is what Pack did.
type Result struct {
	Recorded int
	Measured int // recordings that were there, whose length was not known
	Kept     int // recordings that were there
	Pruned   int
	Missing  []string  // what has no recording, where there is no engine to say it
	Failures []Failure // in the order of the script
}

// Pack records what the pack in dir is missing of a script, and writes its
// pack.yaml. The folder is made where there is none.
//
// A command is run in dir, without a shell, for one text at a time. What it
// says is trimmed, faded, brought to voice.Target and encoded, then decoded again for
// its exact length. A file's name holds a digest of the text and the command:
// what has been recorded is found again, also after an interruption, and with
// another command it is recorded anew. Files with names of another kind are
// recordings of the user's own, and are only measured.
//
// Lines that cannot be recorded are told in the result; the others go on, unless
// the first few all fail, which is a *HopelessError, or one cannot be written. When ctx is done, Pack stops, leaves a pack of what it has, and returns its error.
func Pack(ctx context.Context, dir string, o Options) (Result, error) {
	b, err := open(dir, o)
	if err != nil {
		return Result{}, err
	}
	jobs := b.plan()
	if err := b.ready(jobs); err != nil {
		return b.result, err
	}
	err = b.work(ctx, jobs)
	if e := b.writeIndex(); e != nil {
		return b.result, e
	}
	b.removeReplaced()
	if err == nil && o.Prune {
		err = b.removeStray()
	}
	return b.result, err
}

// Outdated are the texts of a script that Pack would record in dir: those that are
// missing there, and those that would not be made today as they were.
func Outdated(dir string, script []voice.ScriptLine) ([]string, error) {
	b, err := open(dir, Options{Script: script})
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, j := range b.plan() {
		if j.record {
			texts = append(texts, j.text)
		}
	}
	return append(texts, b.result.Missing...), nil
}

// baking is a pack while it is being recorded.
type baking struct {
	dir      string
	options  Options
	index    *voice.Index
	format   string
	byText   map[string]int
	normal   engine // or nil
	counts   engine
	replaced []string // files that pack.yaml no longer names
	result   Result
}

func open(dir string, o Options) (*baking, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	b := &baking{options: o, byText: make(map[string]int)}
	var err error
	if b.dir, err = filepath.Abs(dir); err != nil {
		return nil, err
	}
	if b.index, err = readIndex(dir, filepath.Base(b.dir)); err != nil {
		return nil, err
	}
	if err := b.overrule(); err != nil {
		return nil, err
	}
	for i, l := range b.index.Lines {
		b.byText[l.Text] = i
	}
	b.normal, b.counts, err = newEngines(b.index.Head.Made, b.dir, speech.Options{Script: b.script, Corrections: b.options.Correct})
	return b, err
}

// usualFormat is what recordings are stored in where nothing else is said.
const usualFormat = "flac"

// readIndex reads the pack.yaml that there is, or begins one.
func readIndex(dir, name string) (*voice.Index, error) {
	index, err := voice.ReadIndex(dir)
	if errors.Is(err, os.ErrNotExist) {
		return &voice.Index{Head: voice.Head{Name: name, Language: "en", Format: usualFormat}}, nil
	}
	return index, err
}

// overrule puts what was asked for in the place of what the index says.
func (b *baking) overrule() error {
	o, head := b.options, &b.index.Head
	if b.format = head.Format; b.format == "" {
		b.format = usualFormat
	}
	if o.Format != "" && o.Format != b.format {
		b.format, head.Format = o.Format, o.Format
	}
	if !slices.Contains(voice.Formats, b.format) {
		return fmt.Errorf("unknown format %q, where %s are known", b.format, strings.Join(voice.Formats, ", "))
	}
	override(&head.Name, o.Name)
	override(&head.Language, o.Lang)
	switch made := &head.Made; {
	case o.Speaker != "":
		made.Speaker, made.Engine, made.Counts = o.Speaker, nil, nil
	case len(o.Engine) > 0:
		made.Speaker, made.Engine, made.Counts = "", o.Engine, o.Counts
	case len(o.Counts) > 0:
		made.Counts = o.Counts
	}
	return nil
}

func override(value *string, by string) {
	if by != "" {
		*value = by
	}
}

// replace writes a file of the pack. A link in its place, which might lead
// anywhere, is not followed.
func (b *baking) replace(file string, data []byte) error {
	return wholefile.Write(filepath.Join(b.dir, file), data, wholefile.Options{Replace: true})
}

// writeIndex writes pack.yaml with the lines whose length is known, and those
// that are still to be measured.
func (b *baking) writeIndex() error {
	return b.replace(voice.PackFile, b.index.Render())
}

// removeReplaced removes the files of our own that pack.yaml named before.
func (b *baking) removeReplaced() {
	named := b.named()
	for _, file := range b.replaced {
		if bakedName.MatchString(file) && !named[file] {
			os.Remove(filepath.Join(b.dir, file)) // what stays is found by Check
		}
	}
}

// removeStray removes the files of our own that pack.yaml does not name.
func (b *baking) removeStray() error {
	entries, err := os.ReadDir(b.dir)
	if err != nil {
		return err
	}
	named := b.named()
	for _, e := range entries {
		if !bakedName.MatchString(e.Name()) || named[e.Name()] {
			continue
		}
		if err := os.Remove(filepath.Join(b.dir, e.Name())); err != nil {
			return err
		}
	}
	return nil
}

func (b *baking) named() map[string]bool {
	named := make(map[string]bool, len(b.index.Lines))
	for _, l := range b.index.Lines {
		named[l.File] = true
	}
	return named
}
