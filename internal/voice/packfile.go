package voice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"unhunch/internal/document"
	"unhunch/internal/fault"
	"unhunch/internal/soundfile"

	"gopkg.in/yaml.v3"
)

// maxPackBytes is the largest pack.yaml that is read. Nine hundred lines take a
// tenth of a megabyte, and three milliseconds to read.
const maxPackBytes = 8 << 20

// formats are what Bake can record to.
var formats = []string{"flac", "mp3", "ogg", "wav"}

// packDoc is a pack.yaml that has been read.
type packDoc struct {
	file    string
	head    Head
	lines   []line
	linesAt int // the line of the file that the key "lines" is on; 0 for none
}

// packReader reads a pack.yaml, and collects what is wrong with it.
type packReader struct {
	doc      packDoc
	measured bool // whether every line must have its length
	faults   fault.List
}

// form is what a pack.yaml may be.
var form = document.Form{
	MaxBytes: maxPackBytes, MaxDepth: 8,
	Empty: "a pack begins with name: and language:",
	Large: "the texts of everything built in take a tenth of one",
	Deep:  "a pack takes three levels",
	Alias: "write it out",
}

// parsePack reads a pack.yaml. Measured says whether lines must have their
// length, which Bake is there to put in. What is wrong is told as a fault.List.
func parsePack(file string, data []byte, measured bool) (*packDoc, error) {
	top, err := document.Read(file, data, form)
	if err != nil {
		return nil, err
	}
	r := &packReader{doc: packDoc{file: file}, measured: measured}
	r.pack(top)
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return &r.doc, nil
}

func (r *packReader) fault(n *yaml.Node, hint, format string, args ...any) {
	r.faults = append(r.faults, fault.Fault{
		Pos:     fault.Pos{File: r.doc.file, Line: n.Line, Col: n.Column},
		Message: fmt.Sprintf(format, args...), Hint: hint})
}

// text reads a value that is a text, and not only space.
func (r *packReader) text(n *yaml.Node, what string) string {
	if n.Kind != yaml.ScalarNode || document.IsNull(n) || strings.TrimSpace(n.Value) == "" {
		r.fault(n, "", "%s must be a text", what)
		return ""
	}
	return strings.TrimSpace(n.Value)
}

func (r *packReader) pack(n *yaml.Node) {
	h := &r.doc.head
	document.Pairs(n, "a pack", r.fault, func(key, value *yaml.Node) {
		if r.doc.linesAt > 0 {
			r.fault(key, "move it up", "%s comes after the lines, which must be last", key.Value)
		}
		switch key.Value {
		case "name":
			h.Name = r.text(value, key.Value)
		case "language":
			h.Language = r.text(value, key.Value)
		case "about":
			h.About = r.text(value, key.Value)
		case "licence":
			h.Licence = r.text(value, key.Value)
		case "credit":
			h.Credit = r.text(value, key.Value)
		case "format":
			if h.Format = r.text(value, key.Value); !slices.Contains(formats, h.Format) {
				r.fault(value, "", "format must be one of %s", strings.Join(formats, ", "))
			}
		case "made":
			r.made(value)
		case "lines":
			r.doc.linesAt = key.Line
			r.lines(value)
		default:
			r.fault(key, "known are name, language, about, licence, credit, format, made and lines", "unknown key %q", key.Value)
		}
	})
	for _, need := range []struct{ key, value string }{{"name", h.Name}, {"language", h.Language}} {
		if need.value == "" && len(r.faults) == 0 {
			r.fault(n, "", "%s is missing", need.key)
		}
	}
}

func (r *packReader) made(n *yaml.Node) {
	m := &r.doc.head.Made
	document.Pairs(n, "made", r.fault, func(key, value *yaml.Node) {
		switch key.Value {
		case "engine":
			m.Engine = r.command(value, key.Value)
		case "counts":
			m.Counts = r.command(value, key.Value)
		case "respell":
			m.Respell = make(map[string]string)
			document.Pairs(value, "respell", r.fault, func(from, to *yaml.Node) {
				m.Respell[from.Value] = r.text(to, "a spelling")
			})
		default:
			r.fault(key, "known are engine, counts and respell", "unknown key %q", key.Value)
		}
	})
}

// command reads a command: a list of its words, or one line.
func (r *packReader) command(n *yaml.Node, what string) []string {
	if n.Kind == yaml.ScalarNode {
		words, err := SplitCommand(r.text(n, what))
		if err != nil {
			r.fault(n, "", "%s: %v", what, err)
		}
		return words
	}
	if n.Kind != yaml.SequenceNode || len(n.Content) == 0 {
		r.fault(n, `such as [espeak-ng, -w, "{out}", "{text}"]`, "%s must be a list of the words of a command", what)
		return nil
	}
	var words []string
	for _, word := range n.Content {
		if word.Kind != yaml.ScalarNode {
			r.fault(word, "", "%s must be a list of the words of a command", what)
			continue
		}
		words = append(words, word.Value)
	}
	return words
}

