package phonemes

import "testing"

func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := open(embedded); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	r := reader(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Read("Slide your scapulae down, and hold for 30 seconds; then rotate to the left.", nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadNew reads a line with nothing unpacked, as the first line of a routine is.
func BenchmarkReadNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		r, err := open(embedded)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.Read("Slide your scapulae down, and hold for 30 seconds; then rotate to the left.", nil); err != nil {
			b.Fatal(err)
		}
	}
}
