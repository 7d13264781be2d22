package neural

// block applies b to x [rows][wide].
func (e *Engine) block(x []float32, rows int, b *block) {
	w := b.wide
	e.normed = grow(e.normed, rows*w)
	row := e.row[:w]
	for t := range rows {
		copy(row, b.convBias)
		for k := range b.taps {
			if s := t + (k-b.taps/2)*b.step; s >= 0 && s < rows {
				addProduct(row, x[s*w:s*w+w], b.conv[k*w:k*w+w], e.product)
			}
		}
		b.norm.apply(e.normed[t*w:t*w+w], row)
	}
	e.feedForward(x, e.normed, rows, &b.grow, &b.shrink, b.gamma)
}

// feedForward adds gamma * shrink(GELU(grow(h))) to x; without a gamma, as if
// it were 1.
func (e *Engine) feedForward(x, h []float32, rows int, wide, back *matrix, gamma []float32) {
	w := back.n
	for at := 0; at < rows && !e.stopped(); at += bandRows {
		n := min(bandRows, rows-at)
		inner, outer := e.inner[:n*wide.n], e.outer[:n*w]
		e.linear(inner, h[at*w:], w, n, wide, true)
		e.linear(outer, inner, wide.n, n, back, false)
		y := x[at*w : (at+n)*w]
		if gamma == nil {
			add(y, y, outer)
			continue
		}
		for r := range n {
			addProduct(y[r*w:r*w+w], outer[r*w:r*w+w], gamma, e.product)
		}
	}
}

// encode reads the ids into x [len(ids)][wide].
func (e *Engine) encode(x []float32, c *encoder) {
	w, n := c.wide, len(e.ids)
	for i, id := range e.ids {
		copy(x[i*w:i*w+w], c.embedding[id*w:])
	}
	for i := range c.blocks {
		e.block(x, n, &c.blocks[i])
	}
	h := grow(e.normed, n*w)
	e.normed = h
	e.qkv = grow(e.qkv, n*3*w)
	for range c.rounds {
		c.before.rows(h, x, n)
		e.linear(e.qkv, h, w, n, &c.qkv, false)
		for head := range 2 {
			e.attend(h, w, head)
		}
		e.feed(x, h, n, &c.out)
		c.within.rows(h, x, n)
		e.feedForward(x, h, n, &c.grow, &c.shrink, nil)
	}
	c.after.rows(x, x, n)
}

// feed adds h times the matrix to x.
func (e *Engine) feed(x, h []float32, rows int, m *matrix) {
	for at := 0; at < rows; at += bandRows {
		n := min(bandRows, rows-at)
		y, out := x[at*m.n:(at+n)*m.n], e.outer[:n*m.n]
		e.linear(out, h[at*m.k:], m.k, n, m, false)
		add(y, y, out)
	}
}

func (n *norm) rows(dst, x []float32, rows int) {
	w := len(n.scale)
	for t := range rows {
		n.apply(dst[t*w:t*w+w], x[t*w:t*w+w])
	}
}

// dense sets y [rows][n] to a convolution of x [rows][wide] with m.k/wide taps.
func (e *Engine) dense(y, x []float32, wide, rows int, m *matrix, gelu bool) {
	margin := (m.k/wide - 1) / 2 * wide
	e.padded = grow(e.padded, rows*wide+2*margin)
	clear(e.padded[:margin])
	copy(e.padded[margin:], x[:rows*wide])
	clear(e.padded[margin+rows*wide:])
	e.linear(y, e.padded, wide, rows, m, gelu)
}

// decode sets state to what the spectra are read off, [frames][soundWide].
func (e *Engine) decode() {
	const wide = textWide + 2
	frames := len(e.f0)
	in := grow(e.normed, frames*wide)
	e.normed = in
	for f := range frames {
		row := in[f*wide : f*wide+wide]
		copy(row, e.text[e.unitOf[f/2]*textWide:][:textWide])
		row[textWide] = log(1+max(e.f0[f], 0)) / 5
		row[textWide+1] = e.energy[f] / 5
	}
	e.state = grow(e.state, frames*soundWide)
	e.dense(e.state, in, wide, frames, &e.model.soundIn, false)
	for i := range e.model.sound {
		e.block(e.state, frames, &e.model.sound[i])
	}
}
