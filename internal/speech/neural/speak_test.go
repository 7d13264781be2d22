package neural

import (
	"context"
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

const sentence = "ɹˈɛst fɔɹ θˈɜɹTi sˈɛkəndz."

// TestRefusals: what cannot be spoken is an error that says why, and never a
// hang, a crash or gigabytes.
func TestRefusals(t *testing.T) {
	with := func(change func(*Reading)) Reading {
		how := plainly
		change(&how)
		return how
	}
	tests := []struct {
		phonemes string
		how      Reading
		want     string
	}{
		{"", plainly, "there are no phonemes to speak"},
		{strings.Repeat("a", MaxPhonemes+1), plainly, "401 phonemes are too many to speak at once: at most 400"},
		{"a#", plainly, `'#' is not a phoneme`},
		{"a\x00", plainly, `'\x00' is not a phoneme`},
		{"a\xff", plainly, `'�' is not a phoneme`},
		{"a", Reading{}, "pitch is 0: it goes from 0.4 to 2.5"},
		{"a", with(func(r *Reading) { r.Voice.Range = math.NaN() }), "range is NaN: it goes from 0 to 3"},
		{"a", with(func(r *Reading) { r.Pace = 0.1 }), "pace is 0.1: it goes from 0.25 to 4"},
		{"a", with(func(r *Reading) { r.Lengths = []int{1, 2} }), "there are 2 lengths for 1 phonemes"},
		{"a", with(func(r *Reading) { r.Lengths = []int{201} }), "length is 201: it goes from 0 to 200"},
		{"a", with(func(r *Reading) { r.Stretch = []float64{math.Inf(1)} }), "stretch is +Inf: it goes from 0.1 to 10"},
		{"a", with(func(r *Reading) { r.Bend = []float64{-25} }), "bend is -25: it goes from -24 to 24"},
		{strings.Repeat("a", 14), with(func(r *Reading) { r.Lengths = slices.Repeat([]int{200}, 14) }), "the words take 70 seconds: at most 60 can be spoken at once"},
	}
	e := NewEngine(heart())
	for _, test := range tests {
		_, err := e.Speak(t.Context(), test.phonemes, test.how)
		if err == nil || err.Error() != test.want {
			t.Errorf("%.20q: the error is %v\nnot %s", test.phonemes, err, test.want)
		}
	}
}

// askedContext ends after it was asked some times whether it has.
type askedContext struct {
	context.Context
	left int
}

func (c *askedContext) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestStopped: speaking stops at any point, and the engine still says the next
// sentence as if it had not been interrupted.
func TestStopped(t *testing.T) {
	e := NewEngine(heart())
	want := speak(t, e, sentence, plainly)
	counting := &askedContext{t.Context(), math.MaxInt}
	if _, err := e.Speak(counting, sentence, plainly); err != nil {
		t.Fatal(err)
	}
	asked := math.MaxInt - counting.left
	if asked < 100 {
		t.Errorf("the context was asked %d times in two seconds of speech", asked)
	}
	for _, n := range []int{0, 1, 20, asked / 2, asked - 1} {
		if u, err := e.Speak(&askedContext{t.Context(), n}, sentence, plainly); !errors.Is(err, context.Canceled) || u != nil {
			t.Errorf("stopped after %d of %d: %v", n, asked, err)
		}
		if u := speak(t, e, sentence, plainly); !slices.Equal(u.Samples, want.Samples) {
			t.Errorf("the sentence after one that was stopped after %d sounds otherwise", n)
		}
	}
}

// TestTogether: engines that share a model do not disturb each other, and what
// an engine said before does not change what it says.
func TestTogether(t *testing.T) {
	first := NewEngine(heart())
	want := speak(t, first, sentence, plainly)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			e := NewEngine(heart())
			for j := range i {
				speak(t, e, []string{"ɡˌO.", sentence + " " + sentence, "wˈʌn,"}[j], Reading{Voice: Voice{Pitch: 0.7, Range: 1, Envelope: 0.92}, Pace: 0.5})
			}
			if u := speak(t, e, sentence, plainly); !slices.Equal(u.Samples, want.Samples) {
				t.Errorf("engine %d says it otherwise", i)
			}
		})
	}
	wg.Wait()
}

// TestMemory: an engine grows to what the longest utterance needs, and then no
// further.
func TestMemory(t *testing.T) {
	e := NewEngine(heart())
	n := MaxPhonemes
	lengths := slices.Repeat([]int{maxUnits/n - 1}, n)
	say := func() (megabytes float64, u *Utterance) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		u = speak(t, e, strings.Repeat("a", n), Reading{Voice: Neutral, Pace: 4, Lengths: lengths})
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc-before.TotalAlloc) / (1 << 20), u
	}
	first, u := say()
	seconds := float64(len(u.Samples)) / Rate
	if seconds < 40 {
		t.Fatalf("the longest utterance has only %.0f s", seconds)
	}
	if first > 40 {
		t.Errorf("%.0f s of speech took %.0f MB", seconds, first)
	}
	if again, _ := say(); again > 8 {
		t.Errorf("the second time it took another %.0f MB", again)
	}
}

