package export

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"unhunch/internal/plan"
)

// Format is a kind of audio file.
type Format struct {
	Name  string // as in a file's extension, without the dot
	About string // in a few words, for help texts
	Lossy bool

	streams bool   // can be written from front to back
	plain   bool   // samples as they are: written as fast as they are measured
	most    int64  // bytes that a file holds; 0: any number
	outside bool   // another program encodes it, which may be missing
	brand   string // of an MP4 file
	media   byte   // the kind that an MP4 file says it is; 0: none
	stereo  bool   // has two channels unless asked otherwise
	rate    [2]int // bits a second, mono and stereo
	room    room   // for what encoding does to peaks
	check   func(*job) error
	open    func(context.Context, io.WriteSeeker, *job) (encoder, error)
}

// encoder takes interleaved samples and writes a file.
type encoder interface {
	write(samples []float32) error // must not change or keep them
	close() error                  // finishes the file
	abort()                        // gives up; the file is thrown away
}

// Formats lists what can be written, the usual one first.
func Formats() []Format {
	return append(aacFormats(), opusFormat(), mp3Format(), flacFormat(), wavFormat())
}

// FormatOf finds a format by its name or a file's extension, with or without
// its dot. The error of an unknown one lists those that are known.
func FormatOf(name string) (Format, error) {
	name = strings.ToLower(strings.TrimPrefix(name, "."))
	all := Formats()
	for _, f := range all {
		if f.Name == name || f.Name == synonyms[name] {
			return f, nil
		}
	}
	if err := leftOut(name); err != nil {
		return Format{}, err
	}
	var known []string
	for _, f := range all {
		known = append(known, f.Name)
	}
	if name == "" {
		return Format{}, fmt.Errorf("the file's name has no extension that says its format: %s are known", list(known, "and"))
	}
	return Format{}, fmt.Errorf("unknown format %q: %s are known", name, list(known, "and"))
}

var synonyms = map[string]string{"wave": "wav", "ogg": "opus"}

// usualChannels is two where the file is to be kept or worked on, where a bed fills
// both ears, or where a side sounds, and one where it is to be small.
func (f Format) usualChannels(p *plan.Plan) int {
	wide := slices.ContainsFunc(p.Events, func(e plan.Event) bool { return e.Bus == plan.BusBed || e.Leans() })
	if f.stereo || wide {
		return 2
	}
	return 1
}

// bitrate is the rate asked for, or the usual one for one or two channels.
func (j *job) bitrate() int {
	if j.opt.Bitrate > 0 {
		return j.opt.Bitrate
	}
	return j.format.rate[j.opt.Channels-1]
}

// streaming names the formats that can be written to a pipe.
func streaming() []string { return those(func(f Format) bool { return f.streams }) }

// those are the names of the formats of which something is so.
func those(so func(Format) bool) []string {
	var out []string
	for _, f := range Formats() {
		if so(f) {
			out = append(out, f.Name)
		}
	}
	return out
}

// list writes words as a list in a sentence.
func list(words []string, and string) string {
	switch n := len(words); n {
	case 0:
		return "none"
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " " + and + " " + words[n-1]
	}
}
