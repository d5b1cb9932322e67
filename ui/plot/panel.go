package plot

import (
	"math"
	"reflect"
	"strconv"
	"strings"

	"cascade/wasm/protocol"
)

// Kind is the kind of drawing that a panel holds.
type Kind int

// Kinds of panels.
const (
	Lines    Kind = iota // curves over time, curves taken from fields, bars
	Pictures             // samples as small square images side by side, or as rows of units
	Scatter              // clouds of points
	Plane                // a phase diagram, whose point is two sliders
	Heat                 // a field of heights as colours and contour lines, with clouds of points on it
	Columns              // a waterfall: histograms over time, as shades, with lines on it
	Covered              // nothing but the word that it is hidden
)

// Axis describes one direction of a plot. Min and Max fix an end; NaN leaves it to the data.
type Axis struct {
	Label    string
	Time     bool // the update of the run: marks, the present and branches are drawn over it
	Log      bool
	Min, Max float64
}

// Curve is one line, row of bars or cloud of points.
type Curve struct {
	Source string // name of a series, or of a field with two rows (x, y) when Field is set
	Label  string // drawn at the end of the line
	Hue    int    // index into Theme.Hues, that is --hue-0 ... --hue-9 of style.css
	Dash   bool   // theory: dashed, in the hue of its measurement
	Field  bool
	Bars   bool
	Points bool
	Rings  bool   // Points as rings around what lies there
	Cross  bool   // Points as crosses
	Area   bool   // Points as the one area that they cover, pale, for other points to lie on
	Many   string // Rings: the plural of Label; the key tells how many there are
	Left   bool   // the label stands left of the end, where the line comes from below
	Labels string // Points: a field with the class of each, 0, 1, ..., that gives its hue instead of Hue
}

// Panel describes one plot of the page.
type Panel struct {
	ID, Title, Note string // Note: one sentence, what to look for
	Kind            Kind
	X, Y            Axis
	Curves          []Curve    // Lines, Scatter
	Marks           []string   // names of transitions, drawn as vertical lines (measured solid, theory dashed) when X is time
	VerticalField   string     // name of a field whose numbers are drawn as dashed vertical lines
	Field           string     // Pictures: a sample in each row, which its extent calls a square picture or not; Heat: heights over its extent; Columns: the waterfall
	Caption, Symbol string     // Pictures: what is said below each of the series Caption1, Caption2, ..., called Symbol₁, Symbol₂, ...
	Signed          bool       // Pictures: diverging colours around 0 instead of 0..1 grey
	Height          string     // Heat: the symbol of the heights
	Walls           float64    // Heat: the share of the field that lies lower than what colours and surface show, see Heights
	Grey            bool       // Heat: without colour, under points whose hues mean something
	Square          bool       // a unit of x is as long as one of y
	Keyed           bool       // Lines: named in a key, where many end at one place
	XParam, YParam  string     // Plane: the parameters of the directions
	Hue             int        // Columns: of the shades
	Hero            bool       // the largest plot of the page
	MeasuredOnly    bool       // predicted moments are left out
	Places          []Question // that have a scalar for an answer, which is a place along x
	Asks            Question   // what is to be guessed before the hero shows it, if anything
	Guess           Guess      // what was guessed, if anything
	Compared        bool       // beside a pinned run, see Compared
	Left, Right     float64    // room beside the area at least, in units of the font's size, so that panels over the same time align
}

// Same reports whether p and q look the same over the same data, whatever was guessed.
func (p *Panel) Same(q *Panel) bool {
	a, b := *p, *q
	for _, x := range []*Panel{&a, &b} {
		x.Guess = Guess{}
		for _, end := range []*float64{&x.X.Min, &x.X.Max, &x.Y.Min, &x.Y.Max} {
			if math.IsNaN(*end) { // that of the data; NaN is not equal to itself
				*end = math.Inf(1)
			}
		}
	}
	return reflect.DeepEqual(&a, &b)
}

// Range is what an axis shows by itself, and what of it is taken by data.
type Range struct {
	Ends  [2]float64 // fixed ones, else those of the data with a margin
	Data  [2]float64 // fixed ends, else those of the data alone
	Empty bool       // there is no data
}

// Limits returns the ends of both axes: the fixed ones, and otherwise those of the data that p draws from s, with a margin.
// A logarithmic axis sees positive numbers only. Without data the limits are 0..1, or 0.1..1 when logarithmic; the two ends
// always differ and are finite. Cost: one look at every number drawn.
func (p *Panel) Limits(s *Store) (x, y [2]float64) {
	across, up := p.Ranges(s)
	return across.Ends, up.Ends
}

