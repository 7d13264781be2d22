package render

import (
	"fmt"
	"runtime"
	"sort"

	"github.com/gopxl/beep/v2"

	"unhunch/internal/plan"
)

// wordGap is the silence before, between and after lines in spokenWords, as long as a
// block of which loudness is measured.
const wordGap = 4 * plan.Rate / 10

// spokenWords are the lines of a stream alone.
type spokenWords struct {
	stream *Stream
	lines  []spokenLine
	pos    int
	length int
	begun  int // lines whose making has begun
	err    error
}

// spokenLine is a line at its place in spokenWords.
type spokenLine struct {
	at, end int
	asset   *asset
}

// Words are the spoken lines of the session, each once and in the middle, as loud as
// they are in it and with silence around them: what tells how loud the voice is
// without going through the whole session. Their length is 0 if there are none.
// They must not be used at the same time as the stream.
func (s *Stream) Words() beep.StreamSeeker {
	w := &spokenWords{stream: s}
	seen := map[*asset]bool{}
	for _, t := range s.mix.tracks {
		for _, p := range t.sounds {
			if k := p.asset.key; k.kind != plan.KindLine || k.file != "" || seen[p.asset] {
				continue
			}
			seen[p.asset] = true
			at := w.length + wordGap
			w.length = at + int(p.end-p.at)
			w.lines = append(w.lines, spokenLine{at, w.length, p.asset})
		}
	}
	if len(w.lines) > 0 {
		w.length += wordGap
	}
	return w
}

// Stream implements beep.Streamer. It waits for what is not ready.
func (w *spokenWords) Stream(samples [][2]float64) (n int, ok bool) {
	n = min(len(samples), w.length-w.pos)
	if n <= 0 || w.err != nil {
		return 0, false
	}
	samples = samples[:n]
	clear(samples)
	gain := [2]float64{w.stream.mix.voice, w.stream.mix.voice}
	first := sort.Search(len(w.lines), func(i int) bool { return w.lines[i].end > w.pos })
	for i, l := range w.lines[first:] {
		from, to := max(0, l.at-w.pos), min(n, l.end-w.pos)
		if from >= to {
			break
		}
		w.begin(first + i + runtime.GOMAXPROCS(0))
		r := w.stream.loader.wait(l.asset)
		if r.err != nil {
			w.err = r.err
			return 0, false
		}
		r.sound.add(samples[from:to], w.pos+from-l.at, gain)
	}
	w.pos += n
	return n, true
}

// begin has so many lines made ready.
func (w *spokenWords) begin(lines int) {
	for ; w.begun < min(lines, len(w.lines)); w.begun++ {
		go w.stream.loader.wait(w.lines[w.begun].asset)
	}
}

// Err is why Stream ended early, as Stream.Err.
func (w *spokenWords) Err() error { return w.err }

// Len is how many frames there are.
func (w *spokenWords) Len() int { return w.length }

// Position is the frame that comes next.
func (w *spokenWords) Position() int { return w.pos }

// Seek goes to a frame.
func (w *spokenWords) Seek(p int) error {
	if p < 0 || p > w.length {
		return fmt.Errorf("cannot go to frame %d of %d", p, w.length)
	}
	w.pos = p
	return nil
}
