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
	columns []float32 `memory:"-"` // Points x (units padded to 4): E
	row     []float32 // units padded to 4: F
	factors []factors // Points
}

// factors is a product of many factors, by lane: numbers in [1,2) and powers of two.
type factors struct {
	product  [4]float32
	exponent [4]int32
}

// NewLandscape returns a grid of Points x Points, at least 2, for so many visible units.
func NewLandscape(units, points int) *Landscape {
	if units < 1 || points < 2 {
		panic("kernels: landscape needs units and at least two points")
	}
	stride := pad4(units)
	return &Landscape{Points: points, u: make([]float32, units, stride), v: make([]float32, units),
		factors: make([]factors, points),
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
		if vectors {
			vectorExponentials(low, high, l.u[:cap(l.u)], h)
			continue
		}
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
	if l.period > 0 {
		l.multiply()
	}
	for j := range l.Points {
		h1 := l.height(j)
		var sum float64
		if l.period > 0 {
			sum = float64(h1*l.sumU) + float64(h2*l.sumV) + l.factors[j].log()
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

// multiply sets factors to the product of all 1 + E_i F_i of each column.
func (l *Landscape) multiply() {
	if vectors {
		vectorLogProducts(l)
		return
	}
	for j := range l.factors {
		l.factors[j] = product(l.column(j), l.row, l.period)
	}
}

// product returns the product of all 1 + e_i f_i, whose number is a multiple of 4.
func product(e, f []float32, period int) (r factors) {
	r.product = [4]float32{1, 1, 1, 1}
	p := &r.product
	for at := 0; at < len(f); {
		end := min(at+4*period, len(f))
		for ; at < end; at += 4 {
			x, y := (*[4]float32)(e[at:]), (*[4]float32)(f[at:])
			p[0] *= 1 + float32(x[0]*y[0])
			p[1] *= 1 + float32(x[1]*y[1])
			p[2] *= 1 + float32(x[2]*y[2])
			p[3] *= 1 + float32(x[3]*y[3])
		}
		r.takeExponents()
	}
	return r
}

// log returns the logarithm of the product over the lanes.
func (r *factors) log() float64 {
	p, e := &r.product, &r.exponent
	return math.Log(float64(float32(p[0]*p[1]))*float64(float32(p[2]*p[3]))) + float64(math.Ln2*float64(e[0]+e[1]+e[2]+e[3]))
}
