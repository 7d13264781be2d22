package beds

// wave is a turn of a soft tone with its overtones.
type wave [sineSteps + 1]float64

// newWave makes a wave of the levels of its partials, from the first on.
func newWave(partials ...float64) *wave {
	var w wave
	for i := range w {
		for k, level := range partials {
			w[i] += float64(level * sines[i*(k+1)%sineSteps])
		}
	}
	return &w
}

// note adds a tone that goes on for ever, a hop of it, while its level goes from
// one to another. Its phase is that of the frame.
func (w *wave) note(to *sheet, h int64, pitch, from, until, pan float64) {
	if from == 0 && until == 0 {
		return
	}
	const bits = 64 - 11
	turn := uint64(pitch / rate * (1 << 63) * 2)
	phase := turn * uint64(h*hop)
	step := (until - from) / hop
	left, right := 1-pan, 1+pan
	for i := range hop {
		k := phase >> bits
		f := float64(int32(phase>>(bits-31)&(1<<31-1))) / (1 << 31)
		v := w[k] + float64(f*(w[k+1]-w[k]))
		v *= from
		to[0][i] += float64(v * left)
		to[1][i] += float64(v * right)
		from += step
		phase += turn
	}
}
