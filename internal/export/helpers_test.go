package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gopxl/beep/v2"

	"unhunch/internal/plan"
	"unhunch/internal/routine"
)

// tool gives the path of a program that a test needs, or skips the test. With
// UNHUNCH_REQUIRE_TOOLS=1 a missing one is a failure.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		missing(t, name+" is not installed")
	}
	return path
}

func missing(t testing.TB, what string) {
	t.Helper()
	if os.Getenv("UNHUNCH_REQUIRE_TOOLS") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// output runs a program and gives what it prints.
func output(t testing.TB, name string, args ...string) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command(tool(t, name), args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, errs.String())
	}
	return append(out.Bytes(), errs.Bytes()...)
}

// tune is a stereo sound that is a function of the frame number.
type tune struct {
	length int
	at     int
	sound  func(frame int) (left, right float64)
	stop   int // fails from this frame on, if it is above 0
	err    error
	words  *tune // or nil
}

var errTune = errors.New("the clip is broken")

func (s *tune) Words() beep.StreamSeeker {
	if s.words == nil {
		return &tune{}
	}
	return s.words
}

func (s *tune) Len() int      { return s.length }
func (s *tune) Position() int { return s.at }
func (s *tune) Err() error    { return s.err }

func (s *tune) Seek(p int) error {
	if p < 0 || p > s.length {
		return fmt.Errorf("no frame %d", p)
	}
	s.at = p
	return nil
}

func (s *tune) Stream(out [][2]float64) (int, bool) {
	n := min(len(out), s.length-s.at)
	if s.stop > 0 && s.at+n > s.stop {
		s.err = errTune
		return 0, false
	}
	for i := range n {
		out[i][0], out[i][1] = s.sound(s.at + i)
	}
	s.at += n
	return n, n > 0
}

// beeps sounds a tone for the first half of every second, with its edges
// rounded, at the given level.
func beeps(level float64) func(int) (float64, float64) {
	return func(frame int) (float64, float64) {
		const half = plan.Rate / 2
		in := frame % plan.Rate
		if in >= half {
			return 0, 0
		}
		edge := math.Min(1, float64(min(in, half-in))/480)
		v := level * edge * math.Sin(2*math.Pi*660*float64(frame)/plan.Rate)
		return v, v
	}
}

// session is a plan with two exercises and its sound.
func session(seconds int) (*plan.Plan, *tune) {
	frames := plan.Frame(seconds * plan.Rate)
	half := frames / 2
	p := &plan.Plan{
		Version: 1, Routine: "short", Title: "Short & sweet", Language: "en", Voice: "june", Rate: plan.Rate, Frames: frames,
		Events: []plan.Event{
			{At: plan.Rate, Frames: plan.Rate, Bus: plan.BusVoice, Kind: plan.KindLine, Text: "Sit tall."},
			{At: 3 * plan.Rate, Frames: 4 * plan.Rate, Bus: plan.BusNone, Kind: plan.KindHold, Exercise: "neck-tilts", Side: routine.Left, Set: 1, Rep: 1},
			{At: 3 * plan.Rate, Frames: plan.Tones[plan.ToneHold], Bus: plan.BusCue, Kind: plan.KindTone, Tone: plan.ToneHold},
			{At: half, Frames: plan.Rate, Bus: plan.BusVoice, Kind: plan.KindLine, Text: "Arms <up> & down -->."},
		},
		Chapters: []plan.Chapter{
			{At: plan.Rate / 2, Frames: half - plan.Rate/2, Title: "Neck tilts", Exercise: "neck-tilts"},
			{At: 3 * plan.Rate, Frames: plan.Rate, Title: "Left side", Exercise: "neck-tilts", Level: 1},
			{At: half, Frames: frames - half, Title: "Dehnung über Kopf", Exercise: "overhead-arm-reach"},
		},
	}
	return p, &tune{length: int(frames), sound: beeps(0.2)}
}

// write exports a session into a new folder and gives the file's path.
func write(t testing.TB, name string, p *plan.Plan, s *tune, o Options) (string, Result) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	r, err := Write(context.Background(), path, p, s, o)
	if err != nil {
		t.Fatalf("writing %s: %v", name, err)
	}
	return path, r
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// names lists what is in a folder.
func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return all
}

// maker is a format, and the program that makes its files where we do not.
type maker struct {
	Format
	by string
}

func (m maker) String() string {
	if m.by == "" {
		return m.Name
	}
	return m.Name + " by " + m.by
}

// makers lists all ways to make a file.
func makers() []maker {
	var all []maker
	for _, f := range Formats() {
		if f.Name == "mp3" {
			all = append(all, maker{f, "lame"}, maker{f, "ffmpeg"})
		} else {
			all = append(all, maker{Format: f})
		}
	}
	return all
}

// encoders lists those with an encoder of their own: M4A differs from M4B in
// name only.
func encoders() []maker {
	return slices.DeleteFunc(makers(), func(m maker) bool { return m.Name == "m4a" })
}

// needs skips a test where the program is not installed. For the rest of the
// test, it is the only one that there is to make such a file.
func (m maker) needs(t *testing.T) {
	t.Helper()
	if m.by != "" {
		tool(t, m.by)
	}
	if m.by == "ffmpeg" {
		if !bytes.Contains(output(t, "ffmpeg", "-hide_banner", "-encoders"), []byte("libmp3lame")) {
			missing(t, "ffmpeg has no libmp3lame")
		}
		onlyPrograms(t, "ffmpeg", "ffprobe")
	}
}

// onlyPrograms hides all programs but these for the rest of the test.
func onlyPrograms(t *testing.T, names ...string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		if err := os.Symlink(tool(t, name), filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	t.Setenv("PATH", dir)
}

// channelCounts are those to test with: both, unless time is short.
func channelCounts() []int {
	if testing.Short() {
		return []int{1}
	}
	return []int{1, 2}
}

// takesLong leaves out a test that takes long, most of all under the race detector,
// and has little to show to it.
func takesLong(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
}
