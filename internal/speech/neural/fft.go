package neural

// The transform of 1200 real numbers is made by one of 600 complex ones, in
// stages of 5*5*4*3*2 (Stockham's order, real and imaginary parts apart).

const half = fftSize / 2

var radices = [...]int{5, 5, 4, 3, 2}

// A stage makes parts*radix numbers of as many, stride times side by side.
// twiddles has radix-1 complex numbers for each part.
type stage struct {
	radix, parts, stride int
	twiddles             []float32
}

func makeStages() {
	n, stride := half, 1
	for i, r := range radices {
		st := stage{radix: r, parts: n / r, stride: stride}
		for p := range st.parts {
			for j := 1; j < r; j++ {
				k := p * j * (fftSize / n) % fftSize
				st.twiddles = append(st.twiddles, turnCos[k], -turnSin[k])
			}
		}
		stages[i] = st
		n, stride = n/r, stride*r
	}
}

type complexes struct{ re, im [half]float32 }

// fft is the memory of a transform.
type fft struct{ a, b complexes }

// times multiplies two complex numbers.
func times(ar, ai, br, bi float32) (re, im float32) {
	return float32(ar*br) - float32(ai*bi), float32(ar*bi) + float32(ai*br)
}

// run transforms a, and says where the result lies.
func (t *fft) run() *complexes {
	x, y := &t.a, &t.b
	for i := range stages {
		s := &stages[i]
		switch s.radix {
		case 5:
			s.five(y, x)
		case 4:
			s.four(y, x)
		case 3:
			s.three(y, x)
		case 2:
			s.two(y, x)
		}
		x, y = y, x
	}
	return x
}

func (s *stage) two(y, x *complexes) {
	d := s.parts * s.stride
	for p := range s.parts {
		w := s.twiddles[2*p:][:2]
		for q := range s.stride {
			i, o := s.stride*p+q, 2*s.stride*p+q
			ar, ai, br, bi := x.re[i], x.im[i], x.re[i+d], x.im[i+d]
			y.re[o], y.im[o] = ar+br, ai+bi
			y.re[o+s.stride], y.im[o+s.stride] = times(ar-br, ai-bi, w[0], w[1])
		}
	}
}

func (s *stage) three(y, x *complexes) {
	const sin60 = 0.86602540378443865
	d, st := s.parts*s.stride, s.stride
	for p := range s.parts {
		w := s.twiddles[4*p:][:4]
		for q := range st {
			i, o := st*p+q, 3*st*p+q
			ar, ai := x.re[i], x.im[i]
			br, bi := x.re[i+d]+x.re[i+2*d], x.im[i+d]+x.im[i+2*d]
			dr := float32(sin60 * (x.re[i+d] - x.re[i+2*d]))
			di := float32(sin60 * (x.im[i+d] - x.im[i+2*d]))
			er, ei := ar-float32(0.5*br), ai-float32(0.5*bi)
			y.re[o], y.im[o] = ar+br, ai+bi
			y.re[o+st], y.im[o+st] = times(er+di, ei-dr, w[0], w[1])
			y.re[o+2*st], y.im[o+2*st] = times(er-di, ei+dr, w[2], w[3])
		}
	}
}

func (s *stage) four(y, x *complexes) {
	d, st := s.parts*s.stride, s.stride
	for p := range s.parts {
		w := s.twiddles[6*p:][:6]
		for q := range st {
			i, o := st*p+q, 4*st*p+q
			apr, api := x.re[i]+x.re[i+2*d], x.im[i]+x.im[i+2*d]
			amr, ami := x.re[i]-x.re[i+2*d], x.im[i]-x.im[i+2*d]
			bpr, bpi := x.re[i+d]+x.re[i+3*d], x.im[i+d]+x.im[i+3*d]
			bmr, bmi := x.re[i+d]-x.re[i+3*d], x.im[i+d]-x.im[i+3*d]
			y.re[o], y.im[o] = apr+bpr, api+bpi
			y.re[o+st], y.im[o+st] = times(amr+bmi, ami-bmr, w[0], w[1])
			y.re[o+2*st], y.im[o+2*st] = times(apr-bpr, api-bpi, w[2], w[3])
			y.re[o+3*st], y.im[o+3*st] = times(amr-bmi, ami+bmr, w[4], w[5])
		}
	}
}

