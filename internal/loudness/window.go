package loudness

// Window is as many samples of one channel as the true peak between the two in
// its middle depends on.
type Window [taps]float32

// Middle is the place of the sample in a Window that Peak looks at.
const Middle = taps/2 - 1

// Peak is the highest level of the sample in the middle and between it and the
// next one, read off a fourfold oversampling as by Meter.
func (w *Window) Peak() float32 {
	return max(w[Middle], -w[Middle], between.peak((*[taps]float32)(w)))
}

// Under says whether Peak is surely not above a level. That is found out in much
// less time than Peak is.
func (w *Window) Under(level float32) bool {
	return Loudest(w[Middle:Middle+2])+steepest(w[:])*between.stray <= level
}

// PeakBound is the most that Peak can give for samples none of which is larger
// than 1.
func PeakBound() float32 { return between.gain }
