package observables

import (
	"math"

	"cascade/engine/kernels"
	"cascade/engine/portable"
)

// Plane computes the free energy of a {0,1} machine in the plane of its two leading modes,
//
//	F(x1,x2) = -ln p(u^1.v = x1, u^2.v = x2) + constant,
//
// by keeping the two modes of W = sum_a w_a u^a (ubar^a)' and replacing the rest by its mean action: with v = f and h = g
// there, the means over the data,
//
//	b'_i = b_i + sum_j W_ij g_j - sum_{a<=2} w_a u^a_i (ubar^a.g),   c'_j = c_j + sum_i f_i W_ij - sum_{a<=2} w_a ubar^a_j (u^a.f).
//
// A machine with two modes has exactly the law p(x) ~ e^S(x) prod_j (1 + exp(c'_j + sum_a w_a ubar^a_j x_a)), in which S is the
// logarithm of the number of states with these projections, each weighted by e^(b'.v); to leading order it is a Legendre
// transform,
//
//	S(x) = min over mu of [ sum_i ln(1 + exp(b'_i + mu.u_i)) - mu.x ].
//
// [CPT, App. D and F, for one mode and Ising units.] What is neglected are logarithms of the size, which are smooth. The
// minimum is taken over a grid of mu with polynomials between its points: an error below 0.01 for thousand units.
type Plane struct {
	Points int       // of the grid in each direction
	F      []float64 `memory:"-"` // Points x Points, F - min F; x1 runs fastest
	Low    [2]float64
	High   [2]float64 // corners: x_a = Low_a + (High_a-Low_a) k/(Points-1)

	b, c   []float64    // effective biases
	mode   [2][]float64 // u^a
	field  [2][]float64 // w_a ubar^a
	mu     [2][fields]float64
	k      [fields * fields]float64
	t      [fields]float64 // scratch
	factor [2][]float64    `memory:"-"` // exponentials, fields or Points x units
}

// fields is the number of mu in each direction.
const fields = 49

// NewPlane returns a Plane with so many points in each direction, at least 2, for machines with nv visible and nh hidden
// units.
func NewPlane(nv, nh, points int) *Plane {
	if points < 2 || nv < 1 || nh < 1 {
		panic("observables: plane without units or points")
	}
	p := &Plane{Points: points, F: make([]float64, points*points), b: make([]float64, nv), c: make([]float64, nh)}
	for a := range p.mode {
		p.mode[a], p.field[a] = make([]float64, nv), make([]float64, nh)
		p.factor[a] = make([]float64, max(fields*nv, points*nh))
	}
	return p
}

// Set takes the machine's weights and biases, its triplets, of which there must be two, and the means f and g of the layers.
func (p *Plane) Set(w *kernels.Matrix, b, c []float32, t *Triplets, f []float64, g []float32) {
	if w.Rows != len(p.b) || w.Cols != len(p.c) || t.U.Rows < 2 {
		panic("observables: plane has another shape")
	}
	for j := range p.c {
		p.c[j] = float64(c[j])
	}
	for i := range p.b {
		p.b[i] = float64(b[i])
		for j, x := range w.Row(i) {
			p.b[i] += float64(float64(x) * float64(g[j]))
			p.c[j] += float64(float64(x) * f[i])
		}
	}
	for a := range p.mode {
		along, across := 0.0, 0.0
		for i, x := range t.U.Row(a) {
			p.mode[a][i] = float64(x)
			along += float64(float64(x) * f[i])
		}
		for j, x := range t.V.Row(a) {
			p.field[a][j] = float64(t.Values[a] * float64(x))
			across += float64(p.field[a][j] * float64(g[j]))
		}
		for i, x := range p.mode[a] {
			p.b[i] -= float64(x * across)
		}
		for j, x := range p.field[a] {
			p.c[j] -= float64(x * along)
		}
	}
}

// Compute fills F in the rectangle from Low to High. Cost: 2 products for each visible unit and each of 49^2 fields, and for
// each hidden unit and point of the grid: 14 ms in a browser for 784 x 100 units and 41 x 41 points.
func (p *Plane) Compute(pause func()) {
	p.chooseFields()
	for a := range p.mode {
		for i, x := range p.mode[a] {
			for s, mu := range p.mu[a] {
				p.factor[a][s*len(p.b)+i] = portable.Exp(float64(mu * x))
			}
		}
		pause()
	}
	for i := range p.b {
		e := bounded(p.b[i])
		for s := range fields {
			p.factor[0][s*len(p.b)+i] *= e
		}
	}
	for s := range fields {
		for r := range fields {
			p.k[s*fields+r] = sumLogs(p.factor[0][s*len(p.b):][:len(p.b)], p.factor[1][r*len(p.b):][:len(p.b)])
		}
		if s%2 == 0 {
			pause()
		}
	}
	p.hidden(pause)
	p.legendre(pause)
}