// Ranges returns the limits of both axes as [Panel.Limits] does, together with what the data span.
func (p *Panel) Ranges(s *Store) (x, y Range) {
	if b, ok := s.Field(p.Field); ok && p.Kind == Heat && b.Extent[0] < b.Extent[1] && b.Extent[2] < b.Extent[3] {
		x = Range{Ends: [2]float64{float64(b.Extent[0]), float64(b.Extent[1])}}
		y = Range{Ends: [2]float64{float64(b.Extent[2]), float64(b.Extent[3])}}
		x.Data, y.Data = x.Ends, y.Ends
		return x, y
	}
	var across, up span
	if w := s.Waterfall(p.Field); w != nil && p.Kind == Columns {
		across.add(float64(w.X[len(w.X)-1]))
		up.add(w.Low)
		up.add(w.High)
		x, y = p.X.reach(across, 0), p.Y.reach(up, 0)
		y.Ends = y.Data // from edge to edge
		return x, y
	}
	for i := range p.Curves {
		c := &p.Curves[i]
		xs, ys := s.Curve(c)
		for j := range xs {
			if p.X.shows(xs[j]) && p.Y.shows(ys[j]) {
				across.add(float64(xs[j]))
				up.add(float64(ys[j]))
			}
		}
		p.addBranches(s, c, &across, &up)
		if c.Bars && len(xs) > 1 {
			half := barWidth(xs) / 2
			across.add(float64(xs[0]) - half)
			across.add(float64(xs[len(xs)-1]) + half)
			up.add(0)
		}
	}
	for j := range p.Guess.X {
		across.add(p.Guess.X[j])
		up.add(p.Guess.Y[j])
	}
	margin := 0.0
	if p.Kind == Scatter {
		margin = 0.04
	}
	return p.X.reach(across, margin), p.Y.reach(up, 0.05)
}

// addBranches widens the spans for what c draws of other runs than the present: the branches, the pinned one and an ensemble.
func (p *Panel) addBranches(s *Store, c *Curve, across, up *span) {
	add := func(xs, ys []float32) {
		for j := range xs {
			if p.X.shows(xs[j]) && p.Y.shows(ys[j]) {
				across.add(float64(xs[j]))
				up.add(float64(ys[j]))
			}
		}
	}
	for i := range s.branches {
		if p.X.Time {
			add(s.branches[i].Curve(c))
		}
	}
	if !p.Compares(c) {
		return
	}
	if s.beside.pinned != nil {
		add(s.beside.pinned.Curve(c))
	}
	if b := s.Band(c); b != nil {
		add(b.X, b.Low)
		add(b.X, b.Up)
	}
}

// NoData is what a plot says in which there is nothing yet.
const NoData = "no data yet"

// Fixed says whether both ends of a are known without data. Those of other axes of an empty plot mean nothing.
func (a *Axis) Fixed() bool { return !math.IsNaN(a.Min) && !math.IsNaN(a.Max) }

func (a *Axis) reach(data span, margin float64) Range {
	r := Range{Ends: a.limits(data, margin), Empty: !data.any}
	if r.Data = [2]float64{data.lo, data.hi}; r.Empty {
		r.Data = r.Ends
	}
	if !math.IsNaN(a.Min) {
		r.Data[0] = a.Min
	}
	if !math.IsNaN(a.Max) {
		r.Data[1] = a.Max
	}
	return r
}

// Clouds says whether the points of p are clouds, named above the area, rather than single places of interest.
func (p *Panel) Clouds() bool { return p.Kind == Scatter || p.Kind == Heat }

// Spare returns how much of a rectangle the area of p, with these limits, leaves free in both directions: nothing unless p is Square, and
// at most two thirds, as a strip shows little.
func (p *Panel) Spare(width, height float64, x, y [2]float64) (across, down float64) {
	if !p.Square {
		return 0, 0
	}
	unit := math.Min(width/(x[1]-x[0]), height/(y[1]-y[0]))
	free := func(length float64, ends [2]float64) float64 {
		return math.Min(math.Max(length-unit*(ends[1]-ends[0]), 0), math.Max(length, 0)*2/3)
	}
	return free(width, x), free(height, y)
}

