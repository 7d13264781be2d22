package neural

import (
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

// TestFunctions compares the functions with those of package math.
func TestFunctions(t *testing.T) {
	tables()
	worst := map[string]float64{}
	note := func(name string, got float32, want, scale float64) {
		worst[name] = max(worst[name], math.Abs(float64(got)-want)/scale)
	}
	for x := float32(-20); x < 20; x += 0.0037 {
		X := float64(x)
		note("exp", exp(x), math.Exp(X), math.Exp(X))
		note("tanh", tanh(x), math.Tanh(X), 1)
		g := []float32{x}
		geluAll(g)
		note("gelu", g[0], 0.5*X*(1+math.Erf(X/math.Sqrt2)), 1)
		s, c := sinCos(x * 10)
		note("sinCos", s, math.Sin(float64(x*10)), 1)
		note("sinCos", c, math.Cos(float64(x*10)), 1)
		s, c = sinCosTurns(x)
		note("sinCosTurns", s, math.Sin(math.Pi*X), 1)
		note("sinCosTurns", c, math.Cos(math.Pi*X), 1)
		l := float32(math.Exp(X))
		note("log", log(l), math.Log(float64(l)), 1+math.Abs(X))
	}
	for name, limit := range map[string]float64{"exp": 2e-7, "tanh": 2e-7, "gelu": 1e-6, "sinCos": 2e-6, "sinCosTurns": 2e-6, "log": 1e-7} {
		if w := worst[name]; !(w < limit) {
			t.Errorf("%s is wrong by up to %.2g", name, w)
		}
	}
}

func TestTables(t *testing.T) {
	tables()
	for i, z := range normalTable {
		p := min(max(float64(i)/normalSize, 0.25/normalSize), 1-0.25/normalSize)
		want := math.Sqrt2 * math.Erfinv(2*p-1)
		if math.Abs(float64(z)-want) > 3e-7*max(1, math.Abs(want)) {
			t.Fatalf("quantile %d is %v, not %v", i, z, want)
		}
	}
	for k := range fftSize {
		turn := cmplx.Exp(complex(0, 2*math.Pi*float64(k)/fftSize))
		if cmplx.Abs(complex(float64(turnCos[k]), float64(turnSin[k]))-turn) > 1e-7 {
			t.Fatalf("%d/1200 turns is (%v, %v), not %v", k, turnCos[k], turnSin[k], turn)
		}
	}
}

// transformed is a discrete Fourier transform as it is defined.
func transformed(x []float64) []complex128 {
	out := make([]complex128, len(x)/2+1)
	for k := range out {
		for i, v := range x {
			out[k] += complex(v, 0) * cmplx.Exp(complex(0, -2*math.Pi*float64(k*i%len(x))/float64(len(x))))
		}
	}
	return out
}

func TestTransform(t *testing.T) {
	tables()
	r := rand.New(rand.NewPCG(1, 2))
	var f fft
	var x, y [fftSize]float32
	var re, im [bins]float32
	exact := make([]float64, fftSize)
	for i := range x {
		x[i] = float32(r.NormFloat64())
		exact[i] = float64(x[i])
	}
	f.forward(&x, &re, &im)
	for k, want := range transformed(exact) {
		if off := cmplx.Abs(complex(float64(re[k]), float64(im[k])) - want); off > 1e-4 {
			t.Fatalf("bin %d is %g off", k, off)
		}
	}
	f.inverse(&re, &im, &y)
	for i := range x {
		if math.Abs(float64(x[i]-y[i])) > 1e-5 {
			t.Fatalf("sample %d comes back as %v, not %v", i, y[i], x[i])
		}
	}
}

// TestNoise: the noise is white, normal and not the same in two places.
func TestNoise(t *testing.T) {
	tables()
	const n = 100000
	var sum, square, product float64
	last := 0.0
	for i := range uint64(n) {
		a, b := normalPair(mix(3), i)
		for _, v := range []float64{float64(a), float64(b)} {
			sum, square, product = sum+v, square+v*v, product+v*last
			last = v
		}
	}
	mean, variance, correlation := sum/(2*n), square/(2*n), product/(2*n)
	if math.Abs(mean) > 0.01 || math.Abs(variance-1) > 0.02 || math.Abs(correlation) > 0.01 {
		t.Errorf("mean %.4f, variance %.4f, correlation of neighbors %.4f", mean, variance, correlation)
	}
}
