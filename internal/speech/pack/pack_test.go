package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"unhunch/internal/speech/neural"
)

// A writer of messages, for graphs that are like the published one.
type message []byte

func (m message) number(field int, v uint64) message {
	return binary.AppendUvarint(binary.AppendUvarint(m, uint64(field)<<3), v)
}

func (m message) bytes(field int, b []byte) message {
	m = binary.AppendUvarint(binary.AppendUvarint(m, uint64(field)<<3|2), uint64(len(b)))
	return append(m, b...)
}

func (m message) text(field int, s string) message { return m.bytes(field, []byte(s)) }

func tensorOf(name string, kind int, raw []byte, dims ...int) message {
	var m message
	for _, d := range dims {
		m = m.number(1, uint64(d))
	}
	return m.number(2, uint64(kind)).text(8, name).bytes(9, raw)
}

func nodeOf(op, output string, inputs ...string) message {
	var m message
	for _, in := range inputs {
		m = m.text(1, in)
	}
	return m.text(2, output).text(4, op)
}

// small is a graph with all tensors of a model, of the numbers that value gives.
func small(value func(i int) float32, but string) []byte {
	var g message
	for i, t := range neural.Layout() {
		if t.Name == but || t.Kind == neural.Runes {
			continue
		}
		if t.Kind == neural.Matrix {
			g = addQuantized(g, t, fmt.Sprint("q", i))
			continue
		}
		dims := []int{t.Rows}
		switch {
		case strings.HasSuffix(t.Name, ".dw.weight"):
			taps := 7
			if strings.Contains(t.Name, ".convs.") {
				taps = 5
			}
			dims = []int{t.Rows / taps, 1, taps}
		case t.Kind == neural.Fine:
			dims = []int{t.Rows, t.Cols, 1}
		}
		var raw []byte
		for j := range t.Rows * t.Cols {
			raw = appendFloat(raw, value(j))
		}
		g = g.bytes(5, tensorOf(t.Name, kindFloat, raw, dims...))
	}
	return message(nil).number(1, 8).bytes(7, g)
}

// addQuantized adds a matrix as the published graph has it: named after the
// operation, turned, and found by the bias that is added to its product.
func addQuantized(g message, t neural.Tensor, name string) message {
	raw := make([]byte, t.Rows*t.Cols)
	for in := range t.Cols {
		for out := range t.Rows {
			raw[in*t.Rows+out] = byte(weight(out, in))
		}
	}
	bias := strings.TrimSuffix(t.Name, "weight") + "bias"
	return g.
		bytes(5, tensorOf(name+"_quantized", kindInt8, raw, t.Cols, t.Rows)).
		bytes(5, tensorOf(name+"_scale", kindFloat, appendFloat(nil, 0.25))).
		bytes(5, tensorOf(name+"_zero_point", kindInt8, []byte{0})).
		bytes(1, nodeOf("MatMulInteger", name+".1", "x", name+"_quantized")).
		bytes(1, nodeOf("Cast", name+".2", name+".1")).
		bytes(1, nodeOf("Mul", name+".3", name+".2", "scales")).
		bytes(1, nodeOf("Add", name+".4", bias, name+".3"))
}

func weight(out, in int) int8 { return int8(out*7 + in*3) }

var alphabet = []byte(`{"a": 43, "ˈ": 156}`)

// TestPack: every tensor arrives in its place, in the order that the engine
// reads.
func TestPack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	numbers := make([]float32, 1<<20)
	for i := range numbers {
		numbers[i] = float32(r.NormFloat64())
	}
	data, err := pack(small(func(i int) float32 { return numbers[i%len(numbers)] }, ""), alphabet)
	if err != nil {
		t.Fatal(err)
	}
	m, err := neural.Load(data)
	if err != nil {
		t.Fatal(err)
	}
	if !m.Knows('a') || !m.Knows('ˈ') || m.Knows('b') {
		t.Error("the alphabet is not that of the package")
	}
	rest := data[len(data)-size(neural.Layout()):]
	for _, tensor := range neural.Layout() {
		b := rest[:size([]neural.Tensor{tensor})]
		rest = rest[len(b):]
		switch {
		case tensor.Kind == neural.Matrix:
			checkMatrix(t, tensor, b)
		case tensor.Kind == neural.Fine:
			checkFine(t, tensor, b, numbers)
		case strings.HasSuffix(tensor.Name, ".gamma"):
			if got := math.Float32frombits(binary.LittleEndian.Uint32(b[4:])); got != numbers[1] {
				t.Errorf("%s has %v in the second place, not %v", tensor.Name, got, numbers[1])
			}
		}
	}
}