func TestLengths(t *testing.T) {
	e := NewEngine(heart())
	long := func(how Reading) []int {
		how.Voice = Neutral
		var units []int
		for _, m := range speak(t, e, "wˈʌn,", how).Marks {
			units = append(units, m.Long/Unit)
		}
		return units
	}
	own := long(Reading{Pace: 1})
	forced := long(Reading{Pace: 1, Lengths: []int{0, 0, 9, 0, 0}})
	if forced[2] != 9 || forced[0] != own[0] || forced[4] != own[4] {
		t.Errorf("with a vowel of 9 units the lengths are %v, by themselves %v", forced, own)
	}
	stretched := long(Reading{Pace: 1, Stretch: []float64{1, 1, 3, 1, 1}})
	if stretched[2] < 2*own[2] || stretched[0] != own[0] {
		t.Errorf("with a vowel of three times the length the lengths are %v, by themselves %v", stretched, own)
	}
	slow := long(Reading{Pace: 0.5})
	for i := range slow {
		if slow[i] < own[i] {
			t.Errorf("at half the pace the lengths are %v, by themselves %v", slow, own)
		}
	}
}

// TestMelody: pitch, range and bend do what they say, in semitones.
func TestMelody(t *testing.T) {
	e := NewEngine(heart())
	melody := func(v Voice, bend ...float64) (semitones []float64) {
		speak(t, e, sentence, Reading{Voice: v, Pace: 1, Bend: bend})
		for _, hz := range e.f0 {
			semitones = append(semitones, 12*math.Log2(max(float64(hz), 1)))
		}
		return semitones
	}
	own := melody(Neutral)
	low := melody(Voice{Pitch: 0.5, Range: 1, Envelope: 1})
	wide := melody(Voice{Pitch: 1, Range: 1.5, Envelope: 1})
	bent := melody(Neutral, 0, -6)
	var mean, wideMean, n float64
	for f, s := range own {
		if s > 12*math.Log2(100) {
			mean, wideMean, n = mean+s, wideMean+wide[f], n+1
		}
	}
	mean, wideMean = mean/n, wideMean/n
	for f, s := range own {
		if s < 12*math.Log2(100) {
			continue
		}
		if math.Abs(low[f]-s+12) > 0.01 {
			t.Errorf("frame %d: half the pitch is %.2f semitones away", f, low[f]-s)
		}
		if got, want := wide[f]-wideMean, 1.5*(s-mean); math.Abs(got-want) > 0.6 {
			t.Errorf("frame %d: in the wider range %.2f semitones from the mean, not %.2f", f, got, want)
		}
		if got, want := bent[f]-s, -6*float64(f)/float64(len(own)-1); math.Abs(got-want) > 0.01 {
			t.Errorf("frame %d: bent by %.2f, not %.2f", f, got, want)
		}
	}
}

// TestRangeIsBounded: a frame between silence and voice, which lies far below the
// mean, counts as an octave below it.
func TestRangeIsBounded(t *testing.T) {
	f0 := []float32{10, 45, 200, 200, 200, 200}
	mean := math.Exp((math.Log(45) + 4*math.Log(200)) / 5)
	shape(f0, &Reading{Voice: Voice{Pitch: 1, Range: 2, Envelope: 1}})
	if want := mean / 4; math.Abs(float64(f0[1])-want) > 0.1 {
		t.Errorf("it comes to %.1f Hz, not %.1f", f0[1], want)
	}
	if f0[0] != 10 {
		t.Errorf("a frame without a voice comes to %.1f Hz", f0[0])
	}
}

// TestStress: the moment of the stressed vowel is where its sound rises. Counts
// are laid on the beat by it.
func TestStress(t *testing.T) {
	e := NewEngine(heart())
	for _, pace := range []float64{1, 0.85, 0.75} {
		sum, n := 0.0, 0.0
		for _, word := range strings.Fields("tˈu fˈIv sˈɪks tˈɛn kˈWnt hˈOld stˈɑp pˈʊl ˈAt ˈʌp ʃˈɪft θˈɪŋk") {
			u := speak(t, e, word+",", Reading{Voice: Neutral, Pace: pace})
			off := float64(Stress(u.Marks)-rise(u.Samples)) / Rate * 1000
			if math.Abs(off) > 40 {
				t.Errorf("%s at %.2f: the vowel rises %.0f ms from where it is said to", word, pace, off)
			}
			sum, n = sum+off, n+1
		}
		if math.Abs(sum/n) > 15 {
			t.Errorf("at %.2f vowels rise %.0f ms from where they are said to, on average", pace, sum/n)
		}
	}
}

// rise is where the energy between about 200 and 1000 Hz comes to a fifth of
// its highest, looking back from there.
func rise(x []float32) int {
	const after, low, high = Rate * 0.004, 200 * 2 * math.Pi / Rate, 1000 * 2 * math.Pi / Rate
	power := make([]float64, len(x))
	var a, b, p float64
	top := 0
	for i, v := range x {
		a += (float64(v) - a) * (1 - math.Exp(-high))
		b += (a - b) * (1 - math.Exp(-low))
		p += ((a-b)*(a-b) - p) / after
		if power[i] = p; p > power[top] {
			top = i
		}
	}
	for i := top; i > 0; i-- {
		if power[i] < power[top]/5 {
			return i
		}
	}
	return 0
}

func TestStressMark(t *testing.T) {
	for _, test := range []struct {
		phonemes string
		at       int // the index of the mark that counts
	}{
		{"hˌæfwˈA.", 5}, {"ɡˌO.", 1}, {"ænd,", 0}, {"nd,", 0}, {"ndæ,", 2},
	} {
		var u Utterance
		for i, r := range []rune(test.phonemes) {
			u.Marks = append(u.Marks, Mark{Phoneme: r, At: i})
		}
		if got := Stress(u.Marks); got != test.at {
			t.Errorf("%s: %d, not %d", test.phonemes, got, test.at)
		}
	}
}
