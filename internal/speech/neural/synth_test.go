package neural

import (
	"math"
	"math/cmplx"
	"testing"
)

// TestSound compares the sound with what its formula says, in float64 and with
// transforms as they are defined.
func TestSound(t *testing.T) {
	const frames = 14
	e := NewEngine(heart())
	e.ctx = t.Context()
	how := Reading{Voice: Voice{Pitch: 1, Range: 1, Envelope: 1, Breath: 1, Residual: -1}, Seed: 5}
	e.synthesis.begin(&how)
	e.f0 = make([]float32, frames)
	for f := range e.f0 {
		e.f0[f] = [...]float32{0, 3, 90, 180, 200, 210, 205, 190, 160, 60, 5, 0, 0, 150}[f]
	}
	spectra := make([][]float32, frames)
	for f := range spectra {
		spectra[f] = make([]float32, parts*bins)
		for i := range spectra[f] {
			p, k := i/bins, float64(i%bins)
			spectra[f][i] = [...]float32{
				float32(-3 - k/100 + math.Sin(k/20+float64(f))),
				float32(math.Sin(k/33 - float64(f)/2)),
				float32(-5 + math.Cos(k/50)),
				float32(-6 + math.Sin(k/70)),
				float32(40 * math.Sin(k/9+float64(f))),
			}[p]
		}
	}
	e.pulses()
	e.mixed = make([]float32, (frames+3)*hop)
	for f := range frames {
		e.frame(f, spectra[f])
	}
	got := e.level(frames)
	want := soundOf(e.f0, spectra, &how)
	var signal, off float64
	for i, v := range want {
		signal += v * v
		off += (float64(got[i]) - v) * (float64(got[i]) - v)
	}
	if db := 10 * math.Log10(signal/off); !(db > 80) {
		t.Errorf("the sound is true to %.1f dB", db)
	}
}

func soundOf(f0 []float32, spectra [][]float32, how *Reading) []float64 {
	frames := len(f0)
	source := sourceOf(f0)
	mixed, weight := make([]float64, (frames+3)*hop), make([]float64, (frames+3)*hop)
	hann := func(i int) float64 { return 0.5 - 0.5*math.Cos(2*math.Pi*float64(i)/fftSize) }
	for f, sp := range spectra {
		in := make([]float64, fftSize)
		for i := range in {
			j := f*hop + i - fftSize/2
			if j < 0 {
				j = -j
			}
			if n := len(source); j >= n {
				j = 2*(n-1) - j
			}
			in[i] = source[j] * hann(i) / (fftSize / 4)
		}
		spec := transformed(in)
		for k := range spec {
			v := func(p int) float64 { return float64(sp[p*bins+k]) }
			a, b := normalPair(mix(how.Seed+golden), uint64(f*bins+k))
			spec[k] = spec[k]*cmplx.Rect(math.Exp(v(0)), math.Pi*math.Tanh(v(1))) +
				complex(float64(a), float64(b))*complex(math.Exp(v(2)+how.Voice.Breath*math.Ln10/20), 0) +
				cmplx.Rect(math.Exp(v(3)+how.Voice.Residual*math.Ln10/20), v(4))
		}
		for i := range fftSize {
			sum := real(spec[0]) + real(spec[bins-1])*math.Pow(-1, float64(i))
			for k := 1; k < bins-1; k++ {
				sum += 2 * real(spec[k]*cmplx.Exp(complex(0, 2*math.Pi*float64(k*i%fftSize)/fftSize)))
			}
			mixed[f*hop+i] += sum / fftSize * hann(i)
			weight[f*hop+i] += hann(i) * hann(i)
		}
	}
	out := make([]float64, frames*hop)
	for i := range out {
		out[i] = mixed[i+fftSize/2] / weight[i+fftSize/2]
	}
	return out
}

// sourceOf adds up the harmonics one by one. One that lies at 11 kHz up to
// rounding counts.
func sourceOf(f0 []float32) []float64 {
	out := make([]float64, len(f0)*hop)
	turns := 0.0
	for i := range out {
		at := (float64(i)+0.5)/hop - 0.5
		k := int(math.Floor(at))
		a, b := f0[max(k, 0)], f0[min(k+1, len(f0)-1)]
		f := float64(a) + (at-float64(k))*float64(b-a)
		turns += max(f, voiced) / Rate
		if f <= voiced {
			continue
		}
		for h := 1.0; h <= 11000/f*(1+1e-7); h++ {
			out[i] += math.Cos(2 * math.Pi * h * turns)
		}
	}
	return out
}

// TestEnvelope: a longer throat moves formants down and leaves the pitch.
func TestEnvelope(t *testing.T) {
	var s synthesis
	s.begin(&Reading{Voice: Voice{Envelope: 0.9}})
	spectra := make([]float32, parts*bins)
	for k := range bins {
		spectra[k] = -float32(math.Abs(float64(k) - 200))
	}
	got := s.part(spectra, 0)
	top := 0
	for k, v := range got {
		if v > got[top] {
			top = k
		}
	}
	if top != 180 {
		t.Errorf("a peak at bin 200 comes to %d, not 180", top)
	}
	if end := got[bins-1]; math.Abs(float64(end)+401.33) > 0.01 {
		t.Errorf("beyond the top the spectrum is %v, not a little less than its end, -400", end)
	}
	for k := range bins {
		spectra[bins+k] = 0.5
	}
	if end := s.part(spectra, 1)[bins-1]; end != 0.5 {
		t.Errorf("beyond the top the angle is %v, not that of the end", end)
	}
}
