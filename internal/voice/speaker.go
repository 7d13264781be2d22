package voice

import "unhunch/internal/soundfile"

// Speaker says texts in a voice. A Pack is one: it says what it has recordings
// of. All methods may be called at the same time.
type Speaker interface {
	Name() string
	// Language is what it speaks, as a tag such as "en".
	Language() string
	// Length is how many frames at soundfile.Rate the text lasts, exactly as Clip gives
	// it. It is not ok for a text that the speaker cannot say.
	Length(text string) (frames int64, ok bool)
	// Clip is the text as it is heard.
	Clip(text string) (soundfile.Clip, error)
}

var _ Speaker = (*Pack)(nil)
