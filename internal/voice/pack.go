// Package voice reads voice packs: recordings of lines, found by their text.
package voice

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"unhunch/internal/soundfile"
)

// The largest that a line may be.
const (
	MaxLineBytes = 32 << 20
	MaxLine      = 60 * soundfile.Rate // frames
)

// ScriptLine is one text that a voice is to say. Counts are the numbers of
// repetitions, which have to fit into a second; what goes with breathing and
// imagery is said calmly.
type ScriptLine struct {
	Text  string `json:"text"`
	Count bool   `json:"count,omitempty"`
	Calm  bool   `json:"calm,omitempty"`
}

// Pack is a voice: a folder with one recording for each text. All its methods
// may be used concurrently.
type Pack struct {
	fsys   fs.FS
	dir    string
	index  *Index
	byText map[string]int
}

// Open reads the pack.yaml in a folder of fsys; no recording is opened. What is
// wrong with the file is told as a fault.List.
func Open(fsys fs.FS, dir string) (*Pack, error) {
	return open(fsys, dir, path.Join(dir, PackFile))
}

// OpenRoot is Open for a folder of the user's. Nothing outside of it is read,
// wherever its links lead, and faults name it as it was opened.
func OpenRoot(root *os.Root) (*Pack, error) {
	return open(root.FS(), ".", filepath.Join(root.Name(), PackFile))
}

// open reads a pack whose pack.yaml goes by a name in faults.
func open(fsys fs.FS, dir, name string) (*Pack, error) {
	index, err := readIndex(fsys, dir, name, true)
	if err != nil {
		return nil, err
	}
	p := &Pack{fsys: fsys, dir: dir, index: index, byText: make(map[string]int, len(index.Lines))}
	for i, l := range index.Lines {
		p.byText[l.Text] = i
	}
	return p, nil
}

// Name is the name of the voice.
func (p *Pack) Name() string { return p.index.Head.Name }

// Language is the language that the voice speaks, such as "en".
func (p *Pack) Language() string { return p.index.Head.Language }

// Head is what the pack says of itself.
func (p *Pack) Head() Head { return p.index.Head }

// Texts are the texts that the pack has recordings of, in its own order.
func (p *Pack) Texts() []string {
	texts := make([]string, len(p.index.Lines))
	for i, l := range p.index.Lines {
		texts[i] = l.Text
	}
	return texts
}

// Length tells how many frames at soundfile.Rate the recording of a text lasts.
// Nothing is decoded for it.
func (p *Pack) Length(text string) (frames int64, ok bool) {
	i, ok := p.byText[text]
	if !ok {
		return 0, false
	}
	return p.index.Lines[i].Frames, true
}

// Stress is the frame of the recording of a text at which its first stressed vowel
// begins, the moment that a listener would tap to; 0 if that is not known.
func (p *Pack) Stress(text string) int64 {
	i, ok := p.byText[text]
	if !ok {
		return 0
	}
	return p.index.Lines[i].Stress
}

// Clip decodes the recording of a text. It is an error if that has another
// length than Length says. Errors name the voice, the text and the file.
func (p *Pack) Clip(text string) (soundfile.Clip, error) {
	i, ok := p.byText[text]
	if !ok {
		return soundfile.Clip{}, fmt.Errorf("voice %s has no recording of %q", p.Name(), text)
	}
	l := p.index.Lines[i]
	clip, err := p.decode(l)
	if err == nil && int64(clip.Frames()) != l.Frames {
		err = fmt.Errorf("%s: has %d frames, where %s says %d", l.File, clip.Frames(), PackFile, l.Frames)
	}
	if err != nil {
		return soundfile.Clip{}, fmt.Errorf("voice %s: %q: %w", p.Name(), text, err)
	}
	return clip, nil
}

// decode reads the recording of a line, whatever its length.
func (p *Pack) decode(l Line) (soundfile.Clip, error) {
	data, err := ReadRecording(p.fsys, path.Join(p.dir, l.File))
	if err != nil {
		return soundfile.Clip{}, err
	}
	return soundfile.Decode(l.File, data, MaxLine)
}

// ReadRecording reads the file of a line.
func ReadRecording(fsys fs.FS, name string) ([]byte, error) {
	return readLimited(fsys, name, MaxLineBytes)
}

// readLimited reads a file that must not be larger than most bytes.
func readLimited(fsys fs.FS, name string, most int64) ([]byte, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, readError(name, err)
	}
	if !info.Mode().IsRegular() { // to open a pipe would wait for somebody
		return nil, fmt.Errorf("%s: is not a file", name)
	}
	if info.Size() > most {
		return nil, fmt.Errorf("%s: is too large: %d MB, where %d are allowed", name, info.Size()>>20, most>>20)
	}
	f, err := fsys.Open(name)
	if err != nil {
		return nil, readError(name, err)
	}
	defer f.Close()
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, readError(name, err)
	}
	return data, nil
}

// readError puts the name first, as all errors here have it.
func readError(name string, err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = p.Err
	}
	return fmt.Errorf("%s: %w", name, err)
}
