package plot

import (
	"math"
	"slices"
	"strings"
)

// MaxBranches is how many branches a store keeps, and branchPoints about how many points of each series of a branch: a thousand
// forks take no more memory than some.
const (
	MaxBranches  = 6
	branchPoints = 400
)

// Branch is what a run did before a parameter was changed in its past: the series from there on.
type Branch struct {
	Label string // what differs from the run's present course: "β 1.4"
	From  float32
	Course
}

// Branches returns the branches, the oldest first.
func (s *Store) Branches() []Branch { return s.branches }

// DropBranch forgets the newest branch.
func (s *Store) DropBranch() {
	if n := len(s.branches); n > 0 {
		s.branches, s.revision = s.branches[:n-1:n-1], s.revision+1
	}
}

// ClearBranches forgets the branches.
func (s *Store) ClearBranches() { s.branches, s.revision = nil, s.revision+1 }

// Fork makes what the store holds of the measured series behind update at a branch. If there is nothing, it does nothing. Cost: one look
// at all series.
func (s *Store) Fork(at int, label string) {
	b := Branch{Label: label, From: float32(at), Course: Course{series: map[string]*series{}}}
	for name, v := range s.series {
		if !isMeasured(name) {
			continue
		}
		n := upTo(v.x, b.From)
		if n < len(v.x) {
			from := max(n-1, 0) // the branch begins on the line that it leaves
			b.series[name] = thinned(v.x[from:], v.y[from:])
		}
		v.x, v.y = v.x[:n], v.y[:n]
	}
	s.forgetColumns(b.From)
	s.revision++
	if len(b.series) == 0 {
		return
	}
	if s.branches = append(s.branches, b); len(s.branches) > MaxBranches {
		s.branches = slices.Delete(s.branches, 0, len(s.branches)-MaxBranches)
	}
}

// Restart empties the store for another run, as one that goes another way from update 0 on: the present one becomes a branch, beside
// those that there are.
func (s *Store) Restart(label string) {
	s.Fork(0, label)
	*s = Store{Origin: s.Origin, branches: s.branches, revision: s.revision, beside: s.beside}
}

// Present returns the update at which the run stands.
func (s *Store) Present() float64 { return float64(s.update) }

// Future reports whether the store holds more of the run than up to the present: the run was brought back.
func (s *Store) Future() bool {
	for name, v := range s.series {
		if isMain(name) && len(v.x) > 0 && v.x[len(v.x)-1] > float32(s.update) {
			return true
		}
	}
	return false
}

// Until returns the update up to which measurements are drawn in full: the present of a run that was brought back, else infinity.
func (s *Store) Until() float64 {
	if s.Future() {
		return s.Present()
	}
	return math.Inf(1)
}

// Past returns the points of Curve up to the present, for a panel over time; those of a prediction, all.
func (s *Store) Past(c *Curve) (x, y []float32) {
	x, y = s.Curve(c)
	if c.Field || !isMeasured(c.Source) {
		return x, y
	}
	n := upTo(x, float32(s.update))
	return x[:n], y[:n]
}

// Revision grows when branches come or go.
func (s *Store) Revision() int { return s.revision }

// isMeasured says whether a series is one of measurements in the course of a run.
func isMeasured(name string) bool { return !strings.Contains(name, ".") }

// isPrediction says whether a series is one of theory.
func isPrediction(name string) bool { return strings.HasSuffix(name, ".theory") }

// upTo returns how many of the ascending numbers are at most limit.
func upTo(x []float32, limit float32) int {
	n, _ := slices.BinarySearch(x, math.Nextafter32(limit, float32(math.Inf(1))))
	return n
}

// thinned copies at most some branchPoints points, the first and the last among them.
func thinned(x, y []float32) *series {
	v, step := &series{}, (len(x)+branchPoints-1)/branchPoints
	for i := 0; i < len(x); i += step {
		if i+step >= len(x) {
			i = len(x) - 1
		}
		v.x, v.y = append(v.x, x[i]), append(v.y, y[i])
	}
	return v
}

// Shown returns the points of a curve of p that are drawn in full: over time, those up to the present.
func (p *Panel) Shown(s *Store, c *Curve) (x, y []float32) {
	if p.Kind == Columns { // theory of the weights that were measured
		x, y = s.Curve(c)
		n := upTo(x, float32(s.Until()))
		return x[:n], y[:n]
	}
	if p.X.Time {
		return s.Past(c)
	}
	return s.Curve(c)
}

// Forks says whether c is a line of p of which branches and the future are drawn as well.
func (p *Panel) Forks(c *Curve) bool { return p.X.Time && p.Compares(c) }

// others draws what the run does not do now: its branches, thin and pale, and its future, faint.
func (f *figure) others() {
	future := f.store.Future()
	for i := range f.panel.Curves {
		c := &f.panel.Curves[i]
		if !f.panel.Forks(c) {
			continue
		}
		for k := range f.store.branches {
			x, y := f.store.branches[k].Curve(c)
			f.printf(`<path d="%s" stroke="%s" stroke-width="%s"/>`+"\n", f.line(x, y), f.theme.Pale(c.Hue), short(BranchWidth*f.theme.Line))
		}
		if x, y := f.store.Curve(c); future {
			f.printf(`<path d="%s" stroke="%s" stroke-width="%s" stroke-opacity="%g"/>`+"\n", f.line(x, y), f.theme.Colour(c.Hue), short(f.theme.Line), FutureOpacity)
		}
	}
	em := f.theme.FontSize
	for _, e := range f.panel.BranchNames(f.store, func(v float32) float64 { return f.px(float64(v)) }, f.clampY, f.left, f.right, f.bottom, em) {
		f.text(e.Beside(em), e.Y, "end", f.theme.Muted, e.Text)
	}
}

// present marks where a run stands that was brought back.
func (f *figure) present() {
	if f.panel.X.Time && f.store.Future() {
		f.vertical(f.store.Present(), f.theme.AxisWidth(), f.theme.Ink, "")
	}
}
