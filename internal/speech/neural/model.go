package neural

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
)

// The sizes of the network. They are fixed: a model of another shape is another
// network, and would need other code.
const (
	phonemes = 178 // how many ids the model knows; 0 stands at both ends

	textWide   = 128 // the encoder that the sound is made from
	lengthWide = 192 // the encoder that lengths and melody are made from
	soundWide  = 256
	parts      = 5 // lh, theta, ln, lr, phi: see synth.go
)

// A Model is a network that has learned to speak, ready for use. It is never
// changed, so any number of engines share one.
type Model struct {
	runes        [phonemes]rune
	ids          map[rune]int
	text, prompt encoder // prompt is where lengths and melody come from

	length0, length1 matrix
	melodyIn         matrix
	melody           [6]block
	melodyOut        matrix

	soundIn   matrix
	sound     [8]block
	soundNorm norm
	head      matrix
}

// A block is x + gamma * shrink(GELU(grow(norm(depthwise convolution of x)))).
type block struct {
	wide, taps, step int
	gamma            []float32
	conv, convBias   []float32 // conv is [taps][wide]
	norm             norm
	grow, shrink     matrix
}

type norm struct{ scale, shift []float32 }

// An encoder reads phonemes: two blocks, then one transformer layer with two
// heads that is applied again and again with the same weights.
type encoder struct {
	wide, rounds   int
	embedding      []float32 // [phonemes][wide]
	blocks         [2]block
	before, within norm
	qkv, out       matrix
	grow, shrink   matrix
	after          norm
}

// Kind says how a tensor is stored.
type Kind int

const (
	Vector Kind = iota // float32 numbers
	Matrix             // int8 weights in panels, see panels
	Fine               // a Matrix, and a second one for what its rounding left over
	Runes              // uint32 code points, 0 where an id has none
)

// A Tensor is one part of a packed model: Rows outputs of Cols inputs each, for
// a vector Rows numbers.
type Tensor struct {
	Name       string
	Kind       Kind
	Rows, Cols int
}

const (
	magic   = "unhunch voice 1\n"
	headLen = len(magic) + 8 // then the length of what follows, and its CRC-32
)

// Layout lists the tensors of a packed model in the order in which they are
// stored. Their names are those of the graph they come from.
func Layout() []Tensor {
	var c cursor
	c.listOnly = true
	new(Model).read(&c)
	return c.listed
}

// Pack makes a packed model of the tensors of Layout, each already as bytes.
func Pack(tensors [][]byte) []byte {
	var body []byte
	for _, t := range tensors {
		body = append(body, t...)
	}
	head := binary.LittleEndian.AppendUint32([]byte(magic), uint32(len(body)))
	head = binary.LittleEndian.AppendUint32(head, crc32.ChecksumIEEE(body))
	return append(head, body...)
}

// Load reads a packed model. It keeps data, which must not be changed
// afterwards. Data that is cut short, too long or damaged is an error.
func Load(data []byte) (*Model, error) {
	if len(data) < headLen || string(data[:len(magic)]) != magic {
		return nil, errors.New("not a packed voice model")
	}
	size := binary.LittleEndian.Uint32(data[len(magic):])
	sum := binary.LittleEndian.Uint32(data[len(magic)+4:])
	body := data[headLen:]
	if uint64(len(body)) != uint64(size) {
		return nil, fmt.Errorf("the voice model has %d bytes where it says %d", len(body), size)
	}
	if crc32.ChecksumIEEE(body) != sum {
		return nil, errors.New("the voice model is damaged: its checksum does not match")
	}
	tables()
	c := cursor{left: body}
	m := new(Model)
	m.read(&c)
	if c.err == nil && len(c.left) != 0 {
		c.err = fmt.Errorf("%d bytes too many", len(c.left))
	}
	if c.err == nil {
		c.err = m.index()
	}
	if c.err != nil {
		return nil, fmt.Errorf("the voice model is damaged: %w", c.err)
	}
	return m, nil
}

// index makes the way back from phonemes to ids.
func (m *Model) index() error {
	m.ids = map[rune]int{}
	for id, r := range m.runes {
		if r == 0 {
			continue
		}
		if _, twice := m.ids[r]; twice || id == 0 {
			return fmt.Errorf("phoneme %q stands at a wrong place", r)
		}
		m.ids[r] = id
	}
	return nil
}

// Knows reports whether r is a letter of the model's alphabet of phonemes.
func (m *Model) Knows(r rune) bool { return m.ids[r] != 0 }

