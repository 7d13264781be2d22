package speech

import (
	"strings"
	"testing"
)

// A sentence that is too long to be said in one breath of the network is cut
// between two words. One must not hear where.
func TestSplitSentence(t *testing.T) {
	text := strings.Repeat("let your shoulders sink and your neck grow long and ", 12) + "breathe."
	s := speaker(t, "june", Options{})
	read, err := s.Read(text)
	if err != nil || len(read.Sentences) < 2 {
		t.Fatalf("it is read as %d sentences, %v", len(read.Sentences), err)
	}
	if silence := longestSilence(say(t, s, text)); silence > 0.45 {
		t.Errorf("%.2f s of silence in the middle of a sentence", silence)
	}
}
