package soundfile

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// FuzzFLAC mends the checksum of each header of a frame, which would otherwise keep
// what is changed from the decoder.
func FuzzFLAC(f *testing.F) {
	f.Add(testFile(f, "mono-16000.flac")[:3000])
	f.Add(testFile(f, "stereo-44100.flac")[:3000])
	f.Fuzz(func(t *testing.T, data []byte) {
		data = append(bytes.Clone(testFile(t, "stereo-44100.flac")[:42]), data...)
		data[4] |= 0x80 // nothing else stands before the sound
		for i := 42; i+flacHeaderSize < len(data); i++ {
			if data[i] != 0xFF || data[i+1]&0xFE != 0xF8 {
				continue
			}
			for end := i + 5; end < i+flacHeaderSize; end++ {
				was := data[end]
				data[end] = flacChecksum(data[i:end])
				if _, ok := parseFLACHeader(data[i:]); ok {
					break
				}
				data[end] = was
			}
		}
		_, _ = Decode("fuzz.flac", data, 60*Rate)
		fuzzFile(t, data)
	})
}

// FuzzForge lets the setup of a Vorbis file be whatever numbers of chance make of it.
func FuzzForge(f *testing.F) {
	f.Add(uint64(1), 5)
	f.Fuzz(func(t *testing.T, seed uint64, wrong int) {
		forge := &forge{random: rand.New(rand.NewPCG(seed, 1)), wrong: int(uint(wrong) % 50)}
		data := forge.file()
		_, _ = Decode("fuzz.ogg", data, 60*Rate)
		fuzzFile(t, data)
	})
}
