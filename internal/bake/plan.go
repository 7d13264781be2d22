package bake

import (
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"unhunch/internal/voice"
)

// recipe is part of the name of every recorded file. It changes when lines are
// worked on differently, so that they are all recorded again.
const recipe = "6"

// job is one line to be recorded, or only to be measured.
type job struct {
	order  int
	text   string
	file   string
	engine engine // nil for a recording of the user's own
	record bool   // or only measure what is there
}

// done is what came of a job.
type done struct {
	job
	frames int64
	stress int64
	err    error
}

// plan settles what is to be done, and counts what is not.
func (b *baking) plan() []job {
	var jobs []job
	wanted := make(map[string]bool)
	for _, l := range b.script() {
		wanted[l.Text] = true
		j, ok := b.wants(l)
		switch {
		case !ok:
			b.result.Kept++
		case j.file == "":
			b.result.Missing = append(b.result.Missing, l.Text)
		default:
			j.order = len(jobs)
			jobs = append(jobs, j)
		}
	}
	kept := b.index.Lines[:0]
	for _, l := range b.index.Lines {
		switch {
		case wanted[l.Text]:
		case b.options.Prune:
			b.result.Pruned++
			b.replaced = append(b.replaced, l.File)
			continue
		case l.Frames < 0:
			jobs = append(jobs, job{order: len(jobs), text: l.Text, file: l.File})
		}
		kept = append(kept, l)
	}
	b.index.Lines = kept
	clear(b.byText)
	for i, l := range b.index.Lines {
		b.byText[l.Text] = i
	}
	return jobs
}

// script gives each text once. What is a count anywhere is a count.
func (b *baking) script() []voice.ScriptLine {
	var script []voice.ScriptLine
	at := make(map[string]int)
	for _, l := range b.options.Script {
		if i, ok := at[l.Text]; ok {
			script[i].Count = script[i].Count || l.Count
			script[i].Calm = script[i].Calm || l.Calm
			continue
		}
		at[l.Text] = len(script)
		script = append(script, l)
	}
	return script
}

// wants tells what is to be done for a line; ok is false for nothing. The job
// has no file where there is nothing that can be done.
func (b *baking) wants(l voice.ScriptLine) (j job, ok bool) {
	e := b.normal
	if l.Count {
		e = b.counts
	}
	old := voice.Line{Frames: -1}
	if i, ok := b.byText[l.Text]; ok {
		old = b.index.Lines[i]
	}
	if old.File != "" && (!bakedName.MatchString(old.File) || e == nil) {
		return job{text: l.Text, file: old.File}, old.Frames < 0
	}
	j = job{text: l.Text, engine: e, record: true}
	if e == nil {
		return j, true
	}
	j.file = b.fileName(l.Text, e)
	if b.options.Again || !b.exists(j.file) {
		return j, true
	}
	if old.File == j.file && old.Frames >= 0 {
		return j, false
	}
	if e.quick() {
		return j, true
	}
	j.record = false // it was done by a run that was interrupted
	return j, true
}

func (b *baking) exists(file string) bool {
	info, err := os.Stat(filepath.Join(b.dir, file))
	return err == nil && info.Size() > 0
}

// fileName begins with words that a person can read and ends with a digest of
// all that makes the recording what it is.
func (b *baking) fileName(text string, e engine) string {
	digest := sha256.New()
	for _, part := range append([]string{recipe, b.format, text}, e.recipe(text)...) {
		fmt.Fprintf(digest, "%d %s\n", len(part), part)
	}
	return fmt.Sprintf("%s-%x.%s", slug(text), digest.Sum(nil)[:5], b.format)
}

// slug keeps the letters a to z and the digits of the first words of a text.
func slug(text string) string {
	const most = 40
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	s := ""
	for _, w := range words {
		if s != "" && len(s)+1+len(w) > most {
			break
		}
		s += "-" + w
	}
	s = strings.TrimPrefix(s, "-")
	if s == "" {
		return "line"
	}
	return s[:min(len(s), most)]
}
