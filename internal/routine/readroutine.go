package routine

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"unhunch/internal/document"
	"unhunch/internal/fault"

	"gopkg.in/yaml.v3"
)

// The words that the keys of a routine and its steps may have, the usual one
// first.
var (
	Countdowns     = []string{"tones", "voice", "off"}
	AllBreathWords = []BreathWords{WordsFirst, WordsAlways, WordsNever}
	BreathSounds   = []string{SoundBoth, SoundAir, SoundWaves, SoundPad, SoundBowl, SoundTone}
)

// The sounds of a breath.
const (
	SoundBoth  = "both"  // air and pad together
	SoundAir   = "air"   // a breath: in through the nose, out of the mouth
	SoundWaves = "waves" // surf that runs up the shore and back
	SoundPad   = "pad"   // strings that climb a chord and come down another one
	SoundBowl  = "bowl"  // a singing bowl that is struck at the turns and sings on
	SoundTone  = "tone"  // a tone that glides up a fifth and back
)

// readRoutine reads a file that holds a routine.
func (r *reader) readRoutine() *Routine {
	m, ok := r.mapping(r.top, "a routine")
	if !ok {
		return nil
	}
	defer m.close()
	v := &Routine{
		Pos:   r.pos(r.top),
		ID:    r.id(),
		Title: r.heard(m.require("title", "write title: and its name")),
		About: r.text(m.take("about")),
		Tips:  r.yes(m.take("tips"), true),
	}
	if f := m.take("dose"); f.given() {
		v.Dose = oneOf(r, f, AllDoses...)
	}
	if f := m.take("countdown"); f.given() {
		v.Countdown = oneOf(r, f, Countdowns...)
	}
	v.Bed = r.bed(m.take("bed"))
	v.Steps = r.steps(m.require("session", "write session: and its steps"), "a routine")
	v.Pronounce = r.pronounce(m.take("pronounce"))
	return v
}

// stepKinds are the keys of which each step has one. Wait is before say, which
// it takes as words of its own.
var stepKinds = []string{"exercise", "include", "repeat", "breathe", "play", "wait", "rest", "say"}

// steps reads a list of steps of a routine or of an exercise.
func (r *reader) steps(f field, in string) []Step {
	var out []Step
	for _, part := range r.list(f, false) {
		if part.node.Kind == yaml.ScalarNode {
			r.fault(part.node, "write it like exercise: neck-tilts, rest: 10s or say: Well done.", "a step must be made of keys, not %s", document.KindOf(part.node))
			continue
		}
		m, ok := r.mapping(part.node, "a step")
		if !ok {
			continue
		}
		if s := m.step(in); s != nil {
			out = append(out, s)
		}
	}
	return out
}

func (m *mapping) step(in string) Step {
	kind, ok := m.stepKind()
	if !ok {
		return nil
	}
	f := m.take(kind)
	defer m.close()
	b := Base{Pos: m.pos(m.node), Optional: m.yes(m.take("optional"), false), Bed: m.bed(m.take("bed"))}
	if in == "an exercise" && (kind == "exercise" || kind == "include") {
		m.fault(m.keys[kind], "put it into a routine", "%s cannot be a step of an exercise", kind)
		m.known = append(m.known, m.givenOf(m.allKeys()...)...)
		return nil
	}
	switch kind {
	case "exercise":
		return m.do(f, b)
	case "include":
		return m.include(f, b)
	case "repeat":
		n, _ := m.whole(f, 1, MaxRepeat)
		return Repeat{b, n, m.steps(m.require("steps", "write steps: and what to repeat"), in)}
	case "breathe":
		return m.breathe(f, b)
	case "play":
		return m.play(f, b)
	case "wait":
		l := m.sayShort(m.take("say"))
		m.unsided("there is none here", "write left or right", l)
		return Wait{b, l, m.duration(f, tick, MaxHold)}
	case "rest":
		return Rest{b, m.duration(f, tick, MaxHold)}
	}
	l := m.sayShort(f)
	m.unsided("there is none here", "write left or right", l)
	return Say{b, l}
}

