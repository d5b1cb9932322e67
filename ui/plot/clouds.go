package plot

import (
	"fmt"
	"strings"
)

// CloudOpacity is that of a cloud's points: where many lie is darker. On a heat map points have an edge of paper, Edge pixels
// wide on each side, that tells them from what they lie on.
const (
	CloudOpacity = 0.6
	Edge         = 0.5
)

// PointSize is the diameter in pixels of the points of p: small in a cloud, large where each one matters.
func (p *Panel) PointSize(t *Theme) float64 {
	switch p.Kind {
	case Scatter, Heat:
		return 1.5 * t.Line
	}
	return 2*t.Line + 4
}

// Part is the points of a cloud that have one hue.
type Part struct {
	Hue  int
	X, Y []float32
}

// Parts splits the points of c by their classes. A cloud without classes, or of which not every point has one, is one part.
// A class that is not a whole number from 0 has the hue of the curve. Order: the largest hue first.
func (s *Store) Parts(c *Curve) []Part {
	x, y := s.Curve(c)
	b, ok := s.Field(c.Labels)
	if !ok || len(b.Data) < len(x) || c.Hue < 0 {
		return []Part{{c.Hue, x, y}}
	}
	var of [MaxHues]Part
	for i := range x {
		hue := c.Hue
		if class := b.Data[i]; class >= 0 && class < 1<<16 {
			hue = int(class)
		}
		p := &of[hue%MaxHues]
		p.X, p.Y = append(p.X, x[i]), append(p.Y, y[i])
	}
	var parts []Part
	for hue := MaxHues - 1; hue >= 0; hue-- {
		if p := of[hue]; len(p.X) > 0 {
			parts = append(parts, Part{hue, p.X, p.Y})
		}
	}
	return parts
}

// cloud draws a cloud of points, or rings.
func (f *figure) cloud(c *Curve) {
	if c.Rings {
		x, y := f.store.Curve(c)
		rings := f.rings(x, y)
		f.printf(`<path d="%s" stroke="%s" stroke-width="%s"/>`+"\n", rings, f.theme.Paper, short(f.theme.Line+2*Edge))
		f.printf(`<path d="%s" stroke="%s" stroke-width="%s"/>`+"\n", rings, f.theme.Colour(c.Hue), short(f.theme.Line))
		return
	}
	for _, p := range f.store.Parts(c) {
		if c.Area {
			dots := f.dots(p.X, p.Y)
			for _, l := range f.theme.AreaLayers(c) {
				f.points(dots, l.Colour, l.Width, l.Opacity)
			}
			continue
		}
		if c.Cross {
			f.printf(`<path d="%s" stroke="%s" stroke-width="%s"/>`+"\n", f.crosses(p.X, p.Y), f.theme.Colour(p.Hue), short(f.theme.CrossWidth()))
			continue
		}
		dots, size := f.dots(p.X, p.Y), f.panel.PointSize(&f.theme)
		if f.panel.Kind == Heat {
			f.points(dots, f.theme.Paper, size+2*Edge, CloudOpacity)
		}
		f.points(dots, f.theme.Colour(p.Hue), size, CloudOpacity)
	}
}

// AreaLayer is one stroke through all points of an area, which as one stroke is equally dark where they overlap.
type AreaLayer struct {
	Colour         string
	Width, Opacity float64
}

// AreaLayers are the strokes that make an area, the lowest first: an edge, and a tint on paper.
func (t *Theme) AreaLayers(c *Curve) []AreaLayer {
	size, colour := 5.5*t.Line, t.Colour(c.Hue)
	return []AreaLayer{{colour, size + t.Line, 0.75}, {t.Paper, size, 1}, {colour, size, 0.2}}
}

// points draws discs.
func (f *figure) points(dots, colour string, size, opacity float64) {
	f.printf(`<path d="%s" stroke="%s" stroke-width="%s" stroke-linecap="round" stroke-opacity="%g"/>`+"\n", dots, colour, short(size), opacity)
}

// CrossWidth is that of the strokes of a cross, and CrossSize half the side of its square, in pixels.
func (t *Theme) CrossWidth() float64 { return t.Line / 2 }

func (t *Theme) CrossSize() float64 { return 1.4 * t.Line }

// RingSize is the diameter of a ring in pixels.
func (t *Theme) RingSize() float64 { return 4 * t.Line }

// crosses writes two strokes for each point.
func (f *figure) crosses(xs, ys []float32) string {
	var b strings.Builder
	half := f.theme.CrossSize()
	side := short(2 * half)
	for i := range xs {
		if f.panel.X.shows(xs[i]) && f.panel.Y.shows(ys[i]) {
			x, y := f.px(float64(xs[i])), f.clampY(ys[i])
			fmt.Fprintf(&b, "M%s %sl%s %sm0 -%sl-%s %s", short(x-half), short(y-half), side, side, side, side, side)
		}
	}
	return b.String()
}

// rings writes a circle around each point.
func (f *figure) rings(xs, ys []float32) string {
	var b strings.Builder
	half := f.theme.RingSize() / 2
	r, d := short(half), short(2*half)
	for i := range xs {
		if f.panel.X.shows(xs[i]) && f.panel.Y.shows(ys[i]) {
			fmt.Fprintf(&b, "M%s %sa%s %s 0 1 0 %s 0a%s %s 0 1 0 -%s 0", short(f.px(float64(xs[i]))-half), short(f.clampY(ys[i])), r, r, d, r, r, d)
		}
	}
	return b.String()
}
