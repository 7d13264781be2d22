package voice

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"unhunch/internal/document"
	"unhunch/internal/fault"
	"unhunch/internal/soundfile"
)

// maxPackBytes is the largest pack.yaml that is read. Nine hundred lines take a
// tenth of a megabyte, and three milliseconds to read.
const maxPackBytes = 8 << 20

// form is what a pack.yaml may be.
var form = document.Form{
	MaxBytes: maxPackBytes, MaxDepth: 8,
	Empty: "a pack begins with name: and language:",
	Large: "the texts of everything built in take a tenth of one",
	Deep:  "a pack takes three levels",
	Alias: "write it out",
}

// packReader reads a pack.yaml, and collects what is wrong with it.
type packReader struct {
	index    *Index
	name     string // of the file, in faults
	linesAt  int    // the line of the file that the key "lines" is on; 0 for none
	measured bool   // whether every line must have its length
	faults   fault.List
}

// parseIndex reads a pack.yaml that goes by a name in faults. Measured says whether
// lines must have their length. What is wrong is told as a fault.List.
func parseIndex(name string, data []byte, measured bool) (*Index, error) {
	top, err := document.Read(name, data, form)
	if err != nil {
		return nil, err
	}
	r := &packReader{index: new(Index), name: name, measured: measured}
	r.pack(top)
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	r.index.text = headText(data, r.linesAt)
	r.index.asRead = renderHead(r.index.Head)
	return r.index, nil
}

func (r *packReader) fault(n *yaml.Node, hint, format string, args ...any) {
	r.faults = append(r.faults, fault.Fault{
		Pos:     fault.Pos{File: r.name, Line: n.Line, Col: n.Column},
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
	h := &r.index.Head
	document.Pairs(n, "a pack", r.fault, func(key, value *yaml.Node) {
		if r.linesAt > 0 {
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
			if h.Format = r.text(value, key.Value); !slices.Contains(Formats, h.Format) {
				r.fault(value, "", "format must be one of %s", strings.Join(Formats, ", "))
			}
		case "made":
			r.made(value)
		case "lines":
			r.linesAt = key.Line
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
	m := &r.index.Head.Made
	document.Pairs(n, "made", r.fault, func(key, value *yaml.Node) {
		switch key.Value {
		case "speaker":
			m.Speaker = r.text(value, key.Value)
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
			r.fault(key, "known are speaker, engine, counts and respell", "unknown key %q", key.Value)
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
	r.index.Lines = make([]Line, 0, len(n.Content)/2)
	document.Pairs(n, "lines", r.fault, func(key, value *yaml.Node) {
		l := Line{Text: key.Value, Frames: -1}
		if strings.TrimSpace(l.Text) == "" {
			r.fault(key, "", "this text is empty")
		}
		if value.Kind == yaml.ScalarNode {
			l.File = r.fileName(value)
		} else {
			document.Pairs(value, "a line", r.fault, func(k, v *yaml.Node) {
				switch k.Value {
				case "file":
					l.File = r.fileName(v)
				case "frames":
					l.Frames = r.frames(v, k.Value)
				case "stress":
					l.Stress = r.frames(v, k.Value)
				default:
					r.fault(k, "known are file, frames and stress", "unknown key %q", k.Value)
				}
			})
			if l.File == "" && value.Kind == yaml.MappingNode && len(r.faults) == 0 {
				r.fault(value, "", "file is missing for %q", l.Text)
			}
		}
		if l.Frames >= 0 && l.Stress > l.Frames {
			r.fault(value, "unhunch voice bake writes it", "stress is after the end of %q", l.Text)
		}
		if l.Frames < 0 && r.measured {
			r.fault(key, "unhunch voice bake measures it", "frames is missing for %q", l.Text)
		}
		r.index.Lines = append(r.index.Lines, l)
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

func (r *packReader) frames(n *yaml.Node, what string) int64 {
	frames, err := strconv.ParseInt(n.Value, 10, 64)
	if n.Kind != yaml.ScalarNode || err != nil || frames < 1 || frames > MaxLine {
		r.fault(n, "", "%s must be a number from 1 to %d, which is %d seconds", what, MaxLine, MaxLine/soundfile.Rate)
		return 0
	}
	return frames
}
