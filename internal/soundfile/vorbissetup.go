package soundfile

import (
	"bytes"
	"errors"
	"fmt"
	"math"

	"unhunch/internal/ogg"
)

var (
	errVorbisHeader = errors.New("its header is corrupt")
	errVorbisCostly = errors.New("its header asks for far more work than sound takes")
)

// checkVorbis looks through the three headers for what the decoder takes on
// trust, and would hang on or fill the memory with: whatever it counts, points
// to or goes through in a packet.
func checkVorbis(headers ...[]byte) error {
	for i, kind := range []byte{1, 3, 5} {
		if !bytes.HasPrefix(headers[i], append([]byte{kind}, "vorbis"...)) {
			return errors.New("it holds something else than Vorbis")
		}
		headers[i] = headers[i][7:]
	}
	if err := checkIdentification(headers[0]); err != nil {
		return err
	}
	if !ogg.CommentsAreWhole(headers[1]) {
		return errVorbisHeader
	}
	s := vorbisSetup{bitReader: bitReader{data: headers[2]}, channels: int(headers[0][4])}
	return s.check()
}

func checkIdentification(p []byte) error {
	if len(p) < 23 {
		return errVorbisHeader
	}
	if channels := p[4]; channels != 1 && channels != 2 {
		return fmt.Errorf("it has %d channels, where one or two can be played", channels)
	}
	short, long := p[21]&15, p[21]>>4
	if short < 6 || long > 13 || short > long {
		return errVorbisHeader
	}
	return nil
}

// What encoders write stays far below these.
const (
	maxVorbisHeaders = 16 << 20 // bytes, with pictures

	maxCodes       = 1 << 16 // in all code books together
	maxValues      = 1 << 20
	maxFloorValues = 65 // as the format has it
	maxClassWords  = 32 // partitions that one code tells the classes of
	maxCouplings   = 8

	// maxResidueWork is how many steps a residue may take for one sample, a step
	// being a bit that is read or a value that is added. Encoders stay below 60.
	maxResidueWork = 64
)

// vorbisSetup reads through a setup header.
type vorbisSetup struct {
	bitReader
	channels                   int
	books                      []codeBook
	floors, residues, mappings int
}

// check reads the header in the order that it is written in.
func (s *vorbisSetup) check() error {
	for _, part := range []func() error{
		s.codeBooks,
		s.each(6, func() error { return s.zero(16) }), // transforms of time
		s.counted(&s.floors, s.floor),
		s.counted(&s.residues, s.residue),
		s.counted(&s.mappings, s.mapping),
		s.each(6, s.mode),
	} {
		if err := part(); err != nil {
			return err
		}
		if s.over {
			return errVorbisHeader
		}
	}
	if s.read(1) != 1 {
		return errVorbisHeader
	}
	return nil
}

// each reads as many parts as a number of some bits says, and one more.
func (s *vorbisSetup) each(bits int, one func() error) func() error {
	return func() error {
		for range s.read(bits) + 1 {
			if err := one(); err != nil {
				return err
			}
			if s.over {
				return errVorbisHeader
			}
		}
		return nil
	}
}

// counted is each, and keeps how many there were.
func (s *vorbisSetup) counted(n *int, one func() error) func() error {
	return s.each(6, func() error { *n++; return one() })
}

// valid is an error where something is not so.
func valid(ok bool) error {
	if !ok {
		return errVorbisHeader
	}
	return nil
}

func (s *vorbisSetup) zero(bits int) error { return valid(s.read(bits) == 0) }

// book reads the number of a code book, and says whether it is there.
func (s *vorbisSetup) book() (b codeBook, ok bool) {
	n := s.read(8)
	if n >= len(s.books) {
		return b, false
	}
	return s.books[n], true
}

// floor reads past a floor of the only type that encoders have written since the
// format was finished.
func (s *vorbisSetup) floor() error {
	if kind := s.read(16); kind != 1 {
		return fmt.Errorf("it has a floor of type %d, which cannot be read", kind)
	}
	partitions := make([]int, s.read(5))
	classes := 0
	for i := range partitions {
		partitions[i] = s.read(4)
		classes = max(classes, partitions[i]+1)
	}
	dimensions := make([]int, max(1, classes)) // the decoder reads one even of none
	for i := range dimensions {
		var err error
		if dimensions[i], err = s.floorClass(); err != nil {
			return err
		}
	}
	s.read(2)
	return s.floorPlaces(partitions, dimensions)
}

