package main

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// aligned is a word with the chunk of sounds that each of its letters says.
type aligned struct {
	word   string // small letters a to z
	chunks []string
}

// aligner finds chunks by going over all words a few times, each time with the chances of chunks that the time
// before has counted.
type aligner struct {
	words  []aligned
	sounds [][]string
	chance map[string]float64 // logarithm, of a letter with the chunk it says
}

// maxChunk is how many sounds a letter says at most.
const maxChunk = 3

// path is the likeliest way to a place: its logarithm, and the sounds of the last letter.
type path struct {
	score float64
	chunk int
}

func (a *aligner) round() {
	count, total := map[string]float64{}, map[byte]float64{}
	for i := range a.words {
		w := &a.words[i]
		w.chunks = a.align(w.word, a.sounds[i])
		for k, c := range w.chunks {
			count[w.word[k:k+1]+unstressed(c)]++
			total[w.word[k]]++
		}
	}
	clear(a.chance)
	for k, n := range count {
		a.chance[k] = math.Log(n / total[k[0]])
	}
}

// align gives the chunk of each letter, or nil if there are more sounds than the letters can say.
func (a *aligner) align(word string, sounds []string) []string {
	n, m := len(word), len(sounds)
	plain := make([]string, m)
	for j, s := range sounds {
		plain[j] = unstressed(s)
	}
	best := make([][]path, n+1)
	for i := range best {
		best[i] = make([]path, m+1)
		for j := range best[i] {
			best[i][j].score = math.Inf(-1)
		}
	}
	best[0][0].score = 0
	for i := range n {
		for j := max(0, m-maxChunk*(n-i)); j <= min(m, maxChunk*i); j++ {
			for k := 0; k <= maxChunk && j+k <= m; k++ {
				s := best[i][j].score + a.score(word, i, plain, j, k)
				if s > best[i+1][j+k].score {
					best[i+1][j+k] = path{s, k}
				}
			}
		}
	}
	if math.IsInf(best[n][m].score, -1) {
		return nil
	}
	chunks := make([]string, n)
	for i, j := n, m; i > 0; i-- {
		k := best[i][j].chunk
		chunks[i-1] = strings.Join(sounds[j-k:j], "")
		j -= k
	}
	return chunks
}

// score is how well letter i says k sounds from sound j on. Before anything is counted, one sound for one letter
// is best, near the diagonal, and vowels for vowels.
func (a *aligner) score(word string, i int, sounds []string, j, k int) float64 {
	if len(a.chance) > 0 {
		if c, ok := a.chance[word[i:i+1]+strings.Join(sounds[j:j+k], "")]; ok {
			return c
		}
		return -15 - 3*float64(k)
	}
	off := float64(j) + float64(k)/2 - (float64(i)+0.5)*float64(len(sounds))/float64(len(word))
	s := -0.3 * off * off
	if k > 0 && strings.Contains("aeiouy", word[i:i+1]) != strings.Contains("AIOQWYaiuæɑɒɔəɛɜɪʊʌᵻᵊ", sounds[j]) {
		s -= 2
	}
	switch k {
	case 1:
	case 3:
		s -= 3
	default:
		s--
	}
	return s
}

// align finds which sounds each letter of a word says: the chunks with which all words together are likeliest.
// Words that cannot be aligned are left out.
func align(words map[string]string) []aligned {
	a := aligner{chance: map[string]float64{}}
	for _, w := range slices.Sorted(maps.Keys(words)) {
		a.words = append(a.words, aligned{word: w})
		a.sounds = append(a.sounds, units(words[w]))
	}
	for range 6 {
		a.round()
	}
	return slices.DeleteFunc(a.words, func(w aligned) bool { return w.chunks == nil })
}

// units are the sounds of a word, each vowel with its stress.
func units(sounds string) []string {
	var out []string
	for len(sounds) > 0 {
		_, n := utf8.DecodeRuneInString(sounds)
		if strings.HasPrefix(sounds, "ˈ") || strings.HasPrefix(sounds, "ˌ") {
			_, m := utf8.DecodeRuneInString(sounds[n:])
			n += m
		}
		out = append(out, sounds[:n])
		sounds = sounds[n:]
	}
	return out
}

func unstressed(s string) string { return strings.NewReplacer("ˈ", "", "ˌ", "").Replace(s) }
