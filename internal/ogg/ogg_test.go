package ogg

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"testing"
)

func reader(data []byte, at int64) *Reader {
	return NewReader(io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data))), at)
}

// told lists the pages of a stream from a place on: their flags, positions and
// packets.
func told(t *testing.T, data []byte, at int64) string {
	t.Helper()
	var pages []string
	for r := reader(data, at); r.Offset() < int64(len(data)); {
		p, packets, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		var sizes []int
		for _, packet := range packets {
			sizes = append(sizes, len(packet))
		}
		pages = append(pages, fmt.Sprintf("flags %d, position %d, packets of %v", p.Flags, p.Position, sizes))
	}
	return strings.Join(pages, "\n")
}

type packet struct {
	size     int
	position int64
}

func stream(t *testing.T, packets ...packet) []byte {
	t.Helper()
	var file bytes.Buffer
	w := NewWriter(&file, 7)
	for i, p := range packets {
		if err := w.Packet(bytes.Repeat([]byte{byte('a' + i)}, p.size), p.position); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(Last); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// A packet longer than a page goes on over the next ones. A reader that is not
// told so takes the rest for another packet, and the file is broken from there.
func TestPackets(t *testing.T) {
	const page = full * piece
	for _, test := range []struct {
		name    string
		packets []packet
		want    string
	}{
		{"short ones", []packet{{5, 1}, {0, 2}, {254, 3}}, "flags 4, position 3, packets of [5 0 254]"},
		{"one of a whole piece", []packet{{255, 1}, {3, 2}}, "flags 4, position 2, packets of [255 3]"},
		{"over three pages", []packet{{5, 1}, {2 * page, 2}},
			"flags 0, position 1, packets of [5]\nflags 1, position -1, packets of []\nflags 5, position 2, packets of [130050]"},
		{"to the end of a page", []packet{{page - 1, 1}, {3, 2}}, "flags 0, position 1, packets of [65024]\nflags 4, position 2, packets of [3]"},
		{"a page and no piece more", []packet{{page, 1}, {3, 2}}, "flags 0, position -1, packets of []\nflags 5, position 2, packets of [65025 3]"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := told(t, stream(t, test.packets...), 0); got != test.want {
				t.Errorf("the pages are\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// Reading begins at any page; what is left of a packet there is no packet.
func TestReadFromTheMiddle(t *testing.T) {
	data := stream(t, packet{5, 1}, packet{2 * full * piece, 2}, packet{9, 3})
	at := int64(header + full + 5 + (full-1)*piece) // the second page
	if got, want := told(t, data, at), "flags 1, position -1, packets of []\nflags 5, position 3, packets of [9]"; got != want {
		t.Errorf("the pages are\n%s\nwant\n%s", got, want)
	}
	p, err := At(io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data))), 0)
	if err != nil || p.Ends() != 1 || int64(p.Size()) != at {
		t.Errorf("the first page ends %d packets and has %d bytes (%v), want 1 and %d", p.Ends(), p.Size(), err, at)
	}
}

// A page as libogg 1.3.5 writes it, so that reader and writer are not merely each
// other's equal.
func TestPageOfLibogg(t *testing.T) {
	const page = "4f676753000200000000000000000700000000000000fa5ac414011e" + "01766f72626973000000000180bb0000000000008038010000000000b801"
	want, err := hex.DecodeString(page)
	if err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	w := NewWriter(&got, 7)
	if err := w.Packet(want[28:], 0); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(First); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("got\n%x\nwant\n%x", got.Bytes(), want)
	}
}

func TestBroken(t *testing.T) {
	good := stream(t, packet{300, 1})
	for name, test := range map[string]struct {
		change func([]byte) []byte
		want   string
	}{
		"a byte":       {func(b []byte) []byte { b[100] ^= 1; return b }, "wrong checksum"},
		"the checksum": {func(b []byte) []byte { b[checksumAt] ^= 1; return b }, "wrong checksum"},
		"short":        {func(b []byte) []byte { return b[:len(b)-1] }, "cut short"},
		"header only":  {func(b []byte) []byte { return b[:header] }, "cut short"},
		"nothing":      {func(b []byte) []byte { return nil }, "cut short"},
		"another mark": {func(b []byte) []byte { b[0] = 'o'; return b }, "cut short"},
		"version 1":    {func(b []byte) []byte { b[4] = 1; return b }, "cut short"},
	} {
		_, _, err := reader(test.change(bytes.Clone(good)), 0).Next()
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: error %v, want one that says %q", name, err, test.want)
		}
	}
	changed := bytes.Clone(good)
	changed[100] ^= 1
	Seal(changed)
	if _, _, err := reader(changed, 0).Next(); err != nil {
		t.Errorf("a page with a new seal: %v", err)
	}
}

// Tags that claim more than there is would have a reader make room for them.
func TestComments(t *testing.T) {
	tags := Comments("us", [][2]string{{"TITLE", "Neck"}, {"ARTIST", ""}})
	if want := "\x02\x00\x00\x00us\x02\x00\x00\x00\x0a\x00\x00\x00TITLE=Neck\x07\x00\x00\x00ARTIST="; string(tags) != want {
		t.Errorf("got %q, want %q", tags, want)
	}
	if !CommentsAreWhole(tags) {
		t.Error("whole comments are not taken")
	}
	for _, bad := range []string{"", "\xff\xff\xff\xff\x00\x00\x00\x00", "\x00\x00\x00\x00\xff\xff\xff\xff"} {
		if CommentsAreWhole([]byte(bad)) {
			t.Errorf("%q is taken", bad)
		}
	}
}
