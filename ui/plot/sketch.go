package plot

import "math"

// columns of a sketch: as many as a small plot has pixels.
const sketchColumns = 256

// Sketch is a curve while it is being drawn by hand, in a square of 1 by 1: one height for each of so many columns, so that a stroke over what was
// drawn before corrects it. The zero value is empty.
type Sketch struct {
	heights [sketchColumns]float64
	drawn   [sketchColumns]bool
}

// Stroke draws a straight line between two points, whichever of them is on the left. Points outside of the square are moved to its edge.
func (s *Sketch) Stroke(x0, y0, x1, y1 float64) {
	clamp := func(v float64) float64 { return math.Min(math.Max(v, 0), 1) }
	x0, y0, x1, y1 = clamp(x0), clamp(y0), clamp(x1), clamp(y1)
	if x0 > x1 {
		x0, y0, x1, y1 = x1, y1, x0, y0
	}
	first, last := int(math.Round(x0*(sketchColumns-1))), int(math.Round(x1*(sketchColumns-1)))
	for i := first; i <= last; i++ {
		part := 1.0
		if last > first {
			part = float64(i-first) / float64(last-first)
		}
		s.heights[i], s.drawn[i] = y0+part*(y1-y0), true
	}
}

// Corners returns the curve as at most so many points from left to right, those that matter most; gaps are bridged. Nil until
// there are two.
func (s *Sketch) Corners(most int) (x, y []float64) {
	for i := range s.heights {
		if s.drawn[i] {
			x, y = append(x, float64(i)/(sketchColumns-1)), append(y, s.heights[i])
		}
	}
	if len(x) < 2 {
		return nil, nil
	}
	return Simplify(x, y, most)
}

// Simplify returns at most so many (2 or more) of the points of a line, the first and the last among them, such that the line through them stays
// near: the algorithm of Ramer, Douglas and Peucker, which adds the point that is farthest from the line so far. Cost: points times most.
func Simplify(x, y []float64, most int) (sx, sy []float64) {
	if len(x) <= 2 {
		return x, y
	}
	kept := []int{0, len(x) - 1}
	const pixel = 0.004
	for len(kept) < most {
		worst, at, behind := pixel, -1, 0
		for k := 1; k < len(kept); k++ {
			i, j := kept[k-1], kept[k]
			for m := i + 1; m < j; m++ {
				line := y[i] + (y[j]-y[i])*(x[m]-x[i])/(x[j]-x[i])
				if d := math.Abs(y[m] - line); d > worst {
					worst, at, behind = d, m, k
				}
			}
		}
		if at < 0 {
			break
		}
		kept = append(kept[:behind], append([]int{at}, kept[behind:]...)...)
	}
	for _, i := range kept {
		sx, sy = append(sx, x[i]), append(sy, y[i])
	}
	return sx, sy
}

// Drawn makes a sketch the curve of a guess on axes with these ends.
func (g Guess) Drawn(s *Sketch, across, up *Axis, x, y [2]float64) Guess {
	g.X, g.Y = nil, nil
	cx, cy := s.Corners(maxCorners)
	for i := range cx {
		at := Rounded(within(across, x, cx[i]))
		if len(g.X) == 0 || at > g.X[len(g.X)-1] {
			g.X, g.Y = append(g.X, at), append(g.Y, Rounded(within(up, y, cy[i])))
		}
	}
	return g
}

// within returns the value at a share of an axis.
func within(a *Axis, ends [2]float64, share float64) float64 {
	return a.fromUnit(a.unit(ends[0]) + share*(a.unit(ends[1])-a.unit(ends[0])))
}
