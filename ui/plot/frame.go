package plot

import "math"

// Frame is what stands around a surface, in pixels of the window: all of it behind the surface or beside it.
type Frame struct {
	Grid, Axes []float64 // pieces of lines: x and y of one end, x and y of the other
	Labels     []FrameLabel
}

// FrameLabel is a text centred at a place; Name tells the name of an axis from a number on it.
type FrameLabel struct {
	Text string
	X, Y float64
	Name bool
}

// Frame returns floor, walls and axes of the box for a panel whose axes have these ends; the vertical one is from 0 to top. The
// two walls are those behind the surface, and numbers stand at the edges of the floor in front of it and at the edge of
// the box that is farthest left, whichever these are. em is the size of the letters.
func (v *Viewpoint) Frame(p *Panel, x, y [2]float64, top, em float64) Frame {
	f := Frame{}
	// The signs of y along the edge in front that runs along x, and of x along the one that runs along y.
	front, side := -math.Copysign(1, v.cosTurn), -math.Copysign(1, v.sinTurn)
	f.floor(v, p, x, y, front, side, em)
	for _, c := range [][2]float64{{side, -front}, {-side, -front}, {-side, front}} {
		f.Grid = v.piece(f.Grid, c[0], c[1], 0, c[0], c[1], BoxHeight)
	}
	left := [2]float64{side, -front} // one of the two corners that are neither in front nor behind
	here, _ := v.Project(side, -front, 0)
	if there, _ := v.Project(-side, front, 0); there < here {
		left = [2]float64{-side, front}
	}
	f.wall(v, p, top, front, side, left, em)
	return f
}

// frameTicks is about how many numbers an axis of so many pixels has.
func frameTicks(pixels, em float64) int { return max(2, int(pixels/em/4)) }

func (f *Frame) floor(v *Viewpoint, p *Panel, x, y [2]float64, front, side, em float64) {
	n := frameTicks(1.4*v.scale, em)
	for _, t := range p.X.Ticks(x[0], x[1], n) {
		at := 2*(t.At-x[0])/(x[1]-x[0]) - 1
		f.Grid = v.piece(f.Grid, at, -1, 0, at, 1, 0)
		f.number(v, t.Label, at, front, 0, front, em)
	}
	for _, t := range p.Y.Ticks(y[0], y[1], n) {
		at := 2*(t.At-y[0])/(y[1]-y[0]) - 1
		f.Grid = v.piece(f.Grid, -1, at, 0, 1, at, 0)
		f.number(v, t.Label, side, at, side, 0, em)
	}
	beside := 2.6 * em
	if v.small {
		beside = em
	}
	f.label(v, p.X.Label, 0, front, 0, front, beside, true)
	f.label(v, p.Y.Label, side, 0, side, 0, beside, true)
	for _, edge := range [][4]float64{{-1, front, 1, front}, {side, -1, side, 1}} {
		f.Axes = v.piece(f.Axes, edge[0], edge[1], 0, edge[2], edge[3], 0)
	}
	for _, edge := range [][4]float64{{-1, -front, 1, -front}, {-side, -1, -side, 1}} {
		f.Grid = v.piece(f.Grid, edge[0], edge[1], 0, edge[2], edge[3], 0)
	}
}

// wall draws the lines of height on the walls behind, and numbers at the corner on the left.
func (f *Frame) wall(v *Viewpoint, p *Panel, top, front, side float64, left [2]float64, em float64) {
	tall := BoxHeight * v.cosTilt * v.scale
	if tall < 1.5*em || !(top > 0) {
		return // seen from above
	}
	axis := Axis{Label: p.Height}
	for _, t := range axis.Ticks(0, top, max(1, int(tall/em/1.4))) {
		z := BoxHeight * t.At / top
		f.Grid = v.piece(f.Grid, -1, -front, z, 1, -front, z)
		f.Grid = v.piece(f.Grid, -side, -1, z, -side, 1, z)
		if px, py := v.Project(left[0], left[1], z); t.Label != "" && t.At > 0 && !v.small {
			f.Labels = append(f.Labels, FrameLabel{Text: t.Label, X: px - em*(0.5+0.3*float64(len([]rune(t.Label)))), Y: py})
		}
	}
	f.Axes = v.piece(f.Axes, left[0], left[1], 0, left[0], left[1], BoxHeight)
	px, py := v.Project(left[0], left[1], BoxHeight)
	f.Labels = append(f.Labels, FrameLabel{Text: axis.Label, X: px, Y: py - 1.1*em, Name: true})
}

// number writes a number on an axis, where there is room.
func (f *Frame) number(v *Viewpoint, text string, x, y, dx, dy, distance float64) {
	if !v.small {
		f.label(v, text, x, y, dx, dy, distance, false)
	}
}

// label writes a text beside a place on the floor, so far away in the direction in which dx and dy leave the box.
func (f *Frame) label(v *Viewpoint, text string, x, y, dx, dy, distance float64, name bool) {
	if text == "" {
		return
	}
	px, py := v.Project(x, y, 0)
	qx, qy := v.Project(x+dx/8, y+dy/8, 0)
	length := math.Hypot(qx-px, qy-py)
	if length == 0 {
		return
	}
	half := 0.28 * float64(len([]rune(text))) * distance / 2 // wide texts keep away sideways
	f.Labels = append(f.Labels, FrameLabel{text, px + (qx-px)/length*(distance+half), py + (qy-py)/length*distance, name})
}

// piece appends the line between two points of the box.
func (v *Viewpoint) piece(dst []float64, x0, y0, z0, x1, y1, z1 float64) []float64 {
	a, b := v.Project(x0, y0, z0)
	c, d := v.Project(x1, y1, z1)
	return append(dst, a, b, c, d)
}
