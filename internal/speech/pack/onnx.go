package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
)

// An ONNX file is a message of protocol buffers. Only what a graph of weights
// needs is read: names, shapes and numbers of tensors, and which operations
// they go through.

type graph struct {
	tensors map[string]*tensor
	nodes   []node
}

type tensor struct {
	name   string
	dims   []int
	kind   int // as ONNX numbers them
	floats []float32
	bytes  []byte
}

type node struct {
	op              string
	inputs, outputs []string
}

const (
	kindFloat = 1
	kindInt8  = 3
)

// field calls f with every field of a message: its number, and its bytes or, of
// numbers, the value.
func fields(msg []byte, f func(number int, value uint64, bytes []byte) error) error {
	for len(msg) > 0 {
		key, n := binary.Uvarint(msg)
		if n <= 0 {
			return errors.New("a field is cut short")
		}
		msg = msg[n:]
		var value uint64
		var content []byte
		switch key & 7 {
		case 0:
			value, n = binary.Uvarint(msg)
		case 1:
			n = 8
		case 2:
			value, n = binary.Uvarint(msg)
			if n > 0 && value <= uint64(len(msg)-n) {
				content = msg[n : n+int(value)]
				n += int(value)
			} else {
				n = 0
			}
		case 5:
			n = 4
			if len(msg) >= 4 {
				value, content = uint64(binary.LittleEndian.Uint32(msg)), msg[:4]
			}
		default:
			n = 0
		}
		if n <= 0 || n > len(msg) {
			return fmt.Errorf("field %d is cut short", key>>3)
		}
		msg = msg[n:]
		if err := f(int(key>>3), value, content); err != nil {
			return err
		}
	}
	return nil
}

func readONNX(data []byte) (*graph, error) {
	g := &graph{tensors: map[string]*tensor{}}
	err := fields(data, func(number int, _ uint64, b []byte) error {
		if number != 7 { // the graph
			return nil
		}
		return fields(b, func(number int, _ uint64, b []byte) error {
			switch number {
			case 1:
				return g.addNode(b)
			case 5:
				return g.addTensor(b)
			}
			return nil
		})
	})
	if err == nil && len(g.tensors) == 0 {
		err = errors.New("there are no tensors in it")
	}
	return g, err
}

func (g *graph) addNode(msg []byte) error {
	var n node
	err := fields(msg, func(number int, _ uint64, b []byte) error {
		switch number {
		case 1:
			n.inputs = append(n.inputs, string(b))
		case 2:
			n.outputs = append(n.outputs, string(b))
		case 4:
			n.op = string(b)
		}
		return nil
	})
	g.nodes = append(g.nodes, n)
	return err
}

func (g *graph) addTensor(msg []byte) error {
	t := &tensor{}
	err := fields(msg, func(number int, value uint64, b []byte) error {
		switch number {
		case 1:
			return t.addDims(value, b)
		case 2:
			t.kind = int(value)
		case 4:
			t.addFloats(b)
		case 8:
			t.name = string(b)
		case 9:
			t.bytes = b
		}
		return nil
	})
	if t.kind == kindFloat && t.bytes != nil {
		t.addFloats(t.bytes)
	}
	g.tensors[t.name] = t
	return err
}

// addDims takes one size, or all of them packed.
func (t *tensor) addDims(value uint64, packed []byte) error {
	if packed == nil {
		t.dims = append(t.dims, int(value))
		return nil
	}
	for len(packed) > 0 {
		v, n := binary.Uvarint(packed)
		if n <= 0 {
			return errors.New("a shape is cut short")
		}
		t.dims, packed = append(t.dims, int(v)), packed[n:]
	}
	return nil
}

func (t *tensor) addFloats(b []byte) {
	for ; len(b) >= 4; b = b[4:] {
		t.floats = append(t.floats, math.Float32frombits(binary.LittleEndian.Uint32(b)))
	}
}