func (r *packReader) lines(n *yaml.Node) {
	if document.IsNull(n) {
		return
	}
	r.doc.lines = make([]line, 0, len(n.Content)/2)
	document.Pairs(n, "lines", r.fault, func(key, value *yaml.Node) {
		l := line{text: key.Value, frames: -1}
		if strings.TrimSpace(l.text) == "" {
			r.fault(key, "", "this text is empty")
		}
		if value.Kind == yaml.ScalarNode {
			l.file = r.fileName(value)
		} else {
			document.Pairs(value, "a line", r.fault, func(k, v *yaml.Node) {
				switch k.Value {
				case "file":
					l.file = r.fileName(v)
				case "frames":
					l.frames = r.frames(v)
				default:
					r.fault(k, "known are file and frames", "unknown key %q", k.Value)
				}
			})
			if l.file == "" && value.Kind == yaml.MappingNode && len(r.faults) == 0 {
				r.fault(value, "", "file is missing for %q", l.text)
			}
		}
		if l.frames < 0 && r.measured {
			r.fault(key, "unhunch voice bake measures it", "frames is missing for %q", l.text)
		}
		r.doc.lines = append(r.doc.lines, l)
	})
}

// fileName reads the path of a recording, which lies within the pack.
func (r *packReader) fileName(n *yaml.Node) string {
	name := r.text(n, "file")
	if name != "" && (!fs.ValidPath(name) || name == "." || path.Base(name) == PackFile) {
		r.fault(n, "recordings lie in the pack's folder; separate names with /", "%q is not a file of this pack", name)
	}
	return name
}

func (r *packReader) frames(n *yaml.Node) int64 {
	frames, err := strconv.ParseInt(n.Value, 10, 64)
	if n.Kind != yaml.ScalarNode || err != nil || frames < 1 || frames > maxLine {
		r.fault(n, "", "frames must be a number from 1 to %d, which is %d seconds", maxLine, maxLine/soundfile.Rate)
		return 0
	}
	return frames
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
	if len(h.Made.Engine) > 0 {
		b.WriteString("made:\n")
		fmt.Fprintf(&b, "  engine: %s\n", quoteAll(h.Made.Engine))
		if len(h.Made.Counts) > 0 {
			fmt.Fprintf(&b, "  counts: %s\n", quoteAll(h.Made.Counts))
		}
		for i, from := range respellOrder(h.Made.Respell) {
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
func renderLines(lines []line) []byte {
	lines = slices.Clone(lines)
	slices.SortFunc(lines, func(a, b line) int { return strings.Compare(a.text, b.text) })
	var b bytes.Buffer
	b.WriteString("lines:\n")
	for _, l := range lines {
		if l.frames < 0 {
			fmt.Fprintf(&b, "  %s: %s\n", quote(l.text), plainOrQuoted(l.file))
			continue
		}
		fmt.Fprintf(&b, "  %s: {file: %s, frames: %d}\n", quote(l.text), plainOrQuoted(l.file), l.frames)
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

// plainOrQuoted leaves the names that Bake makes without quotation marks.
func plainOrQuoted(s string) string {
	if bakedName.MatchString(s) {
		return s
	}
	return quote(s)
}

// SplitCommand splits a command into its words. Spaces separate words, single
// and double quotation marks hold them together, and a backslash takes the
// meaning from the character after it, but not within single quotation marks
// and, so that paths of Windows stay as they are, not before letters and digits.
func SplitCommand(s string) ([]string, error) {
	var words []string
	var word strings.Builder
	var quoting rune
	inWord, escaped := false, false
	for i, c := range s {
		switch {
		case escaped:
			word.WriteRune(c)
			escaped = false
		case c == '\\' && quoting != '\'' && i+1 < len(s) && strings.ContainsRune(` \"'`, rune(s[i+1])):
			escaped, inWord = true, true
		case quoting != 0:
			if c == quoting {
				quoting = 0
			} else {
				word.WriteRune(c)
			}
		case c == '"' || c == '\'':
			quoting, inWord = c, true
		case c == ' ' || c == '\t' || c == '\n':
			if inWord {
				words = append(words, word.String())
				word.Reset()
				inWord = false
			}
		default:
			word.WriteRune(c)
			inWord = true
		}
	}
	if quoting != 0 {
		return nil, errors.New("a quotation mark is not closed")
	}
	if inWord {
		words = append(words, word.String())
	}
	if len(words) == 0 {
		return nil, errors.New("the command is empty")
	}
	return words, nil
}
