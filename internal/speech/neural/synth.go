package neural

import "math"

// The network describes each frame of 12.5 ms by five spectra of 601 numbers.
// The sound is
//
//	exp(lh) e^(i pi tanh(theta)) pulses + exp(ln) noise + exp(lr) e^(i phi)
//
// where pulses is the spectrum of a train of pulses at the fundamental, band
// limited, and noise a normal distribution.
const (
	fftSize = 1200
	hop     = fftSize / 4
	bins    = fftSize/2 + 1
)

// synthesis is the memory of one frame, and what the voice does to all.
type synthesis struct {
	fft        fft
	re, im     [bins]float32
	time       [fftSize]float32
	spectra    []float32 // a band of frames, [bandRows][parts][bins]
	stretched  [parts][]float32
	seed       uint64
	breath     float32 // added to ln
	residual   float32 // added to lr
	stretching bool
	from       [bins]int32 // where a stretched spectrum has its numbers from
	share      [bins]float32
	beyond     [bins]float32 // what lies above the last bin grows quieter by this
}

func (s *synthesis) begin(how *Reading) {
	if s.spectra == nil {
		s.spectra = make([]float32, bandRows*parts*bins)
		for i := range s.stretched {
			s.stretched[i] = make([]float32, bins)
		}
	}
	s.seed = mix(how.Seed + golden)
	const neper = math.Ln10 / 20
	s.breath = float32(float32(how.Voice.Breath) * neper)
	s.residual = float32(float32(how.Voice.Residual) * neper)
	s.stretching = how.Voice.Envelope != 1
	for b := range bins {
		at := float64(b) / how.Voice.Envelope
		i := min(int(at), bins-2)
		s.from[b], s.share[b], s.beyond[b] = int32(i), float32(at-float64(i)), 0
		if at > bins-1 {
			s.share[b], s.beyond[b] = 1, float32(at-(bins-1))*0.02
		}
	}
}

// sound makes samples of the state of the decoder and f0.
func (e *Engine) sound(how *Reading) []float32 {
	s := &e.synthesis
	s.begin(how)
	frames := len(e.f0)
	e.pulses()
	e.mixed = grow(e.mixed, (frames+3)*hop)
	clear(e.mixed)
	for at := 0; at < frames && !e.stopped(); at += bandRows {
		n := min(bandRows, frames-at)
		e.model.soundNorm.rows(e.outer, e.state[at*soundWide:], n)
		e.linear(s.spectra, e.outer, soundWide, n, &e.model.head, false)
		for f := range n {
			e.frame(at+f, s.spectra[f*parts*bins:][:parts*bins])
		}
	}
	return e.level(frames)
}

// level divides by how much of the windows lies over each sample.
func (e *Engine) level(frames int) []float32 {
	out := make([]float32, frames*hop)
	for i := range out {
		at := i + fftSize/2
		var sum float32
		for f := max(at/hop-3, 0); f <= min(at/hop, frames-1); f++ {
			w := window[at-f*hop]
			sum += float32(w * w)
		}
		out[i] = e.mixed[at] / max(sum, 1e-11)
	}
	return out
}

// frame adds one frame to the sound.
func (e *Engine) frame(f int, spectra []float32) {
	s := &e.synthesis
	pulsing := e.windowed(f)
	if pulsing {
		s.fft.forward(&s.time, &s.re, &s.im)
		lh, theta := s.part(spectra, 0), s.part(spectra, 1)
		for k := range bins {
			g := exp(min(lh[k], 7))
			sin, cos := sinCosTurns(tanh(theta[k]))
			s.re[k], s.im[k] = times(s.re[k], s.im[k], float32(cos*g), float32(sin*g))
		}
	} else {
		clear(s.re[:])
		clear(s.im[:])
	}
	ln, lr, phi := s.part(spectra, 2), spectra[3*bins:4*bins], spectra[4*bins:5*bins]
	for k := range bins {
		a, b := normalPair(s.seed, uint64(f*bins+k))
		g := exp(min(ln[k]+s.breath, 7))
		re, im := s.re[k]+float32(a*g), s.im[k]+float32(b*g)
		g = exp(min(lr[k]+s.residual, 7))
		sin, cos := sinCos(phi[k])
		s.re[k], s.im[k] = re+float32(cos*g), im+float32(sin*g)
	}
	s.fft.inverse(&s.re, &s.im, &s.time)
	for i, v := range s.time {
		s.time[i] = float32(v * window[i])
	}
	to := e.mixed[f*hop : f*hop+fftSize]
	add(to, to, s.time[:])
}

