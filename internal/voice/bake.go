package voice

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"

	"unhunch/internal/soundfile"
	"unhunch/internal/wholefile"
)

// recipe is part of the name of every recorded file. It changes when lines are
// worked on differently, so that they are all recorded again.
const recipe = "4"

// indexEvery is after how many recordings pack.yaml is written while others go on.
const indexEvery = 25

// bakedName is what the files are called that Bake records. Other files are
// recordings of the user's own, and stay.
var bakedName = regexp.MustCompile(`^[a-z0-9-]+-[0-9a-f]{10}\.(flac|mp3|ogg|wav)$`)

// BakeOptions say what a pack is to hold and how it is recorded. What is left
// out is as pack.yaml has it, or in a new pack as said here.
type BakeOptions struct {
	Script  []ScriptLine
	Engine  []string // the words of the command; {text} and {out} are replaced
	Counts  []string // the same for counts
	Format  string   // "flac" in a new pack
	Name    string   // the folder's name in a new pack
	Lang    string   // "en" in a new pack
	Jobs    int      // recordings made at once; 0: one for each processor
	Again   bool     // record everything again
	Prune   bool     // take out lines that the script has not, and remove recordings that no line names
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

// BakeResult is what Bake did.
type BakeResult struct {
	Recorded int
	Measured int // recordings that were there, whose length was not known
	Kept     int // recordings that were there
	Pruned   int
	Missing  []string  // what has no recording, where there is no engine to say it
	Failures []Failure // in the order of the script
}

// Bake records what the pack in dir is missing of a script, and writes its
// pack.yaml. The folder is made where there is none.
//
// The engine is run in dir, without a shell, for one text at a time. What it
// says is trimmed, faded, brought to Target and encoded, then decoded again for
// its exact length. A file's name holds a digest of the text and the command:
// what has been recorded is found again, also after an interruption, and with
// another command it is recorded anew. Files with names of another kind are
// recordings of the user's own, and are only measured.
//
// Lines that cannot be recorded are told in the result; the others go on. When
// ctx is done, Bake stops, leaves a pack of what it has, and returns its error.
func Bake(ctx context.Context, dir string, o BakeOptions) (BakeResult, error) {
	b, err := openBake(dir, o)
	if err != nil {
		return BakeResult{}, err
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

// baking is a pack while it is being recorded.
type baking struct {
	dir      string
	given    string // dir, as the user named it
	options  BakeOptions
	head     Head
	headText []byte // as it stands in the file, comments and all
	lines    []line
	byText   map[string]int
	normal   *engine
	counts   *engine
	replaced []string // files that pack.yaml no longer names
	result   BakeResult
}

// job is one line to be recorded, or only to be measured.
type job struct {
	order  int
	text   string
	file   string
	engine *engine // nil to measure what is there
}

// done is what came of a job.
type done struct {
	job
	frames int64
	err    error
}

func openBake(given string, o BakeOptions) (*baking, error) {
	dir, err := filepath.Abs(given)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	b := &baking{dir: dir, given: given, options: o, byText: make(map[string]int)}
	if err := b.readIndex(); err != nil {
		return nil, err
	}
	for i, l := range b.lines {
		b.byText[l.text] = i
	}
	if b.normal, err = newEngine(b.head.Made.Engine, b.head.Made.Respell, dir); err != nil {
		return nil, err
	}
	if b.counts, err = newEngine(b.head.Made.Counts, b.head.Made.Respell, dir); err != nil {
		return nil, err
	}
	if b.counts == nil {
		b.counts = b.normal
	}
	return b, nil
}

// readIndex reads the pack.yaml that there is, and what of it is overruled.
func (b *baking) readIndex() error {
	o := b.options
	data, err := readLimited(os.DirFS(b.dir), PackFile, maxPackBytes)
	switch {
	case err == nil:
		doc, err := parsePack(filepath.Join(b.given, PackFile), data, false)
		if err != nil {
			return err
		}
		b.head, b.lines, b.headText = doc.head, doc.lines, headText(data, doc.linesAt)
	case errors.Is(err, os.ErrNotExist):
		b.head = Head{Name: filepath.Base(b.dir), Language: "en"}
	default:
		return err
	}
	if b.head.Format == "" {
		b.head.Format = "flac"
	}
	before := renderHead(b.head)
	override(&b.head.Name, o.Name)
	override(&b.head.Language, o.Lang)
	override(&b.head.Format, o.Format)
	if len(o.Engine) > 0 {
		b.head.Made.Engine, b.head.Made.Counts = o.Engine, o.Counts
	} else if len(o.Counts) > 0 {
		b.head.Made.Counts = o.Counts
	}
	if !slices.Contains(formats, b.head.Format) {
		return fmt.Errorf("unknown format %q, where %s are known", b.head.Format, strings.Join(formats, ", "))
	}
	if after := renderHead(b.head); b.headText == nil || string(after) != string(before) {
		b.headText = after
	}
	return nil
}

func override(value *string, by string) {
	if by != "" {
		*value = by
	}
}

// headText is what comes before the lines of a pack.yaml, whose key is on line
// linesAt; 0 if there are none.
func headText(data []byte, linesAt int) []byte {
	text := strings.SplitAfter(string(data), "\n")
	if linesAt > 0 {
		text = text[:linesAt-1]
	}
	head := strings.Join(text, "")
	if !strings.HasSuffix(head, "\n") {
		head += "\n"
	}
	return []byte(head)
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
	kept := b.lines[:0]
	for _, l := range b.lines {
		switch {
		case wanted[l.text]:
		case b.options.Prune:
			b.result.Pruned++
			b.replaced = append(b.replaced, l.file)
			continue
		case l.frames < 0:
			jobs = append(jobs, job{order: len(jobs), text: l.text, file: l.file})
		}
		kept = append(kept, l)
	}
	b.lines = kept
	clear(b.byText)
	for i, l := range b.lines {
		b.byText[l.text] = i
	}
	return jobs
}

// script gives each text once. What is a count anywhere is a count.
func (b *baking) script() []ScriptLine {
	var script []ScriptLine
	at := make(map[string]int)
	for _, l := range b.options.Script {
		if i, ok := at[l.Text]; ok {
			script[i].Count = script[i].Count || l.Count
			continue
		}
		at[l.Text] = len(script)
		script = append(script, l)
	}
	return script
}

// wants tells what is to be done for a line; ok is false for nothing. The job
// has no file where there is nothing that can be done.
func (b *baking) wants(l ScriptLine) (j job, ok bool) {
	e := b.normal
	if l.Count {
		e = b.counts
	}
	old := line{frames: -1}
	if i, ok := b.byText[l.Text]; ok {
		old = b.lines[i]
	}
	if old.file != "" && (!bakedName.MatchString(old.file) || e == nil) {
		return job{text: l.Text, file: old.file}, old.frames < 0
	}
	j = job{text: l.Text, engine: e}
	if e == nil {
		return j, true
	}
	j.file = b.fileName(l.Text, e)
	if b.options.Again || !b.exists(j.file) {
		return j, true
	}
	if old.file == j.file && old.frames >= 0 {
		return j, false
	}
	j.engine = nil // recorded by a run that was interrupted
	return j, true
}

func (b *baking) exists(file string) bool {
	info, err := os.Stat(filepath.Join(b.dir, file))
	return err == nil && info.Size() > 0
}

// fileName begins with words that a person can read and ends with a digest of
// all that makes the recording what it is.
func (b *baking) fileName(text string, e *engine) string {
	digest := sha256.New()
	for _, part := range append([]string{recipe, b.head.Format, text, e.spelling(text)}, e.command...) {
		fmt.Fprintf(digest, "%d %s\n", len(part), part)
	}
	return fmt.Sprintf("%s-%x.%s", slug(text), digest.Sum(nil)[:5], b.head.Format)
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

// ready looks before the work begins for what would fail every line.
func (b *baking) ready(jobs []job) error {
	recording := slices.ContainsFunc(jobs, func(j job) bool { return j.engine != nil })
	if program := encoderOf(b.head.Format); recording && program != "" {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("%s is not installed, which is needed to record to %s", program, b.head.Format)
		}
	}
	return nil
}

// work does the jobs, several at once, and takes in what comes of them.
func (b *baking) work(ctx context.Context, jobs []job) error {
	queue, results := make(chan job), make(chan done)
	workers := b.options.Jobs
	if workers <= 0 {
		workers = runtime.NumCPU()
	}
	var group sync.WaitGroup
	for range min(workers, len(jobs)) {
		group.Go(func() {
			for j := range queue {
				frames, err := b.do(ctx, j)
				results <- done{j, frames, err}
			}
		})
	}
	go func() {
		defer close(queue)
		for _, j := range jobs {
			select {
			case queue <- j:
			case <-ctx.Done():
				return
			}
		}
	}()
	go func() {
		group.Wait()
		close(results)
	}()
	return b.collect(ctx, results, len(jobs))
}

// collect notes the results as they come in.
func (b *baking) collect(ctx context.Context, results <-chan done, total int) error {
	var failed []done
	var broken error
	for n := 1; ; n++ {
		d, more := <-results
		if !more {
			break
		}
		if d.err != nil && ctx.Err() != nil {
			continue
		}
		switch {
		case d.err != nil:
			failed = append(failed, d)
		case d.engine != nil:
			b.result.Recorded++
			b.note(d)
		default:
			b.result.Measured++
			b.note(d)
		}
		if b.options.Noticed != nil {
			b.options.Noticed(Progress{n, total, d.text, d.err})
		}
		if n%indexEvery == 0 && broken == nil {
			broken = b.writeIndex()
		}
	}
	slices.SortFunc(failed, func(x, y done) int { return x.order - y.order })
	for _, d := range failed {
		b.result.Failures = append(b.result.Failures, Failure{d.text, d.err})
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return broken
}

// note puts a recording into the list of lines.
func (b *baking) note(d done) {
	l := line{d.text, d.file, d.frames}
	i, ok := b.byText[d.text]
	if !ok {
		b.byText[d.text] = len(b.lines)
		b.lines = append(b.lines, l)
		return
	}
	if old := b.lines[i].file; old != d.file {
		b.replaced = append(b.replaced, old)
	}
	b.lines[i] = l
}

// do records or measures a line, and gives its length.
func (b *baking) do(ctx context.Context, j job) (frames int64, err error) {
	if j.engine != nil {
		if err := b.record(ctx, j); err != nil {
			return 0, err
		}
	}
	data, err := readLimited(os.DirFS(b.dir), filepath.ToSlash(j.file), maxLineBytes)
	if err != nil {
		return 0, err
	}
	clip, err := soundfile.Decode(j.file, data, maxLine)
	if err != nil {
		return 0, err
	}
	if clip.Frames() == 0 {
		return 0, fmt.Errorf("%s: %w", j.file, errSilent)
	}
	return int64(clip.Frames()), nil
}

func (b *baking) record(ctx context.Context, j job) error {
	tmp, err := os.MkdirTemp("", "unhunch-voice-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	samples, channels, err := j.engine.say(ctx, j.text, tmp)
	if err != nil {
		return err
	}
	line, err := master(samples, channels)
	if err != nil {
		return fmt.Errorf("the sound of the engine: %w", err)
	}
	data, err := encode(ctx, b.head.Format, line, tmp)
	if err != nil {
		return err
	}
	return b.replace(j.file, data)
}

// replace writes a file of the pack. A link in its place, which might lead
// anywhere, is not followed.
func (b *baking) replace(file string, data []byte) error {
	return wholefile.Write(filepath.Join(b.dir, file), data, wholefile.Options{Replace: true})
}

// writeIndex writes pack.yaml with the lines whose length is known, and those
// that are still to be measured.
func (b *baking) writeIndex() error {
	return b.replace(PackFile, append(slices.Clone(b.headText), renderLines(b.lines)...))
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
	named := make(map[string]bool, len(b.lines))
	for _, l := range b.lines {
		named[l.file] = true
	}
	return named
}
