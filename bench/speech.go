//go:build unix

package main

import (
	"fmt"
	"os"
	"strings"
	"time"
)

// speech prints what it takes to speak words that nobody has recorded, on one
// core: all of it, from the start of the program to the file, and the layout of a
// routine alone, which is what a listener waits for before the first sound.
func (b *bench) speech() error {
	var text, routine strings.Builder
	routine.WriteString("title: Forty lines\nsession:\n")
	for i := range 40 {
		line := fmt.Sprintf("Line %d is about a purple zebra, which stretches its neck and lets its scapulae slide.", i+1)
		fmt.Fprintln(&text, line)
		fmt.Fprintf(&routine, "  - say: %s\n", line)
	}
	if err := os.WriteFile(b.path("forty.yaml"), []byte(routine.String()), 0o666); err != nil {
		return err
	}
	fmt.Println("| on one core | wall | processor | times real time, of the processor | peak memory |\n|---|---|---|---|---|")
	for _, kind := range []struct{ name, debug string }{
		{"40 sentences spoken to a file", "cpu.none=on"}, {"the same without AVX2", "cpu.avx2=off"}, {"without any vector instructions", "cpu.all=off"},
	} {
		c, err := b.best("forty.wav", "env", "GOMAXPROCS=1", "GODEBUG="+kind.debug, b.program, "voice", "say", "--loudness", "off", "--force", "-o", b.path("forty.wav"), text.String())
		if err != nil {
			return err
		}
		info, err := os.Stat(b.path("forty.wav"))
		if err != nil {
			return err
		}
		const bytesPerSecond = 2 * 2 * 48000
		seconds := float64(info.Size()) / bytesPerSecond
		fmt.Printf("| %s, %.0f s | %v | %v | %.0f | %d MB |\n", kind.name, seconds,
			c.wall.Round(time.Millisecond), c.cpu.Round(time.Millisecond), seconds/c.cpu.Seconds(), c.memory>>20)
	}
	for _, row := range []struct {
		name string
		args []string
	}{
		{"one word spoken to a file", []string{"voice", "say", "--force", "-o", b.path("word.wav"), "Hello."}},
		{"a routine with 40 lines of its own laid out", []string{"show", b.path("forty.yaml")}},
		{"a routine laid out that is recorded", []string{"show", "guide-a"}},
	} {
		c, err := b.best("word.wav", "env", append([]string{"GOMAXPROCS=1", b.program}, row.args...)...)
		if err != nil {
			return err
		}
		fmt.Printf("| %s | %v | %v | | %d MB |\n", row.name, c.wall.Round(time.Millisecond), c.cpu.Round(time.Millisecond), c.memory>>20)
	}
	return nil
}
