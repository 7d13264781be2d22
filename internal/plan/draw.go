package plan

import "encoding/binary"

// draw is a number that follows from the seed and from what is chosen, the same on
// every machine. What is chosen is named by its exercise, and not by where in the
// session it stands, so that one more exercise leaves all other choices as they are.
func (o Options) draw(what ...string) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211 // of FNV-1a
	hash := uint64(offset)
	add := func(b byte) { hash = (hash ^ uint64(b)) * prime }
	for _, b := range binary.LittleEndian.AppendUint64(nil, uint64(o.Seed)) {
		add(b)
	}
	for _, part := range what {
		for i := range len(part) {
			add(part[i])
		}
		add(0)
	}
	// FNV leaves the low bits of like inputs alike, and the choice among two is the
	// lowest one: mixed as MurmurHash3 ends.
	hash = (hash ^ hash>>33) * 0xff51afd7ed558ccd
	hash = (hash ^ hash>>33) * 0xc4ceb9fe1a85ec53
	return hash ^ hash>>33
}

// oneOf is the one of a list that is drawn.
func oneOf[T any](o Options, list []T, what ...string) T {
	return list[o.draw(what...)%uint64(len(list))]
}

// fromDrawn is a list that begins at the one that is drawn, and goes on round.
func fromDrawn[T any](o Options, list []T, what ...string) []T {
	if len(list) == 0 {
		return nil
	}
	n := o.draw(what...) % uint64(len(list))
	return append(append(make([]T, 0, len(list)), list[n:]...), list[:n]...)
}
