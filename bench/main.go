//go:build unix

// Bench compares unhunch export with what people use today for the same job:
// ffmpeg, sox and lame, in one run, on the same recordings at the same places.
//
//	go run ./bench                        5 and 20 minutes
//	go run ./bench -minutes 5,20,60,480   all of them
//	go run ./bench -slow                  with the forms that take minutes
//	go run ./bench -speech                words that are spoken live instead
//	go run ./bench -levels                the loudness of every routine instead
//	go run ./bench -levels -loudness streaming
//
// It prints wall time, processor time and peak memory, of the fastest of a few
// tries for what is short, and how many times ours the others take. Tools that
// are not installed are left out, and said to be.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	minutes := flag.String("minutes", "5,20", "lengths of the sessions, in minutes")
	slow := flag.Bool("slow", false, "also sox with a pipe for each line, and the others at lengths that take minutes")
	levels := flag.Bool("levels", false, "instead, what is measured of every routine and breathing pattern in every format")
	speech := flag.Bool("speech", false, "instead, what it takes to speak words that nobody has recorded")
	loudness := flag.String("loudness", "speech", "with -levels: the loudness that is asked for")
	keep := flag.Bool("keep", false, "keep the files, and say where they are")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	target := ""
	if *levels {
		target = *loudness
	}
	if err := run(ctx, *minutes, *slow, *speech, target, *keep); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run compares sessions of some minutes, or measures speech, or the levels of all
// routines at a loudness, if there is one.
func run(ctx context.Context, minutes string, slow, speech bool, loudness string, keep bool) error {
	dir, err := os.MkdirTemp("", "unhunch-bench-")
	if err != nil {
		return err
	}
	if keep {
		fmt.Fprintln(os.Stderr, "bench: files are in", dir)
	} else {
		defer os.RemoveAll(dir)
	}
	b := &bench{ctx: ctx, dir: dir, slow: slow, program: filepath.Join(dir, "unhunch")}
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", b.program, "./cmd/unhunch").CombinedOutput(); err != nil {
		return fmt.Errorf("building unhunch: %w\n%s", err, out)
	}
	if loudness != "" {
		return b.levels(loudness)
	}
	fmt.Printf("%s/%s, %d cores, %s\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	if speech {
		forgetPeak()
		return b.speech()
	}
	if err := b.makeBed(); err != nil {
		return err
	}
	for _, m := range strings.Split(minutes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(m))
		if err != nil || n < 1 || n > 600 {
			return fmt.Errorf("-minutes %q: whole numbers from 1 to 600 are possible", m)
		}
		if err := b.length(n); err != nil {
			return err
		}
	}
	return nil
}

// bench runs programs and prints what they took.
type bench struct {
	ctx     context.Context
	dir     string
	program string
	slow    bool
	real    float64         // seconds of the session under way
	took    map[string]cost // by what was measured of it
}

// path is the place of a file.
func (b *bench) path(name string) string { return filepath.Join(b.dir, name) }

// cost is what a program took.
type cost struct {
	wall, cpu time.Duration
	memory    int64 // bytes at the peak, of the largest process
}

// measure runs a program.
func (b *bench) measure(name string, args ...string) (cost, error) {
	cmd := exec.CommandContext(b.ctx, name, args...)
	var said strings.Builder
	cmd.Stderr = &said
	start := time.Now()
	err := cmd.Run()
	c := cost{wall: time.Since(start)}
	if err != nil {
		return c, fmt.Errorf("%s: %w: %s", filepath.Base(name), err, lastLine(said.String()))
	}
	c.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if r, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		c.memory = int64(r.Maxrss)
		if runtime.GOOS != "darwin" { // which counts in bytes
			c.memory *= 1024
		}
	}
	return c, nil
}

func lastLine(s string) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return lines[len(lines)-1]
}

// What is measured again, in the hope of a moment in which nobody else is at
// work on the machine: so many times, unless that takes too long.
const (
	mostTries = 5
	trying    = 6 * time.Second
)

// best measures a program that writes output, several times, and gives the
// quickest.
func (b *bench) best(output, name string, args ...string) (c cost, err error) {
	for begin, try := time.Now(), 0; try == 0 || try < mostTries && time.Since(begin) < trying; try++ {
		os.Remove(b.path(output)) // to empty a large file takes time, too
		once, err := b.measure(name, args...)
		if err != nil {
			return c, err
		}
		if try == 0 || once.wall < c.wall {
			c = once
		}
	}
	return c, nil
}

// row measures a program and prints it. One that is not installed, or that
// fails, is said to be and is no reason to stop.
func (b *bench) row(what, output, name string, args ...string) {
	if _, err := exec.LookPath(name); err != nil {
		fmt.Printf("| %s | not installed | | | | |\n", what)
		return
	}
	c, err := b.best(output, name, args...)
	if b.ctx.Err() != nil {
		return
	}
	if err != nil {
		fmt.Printf("| %s | %v | | | | |\n", what, err)
		return
	}
	b.took[what] = c
	bytes := "-"
	if info, err := os.Stat(b.path(output)); err == nil {
		bytes = fmt.Sprintf("%.1f MB", float64(info.Size())/1e6)
	}
	fmt.Printf("| %s | %.2f s | %.2f s | %.0f | %.0f MB | %s |\n",
		what, c.wall.Seconds(), c.cpu.Seconds(), b.real/c.wall.Seconds(), float64(c.memory)/1e6, bytes)
}

// forgetPeak makes the memory that this program has taken so far not count. On
// Linux, a program that is started is given the peak of the one that starts it.
func forgetPeak() {
	debug.FreeOSMemory()
	os.WriteFile("/proc/self/clear_refs", []byte("5"), 0)
}

