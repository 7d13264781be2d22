// Package soundfile reads any sound file from any frame on, and gives it at one
// rate: WAV, FLAC, Ogg Vorbis and MP3, of one or two channels. It writes the
// plain ones.
package soundfile

// Rate is the number of frames in a second of everything that is decoded.
const Rate = 48000

// Clip is decoded sound at Rate: interleaved 16-bit samples.
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
