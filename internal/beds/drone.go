package beds

// drone is an open chord that stands, of voices that come forward and go back
// each in its own time.
type drone struct {
	chance chance
	wave   *wave
}

func newDrone(c chance) texture {
	return &drone{c, newWave(0.8, 0.62, 0.5, 0.32, 0.22, 0.13, 0.08, 0.05)}
}

// voices of the drone: pitch in Hz, how loud, and where between the ears. No two
// are in a simple ratio, so that they beat slowly and never in the same way.
var voices = []struct{ pitch, level, pan float64 }{
	{130.81, 0.16, -0.15}, {130.97, 0.12, 0.25}, {196.07, 0.13, 0.2}, {196.31, 0.09, -0.35},
	{261.49, 0.12, -0.25}, {261.80, 0.09, 0.4}, {392.20, 0.09, 0.3}, {523.05, 0.075, -0.4}, {587.60, 0.035, 0.1}, {784.30, 0.035, 0.5},
}

func (d *drone) add(to *sheet, h int64) {
	for i, v := range voices {
		d.wave.note(to, h, v.pitch, v.level*d.swell(i, h), v.level*d.swell(i, h+1), v.pan)
	}
}

// swell is how far a voice has come forward.
func (d *drone) swell(i int, h int64) float64 {
	return 0.35 + float64(0.65*d.chance.of(uint64(i)).wander(h, hops(7+float64(1.3*float64(i)))))
}