// skip says why something is not measured.
func (b *bench) skip(what, why string) { fmt.Printf("| %s | %s | | | | |\n", what, why) }

// length compares everything on a session of some minutes.
func (b *bench) length(minutes int) error {
	s, err := b.material(minutes)
	if err != nil {
		return err
	}
	b.real, b.took = s.seconds, map[string]cost{}
	forgetPeak()
	fmt.Printf("\n%d minutes: %d lines, %d tones\n\n", minutes, len(s.places), s.tones)
	fmt.Println("| | wall | processor | times real time | memory | size |")
	fmt.Println("|---|---|---|---|---|---|")
	b.ours(s)
	b.wholeMix(s)
	b.encoders()
	b.ratios()
	return b.ctx.Err()
}

// The rows of ours that others are compared with.
const (
	rowVoice     = "unhunch, WAV, voice and tones"
	rowBedAsIs   = "unhunch, WAV, with the bed, level as it is, lines from the same WAV files"
	rowBedAsIsMP = "unhunch, WAV, with the bed, level as it is, lines from MP3"
	rowBed       = "unhunch, WAV, with the bed, brought to -16 LUFS, lines from the same WAV files"
	rowM4B       = "unhunch, M4B"
	rowM4BBed    = "unhunch, M4B, with the bed"
	rowMP3       = "unhunch, MP3 64k"
)

// ours measures unhunch export.
func (b *bench) ours(s material) {
	channels := []string{}
	if s.channels == 1 {
		channels = []string{"--channels", "1"}
	}
	export := func(what, output string, more ...string) {
		args := append([]string{"export", s.routine, "--force", "-q", "-o", b.path(output)}, more...)
		b.row(what, output, b.program, append(args, channels...)...)
	}
	bed := []string{"--bed", b.path("bed.wav")}
	export(rowVoice, "ours.wav")
	export("unhunch, WAV, voice and tones, level as it is", "ours.wav", "--loudness", "off")
	export(rowBedAsIsMP, "ours-bed.wav", append(bed, "--loudness", "off")...)
	export(rowBedAsIs, "ours-bed.wav", append(bed, "--loudness", "off", "--voice", s.voice)...)
	export("unhunch, WAV, with the bed, brought to -16 LUFS, lines from MP3", "ours-bed.wav", bed...)
	export(rowBed, "ours-bed.wav", append(bed, "--voice", s.voice)...)
	b.row("the same bytes, copied", "copy.wav", "cp", b.path("ours-bed.wav"), b.path("copy.wav"))
	export(rowM4B, "ours.m4b", "--bitrate", "64k")
	export(rowM4BBed, "ours-bed.m4b", append(bed, "--bitrate", "96k")...)
	export("unhunch, M4B, with rain", "ours-rain.m4b", "--bed", "rain", "--bitrate", "96k")
	export("unhunch, Opus 32k", "ours.opus")
	export(rowMP3, "ours.mp3", "--bitrate", "64k")
	export("unhunch, FLAC", "ours.flac")
}

// The rows of others that work on our WAV.
const (
	rowAAC     = "ffmpeg aac 64k, from our WAV"
	rowAACBed  = "ffmpeg aac 96k, from our WAV with the bed"
	rowLame    = "lame 64k, from our WAV"
	rowLibLame = "ffmpeg libmp3lame 64k, from our WAV"
)

// encoders measures others on our WAV, in as many channels as ours are.
func (b *bench) encoders() {
	wav := b.path("ours.wav")
	ffmpeg := func(what, input, output string, more ...string) {
		args := append([]string{"-nostdin", "-v", "error", "-y", "-i", input}, more...)
		b.row(what, output, "ffmpeg", append(args, b.path(output))...)
	}
	ffmpeg(rowAAC, wav, "theirs.m4a", "-c:a", "aac", "-b:a", "64k")
	ffmpeg(rowAACBed, b.path("ours-bed.wav"), "theirs-bed.m4a", "-c:a", "aac", "-b:a", "96k")
	ffmpeg("ffmpeg libopus 32k, from our WAV", wav, "theirs.opus", "-ac", "1", "-c:a", "libopus", "-b:a", "32k")
	ffmpeg(rowLibLame, wav, "theirs.mp3", "-ac", "1", "-c:a", "libmp3lame", "-b:a", "64k")
	b.row(rowLame, "lame.mp3", "lame", "--silent", "-m", "m", "--cbr", "-b", "64", "-a", wav, b.path("lame.mp3"))
	ffmpeg("ffmpeg flac, from our WAV", wav, "theirs.flac", "-c:a", "flac")
}

// ratios prints how many times as long others take as we do for the same.
func (b *bench) ratios() {
	fmt.Println()
	for _, pair := range [][2]string{
		{rowConcat, rowBedAsIs}, {rowConcat, rowBedAsIsMP}, {rowList, rowBedAsIs},
		{rowDelay, rowBedAsIs}, {rowDelay, rowBedAsIsMP}, {rowPipes, rowBedAsIs},
		{rowAAC, rowM4B}, {rowAACBed, rowM4BBed}, {rowLame, rowMP3}, {rowLibLame, rowMP3},
	} {
		theirs, both := b.took[pair[0]]
		ours, too := b.took[pair[1]]
		if both && too {
			fmt.Printf("%.1f times: %s / %s\n", theirs.wall.Seconds()/ours.wall.Seconds(), pair[0], pair[1])
		}
	}
	if concat, ok := b.took[rowConcat]; ok {
		raised, ours := b.took[rowRaised], b.took[rowBed]
		fmt.Printf("%.1f times: %s, and raised / %s\n", (concat.wall+raised.wall).Seconds()/ours.wall.Seconds(), rowConcat, rowBed)
	}
}
