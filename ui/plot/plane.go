package plot

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"cascade/wasm/protocol"
)

// RegionAt returns the phase at a point of a plane, nil outside of all.
func RegionAt(p *protocol.Plane, x, y float64) *protocol.PlaneRegion {
	if p == nil {
		return nil
	}
	const hair = 1e-6 // a point on an edge of the plane is inside, too
	for _, shift := range [...][2]float64{{}, {1, 1}, {1, -1}, {-1, 1}, {-1, -1}} {
		for i := range p.Regions {
			r := &p.Regions[i]
			if inside(r.X, r.Y, x+hair*shift[0]*math.Abs(x), y+hair*shift[1]*(math.Abs(y)+hair)) {
				return r
			}
		}
	}
	return nil
}

// inside says whether a polygon holds a point: whether a ray from it crosses the polygon an odd number of times.
func inside(xs, ys []float64, x, y float64) bool {
	in := false
	for i, j := 0, len(xs)-1; i < len(xs); j, i = i, i+1 {
		if (ys[i] > y) != (ys[j] > y) && x < xs[i]+(y-ys[i])*(xs[j]-xs[i])/(ys[j]-ys[i]) {
			in = !in
		}
	}
	return in
}

// PhaseName names the phase of the run whose values are given; empty if it is not known.
func PhaseName(p *protocol.Plane, value func(name string) string) string {
	if p == nil {
		return ""
	}
	if r := RegionAt(p, number(value(p.X)), number(value(p.Y))); r != nil {
		return r.Name
	}
	return ""
}

// Diagram is a plane in pixels, as both the page and exported figures draw it.
type Diagram struct {
	Regions []Shape // in the order of the plane's
	Curves  []Shape
	Texts   []Label
}

// Shape is a polygon or a line.
type Shape struct{ X, Y []float64 }

// Label is a line of text centred at a place, turned clockwise by an angle in radians.
type Label struct {
	Text        string
	X, Y, Angle float64
	Curve       int // whose it is, -1 for a region's
	Small       bool
	What        string // key of its explanation
}

// Box is a rectangle of pixels.
type Box struct{ Left, Top, Right, Bottom float64 }

// Lay lays a plane out: px and py map values to pixels in the box, em is the size of the letters. Every region is named where there is most
// room for it and nothing where there is none; a curve's name runs along it, just beside, and stands beside one that is too short.
func Lay(p *protocol.Plane, box Box, em float64, px, py func(float64) float64) Diagram {
	var d Diagram
	shape := func(xs, ys []float64) Shape {
		s := Shape{make([]float64, len(xs)), make([]float64, len(ys))}
		for i := range xs {
			s.X[i] = min(max(px(xs[i]), box.Left), box.Right)
			s.Y[i] = min(max(py(ys[i]), box.Top), box.Bottom)
		}
		return s
	}
	for i := range p.Curves {
		d.Curves = append(d.Curves, shape(p.Curves[i].X, p.Curves[i].Y))
	}
	for i := range p.Curves {
		d.nameCurve(p.Curves[i].Label, i, box, em)
	}
	for i := range p.Regions {
		d.Regions = append(d.Regions, shape(p.Regions[i].X, p.Regions[i].Y))
		d.nameRegion(&p.Regions[i], &d.Regions[i], box, em)
	}
	return d
}

const (
	letter = 0.6 // width of a letter of running text, in units of its size
	small  = 0.9 // size of a note under a name
)

// TextWidth is about how wide a line of running text is, in units of the font's size.
func TextWidth(text string) float64 { return letter * float64(len([]rune(text))) }

// nameRegion puts a region's name and note where the rectangle around them is farthest from the region's edge, from the curves and from
// other texts.
func (d *Diagram) nameRegion(r *protocol.PlaneRegion, s *Shape, box Box, em float64) {
	const columns, rows, gap = 32, 24, 0.2
	words := strings.Fields(r.Name)
	half := (len(words) + 1) / 2
	broken := []string{strings.Join(words[:half], " "), strings.Join(words[half:], " ")}
	for _, lines := range [][]string{{r.Name, r.Note}, {broken[0], broken[1], r.Note}, {r.Name}, broken, {r.Note}} {
		lines = slices.DeleteFunc(lines, func(l string) bool { return l == "" })
		width := 0.0
		for _, l := range lines {
			width = max(width, TextWidth(l)*em/2)
		}
		height := 0.65 * em * float64(len(lines))
		best, at := gap*em, [2]float64{}
		for i := range columns * rows {
			x := box.Left + (box.Right-box.Left)*(float64(i%columns)+0.5)/columns
			y := box.Top + (box.Bottom-box.Top)*(float64(i/columns)+0.5)/rows
			if !inside(s.X, s.Y, x, y) || !inside(s.X, s.Y, x-width, y-height) || !inside(s.X, s.Y, x+width, y+height) || !inside(s.X, s.Y, x-width, y+height) || !inside(s.X, s.Y, x+width, y-height) {
				continue
			}
			if free := min(d.room(x, y, width, height, em), x-width-box.Left, box.Right-x-width, y-height-box.Top, box.Bottom-y-height); free > best {
				best, at = free, [2]float64{x, y}
			}
		}
		if best > gap*em {
			for i, l := range lines {
				y := at[1] + (float64(i)-float64(len(lines)-1)/2)*1.25*em
				d.Texts = append(d.Texts, Label{Text: l, X: at[0], Y: y, Curve: -1, Small: l == r.Note, What: "region " + r.Name})
			}
			return
		}
	}
}

