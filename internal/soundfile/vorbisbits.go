package soundfile

// bitReader reads numbers that are packed with the lowest bit first.
type bitReader struct {
	data []byte
	at   int  // in bits
	over bool // more was asked for than there is
}

func (r *bitReader) read(bits int) int {
	v := 0
	for i := range bits {
		if r.at>>3 >= len(r.data) {
			r.over = true
			return 0
		}
		v |= int(r.data[r.at>>3]>>(r.at&7)&1) << i
		r.at++
	}
	return v
}

func (r *bitReader) skip(bits int) {
	r.at += bits
	r.over = r.over || r.at > 8*len(r.data)
}
