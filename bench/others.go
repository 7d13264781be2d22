//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"unhunch/internal/plan"
	"unhunch/internal/soundfile"
)

// The most lines that the other programs are given: their time, or the number
// of files that they hold open, grows beyond what anybody would wait for. The
// second figure is for -slow.
var (
	mostConcat = [2]int{1000, 1000}
	mostDelay  = [2]int{300, 900}
	mostPipes  = [2]int{0, 300}
)

// The rows of others that ours are compared with.
const (
	rowConcat = "ffmpeg, padded and concatenated, with the bed"
	rowList   = "ffmpeg, a list of lines and silences, with the bed"
	rowDelay  = "ffmpeg, adelay and amix, with the bed"
	rowRaised = "the file before, brought to -16 LUFS in two more steps"
	rowPipes  = "sox, a pipe for each line, with the bed"
)

// wholeMix measures other programs that place the same recordings at the same
// frames, without our tones.
func (b *bench) wholeMix(s material) {
	b.unless(rowConcat, s, mostConcat, func() {
		b.ffmpeg(rowConcat, concatFilter(s), s, s.inputs()...)
		b.level(rowRaised, "ffmpeg.wav", "leveled.wav")
	})
	list, err := b.listOf(s)
	if err != nil {
		b.skip(rowList, err.Error())
	} else {
		const both = "[1:a][0:a]amix=inputs=2:duration=first:normalize=0[out]"
		b.ffmpeg(rowList, both, s, "-f", "concat", "-safe", "0", "-i", list)
	}
	b.unless(rowDelay, s, mostDelay, func() { b.ffmpeg(rowDelay, delayFilter(s), s, s.inputs()...) })
	b.unless(rowPipes, s, mostPipes, func() { b.sox(rowPipes, s) })
}

// unless runs a form unless there are too many lines for it.
func (b *bench) unless(what string, s material, most [2]int, run func()) {
	switch {
	case len(s.places) > most[1]:
		b.skip(what, "not tried: too many lines")
	case len(s.places) > most[0] && !b.slow:
		b.skip(what, "not tried without -slow")
	default:
		run()
	}
}

// inputs are the lines as ffmpeg is given them.
func (s material) inputs() []string {
	var args []string
	for _, p := range s.places {
		args = append(args, "-i", p.wav)
	}
	return args
}

// ffmpeg mixes the bed, which comes first, with the lines by a filter. Where the
// bed comes last, ffmpeg holds all of the lines in memory.
func (b *bench) ffmpeg(what, filter string, s material, inputs ...string) {
	script := b.path("filter.txt")
	if err := os.WriteFile(script, []byte(filter), 0o666); err != nil {
		b.skip(what, err.Error())
		return
	}
	args := []string{"-nostdin", "-v", "error", "-y", "-stream_loop", "-1", "-i", b.path("bed.wav")}
	args = append(args, inputs...)
	args = append(args, "-filter_complex_script", script, "-map", "[out]", "-t", fmt.Sprintf("%.6f", s.seconds),
		"-ac", strconv.Itoa(s.channels), "-c:a", "pcm_s16le", b.path("ffmpeg.wav"))
	b.row(what, "ffmpeg.wav", "ffmpeg", args...)
}

// concatFilter pads each line up to the next one and joins them.
func concatFilter(s material) string {
	var f, names strings.Builder
	for i, p := range s.places {
		end := s.frames
		if i+1 < len(s.places) {
			end = s.places[i+1].at
		}
		lead, length := "", end-p.at
		if i == 0 {
			lead, length = fmt.Sprintf(",adelay=%dS", p.at), end
		}
		fmt.Fprintf(&f, "[%d:a]aformat=sample_fmts=fltp:channel_layouts=mono%s,apad=whole_len=%d,atrim=end_sample=%d[c%d];\n", i+1, lead, length, length, i)
		fmt.Fprintf(&names, "[c%d]", i)
	}
	fmt.Fprintf(&f, "%sconcat=n=%d:v=0:a=1,aformat=channel_layouts=stereo[voice];\n[voice][0:a]amix=inputs=2:duration=first:normalize=0[out]", names.String(), len(s.places))
	return f.String()
}

// delayFilter delays each line and mixes all at once.
func delayFilter(s material) string {
	var f, names strings.Builder
	for i, p := range s.places {
		fmt.Fprintf(&f, "[%d:a]adelay=%dS[d%d];\n", i+1, p.at, i)
		fmt.Fprintf(&names, "[d%d]", i)
	}
	fmt.Fprintf(&f, "[0:a]%samix=inputs=%d:duration=first:normalize=0[out]", names.String(), len(s.places)+1)
	return f.String()
}

// listOf writes a list of the lines and of the silences between them, as
// ffmpeg's concat reads it, and files of those silences.
func (b *bench) listOf(s material) (string, error) {
	var list strings.Builder
	written := map[plan.Frame]string{}
	silence := func(frames plan.Frame) error {
		if frames <= 0 {
			return nil
		}
		if written[frames] == "" {
			written[frames] = b.path(fmt.Sprintf("silence%d.wav", frames))
			if err := os.WriteFile(written[frames], soundfile.WAV(soundfile.Clip{Samples: make([]int16, frames), Channels: 1}), 0o666); err != nil {
				return err
			}
		}
		fmt.Fprintf(&list, "file '%s'\n", written[frames])
		return nil
	}
	at := plan.Frame(0)
	for _, p := range s.places {
		if err := silence(p.at - at); err != nil {
			return "", err
		}
		fmt.Fprintf(&list, "file '%s'\n", p.wav)
		at = p.at + p.frames
	}
	if err := silence(s.frames - at); err != nil {
		return "", err
	}
	path := b.path("list.txt")
	return path, os.WriteFile(path, []byte(list.String()), 0o666)
}

// sox mixes the lines, each through a pipe that delays it.
func (b *bench) sox(what string, s material) {
	args := []string{"-m", "-v", "1", b.path("bed.wav")}
	for _, p := range s.places {
		pipe := fmt.Sprintf("|sox %s -p pad %ds channels 2", p.wav, p.at)
		args = append(args, "-v", "1", pipe)
	}
	args = append(args, "-c", strconv.Itoa(s.channels), b.path("sox.wav"), "trim", "0", fmt.Sprintf("%ds", s.frames))
	b.row(what, "sox.wav", "sox", args...)
}

// level measures what ffmpeg takes to bring a file to a loudness: it must read
// it once to measure, and once to change. The gain makes no difference to that.
func (b *bench) level(what, input, output string) {
	const both = `ffmpeg -nostdin -v error -i "$1" -af ebur128=peak=true -f null - && ffmpeg -nostdin -v error -y -i "$1" -af volume=1dB,alimiter=limit=0.89 -c:a pcm_s16le "$2"`
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		b.skip(what, "ffmpeg is not installed")
		return
	}
	b.row(what, output, "sh", "-c", both, "sh", b.path(input), b.path(output))
}