// at returns coordinate a of point k.
func (p *Plane) at(a, k int) float64 {
	return p.Low[a] + float64((p.High[a]-p.Low[a])*(float64(k)/float64(p.Points-1)))
}

// chooseFields spreads the fields of each direction, densely around 0, so far that they reach the edges of the rectangle.
func (p *Plane) chooseFields() {
	const stretch = 4.0 // of sinh
	for a, u := range p.mode {
		largest := 0.0
		for _, x := range u {
			largest = max(largest, math.Abs(x))
		}
		reach := 1.0
		for ; reach*largest < 40; reach *= 1.5 {
			low, high := 0.0, 0.0
			for i, x := range u {
				low += float64(x * portable.Sigmoid(p.b[i]-float64(reach*x)))
				high += float64(x * portable.Sigmoid(p.b[i]+float64(reach*x)))
			}
			if low < p.Low[a] && high > p.High[a] {
				break
			}
		}
		top := portable.Exp(stretch) - portable.Exp(-stretch)
		for s := range fields {
			z := stretch * float64(2*s-fields+1) / float64(fields-1)
			p.mu[a][s] = 1.5 * reach * (portable.Exp(z) - portable.Exp(-z)) / top
		}
	}
}

// bounded returns e^x, for an x kept within +-300.
func bounded(x float64) float64 { return portable.Exp(min(max(x, -300), 300)) }

// sumLogs returns sum_i ln(1 + x_i y_i), with few logarithms: the factors are multiplied first.
func sumLogs(x, y []float64) float64 {
	const large = 1e40 // far from overflow, whatever the next factor
	sum, product := 0.0, 1.0
	for i, v := range x {
		if product *= 1 + float64(v*y[i]); product > large {
			sum += math.Log(product)
			product = 1
		}
	}
	return sum + math.Log(product)
}

// hidden sets F to minus the hidden layer's part.
func (p *Plane) hidden(pause func()) {
	n := len(p.c)
	for a := range p.field {
		for j, x := range p.field[a] {
			for k := range p.Points {
				t := float64(x * p.at(a, k))
				if a == 0 {
					t += p.c[j]
				}
				p.factor[a][k*n+j] = bounded(t)
			}
		}
		pause()
	}
	for k := range p.Points {
		for l := range p.Points {
			p.F[l*p.Points+k] = -sumLogs(p.factor[0][k*n:][:n], p.factor[1][l*n:][:n])
		}
		if k%4 == 0 {
			pause()
		}
	}
}

// legendre subtracts S, first over the second field, then over the first, and then the minimum of F.
func (p *Plane) legendre(pause func()) {
	lowest := math.Inf(1)
	for l := range p.Points {
		x2 := p.at(1, l)
		for s := range fields {
			p.t[s] = least(&p.mu[1], (*[fields]float64)(p.k[s*fields:]), x2)
		}
		for k := range p.Points {
			f := &p.F[l*p.Points+k]
			*f -= least(&p.mu[0], &p.t, p.at(0, k))
			lowest = min(lowest, *f)
		}
		if l%8 == 0 {
			pause()
		}
	}
	for i := range p.F {
		p.F[i] -= lowest
	}
}

// least returns the minimum over mu of the convex function k(mu) - mu x: that of the polynomial of degree 4 through the five
// points around the smallest.
func least(mu, k *[fields]float64, x float64) float64 {
	low, high := 0, fields-1
	for low < high { // to the first s behind which the function rises
		s := (low + high) / 2
		if k[s+1]-k[s] > float64((mu[s+1]-mu[s])*x) {
			high = s
		} else {
			low = s + 1
		}
	}
	first := min(max(low-2, 0), fields-5)
	var at, d [5]float64 // points, seen from the smallest, and divided differences
	for i := range d {
		at[i] = mu[first+i] - mu[low]
		d[i] = k[first+i] - k[low] - float64(at[i]*x)
	}
	for order := 1; order < 5; order++ {
		for i := 4; i >= order; i-- {
			d[i] = (d[i] - d[i-1]) / (at[i] - at[i-order])
		}
	}
	lower, upper := mu[max(low-1, 0)]-mu[low], mu[min(low+1, fields-1)]-mu[low]
	z, y := 0.0, 0.0
	for range 4 {
		var slope, curvature float64 // by Horner's scheme; curvature is half the second derivative
		y = d[4]
		for i := 3; i >= 0; i-- {
			curvature = float64(curvature*(z-at[i])) + slope
			slope = float64(slope*(z-at[i])) + y
			y = float64(y*(z-at[i])) + d[i]
		}
		if !(curvature > 0) {
			break
		}
		z = min(max(z-slope/(2*curvature), lower), upper)
	}
	return k[low] - float64(mu[low]*x) + min(y, 0)
}
