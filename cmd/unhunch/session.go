package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"unhunch/internal/fault"
	"unhunch/internal/plan"
	"unhunch/internal/render"
	"unhunch/internal/routine"
	"unhunch/internal/voice"
	"unhunch/routines"
)

// defaultRoutine is what is played when no routine is named.
const defaultRoutine = "daily"

// sessionFlags are the listener's choices that every command on a session takes.
type sessionFlags struct {
	voice, fallback string
	dose            string
	notice          string
	countdown       string
	first           string
	words, breath   string
	skipOptional    bool
	tip             int
	bed             string
	lead            time.Duration
	render          render.Options // levels
}

func (f *sessionFlags) register(fs *pflag.FlagSet) {
	f.voice = defaultVoice
	f.registerLevels(fs)
	fs.StringVar(&f.fallback, "fallback", "", "a second voice for lines that the first has not recorded")
	fs.StringVar(&f.dose, "dose", "", "within the ranges of the guides: low, middle or high")
	fs.StringVar(&f.notice, "notice", "once", "the safety notice and advice: once, always or never")
	fs.StringVar(&f.countdown, "countdown", "", "the last three seconds: tones (default), voice or off")
	fs.StringVar(&f.first, "first-side", "", "the side that begins: left or right")
	fs.StringVar(&f.words, "words", "", "words while breathing: first (default), always or never")
	fs.BoolVar(&f.skipOptional, "skip-optional", false, "leave out the steps that are marked optional")
	fs.IntVar(&f.tip, "tip", 0, "which of the closing tips to hear; 0 picks one")
	fs.DurationVar(&f.lead, "lead", time.Second, "near-silence before the first sound, to wake a sleeping loudspeaker")
}

// oneOf says whether value is among the choices; an empty one always is.
func oneOf(flag, value string, choices ...string) error {
	if value == "" {
		return nil
	}
	for _, c := range choices {
		if value == c {
			return nil
		}
	}
	return wrongUse(fmt.Sprintf("--%s takes %s", flag, strings.Join(choices, ", ")), "--%s %s: no such choice", flag, value)
}

func (f *sessionFlags) check() error {
	return errors.Join(
		oneOf("dose", f.dose, "low", "middle", "high"),
		oneOf("notice", f.notice, "once", "always", "never"),
		oneOf("countdown", f.countdown, "tones", "voice", "off"),
		oneOf("first-side", f.first, "left", "right"),
		oneOf("words", f.words, "first", "always", "never"),
		oneOf("breath", f.breath, "both", "tone", "waves", "bowl"),
		f.checkLead(),
	)
}

// maxLead is the longest near-silence before the first sound.
const maxLead = 10 * time.Second

func (f *sessionFlags) checkLead() error {
	if f.lead < 0 || f.lead > maxLead {
		return wrongUse(fmt.Sprintf("--lead takes 0s to %v", maxLead), "--lead %v: out of range", f.lead)
	}
	return nil
}

// session is a routine with a voice, laid out and ready to be heard.
type session struct {
	routine  *routine.Routine
	options  plan.Options
	plan     *plan.Plan
	source   *source
	render   render.Options
	warnings []string // to be said once, before it is heard
}

// load finds a routine by name or path and lays it out.
func (f *sessionFlags) load(name string) (*session, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	r, err := findRoutine(name)
	if err != nil {
		return nil, err
	}
	return f.compile(r)
}

// compile lays out a routine.
func (f *sessionFlags) compile(r *routine.Routine) (*session, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	src, err := f.openSource(r)
	if err != nil {
		return nil, err
	}
	s := &session{routine: r, source: src, render: f.render}
	s.options = plan.Options{
		Voice:        src.voice,
		FileLength:   src.fileLength,
		Dose:         routine.Dose(f.dose),
		First:        routine.Side(f.first),
		NoNotice:     f.notice == "never",
		SkipOptional: f.skipOptional,
		Countdown:    f.countdown,
		Tip:          f.tip,
		Words:        routine.BreathWords(f.words),
		Sound:        f.breath,
		Lead:         max(f.lead, time.Nanosecond), // 0 would be the usual lead
	}
	if src.fallback != nil {
		s.options.Fallback = src.fallback
	}
	if f.tip == 0 {
		s.options.Tip = tipFor(r.ID)
	}
	if err := s.chooseBed(f.bed); err != nil {
		return nil, err
	}
	if err := s.recompile(nil); err != nil {
		return nil, err
	}
	s.warnings = missingLines(s.plan)
	return s, nil
}

// recompile lays the session out again, with what the listener asked for on the
// way. What has been heard stays as it was.
func (s *session) recompile(changes []plan.Change) error {
	o := s.options
	o.Changes = changes
	if s.plan != nil {
		o.Minutes = s.plan.Minutes
	}
	p, err := plan.Compile(s.routine, o)
	if err != nil {
		return err
	}
	s.plan = p
	return nil
}