// stepKind finds the key that says what a step is.
func (m *mapping) stepKind() (kind string, ok bool) {
	kinds := m.givenOf(stepKinds...)
	if len(kinds) > 1 && kinds[0] == "wait" && kinds[1] == "say" {
		kinds = slices.Delete(kinds, 1, 2)
	}
	switch len(kinds) {
	case 0:
		for _, key := range m.allKeys() {
			if near := fault.Suggest(key, stepKinds); near != "" {
				m.fault(m.keys[key], near, "unknown key %s", fault.Quote(key))
				return "", false
			}
		}
		m.fault(m.node, "write one of "+strings.Join(stepKinds, ", "), "the step does not say what to do")
		return "", false
	case 1:
		return kinds[0], true
	}
	m.fault(m.keys[kinds[1]], "make two steps of it, each after a -", "a step cannot be both %s and %s", kinds[0], kinds[1])
	return "", false
}

// allKeys are the keys in the order of the file.
func (m *mapping) allKeys() []string {
	var out []string
	for i := 0; i+1 < len(m.node.Content); i += 2 {
		if n := m.node.Content[i]; m.keys[n.Value] == n {
			out = append(out, n.Value)
		}
	}
	return out
}

func (m *mapping) do(f field, b Base) Step {
	e := refer(m.reader, f, kindExercise, (*loader).exercise)
	if e == nil {
		// The keys are checked all the same, against an exercise that takes any.
		e = anyExercise()
	}
	return Do{b, m.override(e)}
}

// anyExercise has a part of every kind, so that whatever a step changes about
// it can be changed.
func anyExercise() *Exercise {
	hold := Span{tick, tick, tick}
	return &Exercise{
		Posture: Standing, Also: Postures, Sides: SidesEach,
		Phases: []Phase{{Moves: []Move{{Hold: hold}}}, {}},
	}
}

func (m *mapping) include(f field, b Base) Step {
	v := refer(m.reader, f, kindRoutine, (*loader).routine)
	if v == nil {
		return nil
	}
	return Include{b, v}
}

// refer follows the id in a field to the value that it names. It gives nil
// when there is none, or when that has faults itself.
func refer[T any](r *reader, f field, k kind, read func(*loader, *file) *T) *T {
	id, ok := r.scalar(f, "the name of "+k.article(), "write the name of "+k.article(), "!!str", "!!int", "!!float", "!!bool")
	if !ok {
		return nil
	}
	found := r.load.find(k, id)
	switch {
	case found == nil && r.load.full():
		r.fault(f.node, "", "unknown %s %s", k, fault.Quote(id))
		return nil
	case found == nil:
		r.fault(f.node, r.load.hint(k, id), "unknown %s %s", k, fault.Quote(id))
		return nil
	case slices.Contains(r.load.open, found):
		r.fault(f.node, "take the include out", "%s includes itself: %s", id, r.load.chain(found))
		return nil
	case len(r.load.open) >= MaxNested:
		r.fault(f.node, "", "routines include one another more than %d deep", MaxNested)
		return nil
	}
	return read(r.load, found)
}

func (m *mapping) breathe(f field, b Base) Step {
	p := refer(m.reader, f, kindPattern, (*loader).pattern)
	s := Breathe{Base: b, Pattern: p, For: m.span(m.take("for"), tick, MaxBreathe)}
	if c := m.take("cycles"); c.given() {
		s.Cycles, _ = m.whole(c, 1, MaxCycles)
	}
	if len(m.givenOf("for", "cycles")) == 2 {
		m.fault(m.keys["cycles"], "keep one of them", "cycles does not go with for")
	}
	if w := m.take("words"); w.given() {
		s.Words = oneOf(m.reader, w, AllBreathWords...)
	}
	if w := m.take("sound"); w.given() {
		s.Sound = oneOf(m.reader, w, BreathSounds...)
	}
	m.pace(&s)
	if s.Pattern == nil {
		return nil
	}
	return s
}

