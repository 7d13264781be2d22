package session_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"unhunch/internal/fault"
	"unhunch/internal/plan"
	"unhunch/internal/session"
)

const evening = `title: Evening
tips: false
session:
  - say: Look at the horizon.
  - rest: 20s
  - say: Blink.
`

// inFolder makes a folder of files and goes there.
func inFolder(t *testing.T, files map[string]string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func open(t *testing.T, name string, c session.Choices) *session.Session {
	t.Helper()
	s, err := session.Open(t.Context(), name, c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestUsualChoices: without any, there is the usual routine in the usual voice,
// and no background.
func TestUsualChoices(t *testing.T) {
	s := open(t, "", session.Choices{})
	if s.Plan.Routine != session.DefaultRoutine || s.Plan.Voice != session.DefaultVoice || len(s.Plan.Missing()) > 0 {
		t.Errorf("%s by %s, without %q", s.Plan.Routine, s.Plan.Voice, s.Plan.Missing())
	}
	for _, e := range s.Plan.Events {
		if e.Kind == plan.KindBed {
			t.Errorf("a background that nobody asked for: %s", e.Sound)
		}
	}
}

// TestVoiceOfOnesOwn: a pack of a few lines is helped out by a voice that is
// built in, by whichever name the folder goes, unless nobody is to help.
func TestVoiceOfOnesOwn(t *testing.T) {
	inFolder(t, map[string]string{
		"evening.yaml":  evening,
		"mic/pack.yaml": "name: mic\nlanguage: en\nlines:\n  Blink.: {file: blink.wav, frames: 4800}\n",
	})
	path, err := filepath.Abs("mic")
	if err != nil {
		t.Fatal(err)
	}
	lines := func(c session.Choices) map[string]string {
		said := map[string]string{}
		for _, e := range open(t, "./evening.yaml", c).Plan.Events {
			if e.Kind == plan.KindLine {
				said[e.Text] = e.Voice
			}
		}
		return said
	}
	want := lines(session.Choices{Voice: "./mic"})
	if by, ok := want["Blink."]; !ok || by != "" {
		t.Errorf("the line of one's own is said by %q, %v", by, ok)
	}
	if by := want["Rest for twenty seconds."]; by != session.DefaultVoice {
		t.Errorf("a line of the program's is said by %q", by)
	}
	for _, name := range []string{"mic", "mic/", path} {
		if got := lines(session.Choices{Voice: name}); !reflect.DeepEqual(got, want) {
			t.Errorf("by the name of %s the voice says\n%v\nand by ./mic\n%v", name, got, want)
		}
	}
	if got := lines(session.Choices{Voice: "mic", Fallback: "none"}); len(got) != 1 {
		t.Errorf("alone it says %v", got)
	}
	if got := lines(session.Choices{Voice: "june"}); got["Blink."] == session.DefaultVoice || len(got) == 0 {
		t.Errorf("a voice that is built in is helped out: %v", got)
	}
}

// TestAnswersInEitherVoice: who steers a session with a pack of a few lines hears
// every answer, those that the pack lacks in the voice that helps it out.
func TestAnswersInEitherVoice(t *testing.T) {
	inFolder(t, map[string]string{
		"evening.yaml":  evening,
		"mic/pack.yaml": "name: mic\nlanguage: en\nlines:\n  Blink.: {file: blink.wav, frames: 4800}\n",
	})
	s := open(t, "./evening.yaml", session.Choices{Voice: "./mic"})
	p := s.Sayings(plan.Rate, []plan.Saying{{Text: "Blink.", After: plan.Rate}, {Text: "Paused."}})
	if len(p.Events) != 2 || p.Events[0].Voice != "" || p.Events[1].Voice != "june" {
		t.Fatalf("the answers are %+v", p.Events)
	}
	if first, second := p.Events[0], p.Events[1]; first.At != plan.Rate || second.At != first.End()+plan.Rate || p.Frames != second.End() {
		t.Errorf("they are at %d and %d of %d", first.At, second.At, p.Frames)
	}
}

// TestChangedKeepsTheSession: what was asked for on the way must not be in what
// is laid out next.
func TestChangedKeepsTheSession(t *testing.T) {
	inFolder(t, map[string]string{"evening.yaml": evening})
	s := open(t, "./evening.yaml", session.Choices{})
	before := *s.Plan
	rest := span(t, s.Plan, plan.KindRest)
	changed, err := s.Changed([]plan.Change{{At: rest.At + plan.Rate, More: 15 * time.Second}})
	if err != nil {
		t.Fatal(err)
	}
	if got := changed.Frames - before.Frames; got != 15*plan.Rate {
		t.Errorf("fifteen seconds more make the session %v longer", got.Duration())
	}
	again, err := s.Changed(nil)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(*s.Plan, before) || again.Frames != before.Frames {
		t.Error("the session itself was changed")
	}
}

func span(t *testing.T, p *plan.Plan, k plan.Kind) plan.Event {
	t.Helper()
	for _, e := range p.Events {
		if e.Kind == k {
			return e
		}
	}
	t.Fatalf("no %s in %s", k, p.Routine)
	return plan.Event{}
}

// TestFileAndDeviceHearTheSame: a live stream that was made ready gives the
// samples of the file, and a short plan as a whole does, too.
func TestFileAndDeviceHearTheSame(t *testing.T) {
	inFolder(t, map[string]string{"evening.yaml": evening})
	s := open(t, "./evening.yaml", session.Choices{})
	file, done := s.Stream()
	defer done()
	live := s.Live(s.Plan, session.Trim{})
	defer live.Close()
	if err := live.Prepare(context.Background(), 0); err != nil {
		t.Fatal(err)
	}
	const frames = 5 * plan.Rate
	a, b := make([][2]float64, frames), make([][2]float64, frames)
	file.Stream(a)
	live.Stream(b)
	whole := s.Samples(s.Plan, session.Trim{})
	if len(whole) != 2*int(s.Plan.Frames) {
		t.Errorf("%d samples of %d frames", len(whole), s.Plan.Frames)
	}
	for i := range a {
		if a[i] != b[i] || float32(a[i][0]) != whole[2*i] || float32(a[i][1]) != whole[2*i+1] {
			t.Fatalf("frame %d: %v in the file, %v live, %v %v as a whole", i, a[i], b[i], whole[2*i], whole[2*i+1])
		}
	}
}

// TestTrim: each kind of sound is made louder on top of what it was chosen to
// be, and the breath goes with the background.
func TestTrim(t *testing.T) {
	inFolder(t, map[string]string{"evening.yaml": evening})
	s := open(t, "./evening.yaml", session.Choices{})
	p := *s.Plan
	p.Events = p.Events[:0:0]
	for _, e := range s.Plan.Events {
		if e.Kind == plan.KindTone && len(p.Events) == 0 {
			e.At = 0
			p.Events, p.Frames = append(p.Events, e), e.Frames
		}
	}
	loudest := func(t session.Trim) (most float32) {
		for _, v := range s.Samples(&p, t) {
			most = max(most, v, -v)
		}
		return most
	}
	usual := loudest(session.Trim{})
	if got := loudest(session.Trim{Cues: 6}) / usual; got < 1.9 || got > 2.1 {
		t.Errorf("6 dB more are %.2f times as much", got)
	}
	if got := loudest(session.Trim{Voice: 6, Bed: 6}); got != usual {
		t.Errorf("a tone is louder with the voice and the background")
	}
	p.Events = []plan.Event{{Frames: plan.Rate, Bus: plan.BusBreath, Kind: plan.KindBreath, Phase: "in", Sound: "noise"}}
	p.Frames = plan.Rate
	if quiet, loud := loudest(session.Trim{Voice: 6, Cues: 6}), loudest(session.Trim{Bed: 6}); loud < 1.9*quiet || loud > 2.1*quiet {
		t.Errorf("with 6 dB more of the background a breath is %.2f times as loud", loud/quiet)
	}
}

// TestErrorsSayWhatToDo: a name or file that cannot be had.
func TestErrorsSayWhatToDo(t *testing.T) {
	inFolder(t, map[string]string{
		"evening.yaml": evening,
		"own.yaml":     "title: Own\nsession:\n  - play: words.mp3\n",
		"words.mp3":    "no sound",
		"empty/a.txt":  "",
	})
	for _, test := range []struct {
		name    string
		choices session.Choices
		want    string
		hint    string
	}{
		{"evenings", session.Choices{}, `unknown routine "evenings"`, "unhunch list shows what there is"},
		{"./nowhere.yaml", session.Choices{}, "./nowhere.yaml: no such file or directory", "unhunch list shows the built-in routines"},
		{"./own.yaml", session.Choices{}, "own.yaml:3:5: words.mp3 cannot be played:", "use an mp3, wav, flac or ogg file in the folder of the routine"},
		{"", session.Choices{Voice: "junie"}, `no voice called "junie"`, "there are june and otto, or say woman or man; name the folder of a pack of your own as ./junie"},
		{"", session.Choices{Voice: "empty"}, "empty is not a voice: it has no pack.yaml", "unhunch voice bake empty makes one"},
		{"", session.Choices{Fallback: "./nobody"}, "voice ./nobody: no such file or directory", "a voice is a folder with a pack.yaml"},
		{"", session.Choices{Bed: "evening.yaml"}, "background evening.yaml", "use an mp3, wav, flac or ogg file"},
		{"", session.Choices{Bed: "empty"}, "background empty: is a folder", ""},
	} {
		_, err := session.Open(t.Context(), test.name, test.choices)
		if err == nil || !strings.Contains(err.Error(), test.want) || hintOf(err) != test.hint {
			t.Errorf("%s, voice %q, fallback %q, bed %q:\n%v\nhint: %s", test.name, test.choices.Voice, test.choices.Fallback, test.choices.Bed, err, hintOf(err))
		}
	}
}

func hintOf(err error) string {
	var hinted fault.Hinted
	if errors.As(err, &hinted) {
		return hinted.Hint
	}
	return fault.Of(err)[0].Hint
}

// TestNoBackground: off is a word for it, and so is none.
func TestNoBackground(t *testing.T) {
	for _, name := range []string{"off", "none"} {
		for _, e := range open(t, "desk-break", session.Choices{Bed: name}).Plan.Events {
			if e.Kind == plan.KindBed {
				t.Errorf("with %s there is %q", name, e.Sound)
			}
		}
	}
}
