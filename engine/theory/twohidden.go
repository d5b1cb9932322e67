package theory

import (
	"math"
	"slices"

	"cascade/engine/portable"
)

// Point is a pair of hidden values (h1, h2).
type Point [2]float64

// TwoHidden is the machine with two Gaussian hidden units of variance 1/N and any weights U_i and V_i. Its free energy
//
//	f(h) = (h1^2+h2^2)/2 - (1/N) sum_i ln 2cosh(h1 U_i + h2 V_i),   p(h) ~ exp[-N f(h)],
//
// is even. Its minima are the lumps of the learned distribution, whose number grows from 1 to 2 to 4 as the machine learns two
// modes. [CPT, Fig. 6]. Weights may each stand for the same number of spins: N = len(U) or a multiple.
//
// With fields on the spins, Bias_i is added to h1 U_i + h2 V_i, and f is not even. A bias c of the hidden units is such a field too:
// as c.h - N|h|^2/2 = -N|h-c/N|^2/2 + const, the law is that of h-c/N with the biases b + W c/N. [not in CPT]
type TwoHidden struct {
	U, V []float64
	Bias []float64 // nil: none
}

// Field returns h1 U_i + h2 V_i + Bias_i, what spin i sees of h.
func (m TwoHidden) Field(h Point, i int) float64 {
	x := float64(h[0]*m.U[i]) + float64(h[1]*m.V[i])
	if m.Bias != nil {
		x += m.Bias[i]
	}
	return x
}

// FreeEnergy returns f(h).
func (m TwoHidden) FreeEnergy(h Point) float64 { return m.at(h).f }

// slope is f's value, gradient and matrix of second derivatives at a point.
type slope struct {
	f        float64
	gradient Point
	a, b, c  float64 // the matrix [a b; b c]
}

func (s slope) size() float64 { return hypot(s.gradient[0], s.gradient[1]) }

// lowest returns the smaller eigenvalue of the second derivatives and its unit vector.
func (s slope) lowest() (value float64, direction Point) {
	middle, half := (s.a+s.c)/2, (s.a-s.c)/2
	value = middle - hypot(half, s.b)
	// Of the two rows of the matrix less the eigenvalue, the longer one is the safer.
	direction = Point{s.b, value - s.a}
	if math.Abs(value-s.c) > math.Abs(value-s.a) {
		direction = Point{value - s.c, s.b}
	}
	if length := hypot(direction[0], direction[1]); length > 0 {
		return value, Point{direction[0] / length, direction[1] / length}
	}
	return value, Point{1, 0} // every direction is one
}

// at returns f and its derivatives at h: gradient h - (1/N) sum w tanh(x), second 1 - (1/N) sum w w' (1 - tanh^2 x), x = w.h and bias.
func (m TwoHidden) at(h Point) slope {
	var g Point
	var a, b, c, sum float64
	product := 1.0 // of 1 + e^(-2|x|), of which 512 share a logarithm
	for i, u := range m.U {
		v := m.V[i]
		x := m.Field(h, i)
		e := portable.Exp(-2 * math.Abs(x))
		t := math.Copysign((1-e)/(1+e), x)
		d := 1 - float64(t*t)
		g[0] += float64(u * t)
		g[1] += float64(v * t)
		a += float64(float64(u*u) * d)
		b += float64(float64(u*v) * d)
		c += float64(float64(v*v) * d)
		sum += math.Abs(x)
		product = float64(product * (1 + e))
		if i&511 == 511 {
			sum += math.Log(product)
			product = 1
		}
	}
	n := float64(len(m.U))
	f := (float64(h[0]*h[0])+float64(h[1]*h[1]))/2 - (sum+math.Log(product))/n
	return slope{f, Point{h[0] - g[0]/n, h[1] - g[1]/n}, 1 - a/n, -b / n, 1 - c/n}
}

const (
	descentSteps = 1000
	flat         = 1e-13 // a gradient that is zero up to rounding
)

