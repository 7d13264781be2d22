package phonemes_test

import (
	"testing"

	"unhunch/internal/phonemes"
	"unhunch/internal/speech"
	"unhunch/internal/speech/neural"
)

// What is read must be what the voice can say, no more at once than it takes.
func TestAlphabet(t *testing.T) {
	model, err := speech.Model()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range phonemes.Alphabet {
		if !model.Knows(r) {
			t.Errorf("the voice does not know %q", r)
		}
	}
	if phonemes.MaxPhonemes > neural.MaxPhonemes {
		t.Errorf("sentences of %d phonemes are too long for the voice, which takes %d", phonemes.MaxPhonemes, neural.MaxPhonemes)
	}
}
