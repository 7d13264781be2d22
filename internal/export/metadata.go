package export

import (
	"fmt"
	"strings"

	"unhunch/internal/plan"
)

// program is named as the maker of a file. It holds no version, so that files
// change only where their sound or words do.
const program = "unhunch"

// metadata is what a file says of itself.
type metadata struct {
	title    string
	artist   string
	album    string
	genre    string
	comment  string // the safety notice
	language string // as the plan names it: "en"
	chapters []chapter
}

// chapter is a part of the session; parts holds its sides, sets or phases.
type chapter struct {
	at, end plan.Frame
	title   string
	parts   []chapter
}

func newMetadata(p *plan.Plan) *metadata {
	return &metadata{
		title: p.Title, artist: program, album: program, genre: "Speech",
		comment: p.Phrases().Notice(), language: p.Language, chapters: chapters(p),
	}
}

// chapters nests the plan's chapters. Those of a level follow each other
// without a gap, from the first frame to the last, since players show the
// chapter before a gap or none at all.
func chapters(p *plan.Plan) []chapter {
	var all []chapter
	for _, c := range p.Chapters {
		if c.At >= p.Frames {
			continue
		}
		next := chapter{at: c.At, end: c.At + c.Frames, title: c.Title}
		if c.Level > 0 && len(all) > 0 {
			last := &all[len(all)-1]
			last.parts = append(last.parts, next)
			continue
		}
		all = append(all, next)
	}
	if len(all) == 0 || all[0].at > 0 {
		all = append([]chapter{{title: p.Title}}, all...)
	}
	for i := range all {
		all[i].end = p.Frames
		if i+1 < len(all) {
			all[i].end = all[i+1].at
		}
		parts := all[i].parts
		for k := range parts {
			parts[k].end = all[i].end
			if k+1 < len(parts) {
				parts[k].end = parts[k+1].at
			}
		}
	}
	return all
}

// milliseconds is the time of a frame, rounded once.
func milliseconds(f plan.Frame) int64 {
	const perMS = plan.Rate / 1000
	return (int64(f) + perMS/2) / perMS
}

// timestamp writes h:mm:ss.mmm with at least two digits of hours.
func timestamp(f plan.Frame, point string) string {
	ms := milliseconds(f)
	return fmt.Sprintf("%02d:%02d:%02d%s%03d", ms/3600000, ms/60000%60, ms/1000%60, point, ms%1000)
}

// languageCode gives the three letters of ISO 639-2 for a language of two.
func languageCode(tag string) string {
	two, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if code, ok := languageCodes[two]; ok {
		return code
	}
	return "und"
}

var languageCodes = map[string]string{
	"de": "deu", "en": "eng", "es": "spa", "fr": "fra", "it": "ita", "ja": "jpn", "nl": "nld",
	"pl": "pol", "pt": "por", "ru": "rus", "sv": "swe", "tr": "tur", "uk": "ukr", "zh": "zho",
}
