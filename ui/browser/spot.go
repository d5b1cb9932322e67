package browser

import "math"

// spot is where a word was painted: a rectangle around x, y turned clockwise by an angle in radians, and the key of its explanation
// (ui.Model.Explain).
type spot struct {
	key, text                  string
	x, y, width, height, angle float64
}

// distance returns how far a point is from the rectangle, 0 inside.
func (s *spot) distance(x, y float64) float64 {
	sin, cos := math.Sincos(s.angle)
	along, across := (x-s.x)*cos+(y-s.y)*sin, (y-s.y)*cos-(x-s.x)*sin
	return math.Hypot(max(math.Abs(along)-s.width/2, 0), max(math.Abs(across)-s.height/2, 0))
}

// spotAt returns the index of the spot nearest to a point and no farther than reach, the last painted of those that share it; -1 if there is none.
func spotAt(spots []spot, x, y, reach float64) int {
	found := -1
	for i := range spots {
		if d := spots[i].distance(x, y); d <= reach {
			found, reach = i, d
		}
	}
	return found
}
