//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// The most lines that the other programs are given: their time, or the number
// of files that they hold open, grows beyond what anybody would wait for.
const (
	mostConcat = 1000
	mostDelay  = 400
	mostPipes  = 120
)

// wholeMix measures other programs that place the same recordings at the same
// frames, without our tones.
func (b *bench) wholeMix(s session) {
	concat, delay, pipes := "ffmpeg, padded and concatenated, with the bed", "ffmpeg, adelay and amix, with the bed", "sox, a pipe for each line"
	if len(s.places) > mostConcat {
		b.skip(concat, "not tried: too many lines")
	} else {
		b.ffmpeg(concat, concatFilter(s), s)
		b.level("its file, brought to -16 LUFS in two more steps", "ffmpeg.wav", "leveled.wav")
	}
	switch {
	case !b.slow:
		b.skip(delay, "not tried without -slow")
	case len(s.places) > mostDelay:
		b.skip(delay, "not tried: too many lines")
	default:
		b.ffmpeg(delay, delayFilter(s), s)
	}
	switch {
	case !b.slow:
		b.skip(pipes, "not tried without -slow")
	case len(s.places) > mostPipes:
		b.skip(pipes, "not tried: too many lines")
	default:
		b.sox(pipes, s)
	}
}

// ffmpeg mixes the lines by a filter, with the bed as the last input.
func (b *bench) ffmpeg(what, filter string, s session) {
	args := []string{"-nostdin", "-v", "error", "-y"}
	for _, p := range s.places {
		args = append(args, "-i", p.wav)
	}
	script := b.path("filter.txt")
	if err := os.WriteFile(script, []byte(filter), 0o666); err != nil {
		b.skip(what, err.Error())
		return
	}
	args = append(args, "-stream_loop", "-1", "-i", b.path("bed.wav"), "-filter_complex_script", script,
		"-map", "[out]", "-t", fmt.Sprintf("%.6f", s.seconds), "-c:a", "pcm_s16le", b.path("ffmpeg.wav"))
	b.row(what, "ffmpeg.wav", "ffmpeg", args...)
}

// concatFilter pads each line up to the next one and joins them.
func concatFilter(s session) string {
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
		fmt.Fprintf(&f, "[%d:a]aformat=sample_fmts=fltp:channel_layouts=mono%s,apad=whole_len=%d,atrim=end_sample=%d[c%d];\n", i, lead, length, length, i)
		fmt.Fprintf(&names, "[c%d]", i)
	}
	fmt.Fprintf(&f, "%sconcat=n=%d:v=0:a=1,aformat=channel_layouts=stereo[voice];\n[voice][%d:a]amix=inputs=2:duration=first:normalize=0[out]", names.String(), len(s.places), len(s.places))
	return f.String()
}

// delayFilter delays each line and mixes all at once.
func delayFilter(s session) string {
	var f, names strings.Builder
	for i, p := range s.places {
		fmt.Fprintf(&f, "[%d:a]adelay=%dS,aformat=channel_layouts=stereo[d%d];\n", i, p.at, i)
		fmt.Fprintf(&names, "[d%d]", i)
	}
	fmt.Fprintf(&f, "%s[%d:a]amix=inputs=%d:duration=longest:normalize=0[out]", names.String(), len(s.places), len(s.places)+1)
	return f.String()
}

// sox mixes the lines, each through a pipe that delays it.
func (b *bench) sox(what string, s session) {
	args := []string{"-m", "-v", "1", b.path("bed.wav")}
	for _, p := range s.places {
		pipe := fmt.Sprintf("|sox %s -p pad %ds channels 2", p.wav, p.at)
		args = append(args, "-v", "1", pipe)
	}
	args = append(args, b.path("sox.wav"), "trim", "0", fmt.Sprintf("%ds", s.frames))
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
