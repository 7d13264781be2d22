package export

import (
	"strings"

	"unhunch/internal/plan"
	"unhunch/internal/printed"
)

// program is named as the maker of a file. It holds no version, so that files
// change only where their sound or words do.
const program = "unhunch"

// coverFront says that a picture is the front cover, in the numbers of ID3.
const coverFront = 3

// metadata is what a file says of itself.
type metadata struct {
	title    string
	artist   string
	album    string
	genre    string
	comment  string // the safety notice
	language string // as the plan names it: "en"
	chapters []printed.Chapter
}

func newMetadata(p *plan.Plan) *metadata {
	return &metadata{
		title: p.Title, artist: program, album: program, genre: "Speech",
		comment: p.Phrases().Notice(), language: p.Language, chapters: printed.Chapters(p),
	}
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
