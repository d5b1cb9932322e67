package experiments

import (
	"math/bits"
	"strings"
)

// Series is one recorded curve. X is the update number unless XName says otherwise.
type Series struct {
	Symbol string `json:"symbol"`
	XName  string `json:"xname,omitempty"`
	X      Reals  `json:"x"`
	Y      Reals  `json:"y"`
}

// theorySuffix marks the predicted companion of a series.
const theorySuffix = ".theory"

// theories returns the names of the predictions of so many numbered series.
func theories(base string, count int) []string {
	list := make([]string, count)
	for k := range list {
		list[k] = base + number(k) + theorySuffix
	}
	return list
}

// scheduled reports whether update u is recorded: every one up to 128, then 64 in each doubling, so that a curve is dense
// on a logarithmic axis, smooth on a linear one, and its memory grows with the logarithm of the run's length. The schedule
// depends on u alone: a run that was paused, stepped or replayed records the same points.
func scheduled(u int) bool { return u&(stride(u)-1) == 0 }

func stride(u int) int { return 1 << max(bits.Len(uint(u))-7, 0) }

// nextScheduled returns the first recorded update after u.
func nextScheduled(u int) int {
	for u++; !scheduled(u); u++ {
	}
	return u
}

// recorder keeps the curves of a run. The main series share one x; theory and sparse series have their own.
type recorder struct {
	main   []Quantity
	known  []Quantity // the experiment's whole list, for symbols
	x      []float64
	y      [][]float64 // y[i][n]: main series i at x[n]
	others map[string]*Series
	names  []string // of others, in order of appearance
	// waterfalls have a column for each point of the main series.
	waterfalls []*Waterfall
	// revision grows when a series of others changed, so that a reader knows when to fetch them again.
	revision int
}

func newRecorder(main, known []Quantity) *recorder {
	return &recorder{main: main, known: known, y: make([][]float64, len(main)), others: map[string]*Series{}}
}

// add appends one value for every main series at update u. Panics if their number is wrong.
func (r *recorder) add(u int, values []float64) {
	if len(values) != len(r.main) {
		panic("experiments: observe gave a wrong number of values")
	}
	r.x = append(r.x, float64(u))
	for i, v := range values {
		r.y[i] = append(r.y[i], v)
	}
}

// point appends to the series name outside the main schedule. A theory series takes the symbol of its measured companion.
func (r *recorder) point(name string, u int, value float64) {
	s := r.others[name]
	if s == nil {
		s = &Series{Symbol: r.symbol(name)}
		r.others[name] = s
		r.names = append(r.names, name)
	}
	s.X, s.Y = append(s.X, float64(u)), append(s.Y, value)
	r.revision++
}

// curve replaces the series name by the points (x, y) of something else than the update number.
func (r *recorder) curve(name, symbol, xname string, x, y []float64) {
	s := r.others[name]
	if s == nil {
		s = &Series{Symbol: symbol, XName: xname}
		r.others[name] = s
		r.names = append(r.names, name)
	}
	s.X, s.Y = append(s.X[:0], x...), append(s.Y[:0], y...)
	r.revision++
}

// cut drops what the theory series say after update u, before a new prediction; at 0, everything.
func (r *recorder) cut(u int) {
	for name, s := range r.others {
		if strings.HasSuffix(name, theorySuffix) && s.XName == "" {
			n := len(s.X)
			for n > 0 && (u == 0 || s.X[n-1] > float64(u)) {
				n--
			}
			s.X, s.Y = s.X[:n], s.Y[:n]
		}
	}
	r.revision++
}

func (r *recorder) symbol(name string) string {
	base, isTheory := strings.CutSuffix(name, theorySuffix)
	for _, q := range r.known {
		if q.Name == base {
			if isTheory {
				return q.Symbol + " (theory)"
			}
			return q.Symbol
		}
	}
	return base
}
