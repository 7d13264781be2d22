package play

// jump is a leap to a frame, of the same stream or of another one.
type jump struct {
	stream Stream    // nil: stay with this one
	at     int64     // stay: go on from the same frame
	left   *leftover // where the pulling side puts the stream before
}

// leftover is a stream that is not needed any more.
type leftover struct{ stream Stream }

// newJump makes a jump, with all that the pulling side will need for it.
func newJump(s Stream, at int64) *jump {
	return &jump{stream: s, at: at, left: &leftover{}}
}

// stay is the frame of a jump to another stream that takes over where the
// session is.
const stay = -1

// quietly tells whether the session must be silent for the jump.
func (j *jump) quietly() bool { return j.at != stay }

// leap makes the jump that is asked for, unless a stream that was left before
// still waits to be closed.
func (f *feed) leap() {
	if f.retired.Load() != nil || f.old != nil {
		return
	}
	j := f.jump.Swap(nil)
	if j == nil {
		return
	}
	f.enter(j)
	f.ended.Store(-1)
	if !j.quietly() {
		return
	}
	f.leaptTo.Store(f.position)
	f.leapt.Store(f.handed.Load())
	f.faded = fade{in: 0, rise: jumpFade}
	if f.speech.aside != nil && f.speech.at == 0 && f.speech.aside.At > 0 {
		f.speech = lane{}
	}
}

// enter goes on in the stream and at the frame of a jump. The stream before
// fades out if the session is heard and goes on at the same frame.
func (f *feed) enter(j *jump) {
	at, left := j.at, f.stream
	if at == stay {
		at = f.position
	}
	if j.stream != nil {
		f.stream = j.stream
	}
	if err := f.stream.Seek(int(at)); err == nil {
		f.position = at
	} else {
		f.position = int64(f.stream.Position())
	}
	switch {
	case j.stream == nil:
	case j.at == stay && f.faded.in > 0 && f.ended.Load() < 0:
		f.old, f.over, f.left = left, crossFade, j.left
	default:
		f.retire(left, j.left)
	}
}

// retire leaves a stream to the other side, which closes it.
func (f *feed) retire(s Stream, in *leftover) {
	in.stream = s
	f.retired.Store(in)
}

// pull puts the next n frames of the session into f.block, and tells how many
// there were. The stream that another one took over from fades out meanwhile.
func (f *feed) pull(n int) int {
	got, _ := f.stream.Stream(f.block[:n])
	if f.old == nil {
		return got
	}
	had, _ := f.old.Stream(f.oldBlock[:n])
	clear(f.oldBlock[had:n])
	for i := range got {
		f.over = max(0, f.over-1)
		old := curve(float64(f.over) / crossFade)
		f.block[i][0] += old * (f.oldBlock[i][0] - f.block[i][0])
		f.block[i][1] += old * (f.oldBlock[i][1] - f.block[i][1])
	}
	if f.over == 0 || got < n {
		f.retire(f.old, f.left)
		f.old = nil
	}
	return got
}