// pace applies rate, ratio and scale to the pattern of a step.
func (m *mapping) pace(s *Breathe) {
	change := func(f field, with func(*Pattern) (*Pattern, error)) {
		if s.Pattern == nil {
			return
		}
		p, err := with(s.Pattern)
		for _, one := range fault.Of(err) {
			m.fault(f.node, one.Hint, "%s", one.Message)
		}
		if err == nil {
			s.Pattern = p
		}
	}
	if f := m.take("ratio"); f.given() {
		if in, out, ok := m.ratio(f); ok {
			change(f, func(p *Pattern) (*Pattern, error) { return p.WithRatio(in, out) })
		}
	}
	if f := m.take("rate"); f.given() {
		if rate, ok := m.number(f, MinBreathRate, MaxBreathRate); ok {
			change(f, func(p *Pattern) (*Pattern, error) { return p.AtRate(rate) })
		}
	}
	if f := m.take("scale"); f.given() {
		if scale, ok := m.number(f, minScale, maxScale); ok {
			change(f, func(p *Pattern) (*Pattern, error) { return p.Scaled(scale) })
		}
	}
	if len(m.givenOf("rate", "scale")) == 2 {
		m.fault(m.keys["scale"], "keep one of them", "scale does not go with rate")
	}
}

func (r *reader) ratio(f field) (in, out float64, ok bool) {
	s, ok := r.scalar(f, "two numbers", ratioHint, "!!str", "!!int", "!!float")
	if !ok {
		return 0, 0, false
	}
	in, out, err := ParseRatio(s)
	for _, one := range fault.Of(err) {
		r.fault(f.node, one.Hint, "%s", one.Message)
	}
	return in, out, err == nil
}

// play reads a step that plays an audio file.
func (m *mapping) play(f field, b Base) Step {
	s := Play{Base: b, Title: m.heard(m.take("title"))}
	file := m.audioFile(f)
	if file == nil {
		return nil
	}
	s.AudioFile = *file
	s.At = b.Pos
	return s
}

// audioFile reads the path of an audio file of the user's, or gives nil. It must lie in
// the folder of its routine; the folder's FS refuses links that lead out of it.
func (r *reader) audioFile(f field) *AudioFile {
	name, ok := r.scalar(f, "the path of an audio file", "write it like music/rain.mp3", "!!str")
	if !ok {
		return nil
	}
	const hint = "put the file beside the routine and write its path from there"
	clean := path.Clean(name)
	switch {
	case name == "":
		r.fault(f.node, hint, "%s is empty", f.name)
		return nil
	case strings.Contains(name, `\`):
		r.fault(f.node, "write / between folders", "the path %s holds a backslash", fault.Quote(name))
		return nil
	case path.IsAbs(name) || !fs.ValidPath(clean) || slices.Contains(strings.Split(name, "/"), ".."):
		r.fault(f.node, hint, "%s lies outside the routine's folder", fault.Quote(name))
		return nil
	}
	file := &AudioFile{At: r.pos(f.node), File: path.Join(path.Dir(r.path), clean), FS: r.folder.FS}
	info, err := fs.Stat(file.FS, file.File)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.fault(f.node, hint, "there is no file %s", fault.Quote(name))
	case err != nil && strings.Contains(err.Error(), "escapes"): // os.Root has no error value for it
		r.fault(f.node, hint, "%s is a link that leads outside the routine's folder", fault.Quote(name))
	case err != nil:
		r.fault(f.node, "", "%s cannot be read: %s", fault.Quote(name), reason(err))
	case !info.Mode().IsRegular():
		r.fault(f.node, "write the path of an audio file", "%s is not a file", fault.Quote(name))
	}
	return file
}
