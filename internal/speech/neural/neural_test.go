package neural

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"sync"
	"testing"
)

// heart is the model that the program is built with.
var heart = sync.OnceValue(func() *Model {
	data, err := os.ReadFile("../heart.model")
	if err != nil {
		panic(err)
	}
	m, err := Load(data)
	if err != nil {
		panic(err)
	}
	return m
})

var plainly = Reading{Voice: Neutral, Pace: 1}

func speak(t testing.TB, e *Engine, phonemes string, how Reading) *Utterance {
	t.Helper()
	u, err := e.Speak(t.Context(), phonemes, how)
	if err != nil {
		t.Fatalf("%s: %v", phonemes, err)
	}
	return u
}

// reference is what the network gives in float32 arithmetic; testdata/vectors
// made it.
type reference struct {
	Text, Phonemes string
	Lengths        []int
	F0             []float64
	Spectra        [][]int
	Level, Edge    []float64
}

func references(t *testing.T) []reference {
	data, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var all []reference
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 5 {
		t.Fatalf("there are %d reference lines, not 5", len(all))
	}
	return all
}

// TestReference: the words come as the network was trained to say them, with
// the same lengths, melody, spectra and levels.
func TestReference(t *testing.T) {
	for _, want := range references(t) {
		t.Run(want.Text, func(t *testing.T) {
			e := NewEngine(heart())
			u := speak(t, e, want.Phonemes, plainly)
			if got := lengthsOf(e); !slices.Equal(got, want.Lengths) {
				t.Fatalf("lengths %v\nnot     %v", got, want.Lengths)
			}
			var f0 []float64
			for _, hz := range e.f0 {
				f0 = append(f0, float64(hz))
			}
			if off := rms(f0, want.F0); len(f0) != len(want.F0) || off > 0.1 {
				t.Errorf("the melody is %.2f Hz off", off)
			}
			compareSpectra(t, e, want.Spectra)
			compareLevels(t, u.Samples, want)
		})
	}
}

func lengthsOf(e *Engine) []int {
	n := make([]int, len(e.ids))
	for _, i := range e.unitOf {
		n[i]++
	}
	return n
}

func rms(a, b []float64) float64 {
	sum := 0.0
	for i := range min(len(a), len(b)) {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return math.Sqrt(sum / float64(max(len(a), 1)))
}

func compareSpectra(t *testing.T, e *Engine, want [][]int) {
	t.Helper()
	m := e.model
	e.ctx = t.Context()
	row := make([]float32, parts*bins)
	var got, ref []float64
	for i, w := range want {
		m.soundNorm.rows(e.outer, e.state[i*8*soundWide:], 1)
		e.linear(row, e.outer, soundWide, 1, &m.head, false)
		for j, v := range w {
			got = append(got, float64(row[j*8]))
			ref = append(ref, float64(v)/1000)
		}
	}
	if len(ref) == 0 {
		t.Fatal("there are no spectra to compare with")
	}
	if off := rms(got, ref); off > 0.01 {
		t.Errorf("the spectra are %.4f off", off)
	} else {
		t.Logf("spectra %.5f off", off)
	}
}

// compareLevels allows for noise of another seed.
func compareLevels(t *testing.T, x []float32, want reference) {
	t.Helper()
	if len(want.Level) != len(x)/Unit || len(want.Edge) != len(want.Level) {
		t.Fatalf("%d units of sound, not %d", len(x)/Unit, len(want.Level))
	}
	for u := range want.Level {
		var level, edge float64
		for i := u * Unit; i < (u+1)*Unit; i++ {
			v := float64(x[i])
			d := v
			if i > 0 {
				d -= float64(x[i-1])
			}
			level, edge = level+v*v, edge+d*d
		}
		got := 10 * math.Log10(level/Unit+1e-10)
		if off := math.Abs(got - want.Level[u]); want.Level[u] > -45 && off > 1 {
			t.Errorf("unit %d has %.2f dB, not %.2f", u, got, want.Level[u])
		}
		got = 10 * math.Log10(edge/Unit+1e-10)
		if off := math.Abs(got - want.Edge[u]); want.Edge[u] > -45 && off > 1 {
			t.Errorf("unit %d has differences of %.2f dB, not %.2f", u, got, want.Edge[u])
		}
	}
}
