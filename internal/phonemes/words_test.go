package phonemes

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A slip in words.txt is heard by everyone who uses the word; and a word that the lexicon has the same is noise.
func TestWords(t *testing.T) {
	own, err := ownWords(wordList)
	if err != nil {
		t.Fatal(err)
	}
	if len(own) < 300 {
		t.Errorf("only %d words", len(own))
	}
	plain := *reader(t)
	plain.own = nil
	for w, e := range own {
		sounds := e.Readings[0].Sounds
		if strings.Trim(sounds, vowels+consonants+"ᵊT"+primary+secondary) != "" {
			t.Errorf("%s: %s has something else than sounds and stresses", w, sounds)
		}
		if n := strings.Count(sounds, primary); n > 1 || n == 0 && strings.ContainsAny(sounds, vowels) && !among(w, " re un anti non semi ") {
			t.Errorf("%s: %s has %d main stresses", w, sounds, n)
		}
		for i, r := range sounds {
			if after, _ := utf8.DecodeRuneInString(sounds[i+utf8.RuneLen(r):]); strings.ContainsRune(primary+secondary, r) && !strings.ContainsRune(vowels, after) {
				t.Errorf("%s: a stress of %s is not at its vowel", w, sounds)
			}
		}
		if finish(plain.word(w, "NN", asIs, ahead{})) == sounds {
			t.Errorf("%s: the lexicon has it so too", w)
		}
	}
	for _, bad := range []string{"word", "a\tˈA\na\tˈA", "\tˈA"} {
		if _, err := ownWords(bad); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}
