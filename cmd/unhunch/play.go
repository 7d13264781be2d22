package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"unhunch/internal/fault"
	"unhunch/internal/history"
	"unhunch/internal/plan"
	"unhunch/internal/play"
	"unhunch/internal/session"
	"unhunch/internal/steer"
)

// playFlags are the choices for playing on a device.
type playFlags struct {
	plain, noKeys bool
	noQuestions   bool // after the session
	keys          []string
	keepalive     string
	volume        volumeFlag
	buffer        time.Duration
}

func (f *playFlags) register(fs *pflag.FlagSet) {
	fs.BoolVar(&f.plain, "plain", false, "one line per spoken line, for screen readers and logs (also with ACCESSIBLE=1)")
	fs.BoolVar(&f.noKeys, "no-keys", false, "switch the single keys off; Ctrl-C still stops")
	fs.StringSliceVar(&f.keys, "keys", nil, "other keys: next=j,back=J; an empty one switches off: hurt=")
	fs.StringVar(&f.keepalive, "keepalive", "silence", "what keeps the device awake in pauses: silence, tone, or off, which closes it")
	fs.Var(&f.volume, "volume", fmt.Sprintf("how loud all of it is: -6dB; from %ddB to %ddB", leastVolume, mostVolume))
	fs.DurationVar(&f.buffer, "buffer", 0, "what the sound server is given ahead; more for a machine that stutters (default 80ms)")
}

// registerQuestions registers the choice for what is done after work.
func (f *playFlags) registerQuestions(fs *pflag.FlagSet) {
	fs.BoolVar(&f.noQuestions, "no-questions", false, "do not ask after the session if anything hurts, and how hard it was")
}

// The longest and shortest buffer that makes sense.
const (
	leastBuffer = 20 * time.Millisecond
	mostBuffer  = 2 * time.Second
)

func checkBuffer(buffer time.Duration) error {
	if buffer == 0 || buffer >= leastBuffer && buffer <= mostBuffer {
		return nil
	}
	return wrongUse(fmt.Sprintf("--buffer takes %v to %v", leastBuffer, mostBuffer), "--buffer %v: out of range", buffer)
}

func (f *playFlags) check() error {
	err := oneOf("keepalive", f.keepalive, play.KeepSilence, play.KeepTone, play.KeepOff)
	_, keys := f.remapped()
	return errors.Join(err, checkBuffer(f.buffer), keys)
}

// remapped are the usual keys with those of --keys.
func (f *playFlags) remapped() (steer.Keys, error) {
	keys, err := steer.UsualKeys().Remap(f.keys)
	if err != nil {
		err = wrongUse("write ACTION=KEY, where ACTION is "+fault.Listed(steer.UsualKeys().Actions()), "--keys: %w", err)
	}
	return keys, err
}

// newPlay is the command that plays a session on the device of this machine.
func newPlay(e *env) *cobra.Command {
	var f sessionFlags
	var pf playFlags
	var resume, ignorePain bool
	c := &cobra.Command{
		Use:   "play [ROUTINE]...",
		Short: "play a session, with single keys",
		Long: `play plays a session. Start it, close your eyes, and follow the voice.

Keys: space pauses and goes on, n or right is the next exercise, p or left goes
back, r says the instruction again, s says where you are, t gives fifteen
seconds more of this hold or rest, k skips this side, set or rest, + and - change
the volume (after 1, 2 or 3: of the voice, the cues, the background), h stops
because it hurts, x twice stops, ? says and shows the keys. Headset buttons work
where the desktop passes them on.

After a session of a minute or more the voice asks if anything hurts, and how hard it
was. A digit answers, 0 for not at all; any other key passes over a question, and so
does silence. unhunch log keeps the answers; --no-questions leaves them out.

What you have done three times, by unhunch log, is explained less; --explain says
how much instead. What is said changes from day to day: --seed 20261128 is a day
to hear again.

ROUTINE is the name of a routine or exercise that unhunch list shows, or the
path of a YAML file; without it, play plays "daily".`,
		Example: `  unhunch play                      today's session
  unhunch play desk-break           four minutes in your chair
  unhunch play neck-tilts           a single exercise
  unhunch play --resume             go on where the last session stopped
  unhunch play --keys next=j,back=J`,
		Args:              takes(0, -1, ""),
		ValidArgsFunction: completeSessions,
		RunE: func(c *cobra.Command, args []string) error {
			x := &playing{env: e, name: session.Together(args)}
			if x.name == "" {
				x.name = session.DefaultRoutine
			}
			x.openStore()
			if resume {
				if err := x.resume(c.Flags(), len(args) > 0); err != nil {
					return err
				}
			} else {
				if f.notice == "once" && x.store.NoticeHeard() {
					c.Flags().Set("notice", "never")
				}
				x.today(c.Flags())
			}
			x.flags, f.practice = pf, x.practice
			if err := errors.Join(f.check(), pf.check()); err != nil {
				return err
			}
			if x.left != nil {
				f.fit.hurts = x.left.Hurts // as it was when the session was begun
			} else if !ignorePain {
				f.fit.hurts = e.hurts(x.store)
			}
			f.mix.WakeTone = play.Keepalive(pf.keepalive) == play.KeepTone
			x.findable()
			x.choices = choices(c.Flags())
			s, err := f.open(c.Context(), e, x.name)
			if err != nil {
				return err
			}
			return x.run(c.Context(), s)
		},
	}
	f.register(c.Flags())
	f.fit.register(c.Flags())
	pf.register(c.Flags())
	pf.registerQuestions(c.Flags())
	c.Flags().BoolVar(&resume, "resume", false, "go on where the last session stopped")
	c.Flags().BoolVar(&ignorePain, "ignore-pain", false, "do what hurt before, this once")
	return c
}

