package export

import "encoding/binary"

// bitWriter collects bits, the highest of a number first.
type bitWriter struct {
	bytes []byte
	last  uint64 // bits that make no whole word yet, at the low end
	count uint   // of those; below 32
}

func (w *bitWriter) reset() { w.bytes, w.last, w.count = w.bytes[:0], 0, 0 }

// put writes the n low bits of v, of which there are no others; n is at most 32.
func (w *bitWriter) put(v uint64, n uint) {
	w.last = w.last<<n | v
	if w.count += n; w.count >= 32 {
		w.count -= 32
		w.bytes = binary.BigEndian.AppendUint32(w.bytes, uint32(w.last>>w.count))
	}
}

// signed writes a number in n bits.
func (w *bitWriter) signed(v int32, n uint) { w.put(uint64(v)&(1<<n-1), n) }

// align fills up to a whole byte with zeros.
func (w *bitWriter) align() {
	w.put(0, -w.count&7)
	for ; w.count > 0; w.count -= 8 {
		w.bytes = append(w.bytes, byte(w.last>>(w.count-8)))
	}
}

// rice writes numbers with a Rice parameter: a sign is made the lowest bit, the
// k low bits are written as they are, and what is above them as so many zeros
// and a one.
func (w *bitWriter) rice(numbers []int32, k uint) {
	for _, v := range numbers {
		folded := uint32(v<<1 ^ v>>31)
		high := uint(folded >> k)
		for ; high+1+k > 32; high-- { // only where the parameter does not suit the number
			w.put(0, 1)
		}
		w.put(1<<k|uint64(folded)&(1<<k-1), high+1+k)
	}
}
