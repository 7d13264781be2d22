//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
)

// levels prints what ffmpeg measures of every built-in routine in every format.
func (b *bench) levels(loudness string) error {
	data, err := exec.CommandContext(b.ctx, b.program, "list", "--json").Output()
	if err != nil {
		return fmt.Errorf("listing the routines: %w", err)
	}
	var all struct {
		Routines []struct {
			ID string `json:"id"`
		} `json:"routines"`
	}
	if err := json.Unmarshal(data, &all); err != nil {
		return err
	}
	fmt.Println("| routine | format | unhunch says | ffmpeg says |\n|---|---|---|---|")
	for _, r := range all.Routines {
		for _, format := range []string{"m4b", "opus", "mp3", "flac", "wav"} {
			if err := b.levelOf(r.ID, format, loudness); err != nil {
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

func (b *bench) levelOf(id, format, loudness string) error {
	file := b.path("level." + format)
	defer os.Remove(file)
	said, err := exec.CommandContext(b.ctx, b.program, "export", id, "--force", "--loudness", loudness, "-o", file).CombinedOutput()
	if err != nil {
		return fmt.Errorf("exporting %s: %w: %s", id, err, lastLine(string(said)))
	}
	_, ours, _ := strings.Cut(lastLine(string(said)), "B, ")
	measured, err := exec.CommandContext(b.ctx, "ffmpeg", "-nostdin", "-hide_banner", "-i", file, "-map", "0:a",
		"-af", "ebur128=peak=true", "-f", "null", "-").CombinedOutput()
	if err != nil {
		return fmt.Errorf("measuring %s: %w: %s", id, err, lastLine(string(measured)))
	}
	fmt.Printf("| %s | %s | %s | %s, true peak %s dBTP |\n", id, format, ours,
		lastMatch(loudnessFigure, measured), lastMatch(peakFigure, measured))
	return nil
}

// lastMatch is the figure of the summary, which comes after those of each moment.
func lastMatch(figure *regexp.Regexp, report []byte) string {
	all := figure.FindAllSubmatch(report, -1)
	if len(all) == 0 {
		return "nothing"
	}
	return string(all[len(all)-1][1])
}