// floorPlaces reads where the values of a floor are, which must be different
// places.
func (s *vorbisSetup) floorPlaces(partitions, dimensions []int) error {
	bits := s.read(4)
	places := map[int]bool{0: true, 1 << bits: true}
	values := 2
	for _, class := range partitions {
		for range dimensions[class] {
			places[s.read(bits)] = true
			values++
		}
		if values > maxFloorValues {
			return errVorbisHeader
		}
	}
	return valid(len(places) == values)
}

func (s *vorbisSetup) floorClass() (dimensions int, err error) {
	dimensions = s.read(3) + 1
	subclasses := s.read(2)
	if subclasses > 0 {
		if _, ok := s.book(); !ok {
			return 0, errVorbisHeader
		}
	}
	for range 1 << subclasses {
		if n := s.read(8); n > len(s.books) { // 0 is none
			return 0, errVorbisHeader
		}
	}
	return dimensions, nil
}

// residue reads past a residue, and reckons what the decoder does for it. That
// goes on after the end of a packet, so the bytes of a file do not bound it.
func (s *vorbisSetup) residue() error {
	kind, begin, end := s.read(16), s.read(24), s.read(24)
	size, classes := s.read(24)+1, s.read(6)+1
	classBook, ok := s.book()
	if !ok || kind > 2 || begin > end {
		return errVorbisHeader
	}
	words := classBook.dimensions
	if words > maxClassWords || math.Pow(float64(classes), float64(words)) > float64(classBook.codes) {
		return errVorbisHeader
	}
	passes := make([]int, classes) // one bit for each pass that has a book
	for i := range passes {
		passes[i] = s.read(3)
		if s.read(1) == 1 {
			passes[i] |= s.read(5) << 3
		}
	}
	most := 0.0
	for _, pass := range passes {
		work, err := s.cascade(pass, size)
		if err != nil {
			return err
		}
		most = max(most, work)
	}
	const perPartition = 4 * 8 // of looking what there is to do, in eight passes
	most += float64(perPartition+classBook.longest) / float64(size)
	if most > maxResidueWork {
		return errVorbisCostly
	}
	return nil
}

// cascade reads the books of a class, and gives the work for a sample.
func (s *vorbisSetup) cascade(passes, size int) (work float64, err error) {
	for ; passes > 0; passes &= passes - 1 {
		b, ok := s.book()
		if !ok || !b.values || size%b.dimensions != 0 {
			return 0, errVorbisHeader
		}
		work += float64(b.longest)/float64(b.dimensions) + 1
	}
	return work, nil
}

func (s *vorbisSetup) mapping() error {
	if err := s.zero(16); err != nil {
		return err
	}
	submaps := 1
	if s.read(1) == 1 {
		submaps = s.read(4) + 1
	}
	couplings := 0
	if s.read(1) == 1 {
		couplings = s.read(8) + 1
	}
	bits := bitLength(s.channels - 1)
	for range couplings {
		magnitude, angle := s.read(bits), s.read(bits)
		if magnitude == angle || magnitude >= s.channels || angle >= s.channels {
			return errVorbisHeader
		}
	}
	if s.read(2) != 0 || submaps > s.channels || couplings > maxCouplings {
		return errVorbisHeader
	}
	return s.submaps(submaps)
}

func (s *vorbisSetup) submaps(n int) error {
	if n > 1 {
		for range s.channels {
			if s.read(4) >= n {
				return errVorbisHeader
			}
		}
	}
	for range n {
		s.read(8)
		floor, residue := s.read(8), s.read(8)
		if floor >= s.floors || residue >= s.residues {
			return errVorbisHeader
		}
	}
	return nil
}

func (s *vorbisSetup) mode() error {
	s.read(1)
	window, transform := s.read(16), s.read(16)
	return valid(window == 0 && transform == 0 && s.read(8) < s.mappings)
}
