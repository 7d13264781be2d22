package bake

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"unhunch/internal/master"
	"unhunch/internal/soundfile"
	"unhunch/internal/speech"
	"unhunch/internal/voice"
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

// engine says texts.
type engine interface {
	// recipe is all that makes the recording of a text what it is.
	recipe(text string) []string
	say(ctx context.Context, text, tmp string) (take, error)
	quick() bool // so that what an interrupted run has recorded is not worth keeping
}

// take is a line as it was said, trimmed and at voice.Target.
type take struct {
	soundfile.Clip
	narrow bool  // has nothing above 12 kHz
	stress int64 // as in voice.Line
}

// command says texts by running a program.
type command struct {
	words   []string
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

// newEngines ready what says texts and counts, or nothing. The error says that
// there is no such voice or program.
func newEngines(made voice.Made, dir string, o speech.Options) (normal, counts engine, err error) {
	switch {
	case made.Speaker != "":
		normal, err = newLive(made, o)
		return normal, normal, err
	case len(made.Engine) == 0:
		return nil, nil, nil
	}
	if normal, err = newCommand(made.Engine, made, dir); err != nil || len(made.Counts) == 0 {
		return normal, normal, err
	}
	counts, err = newCommand(made.Counts, made, dir)
	return normal, counts, err
}

// newCommand readies a command; the error says that there is no such program.
func newCommand(words []string, made voice.Made, dir string) (*command, error) {
	program := words[0]
	if strings.ContainsAny(program, `/\`) && !filepath.IsAbs(program) {
		program = filepath.Join(dir, program)
	}
	if _, err := exec.LookPath(program); err != nil {
		return nil, &EngineError{program, err}
	}
	return &command{words, respelling(made), dir}, nil
}

func respelling(made voice.Made) *strings.Replacer {
	var pairs []string
	for _, from := range made.Phrases() {
		pairs = append(pairs, from, made.Respell[from])
	}
	return strings.NewReplacer(pairs...)
}

func (c *command) recipe(text string) []string { return append([]string{c.spelling(text)}, c.words...) }

// spelling is what the engine gets to say for a text.
func (c *command) spelling(text string) string {
	text = c.respell.Replace(text)
	if strings.HasPrefix(text, "-") {
		return " " + text // or it would be taken for an option
	}
	return text
}

func (c *command) quick() bool { return false }

func (c *command) say(ctx context.Context, text, tmp string) (take, error) {
	samples, channels, err := c.run(ctx, text, tmp)
	if err != nil {
		return take{}, err
	}
	line, err := master.Trimmed(samples, channels)
	if err != nil {
		return take{}, fmt.Errorf("the sound of the engine: %w", err)
	}
	return take{Clip: soundfile.Clip{Samples: line, Channels: 1}}, nil
}

// run runs the command for a text, and gives what it recorded. A command without
// {text} gets the text on its standard input, and one without {out} is taken to
// write the sound to its standard output.
func (c *command) run(ctx context.Context, text, tmp string) (samples []float32, channels int, err error) {
	ctx, cancel := context.WithTimeout(ctx, engineTime)
	defer cancel()
	out := filepath.Join(tmp, "line.wav")
	text = c.spelling(text)
	hasText, hasOut := false, false
	argv := make([]string, len(c.words))
	for i, word := range c.words {
		hasText = hasText || i > 0 && strings.Contains(word, textPlace)
		hasOut = hasOut || i > 0 && strings.Contains(word, outPlace)
		argv[i] = strings.NewReplacer(textPlace, text, outPlace, out).Replace(word)
	}
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = c.dir
	cmd.WaitDelay = engineGrace
	var stdout, stderr lastBytes
	stdout.most, stderr.most = voice.MaxLineBytes, 1<<12
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
		if data, err = voice.ReadRecording(os.DirFS(tmp), "line.wav"); err != nil {
			return nil, 0, fmt.Errorf("the engine wrote no sound%s", because(stderr.data))
		}
	}
	return soundfile.Samples("the sound of the engine", data, voice.MaxLine)
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
