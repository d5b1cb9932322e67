package plot

import (
	"math"

	"cascade/wasm/protocol"
)

// Mesh is a field as a surface over the square from -1 to 1: its points in rows, x running fastest, with the smallest y first.
type Mesh struct {
	Rows, Cols int
	Land       []float32 // of each point: height in units of the cap, and the slopes of the surface in the box along x and y
}

// away is the height of points that have none: over the rim, where nothing is drawn.
const away = 1e3

// Set takes a field over its heights; false means that there is no surface. Slopes are central differences, one-sided at the
// edges. A field of less than so many points in a direction is refined by cubics through them, so that neither its contour
// lines nor its shading have corners. Cost: some ten operations for each point of the mesh, at most 4 for each of the field.
func (m *Mesh) Set(b *protocol.Block, h *Heights, least int) bool {
	if b.Rows < 2 || b.Cols < 2 || !(h.Cap > 0) {
		return false
	}
	z := make([]float32, len(b.Data))
	for i, v := range b.Data {
		z[i] = float32((float64(v) - h.Low) / h.Cap)
		if !(z[i] < away) {
			z[i] = away
		}
	}
	m.Rows, m.Cols = b.Rows, b.Cols
	if b.Cols < least {
		z, m.Cols = halved(z, m.Rows, m.Cols)
	}
	if b.Rows < least {
		z = transposed(z, m.Rows, m.Cols)
		z, m.Rows = halved(z, m.Cols, m.Rows)
		z = transposed(z, m.Cols, m.Rows)
	}
	m.slopes(z)
	return true
}

// halved puts a point between any two of each row, on the cubic through the four around it.
func halved(z []float32, rows, cols int) (fine []float32, fineCols int) {
	fineCols = 2*cols - 1
	fine = make([]float32, rows*fineCols)
	for r := range rows {
		row, out := z[r*cols:][:cols], fine[r*fineCols:][:fineCols]
		for c, v := range row {
			out[2*c] = v
			if c+1 < cols {
				out[2*c+1] = (v + row[c+1]) / 2
			}
			if c > 0 && c+2 < cols {
				out[2*c+1] = (9*(v+row[c+1]) - row[c-1] - row[c+2]) / 16
			}
		}
	}
	return fine, fineCols
}

func transposed(z []float32, rows, cols int) []float32 {
	t := make([]float32, len(z))
	for r := range rows {
		for c := range cols {
			t[c*rows+r] = z[r*cols+c]
		}
	}
	return t
}

func (m *Mesh) slopes(z []float32) {
	if n := 3 * len(z); len(m.Land) != n {
		m.Land = make([]float32, n)
	}
	perX, perY := float32(BoxHeight)*float32(m.Cols-1)/2, float32(BoxHeight)*float32(m.Rows-1)/2
	for r := range m.Rows {
		down, up := max(r-1, 0), min(r+1, m.Rows-1)
		for c := range m.Cols {
			left, right := max(c-1, 0), min(c+1, m.Cols-1)
			at := m.Land[3*(r*m.Cols+c):][:3]
			at[0] = z[r*m.Cols+c]
			at[1] = perX * (z[r*m.Cols+right] - z[r*m.Cols+left]) / float32(right-left)
			at[2] = perY * (z[up*m.Cols+c] - z[down*m.Cols+c]) / float32(up-down)
		}
	}
}

// Height returns the height of the surface at a place of the square, linear between the points; NaN outside, and where there is none.
func (m *Mesh) Height(x, y float64) float64 {
	if m.Rows < 2 {
		return math.NaN()
	}
	column, row := (x+1)/2*float64(m.Cols-1), (y+1)/2*float64(m.Rows-1)
	if !(column >= 0 && row >= 0 && column <= float64(m.Cols-1) && row <= float64(m.Rows-1)) {
		return math.NaN()
	}
	c, r := min(int(column), m.Cols-2), min(int(row), m.Rows-2)
	s, t := column-float64(c), row-float64(r)
	z := func(r, c int) float64 { return float64(m.Land[3*(r*m.Cols+c)]) }
	return (1-t)*((1-s)*z(r, c)+s*z(r, c+1)) + t*((1-s)*z(r+1, c)+s*z(r+1, c+1))
}

// Spots appends to dst, for each of the points that lie on the surface below its rim, the place in the box and the hue.
func (m *Mesh) Spots(dst []float32, part Part, extent [4]float32) []float32 {
	for i := range part.X {
		x := 2*float64(part.X[i]-extent[0])/float64(extent[1]-extent[0]) - 1
		y := 2*float64(part.Y[i]-extent[2])/float64(extent[3]-extent[2]) - 1
		if z := m.Height(x, y); z <= 1 {
			dst = append(dst, float32(x), float32(y), float32(BoxHeight*z), float32(part.Hue))
		}
	}
	return dst
}

// Kinds of spots on a surface.
const (
	DiscSpot = iota
	CrossSpot
	RingSpot
)

// Spot returns how the points of c are drawn on a surface: their kind, their size and the width of their strokes in pixels, and
// their opacity.
func (t *Theme) Spot(c *Curve, p *Panel) (kind int, size, stroke, opacity float64) {
	switch {
	case c.Rings:
		return RingSpot, t.RingSize() + t.Line + 2*Edge, t.Line, 1
	case c.Cross:
		return CrossSpot, 2*t.CrossSize() + 1, t.CrossWidth(), 1
	}
	return DiscSpot, p.PointSize(t) + 2*Edge, 0, CloudOpacity
}
