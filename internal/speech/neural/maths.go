package neural

import "math"

// The functions here, and the tables, are made of additions, multiplications,
// divisions and square roots alone, each rounded by itself: a product inside a
// sum is converted explicitly, so that no compiler fuses the two. The
// functions of package math differ in their last bits between processors.

const roundBits = 3 << 22 // 1.5 * 2^23: adding it to a float32 rounds to a whole number

func roundEven(x float32) float32 { return float32(x+roundBits) - roundBits }

// exp is e^x to about 1e-7 of itself. Below -87 it is that of -87, above 88
// that of 88.
func exp(x float32) float32 {
	x = max(min(x, 88), -87)
	shifted := float32(x*1.44269504) + roundBits
	n := shifted - roundBits
	r := x - float32(n*0.693359375)
	r -= float32(n * -2.12194440e-4)
	p := float32(1.9875691500e-4)
	p = float32(p*r) + 1.3981999507e-3
	p = float32(p*r) + 8.3334519073e-3
	p = float32(p*r) + 4.1665795894e-2
	p = float32(p*r) + 1.6666665459e-1
	p = float32(p*r) + 5.0000001201e-1
	p = float32(float32(float32(p*r)*r)+r) + 1
	return float32(p * math.Float32frombits(math.Float32bits(shifted)<<23+0x3f800000))
}

// log is the natural logarithm of a positive, finite number.
func log(x float32) float32 {
	m, e := math.Frexp(float64(x)) // exact: m in [0.5, 1)
	if m < math.Sqrt2/2 {
		m, e = 2*m, e-1
	}
	s := (m - 1) / (m + 1)
	z := float64(s * s)
	sum := 0.0
	for i := 13; i >= 1; i -= 2 {
		sum = float64(sum*z) + 1/float64(i)
	}
	return float32(float64(2*s*sum) + float64(float64(e)*math.Ln2))
}

func tanh(x float32) float32 {
	a := max(x, -x)
	if a > 9 {
		if x < 0 {
			return -1
		}
		return 1
	}
	if a < 0.0625 {
		z := float32(x * x)
		return x - float32(float32(x*z)*(0.33333334-float32(z*0.13333334)))
	}
	e := exp(float32(2 * x))
	return (e - 1) / (e + 1)
}

// sinCosTurns is the sine and cosine of x half turns; |x| up to some thousands.
func sinCosTurns(x float32) (sin, cos float32) {
	shifted := float32(x*2) + roundBits
	q := shifted - roundBits
	return quarter(shifted, float32(float32(x-float32(q*0.5))*math.Pi))
}

// sinCos is the sine and cosine of x; |x| up to some hundreds.
func sinCos(x float32) (sin, cos float32) {
	shifted := float32(x*(2/math.Pi)) + roundBits
	q := shifted - roundBits
	r := x - float32(q*1.5703125)
	r -= float32(q * 4.8351287842e-4)
	r -= float32(q * 3.1385570764541626e-7)
	return quarter(shifted, r)
}

// quarter is the sine and cosine of q quarter turns and r, |r| at most pi/4,
// where shifted is q after it was rounded.
func quarter(shifted, r float32) (sin, cos float32) {
	z := float32(r * r)
	p := float32(z*-1.9515295891e-4) + 8.3321608736e-3
	s := r + float32(float32(r*z)*(float32(z*p)-1.6666654611e-1))
	p = float32(z*2.443315711809948e-5) - 1.388731625493765e-3
	c := 1 - float32(z*0.5) + float32(float32(z*z)*(float32(z*p)+4.166664568298827e-2))
	// an odd q exchanges the two, without a branch that nobody can foretell
	q, sb, cb := math.Float32bits(shifted), math.Float32bits(s), math.Float32bits(c)
	change := (sb ^ cb) & -(q & 1)
	sb, cb = sb^change, cb^change
	return math.Float32frombits(sb ^ q&2<<30), math.Float32frombits(cb ^ (q+1)&2<<30)
}

// geluAll replaces every x by x times the share of a normal distribution below
// x, to about 1e-6.
func geluAll(x []float32) {
	for i, v := range x {
		switch {
		case v >= geluReach:
		case v > -geluReach:
			p := float32(float32(v+geluReach) * geluSteps)
			n := uint32(p)
			a, b := geluTable[n&(geluSize-1)], geluTable[n&(geluSize-1)+1]
			x[i] = a + float32(float32(p-float32(int32(n)))*(b-a))
		default:
			x[i] = 0
		}
	}
}
