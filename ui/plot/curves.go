package plot

import (
	"fmt"
	"math"
	"strings"
)

// curve draws one curve in the way its flags say.
func (f *figure) curve(c *Curve) {
	x, y := f.panel.Shown(f.store, c)
	if len(x) == 0 {
		return
	}
	colour := f.theme.Colour(c.Hue)
	switch {
	case c.Points && (c.Rings || f.panel.Clouds()):
		f.cloud(c)
	case c.Bars && len(x) > 1:
		f.printf(`<path d="%s" fill="%s" fill-opacity="0.35" stroke="%s" stroke-width="%s"/>`+"\n", f.bars(x, y), colour, colour, short(f.theme.AxisWidth()))
	case c.Points:
		f.points(f.dots(x, y), colour, f.panel.PointSize(&f.theme), 1)
	case c.Dash:
		f.printf(`<path d="%s" stroke="%s" stroke-width="%s"%s/>`+"\n", f.line(x, y), f.theme.Prediction(c.Hue), short(f.panel.LineWidth(&f.theme)), f.predicted())
	default:
		f.printf(`<path d="%s" stroke="%s" stroke-width="%s"/>`+"\n", f.line(x, y), colour, short(f.theme.Line))
	}
}

// line writes a path through the points that can be shown; it starts anew after each gap, and leaves out points that fall
// on the hundredth of a pixel of the one before.
func (f *figure) line(xs, ys []float32) string {
	var b strings.Builder
	last, pen := "", "M"
	for i := range xs {
		if !f.panel.X.shows(xs[i]) || !f.panel.Y.shows(ys[i]) {
			pen = "M"
			continue
		}
		at := fine(f.px(float64(xs[i]))) + " " + fine(f.clampY(ys[i]))
		if at == last && pen == "L" {
			continue
		}
		b.WriteString(pen + at)
		last, pen = at, "L"
	}
	return b.String()
}

// clampY keeps coordinates printable: far outside the area is as good as just outside.
func (f *figure) clampY(y float32) float64 {
	return math.Min(math.Max(f.py(float64(y)), -f.height), 2*f.height)
}

// dots writes points of no length, which round line ends turn into discs.
func (f *figure) dots(xs, ys []float32) string {
	var b strings.Builder
	for i := range xs {
		if f.panel.X.shows(xs[i]) && f.panel.Y.shows(ys[i]) {
			fmt.Fprintf(&b, "M%s %sh0", short(f.px(float64(xs[i]))), short(f.clampY(ys[i])))
		}
	}
	return b.String()
}

// bars writes the outline of a histogram whose bins are centred at xs.
func (f *figure) bars(xs, ys []float32) string {
	var b strings.Builder
	half := barWidth(xs) / 2
	base := f.py(math.Max(f.y[0], 0))
	fmt.Fprintf(&b, "M%s %s", short(f.px(float64(xs[0])-half)), short(base))
	for i := range xs {
		y := base
		if f.panel.Y.shows(ys[i]) {
			y = f.clampY(ys[i])
		}
		fmt.Fprintf(&b, "V%sH%s", short(y), short(f.px(float64(xs[i])+half)))
	}
	fmt.Fprintf(&b, "V%sZ", short(base))
	return b.String()
}

// labels writes each curve's name beside its end, or in a key above the plot.
func (f *figure) labels() {
	if f.panel.HasKey() {
		f.key()
		return
	}
	em := f.theme.FontSize
	f.printf(`<g paint-order="stroke" stroke="%s" stroke-width="4" stroke-linejoin="round">`+"\n", f.theme.Paper)
	ends := f.ends()
	KeepApart(ends, em, f.top, f.bottom)
	for _, e := range ends {
		anchor := "start"
		if e.Left {
			anchor = "end"
		}
		f.text(e.Beside(em), e.Y+em*0.35, anchor, e.Colour, e.Text)
	}
	f.printf("</g>\n")
}

// ends collects the names of the curves that have something to show, at their last points.
func (f *figure) ends() []End {
	var ends []End
	for i := range f.panel.Curves {
		c := &f.panel.Curves[i]
		xs, ys := f.panel.Shown(f.store, c)
		if k := f.panel.Farther(f.store, i, f.x[1]); k != i {
			xs, ys = f.panel.Shown(f.store, &f.panel.Curves[k])
		}
		for j := len(xs) - 1; j >= 0 && c.Label != ""; j-- {
			if f.panel.X.shows(xs[j]) && f.panel.Y.shows(ys[j]) {
				x := math.Min(math.Max(f.px(float64(xs[j])), f.left), f.right)
				y := math.Min(math.Max(f.py(float64(ys[j])), f.top), f.bottom)
				ends = append(ends, End{Text: f.panel.NameA(c), Colour: f.theme.curveColour(c), X: x, Y: y, Left: c.Left})
				break
			}
		}
	}
	for i := range f.panel.Curves {
		c := &f.panel.Curves[i]
		if x, y, ok := f.panel.PinnedEnd(f.store, c, f.x); ok {
			at := f.px(float64(x))
			high := PinnedLabelY(at, math.Min(math.Max(f.py(float64(y)), f.top), f.bottom), f.right, f.theme.FontSize)
			ends = append(ends, End{Text: f.panel.NameB(c), Colour: f.theme.Colour(c.Hue), X: at, Y: high})
		}
	}
	return ends
}

// Farther returns the curve at whose end the name of curve i stands: its prediction, if that goes on where the measurement ends and
// no further than to the end of x, or else itself. A name in the middle would be struck through by what follows.
func (p *Panel) Farther(s *Store, i int, end float64) int {
	c := &p.Curves[i]
	if i+1 == len(p.Curves) || c.Dash || p.Curves[i+1].Source != c.Source+".theory" {
		return i
	}
	x, _ := p.Shown(s, c)
	ahead, y := p.Shown(s, &p.Curves[i+1])
	n := len(ahead) - 1
	if n < 0 || len(x) > 0 && ahead[n] <= x[len(x)-1] || float64(ahead[n]) > end || !p.Y.shows(y[n]) {
		return i
	}
	return i + 1
}

// key writes the curves' names from right to left above the plot.
func (f *figure) key() {
	em, x := f.theme.FontSize, f.right
	for i := len(f.names) - 1; i >= 0; i-- {
		f.text(x, f.top-em*0.7, "end", f.names[i].Colour, f.names[i].Text)
		x -= em * KeyWidth(f.names[i:i+1])
	}
}
