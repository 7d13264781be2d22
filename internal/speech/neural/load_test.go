package neural

import (
	"encoding/binary"
	"hash/crc32"
	"os"
	"slices"
	"strings"
	"testing"
)

func packed(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../heart.model")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestLoadRefuses(t *testing.T) {
	whole := packed(t)
	for _, test := range []struct {
		want   string
		change func([]byte) []byte
	}{
		{"not a packed voice model", func(b []byte) []byte { return nil }},
		{"not a packed voice model", func(b []byte) []byte { return b[:headLen-1] }},
		{"not a packed voice model", func(b []byte) []byte { b[0]++; return b }},
		{"the voice model has 1000 bytes where it says 6905772", func(b []byte) []byte { return b[:headLen+1000] }},
		{"the voice model is damaged: its checksum does not match", func(b []byte) []byte { b[5000000]++; return b }},
		{"the voice model is damaged: m.head.bias is cut short", func(b []byte) []byte { return summed(b[:len(b)-1]) }},
		{"the voice model is damaged: 1 bytes too many", func(b []byte) []byte { return summed(append(b, 0)) }},
		{"the voice model is damaged: phoneme 'A' stands at a wrong place", func(b []byte) []byte {
			copy(b[headLen:], "A\x00\x00\x00")
			return summed(b)
		}},
		{"the voice model is damaged: pn.text.emb.weight has a number that is none", func(b []byte) []byte {
			binary.LittleEndian.PutUint32(b[headLen+4*phonemes:], 0x7fc00000)
			return summed(b)
		}},
	} {
		_, err := Load(test.change(slices.Clone(whole)))
		if err == nil || err.Error() != test.want {
			t.Errorf("the error is %v\nnot %s", err, test.want)
		}
	}
}

// summed makes size and checksum right.
func summed(b []byte) []byte {
	body := b[headLen:]
	binary.LittleEndian.PutUint32(b[len(magic):], uint32(len(body)))
	binary.LittleEndian.PutUint32(b[len(magic)+4:], crc32.ChecksumIEEE(body))
	return b
}

// FuzzLoad: whatever a packed model holds, reading it and speaking with it ends,
// and does not crash.
func FuzzLoad(f *testing.F) {
	whole := packed(f)
	f.Add(uint32(0), uint32(0), uint32(0))
	f.Add(uint32(4*phonemes), uint32(0x7f7fffff), uint32(0))
	f.Add(uint32(len(whole)-headLen-4), uint32(0xff7fffff), uint32(0))
	f.Add(uint32(9), uint32(1), uint32(1))
	f.Add(uint32(9), uint32(1), uint32(6000000))
	f.Fuzz(func(t *testing.T, at, value, cut uint32) {
		data := slices.Clone(whole[:len(whole)-int(cut)%(len(whole)-headLen)])
		if body := data[headLen:]; len(body) >= 4 {
			binary.LittleEndian.PutUint32(body[int(at)%(len(body)-3):], value)
		}
		m, err := Load(summed(data))
		if err != nil {
			return
		}
		u, err := NewEngine(m).Speak(t.Context(), "ɡˌO.", plainly)
		if err == nil && len(u.Samples) > MaxSeconds*Rate {
			t.Errorf("three phonemes take %d samples", len(u.Samples))
		}
		if err != nil && !strings.Contains(err.Error(), "is not a phoneme") && !strings.Contains(err.Error(), "at most") {
			t.Error(err)
		}
	})
}

// FuzzSpeak: any phonemes, in any voice, are spoken or refused.
func FuzzSpeak(f *testing.F) {
	f.Add([]byte("hello"), 1.0, 1.0, 1.0)
	f.Add([]byte("\x04\x04\x04"), 0.25, 2.5, 0.7)
	f.Add([]byte("\x9c\x01\xff"), 4.0, 0.4, 1.4)
	e := NewEngine(heart())
	f.Fuzz(func(t *testing.T, ids []byte, pace, pitch, envelope float64) {
		var phonemes []rune
		for _, id := range ids {
			if r := e.model.runes[int(id)%len(e.model.runes)]; r != 0 {
				phonemes = append(phonemes, r)
			}
		}
		how := Reading{Voice: Voice{Pitch: pitch, Range: 1, Envelope: envelope}, Pace: pace}
		u, err := e.Speak(t.Context(), string(phonemes), how)
		if err != nil {
			return
		}
		for i, v := range u.Samples {
			if !(v > -20 && v < 20) {
				t.Fatalf("sample %d is %v", i, v)
			}
		}
		for _, m := range u.Marks {
			if m.At < 0 || m.Long <= 0 || m.At+m.Long > len(u.Samples) {
				t.Fatalf("%q is at %d for %d of %d samples", m.Phoneme, m.At, m.Long, len(u.Samples))
			}
		}
	})
}