// TickCounts returns about how many labels there is room for along the axes of a drawing of p of that size with these limits, where across is
// the width of its area: on a Square panel so many that both axes have the same step. em is the size of the letters.
func (p *Panel) TickCounts(width, height, across, em float64, x, y [2]float64) (alongX, alongY int) {
	if !p.Square {
		return max(2, int(across/em/5)), max(2, int(height/em/4))
	}
	unit := math.Min((width-7*em)/(x[1]-x[0]), (height-5*em)/(y[1]-y[0])) // about, as the area depends on the labels
	alongX = max(2, int(unit*(x[1]-x[0])/em/5))
	asMany := func(a *Axis, from, to [2]float64, n int) int { // along the other axis, with the step of a
		ticks := a.Ticks(from[0], from[1], n)
		return int(math.Ceil((to[1]-to[0])/(ticks[1].At-ticks[0].At) - 1e-9))
	}
	alongY = asMany(&p.X, x, y, alongX)
	return asMany(&p.Y, y, x, alongY), alongY
}

// barWidth is the distance between neighbouring bars of a histogram with equal bins.
func barWidth(centers []float32) float64 {
	return float64(centers[len(centers)-1]-centers[0]) / float64(len(centers)-1)
}

// shows says whether v can be drawn on a.
func (a *Axis) shows(v float32) bool {
	return !math.IsNaN(float64(v)) && !math.IsInf(float64(v), 0) && (!a.Log || v > 0)
}

// limits widens what the data span by a margin on each side and lets the fixed ends win.
func (a *Axis) limits(data span, margin float64) [2]float64 {
	lo, hi := data.lo, data.hi
	switch {
	case !data.any && a.Log:
		lo, hi = 0.1, 1
	case !data.any:
		lo, hi = 0, 1
	case a.Log:
		grow := math.Pow(hi/lo, margin)
		lo, hi = lo/grow, hi*grow
		if wider := math.Sqrt(10 * lo / hi); wider > 1 { // a decade at least, or noise alone looks like a rise
			lo, hi = lo/wider, hi*wider
		}
	default:
		grow := (hi - lo) * margin
		if lo != 0 { // zero is a natural end: many quantities cannot be negative
			lo -= grow
		}
		hi += grow
	}
	if !math.IsNaN(a.Min) {
		lo = a.Min
	}
	if !math.IsNaN(a.Max) {
		hi = a.Max
	}
	if !(lo < hi) { // one number only, or fixed ends beyond the data
		if a.Log {
			return [2]float64{lo / 2, lo * 2}
		}
		half := math.Max(math.Abs(lo)/10, 0.5)
		return [2]float64{lo - half, lo + half}
	}
	return [2]float64{lo, hi}
}

// span is the smallest interval that holds the numbers added.
type span struct {
	lo, hi float64
	any    bool
}

func (s *span) add(v float64) {
	if !s.any {
		s.lo, s.hi, s.any = v, v, true
	}
	s.lo, s.hi = math.Min(s.lo, v), math.Max(s.hi, v)
}

// Mark is a vertical line in a plot over time.
type Mark struct {
	At     float64
	Name   string // as in protocol.Transition: "t_1"
	Theory bool   // dashed
	Hue    int    // that of the mode which has the transition, -1 if there is none
}

// At lists the vertical lines of p for what st reports, in the order of p.Marks, each measured before predicted.
func (p *Panel) At(st *protocol.State) []Mark {
	var marks []Mark
	for _, name := range p.Marks {
		for i := range st.Transitions {
			t := &st.Transitions[i]
			if t.Name != name {
				continue
			}
			hue := p.hueOf(name)
			if t.Update != nil {
				marks = append(marks, Mark{*t.Update, name, false, hue})
			}
			if t.Theory != nil && !p.MeasuredOnly {
				marks = append(marks, Mark{*t.Theory, name, true, hue})
			}
		}
	}
	return marks
}

// hueOf returns the hue of the curve with the same number as a transition: chi3 for t_3.
func (p *Panel) hueOf(transition string) int {
	_, number, _ := strings.Cut(transition, "_")
	if count := strings.Count(number, "I"); count > 0 && count == len(number) { // t_II
		number = strconv.Itoa(count)
	}
	if number == "" {
		return -1
	}
	if p.Kind == Columns && numberOf(p.Field) == number {
		return p.Hue
	}
	for i := range p.Curves {
		if numberOf(p.Curves[i].Source) == number {
			return p.Curves[i].Hue
		}
	}
	return -1
}

// numberOf returns the number at the end of the name of a measured series or of a waterfall, "" if there is none.
func numberOf(name string) string { return name[len(strings.TrimRight(name, "0123456789")):] }