// windowed sets time to the pulses around frame f, mirrored at both ends, and
// tells whether there are any.
func (e *Engine) windowed(f int) bool {
	n, any := len(e.source), false
	for i := range fftSize {
		j := f*hop + i - fftSize/2
		if j < 0 {
			j = -j
		}
		if j >= n {
			j = 2*(n-1) - j
		}
		v := e.source[j]
		any = any || v != 0
		e.synthesis.time[i] = float32(float32(v*window[i]) * (4.0 / fftSize))
	}
	return any
}

// part is one of the spectra, with its envelope stretched if the voice wants it.
func (s *synthesis) part(spectra []float32, i int) []float32 {
	from := spectra[i*bins : i*bins+bins]
	if !s.stretching {
		return from
	}
	to := s.stretched[i]
	for b := range to {
		a := from[s.from[b]]
		to[b] = a + float32(s.share[b]*(from[s.from[b]+1]-a))
		if i != 1 {
			to[b] -= s.beyond[b]
		}
	}
	return to
}

// pulses makes the source: all harmonics of f0 below 11 kHz, each of amplitude
// 1, so that it is sin((H+1/2)t) / (2 sin(t/2)) - 1/2. Between frames f0 is a
// straight line; a frame is in the middle of its samples.
func (e *Engine) pulses() {
	const top = 11000
	frames := len(e.f0)
	e.source = grow(e.source, frames*hop)
	turns := 0.0
	for i := range e.source {
		k, j := i/hop, i%hop
		a, b := e.f0[max(k-1, 0)], e.f0[k]
		u := (float32(j)+0.5)/hop + 0.5
		if j >= hop/2 {
			a, b = b, e.f0[min(k+1, frames-1)]
			u -= 1
		}
		f := float32(a*(1-u)) + float32(b*u)
		pulse := f > voiced
		turns += float64(max(f, voiced)) / Rate
		if turns >= 1 {
			turns--
		}
		e.source[i] = 0
		if pulse {
			harmonics := float32(int32(top/f)) + 0.5
			e.source[i] = pulseAt(turns, harmonics)
		}
	}
}

func pulseAt(turns float64, harmonics float32) float32 {
	if turns > 0.5 { // nearest to where a small number is exact
		turns--
	}
	below, _ := sinCosTurns(float32(turns))
	below *= 2
	if below < 1e-6 && below > -1e-6 {
		return harmonics - 0.5
	}
	half := float64(float64(harmonics) * (2 * turns))
	half -= float64(2 * math.Floor(float64(half*0.5)+0.5))
	above, _ := sinCosTurns(float32(half))
	return above/below - 0.5
}

const golden = 0x9e3779b97f4a7c15

// mix scatters the bits of z (the end of splitmix64).
func mix(z uint64) uint64 {
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// normalPair is two numbers of a normal distribution that depend on seed and n
// alone.
func normalPair(seed, n uint64) (float32, float32) {
	z := mix(seed + n*golden)
	return normal(uint32(z)), normal(uint32(z >> 32))
}

func normal(z uint32) float32 {
	i := z >> 20
	share := float32(z&0xfffff) * (1.0 / (1 << 20))
	a, b := normalTable[i], normalTable[i+1]
	return a + float32(share*(b-a))
}
