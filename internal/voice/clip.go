// Package voice reads voice packs: recordings of lines, found by their text.
package voice

// Rate is the number of frames in a second of every decoded clip.
const Rate = 48000

// Clip is decoded audio at Rate: interleaved 16-bit samples.
type Clip struct {
	Samples  []int16
	Channels int // 1 or 2
}

// Frames is the length of the clip.
func (c Clip) Frames() int {
	if c.Channels == 0 {
		return 0
	}
	return len(c.Samples) / c.Channels
}
