package plot

import (
	"cmp"
	"math"
	"slices"
)

// End is a name that stands at the end of a line: right of X, Y, or left of it. Heights grow downwards.
type End struct {
	Text, Colour string
	What         string // key of the explanation
	X, Y         float64
	Left         bool
}

const (
	endGap  = 0.5  // from the end of a line to its name, in units of the font's size
	endLine = 1.15 // between names one above the other
)

// Beside returns where along x the name begins, or ends if it stands left of its line, with letters of size em.
func (e *End) Beside(em float64) float64 {
	if e.Left {
		return e.X - endGap*em
	}
	return e.X + endGap*em
}

// span returns from where to where the name reaches along x.
func (e *End) span(em float64) (from, to float64) {
	at, width := e.Beside(em), em*letterWidth*float64(len([]rune(e.Text)))
	if e.Left {
		return at - width, at
	}
	return at, at + width
}

// meets says whether one name would be written on the other if they had the same height.
func (e *End) meets(f *End, em float64) bool {
	from, to := e.span(em)
	least, most := f.span(em)
	return from < most && least < to
}

// KeepApart moves those names apart in height whose letters would meet, in their order, and into the area between top and bottom as far as they
// fit: first down from the highest, then back up from the lowest. em is the size of the letters. It sorts ends by height.
func KeepApart(ends []End, em, top, bottom float64) {
	slices.SortStableFunc(ends, func(a, b End) int { return cmp.Compare(a.Y, b.Y) })
	for i := range ends {
		e := &ends[i]
		e.Y = max(e.Y, top+0.35*em)
		for j := range ends[:i] {
			if ends[j].meets(e, em) {
				e.Y = max(e.Y, ends[j].Y+endLine*em)
			}
		}
	}
	for i := len(ends) - 1; i >= 0; i-- {
		e := &ends[i]
		e.Y = min(e.Y, bottom-0.45*em) // below are the labels of x
		for j := i + 1; j < len(ends); j++ {
			if ends[j].meets(e, em) {
				e.Y = min(e.Y, ends[j].Y-endLine*em)
			}
		}
	}
}

// BranchNames places the names of the branches that s holds, each at the end of one of its lines in p, above or below it, where it is written on
// no line and on no other name; in the hero rather on a line than nowhere. x and y take values to pixels, left, right and bottom are the edges
// of the area, and em is the size of the letters. Y is a name's base line.
func (p *Panel) BranchNames(s *Store, x, y func(v float32) float64, left, right, bottom, em float64) []End {
	var names []End
	for k := range s.branches {
		for _, clear := range [...]bool{true, !p.Hero} {
			if e, ok := p.branchName(s, k, names, x, y, right, em, clear); ok {
				if from, _ := e.span(em); from > left && e.Y < bottom {
					names = append(names, e)
					break
				}
			}
		}
	}
	return names
}

// branchName returns the first place for the name of branch k that is not on a name, nor, if clear asks for it, on a line.
func (p *Panel) branchName(s *Store, k int, names []End, x, y func(v float32) float64, right, em float64, clear bool) (End, bool) {
	b := &s.branches[k]
	for i := range p.Curves {
		c := &p.Curves[i]
		xs, ys := b.Curve(c)
		n := len(xs) - 1
		if !p.Forks(c) || n < 0 || !p.Y.shows(ys[n]) || b.Label == "" {
			continue
		}
		e := End{Text: b.Label, What: "word branch", X: min(x(xs[n]), right), Left: true}
		for _, base := range [...]float64{y(ys[n]) - 0.4*em, y(ys[n]) + 1.1*em} {
			e.Y = base
			onName := slices.ContainsFunc(names, func(o End) bool { return o.meets(&e, em) && math.Abs(o.Y-base) < 1.2*em })
			if !onName && !(clear && p.crossed(s, &e, x, y, em)) {
				return e, true
			}
		}
	}
	return End{}, false
}

// crossed says whether a line of p, or of a branch, runs through the name.
func (p *Panel) crossed(s *Store, e *End, x, y func(v float32) float64, em float64) bool {
	from, to := e.span(em)
	through := func(xs, ys []float32) bool {
		for n := len(xs) - 1; n > 0 && x(xs[n]) > from; n-- {
			a, b := x(xs[n-1]), x(xs[n])
			if a > to || b == a || !p.Y.shows(ys[n-1]) || !p.Y.shows(ys[n]) {
				continue
			}
			height := func(at float64) float64 { return y(ys[n-1]) + (y(ys[n])-y(ys[n-1]))*(at-a)/(b-a) }
			u, v := height(max(a, from)), height(min(b, to))
			if max(u, v) > e.Y-0.95*em && min(u, v) < e.Y+0.2*em {
				return true
			}
		}
		return false
	}
	for i := range p.Curves {
		c := &p.Curves[i]
		if through(p.Shown(s, c)) {
			return true
		}
		for k := range s.branches {
			if p.Forks(c) && through(s.branches[k].Curve(c)) {
				return true
			}
		}
	}
	return false
}
