package main

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"testing"

	"unhunch/internal/plan"
)

// compare finds the session in a recording of it, and tells what is not heard
// as it was exported: sounds at other distances, gaps, or other samples.
func compare(t *testing.T, want, heard []float32) {
	t.Helper()
	const window = 2 * plan.Rate
	loud := func(from, step int) int { // a window that is not quiet
		for at := from; at >= 0 && at+window <= len(want); at += step {
			if energy(want[at:at+window]) > 1e-4 {
				return at
			}
		}
		t.Fatal("the session is silent")
		return 0
	}
	first := loud(plan.Rate, plan.Rate/4)
	last := loud(len(want)-window, -plan.Rate/4)
	early := find(heard, want[first:first+window], 0, len(heard)) - first
	near := early + last
	late := find(heard, want[last:last+window], near-plan.Rate, near+plan.Rate) - last
	drift := late - early
	t.Logf("heard from frame %d of the recording on; drift over %d frames: %d", early, last-first, drift)
	if drift != 0 {
		t.Fatalf("the sounds drift apart: %d frames over %d", drift, last-first)
	}
	var worst float64
	var at int
	for i := first; i < len(want) && early+i < len(heard); i++ {
		if d := math.Abs(float64(want[i] - heard[early+i])); d > worst {
			worst, at = d, i
		}
	}
	t.Logf("largest difference of a sample: %.6f at frame %d of %d", worst, at, len(want))
	if worst > 2.0/32768 {
		t.Errorf("a sample differs by %.6f at frame %d", worst, at)
	}
}

func energy(s []float32) float64 {
	var sum float64
	for _, v := range s {
		sum += float64(v) * float64(v)
	}
	return sum / float64(len(s))
}

// find gives the frame of s where part fits best, between from and to.
func find(s, part []float32, from, to int) int {
	best, at := math.Inf(1), -1
	stride := len(part) / 400
	for i := max(0, from); i+len(part) <= len(s) && i <= to; i++ {
		var d float64
		for k := 0; k < len(part); k += stride {
			e := float64(s[i+k] - part[k])
			if d += e * e; d >= best {
				break
			}
		}
		if d < best {
			best, at = d, i
		}
	}
	return at
}

// readWAV gives the left channel of a 16-bit stereo file.
func readWAV(t *testing.T, path string) []float32 {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	i := bytes.Index(data, []byte("data"))
	if i < 0 {
		t.Fatal("not a WAV file")
	}
	size := int(binary.LittleEndian.Uint32(data[i+4:]))
	data = data[i+8 : i+8+size]
	out := make([]float32, len(data)/4)
	for i := range out {
		out[i] = float32(int16(binary.LittleEndian.Uint16(data[4*i:]))) / 32768
	}
	return out
}