// room returns how far a rectangle is from the curves and from the texts that are there; less than 0 if it meets one.
func (d *Diagram) room(x, y, width, height, em float64) float64 {
	least := math.Inf(1)
	apart := func(x1, y1 float64) float64 {
		dx, dy := max(math.Abs(x1-x)-width, 0), max(math.Abs(y1-y)-height, 0)
		if dx == 0 && dy == 0 {
			return -1
		}
		return math.Hypot(dx, dy)
	}
	for _, c := range d.Curves {
		for i := range c.X {
			least = min(least, apart(c.X[i], c.Y[i]))
			if i > 0 { // points may be far apart
				least = min(least, apart((c.X[i]+c.X[i-1])/2, (c.Y[i]+c.Y[i-1])/2))
			}
		}
	}
	for _, l := range d.Texts {
		half := TextWidth(l.Text) * em / 2
		for k := -2.0; k <= 2; k++ {
			least = min(least, apart(l.X+k/2*half*math.Cos(l.Angle), l.Y+k/2*half*math.Sin(l.Angle))-0.5*em)
		}
	}
	return least
}

// Covers returns how many letters, and points of curves, a rectangle would cover.
func (d *Diagram) Covers(x, y, width, height, em float64) int {
	n := 0
	for _, l := range d.Texts {
		letters := len([]rune(l.Text))
		for i := range letters {
			along := (float64(i) - float64(letters-1)/2) * letter * em
			tx, ty := l.X+along*math.Cos(l.Angle), l.Y+along*math.Sin(l.Angle)
			if tx > x-em/2 && tx < x+width+em/2 && ty > y-em/2 && ty < y+height+em/2 {
				n++
			}
		}
	}
	for _, c := range d.Curves {
		for i := range c.X {
			if c.X[i] > x && c.X[i] < x+width && c.Y[i] > y && c.Y[i] < y+height {
				n++
			}
		}
	}
	return n
}

// nameCurve writes along a curve, where it bends least over the length of the text and leaves room for it inside the box, or, if it is too short, level beside it.
func (d *Diagram) nameCurve(text string, k int, box Box, em float64) {
	c := &d.Curves[k]
	width := TextWidth(text) * em
	best, at := math.Inf(1), Label{Text: text, Curve: k, What: "boundary " + text}
	for i := range c.X {
		for j := i + 1; j < len(c.X); j++ {
			dx, dy := c.X[j]-c.X[i], c.Y[j]-c.Y[i]
			length := math.Hypot(dx, dy)
			if length < width+em {
				continue
			}
			bend := 0.0
			for m := i + 1; m < j; m++ {
				bend = max(bend, math.Abs((c.X[m]-c.X[i])*dy-(c.Y[m]-c.Y[i])*dx)/length)
			}
			if dx < 0 || dx == 0 && dy > 0 {
				dx, dy = -dx, -dy
			}
			x, y := (c.X[i]+c.X[j])/2, (c.Y[i]+c.Y[j])/2
			side := bend + 0.75*em
			for _, s := range []float64{-1, 1} { // above, and if that leaves the box or meets another, below
				tx, ty := x-s*side*dy/length, y+s*side*dx/length
				angle := math.Atan2(dy, dx)
				if !d.free(tx, ty, angle, width, em, box, k) {
					continue
				}
				if cost := bend + 0.15*em*(s+1) + 0.1*math.Abs(angle)*em; cost < best {
					best, at.X, at.Y, at.Angle = cost, tx, ty, angle
				}
			}
			break // the shortest piece from i that holds the text
		}
	}
	for i := 0; math.IsInf(best, 1) && i < 2*len(c.X); i++ { // too short: level beside one of its points
		side := float64(1 - i%2*2) // right, then left
		at.X, at.Y = c.X[i/2]+side*(0.9*em+width/2), min(max(c.Y[i/2], box.Top+0.7*em), box.Bottom-0.7*em)
		if d.free(at.X, at.Y, 0, width, em, box, -1) {
			best = 0
		}
	}
	if !math.IsInf(best, 1) {
		d.Texts = append(d.Texts, at)
	}
}

// free says whether a text there stays in the box and meets neither another curve nor another text.
func (d *Diagram) free(x, y, angle, width, em float64, box Box, own int) bool {
	for k := -4.0; k <= 4; k++ {
		tx, ty := x+k/8*width*math.Cos(angle), y+k/8*width*math.Sin(angle)
		if tx < box.Left+0.5*em || tx > box.Right-0.5*em || ty < box.Top+0.6*em || ty > box.Bottom-0.6*em {
			return false
		}
		for i := range d.Curves {
			if c := &d.Curves[i]; i != own {
				for j := range c.X {
					if math.Hypot(c.X[j]-tx, c.Y[j]-ty) < 0.8*em {
						return false
					}
				}
			}
		}
		for _, l := range d.Texts {
			half := TextWidth(l.Text) * em / 2
			for m := -4.0; m <= 4; m++ {
				if math.Hypot(l.X+m/4*half*math.Cos(l.Angle)-tx, l.Y+m/4*half*math.Sin(l.Angle)-ty) < 1.2*em {
					return false
				}
			}
		}
	}
	return true
}

