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

// FuzzVorbis has small files, of which a computer reads thousands in a second.
func FuzzVorbis(f *testing.F) {
	seeds := 0
	for seed := range uint64(200) {
		forge := &forge{random: rand.New(rand.NewPCG(seed, 1))}
		rest := forge.pages(2, 1, 10, 30)[firstPage:]
		clip, _ := Decode("seed", smallVorbis(forge.stereo, rest), Rate)
		if len(clip.Samples) > 0 && len(rest) < 500 {
			f.Add(forge.stereo, rest)
			seeds++
		}
	}
	if seeds < 10 {
		f.Errorf("%d seeds with sound: too few to begin with", seeds)
	}
	f.Fuzz(func(t *testing.T, stereo bool, rest []byte) {
		data := smallVorbis(stereo, rest)
		_, _ = Decode("fuzz.ogg", data, Rate)
		fuzzFile(t, data)
	})
}

// firstPage is the length of the page with the first header.
const firstPage = 58

// smallVorbis puts a header with small blocks at Rate before the rest of a file: the
// tables of large blocks and other rates would take longer than all else. It mends
// the checksums of the pages, which would otherwise keep everything that is changed
// from the decoder.
func smallVorbis(stereo bool, rest []byte) []byte {
	forge := &forge{random: rand.New(rand.NewPCG(0, 1))}
	data := append(forge.pages(1, 0)[:firstPage:firstPage], rest...)
	data[39], data[56] = 1, 6|7<<4
	if stereo {
		data[39] = 2
	}
	return mended(data)
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
