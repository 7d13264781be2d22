package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"strings"
)

// say is an engine for the scripts: it says TEXT as a tone into the file OUT,
// longer for more words. Texts with the word "unspeakable" it cannot say.
func say() {
	const rate = 16000
	text, out := os.Args[1], os.Args[2]
	if strings.Contains(text, "unspeakable") {
		fmt.Fprintln(os.Stderr, "loading\ncannot say that")
		os.Exit(3)
	}
	frames := rate * (3 + len(strings.Fields(text))) / 10
	b := []byte("RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00")
	b = binary.LittleEndian.AppendUint32(b, rate)
	b = binary.LittleEndian.AppendUint32(b, 2*rate)
	b = append(b, "\x02\x00\x10\x00data\xff\xff\xff\xff"...)
	for i := range frames {
		b = binary.LittleEndian.AppendUint16(b, uint16(int16(3000*math.Sin(float64(i)/5))))
	}
	if err := os.WriteFile(out, b, 0o666); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
