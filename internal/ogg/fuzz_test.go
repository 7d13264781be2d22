package ogg

import (
	"bytes"
	"io"
	"testing"
)

// FuzzReader: whatever a file holds, pages come to an end, and no more is given than
// there is. Checksums are mended, or nothing would come through.
func FuzzReader(f *testing.F) {
	var file bytes.Buffer
	w := NewWriter(&file, 1)
	for _, n := range []int{0, 1, 255, 70000} {
		if err := w.Packet(make([]byte, n), 1); err != nil {
			f.Fatal(err)
		}
		if err := w.Flush(0); err != nil {
			f.Fatal(err)
		}
	}
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		data = bytes.Clone(data)
		section := io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data)))
		for at := int64(0); ; {
			p, err := At(section, at)
			if err != nil {
				break
			}
			Seal(data[at : at+int64(p.Size())])
			at += int64(p.Size())
		}
		r := NewReader(section, 0)
		given := 0
		for {
			before := r.Offset()
			_, packets, err := r.Next()
			if err != nil {
				break
			}
			if r.Offset() <= before {
				t.Fatal("it does not go on")
			}
			for _, p := range packets {
				given += len(p)
			}
		}
		if given > len(data) {
			t.Errorf("%d bytes of packets are in %d", given, len(data))
		}
		CommentsAreWhole(data)
	})
}
