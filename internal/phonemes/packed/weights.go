package packed

import (
	"encoding/binary"
	"maps"
	"math"
	"slices"
	"sort"
)

// FNV-1a, 32 bits.
const (
	hashStart = 2166136261
	hashPrime = 16777619
)

func hash(s string) uint32 {
	h := uint32(hashStart)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * hashPrime
	}
	return h
}

// appendTable appends the number of keys, the keys in order, and their values in the same order.
func appendTable(out []byte, m map[uint32][]byte) []byte {
	keys := slices.Sorted(maps.Keys(m))
	out = binary.LittleEndian.AppendUint32(out, uint32(len(keys)))
	for _, k := range keys {
		out = binary.LittleEndian.AppendUint32(out, k)
	}
	for _, k := range keys {
		out = append(out, m[k]...)
	}
	return out
}

// table is a list of hashes in order, four bytes each.
type table string

// find gives the place of a hash, or -1.
func (t table) find(h uint32) int {
	i, ok := sort.Find(len(t)/4, func(i int) int {
		k := uint32(t[4*i]) | uint32(t[4*i+1])<<8 | uint32(t[4*i+2])<<16 | uint32(t[4*i+3])<<24
		switch {
		case k == h:
			return 0
		case h < k:
			return -1
		}
		return 1
	})
	if !ok {
		return -1
	}
	return i
}

func (r *reader) table() table { return table(r.text(4 * r.count())) }

// weights are what features say for classes, of which there are at most 256.
//
// Packed: the number of features, their hashes in order, the number of weights of each as one byte; the weights,
// two bytes each: the class, and the weight as a signed number of steps.
type weights struct {
	features table
	starts   []uint32 // of the features' weights, one more than there are features
	data     string
}

// appendWeights packs weights: those below the least are left out, the others rounded to steps.
func appendWeights(out []byte, features map[uint32]map[uint8]float64, least, step float64) []byte {
	rows := map[uint32][]byte{}
	for f, w := range features {
		var row []byte
		for _, c := range slices.Sorted(maps.Keys(w)) {
			if math.Abs(w[c]) >= least {
				row = append(row, c, byte(int8(max(-128, min(127, math.Round(w[c]/step))))))
			}
		}
		if row != nil {
			rows[f] = row
		}
	}
	keys := slices.Sorted(maps.Keys(rows))
	counts := map[uint32][]byte{}
	for _, k := range keys {
		counts[k] = []byte{byte(len(rows[k]) / 2)}
	}
	out = appendTable(out, counts)
	for _, k := range keys {
		out = append(out, rows[k]...)
	}
	return out
}

func (r *reader) weights() weights {
	w := weights{features: r.table()}
	counts := r.text(len(w.features) / 4)
	w.starts = make([]uint32, len(counts)+1)
	for i := range len(counts) {
		w.starts[i+1] = w.starts[i] + uint32(counts[i])
	}
	w.data = r.text(2 * int(w.starts[len(counts)]))
	return w
}

// add adds what a feature says to the scores of the classes.
func (w weights) add(scores []int32, feature uint32) {
	i := w.features.find(feature)
	if i < 0 {
		return
	}
	for k := 2 * w.starts[i]; k < 2*w.starts[i+1]; k += 2 {
		if class := int(w.data[k]); class < len(scores) {
			scores[class] += int32(int8(w.data[k+1]))
		}
	}
}
