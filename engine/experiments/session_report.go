package experiments

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"cascade/engine/exports"
)

// Update returns the number of updates done.
func (s *Session) Update() int { return s.update }

// Updates returns the run's length.
func (s *Session) Updates() int { return s.link.Updates }

// Done reports whether the run's length is reached.
func (s *Session) Done() bool { return s.update >= s.link.Updates }

// Prepared reports whether the run stands at update 0 or later.
func (s *Session) Prepared() bool { return s.prepared }

// Segment counts the moments at which a live parameter changed.
func (s *Session) Segment() int { return s.segment }

// Origin returns the update at which the present segment began.
func (s *Session) Origin() int { return s.origin }

// Values returns every parameter's value, with pending changes, as links write them.
func (s *Session) Values() map[string]string { return s.Restart().Texts() }

// rehash hashes the present state.
func (s *Session) rehash() { s.hash = digestStart; s.run.digest(&s.hash) }

// Hash returns the hash of weights, chains and generators as 16 hexadecimal digits; empty before Prepare.
func (s *Session) Hash() string {
	if !s.prepared {
		return ""
	}
	return fmt.Sprintf("%016x", uint64(s.hash))
}

// Trail returns the low halves of the hashes after updates 0..Update.
func (s *Session) Trail() Trail { return s.trail }

// Scalars returns the contract's numbers as far as they are known.
func (s *Session) Scalars() []Scalar {
	if !s.prepared {
		return nil
	}
	return s.run.scalars()
}

// Transitions returns measured and predicted moments.
func (s *Session) Transitions() []Transition {
	if !s.prepared {
		return nil
	}
	return s.run.transitions()
}

// Fields emits the present fields. The arrays are valid until the next call of any method.
func (s *Session) Fields(emit func(Field)) {
	if s.prepared {
		s.run.fields(emit)
	}
}

// Classes names the classes of the samples, to which the field projections.labels refers; nil if there are none.
func (s *Session) Classes() []string {
	if r, ok := s.run.(*trained); ok && s.prepared {
		return r.data.classNames
	}
	return nil
}

// Sizes returns the numbers of units of the machines that a finite-size protocol measures, the smallest first; its series are
// named by them. That of a trained machine with Gaussian units is their number. Other runs have none.
func (s *Session) Sizes() []int {
	if r, ok := s.run.(*gaussian); ok {
		return []int{r.hidden}
	}
	in := input{link: s.link}
	if s.link.Experiment.index("sizes") < 0 {
		return nil
	}
	var list []int
	for i := range sizes(in) {
		list = append(list, sizeOf(in, i))
	}
	return list
}

// Points returns how many points the main series have.
func (s *Session) Points() int { return len(s.rec.x) }

// Revision grows whenever a series outside the main schedule changed.
func (s *Session) Revision() int { return s.rec.revision }

// MainSeries calls emit for each main series with its points from index from on.
func (s *Session) MainSeries(from int, emit func(name string, x, y []float64)) {
	for i, q := range s.rec.main {
		emit(q.Name, s.rec.x[from:], s.rec.y[i][from:])
	}
}

// Waterfalls calls emit with each waterfall and the updates of its columns, those of the main series' points, from index from on.
// The arrays are valid until the next Step.
func (s *Session) Waterfalls(from int, emit func(w Waterfall, x []float64)) {
	for _, w := range s.rec.waterfalls {
		emit(w.from(from), s.rec.x[from:])
	}
}

// OtherSeries calls emit for each series outside the main schedule: theory, and what is measured rarely.
func (s *Session) OtherSeries(emit func(name string, x, y []float64)) {
	for _, name := range s.rec.names {
		o := s.rec.others[name]
		emit(name, o.X, o.Y)
	}
}

// Record returns the run so far. build names the program that made it.
func (s *Session) Record(build string) (*Record, []string) {
	link := s.Link()
	r := &Record{Cascade: 1, Link: link.String(), Build: build, Citation: exports.Citation, Experiment: link.Experiment.Name, Files: s.files, Params: map[string]any{},
		Corrections: append([]string{}, s.Corrections()...), Series: map[string]*Series{}, Fields: map[string]*FieldTable{},
		Scalars: map[string]Scalar{}, Transitions: append([]Transition{}, s.Transitions()...), Update: s.update, Hash: s.Hash(), Trail: s.trail}
	for i, p := range link.Experiment.Params {
		if r.Params[p.Name] = any(link.Values[i]); p.Choices != nil {
			r.Params[p.Name] = p.Format(link.Values[i])
		}
	}
	r.Params["seed"], r.Params["updates"] = link.Seed, link.Updates
	var order []string
	for i, q := range s.rec.main {
		r.Series[q.Name] = &Series{Symbol: q.Symbol, X: s.rec.x, Y: s.rec.y[i]}
		order = append(order, q.Name)
	}
	for _, name := range s.rec.names {
		r.Series[name] = s.rec.others[name]
		order = append(order, name)
	}
	slices.SortStableFunc(order, func(a, b string) int { return s.rank(a) - s.rank(b) })
	for _, sc := range s.Scalars() {
		r.Scalars[sc.Name] = sc
	}
	s.Fields(func(f Field) {
		if f.Static {
			return
		}
		t := &FieldTable{Rows: f.Rows, Cols: f.Cols, Z: make(Reals, len(f.Data))}
		for i, x := range f.Extent {
			*[]*float64{&t.X[0], &t.X[1], &t.Y[0], &t.Y[1]}[i] = float64(x)
		}
		for i, x := range f.Data {
			t.Z[i] = float64(x)
		}
		r.Fields[f.Name] = t
	})
	for _, w := range s.rec.waterfalls {
		r.Fields[w.Name], r.Fields[w.Name+theorySuffix] = w.tables(s.rec.x)
	}
	return r, order
}

// rank orders series for output: each measured one in catalogue order with its theory behind it, then the rest.
func (s *Session) rank(name string) int {
	base, isTheory := strings.CutSuffix(name, theorySuffix)
	i := slices.IndexFunc(s.rec.main, func(q Quantity) bool { return q.Name == base })
	if i < 0 {
		i = len(s.rec.main)
	}
	if isTheory {
		return 2*i + 1
	}
	return 2 * i
}

// finite reports whether x is a number and not infinite.
func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// indexed expands a quantity of numbered modes: sigma -> sigma1, sigma2, ...
func indexed(q Quantity, n int) []Quantity {
	var list []Quantity
	for k := 1; k <= n; k++ {
		d := strconv.Itoa(k)
		list = append(list, Quantity{q.Name + d, q.Symbol + subscript(d), strings.ReplaceAll(q.Doc, "#", d), q.Unit, q.Limit, q.Origin})
	}
	return list
}

// subscript writes digits as Unicode subscripts.
func subscript(digits string) string {
	return strings.Map(func(r rune) rune { return r - '0' + '₀' }, digits)
}
