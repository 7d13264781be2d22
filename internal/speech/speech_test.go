package speech

import (
	"math"
	"testing"

	"unhunch/internal/speech/neural"
)

// TestVoices: both built-in voices can be had, and say a sentence at about the
// pace that is comfortable for instructions.
func TestVoices(t *testing.T) {
	voices, err := Voices()
	if err != nil {
		t.Fatal(err)
	}
	m, err := Model()
	if err != nil {
		t.Fatal(err)
	}
	genders := map[string]string{}
	for _, v := range voices {
		genders[v.Name] = v.Gender
		u, err := neural.NewEngine(m).Speak(t.Context(), "ɹˈɛst fɔɹ θˈɜɹTi sˈɛkəndz.", v.reading(plain, 1))
		if err != nil {
			t.Fatal(err)
		}
		if s := float64(len(u.Samples)) / neural.Rate; math.Abs(s-2.5) > 0.5 {
			t.Errorf("%s takes %.1f s for four words", v.Name, s)
		}
	}
	if len(genders) != 2 || genders["june"] != "woman" || genders["otto"] != "man" {
		t.Errorf("the voices are %v", genders)
	}
}
