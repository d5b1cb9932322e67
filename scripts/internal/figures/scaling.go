package figures

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"cascade/engine/experiments"
	"cascade/engine/observables"
	"cascade/engine/theory"
)

// scalingPanels are figures 3 D, E, G and 4: finite-size scaling, critical slowing down and hysteresis. Each claim is put to the
// rank-one machine, which theory knows exactly, and to machines that learned data.
func scalingPanels() []panel {
	const (
		exact  = "scaling?sizes=5&sweeps=1000&chains=1000"
		digits = "scaling?machine=digits&sizes=5&points=16&sweeps=150&chains=200"
		fewer  = "scaling?machine=digits&points=16&sweeps=200&chains=300"
		faces  = "scaling?machine=faces&layer=hidden&points=16&sweeps=200&chains=300"
		genome = "scaling?machine=genome&points=16&sweeps=200&chains=300"

		law      = "fitted w_c within 3 % of 2/√(u·Du); χ of the largest size within 10 % of 4/(w_c² − w²) with that w_c for w < 0.9 w_c"
		grows    = "; χ at w_c grows as N to the power 0.5 ± 0.1"
		hidden   = "fitted w_c within 3 % of 2/√(u·Du); χ of the largest size within 10 % of (w_c²/4)/(w_c² − w²) with that w_c for w < 0.8 w_c (then finite size takes more, Nₑ ≈ 70)"
		collapse = "root mean square difference of the two largest sizes' collapsed curves below 15 % for "
	)
	diverge := func(free, part float64, growth bool) func(r []*experiments.Record) (string, bool, error) {
		return func(r []*experiments.Record) (string, bool, error) { return divergesAt(r[0], free, part, growth) }
	}
	spread := func(to float64) func(r []*experiments.Record) (string, bool, error) {
		return func(r []*experiments.Record) (string, bool, error) { return collapses(r[0], to) }
	}
	return slices.Concat([]panel{
		{"3 D", []string{exact}, "rank-one control, w_c = 4: " + law + grows, diverge(0, 0.9, true)},
		{"3 D", []string{digits}, "digits: " + law + grows, diverge(0, 0.9, true)},
		{"3 E", []string{exact}, "rank-one control: φ of the largest size within 5 % of the exact φ(t) for −4 < t < 1 (beyond, finite size takes 10 % at t = 2 even at N = 1600), " +
			"and of the two largest, extrapolated in 1/√Nₑ, within 5 % (root mean square) for |t| < 4; φ(0) within 2 % of 1.1708", exactCollapse},
		{"3 E", []string{fewer}, "digits up to 28×28: " + collapse + "|t| < 4", spread(4)},
		{"3 E", []string{digits}, "digits up to 40×40: " + collapse + "|t| < 4", spread(4)},
	}, relaxationPanels(), []panel{
		{"4 A", []string{faces}, "faces, hidden layer: " + hidden, diverge(0.25, 0.8, false)},
		{"4 B", []string{faces}, "faces, hidden layer: " + collapse + "|t| < 4", spread(4)},
		{"4 C", []string{genome}, "genomes: " + law, diverge(0, 0.9, false)},
		{"4 D", []string{genome}, "genomes: " + collapse + "−4 < t < 0 (their law is skewed: above the transition one state comes first, and the two-state regime only at larger w)", spread(0)},
	}, hysteresisPanels())
}

// bySize is one family of curves of a record, a curve for each size.
type bySize struct {
	sizes  []float64
	curves []*experiments.Series
}

// readSizes returns the curves name.100, name.200 ..., smallest size first, which must be at least two.
func readSizes(r *experiments.Record, name string) (b bySize, err error) {
	var sizes []int
	for key, s := range r.Series {
		if tail, ok := strings.CutPrefix(key, name+"."); ok && len(s.X) > 1 && len(s.X) == len(s.Y) {
			if n, err := strconv.Atoi(tail); err == nil {
				sizes = append(sizes, n)
			}
		}
	}
	if len(sizes) < 2 {
		return b, fmt.Errorf("%s has curves %s of %d sizes", r.Link, name, len(sizes))
	}
	slices.Sort(sizes)
	for _, n := range sizes {
		b.sizes = append(b.sizes, float64(n))
		b.curves = append(b.curves, r.Series[name+"."+strconv.Itoa(n)])
	}
	return b, nil
}

// largest returns the last curve and its size.
func (b bySize) largest() (s *experiments.Series, size float64) {
	return b.curves[len(b.curves)-1], b.sizes[len(b.sizes)-1]
}

// measuredWith returns a scalar with value and theory.
func measuredWith(r *experiments.Record, name string) (experiments.Scalar, error) {
	s := r.Scalars[name]
	if s.Name = name; !(s.Value != 0) || math.IsNaN(s.Value+s.Theory) {
		return s, fmt.Errorf("%s does not know %s", r.Link, name)
	}
	return s, nil
}

// logAt returns y at x, from the logarithms of its neighbours; NaN outside.
func logAt(s *experiments.Series, x float64) float64 {
	for i := 1; i < len(s.X); i++ {
		if a, b := s.X[i-1], s.X[i]; a <= x && x <= b && a < b {
			k := (x - a) / (b - a)
			return math.Exp((1-k)*math.Log(s.Y[i-1]) + k*math.Log(s.Y[i]))
		}
	}
	return math.NaN()
}

// worst keeps the relative difference that is largest, with its place.
type worst struct {
	difference, at float64
	n              int
	squares        float64
}

