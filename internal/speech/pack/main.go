// Command pack makes the packed form of a voice model from the package that it
// is published in, a wheel of hibari-tts:
//
//	go run ./internal/speech/pack -o internal/speech/heart.model hibari_tts-0.2.1-py3-none-any.whl
//
// The same package gives the same file on every machine. The one that was used
// has the SHA-256
// 49f2abbbe451c988e7448b5afa08c8a56410535ebb855c0e7d174275df5ca1f3.
package main

import (
	"archive/zip"
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"unhunch/internal/speech/neural"
)

func main() {
	out := flag.String("o", "heart.model", "the `file` to write")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "pack: name one wheel of hibari-tts")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), *out); err != nil {
		fmt.Fprintln(os.Stderr, "pack:", err)
		os.Exit(1)
	}
}

func run(wheel, out string) error {
	z, err := zip.OpenReader(wheel)
	if err != nil {
		return err
	}
	defer z.Close()
	graph, err := read(&z.Reader, "hibari/assets/hibari.onnx")
	if err != nil {
		return err
	}
	alphabet, err := read(&z.Reader, "hibari/assets/vocab.json")
	if err != nil {
		return err
	}
	data, err := pack(graph, alphabet)
	if err != nil {
		return fmt.Errorf("%s: %w", wheel, err)
	}
	if _, err := neural.Load(data); err != nil {
		return err
	}
	return os.WriteFile(out, data, 0o644)
}

func read(z *zip.Reader, name string) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, 100<<20))
}

// pack makes the packed form of a graph and its alphabet, both as published.
func pack(graph, alphabet []byte) ([]byte, error) {
	g, err := readONNX(graph)
	if err != nil {
		return nil, fmt.Errorf("reading the graph: %w", err)
	}
	var ids map[string]int
	if err := json.Unmarshal(alphabet, &ids); err != nil {
		return nil, fmt.Errorf("reading the alphabet: %w", err)
	}
	quantized := g.quantized()
	var tensors [][]byte
	for _, t := range neural.Layout() {
		var b []byte
		switch t.Kind {
		case neural.Runes:
			b, err = runes(ids, t.Rows)
		case neural.Vector:
			b, err = g.vector(t)
		case neural.Fine:
			b, err = g.fine(t)
		case neural.Matrix:
			b, err = g.matrix(t, quantized[t.Name])
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", t.Name, err)
		}
		tensors = append(tensors, b)
	}
	return neural.Pack(tensors), nil
}

func runes(ids map[string]int, n int) ([]byte, error) {
	b := make([]byte, 4*n)
	for s, id := range ids {
		r, size := utf8.DecodeRuneInString(s)
		if size != len(s) || id <= 0 || id >= n {
			return nil, fmt.Errorf("%q has the id %d", s, id)
		}
		binary.LittleEndian.PutUint32(b[4*id:], uint32(r))
	}
	return b, nil
}

func (g *graph) floats(name string, n int) ([]float32, []int, error) {
	t := g.tensors[name]
	if t == nil || t.kind != kindFloat || len(t.floats) != n {
		return nil, nil, fmt.Errorf("there are no %d numbers of this name", n)
	}
	return t.floats, t.dims, nil
}

// vector stores numbers as they are, except that a depthwise convolution has
// its channels side by side.
func (g *graph) vector(t neural.Tensor) ([]byte, error) {
	v, dims, err := g.floats(t.Name, t.Rows)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(t.Name, ".dw.weight") {
		if len(dims) != 3 || dims[0]*dims[2] != t.Rows {
			return nil, fmt.Errorf("it is no depthwise convolution of %d numbers", t.Rows)
		}
		v = turned(v, dims[0], dims[2])
	}
	var b []byte
	for _, f := range v {
		b = appendFloat(b, f)
	}
	return b, nil
}

// fine stores the weights of a convolution, [out][in][taps] in the graph and
// [out][taps][in] here, as int8 with a second layer for the rounding.
func (g *graph) fine(t neural.Tensor) ([]byte, error) {
	v, dims, err := g.floats(t.Name, t.Rows*t.Cols)
	if err != nil {
		return nil, err
	}
	if len(dims) != 3 || dims[1]*dims[2] != t.Cols {
		return nil, fmt.Errorf("it is no convolution of %d numbers", t.Cols)
	}
	w := make([]float64, 0, len(v))
	for j := range t.Rows {
		for _, f := range turned(v[j*t.Cols:(j+1)*t.Cols], dims[1], dims[2]) {
			w = append(w, float64(f))
		}
	}
	var b []byte
	for range 2 {
		peak := math.Max(slices.Max(w), -slices.Min(w))
		scale := float32(peak / 127)
		q := make([]int8, len(w))
		for i := range w {
			q[i] = int8(math.RoundToEven(w[i] / float64(scale)))
			w[i] -= float64(float64(q[i]) * float64(scale))
		}
		b = append(appendFloat(b, scale), neural.Panels(q, t.Rows, t.Cols)...)
	}
	return b, nil
}

// turned makes [columns][rows] of [rows][columns].
func turned(v []float32, rows, columns int) []float32 {
	out := make([]float32, len(v))
	for r := range rows {
		for c := range columns {
			out[c*rows+r] = v[r*columns+c]
		}
	}
	return out
}

func appendFloat(b []byte, f float32) []byte {
	return binary.LittleEndian.AppendUint32(b, math.Float32bits(f))
}

// matrix stores weights that are int8 in the graph, [in][out] there.
func (g *graph) matrix(t neural.Tensor, name string) ([]byte, error) {
	w := g.tensors[name+"_quantized"]
	zero := g.tensors[name+"_zero_point"]
	if w == nil || w.kind != kindInt8 || len(w.bytes) != t.Rows*t.Cols || zero == nil || slices.ContainsFunc(zero.bytes, func(b byte) bool { return b != 0 }) {
		return nil, fmt.Errorf("there are no %d int8 weights around zero", t.Rows*t.Cols)
	}
	scale, _, err := g.floats(name+"_scale", 1)
	if err != nil {
		return nil, err
	}
	q := make([]int8, len(w.bytes))
	for i, b := range w.bytes {
		q[i%t.Rows*t.Cols+i/t.Rows] = int8(b)
	}
	return append(appendFloat(nil, scale[0]), neural.Panels(q, t.Rows, t.Cols)...), nil
}

// quantized finds what the int8 weights are called: in the graph only the bias
// that is added to their product has the name that it was trained under. The
// result leads from the name of the weight to the start of its tensors' names.
func (g *graph) quantized() map[string]string {
	user := map[string]node{}
	for _, n := range g.nodes {
		for _, in := range n.inputs {
			user[in] = n
		}
	}
	names := map[string]string{}
	for _, n := range g.nodes {
		if n.op != "MatMulInteger" || len(n.inputs) < 2 {
			continue
		}
		added := n // then Cast, Mul and Add
		for range 3 {
			if len(added.outputs) > 0 {
				added = user[added.outputs[0]]
			}
		}
		for _, in := range added.inputs {
			if stem, is := strings.CutSuffix(in, "bias"); is && g.tensors[in] != nil {
				names[stem+"weight"] = strings.TrimSuffix(n.inputs[1], "_quantized")
			}
		}
	}
	return names
}
