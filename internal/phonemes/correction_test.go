package phonemes

import (
	"strings"
	"testing"
)

func TestParseCorrection(t *testing.T) {
	for _, test := range []struct{ text, want, fault string }{
		{text: "scap-you-lee", want: "skˈæpjuli"},
		{text: "SCAP-you-lee", want: "skˈæpjuli"},
		{text: "piri-FOR-mis", want: "pɪɹifˈɔɹmɪs"},
		{text: "sah-VAH-suh-nuh", want: "sɑvˈɑsənə"},
		{text: "shah-vah-sah-nah", want: "ʃɑvɑsˈɑnɑ"},
		{text: "oo-JY-ee", want: "uʤˈIi"},
		{text: "SO-us", want: "sˈOʌs"},
		{text: "do-ME-so", want: "dumˈisO"},
		{text: "nah-muh-STAY", want: "nɑməstˈA"},
		{text: "FASH-uh", want: "fˈæʃə"},
		{text: "nate", want: "nˈAt"},
		{text: "scapyoulee", want: "skˈæpjuli"},
		{text: "piriFORMiss", want: "piɹifˈɔɹmɪs"},
		{text: "nahmaSTAY", want: "nɑmæstˈA"},
		{text: "oojaiyee", want: "ˈuʤAji"},
		{text: "hangoo", want: "hˈæŋu"},
		{text: "trikonasana", want: "tɹɪkˌOnˈɑsənə"},
		{text: "heartache", want: "hˈɑɹTˌAk"},
		{text: "range of motion", want: "ɹˈAnʤ ʌv mˈOʃən"},
		{text: "A C L", want: "ˈA sˈi ˈɛl"},
		{text: "Shi-VAWN", want: "ʃivˈɔn"},
		{text: "/skˈæpjəli/", want: "skˈæpjəli"},
		{text: " / skˈæpjəli / ", want: "skˈæpjəli"},
		{text: "/ˈtʃɪkən/", want: "ʧˈɪkən"},
		{text: "/ˈdʒʌmpɪŋ/", want: "ʤˈʌmpɪŋ"},
		{text: "/ˈraɪzɪŋ/", want: "ɹˈIzɪŋ"},
		{text: "/bəˈteɪtoʊ/", want: "bətˈAtO"},
		{text: "/ˈskæp.jʊ.liː/", want: "skˈæpjʊli"},
		{text: "/bətˈATO/", want: "bətˈATO"},
		{text: "/ˈmʌsl̩/", want: "mˈʌsᵊl"},
		{text: "/ˈbʌtn̩/", want: "bˈʌtᵊn"},
		{text: "/ˈɹɪðm̩/", want: "ɹˈɪðəm"},
		{text: "/ˈmʌs(ə)ɫ/", want: "mˈʌsəl"},
		{text: "/'ʍɪspɚ/", want: "wˈɪspəɹ"},
		{text: "/ø̞/", fault: "the mark U+031E is no phoneme of the voice"},
		{text: "", fault: "a correction without a letter: it takes syllables, as in SCAP-you-lee, or phonemes, as in /skˈæpjəli/"},
		{text: "-", fault: "a correction without a letter: it takes syllables, as in SCAP-you-lee, or phonemes, as in /skˈæpjəli/"},
		{text: "scap 3", fault: `"3" in a correction: it takes letters and hyphens, or phonemes between slashes`},
		{text: "scap/you", fault: `"/" in a correction: it takes letters and hyphens, or phonemes between slashes`},
		{text: "/skˈæp", fault: `the phonemes "/skˈæp" have no slash at their end`},
		{text: "/", fault: `the phonemes "/" have no slash at their end`},
		{text: "//", fault: `"" has nothing to say`},
		{text: "/ʃ/", want: "ʃ"},
		{text: "/ˈ ./", fault: `"ˈ " has nothing to say`},
		{text: strings.Repeat("W ", 60), fault: "539 phonemes: 200 are the most"},
		{text: strings.Repeat("a", 201), fault: "a correction of 201 characters: 200 are the most"},
		{text: "/skˈ@p/", fault: "'@' is no phoneme of the voice"},
		{text: "скап", fault: `cannot read "скап": only Latin letters can be read`},
	} {
		got, err := reader(t).ParseCorrection(test.text)
		fault := ""
		if err != nil {
			fault = err.Error()
		}
		if got != test.want || fault != test.fault {
			t.Errorf("%q: got %q %q, want %q %q", test.text, got, fault, test.want, test.fault)
		}
	}
}

func TestReadCorrected(t *testing.T) {
	corrections := map[string]string{
		"Zorblatt": "zˈɔɹblɑt", "rom": "ɹˈɑm", "ROM": "ɹˈAnʤ ʌv mˈOʃən", "dead bug": "dˈɛdbʌɡ", "dead": "dˈid", "90/90": "nˈInti",
	}
	for _, test := range []struct{ text, want string }{
		{"zorblatt's arm", "zˈɔɹblɑts ˈɑɹm"},
		{"Two Zorblatts.", "tˈu zˈɔɹblɑts."},
		{"rom and ROM", "ɹˈɑm ænd ɹˈAnʤ ʌv mˈOʃən"},
		{"The dead bug, the Dead  Bug, a dead arm.", "ðə dˈɛdbʌɡ, ðə dˈɛdbʌɡ, ɐ dˈid ˈɑɹm."},
		{"Move to 90/90.", "mˈuv tə nˈInti."},
	} {
		out, err := reader(t).Read(test.text, corrections)
		if err != nil {
			t.Fatal(err)
		}
		if got := out.Phonemes(); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
		if len(out.Guesses) > 0 {
			t.Errorf("%q: %q is corrected, and yet said to be read by rule", test.text, out.Guesses[0].Word)
		}
	}
	for _, bad := range []map[string]string{{"a": "1"}, {"": "ˈA"}, {"к": "ˈA"}, {"a": ""}, {"a": " . "}, {"a": strings.Repeat("A", 201)}} {
		if out, err := reader(t).Read("A text.", bad); err == nil {
			t.Errorf("with %q it is read as %q", bad, out.Phonemes())
		}
	}
}

// TestCorrectedCapitals: a correction of IT is none of "it".
func TestCorrectedCapitals(t *testing.T) {
	got, err := reader(t).Read("If it hurts, ask IT.", map[string]string{"IT": "ˈA"})
	if err != nil || got.Phonemes() != "ˌɪf ɪt hˈɜɹts, ˈæsk ˈA." {
		t.Errorf("got %q, %v", got.Phonemes(), err)
	}
	got, err = reader(t).Read("Turn −5°.", nil)
	if err != nil || strings.Count(got.Phonemes(), "mˈInəs") != 1 {
		t.Errorf("got %q, %v", got.Phonemes(), err)
	}
}