func (w *worst) add(at, measured, law float64) {
	d := measured/law - 1
	if w.n++; math.Abs(d) > math.Abs(w.difference) {
		w.difference, w.at = d, at
	}
	w.squares += d * d
}

// within reports whether there were differences and none of them was larger.
func (w *worst) within(limit float64) bool { return w.n > 0 && math.Abs(w.difference) < limit }

func (w *worst) rms() float64 { return math.Sqrt(w.squares / float64(w.n)) }

func (w *worst) String() string {
	return fmt.Sprintf("at most %+.1f %% (at %.2f, of %d points)", 100*w.difference, w.at, w.n)
}

// divergesAt compares chi with free/(1-w^2/w_c^2) below the transition, up to a part of w_c, where free = 0 means 4/w_c^2, and on
// demand judges its growth with the size.
func divergesAt(r *experiments.Record, free, part float64, growth bool) (string, bool, error) {
	critical, err := measuredWith(r, "w_c")
	if err != nil {
		return "", false, err
	}
	chi, err := readSizes(r, "chi")
	if err != nil {
		return "", false, err
	}
	power, powerErr, err := growthAtTransition(r, chi)
	if err != nil {
		return "", false, err
	}
	square := critical.Value * critical.Value
	if free == 0 {
		free = 4 / square
	}
	var off worst
	s, size := chi.largest()
	for i, w := range s.X {
		if w < part*critical.Value {
			off.add(w, s.Y[i], free/(1-w*w/square))
		}
	}
	pass := math.Abs(critical.Value/critical.Theory-1) < 0.03 && off.within(0.1) && (!growth || math.Abs(power-0.5) < 0.1)
	return fmt.Sprintf("w_c = %.4f ± %.4f, theory %.4f (%+.1f %%); N = %g differs %v; power of N %.3f ± %.3f",
		critical.Value, critical.Error, critical.Theory, 100*(critical.Value/critical.Theory-1), size, &off, power, powerErr), pass, nil
}

// growthAtTransition fits the power of N with which chi grows at t = 0. Its error is that of the scatter.
func growthAtTransition(r *experiments.Record, chi bySize) (power, stdErr float64, err error) {
	collapse, err := readSizes(r, "collapse")
	if err != nil || len(collapse.sizes) != len(chi.sizes) {
		return 0, 0, fmt.Errorf("%s lacks the collapse of some sizes: %v", r.Link, err)
	}
	var fit observables.Fit
	for i, s := range chi.curves {
		t := collapse.curves[i].X
		if len(t) != len(s.Y) {
			return 0, 0, fmt.Errorf("%s: the curves of N = %g have %d and %d points", r.Link, chi.sizes[i], len(t), len(s.Y))
		}
		if x := logAt(&experiments.Series{X: t, Y: s.Y}, 0); x > 0 {
			fit.Add(math.Log(chi.sizes[i]), math.Log(x))
		}
	}
	power, stdErr = fit.Slope()
	return power, stdErr, nil
}

// collapses compares the collapsed curves of the two largest sizes for -4 < t < to, on a grid, as the experiment's own scalar does.
func collapses(r *experiments.Record, to float64) (string, bool, error) {
	phi, err := readSizes(r, "collapse")
	if err != nil {
		return "", false, err
	}
	last := len(phi.sizes) - 1
	var off worst
	for t := -4.0; t <= to; t += 0.125 {
		a, b := logAt(phi.curves[last-1], t), logAt(phi.curves[last], t)
		if a > 0 && b > 0 {
			mean := (a + b) / 2
			off.add(t, mean+b-a, mean)
		}
	}
	if off.n < 8 {
		return "", false, fmt.Errorf("%s: the curves of the two largest sizes hardly overlap", r.Link)
	}
	own := r.Scalars["spread"]
	return fmt.Sprintf("N = %g and %g differ by %.1f %% (%d points of t); the run's own value for |t| < 4 is %.1f ± %.1f %%",
		phi.sizes[last-1], phi.sizes[last], 100*off.rms(), off.n, 100*own.Value, 100*own.Error), off.rms() < 0.15, nil
}

// exactCollapse compares the rank-one machine's collapse with the scaling function.
func exactCollapse(r []*experiments.Record) (string, bool, error) {
	phi, err := readSizes(r[0], "collapse")
	if err != nil {
		return "", false, err
	}
	zero, err := measuredWith(r[0], "phi0")
	if err != nil {
		return "", false, err
	}
	last := len(phi.sizes) - 1
	var off, limit worst
	for i, t := range phi.curves[last].X {
		law := theory.ScalingFunction(t)
		if t > -4 && t < 1 {
			off.add(t, phi.curves[last].Y[i], law)
		}
		if math.Abs(t) < 4 {
			ratio := math.Sqrt(phi.sizes[last] / phi.sizes[last-1])
			if small := logAt(phi.curves[last-1], t); small > 0 {
				limit.add(t, (ratio*phi.curves[last].Y[i]-small)/(ratio-1), law)
			}
		}
	}
	pass := off.within(0.05) && limit.n > 5 && limit.rms() < 0.05 && math.Abs(zero.Value/zero.Theory-1) < 0.02
	return fmt.Sprintf("N = %g differs %v; extrapolated by %.1f %%; φ(0) = %.4f ± %.4f, exact %.4f",
		phi.sizes[last], &off, 100*limit.rms(), zero.Value, zero.Error, zero.Theory), pass, nil
}