// Minimum follows f downhill from start to the minimum of that valley. Each step is either Newton's, where that goes downhill by
// half of what it promises, or h <- (1/N) sum w tanh(x), which never goes uphill because f is |h|^2/2 less a convex
// function. A saddle point is left along the direction that bends down. Some 5 to 10 steps of N exponentials, up to 50
// near a transition, where the minimum's error grows to the cube root of the rounding error.
//
// A *ConvergenceError means that a weight is no finite number.
func (m TwoHidden) Minimum(start Point) (Point, error) {
	h := start
	here := m.at(h)
	for range descentSteps {
		lowest, down := here.lowest()
		if here.size() <= max(flat, -1e-4*lowest) {
			if lowest > -1e-9 {
				return h, nil
			}
			// To where the curvature is felt and its change is not.
			step := 0.1 * math.Sqrt(-lowest)
			h = Point{h[0] + float64(step*down[0]), h[1] + float64(step*down[1])}
			here = m.at(h)
			continue
		}
		d := here.newton(lowest, down)
		if 2*hypot(d[0], d[1]) <= hypot(h[0], h[1]) { // further, it may lie in another valley
			next := Point{h[0] + d[0], h[1] + d[1]}
			promise := (float64(d[0]*here.gradient[0]) + float64(d[1]*here.gradient[1])) / 4
			if there := m.at(next); there.f <= here.f+promise || there.size() <= here.size()/2 && lowest > 0 {
				h, here = next, there
				continue
			}
		}
		h = Point{h[0] - here.gradient[0], h[1] - here.gradient[1]}
		here = m.at(h)
	}
	return h, &ConvergenceError{"minimum of the free energy", descentSteps, here.size()}
}

// newton returns the step to the minimum of the quadratic approximation; along a direction in which f bends down, as far as
// it would be if f bent up as much.
func (s slope) newton(lowest float64, down Point) Point {
	along := float64(s.gradient[0]*down[0]) + float64(s.gradient[1]*down[1])
	across := float64(s.gradient[1]*down[0]) - float64(s.gradient[0]*down[1])
	along /= -math.Abs(lowest)
	across /= -math.Abs(s.a + s.c - lowest)
	return Point{float64(along*down[0]) - float64(across*down[1]), float64(along*down[1]) + float64(across*down[0])}
}

// Minima returns the minima of f that can be reached from the starts, each once and together with its mirror image -h. As
// long as no singular value of the weights exceeds sqrt(N), f is convex and {0,0} is its only minimum. Without starts it
// begins at the 64 points (1/N) sum w_i sign(w_i.n), n on half a circle, where the lumps would be without thermal noise; that
// finds every valley that opens over more than 4 degrees. Two minima closer than 1e-5 count as one. With biases, minima have no mirror
// image and f's only minimum need not be {0,0}; the starts are {0,0}, the 64 points, their mirror images, and both of them half as far out.
func (m TwoHidden) Minima(starts ...Point) ([]Point, error) {
	centre := TwoHidden{U: m.U, V: m.V}.at(Point{}) // where it bends down most, with or without biases
	if lowest, _ := centre.lowest(); lowest >= 0 {
		h, err := m.Minimum(Point{})
		return []Point{h}, err
	}
	if len(starts) == 0 {
		const directions = 64
		far := []float64{1}
		if m.Bias != nil {
			starts, far = append(starts, Point{}), []float64{1, 0.5, -0.5, -1}
		}
		for k := range directions {
			// Rational points of the half circle: no sine whose bits differ between targets.
			x := 2*(float64(k)+0.5)/directions - 1
			s := m.frozen(Point{float64(2 * x), 1 - float64(x*x)})
			for _, f := range far {
				starts = append(starts, Point{float64(f * s[0]), float64(f * s[1])})
			}
		}
	}
	var found []Point
	for _, s := range starts {
		h, err := m.Minimum(s)
		if err != nil {
			return nil, err
		}
		near := func(o Point) bool { return hypot(h[0]-o[0], h[1]-o[1]) < 1e-5 }
		if slices.ContainsFunc(found, near) {
			continue
		}
		if found = append(found, h); m.Bias == nil {
			found = append(found, Point{-h[0], -h[1]})
		}
	}
	return found, nil
}

// frozen returns (1/N) sum w_i sign(w_i.n): the hidden values when every spin follows n.
func (m TwoHidden) frozen(n Point) Point {
	var h Point
	for i, u := range m.U {
		v := m.V[i]
		if float64(n[0]*u)+float64(n[1]*v) < 0 {
			u, v = -u, -v
		}
		h[0] += u
		h[1] += v
	}
	return Point{h[0] / float64(len(m.U)), h[1] / float64(len(m.U))}
}

// hypot is math.Hypot, which has assembly on amd64, with the same bits everywhere.
func hypot(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }
