package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"unhunch/internal/export"
	"unhunch/internal/fault"
	"unhunch/internal/session"
)

// exporter is what the flags of unhunch export ask for.
type exporter struct {
	env      *env
	flags    sessionFlags
	out      string
	dir      string
	all      bool
	format   string
	bitrate  string
	channels string
	loudness string
	captions []string
	sidecars []bool // in the order of printed.Sidecars
	svg      string
	options  export.Options
	quiet    bool

	mu sync.Mutex // held while something is printed
}

func newExport(e *env) *cobra.Command {
	x := &exporter{env: e}
	c := &cobra.Command{
		Use:   "export [ROUTINE]...",
		Short: "write a session to one audio file",
		Long: "Write a session to one audio file, with a chapter for every exercise. The format\nfollows the file's name:\n\n" +
			formatTable() + `
Without -o the file is named after the routine, in the format that comes first,
and lies here. A file that is there already is kept unless --force is given.
What was written is reported on standard error.

The words are brought to -18 LUFS in stereo and -21 LUFS in mono, and all else
with them; without words, everything is. So the voice is as loud in every session.
True peaks stay below -1 dBTP. --loudness takes another number or one of speech,
which is the usual, podcast (-16, in mono -19), broadcast (-23), streaming (-14, in
mono -17) and off.`,
		Example: `  unhunch export                                  today's session as an audiobook
  unhunch export guide-a -o a.mp3 --captions vtt  with captions beside it
  unhunch export --for 8m --no-floor -o short.m4b
  unhunch export desk-break -o - -f wav | aplay   to a pipe
  unhunch export --all -d phone                   every routine
  unhunch export guide-b --svg guide-b.svg        with a picture to print`,
		Args:              takes(0, -1, ""),
		ValidArgsFunction: completeSessions,
		RunE:              func(c *cobra.Command, args []string) error { return x.run(c.Context(), args) },
	}
	x.register(c)
	return c
}

func (x *exporter) run(ctx context.Context, args []string) error {
	args = x.namedByFile(args)
	if err := x.parse(args); err != nil {
		return err
	}
	if x.all || x.dir != "" {
		return x.several(ctx, args)
	}
	s, err := x.flags.open(ctx, x.env, session.Together(args))
	if err != nil {
		return err
	}
	return x.deliver(ctx, s)
}

// namedByFile takes the name of a file that is to be written for that of its
// routine, as in unhunch export guide-a.mp3.
func (x *exporter) namedByFile(args []string) []string {
	if len(args) != 1 || x.out != "" || x.dir != "" || isFile(args[0]) {
		return args
	}
	ending := filepath.Ext(args[0])
	if _, err := export.FormatOf(ending); ending == "" || err != nil {
		return args
	}
	x.out = args[0]
	return []string{strings.TrimSuffix(filepath.Base(args[0]), ending)}
}

// heapLimit is the memory, in bytes, that garbage is collected harder beyond.
const heapLimit = 60 << 20

// saveMemory has garbage collected early, unless the user says otherwise.
// Decoding leaves much of it behind; so an export of any length stays under
// 100 MB, playing takes about 50, and both are hardly slower.
func (e *env) saveMemory() {
	if e.getenv("GOGC") == "" && e.getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(50)
		debug.SetMemoryLimit(heapLimit)
	}
}

// deliver exports one session to where -o says, and reports it.
func (x *exporter) deliver(ctx context.Context, s *session.Session) error {
	x.env.saveMemory()
	if x.out == "-" {
		return x.toStdout(ctx, s)
	}
	r, err := x.write(ctx, s, x.out, true)
	if err == nil {
		x.tell("wrote ", r)
	}
	return err
}

// write exports a session to a file, to one named after its routine in the
// folder out, or to one here if out is empty.
func (x *exporter) write(ctx context.Context, s *session.Session, out string, alone bool) (export.Result, error) {
	var none export.Result
	x.warn(s)
	if out == "" || isFolder(out) {
		out = filepath.Join(out, s.Plan.Routine+"."+x.options.Format)
	}
	beside := x.beside(out)
	if err := x.keepExisting(append([]besideFile{{path: out}}, beside...)); err != nil {
		return none, err
	}
	keep, discard, err := x.draft(s, beside)
	if err != nil {
		return none, err
	}
	defer discard()
	o := x.options
	if alone && !x.quiet {
		bar := newProgress(x.env, "writing "+out)
		o.Progress = bar.show
		defer bar.done()
	}
	stream, done := s.Stream()
	defer done()
	r, err := export.Write(ctx, out, s.Plan, stream, o)
	if err != nil {
		return none, hintWriting(err)
	}
	return r, keep()
}

func (x *exporter) toStdout(ctx context.Context, s *session.Session) error {
	if f, ok := x.env.stdout.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return fault.WithHint(errors.New("standard output is a terminal, which cannot play this"), "send it on with a pipe: unhunch export -o - -f wav | aplay")
	}
	keep, discard, err := x.draft(s, x.beside(x.out)) // a picture; parse refuses the others
	if err != nil {
		return err
	}
	defer discard()
	signal.Ignore(syscall.SIGPIPE) // or nothing would be cleared away when nobody reads any more
	defer signal.Reset(syscall.SIGPIPE)
	x.warn(s)
	stream, done := s.Stream()
	defer done()
	r, err := export.WriteTo(ctx, x.env.stdout, s.Plan, stream, x.options)
	if errors.Is(err, syscall.EPIPE) {
		return signalled{syscall.SIGPIPE}
	}
	if err != nil {
		return hintWriting(err)
	}
	if err := keep(); err != nil {
		return err
	}
	r.Path = s.Plan.Routine + " to standard output"
	x.tell("wrote ", r)
	return nil
}