func size(tensors []neural.Tensor) int {
	n := 0
	for _, t := range tensors {
		panels := 4 + (t.Rows+15)/16*16*t.Cols
		n += map[neural.Kind]int{neural.Runes: 4 * t.Rows, neural.Vector: 4 * t.Rows, neural.Matrix: panels, neural.Fine: 2 * panels}[t.Kind]
	}
	return n
}

// at is the place of a weight within panels of 16 outputs and pairs of inputs.
func at(out, in, inputs int) int { return 4 + out/16*16*inputs + in/2*32 + out%16*2 + in%2 }

func checkMatrix(t *testing.T, tensor neural.Tensor, b []byte) {
	t.Helper()
	for _, p := range [][2]int{{0, 0}, {1, 0}, {0, 1}, {17, 33}, {tensor.Rows - 1, tensor.Cols - 1}} {
		if got := int8(b[at(p[0], p[1], tensor.Cols)]); got != weight(p[0], p[1]) {
			t.Errorf("%s: the weight of output %d for input %d is %d, not %d", tensor.Name, p[0], p[1], got, weight(p[0], p[1]))
		}
	}
}

func checkFine(t *testing.T, tensor neural.Tensor, b []byte, numbers []float32) {
	t.Helper()
	second := b[len(b)/2:]
	for _, p := range [][2]int{{0, 0}, {0, 1}, {tensor.Rows - 1, tensor.Cols - 1}} {
		got := 0.0
		for _, half := range [][]byte{b, second} {
			scale := math.Float32frombits(binary.LittleEndian.Uint32(half))
			got += float64(scale) * float64(int8(half[at(p[0], p[1], tensor.Cols)]))
		}
		want := float64(numbers[p[0]*tensor.Cols+p[1]])
		if math.Abs(got-want) > 1e-3 {
			t.Errorf("%s: the weight of output %d for input %d is %.5f, not %.5f", tensor.Name, p[0], p[1], got, want)
		}
	}
}

// TestTurned: in the published graph the taps of a convolution are side by
// side, here its channels.
func TestTurned(t *testing.T) {
	got := turned([]float32{11, 12, 13, 21, 22, 23}, 2, 3)
	if want := []float32{11, 21, 12, 22, 13, 23}; !slices.Equal(got, want) {
		t.Errorf("%v, not %v", got, want)
	}
}

func TestPackRefuses(t *testing.T) {
	one := func(int) float32 { return 1 }
	for _, test := range []struct {
		graph    []byte
		alphabet string
		want     string
	}{
		{nil, `{}`, "reading the graph: there are no tensors in it"},
		{[]byte("PK\x03\x04"), `{}`, "reading the graph: field 0 is cut short"},
		{small(one, "m.head.weight"), `{}`, "m.head.weight: there are no 769280 int8 weights around zero"},
		{small(one, "m.dec.0.gamma"), `{}`, "m.dec.0.gamma: there are no 256 numbers of this name"},
		{small(one, "m.dec_in.weight"), `{}`, "m.dec_in.weight: there are no 232960 numbers of this name"},
		{small(one, ""), `{"ab": 3}`, `vocabulary: "ab" has the id 3`},
		{small(one, ""), `{"a": 178}`, `vocabulary: "a" has the id 178`},
		{small(one, ""), `[]`, "reading the alphabet: json: cannot unmarshal array into Go value of type map[string]int"},
	} {
		if _, err := pack(test.graph, []byte(test.alphabet)); err == nil || err.Error() != test.want {
			t.Errorf("the error is %v\nnot %s", err, test.want)
		}
	}
}

// FuzzGraph: no file makes the reader crash, or take more than its own size.
func FuzzGraph(f *testing.F) {
	f.Add([]byte(message(nil).bytes(7, message(nil).
		bytes(5, tensorOf("m", kindFloat, appendFloat(nil, 1), 1)).
		bytes(1, nodeOf("Add", "y", "a", "b")))))
	f.Add(bytes.Repeat([]byte{0xff}, 12))
	names, _ := json.Marshal(neural.Layout())
	f.Add(names)
	f.Fuzz(func(t *testing.T, data []byte) {
		g, err := readONNX(data)
		if err != nil {
			return
		}
		n := 0
		for _, tensor := range g.tensors {
			n += 4*len(tensor.floats) + len(tensor.bytes)
		}
		if n > 2*len(data)+8 {
			t.Errorf("%d bytes of tensors out of a file of %d", n, len(data))
		}
		g.quantized()
	})
}
