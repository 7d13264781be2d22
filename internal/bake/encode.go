package bake

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"

	"unhunch/internal/soundfile"
	"unhunch/internal/voice"
)

// encode writes a line in a format.
func encode(ctx context.Context, format string, t take, tmp string) ([]byte, error) {
	switch format {
	case "wav":
		return soundfile.WAV(t.Clip), nil
	case "flac":
		return soundfile.FLAC(t.Samples)
	case "mp3":
		return encodeMP3(ctx, t, tmp)
	case "ogg":
		return encodeVorbis(ctx, t, tmp)
	}
	return nil, fmt.Errorf("unknown format %q", format)
}

// wav is what an encoder is given.
func (t take) wav() []byte {
	if t.narrow {
		return soundfile.HalfWAV(t.Clip)
	}
	return soundfile.WAV(t.Clip)
}

// encoderOf is the program that a format is recorded with, or "".
func encoderOf(format string) string {
	return map[string]string{"mp3": "lame", "ogg": "oggenc"}[format]
}

// mp3Rate is the bit rate of MP3 in kbit/s. At half the sample rate, and with
// lame's slowest search, a listener's score is predicted at 4.47 for 32, 4.52 for
// 48, and 4.53 for 40.
func (t take) mp3Rate() int {
	if t.narrow {
		return 32
	}
	return 64
}

// mp3Args are how lame is to spend the bit rate. A constant one is smallest for
// clips as short as these; but in one of less than 64 kbit/s there is no room for
// lame to say where the sound begins and ends.
func (t take) mp3Args() []string {
	rate := strconv.Itoa(t.mp3Rate())
	if t.narrow {
		return []string{"--abr", rate, "--resample", "24"}
	}
	return []string{"--cbr", "-b", rate}
}

// encodeMP3 runs lame. Should another lame than the known one change the level, it
// is run once more against that.
func encodeMP3(ctx context.Context, t take, tmp string) ([]byte, error) {
	want := power(t.Samples)
	by := 1 / soundfile.LameScale(t.mp3Rate())
	for again := true; ; again = false {
		data, err := runLame(ctx, t, by, tmp)
		if err != nil {
			return nil, err
		}
		clip, err := soundfile.Decode("the sound of lame", data, voice.MaxLine)
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

func runLame(ctx context.Context, t take, scale float64, tmp string) ([]byte, error) {
	out := filepath.Join(tmp, "line.mp3")
	args := []string{"--quiet", "-q", "0", "-m", "m", "--noreplaygain", "--scale", fmt.Sprintf("%.5f", scale)}
	return runEncoder(ctx, t, out, "lame", slices.Concat(args, t.mp3Args(), []string{"-", out})...)
}

// encodeVorbis runs oggenc. At this quality a line is about as small as an MP3 of
// 64 kbit/s, and decoded in a quarter of the time. Without a serial number oggenc
// would choose another for each file, and so other bytes each time.
func encodeVorbis(ctx context.Context, t take, tmp string) ([]byte, error) {
	out := filepath.Join(tmp, "line.ogg")
	return runEncoder(ctx, t, out, "oggenc", "--quiet", "--quality", "1", "--serial", "1", "--output", out, "-")
}

// runEncoder runs a program that reads a WAV file from its standard input and
// writes the file out.
func runEncoder(ctx context.Context, t take, out, program string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Stdin = bytes.NewReader(t.wav())
	var stderr lastBytes
	stderr.most = 1 << 12
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s failed: %w%s", program, err, because(stderr.data))
	}
	return os.ReadFile(out)
}
