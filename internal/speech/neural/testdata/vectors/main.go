// Command vectors makes reference.json, which the tests compare with, of the
// numbers that the network of hibari-tts 0.2.1 gives in float32 arithmetic:
//
//	go run ./internal/speech/neural/testdata/vectors FILE.npz... > internal/speech/neural/testdata/reference.json
//
// Each FILE holds, of one line at speed 1: text, ps (phonemes), dur (units of
// each id), f0 (Hz of each frame), spec_every_8th ([frames/8][3005]) and wav
// (int16). Of the spectra every eighth number is kept, in thousandths, and of
// the sound how strong it and its differences are in each unit of 25 ms.
package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
)

type line struct {
	Text, Phonemes string
	Lengths        []int
	F0             []float64
	Spectra        [][]int
	Level, Edge    []float64 // dB, of the samples and of their differences
}

func main() {
	var lines []line
	for _, name := range os.Args[1:] {
		l, err := read(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, name+":", err)
			os.Exit(1)
		}
		lines = append(lines, l)
	}
	json.NewEncoder(os.Stdout).Encode(lines)
}

func read(name string) (l line, err error) {
	z, err := zip.OpenReader(name)
	if err != nil {
		return l, err
	}
	defer z.Close()
	arrays := map[string]array{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return l, err
		}
		data, err := io.ReadAll(r)
		if err != nil {
			return l, err
		}
		arrays[strings.TrimSuffix(f.Name, ".npy")] = parse(data)
	}
	l.Text, l.Phonemes = arrays["text"].text(), arrays["ps"].text()
	for _, v := range numbers[int32](arrays["dur"]) {
		l.Lengths = append(l.Lengths, int(v))
	}
	for _, v := range numbers[float32](arrays["f0"]) {
		l.F0 = append(l.F0, math.Round(float64(v)*1000)/1000)
	}
	spec := arrays["spec_every_8th"]
	all := numbers[float32](spec)
	for len(all) > 0 {
		var row []int
		for i := 0; i < spec.shape[1]; i += 8 {
			row = append(row, int(math.Round(float64(all[i])*1000)))
		}
		l.Spectra, all = append(l.Spectra, row), all[spec.shape[1]:]
	}
	wav := numbers[int16](arrays["wav"])
	for at := 0; at+600 <= len(wav); at += 600 {
		var level, edge float64
		for i := at; i < at+600; i++ {
			v := float64(wav[i])
			d := v
			if i > 0 {
				d -= float64(wav[i-1])
			}
			level, edge = level+v*v, edge+d*d
		}
		l.Level = append(l.Level, decibels(level))
		l.Edge = append(l.Edge, decibels(edge))
	}
	return l, nil
}

func decibels(sum float64) float64 {
	return math.Round(100*10*math.Log10(sum/600/32767/32767+1e-10)) / 100
}

type array struct {
	shape []int
	data  []byte
}

var shapeOf = regexp.MustCompile(`'shape': \(([^)]*)\)`)

func parse(b []byte) array {
	n := 10 + int(binary.LittleEndian.Uint16(b[8:]))
	a := array{data: b[n:]}
	for _, s := range strings.Split(shapeOf.FindStringSubmatch(string(b[:n]))[1], ",") {
		if v, err := strconv.Atoi(strings.TrimSpace(s)); err == nil {
			a.shape = append(a.shape, v)
		}
	}
	return a
}

func (a array) text() string {
	var s []rune
	for _, v := range numbers[uint32](a) {
		if v != 0 {
			s = append(s, rune(v))
		}
	}
	return string(s)
}

func numbers[T any](a array) []T {
	var one T
	out := make([]T, len(a.data)/binary.Size(one))
	if err := binary.Read(bytes.NewReader(a.data), binary.LittleEndian, out); err != nil {
		panic(err)
	}
	return out
}
