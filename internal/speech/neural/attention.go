package neural

import "math"

// attention is the memory of attend. Keys and values are made matrices with a
// fine layer, so that attention is multiplied as everything else is.
type attention struct {
	keys, values matrix
	weights      []float32 // of one of the two, before it is rounded
	shares       []float32 // of a band of rows
	mixed        []float32
}

// attend sets one head's half of every row of h to the values of all rows, each
// weighed by how well its key fits the query of that row.
func (e *Engine) attend(h []float32, w, head int) {
	a := &e.attention
	n, half := len(e.ids), w/2
	a.setKeys(e.qkv[w+head*half:], 3*w, n, half)
	even := a.setValues(e.qkv[2*w+head*half:], 3*w, n, half)
	a.shares = grow(a.shares, bandRows*even)
	a.mixed = grow(a.mixed, bandRows*half)
	for at := 0; at < n && !e.stopped(); at += bandRows {
		rows := min(bandRows, n-at)
		e.linear(a.shares, e.qkv[at*3*w+head*half:], 3*w, rows, &a.keys, false)
		for r := range rows {
			softmax(a.shares[r*even:][:n])
		}
		e.linear(a.mixed, a.shares, even, rows, &a.values, false)
		for r := range rows {
			copy(h[(at+r)*w+head*half:][:half], a.mixed[r*half:])
		}
	}
}

// setKeys makes a matrix with an output for each of n rows, and one that is
// left over if their number is odd.
func (a *attention) setKeys(rows []float32, stride, n, half int) {
	even := (n + 1) &^ 1
	down := float32(1 / math.Sqrt(float64(half)))
	a.weights = grow(a.weights, even*half)
	clear(a.weights[n*half:])
	for t := range n {
		for i, v := range rows[t*stride:][:half] {
			a.weights[t*half+i] = float32(v * down)
		}
	}
	a.keys.set(a.weights, even, half)
}

// setValues makes a matrix with an input for each of n rows, and one of zeros
// if their number is odd.
func (a *attention) setValues(rows []float32, stride, n, half int) (inputs int) {
	even := (n + 1) &^ 1
	a.weights = grow(a.weights, half*even)
	for t := range even {
		for i := range half {
			v := float32(0)
			if t < n {
				v = rows[t*stride+i]
			}
			a.weights[i*even+t] = v
		}
	}
	a.values.set(a.weights, half, even)
	return even
}

// set makes m of weights [n][k], which it changes.
func (m *matrix) set(weights []float32, n, k int) {
	m.n, m.k = n, k
	m.bias = grow(m.bias, n)
	clear(m.bias)
	if m.layers == nil {
		m.layers = make([]layer, 2)
	}
	for i := range m.layers {
		l := &m.layers[i]
		size := panelBytes(n, k)
		if cap(l.panels) < size {
			l.panels = make([]byte, size)
		}
		l.panels = l.panels[:size]
		l.round(weights, n, k)
	}
}

// round stores weights in int8, and leaves what that is wrong by.
func (l *layer) round(weights []float32, n, k int) {
	peak := maxAbs(weights)
	l.scale = peak / 127
	up := float32(0)
	if peak > 1e-30 {
		up = 127 / peak
	}
	clear(l.panels[n/panel*panel*k:])
	for j := range n {
		row := weights[j*k : j*k+k]
		to := l.panels[j/panel*panel*k+j%panel*2:]
		for i, v := range row {
			q := float32(v*up) + roundBits
			to[i/2*2*panel+i%2] = byte(math.Float32bits(q))
			row[i] = v - float32((q-roundBits)*l.scale)
		}
	}
}

func softmax(x []float32) {
	top, sum := x[0], float32(0)
	for _, v := range x {
		top = max(top, v)
	}
	for i, v := range x {
		x[i] = exp(v - top)
		sum += x[i]
	}
	for i := range x {
		x[i] = float32(x[i] / sum)
	}
}