// choices are the flags that were set, so that a session can go on with them.
func choices(fs *pflag.FlagSet) map[string][]string {
	set := map[string][]string{}
	fs.VisitAll(func(f *pflag.Flag) {
		if !given(f) || f.Name == "resume" {
			return
		}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			set[f.Name] = list.GetSlice()
			return
		}
		set[f.Name] = []string{f.Value.String()}
	})
	return set
}

// findable makes the name of the routine one that is found from any folder.
func (x *playing) findable() {
	x.found = x.name
	if !session.IsPath(x.name) {
		return
	}
	if path, err := filepath.Abs(x.name); err == nil {
		x.found = path
	}
}

// openStore finds where sessions are remembered. Without such a place they are
// played all the same.
func (x *playing) openStore() {
	store, err := history.Open(x.env.getenv)
	if err != nil {
		x.env.warn("this session will not be remembered: %v", err)
		return
	}
	x.store = store
	if err := store.Recover(); err != nil {
		x.env.warn("a session that was cut off could not be written to the log: %v", fault.Cause(err))
	}
}

// resume makes the session the one that was left, at its place and with its choices.
func (x *playing) resume(fs *pflag.FlagSet, named bool) error {
	if named {
		return wrongUse("leave out either", "--resume goes on with the last session, and takes no routine")
	}
	left, err := x.store.LoadPosition()
	if errors.Is(err, history.ErrNoPosition) {
		return fault.WithHint(errors.New("there is no unfinished session to go on with"), "start one: unhunch play")
	}
	if err != nil {
		return fault.WithHint(err, "start anew: unhunch play")
	}
	for name, values := range left.Flags {
		flag := fs.Lookup(name)
		if flag == nil || flag.Changed {
			continue
		}
		for _, v := range values {
			if err := fs.Set(name, v); err != nil {
				return fault.WithHint(fmt.Errorf("can't go on with --%s %s: %w", name, v, err), "start anew: unhunch play %s", left.Routine)
			}
		}
	}
	x.name, x.left = left.Routine, &left
	x.practice = plan.Practice{Exercises: left.Exercises, Patterns: left.Patterns}
	return nil
}

// today makes the session that of this day and of what was practiced so far.
func (x *playing) today(fs *pflag.FlagSet) {
	if !given(fs.Lookup("seed")) {
		fs.Set("seed", x.env.now().Format("20060102"))
	}
	var err error
	if x.practice.Exercises, x.practice.Patterns, err = x.store.Done(x.env.now()); err != nil {
		x.env.warn("everything is explained, since the log can't be read: %v", err)
	}
}

// explain gives the error of a player the words and the advice for a listener.
// The name is that of the routine, or "" where none finds it again. Kept says whether
// the place in it is.
func explain(err error, name string, kept bool) error {
	export := "unhunch export " + name + " -o session.wav"
	if name == "" {
		export = "the same command with -o session.wav"
	}
	switch {
	case errors.Is(err, play.ErrNoDevice) && !errors.Is(err, play.ErrLost):
		return fault.WithHint(err, "start a sound server such as PipeWire or PulseAudio, or write the session to a file, which needs no device: %s", export)
	case errors.Is(err, play.ErrLost) && !kept:
		return fault.WithHint(err, "%s needs no device", export)
	case errors.Is(err, play.ErrLost):
		return fault.WithHint(err, "your place is kept: unhunch play --resume goes on there; %s needs no device", export)
	}
	return err
}

// terminal gives the file of a reader if it is one.
func terminal(in any) *os.File {
	f, _ := in.(*os.File)
	return f
}
