//go:build unix

package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"unhunch/internal/loudness"
	"unhunch/internal/plan"
)

// levels prints what is measured of every built-in routine and breathing pattern in
// every format, as ffmpeg decodes it.
func (b *bench) levels(loudness string) error {
	data, err := exec.CommandContext(b.ctx, b.program, "list", "--json").Output()
	if err != nil {
		return fmt.Errorf("listing the routines: %w", err)
	}
	var all struct {
		Routines, Patterns []struct {
			ID string `json:"id"`
		}
	}
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	fmt.Println("| session | format | unhunch says | words | everything |\n|---|---|---|---|---|")
	for i, r := range append(all.Routines, all.Patterns...) {
		command := "export"
		if i >= len(all.Routines) {
			command = "breathe"
		}
		for _, format := range []string{"m4b", "opus", "mp3", "flac", "wav"} {
			if err := b.levelOf(command, r.ID, format, loudness); err != nil {
				return err
			}
		}
	}
	return nil
}

var (
	loudnessFigure = regexp.MustCompile(`I: +(\S+ LUFS)`)
	peakFigure     = regexp.MustCompile(`Peak: +(\S+) dBFS`)
)

func (b *bench) levelOf(command, id, format, loudness string) error {
	file := b.path("level." + format)
	defer os.Remove(file)
	said, err := exec.CommandContext(b.ctx, b.program, command, id, "--force", "--loudness", loudness, "-o", file).CombinedOutput()
	if err != nil {
		return fmt.Errorf("exporting %s: %w: %s", id, err, lastLine(string(said)))
	}
	_, ours, _ := strings.Cut(lastLine(string(said)), "B, ")
	measured, err := exec.CommandContext(b.ctx, "ffmpeg", "-nostdin", "-hide_banner", "-i", file, "-map", "0:a",
		"-af", "ebur128=peak=true", "-f", "null", "-").CombinedOutput()
	if err != nil {
		return fmt.Errorf("measuring %s: %w: %s", id, err, lastLine(string(measured)))
	}
	words, err := b.wordsOf(id, file, strings.Contains(string(measured), "stereo"))
	if err != nil {
		return fmt.Errorf("measuring the words of %s: %w", id, err)
	}
	fmt.Printf("| %s | %s | %s | %.1f LUFS | %s, true peak %s dBTP |\n", id, format, ours, words,
		lastMatch(loudnessFigure, measured), lastMatch(peakFigure, measured))
	return nil
}

// wordsOf is the gated loudness of what lies in a file where the plan has words.
func (b *bench) wordsOf(id, file string, stereo bool) (float64, error) {
	data, err := exec.CommandContext(b.ctx, b.program, "show", id, "--json").Output()
	if err != nil {
		return 0, err
	}
	var p plan.Plan
	if err := json.Unmarshal(data, &p); err != nil {
		return 0, err
	}
	channels := 1
	if stereo {
		channels = 2
	}
	decode := exec.CommandContext(b.ctx, "ffmpeg", "-nostdin", "-v", "error", "-i", file, "-map", "0:a", "-f", "f32le", "-")
	sound, err := decode.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := decode.Start(); err != nil {
		return 0, err
	}
	defer decode.Wait()
	defer sound.Close()
	meter := loudness.NewMeter(plan.Rate, channels)
	pause := make([]float32, channels*plan.Rate*4/10)
	var at plan.Frame
	for _, e := range p.Events {
		if e.Kind != plan.KindLine || e.File != "" {
			continue
		}
		if _, err := io.CopyN(io.Discard, sound, 4*int64(channels)*int64(e.At-at)); err != nil {
			return 0, err
		}
		words := make([]float32, channels*int(e.Frames))
		if err := binary.Read(sound, binary.LittleEndian, words); err != nil {
			return 0, err
		}
		meter.Write(pause)
		meter.Write(words)
		at = e.End()
	}
	meter.Write(pause)
	if l := meter.Integrated(); !math.IsInf(l, 0) {
		return l, nil
	}
	return 0, fmt.Errorf("there are none")
}

// lastMatch is the figure of the summary, which comes after those of each moment.
func lastMatch(figure *regexp.Regexp, report []byte) string {
	all := figure.FindAllSubmatch(report, -1)
	if len(all) == 0 {
		return "nothing"
	}
	return string(all[len(all)-1][1])
}
