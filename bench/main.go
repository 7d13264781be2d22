//go:build unix

// Bench compares unhunch export with what people use today for the same job:
// ffmpeg, sox and lame, in one run, on the same recordings at the same places.
//
//	go run ./bench                        5 and 20 minutes
//	go run ./bench -minutes 5,20,60,480   all of them
//	go run ./bench -slow                  with the forms that take minutes
//	go run ./bench -levels                the loudness of every routine instead
//
// It prints wall time, processor time and peak memory. Tools that are not
// installed are left out, and said to be.
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
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	minutes := flag.String("minutes", "5,20", "lengths of the sessions, in minutes")
	slow := flag.Bool("slow", false, "also the forms that take minutes: adelay, and sox with pipes")
	levels := flag.Bool("levels", false, "instead, what ffmpeg measures of every routine in every format")
	keep := flag.Bool("keep", false, "keep the files, and say where they are")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *minutes, *slow, *levels, *keep); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, minutes string, slow, levels, keep bool) error {
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
	if levels {
		return b.levels()
	}
	if err := b.makeBed(); err != nil {
		return err
	}
	fmt.Printf("%s/%s, %d cores, %s\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
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
	real    float64 // seconds of the session under way
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

// row measures a program and prints it. One that is not installed, or that
// fails, is said to be and is no reason to stop.
func (b *bench) row(what, output, name string, args ...string) {
	if _, err := exec.LookPath(name); err != nil {
		fmt.Printf("| %s | not installed | | | | |\n", what)
		return
	}
	os.Remove(b.path(output)) // to empty a large file takes time, too
	c, err := b.measure(name, args...)
	if b.ctx.Err() != nil {
		return
	}
	if err != nil {
		fmt.Printf("| %s | %v | | | | |\n", what, err)
		return
	}
	bytes := "-"
	if info, err := os.Stat(b.path(output)); err == nil {
		bytes = fmt.Sprintf("%.1f MB", float64(info.Size())/1e6)
	}
	fmt.Printf("| %s | %.2f s | %.2f s | %.0f | %.0f MB | %s |\n",
		what, c.wall.Seconds(), c.cpu.Seconds(), b.real/c.wall.Seconds(), float64(c.memory)/1e6, bytes)
}

// skip says why something is not measured.
func (b *bench) skip(what, why string) { fmt.Printf("| %s | %s | | | | |\n", what, why) }

// length compares everything on a session of some minutes.
func (b *bench) length(minutes int) error {
	s, err := b.session(minutes)
	if err != nil {
		return err
	}
	b.real = s.seconds
	fmt.Printf("\n%d minutes: %d lines, %d tones\n\n", minutes, len(s.places), s.tones)
	fmt.Println("| | wall | processor | times real time | memory | size |")
	fmt.Println("|---|---|---|---|---|---|")
	b.ours(s)
	b.wholeMix(s)
	b.encoders()
	return b.ctx.Err()
}

// ours measures unhunch export.
func (b *bench) ours(s session) {
	export := func(what, output string, more ...string) {
		args := append([]string{"export", s.routine, "--force", "-q", "-o", b.path(output)}, more...)
		b.row(what, output, b.program, args...)
	}
	bed := []string{"--bed", b.path("bed.wav")}
	export("unhunch, WAV, voice and tones", "ours.wav")
	export("unhunch, WAV, voice and tones, level as it is", "ours.wav", "--loudness", "off")
	export("unhunch, WAV, with the bed, level as it is", "ours-bed.wav", append(bed, "--loudness", "off")...)
	export("the same, lines from the same WAV files", "ours-bed.wav", append(bed, "--loudness", "off", "--voice", s.voice)...)
	export("unhunch, WAV, with the bed, brought to -16 LUFS", "ours-bed.wav", bed...)
	export("the same, lines from the same WAV files", "ours-bed.wav", append(bed, "--voice", s.voice)...)
	b.row("the same bytes, copied", "copy.wav", "cp", b.path("ours-bed.wav"), b.path("copy.wav"))
	export("unhunch, M4B 64k", "ours.m4b", "--bitrate", "64k")
	export("unhunch, M4B 96k, with the bed", "ours-bed.m4b", bed...)
	export("unhunch, Opus 32k", "ours.opus")
	export("unhunch, MP3 64k", "ours.mp3")
	export("unhunch, FLAC", "ours.flac")
}

// encoders measures others on our WAV, in as many channels as ours are.
func (b *bench) encoders() {
	wav := b.path("ours.wav")
	ffmpeg := func(what, input, output string, more ...string) {
		args := append([]string{"-nostdin", "-v", "error", "-y", "-i", input}, more...)
		b.row(what, output, "ffmpeg", append(args, b.path(output))...)
	}
	ffmpeg("ffmpeg aac 64k, from our WAV", wav, "theirs.m4a", "-ac", "1", "-c:a", "aac", "-b:a", "64k")
	ffmpeg("ffmpeg aac 96k, from our WAV with the bed", b.path("ours-bed.wav"), "theirs-bed.m4a", "-c:a", "aac", "-b:a", "96k")
	ffmpeg("ffmpeg libopus 32k, from our WAV", wav, "theirs.opus", "-ac", "1", "-c:a", "libopus", "-b:a", "32k")
	ffmpeg("ffmpeg libmp3lame 64k, from our WAV", wav, "theirs.mp3", "-ac", "1", "-c:a", "libmp3lame", "-b:a", "64k")
	b.row("lame 64k, from our WAV", "lame.mp3", "lame", "--silent", "-m", "m", "--cbr", "-b", "64", "-a", wav, b.path("lame.mp3"))
	ffmpeg("ffmpeg flac, from our WAV", wav, "theirs.flac", "-c:a", "flac")
}
