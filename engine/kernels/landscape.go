package kernels

import "math"

// Landscape computes the free energy of two Gaussian hidden units of variance 1/N on a square grid,
//
//	f(h1,h2) = (h1^2+h2^2)/2 - (1/N) sum_i ln 2cosh(h1 u_i + h2 v_i),   p(h) ~ e^(-N f),
//
// for h1, h2 = reach (2j/(Points-1) - 1), j = 0..Points-1. Set tabulates exponentials; then each call of Row computes two
// rows, of h2 and of -h2, since f(-h) = f(h).
//
// With the sign s_i = sign(v_i) and h2 >= 0, ln 2cosh(h1 u + h2 v) = s h1 u + h2|v| + ln(1+EF), E = e^(-2 h1 s u), F = e^(-2 h2|v|) <= 1:
// a grid point costs two products and a sum for each unit, and one logarithm.
//
// Order: lane k of four multiplies the factors 1 + E_i F_i of the units i = k, k+4, ... in ascending order (a missing unit has
// F = 0); after every period units its exponent is taken out, so that nothing overflows; then ln((p0 p1)(p2 p3)) + ln2 times the
// sum of the exponents. All else is float64, rounded to float32 at the end.
//
// |error| < 1e-6 (1+|f|) for any finite weights. Cost for 1000 units and 96 points: 1 ms for Set and 0.2 ms for Row in wasm. Where
// reach |u_i| exceeds 42 a factor would overflow, and Row takes one logarithm for each unit instead, ten times as long.
type Landscape struct {
	Points int

	reach   float64
	u, v    []float32 // units; u times the sign of v, |v|
	sumU    float64   // of u
	sumV    float64   // of v
	period  int       // units of a lane between two extractions of the exponent; 0: use logarithms
	columns []float32 // Points x (units padded to 4): E
	row     []float32 // units padded to 4: F
}

// NewLandscape returns a grid of Points x Points, at least 2, for so many visible units.
func NewLandscape(units, points int) *Landscape {
	if units < 1 || points < 2 {
		panic("kernels: landscape needs units and at least two points")
	}
	stride := pad4(units)
	return &Landscape{Points: points, u: make([]float32, units), v: make([]float32, units),
		columns: make([]float32, points*stride), row: make([]float32, stride)}
}

// Rows is the number of calls of Row that fill the grid, r = 0..Rows-1.
func (l *Landscape) Rows() int { return (l.Points + 1) / 2 }

// height returns h of grid point j.
func (l *Landscape) height(j int) float64 {
	return l.reach * float64(2*j-(l.Points-1)) / float64(l.Points-1)
}

// Set takes the weights of the two hidden units and the grid's reach > 0.
func (l *Landscape) Set(u, v []float32, reach float64) {
	if len(u) != len(l.u) || len(v) != len(l.v) || !(reach > 0) {
		panic("kernels: landscape does not fit its weights")
	}
	l.reach, l.sumU, l.sumV = reach, 0, 0
	largest := 0.0
	for i, y := range v {
		x := u[i]
		if y < 0 {
			x, y = -x, -y
		}
		l.u[i], l.v[i] = x, y
		l.sumU += float64(x)
		l.sumV += float64(y)
		largest = max(largest, math.Abs(float64(x)))
	}
	// A factor is at most 2 e^largest, so that a lane's product, which begins below 2, stays below 2 e^86.
	largest *= 2 * reach
	if l.period = int(86 / (largest + math.Ln2)); l.period == 0 {
		return
	}
	for j := range l.Points / 2 {
		low, high := l.column(j), l.column(l.Points-1-j)
		h := float32(-2 * l.height(j))
		for i, x := range l.u {
			e := exp(float32(h * x))
			low[i], high[i] = e, 1/e
		}
	}
	if l.Points%2 == 1 {
		middle := l.column(l.Points / 2)
		for i := range l.u {
			middle[i] = 1
		}
	}
}

func (l *Landscape) column(j int) []float32 {
	stride := len(l.row)
	return l.columns[j*stride : (j+1)*stride]
}

// Row writes the rows of h2 = height(Points-1-r) and its mirror image into dst, Points x Points, where row j has
// h2 = height(j).
func (l *Landscape) Row(dst []float32, r int) {
	if r < 0 || r >= l.Rows() || len(dst) < l.Points*l.Points {
		panic("kernels: no such rows of the landscape")
	}
	far := l.Points - 1 - r
	h2 := l.height(far)
	for i, y := range l.v {
		l.row[i] = Exp(float32(float32(-2*h2) * y))
	}
	upper, lower := dst[far*l.Points:(far+1)*l.Points], dst[r*l.Points:(r+1)*l.Points]
	for j := range l.Points {
		h1 := l.height(j)
		var sum float64
		if l.period > 0 {
			sum = float64(h1*l.sumU) + float64(h2*l.sumV) + logProduct(l.column(j), l.row, l.period)
		} else {
			sum = l.logSum(float32(h1), float32(h2))
		}
		f := float32((float64(h1*h1)+float64(h2*h2))/2 - sum/float64(len(l.u)))
		upper[j], lower[l.Points-1-j] = f, f
	}
}

// logSum returns sum_i ln 2cosh(h1 u_i + h2 v_i), one by one.
func (l *Landscape) logSum(h1, h2 float32) (sum float64) {
	for i, x := range l.u {
		sum += float64(Log2Cosh(float32(h1*x) + float32(h2*l.v[i])))
	}
	return sum
}

// logProduct returns the logarithm of the product of all 1 + e_i f_i, whose number is a multiple of 4.
func logProduct(e, f []float32, period int) float64 {
	var p0, p1, p2, p3 float32 = 1, 1, 1, 1
	exponents := 0
	for at := 0; at < len(f); {
		end := min(at+4*period, len(f))
		for ; at < end; at += 4 {
			x, y := (*[4]float32)(e[at:]), (*[4]float32)(f[at:])
			p0 *= 1 + float32(x[0]*y[0])
			p1 *= 1 + float32(x[1]*y[1])
			p2 *= 1 + float32(x[2]*y[2])
			p3 *= 1 + float32(x[3]*y[3])
		}
		exponents += takeExponent(&p0) + takeExponent(&p1) + takeExponent(&p2) + takeExponent(&p3)
	}
	return math.Log(float64(float32(p0*p1))*float64(float32(p2*p3))) + float64(math.Ln2*float64(exponents))
}

// takeExponent makes 1 <= p < 2 and returns the power of two that was taken out.
func takeExponent(p *float32) int {
	b := math.Float32bits(*p)
	*p = math.Float32frombits(b&(1<<23-1) | 127<<23)
	return int(b>>23) - 127
}
