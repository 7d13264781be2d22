package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"unhunch/internal/export"
	"unhunch/internal/fault"
	"unhunch/internal/plan"
)

// exporter is what the flags of unhunch export ask for.
type exporter struct {
	env      *env
	session  sessionFlags
	out      string
	dir      string
	all      bool
	format   string
	bitrate  string
	channels string
	loudness string
	captions []string
	sidecars []bool // in the order of export.Sidecars
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

The loudness is brought to -16 LUFS in stereo and -19 LUFS in mono, with true
peaks below -1 dBTP. --loudness takes another number or one of podcast, speech
(-18, in mono -21), broadcast (-23), streaming (-14, in mono -17) and off.`,
		Example: `  unhunch export                                  today's session as an audiobook
  unhunch export guide-a -o a.mp3 --captions vtt  with captions beside it
  unhunch export desk-break -o - -f wav | aplay   to a pipe
  unhunch export --all -d phone                   every routine
  unhunch export guide-b --svg guide-b.svg        with a picture to print`,
		Args:              takes(0, -1, ""),
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE:              func(c *cobra.Command, args []string) error { return x.run(c.Context(), args) },
	}
	x.register(c)
	return c
}

func (x *exporter) register(c *cobra.Command) {
	f := c.Flags()
	x.session.register(f)
	f.StringVarP(&x.dir, "dir", "d", "", "the folder for several routines, named after them")
	f.BoolVar(&x.all, "all", false, "export every routine")
	x.registerFile(f)
}

// registerFile registers what commands take that write one session to a file.
func (x *exporter) registerFile(f *pflag.FlagSet) {
	f.StringVarP(&x.out, "output", "o", "", "the file to write; - for standard output")
	f.StringVarP(&x.format, "format", "f", "", "the format, where the file's name does not say it")
	f.StringVar(&x.bitrate, "bitrate", "", "bits a second for m4b, opus and mp3, such as 64k")
	f.StringVar(&x.channels, "channels", "", "mono or stereo; left out: mono for small files without a background")
	f.StringVar(&x.loudness, "loudness", "podcast", "target in LUFS, or podcast, speech, broadcast, streaming, off")
	f.IntVar(&x.options.Bits, "bits", 16, "16 or 24, for wav and flac")
	f.BoolVar(&x.options.Plain, "no-dither", false, "round to 16 bits without dither")
	f.BoolVar(&x.options.Force, "force", false, "replace a file that is there already")
	f.StringSliceVar(&x.captions, "captions", nil, "captions beside the file: vtt, srt, lrc")
	x.sidecars = make([]bool, len(export.Sidecars()))
	for i, s := range export.Sidecars() {
		f.BoolVar(&x.sidecars[i], s.Name, false, s.About+", beside the file")
	}
	f.StringVar(&x.svg, "svg", "", "a picture of the session, to this file")
	f.BoolVarP(&x.quiet, "quiet", "q", false, "say nothing but errors")
}

// formatTable lists the formats for the help text.
func formatTable() string {
	var b strings.Builder
	for _, f := range export.Formats() {
		fmt.Fprintf(&b, "  %-5s %s\n", f.Name, f.About)
	}
	return b.String()
}

func (x *exporter) run(ctx context.Context, args []string) error {
	if err := x.parse(args); err != nil {
		return err
	}
	if x.all || x.dir != "" {
		return x.several(ctx, args)
	}
	name := ""
	if len(args) == 1 {
		name = args[0]
	}
	s, err := x.session.load(name)
	if err != nil {
		return err
	}
	return x.deliver(ctx, s)
}

// heapLimit is the memory, in bytes, that garbage is collected harder beyond.
const heapLimit = 60 << 20

// saveMemory has garbage collected early, unless the user says otherwise.
// Decoding leaves much of it behind; so an export of any length stays under
// 100 MB, and is hardly slower.
func (x *exporter) saveMemory() {
	if x.env.getenv("GOGC") == "" && x.env.getenv("GOMEMLIMIT") == "" {
		debug.SetGCPercent(50)
		debug.SetMemoryLimit(heapLimit)
	}
}

// deliver exports one session to where -o says, and reports it.
func (x *exporter) deliver(ctx context.Context, s *session) error {
	x.saveMemory()
	if x.out == "-" {
		return x.toStdout(ctx, s)
	}
	r, err := x.write(ctx, s, x.out, true)
	if err == nil {
		x.tell("wrote ", r)
	}
	return err
}

// parse checks the flags before anything is read or written.
func (x *exporter) parse(args []string) error {
	switch {
	case x.all && len(args) > 0:
		return wrongUse("leave out either", "--all and a routine's name")
	case (x.all || x.dir != "") && x.out != "":
		return wrongUse("with -d the files are named after their routines", "-o with --all or -d")
	case (x.all || x.dir != "") && x.svg != "":
		return wrongUse("export that routine alone", "--svg with --all or -d")
	case len(args) > 1 && x.dir == "":
		return wrongUse("give the folder for several files with -d", "%d routines for one file", len(args))
	case x.out == "-" && (len(x.captions) > 0 || x.anySidecar()):
		return wrongUse("write to a file", "standard output has no place beside it for captions")
	case x.svg == "-":
		return wrongUse("unhunch show --svg - prints it", "--svg needs the name of a file here")
	}
	var err error
	if x.options.Loudness, err = export.ParseLoudness(x.loudness); err != nil {
		return wrongUse("see unhunch export --help", "--loudness: %w", err)
	}
	x.options.Loudness.Unsaid = x.quiet
	if x.options.Bitrate, err = parseBitrate(x.bitrate); err != nil {
		return wrongUse("64k is usual for a voice", "%w", err)
	}
	switch x.channels {
	case "":
	case "mono", "1":
		x.options.Channels = 1
	case "stereo", "2":
		x.options.Channels = 2
	default:
		return wrongUse("--channels takes mono or stereo", "--channels %s", x.channels)
	}
	for _, name := range x.captions {
		if _, err := export.CaptionFormat(name); err != nil {
			return wrongUse("--captions takes vtt, srt and lrc", "%w", err)
		}
	}
	slices.Sort(x.captions)
	x.captions = slices.Compact(x.captions)
	return x.chooseFormat()
}

func (x *exporter) anySidecar() bool {
	for _, on := range x.sidecars {
		if on {
			return true
		}
	}
	return false
}

// chooseFormat takes the format from the flag, the file's name, or the usual.
func (x *exporter) chooseFormat() error {
	name := x.format
	switch {
	case name != "":
	case x.out == "-":
		name = "wav"
	case x.out == "" || isFolder(x.out):
		name = export.Formats()[0].Name
	default:
		name = filepath.Ext(x.out)
	}
	f, err := export.FormatOf(name)
	if err != nil {
		return wrongUse("end the file's name in one of them, or give -f", "%w", err)
	}
	x.options.Format = f.Name
	return nil
}

// parseBitrate reads 64k, 64000 or nothing.
func parseBitrate(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	digits, factor := strings.TrimSuffix(strings.ToLower(s), "k"), 1
	if len(digits) < len(s) {
		factor = 1000
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n <= 0 || n > 512000 {
		return 0, fmt.Errorf("bitrate %q is not understood", s)
	}
	if n *= factor; n < 8000 || n > 512000 {
		return 0, fmt.Errorf("bitrate %q is not between 8k and 512k", s)
	}
	return n, nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir() || strings.HasSuffix(path, string(filepath.Separator))
}

// aheadOfAll is the memory for decoded sound of exports that run at the same
// time, in bytes.
const aheadOfAll = 16 << 20

// one exports a routine into the folder, while others are exported.
func (x *exporter) one(ctx context.Context, name string) (export.Result, error) {
	s, err := x.session.load(name)
	if err != nil {
		return export.Result{}, err
	}
	s.render.Ahead = aheadOfAll / runtime.GOMAXPROCS(0)
	return x.write(ctx, s, filepath.Join(x.dir, "."), false)
}

// write exports a session to a file, to one named after its routine in the
// folder out, or to one here if out is empty.
func (x *exporter) write(ctx context.Context, s *session, out string, alone bool) (export.Result, error) {
	var none export.Result
	x.warn(s)
	if out == "" || isFolder(out) {
		out = filepath.Join(out, s.plan.Routine+"."+x.options.Format)
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
	stream, done := s.stream()
	defer done()
	r, err := export.Write(ctx, out, s.plan, stream, o)
	if err != nil {
		return none, hintWriting(err)
	}
	return r, keep()
}

// draft writes the files beside the sound as drafts, which keep gives their names
// when the sound is there. So what can go wrong with them does so before the work.
func (x *exporter) draft(s *session, beside []besideFile) (keep func() error, discard func(), err error) {
	var drafts []*export.Draft
	discard = func() {
		for _, d := range drafts {
			d.Discard()
		}
	}
	for _, b := range beside {
		d, err := export.NewDraft(b.path, b.print(s.plan), x.options.Force)
		if err != nil {
			discard()
			return nil, nil, hintWriting(err)
		}
		drafts = append(drafts, d)
	}
	keep = func() error {
		for _, d := range drafts {
			if err := d.Keep(); err != nil {
				return hintWriting(err)
			}
		}
		return nil
	}
	return keep, discard, nil
}

func (x *exporter) toStdout(ctx context.Context, s *session) error {
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
	stream, done := s.stream()
	defer done()
	r, err := export.WriteTo(ctx, x.env.stdout, s.plan, stream, x.options)
	if errors.Is(err, syscall.EPIPE) {
		return errors.New("standard output was closed before the end")
	}
	if err != nil {
		return hintWriting(err)
	}
	if err := keep(); err != nil {
		return err
	}
	r.Path = s.plan.Routine + " to standard output"
	x.tell("wrote ", r)
	return nil
}

// warn says once what the session will be missing. Several exports may do so at
// the same time.
func (x *exporter) warn(s *session) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if !x.quiet {
		s.warn(x.env)
	}
}

// besideFile is a small file that goes with the sound.
type besideFile struct {
	path  string
	print func(*plan.Plan) []byte
}

// beside lists the files that were asked for besides the sound at out.
func (x *exporter) beside(out string) []besideFile {
	base := strings.TrimSuffix(out, filepath.Ext(out))
	var all []besideFile
	for _, name := range x.captions {
		if c, err := export.CaptionFormat(name); err == nil {
			all = append(all, besideFile{base + c.Suffix, c.Print})
		}
	}
	for i, s := range export.Sidecars() {
		if x.sidecars[i] {
			all = append(all, besideFile{base + s.Suffix, s.Print})
		}
	}
	if x.svg != "" {
		all = append(all, besideFile{x.svg, export.SVG})
	}
	return all
}

// keepExisting finds what would be overwritten before any work is done, by what
// was there or by another of the files.
func (x *exporter) keepExisting(files []besideFile) error {
	if path := twice(files); path != "" {
		return wrongUse("give each its own name", "%s would be two files at once", path)
	}
	for _, f := range files {
		info, err := os.Stat(f.path)
		if !x.options.Force && err == nil && info.Mode().IsRegular() {
			return hintWriting(fmt.Errorf("%s is %w", f.path, export.ErrExists))
		}
	}
	return nil
}

// twice is the path of which there are two among the files, or "".
func twice(files []besideFile) string {
	seen := map[string]bool{}
	for _, f := range files {
		path, err := filepath.Abs(f.path)
		if err == nil && seen[path] {
			return f.path
		}
		seen[path] = true
	}
	return ""
}

// hintWriting adds what to do about a file that cannot be written.
func hintWriting(err error) error {
	var file *export.FileError
	var choice *export.ChoiceError
	switch {
	case errors.As(err, &choice):
		return wrongUse("see unhunch export --help", "%w", err)
	case errors.Is(err, export.ErrExists):
		return fault.WithHint(err, "give --force to replace it, or another name")
	case !errors.As(err, &file):
		return err
	case errors.Is(err, fs.ErrNotExist):
		return fault.WithHint(err, "the folder must be there already")
	case errors.Is(err, fs.ErrPermission):
		return fault.WithHint(err, "choose a folder that you may write to")
	case errors.Is(err, syscall.ENOSPC):
		return fault.WithHint(err, "free some space, or choose a smaller format: opus and m4b take a twentieth of wav")
	}
	return err
}

// several exports routines into a folder, as many at once as there are cores.
func (x *exporter) several(ctx context.Context, ids []string) error {
	x.saveMemory()
	if x.all {
		var err error
		if ids, err = allRoutines(); err != nil {
			return err
		}
	}
	if len(ids) == 0 {
		ids = []string{defaultRoutine}
	}
	if err := x.tellApart(ids); err != nil {
		return err
	}
	if x.dir != "" {
		if err := os.MkdirAll(x.dir, 0o777); err != nil {
			return hintWriting(err)
		}
	}
	results, failures := make([]export.Result, len(ids)), make([]error, len(ids))
	bar := newProgress(x.env, fmt.Sprintf("writing %d files", len(ids)))
	var wg sync.WaitGroup
	var finished counter
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, id := range ids {
		turn <- struct{}{}
		wg.Go(func() {
			defer func() { <-turn }()
			if failures[i] = ctx.Err(); failures[i] != nil {
				return
			}
			results[i], failures[i] = x.one(ctx, id)
			if !x.quiet {
				bar.show(float64(finished.next()) / float64(len(ids)))
			}
		})
	}
	wg.Wait()
	bar.done()
	return x.summary(ctx, ids, results, failures)
}

// tellApart makes sure that no two routines are written to one file.
func (x *exporter) tellApart(ids []string) error {
	named := map[string]string{}
	for _, id := range ids {
		r, err := findRoutine(id)
		if err != nil {
			continue // which is told when it is its turn
		}
		if before, ok := named[r.ID]; ok {
			return wrongUse("export one of them into another folder", "%s and %s would both be %s",
				before, id, filepath.Join(x.dir, r.ID+"."+x.options.Format))
		}
		named[r.ID] = id
	}
	return nil
}

// counter counts what several goroutines have finished.
type counter struct {
	mu sync.Mutex
	n  int
}

func (c *counter) next() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n++
	return c.n
}

// summary reports on several exports, and gives an error if any has failed.
func (x *exporter) summary(ctx context.Context, ids []string, results []export.Result, failures []error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := sameFailure(failures); err != nil {
		return err
	}
	var bytes int64
	failed := 0
	for i, r := range results {
		if err := failures[i]; err != nil {
			failed++
			x.env.report(ctx, fmt.Errorf("%s: %w", ids[i], err))
			continue
		}
		bytes += r.Bytes
		x.tell("  ", r)
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d routines were not written", failed, len(ids))
	}
	x.say("wrote %d files, %s", len(ids), size(bytes))
	return nil
}

// sameFailure is the error that all have failed with, if it is one, such as a
// missing encoder.
func sameFailure(failures []error) error {
	for _, err := range failures {
		if err == nil || err.Error() != failures[0].Error() {
			return nil
		}
	}
	return failures[0]
}

// allRoutines are the ids of the built-in routines.
func allRoutines() ([]string, error) {
	ids, _, _ := builtin().IDs()
	if len(ids) == 0 {
		return nil, errors.New("there are no routines")
	}
	return ids, nil
}

// say reports on standard error, so that standard output holds only what was
// asked for.
func (x *exporter) say(format string, args ...any) {
	if !x.quiet {
		fmt.Fprintln(x.env.stderr, harmless(fmt.Sprintf(format, args...)))
	}
}

// tell reports what was written, and what of its level is not as one would expect.
func (x *exporter) tell(before string, r export.Result) {
	x.say("%s%s", before, describeResult(r))
	const (
		told = 0.5  // LU
		loud = -12. // LUFS in stereo, up to which encoding kept peaks below -1 dBTP
	)
	switch {
	case x.quiet || math.IsInf(r.Integrated, 0):
	case r.Target == 0 && r.TruePeak > 0:
		x.env.warn("%.1f dB go beyond full scale and are clipped: turn --voice, --cues, --breath or --bed down, or leave out --loudness off", r.TruePeak)
	case r.Target != 0 && math.Abs(r.Integrated-r.Target) > told:
		x.env.warn("%g LUFS could not be reached", r.Target)
	}
	if !x.quiet && r.Lossy && r.Target > loud-3*float64(2-r.Channels) {
		x.env.warn("as loud as this, encoding may have raised peaks above -1 dBTP; wav and flac are exact")
	}
}

// describeResult says in one line what was written.
func describeResult(r export.Result) string {
	s := fmt.Sprintf("%s: %s, %s", r.Path, plan.Clock(r.Frames.Duration()), size(r.Bytes))
	if math.IsInf(r.Integrated, 0) {
		return s + ", silent"
	}
	s += fmt.Sprintf(", %.1f LUFS, true peak %.1f dBTP", r.Integrated, r.TruePeak)
	if r.Lossy {
		s += " before encoding"
	}
	if r.Limited {
		s += ", peaks limited"
	}
	return s
}

// size writes a number of bytes in the unit that suits it.
func size(n int64) string {
	switch {
	case n < 1000:
		return fmt.Sprintf("%d bytes", n)
	case n < 1000_000:
		return fmt.Sprintf("%.0f kB", float64(n)/1e3)
	case n < 1000_000_000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.2f GB", float64(n)/1e9)
}