// RegionFill is the quiet colour of region i of so many: paper for the first, deeper for each one after it.
func (t *Theme) RegionFill(i, count int) string {
	c := mix(rgb(t.Paper), rgb(t.Low), 0.16*float64(i)/float64(max(count-1, 1)))
	return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2])
}

// CurveStyle returns colour, width and whether curve i of a plane is dashed: a phase boundary of the teacher is ink, what a run learns has the hue of
// its transition, which is that of its mode.
func (t *Theme) CurveStyle(p *protocol.Plane, i int) (colour string, width float64, dash bool) {
	if !p.Curves[i].Learned {
		return t.Ink, 0.75 * t.Line, false
	}
	hue := 0
	for _, c := range p.Curves[:i] {
		if c.Learned {
			hue++
		}
	}
	return t.Prediction(hue), 0.6 * t.Line, true
}

// Values returns where a run stands in its panel's plane; ok is false before it is known.
func (p *Panel) Values(value func(name string) string) (x, y float64, ok bool) {
	x, y = number(value(p.XParam)), number(value(p.YParam))
	return x, y, p.X.shows(float32(x)) && p.Y.shows(float32(y))
}

// Predictions says when a run's transitions are to come: "t_I 71", "t_II 210"; those that never come are left out.
func Predictions(st *protocol.State, foreseen func(name string) (float64, bool)) []string {
	var list []string
	for i := range st.Transitions {
		t := &st.Transitions[i]
		at, ok := foreseen(t.Name)
		if !ok && t.Theory != nil {
			at, ok = *t.Theory, true
		}
		if ok && !math.IsNaN(at) && !math.IsInf(at, 0) {
			list = append(list, t.Name+" "+Number(at, 3))
		}
	}
	return list
}

// plane draws the phase diagram of the state.
func (f *figure) plane() {
	p := f.state.Plane
	if p == nil {
		return
	}
	d := Lay(p, Box{f.left, f.top, f.right, f.bottom}, f.theme.FontSize, f.px, f.py)
	for i, s := range d.Regions {
		f.printf(`<path d="%sZ" fill="%s"/>`+"\n", linePath(s), f.theme.RegionFill(i, len(d.Regions)))
	}
	for i, s := range d.Curves {
		colour, width, dash := f.theme.CurveStyle(p, i)
		style := ""
		if dash {
			style = f.dashes(6, 4)
		}
		f.printf(`<path d="%s" fill="none" stroke="%s" stroke-width="%s"%s/>`+"\n", linePath(s), colour, short(width), style)
	}
	for _, l := range d.Texts {
		colour, size := f.theme.Ink, 1.0
		if l.Small {
			colour, size = f.theme.Muted, small
		}
		if l.Curve >= 0 {
			colour, _, _ = f.theme.CurveStyle(p, l.Curve)
		}
		f.printf(`<g transform="translate(%s %s) rotate(%s)" font-size="%s">`, short(l.X), short(l.Y), short(l.Angle*180/math.Pi), short(size*f.theme.FontSize))
		f.text(0, 0.35*f.theme.FontSize, "middle", colour, l.Text)
		f.printf("</g>\n")
	}
	if x, y, ok := f.panel.Values(func(name string) string { return f.state.Values[name] }); ok {
		f.printf(`<circle cx="%s" cy="%s" r="%s" fill="%s" stroke="%s" stroke-width="2"/>`+"\n", short(f.px(x)), short(f.py(y)), short(PointRadius), f.theme.High, f.theme.Paper)
	}
}

// PointRadius is that of the point that stands for the run, in pixels.
const PointRadius = 6.0

func linePath(s Shape) string {
	var b strings.Builder
	for i := range s.X {
		verb := "L"
		if i == 0 {
			verb = "M"
		}
		fmt.Fprintf(&b, "%s%s %s", verb, short(s.X[i]), short(s.Y[i]))
	}
	return b.String()
}

// planePanel is the phase diagram of an experiment that has one.
func planePanel(e protocol.Experiment) []Panel {
	if len(e.Plane) != 2 {
		return nil
	}
	p := Panel{ID: "plane", Title: "Phase diagram", Kind: Plane, XParam: e.Plane[0], YParam: e.Plane[1],
		Note: "Drag the point, or move it with the arrow keys: it is the two sliders. Solid: phases of the teacher. Dashed: beyond these lines a transition comes before the run ends."}
	for _, q := range e.Params {
		a := Axis{Label: q.Symbol, Log: q.Log, Min: q.Min, Max: q.Max}
		switch q.Name {
		case p.XParam:
			p.X = a
		case p.YParam:
			p.Y = a
		}
	}
	return []Panel{p}
}
