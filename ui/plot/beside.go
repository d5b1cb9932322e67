package plot

import (
	"fmt"
	"strings"
)

// How what stands beside the run is drawn: of a band the part between the quantiles 0.16 and 0.84 and all from the smallest to the largest,
// as fills of the curve's hue, and the median as a thin line.
const (
	BandOpacity = 0.2
	FullOpacity = 0.09
	MedianWidth = 0.6 // in lines
)

// LongDash is the dash of the pinned run and DotDash that of theory beside it, each a piece and a gap, in widths of the line.
var (
	LongDash = [2]float64{7, 2.5}
	DotDash  = [2]float64{1, 2}
)

// predicted is the style of a line of theory: dashed, or dotted beside a pinned run, which is dashed.
func (f *figure) predicted() string {
	pattern := [2]float64{3, 2}
	if f.panel.Compared {
		pattern = DotDash
	}
	return dashes(pattern, f.panel.LineWidth(&f.theme))
}

func dashes(d [2]float64, width float64) string {
	return fmt.Sprintf(` stroke-dasharray="%s %s"`, short(d[0]*width), short(d[1]*width))
}

// bands draws an ensemble behind all lines.
func (f *figure) bands() {
	for i := range f.panel.Curves {
		c := &f.panel.Curves[i]
		b := f.store.Band(c)
		if b == nil || !f.panel.Compares(c) {
			continue
		}
		colour := f.theme.Colour(c.Hue)
		if b.N > 1 {
			f.printf(`<path class="range" d="%s" fill="%s" fill-opacity="%g" stroke="none"/>`+"\n", f.strip(b.X, b.Min, b.Max), colour, FullOpacity)
			f.printf(`<path class="band" d="%s" fill="%s" fill-opacity="%g" stroke="none"/>`+"\n", f.strip(b.X, b.Low, b.Up), colour, BandOpacity)
		}
		f.printf(`<path class="median" d="%s" stroke="%s" stroke-width="%s"/>`+"\n", f.line(b.X, b.Median), colour, short(MedianWidth*f.theme.Line))
	}
}

// strip writes the outline of what lies between two lines, in pieces where they have gaps. On a logarithmic axis a lower edge that can't be
// shown is far below.
func (f *figure) strip(x, low, up []float32) string {
	var b strings.Builder
	for from := 0; from < len(x); {
		to := from
		for to < len(x) && f.panel.X.shows(x[to]) && f.panel.Y.shows(up[to]) {
			to++
		}
		if to > from+1 {
			pen := "M"
			for i := from; i < to; i++ {
				b.WriteString(pen + short(f.px(float64(x[i]))) + " " + short(f.clampY(up[i])))
				pen = "L"
			}
			for i := to - 1; i >= from; i-- {
				y := 2 * f.height
				if f.panel.Y.shows(low[i]) {
					y = f.clampY(low[i])
				}
				b.WriteString("L" + short(f.px(float64(x[i]))) + " " + short(y))
			}
			b.WriteString("Z")
		}
		from = to + 1
	}
	return b.String()
}

// pinned draws the run that is pinned, with long dashes.
func (f *figure) pinned() {
	b := f.store.Pinned()
	for i := range f.panel.Curves {
		if c := &f.panel.Curves[i]; b != nil && f.panel.Compares(c) {
			x, y := b.Curve(c)
			f.printf(`<path class="pinned" d="%s" stroke="%s" stroke-width="%s"%s/>`+"\n", f.line(x, y), f.theme.Colour(c.Hue), short(f.theme.Line), dashes(LongDash, f.theme.Line))
		}
	}
}

// PinnedLabelY is how high the name of a line of the pinned run stands that ends at x, y: a line lower where it ends within the area, as the present run's
// may go on there. Heights grow downwards; em is the size of the letters.
func PinnedLabelY(x, y, right, em float64) float64 {
	if x < right-3*em {
		return y + em
	}
	return y
}

// PinnedEnd returns where the line that curve c of the pinned run draws ends, within the limits of x.
func (p *Panel) PinnedEnd(s *Store, c *Curve, ends [2]float64) (x, y float32, ok bool) {
	b := s.Pinned()
	if b == nil || !p.Compares(c) || p.HasKey() {
		return 0, 0, false
	}
	xs, ys := b.Curve(c)
	for i := len(xs) - 1; i >= 0; i-- {
		if at := float64(xs[i]); at <= ends[1] && at >= ends[0] && p.X.shows(xs[i]) && p.Y.shows(ys[i]) {
			return xs[i], ys[i], true
		}
	}
	return 0, 0, false
}
