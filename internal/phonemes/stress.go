package phonemes

import "strings"

// The sounds of the lexicon. ɾ and ʔ stand for what the voice writes T and t; see finish.
const (
	primary    = "ˈ"
	secondary  = "ˌ"
	vowels     = "AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻ"
	consonants = "bdfhjklmnpstvwzðŋɡɹɾʃʒʤʧθ"
	long       = "AIOQWYʤʧ"        // weigh two
	flapAfter  = "AIOWYiuæɑəɛɪɹʊʌ" // a t between one of these and an ending is a flap
)

// emphasis is how a word's stress differs from the lexicon's.
type emphasis int

const (
	asIs    emphasis = iota
	light            // at least secondary: a capital begins the word
	strong           // primary: the word is in capitals
	demoted          // no more than secondary
	bare             // none
)

// stressed gives sounds with another emphasis.
func stressed(sounds string, e emphasis) string {
	marked := strings.ContainsAny(sounds, primary+secondary)
	switch {
	case e == bare:
		return strings.NewReplacer(primary, "", secondary, "").Replace(sounds)
	case e == demoted && strings.Contains(sounds, primary):
		return strings.ReplaceAll(strings.ReplaceAll(sounds, secondary, ""), primary, secondary)
	case e == light && !marked:
		return mark1(sounds, secondary)
	case e == strong && !marked:
		return mark1(sounds, primary)
	case e == strong && !strings.Contains(sounds, primary):
		return strings.ReplaceAll(sounds, secondary, primary)
	}
	return sounds
}

// mark1 puts a stress before the first vowel.
func mark1(sounds, stress string) string {
	i := strings.IndexAny(sounds, vowels)
	if i < 0 {
		return sounds
	}
	return sounds[:i] + stress + sounds[i:]
}

// weight is how long sounds are, for choosing the part of a compound that keeps its stress.
func weight(sounds string) int {
	n := 0
	for _, r := range sounds {
		n++
		if strings.ContainsRune(long, r) {
			n++
		}
	}
	return n
}

// settle lowers the stress of some parts of a compound, so that no more than half of them keep the primary one:
// of two parts the heavier keeps it, and after a single letter the second part never does.
func settle(parts []*spoken) {
	var with []*spoken
	stresses := 0
	for _, p := range parts {
		if p.sounds != "" {
			with = append(with, p)
			if strings.Contains(p.sounds, primary) {
				stresses++
			}
		}
	}
	if len(with) == 2 && len(with[0].text) == 1 {
		with[1].sounds = stressed(with[1].sounds, demoted)
		return
	}
	if len(with) < 2 || stresses <= (len(with)+1)/2 {
		return
	}
	lighter := func(a, b *spoken) bool {
		pa, pb := strings.Contains(a.sounds, primary), strings.Contains(b.sounds, primary)
		if pa != pb {
			return pb
		}
		return weight(a.sounds) < weight(b.sounds)
	}
	ranked := make([]*spoken, 0, len(with))
	for _, p := range with {
		i := len(ranked)
		for i > 0 && lighter(p, ranked[i-1]) {
			i--
		}
		ranked = append(ranked[:i], append([]*spoken{p}, ranked[i:]...)...)
	}
	for _, p := range ranked[:len(ranked)/2] {
		p.sounds = stressed(p.sounds, demoted)
	}
}

// finish gives the sounds in the alphabet of the voice.
func finish(sounds string) string { return strings.NewReplacer("ɾ", "T", "ʔ", "t").Replace(sounds) }

// silent is true for sounds of nothing but stresses, punctuation and space.
func silent(sounds string) bool {
	return strings.Trim(sounds, primary+secondary+" ;:,.!?—…\"“”()") == ""
}