// stream is the sound of the session for an export, and what to do with it at the
// end. What was decoded and does not fit in memory is kept in a temporary file, if
// one can be had.
func (s *session) stream() (stream *render.Stream, done func()) {
	o, drop := s.render, func() {}
	if f, err := os.CreateTemp("", "unhunch-*.tmp"); err == nil {
		o.Scratch = f
		os.Remove(f.Name()) // where an open file can be removed, nothing is ever left behind
		drop = func() { f.Close(); os.Remove(f.Name()) }
	}
	stream = render.New(s.plan, s.source, o)
	return stream, func() { stream.Close(); drop() }
}

// tipFor picks a tip by the routine, so that an export is the same every time
// and different routines close differently.
func tipFor(id string) int {
	n := 0
	for _, c := range id {
		n = n*31 + int(c)
	}
	return n & 0xffff
}

// missingLines are the lines of a plan that no voice says.
func missingLines(p *plan.Plan) []string {
	var out []string
	for _, e := range p.Events {
		if e.Tone == plan.ToneMissing {
			out = append(out, e.Text)
		}
	}
	return out
}

// warn says once what the session will be missing.
func (s *session) warn(e *env) {
	if n := len(s.warnings); n > 0 {
		e.warn("%s has no recording of %s, heard as a tone; the first: %s", s.plan.Voice, count(n, "line"), s.warnings[0])
	}
}

// chooseBed puts a background under the session: one of ours, or a file.
func (s *session) chooseBed(name string) error {
	switch name {
	case "", "off", "none":
		return nil
	case "waves", "rain", "brown", "drone":
		s.options.Bed = name
		return nil
	}
	if _, err := os.Stat(name); err != nil && !strings.ContainsAny(name, "./\\") {
		return wrongUse("--bed takes waves, rain, brown, drone, or an audio file", "--bed %s: no such background", name)
	}
	file, err := openBed(name)
	if err != nil {
		return err
	}
	s.options.Bed = "file"
	s.render.BedFile = render.NewBedFile(file)
	return nil
}

// openBed opens an audio file that is decoded while it is heard, and stays open
// as long as the session. What cannot be read at any place, such as a pipe, is
// read first.
func openBed(name string) (*voice.File, error) {
	file, size, err := openAnywhere(name)
	if err != nil {
		return nil, fmt.Errorf("background %s: %w", name, cause(err))
	}
	clip, err := voice.OpenFile(name, file, size)
	if err != nil {
		return nil, fault.WithHint(fmt.Errorf("background %w", err), "use an mp3, wav, flac or ogg file")
	}
	return clip, nil
}

func openAnywhere(name string) (r io.ReaderAt, size int64, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, 0, err
	}
	if info.Mode().IsRegular() {
		f, err := os.Open(name)
		return f, info.Size(), err
	}
	if info.IsDir() {
		return nil, 0, errors.New("is a folder")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, 0, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxAudio+1))
	if len(data) > maxAudio {
		err = errTooLarge
	}
	return bytes.NewReader(data), int64(len(data)), err
}

// maxAudio is the size of the largest audio file of a user's that is read whole.
const maxAudio = 200 << 20

var errTooLarge = fmt.Errorf("larger than %d MiB", maxAudio>>20)

func readAudio(fsys fs.FS, name string) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, cause(err)
	}
	if info.Size() > maxAudio {
		return nil, errTooLarge
	}
	data, err := fs.ReadFile(fsys, name)
	return data, cause(err)
}

// cause takes the path out of an error about it, where the message has it already.
func cause(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// builtin is the library of what the program brings along.
func builtin() routine.Library {
	return routine.Library{Folders: []routine.Folder{{FS: routines.Files}}}
}

// isPath says whether a routine was named by a path and not by its id.
func isPath(name string) bool {
	return strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// findRoutine finds a routine by a built-in name or by the path of its file.
func findRoutine(name string) (*routine.Routine, error) {
	if name == "" {
		name = defaultRoutine
	}
	if !isPath(name) {
		r, err := builtin().Load(name)
		return r, hintPath(name, err)
	}
	lib, folder, base, err := openFolder(name)
	if err != nil {
		return nil, err
	}
	return lib.LoadFile(folder, base)
}

// hintPath adds, where a name is unknown but a file is called so, that a path is needed.
func hintPath(name string, err error) error {
	if err == nil {
		return nil
	}
	if _, statErr := os.Stat(name + ".yaml"); statErr == nil {
		return fault.WithHint(err, "for your own file, name it: unhunch play ./%s.yaml", name)
	}
	return err
}

// openFolder opens the folder of a file, which nothing that the file names can
// leave, with the built-in library behind it. A file that is a link is read
// where it really lies. base is the name of the file in the folder.
func openFolder(path string) (lib routine.Library, folder routine.Folder, base string, err error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return lib, folder, "", fault.WithHint(fmt.Errorf("%s: %w", path, cause(err)), "unhunch list shows the built-in routines")
	}
	dir := filepath.Dir(real)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return lib, folder, "", fmt.Errorf("%s: %w", dir, cause(err))
	}
	folder.FS, folder.Prefix = root.FS(), dir
	lib = builtin()
	lib.Folders = append([]routine.Folder{folder}, lib.Folders...)
	return lib, folder, filepath.Base(real), nil
}
