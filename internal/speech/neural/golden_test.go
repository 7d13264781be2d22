package neural

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"testing"
)

// sounds is the hash of every sample of the lines of goldenLines. It is the same for
// every processor, build and kernel; a change of it changes every voice.
const sounds = "727d579678a19aed43e579a0a72e85d2"

// goldenLines are lines that go through all of the engine: both speakers, and every
// setting.
var goldenLines = []struct {
	phonemes string
	how      Reading
}{
	{"ɡˌO.", plainly},
	{"bɹˈið ˈɪn.", Reading{Voice: Neutral, Pace: 0.75}},
	{"θɹˈi, tˈu, wˈʌn.", Reading{Voice: Voice{Pitch: 0.7, Range: 1, Envelope: 0.92}, Pace: 0.8}},
	{"ɹˈɛst fɔɹ θˈɜɹTi sˈɛkəndz.", Reading{
		Voice: Voice{Pitch: 1.2, Range: 1.3, Envelope: 1.1, Breath: 2, Residual: -3},
		Pace:  0.9, Bend: []float64{1, 0, -2}, Seed: 7}},
}

func hashOf(t *testing.T, k kernel) string {
	t.Helper()
	e := NewEngine(heart())
	e.kernel = k
	h := sha256.New()
	for _, g := range goldenLines {
		for _, v := range speak(t, e, g.phonemes, g.how).Samples {
			var b [4]byte
			binary.LittleEndian.PutUint32(b[:], math.Float32bits(v))
			h.Write(b[:])
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// TestGolden: the same words sound the same, to the last bit, wherever the
// program runs; recordings made on one machine match those of another.
func TestGolden(t *testing.T) {
	for _, k := range kernels() {
		if k.name == "plain" && testing.Short() {
			continue // it takes seconds, and FuzzKernels compares it with the others
		}
		if got := hashOf(t, k.kernel); got != sounds {
			t.Errorf("%s kernel: the hash of the sounds is %s, not %s", k.name, got, sounds)
		}
	}
}