func (s *stage) five(y, x *complexes) {
	const (
		cos72, cos144 = 0.30901699437494742, -0.80901699437494742
		sin72, sin144 = 0.95105651629515357, 0.58778525229247313
	)
	d, st := s.parts*s.stride, s.stride
	for p := range s.parts {
		w := s.twiddles[8*p:][:8]
		for q := range st {
			i, o := st*p+q, 5*st*p+q
			ar, ai := x.re[i], x.im[i]
			br, bi := x.re[i+d]+x.re[i+4*d], x.im[i+d]+x.im[i+4*d]
			cr, ci := x.re[i+2*d]+x.re[i+3*d], x.im[i+2*d]+x.im[i+3*d]
			dr, di := x.re[i+d]-x.re[i+4*d], x.im[i+d]-x.im[i+4*d]
			er, ei := x.re[i+2*d]-x.re[i+3*d], x.im[i+2*d]-x.im[i+3*d]
			gr := ar + float32(cos72*br) + float32(cos144*cr)
			gi := ai + float32(cos72*bi) + float32(cos144*ci)
			hr := ar + float32(cos144*br) + float32(cos72*cr)
			hi := ai + float32(cos144*bi) + float32(cos72*ci)
			kr := float32(sin72*dr) + float32(sin144*er)
			ki := float32(sin72*di) + float32(sin144*ei)
			lr := float32(sin144*dr) - float32(sin72*er)
			li := float32(sin144*di) - float32(sin72*ei)
			y.re[o], y.im[o] = ar+br+cr, ai+bi+ci
			y.re[o+st], y.im[o+st] = times(gr+ki, gi-kr, w[0], w[1])
			y.re[o+2*st], y.im[o+2*st] = times(hr+li, hi-lr, w[2], w[3])
			y.re[o+3*st], y.im[o+3*st] = times(hr-li, hi+lr, w[4], w[5])
			y.re[o+4*st], y.im[o+4*st] = times(gr-ki, gi+kr, w[6], w[7])
		}
	}
}

// forward makes the spectrum of x.
func (t *fft) forward(x *[fftSize]float32, re, im *[bins]float32) {
	for i := range half {
		t.a.re[i], t.a.im[i] = x[2*i], x[2*i+1]
	}
	z := t.run()
	re[0], im[0] = z.re[0]+z.im[0], 0
	re[half], im[half] = z.re[0]-z.im[0], 0
	for k := 1; k < half; k++ {
		ar, ai, br, bi := z.re[k], z.im[k], z.re[half-k], -z.im[half-k]
		or, oi := times(float32(0.5*(ai-bi)), float32(-0.5*(ar-br)), turnCos[k], -turnSin[k])
		re[k], im[k] = float32(0.5*(ar+br))+or, float32(0.5*(ai+bi))+oi
	}
}

// inverse makes x of its spectrum; the imaginary parts at both ends count as 0.
func (t *fft) inverse(re, im *[bins]float32, x *[fftSize]float32) {
	im[0], im[half] = 0, 0
	for k := range half {
		ar, ai, br, bi := re[k], im[k], re[half-k], -im[half-k]
		or, oi := times(ar-br, ai-bi, turnCos[k], turnSin[k])
		t.a.re[k], t.a.im[k] = ar+br-oi, -(ai + bi + or)
	}
	z := t.run()
	const down = float32(1.0 / fftSize)
	for i := range half {
		x[2*i], x[2*i+1] = float32(z.re[i]*down), float32(-z.im[i]*down)
	}
}
