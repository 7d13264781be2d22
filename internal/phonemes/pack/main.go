// Command pack makes phonemes.bin, what package phonemes knows of English, from the files of the Python package
// hibari-tts: its lexicon, which is misaki's, and its tagger. From the lexicon it also learns the rules that read
// words which are in no lexicon, which takes a minute or two.
//
//	go run ./internal/phonemes/pack -from FOLDER
//	go run ./internal/phonemes/pack -from FOLDER -measure
//
// FOLDER is the folder "hibari/assets" of the unpacked package. The file depends on those files alone. With
// -measure nothing is written: the rules are learned from all words but every twentieth, and how well they read
// those is printed.
package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"strings"

	"unhunch/internal/phonemes/packed"
)

// rounds is how often the letter rules are learned from all words.
const rounds = 6

func main() {
	from := flag.String("from", "", "folder hibari/assets of the unpacked package hibari-tts")
	to := flag.String("to", "internal/phonemes/phonemes.bin", "file to write")
	measure := flag.Bool("measure", false, "only say how well words are read that the rules have not learned from")
	flag.Parse()
	if err := run(*from, *to, *measure); err != nil {
		fmt.Fprintln(os.Stderr, "pack: error:", err)
		os.Exit(1)
	}
}

func run(from, to string, measure bool) error {
	if from == "" {
		return errors.New("-from is missing")
	}
	lexicon, err := readLexicon(from)
	if err != nil {
		return err
	}
	if measure {
		return measureLetters(lexicon)
	}
	words, err := packed.PackLexicon(lexicon)
	if err != nil {
		return err
	}
	var model packed.Model
	if err := readJSON(filepath.Join(from, "tagger.json.gz"), &model); err != nil {
		return err
	}
	tags, err := packed.PackTags(model)
	if err != nil {
		return err
	}
	letters, err := learnLetters(align(samples(lexicon)), rounds)
	if err != nil {
		return err
	}
	fmt.Printf("lexicon %d bytes, tagger %d, letters %d\n", len(words), len(tags), len(letters))
	return os.WriteFile(to, packed.Write(words, tags, letters), 0o644)
}

// readJSON reads a compressed file.
func readJSON(name string, into any) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	const most = 64 << 20
	b, err := io.ReadAll(io.LimitReader(z, most))
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// tagOf are the names that the lexicon has for what a reading is for.
var tagOf = map[string]packed.Tag{"DEFAULT": packed.Default, "NOUN": packed.Noun, "VERB": packed.Verb, "ADJ": packed.Adjective,
	"ADV": packed.Adverb, "VBD": packed.Past, "VBN": packed.Participle, "VBP": packed.Present, "DT": packed.Determiner, "None": packed.Final}

// readLexicon joins the two parts of the lexicon. A word that is in both is as the checked part has it.
func readLexicon(from string) (map[string]packed.Entry, error) {
	entries := map[string]packed.Entry{}
	for _, part := range []struct {
		file    string
		checked bool
	}{{"lexicon_us_silver.json.gz", false}, {"lexicon_us_gold.json.gz", true}} {
		var words map[string]json.RawMessage
		if err := readJSON(filepath.Join(from, part.file), &words); err != nil {
			return nil, err
		}
		for w, raw := range words {
			readings, err := readReadings(raw)
			if err != nil {
				return nil, fmt.Errorf("%s: %q: %w", part.file, w, err)
			}
			entries[w] = packed.Entry{Readings: readings, Checked: part.checked}
		}
	}
	return entries, nil
}

// readReadings reads the sounds of a word, or an object of sounds by tag with null for a word that is spelled.
func readReadings(raw json.RawMessage) ([]packed.Reading, error) {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return []packed.Reading{{Tag: packed.Default, Sounds: one}}, nil
	}
	var many map[string]*string
	if err := json.Unmarshal(raw, &many); err != nil {
		return nil, err
	}
	var out []packed.Reading
	for tag := packed.Default; tag <= packed.Final; tag++ {
		for name, sounds := range many {
			if tagOf[name] == 0 {
				return nil, fmt.Errorf("unknown tag %s", name)
			}
			if tagOf[name] == tag && sounds != nil {
				out = append(out, packed.Reading{Tag: tag, Sounds: *sounds})
			} else if tagOf[name] == tag {
				out = append(out, packed.Reading{Tag: tag})
			}
		}
	}
	if len(out) == 0 || out[0].Tag != packed.Default {
		return nil, errors.New("no reading by default")
	}
	return out, nil
}

// samples are the checked words that the letter rules are learned from, with their sounds.
func samples(lexicon map[string]packed.Entry) map[string]string {
	out := map[string]string{}
	for w, e := range lexicon {
		small := strings.ToLower(w)
		letters := strings.Trim(small, "abcdefghijklmnopqrstuvwxyz") == ""
		capital := w == small || w == strings.ToUpper(w[:1])+small[1:]
		if _, both := lexicon[small]; !e.Checked || !letters || !capital || len(w) < 2 || w != small && both {
			continue
		}
		out[small] = strings.NewReplacer("ɾ", "T", "ʔ", "t").Replace(e.Readings[0].Sounds)
	}
	return out
}

// measureLetters prints how well words are read that the rules have not seen.
func measureLetters(lexicon map[string]packed.Entry) error {
	var learn, held []aligned
	all := samples(lexicon)
	for _, c := range align(all) {
		h := fnv.New32a()
		h.Write([]byte(c.word))
		if h.Sum32()%20 == 0 && len(c.word) > 3 {
			held = append(held, c)
		} else {
			learn = append(learn, c)
		}
	}
	section, err := learnLetters(learn, rounds)
	if err != nil {
		return err
	}
	rules, err := packed.OpenLetters(string(section))
	if err != nil {
		return err
	}
	var sounds, wrong, words, plain int
	for _, c := range held {
		want, got := all[c.word], rules.Sounds(c.word)
		d := distance(got, want)
		sounds += len([]rune(want))
		wrong += d
		if d > 0 {
			words++
		}
		plain += distance(unstressed(got), unstressed(want))
	}
	fmt.Printf("%d words held back, %d bytes: %.1f %% of the phonemes wrong with stress, %.1f %% without, %.1f %% of the words\n", len(held),
		len(section), percent(wrong, sounds), percent(plain, sounds), percent(words, len(held)))
	return nil
}

func percent(a, b int) float64 { return 100 * float64(a) / float64(b) }

// distance is the least number of sounds and stresses to add, leave out or change between two readings.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range to {
			best := min(row[j]+1, row[j+1]+1, diagonal)
			if x != y {
				best = min(row[j]+1, row[j+1]+1, diagonal+1)
			}
			diagonal, row[j+1] = row[j+1], best
		}
	}
	return row[len(to)]
}
