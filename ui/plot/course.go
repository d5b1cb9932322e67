package plot

import (
	"math"
	"slices"
	"strings"

	"cascade/wasm/protocol"
)

// Course is what one run measured, over its updates or, of a protocol, over a weight or a field, to be drawn beside another. The zero value is empty and ready to use.
type Course struct {
	Theory bool // it keeps predictions as well, for an ensemble to compare each run with its own
	series map[string]*series
}

// Course returns a copy of all that the store holds of the run's measurements, thinned to some 400 points of each series. Cost: one look at each.
func (s *Store) Course() *Course {
	c := &Course{series: map[string]*series{}}
	for name, v := range s.series {
		if !isPrediction(name) && len(v.x) > 0 {
			c.series[name] = thinned(v.x, v.y)
		}
	}
	return c
}

// Apply takes over what a frame brings of measurements, as [Store.Apply] does; predictions, fields and waterfalls it leaves.
func (c *Course) Apply(f *protocol.Frame) {
	if c.series == nil {
		c.series = map[string]*series{}
	}
	for i := range f.Blocks {
		b := &f.Blocks[i]
		if b.Kind != protocol.Series || b.Rows != 2 || !c.Theory && isPrediction(b.Name) {
			continue
		}
		held := c.series[b.Name]
		if held == nil {
			held = &series{}
			c.series[b.Name] = held
		}
		held.take(b)
	}
}

// Points is how many points the course has of the main series, for protocol.Command.Have.
func (c *Course) Points() int { return mainPoints(c.series) }

// End is the last update of which the course holds anything.
func (c *Course) End() float32 {
	end := float32(0)
	for name, v := range c.series {
		if n := len(v.x); n > 0 && isMeasured(name) {
			end = max(end, v.x[n-1])
		}
	}
	return end
}

// At returns the height of a curve of the course at x, straight between its points; ok is false beside them.
func (c *Course) At(curve *Curve, x float64) (y float64, ok bool) {
	xs, ys := c.Curve(curve)
	return between(xs, ys, x, func(y float32) float64 { return float64(y) })
}

// between returns what lies at x on the straight line between its neighbours, of the heights as scale gives them; ok is false beside the line. The
// abscissae may go up or down. Cost: one look at each point.
func between(xs, ys []float32, x float64, scale func(float32) float64) (y float64, ok bool) {
	for i := range xs {
		if float64(xs[i]) == x {
			y = scale(ys[i])
			return y, !math.IsNaN(y)
		}
		if i > 0 && (float64(xs[i-1])-x)*(float64(xs[i])-x) < 0 {
			share := (x - float64(xs[i-1])) / float64(xs[i]-xs[i-1])
			y = (1-share)*scale(ys[i-1]) + share*scale(ys[i])
			return y, !math.IsNaN(y)
		}
	}
	return 0, false
}

// Curve returns the points of the course that curve draws; nil if there are none.
func (c *Course) Curve(curve *Curve) (x, y []float32) {
	if v := c.series[curve.Source]; v != nil && !curve.Field {
		return v.x, v.y
	}
	return nil, nil
}

// Beyond lists the series of the course that p has no curve for, of those families (sigma1, sigma2, ...; chi.100, chi.200, ...) of which it draws others: a run
// with more modes or sizes than the present one.
func (c *Course) Beyond(p *Panel) []string {
	stem := func(name string) string { return strings.TrimRight(name, "0123456789") }
	drawn := func(name string, of func(string) string) bool {
		return slices.ContainsFunc(p.Curves, func(k Curve) bool { return !k.Field && of(k.Source) == of(name) })
	}
	var list []string
	for name, v := range c.series {
		if len(v.x) > 0 && !isPrediction(name) && stem(name) != name && drawn(name, stem) && !drawn(name, strings.Clone) {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

// beside is what a store's plots show beside its run, whatever run that is.
type beside struct {
	pinned *Course
	bands  Bands
}

// Pin shows a course beside the run, or none for nil.
func (s *Store) Pin(c *Course) { s.beside.pinned, s.revision = c, s.revision+1 }

// Pinned returns the course that is shown beside the run, nil if there is none.
func (s *Store) Pinned() *Course { return s.beside.pinned }

// ShowBands shows the bands of an ensemble, or none for nil.
func (s *Store) ShowBands(b Bands) { s.beside.bands, s.revision = b, s.revision+1 }

// Band returns the band of the series that c draws, nil if there is none.
func (s *Store) Band(c *Curve) *Band {
	if c.Field {
		return nil
	}
	return s.beside.bands[c.Source]
}

// Clear forgets the run and its branches; what is shown beside it stays.
func (s *Store) Clear() { *s = Store{Origin: s.Origin, revision: s.revision + 1, beside: s.beside} }

// ofPresent is what the titles of panels end with that can't show the pinned run.
const ofPresent = " · A"

// Compared returns the panels of a run beside which a pinned one is shown: A and B are named at the ends of their lines, theory is dotted,
// since B is dashed, and panels that show one moment say that it is A's.
func Compared(panels []Panel) []Panel {
	list := slices.Clone(panels)
	for i := range list {
		p := &list[i]
		if p.Kind == Plane || p.Comparable() {
			p.Compared, p.Note = true, strings.ReplaceAll(p.Note, "Dashed: theory", "Dotted: theory")
			continue
		}
		p.Title += ofPresent
		p.Note += " Of run A alone."
	}
	return list
}

// Compares says whether c is a line of p that is drawn of a pinned run and of an ensemble as well: of fields only the present run's are known,
// and single points of another run would hide those of this one.
func (p *Panel) Compares(c *Curve) bool {
	return p.Kind == Lines && !c.Field && !c.Dash && !c.Bars && !c.Points
}

// Comparable says whether p has such lines.
func (p *Panel) Comparable() bool {
	return p.Kind == Lines && slices.ContainsFunc(p.Curves, func(c Curve) bool { return p.Compares(&c) })
}

// manyCurves is from how many curves on their names alone stand at the ends of A's lines.
const manyCurves = 4

// NameA and NameB are what is written at the end of a curve of p of the present run and of the pinned one.
func (p *Panel) NameA(c *Curve) string {
	if !p.Compared || c.Label == "" || c.Dash || !p.fewCurves() {
		return c.Label
	}
	return c.Label + " A"
}

// NameB is that of the pinned run.
func (p *Panel) NameB(c *Curve) string {
	if c.Label == "" || !p.fewCurves() {
		return "B"
	}
	return c.Label + " B"
}

// fewCurves says whether there is room for names and runs at the ends of the curves. Names with a subscript end with it.
func (p *Panel) fewCurves() bool {
	n := 0
	for i := range p.Curves {
		if c := &p.Curves[i]; !c.Dash && c.Label != "" {
			if _, sub := Subscript(c.Label); sub != "" {
				return false
			}
			n++
		}
	}
	return n < manyCurves
}