func (m *Model) read(c *cursor) {
	for i, v := range c.words("vocabulary", phonemes) {
		m.runes[i] = rune(v)
	}
	m.prompt = c.encoder("pn.text", lengthWide, 384, 6)
	m.length0 = c.conv("pn.dur.0", lengthWide, 3*lengthWide)
	m.length1 = c.conv("pn.dur.2", 1, lengthWide)
	m.melodyIn = c.conv("pn.pro_in", lengthWide, lengthWide)
	for i, step := range [...]int{1, 2, 4, 8, 1, 2} {
		m.melody[i] = c.block(fmt.Sprintf("pn.pro.%d", i), lengthWide, 384, 7, step)
	}
	m.melodyOut = c.conv("pn.pro_out", 4, lengthWide)
	m.text = c.encoder("m.text", textWide, 256, 4)
	m.soundIn = c.conv("m.dec_in", soundWide, 7*(textWide+2))
	for i := range m.sound {
		m.sound[i] = c.block(fmt.Sprintf("m.dec.%d", i), soundWide, 768, 7, 1)
	}
	m.soundNorm = c.norm("m.dec_norm", soundWide)
	m.head = c.linear("m.head", parts*bins, soundWide)
}

// A cursor goes through the body of a packed model. After a failure everything
// it returns is empty, and err says what was missing.
type cursor struct {
	left     []byte
	err      error
	listOnly bool
	listed   []Tensor
}

func (c *cursor) take(t Tensor, n int) []byte {
	if c.listOnly {
		c.listed = append(c.listed, t)
		return nil
	}
	if c.err == nil && len(c.left) < n {
		c.err = fmt.Errorf("%s is cut short", t.Name)
	}
	if c.err != nil {
		return nil
	}
	b := c.left[:n:n]
	c.left = c.left[n:]
	return b
}

func (c *cursor) words(name string, n int) []uint32 {
	b := c.take(Tensor{name, Runes, n, 1}, 4*n)
	out := make([]uint32, len(b)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

func (c *cursor) vector(name string, n int) []float32 {
	return c.floats(c.take(Tensor{name, Vector, n, 1}, 4*n), name)
}

func (c *cursor) floats(b []byte, name string) []float32 {
	out := make([]float32, len(b)/4)
	for i := range out {
		bits := binary.LittleEndian.Uint32(b[4*i:])
		if bits>>23&0xff == 0xff && c.err == nil {
			c.err = fmt.Errorf("%s has a number that is none", name)
		}
		out[i] = math.Float32frombits(bits)
	}
	return out
}

// weights reads a matrix of either kind: a scale and panels, once or twice.
func (c *cursor) weights(t Tensor) matrix {
	m := matrix{n: t.Rows, k: t.Cols}
	layers := 1
	if t.Kind == Fine {
		layers = 2
	}
	size := panelBytes(t.Rows, t.Cols)
	b := c.take(t, layers*(4+size))
	for len(b) > 0 {
		m.layers = append(m.layers, layer{c.floats(b[:4], t.Name)[0], b[4 : 4+size]})
		b = b[4+size:]
	}
	return m
}

func (c *cursor) linear(name string, n, k int) matrix {
	return c.named(name+".weight", name+".bias", Matrix, n, k)
}

func (c *cursor) conv(name string, n, k int) matrix {
	return c.named(name+".weight", name+".bias", Fine, n, k)
}

func (c *cursor) named(weight, bias string, kind Kind, n, k int) matrix {
	m := c.weights(Tensor{weight, kind, n, k})
	m.bias = c.vector(bias, n)
	return m
}

func (c *cursor) norm(name string, n int) norm {
	return norm{c.vector(name+".weight", n), c.vector(name+".bias", n)}
}

func (c *cursor) block(name string, wide, inner, taps, step int) block {
	return block{
		wide: wide, taps: taps, step: step,
		gamma:    c.vector(name+".gamma", wide),
		conv:     c.vector(name+".dw.weight", taps*wide),
		convBias: c.vector(name+".dw.bias", wide),
		norm:     c.norm(name+".norm", wide),
		grow:     c.linear(name+".pw1", inner, wide),
		shrink:   c.linear(name+".pw2", wide, inner),
	}
}

func (c *cursor) encoder(name string, wide, inner, rounds int) encoder {
	e := encoder{wide: wide, rounds: rounds}
	e.embedding = c.vector(name+".emb.weight", phonemes*wide)
	for i := range e.blocks {
		e.blocks[i] = c.block(fmt.Sprintf("%s.convs.%d", name, i), wide, inner, 5, 1)
	}
	layer := name + ".attn."
	attention := layer + "self_attn."
	e.before = c.norm(layer+"norm1", wide)
	e.qkv = c.named(attention+"in_proj_weight", attention+"in_proj_bias", Matrix, 3*wide, wide)
	e.out = c.linear(attention+"out_proj", wide, wide)
	e.within = c.norm(layer+"norm2", wide)
	e.grow = c.linear(layer+"linear1", inner, wide)
	e.shrink = c.linear(layer+"linear2", wide, inner)
	e.after = c.norm(name+".norm", wide)
	return e
}
