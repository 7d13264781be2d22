package voice

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// PackFile is the file in a pack's folder that tells what is in it.
const PackFile = "pack.yaml"

// Formats are what recordings can be stored in.
var Formats = []string{"flac", "mp3", "ogg", "wav"}

// Index is what a pack.yaml says.
type Index struct {
	Head  Head
	Lines []Line

	text   []byte // of the head, as it stands in the file, comments and all; nil if it is new
	asRead []byte // what renderHead made of the head then
}

// Head is what a pack says of itself, apart from its lines.
type Head struct {
	Name     string
	Language string // as a tag such as "en" or "pt-BR"
	About    string
	Licence  string // of the engine and the voice that made it
	Credit   string
	Format   string // of what is recorded: "mp3", "ogg", "flac" or "wav"; "" is "flac"
	Made     Made
}

// Made tells how a pack was recorded, so that it can be made again: by one of the
// voices that are built in, or by a command.
type Made struct {
	Speaker string            // the name of a built-in voice
	Engine  []string          // the command that says a text, see the package bake
	Counts  []string          // the same for counts, where it differs
	Respell map[string]string // phrases that the engine is given in another spelling
}

// Phrases are the phrases of Respell, longer ones before those that they begin like.
func (m Made) Phrases() []string {
	phrases := make([]string, 0, len(m.Respell))
	for from := range m.Respell {
		phrases = append(phrases, from)
	}
	slices.SortFunc(phrases, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	return phrases
}

// Line is one recording of a pack. Frames is -1 where it has not been measured.
type Line struct {
	Text   string
	File   string // within the pack
	Frames int64
	Stress int64 // the frame at which the first stressed vowel begins; 0 if that is not known
}

// ReadIndex reads the pack.yaml in a folder of the user's, where lines need not have
// been measured. What is wrong with it is told as a fault.List.
func ReadIndex(dir string) (*Index, error) {
	return readIndex(os.DirFS(dir), ".", filepath.Join(dir, PackFile), false)
}

// readIndex reads the pack.yaml in a folder, which goes by a name in faults.
func readIndex(fsys fs.FS, dir, name string, measured bool) (*Index, error) {
	data, err := readLimited(fsys, path.Join(dir, PackFile), maxPackBytes)
	if err != nil {
		return nil, err
	}
	return parseIndex(name, data, measured)
}

// Render is the index as a pack.yaml. A head that is as it was read keeps its
// comments.
func (x *Index) Render() []byte {
	head := renderHead(x.Head)
	if x.text != nil && bytes.Equal(head, x.asRead) {
		head = slices.Clone(x.text)
	}
	return append(head, renderLines(x.Lines)...)
}

// headText is what comes before the lines of a pack.yaml, whose key is on line
// linesAt; 0 if there are none.
func headText(data []byte, linesAt int) []byte {
	head := string(data)
	if linesAt > 0 {
		head = firstLines(head, linesAt-1)
	}
	if !strings.HasSuffix(head, "\n") {
		head += "\n"
	}
	return []byte(head)
}

// lineBreaks are those of YAML; a return and a line feed together are one.
const lineBreaks = "\r\n\u0085\u2028\u2029"

// firstLines are the first n lines of a YAML file, or all that it has.
func firstLines(text string, n int) string {
	rest := text
	for ; n > 0; n-- {
		i := strings.IndexAny(rest, lineBreaks)
		if i < 0 {
			return text
		}
		rest = rest[i:]
		if after, ok := strings.CutPrefix(rest, "\r\n"); ok {
			rest = after
			continue
		}
		_, size := utf8.DecodeRuneInString(rest)
		rest = rest[size:]
	}
	return text[:len(text)-len(rest)]
}

// renderHead writes what comes before the lines.
func renderHead(h Head) []byte {
	var b bytes.Buffer
	pair := func(indent, key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s%s: %s\n", indent, key, quote(value))
		}
	}
	pair("", "name", h.Name)
	pair("", "language", h.Language)
	pair("", "about", h.About)
	pair("", "licence", h.Licence)
	pair("", "credit", h.Credit)
	pair("", "format", h.Format)
	if h.Made.Speaker != "" || len(h.Made.Engine) > 0 {
		b.WriteString("made:\n")
		pair("  ", "speaker", h.Made.Speaker)
		for _, c := range []struct {
			key   string
			words []string
		}{{"engine", h.Made.Engine}, {"counts", h.Made.Counts}} {
			if len(c.words) > 0 {
				fmt.Fprintf(&b, "  %s: %s\n", c.key, quoteAll(c.words))
			}
		}
		for i, from := range h.Made.Phrases() {
			if i == 0 {
				b.WriteString("  respell:\n")
			}
			pair("    ", quote(from), h.Made.Respell[from])
		}
	}
	return b.Bytes()
}

// renderLines writes the lines, ordered by their text. A line that has not been
// measured is only the name of its file.
func renderLines(lines []Line) []byte {
	lines = slices.Clone(lines)
	slices.SortFunc(lines, func(a, b Line) int { return strings.Compare(a.Text, b.Text) })
	var b bytes.Buffer
	b.WriteString("lines:\n")
	for _, l := range lines {
		if l.Frames < 0 {
			fmt.Fprintf(&b, "  %s: %s\n", quote(l.Text), plainOrQuoted(l.File))
			continue
		}
		stress := ""
		if l.Stress > 0 {
			stress = fmt.Sprintf(", stress: %d", l.Stress)
		}
		fmt.Fprintf(&b, "  %s: {file: %s, frames: %d%s}\n", quote(l.Text), plainOrQuoted(l.File), l.Frames, stress)
	}
	return b.Bytes()
}

// quote writes a text as a YAML scalar in quotation marks; JSON's are YAML's.
func quote(s string) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return strconv.Quote(s)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func quoteAll(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = quote(w)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// plainName is what YAML takes for a text without quotation marks.
var plainName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*\.(flac|mp3|ogg|wav)$`)

func plainOrQuoted(s string) string {
	if plainName.MatchString(s) {
		return s
	}
	return quote(s)
}
