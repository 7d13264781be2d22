package export

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"unhunch/internal/plan"
	"unhunch/internal/printed"
	"unhunch/internal/soundfile"
	"unhunch/internal/wholefile"
)

func mp3Format() Format {
	return Format{
		Name: "mp3", About: "MP3, if lame or ffmpeg is installed", Lossy: true, streams: true, outside: true,
		rate: [2]int{80000, 128000}, room: room{1, 0.8}, check: checkMP3, open: openMP3,
	}
}

// mp3Rates are the rates of MPEG-1 layer III in kbit/s.
var mp3Rates = []int{32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}

// checkMP3 looks for an encoder and for a rate that there is.
func checkMP3(j *job) error {
	tool, err := mp3Tool()
	if err != nil {
		return err
	}
	if !slices.Contains(mp3Rates, j.bitrate()/1000) || j.bitrate()%1000 != 0 {
		return wrongChoice("MP3 has no %g kbit/s; it has %s", float64(j.bitrate())/1000, strings.Trim(fmt.Sprint(mp3Rates), "[]"))
	}
	if tool.name == "ffmpeg" {
		return tool.encodesMP3()
	}
	return nil
}

// mp3Encoder is a program that makes MP3 files.
type mp3Encoder struct{ name, path string }

// mp3Tool is the encoder that is installed.
func mp3Tool() (mp3Encoder, error) {
	for _, name := range []string{"lame", "ffmpeg"} {
		if path, err := exec.LookPath(name); err == nil {
			return mp3Encoder{name, path}, nil
		}
	}
	return mp3Encoder{}, fmt.Errorf("MP3 needs lame or ffmpeg, and neither is installed; %s need nothing", list(those(func(f Format) bool { return !f.outside }), "and"))
}

// encodesMP3 says whether this ffmpeg has the encoder, which some are built
// without. It is asked beforehand, since the answer in the middle would be late.
func (t mp3Encoder) encodesMP3() error {
	all, err := exec.Command(t.path, "-v", "error", "-nostdin", "-encoders").Output()
	if err != nil {
		return fmt.Errorf("asking %s for its encoders: %w", t.path, err)
	}
	if !bytes.Contains(all, []byte(" libmp3lame ")) {
		return fmt.Errorf("%s was built without libmp3lame and cannot make MP3; installing lame helps, and %s need neither",
			t.path, list(those(func(f Format) bool { return !f.outside }), "and"))
	}
	return nil
}

// args are the arguments with which the encoder reads samples from its standard
// input and writes a file, with its delay and the length in the first frame.
func (t mp3Encoder) args(kbits, channels int, out string) []string {
	rate := strconv.Itoa(kbits)
	if t.name == "ffmpeg" {
		return []string{"-nostdin", "-v", "error", "-y", "-f", "s16le", "-ar", strconv.Itoa(plan.Rate),
			"-ac", strconv.Itoa(channels), "-i", "pipe:0", "-c:a", "libmp3lame", "-b:a", rate + "k",
			"-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-id3v2_version", "0", "-f", "mp3", out}
	}
	// At a constant rate, lame gives the first frame the size of the others, and
	// leaves the length out where it would not fit. So low rates are an average
	// that allows for one rate only.
	constant := []string{"--cbr", "-b", rate}
	if kbits < 64 {
		constant = []string{"--abr", rate, "-b", rate, "-B", rate}
	}
	args := []string{"--silent", "-r", "-s", "48", "--bitwidth", "16", "--signed", "--little-endian",
		"-m", []string{"m", "j"}[channels-1], "--resample", "48"}
	return append(append(args, constant...), "-", out)
}

// mp3 sends samples to an encoder, which writes a file of its own so that it
// can go back to its first frame and note the length; then our tags and that
// file are put together.
type mp3 struct {
	ctx    context.Context
	out    *buffered
	q      quantizer
	gain   float32
	raised []float32
	raw    []byte
	tag    []byte
	cmd    *exec.Cmd
	in     io.WriteCloser
	errors bytes.Buffer
	file   *os.File // that the encoder writes, by its name
	least  int64    // bytes that a complete file has
}

// mp3Patience is how long an encoder may take to go when it is to.
const mp3Patience = 2 * time.Second

func openMP3(ctx context.Context, w io.WriteSeeker, j *job) (encoder, error) {
	tool, err := mp3Tool()
	if err != nil {
		return nil, err
	}
	tmp, err := wholefile.Temporary(folderOf(w), 0o600)
	if err != nil {
		return nil, err
	}
	kbits := j.bitrate() / 1000
	e := &mp3{ctx: ctx, out: newBuffered(w), q: j.quantizer(), gain: 1 / float32(soundfile.LameScale(kbits)), tag: id3(j.meta, printed.Cover(j.plan)),
		file: tmp, least: int64(j.plan.Frames) * int64(kbits) / (8 * plan.Rate / 1000)}
	e.cmd = exec.CommandContext(ctx, tool.path, tool.args(kbits, j.opt.Channels, e.file.Name())...)
	e.cmd.Stderr = &e.errors
	e.cmd.WaitDelay = mp3Patience
	if e.in, err = e.cmd.StdinPipe(); err == nil {
		err = e.cmd.Start()
	}
	if err != nil {
		wholefile.Forget(e.file)
		return nil, fmt.Errorf("%s cannot be run: %v", tool.path, err) // no error of our own file
	}
	return e, nil
}

// folderOf is where an encoder's own file may lie: beside ours, or, where that
// is a pipe, in the folder for temporary files.
func folderOf(w io.Writer) string {
	if f, ok := w.(*os.File); ok {
		return filepath.Dir(f.Name())
	}
	return os.TempDir()
}

func (e *mp3) write(samples []float32) error {
	e.raised = e.raised[:0]
	for _, x := range samples {
		e.raised = append(e.raised, x*e.gain)
	}
	e.raw = e.q.int16s(e.raw[:0], e.raised)
	if _, err := e.in.Write(e.raw); err != nil {
		return e.failed(cmp.Or(e.cmd.Wait(), errors.New("it stopped before the end of the session")))
	}
	return nil
}

// failed words the failure of the encoder, of whose own messages the first says
// most. That the disk is full is better said by us.
func (e *mp3) failed(err error) error {
	if err := cmp.Or(e.ctx.Err(), e.writable()); err != nil {
		return err
	}
	for line := range strings.Lines(e.errors.String()) {
		// lame warns each time that a library may not read raw samples, and then
		// reads them.
		if line = printed.OneLine(line); line != "" && !strings.Contains(line, "libsndfile") {
			return fmt.Errorf("%s failed: %s", e.cmd.Path, line)
		}
	}
	return fmt.Errorf("%s failed: %v", e.cmd.Path, err)
}

// writable says why the encoder's file cannot be written to, or nil.
func (e *mp3) writable() error {
	f, err := os.OpenFile(e.file.Name(), os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(make([]byte, 1<<16))
	return err
}

func (e *mp3) close() error {
	defer wholefile.Forget(e.file)
	e.in.Close()
	if err := e.cmd.Wait(); err != nil {
		return e.failed(err)
	}
	f, err := os.Open(e.file.Name())
	if err != nil {
		return err
	}
	defer f.Close()
	e.out.Write(e.tag)
	n, err := io.Copy(e.out, f)
	if err != nil {
		return err
	}
	if n < e.least {
		return e.failed(fmt.Errorf("it wrote %d bytes, and the session takes at least %d", n, e.least))
	}
	return e.out.Flush()
}

func (e *mp3) abort() {
	e.in.Close()
	e.cmd.Process.Kill()
	e.cmd.Wait()
	wholefile.Forget(e.file)
}
