package voice

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
	"strconv"
	"strings"
	"time"

	"unhunch/internal/soundfile"
)

// The placeholders in the words of an engine's command.
const (
	textPlace = "{text}"
	outPlace  = "{out}"
)

const (
	engineTime  = 2 * time.Minute // for one line
	engineGrace = 2 * time.Second // for what it started to let go of its output
)

// engine says texts by running a command.
type engine struct {
	command []string
	respell *strings.Replacer
	dir     string // where it runs
}

// EngineError is a command that cannot be run at all.
type EngineError struct {
	Program string
	Err     error
}

func (e *EngineError) Error() string {
	return fmt.Sprintf("the engine %s cannot be run: %v", e.Program, errors.Unwrap(e.Err))
}

func (e *EngineError) Unwrap() error { return e.Err }

// newEngine readies a command; the error says that there is no such program.
func newEngine(command []string, respell map[string]string, dir string) (*engine, error) {
	if len(command) == 0 {
		return nil, nil
	}
	program := command[0]
	if strings.ContainsAny(program, `/\`) && !filepath.IsAbs(program) {
		program = filepath.Join(dir, program)
	}
	if _, err := exec.LookPath(program); err != nil {
		return nil, &EngineError{program, err}
	}
	var pairs []string
	for _, from := range respellOrder(respell) {
		pairs = append(pairs, from, respell[from])
	}
	return &engine{command, strings.NewReplacer(pairs...), dir}, nil
}

// respellOrder puts longer phrases before shorter ones that begin like them.
func respellOrder(respell map[string]string) []string {
	phrases := make([]string, 0, len(respell))
	for from := range respell {
		phrases = append(phrases, from)
	}
	slices.SortFunc(phrases, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return phrases
}

// spelling is what the engine gets to say for a text.
func (e *engine) spelling(text string) string {
	text = e.respell.Replace(text)
	if strings.HasPrefix(text, "-") {
		return " " + text // or it would be taken for an option
	}
	return text
}

// say runs the engine for a text, and gives what it recorded. A command without
// {text} gets the text on its standard input, and one without {out} is taken to
// write the sound to its standard output.
func (e *engine) say(ctx context.Context, text, tmp string) (samples []float32, channels int, err error) {
	ctx, cancel := context.WithTimeout(ctx, engineTime)
	defer cancel()
	out := filepath.Join(tmp, "line.wav")
	text = e.spelling(text)
	hasText, hasOut := false, false
	argv := make([]string, len(e.command))
	for i, word := range e.command {
		hasText = hasText || i > 0 && strings.Contains(word, textPlace)
		hasOut = hasOut || i > 0 && strings.Contains(word, outPlace)
		argv[i] = strings.NewReplacer(textPlace, text, outPlace, out).Replace(word)
	}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = e.dir
	cmd.WaitDelay = engineGrace
	var stdout, stderr lastBytes
	stdout.most, stderr.most = maxLineBytes, 1<<12
	cmd.Stderr = &stderr
	if !hasText {
		cmd.Stdin = strings.NewReader(text + "\n")
	}
	if !hasOut {
		cmd.Stdout = &stdout
	}
	if err := cmd.Run(); err != nil {
		return nil, 0, engineError(ctx, err, stderr.data)
	}
	data := stdout.data
	if hasOut {
		if data, err = readLimited(os.DirFS(tmp), "line.wav", maxLineBytes); err != nil {
			return nil, 0, fmt.Errorf("the engine wrote no sound%s", because(stderr.data))
		}
	}
	return soundfile.Samples("the sound of the engine", data, maxLine)
}

func engineError(ctx context.Context, err error, stderr []byte) error {
	var exit *exec.ExitError
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("the engine took longer than %v", engineTime)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &exit):
		return fmt.Errorf("the engine ended with %v%s", exit, because(stderr))
	}
	return fmt.Errorf("the engine could not be run: %w", err)
}

// because gives the last line that an engine complained with.
func because(stderr []byte) string {
	lines := strings.Split(strings.TrimSpace(string(stderr)), "\n")
	if last := strings.TrimSpace(lines[len(lines)-1]); last != "" {
		return ": " + last
	}
	return ""
}

// lastBytes keeps the last bytes that are written to it: at least most of
// them, and at most twice as many.
type lastBytes struct {
	data []byte
	most int
}

func (l *lastBytes) Write(p []byte) (int, error) {
	l.data = append(l.data, p...)
	if len(l.data) > 2*l.most {
		l.data = append(l.data[:0], l.data[len(l.data)-l.most:]...)
	}
	return len(p), nil
}

// encode writes samples of one channel in a format.
func encode(ctx context.Context, format string, samples []int16, tmp string) ([]byte, error) {
	switch format {
	case "wav":
		return soundfile.WAV(soundfile.Clip{Samples: samples, Channels: 1}), nil
	case "flac":
		return soundfile.FLAC(samples)
	case "mp3":
		return encodeMP3(ctx, samples, tmp)
	case "ogg":
		return encodeVorbis(ctx, samples, tmp)
	}
	return nil, fmt.Errorf("unknown format %q", format)
}

// encoderOf is the program that a format is recorded with, or "".
func encoderOf(format string) string {
	return map[string]string{"mp3": "lame", "ogg": "oggenc"}[format]
}

// mp3Rate is the bit rate of MP3 in kbit/s.
const mp3Rate = 64

// encodeMP3 runs lame. Its bit rate is constant: for clips as short as these
// that is smaller than a variable one. Should another lame than the known one
// change the level, it is run once more against that.
func encodeMP3(ctx context.Context, samples []int16, tmp string) ([]byte, error) {
	want := power(samples)
	by := 1 / soundfile.LameScale(mp3Rate)
	for again := true; ; again = false {
		data, err := runLame(ctx, samples, by, tmp)
		if err != nil {
			return nil, err
		}
		clip, err := soundfile.Decode("the sound of lame", data, maxLine)
		if err != nil {
			return nil, err
		}
		off := math.Sqrt(power(clip.Samples) / want)
		if !again || math.Abs(off-1) < 0.02 {
			return data, nil
		}
		by /= off
	}
}

// power is the sum of squares. Unlike a gated loudness, it does not jump when
// encoding moves a quiet stretch across the gate.
func power(samples []int16) float64 {
	var sum float64
	for _, v := range samples {
		sum += float64(v) * float64(v)
	}
	return sum
}

func runLame(ctx context.Context, samples []int16, scale float64, tmp string) ([]byte, error) {
	out := filepath.Join(tmp, "line.mp3")
	return runEncoder(ctx, samples, out, "lame", "--quiet", "-m", "m", "--cbr", "-b", strconv.Itoa(mp3Rate), "--noreplaygain",
		"--scale", fmt.Sprintf("%.5f", scale), "-", out)
}

// encodeVorbis runs oggenc. At this quality a line is about as small as an MP3 of
// 64 kbit/s, and decoded in a quarter of the time. Without a serial number oggenc
// would choose another for each file, and so other bytes each time.
func encodeVorbis(ctx context.Context, samples []int16, tmp string) ([]byte, error) {
	out := filepath.Join(tmp, "line.ogg")
	return runEncoder(ctx, samples, out, "oggenc", "--quiet", "--quality", "1", "--serial", "1", "--output", out, "-")
}

// runEncoder runs a program that reads a WAV file from its standard input and
// writes the file out.
func runEncoder(ctx context.Context, samples []int16, out, program string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdin = bytes.NewReader(soundfile.WAV(soundfile.Clip{Samples: samples, Channels: 1}))
	var stderr lastBytes
	stderr.most = 1 << 12
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s failed: %w%s", program, err, because(stderr.data))
	}
	return os.ReadFile(out)
}
