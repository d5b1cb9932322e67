package figures

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"cascade/engine/experiments"
	"cascade/engine/observables"
)

// earlyPanels are figures 1, 5 and 6, teachers whose theory is exact, and the cascade of more than two transitions, which the paper has not.
func earlyPanels() []panel {
	return slices.Concat(onePatternPanels(), growthPanels(), sharedWeightPanels(), twoPatternPanels(), manyModePanels())
}

// seeds returns the link with each of the seeds 1..n.
func seeds(n int, link string) []string {
	list := []string{link} // 1 is the default
	for s := 2; s <= n; s++ {
		list = append(list, with(link, fmt.Sprintf("seed=%d", s)))
	}
	return list
}

// with adds parameters to a link.
func with(link, parameters string) string {
	if strings.Contains(link, "?") {
		return link + "&" + parameters
	}
	return link + "?" + parameters
}

// parameter returns a number of a record's parameters.
func parameter(r *experiments.Record, name string) (float64, error) {
	switch x := r.Params[name].(type) {
	case float64:
		return x, nil
	case int:
		return float64(x), nil
	}
	return 0, fmt.Errorf("%s has no number %s", r.Link, name)
}

// curves returns the named series of a record, which must be there and have points.
func curves(r *experiments.Record, names ...string) (list []*experiments.Series, err error) {
	for _, name := range names {
		s := r.Series[name]
		if s == nil || len(s.X) == 0 || len(s.X) != len(s.Y) {
			return nil, fmt.Errorf("%s has no series %s", r.Link, name)
		}
		list = append(list, s)
	}
	return list, nil
}

// known returns a scalar whose value is known; with theory, that must be known as well.
func known(r *experiments.Record, name string, theory bool) (experiments.Scalar, error) {
	s, ok := r.Scalars[name]
	if !ok || math.IsNaN(s.Value) || theory && math.IsNaN(s.Theory) {
		return s, fmt.Errorf("%s does not know %s", r.Link, name)
	}
	return s, nil
}

// end returns the last value of a series.
func end(s *experiments.Series) float64 { return s.Y[len(s.Y)-1] }

// span is what several runs gave: their mean with its error, and the extremes.
type span struct {
	observables.Stat
	low, high float64
}

func (s *span) add(x float64) {
	if s.N() == 0 {
		s.low, s.high = x, x
	}
	s.Add(x)
	s.low, s.high = min(s.low, x), max(s.high, x)
}

// within reports whether all runs gave x within the relative tolerance; false if there was none.
func (s *span) within(x, tolerance float64) bool {
	return s.N() > 0 && s.low >= x-math.Abs(x)*tolerance && s.high <= x+math.Abs(x)*tolerance
}

func (s *span) String() string {
	if s.N() < 2 {
		return fmt.Sprintf("%.4g", s.Mean())
	}
	return fmt.Sprintf("%.4g ± %.1g (%.4g to %.4g)", s.Mean(), s.StdErr(), s.low, s.high)
}
