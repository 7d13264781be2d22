// Package printed turns a plan into things to read and to look at: captions,
// chapters, labels, a transcript, pictures, a cover and a sheet to print, and a practice
// log into a picture. Each is a function of these alone; nothing here knows a sound, a
// file or a device.
package printed

import (
	"fmt"
	"strings"

	"unhunch/internal/plan"
)

// Printer writes a plan as a file that lies beside the sound.
type Printer struct {
	Name   string // how a user asks for it
	About  string
	Suffix string // follows the sound's name without its extension
	Print  func(*plan.Plan) []byte
}

// CaptionFormats lists the kinds of captions.
func CaptionFormats() []Printer {
	return []Printer{
		{"vtt", "WebVTT captions", ".vtt", VTT},
		{"srt", "SubRip captions", ".srt", SRT},
		{"lrc", "lyrics for portable players", ".lrc", LRC},
	}
}

// CaptionFormat finds one of CaptionFormats by its name.
func CaptionFormat(name string) (Printer, error) {
	var known []string
	for _, c := range CaptionFormats() {
		if strings.EqualFold(c.Name, name) {
			return c, nil
		}
		known = append(known, c.Name)
	}
	return Printer{}, fmt.Errorf("unknown captions %q: %s are known", name, strings.Join(known[:len(known)-1], ", ")+" and "+known[len(known)-1])
}

// Sidecars lists what else can be written beside the sound.
func Sidecars() []Printer {
	return []Printer{
		{"transcript", "the words as a text to read", ".txt", Transcript},
		{"labels", "every event as a label for Audacity", ".labels.txt", Labels},
		{"chapters", "chapters as Podcasting 2.0 JSON", ".chapters.json", PodcastChapters},
	}
}
