package export

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"unhunch/internal/plan"
)

func mp3Format() Format {
	return Format{
		Name: "mp3", About: "MP3, if lame or ffmpeg is installed", Lossy: true, streams: true,
		rate: [2]int{64000, 128000}, room: 1, check: checkMP3, open: openMP3,
	}
}

// mp3Rates are the rates of MPEG-1 layer III in kbit/s.
var mp3Rates = []int{32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320}

// checkMP3 looks for an encoder and for a rate that there is.
func checkMP3(j *job) error {
	if _, err := mp3Command(j, ""); err != nil {
		return err
	}
	for _, r := range mp3Rates {
		if j.bitrate() == r*1000 {
			return nil
		}
	}
	return fmt.Errorf("MP3 has no %d kbit/s; it has %s", j.bitrate()/1000, strings.Trim(fmt.Sprint(mp3Rates), "[]"))
}

// mp3Command is the encoder that is installed, with its arguments to read
// samples from its standard input and write to a file.
func mp3Command(j *job, out string) ([]string, error) {
	rate, channels := strconv.Itoa(j.bitrate()/1000), j.opt.Channels
	mode := []string{"m", "j"}[channels-1]
	if lame, err := exec.LookPath("lame"); err == nil {
		return []string{lame, "--silent", "-r", "-s", "48", "--bitwidth", "16", "--signed", "--little-endian",
			"-m", mode, "--resample", "48", "--cbr", "-b", rate, "-", out}, nil
	}
	if ffmpeg, err := exec.LookPath("ffmpeg"); err == nil {
		return []string{ffmpeg, "-nostdin", "-v", "error", "-y", "-f", "s16le", "-ar", strconv.Itoa(plan.Rate),
			"-ac", strconv.Itoa(channels), "-i", "pipe:0", "-c:a", "libmp3lame", "-b:a", rate + "k",
			"-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-id3v2_version", "0", "-f", "mp3", out}, nil
	}
	var able []string
	for _, f := range Formats() {
		if f.Name != "mp3" {
			able = append(able, f.Name)
		}
	}
	return nil, fmt.Errorf("MP3 needs lame or ffmpeg, and neither is installed; %s need nothing", list(able, "and"))
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
	file   string
}

func openMP3(ctx context.Context, w io.WriteSeeker, j *job) (encoder, error) {
	tmp, err := os.CreateTemp(folderOf(w), ".unhunch-*.part")
	if err != nil {
		return nil, err
	}
	tmp.Close()
	e := &mp3{ctx: ctx, out: newBuffered(w), q: j.quantizer(), gain: 1 / lameScale(j.bitrate()/1000), tag: id3(j.meta, drawCover(j.plan)), file: tmp.Name()}
	args, err := mp3Command(j, e.file)
	if err != nil {
		os.Remove(e.file)
		return nil, err
	}
	e.cmd = exec.CommandContext(ctx, args[0], args[1:]...)
	e.cmd.Stderr = &e.errors
	if e.in, err = e.cmd.StdinPipe(); err == nil {
		err = e.cmd.Start()
	}
	if err != nil {
		os.Remove(e.file)
		return nil, fmt.Errorf("starting %s: %w", args[0], err)
	}
	return e, nil
}

// folderOf is where an encoder's own file may lie: beside ours, or, where that
// is a pipe, in the folder for temporary files.
func folderOf(w io.Writer) string {
	if f, ok := w.(*os.File); ok {
		return filepath.Dir(f.Name())
	}
	return ""
}

// lameScale is the factor by which libmp3lame turns down everything at a
// constant rate in kbit/s, to make room for what encoding does to peaks. It is
// undone here, since that room is in our own ceiling already.
func lameScale(rate int) float32 {
	switch {
	case rate <= 160:
		return 0.95
	case rate <= 192:
		return 0.97
	case rate <= 224:
		return 0.98
	}
	return 1
}

func (e *mp3) write(samples []float32) error {
	e.raised = e.raised[:0]
	for _, x := range samples {
		e.raised = append(e.raised, x*e.gain)
	}
	e.raw = e.q.int16s(e.raw[:0], e.raised)
	if _, err := e.in.Write(e.raw); err != nil {
		return e.failed(err, e.cmd.Wait())
	}
	return nil
}

// failed words the failure of the encoder, whose own message says most.
func (e *mp3) failed(errs ...error) error {
	if err := e.ctx.Err(); err != nil {
		return err
	}
	if said := oneLine(e.errors.String()); said != "" {
		return fmt.Errorf("%s failed: %s", e.cmd.Path, said)
	}
	return fmt.Errorf("%s failed: %v", e.cmd.Path, errors.Join(errs...))
}

func (e *mp3) close() error {
	defer os.Remove(e.file)
	if err := errors.Join(e.in.Close(), e.cmd.Wait()); err != nil {
		return e.failed(err)
	}
	f, err := os.Open(e.file)
	if err != nil {
		return err
	}
	defer f.Close()
	e.out.Write(e.tag)
	if _, err := io.Copy(e.out, f); err != nil {
		return err
	}
	return e.out.Flush()
}

func (e *mp3) abort() {
	e.in.Close()
	e.cmd.Process.Kill()
	e.cmd.Wait()
	os.Remove(e.file)
}
