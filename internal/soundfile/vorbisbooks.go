package soundfile

import "math"

// codeBook is what is known of a code book.
type codeBook struct {
	codes, dimensions int
	longest           int  // of the codes, in bits
	values            bool // whether it has any, and not only codes
}

func (s *vorbisSetup) codeBooks() error {
	codes, values := 0, 0
	for range s.read(8) + 1 {
		book, err := readCodeBook(&s.bitReader)
		if err != nil {
			return err
		}
		s.books = append(s.books, book)
		codes += book.codes
		values += book.codes * book.dimensions
		if s.over || codes > maxCodes || values > maxValues {
			return errVorbisHeader
		}
	}
	return nil
}

// readCodeBook reads past one code book.
func readCodeBook(r *bitReader) (codeBook, error) {
	magic := r.read(24)
	book := codeBook{dimensions: r.read(16), codes: r.read(24)}
	if magic != 0x564342 || book.dimensions == 0 || book.codes < 2 || book.codes > maxCodes {
		return book, errVorbisHeader
	}
	whole := false
	if book.longest, whole = readCodes(r, book.codes); !whole || r.over {
		return book, errVorbisHeader
	}
	lookup := r.read(4)
	if lookup == 0 {
		return book, nil
	}
	if lookup > 2 || book.codes*book.dimensions > maxValues {
		return book, errVorbisHeader
	}
	book.values = true
	r.read(32)
	r.read(32)
	bits := r.read(4) + 1
	r.read(1)
	numbers := book.codes * book.dimensions
	if lookup == 1 {
		numbers = lookupValues(book)
		if numbers != roundedValues(book) {
			return book, errVorbisHeader
		}
	}
	r.skip(numbers * bits)
	return book, nil
}

// readCodes reads the lengths of the codes. It gives the longest, and says whether
// every sequence of bits begins with one of them. A book of one code need not be
// whole.
func readCodes(r *bitReader, codes int) (longest int, whole bool) {
	const all = int64(1) << 32
	var taken int64
	used := 0
	if r.read(1) == 0 {
		sparse := r.read(1) == 1
		for range codes {
			if !sparse || r.read(1) == 1 {
				length := r.read(5) + 1
				longest = max(longest, length)
				taken += all >> length
				used++
			}
		}
	} else {
		for length := r.read(5) + 1; used < codes; length++ {
			n := r.read(bitLength(codes - used))
			if length > 32 || n > codes-used || r.over {
				return longest, false
			}
			longest = length
			taken += int64(n) * (all >> length)
			used += n
		}
	}
	return longest, taken == all || used == 1 && taken == all/2
}

func bitLength(n int) int {
	bits := 0
	for ; n > 0; n >>= 1 {
		bits++
	}
	return bits
}

// lookupValues is the largest number whose power to the dimensions is not more
// than the codes.
func lookupValues(b codeBook) int {
	for n := 1; ; n++ {
		power := 1
		for range b.dimensions {
			if power *= n + 1; power > b.codes {
				return n
			}
		}
	}
}

// roundedValues is lookupValues as the decoder reckons it, who reads on at a
// wrong place where it is another number. No encoder has such a book.
func roundedValues(b codeBook) int {
	return int(math.Pow(float64(b.codes), 1/float64(b.dimensions)))
}
