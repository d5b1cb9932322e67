package theory

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"cascade/engine/internal/check"
)

// reference is an entry of testdata/reference.json: figures of independent implementations (numpy, scipy, 60-digit
// decimals), checked against brute force. The conventions are those of the package.
type reference struct {
	ID         string
	Family     string
	Parameters parameters
	Quantity   string
	Value      json.RawMessage // a number or a list of numbers
	Tolerance  json.RawMessage // likewise; one number may serve for all values
	Type       string          `json:"tolerance_type"` // rel, abs
}

type parameters struct {
	N, N2, Nh, Na, Nb            int
	Beta, W, W0, LR, U, S, Kappa float64
	Alpha, A0, Y                 float64
	Aspect                       float64 `json:"Nv_over_Nh"`
	Updates                      []int
	T, F                         []float64
	BetaK                        []float64 `json:"beta_k"`
	A, B, H                      []float64
	AA, AB, BB                   float64
}

// families computes the value of each family of entries from its parameters.
var families = map[string]func(p parameters) []float64{
	"cw.m":    func(p parameters) []float64 { return []float64{Magnetisation(p.Beta)} },
	"cw.corr": func(p parameters) []float64 { return []float64{NewCurieWeiss(p.N, p.Beta).Correlation()} },
	"cw.absm": func(p parameters) []float64 {
		_, _, absolute := NewCurieWeiss(p.N, p.Beta).Moments()
		return []float64{absolute}
	},
	"cw.binder": func(p parameters) []float64 { return []float64{NewCurieWeiss(p.N, p.Beta).Binder()} },
	"cw.mode": func(p parameters) []float64 {
		k, probability := NewCurieWeiss(p.N, p.Beta).Mode()
		return []float64{float64(k), probability}
	},
	"bg1.euler.inf": euler,
	"bg1.euler.N":   euler,
	"bg1.rate0": func(p parameters) []float64 {
		return []float64{GrowthRate(p.N, NewCurieWeiss(p.N, p.Beta).Square())}
	},
	"bg1.ode": func(p parameters) []float64 {
		m := Magnetisation(p.Beta)
		return runge(p.W0, p.T, func(w float64) float64 { return w*m*m - saddleTerm(w) })
	},
	"bg1.tc":     func(p parameters) []float64 { return []float64{CrossingTime(0, p.Beta, p.W0)} },
	"bg1.tcross": func(p parameters) []float64 { return []float64{CrossingTime(p.N, p.Beta, p.W0)} },
	"bg1.end":    func(p parameters) []float64 { w, h := Stationary(p.Beta); return []float64{w, h} },
	"bg1.chi":    func(p parameters) []float64 { return []float64{twoValues(p).Chi} },
	"bg1.chiinf": func(p parameters) []float64 {
		return []float64{Susceptibility([]float64{p.U + p.S, p.U - p.S}, 0)}
	},
	"bg1.neg": func(p parameters) []float64 { o := twoValues(p); return []float64{o.VH[0], o.VH[1]} },
	"hop2.sp": func(p parameters) []float64 {
		a, b := Hopfield(p.Beta, p.Kappa)
		first, second := PatternOverlaps(p.Beta, p.Kappa)
		return []float64{a.Overlap(), b.Overlap(), first, second, a.Rate(), b.Rate(), float64(Lumps([]Mode{a, b}))}
	},
	"hop2.N": func(p parameters) []float64 {
		a, b := Hopfield(p.Beta, p.Kappa)
		ca, cb := NewCurieWeiss(p.Na, a.Beta), NewCurieWeiss(p.Nb, b.Beta)
		sa, sb := a.Fraction*a.Fraction*ca.Square(), b.Fraction*b.Fraction*cb.Square()
		return []float64{ca.Square(), cb.Square(), ca.Correlation(), cb.Correlation(), sa + sb, sa - sb}
	},
	"bg2.orth.t": func(p parameters) []float64 {
		a, b := Hopfield(p.Beta, p.Kappa)
		return []float64{a.Transition(2 * p.A0 * p.A0), b.Transition(2 * p.A0 * p.A0)}
	},
	"bg2.orth.x": func(p parameters) []float64 {
		a, b := Hopfield(p.Beta, p.Kappa)
		var values []float64
		for _, mode := range []Mode{a, b} {
			r, f := mode.Overlap(), mode.Fraction
			values = append(values, runge(2*f*p.A0*p.A0, p.T, func(x float64) float64 {
				m := Magnetisation(x)
				return 2 * f * x * (r*r - m*m)
			})...)
		}
		return values
	},
	"bg2.orth.euler": func(p parameters) []float64 {
		a, b := Hopfield(p.Beta, p.Kappa)
		var values []float64
		for _, mode := range []Mode{a, b} {
			tr := mode.Trajectory(0, p.LR)
			tr.Along = math.Sqrt(2*mode.Fraction) * p.A0
			values = append(values, at(p.Updates, func() float64 { _ = tr.Step(); return tr.Q() })...)
		}
		return values
	},
	"bg2.f":      func(p parameters) []float64 { return []float64{twoGroups(p).FreeEnergy(Point(p.H))} },
	"bg2.min":    func(p parameters) []float64 { return []float64{float64(len(must(twoGroups(p).Minima())))} },
	"bg2.minpos": signedMinima,
	"bg2.sv":     func(p parameters) []float64 { return gramSpectrum(p) },
	"bg2.gen":    generalStart,
	"bg2.mom":    groupMoments,
	"bg2.end": func(p parameters) []float64 {
		a, b := Hopfield(p.Beta, p.Kappa)
		return []float64{a.Final(), b.Final()}
	},
	"bb.star": func(p parameters) []float64 {
		s := SharedWeight{p.Alpha, p.Beta}
		w, tau := s.Stationary()
		return []float64{w, tau, Magnetisation(p.Beta), s.Critical(), s.Rate()}
	},
	"bb.euler.inf": func(p parameters) []float64 {
		s, w := SharedWeight{p.Alpha, p.Beta}, p.W0
		return at(p.Updates, func() float64 { w = s.Step(w, p.LR); return w })
	},
	"bb.tc": func(p parameters) []float64 { return []float64{SharedWeight{p.Alpha, p.Beta}.Transition(p.W0)} },
	"r1.chi": func(p parameters) []float64 {
		r := NewRankOne(p.N, p.Nh, p.W)
		plain, absolute := r.Susceptibility()
		return []float64{plain, absolute, r.Binder()}
	},
	"r1.cross": func(p parameters) []float64 {
		small, large := NewRankOne(p.N, p.N, 0), NewRankOne(p.N2, p.N2, 0)
		low, high := 3.8, 4.2
		for range 50 {
			w := (low + high) / 2
			small.W, large.W = w, w
			if small.Binder() > large.Binder() {
				low = w
			} else {
				high = w
			}
		}
		return []float64{low, small.Binder()}
	},
	"bb.euler.N": func(p parameters) []float64 {
		tr := NewSharedTrajectory(p.N, p.Nh, p.Beta)
		tr.Along, tr.LR = p.W0, p.LR
		return at(p.Updates, func() float64 { tr.Step(); return tr.Along })
	},
	"bb.fix.N": func(p parameters) []float64 {
		tr := NewSharedTrajectory(p.N, p.Nh, p.Beta)
		tr.LR = 1
		return []float64{bisect(0.5, 3, func(w float64) bool { tr.Along = w; tr.Step(); return tr.Along > w })}
	},
	"r1.tau": func(p parameters) []float64 {
		b := NewBlockGibbs(p.N, p.Nh)
		odd, _ := b.Odd(p.W, func() {})
		even, _ := b.Even(p.W, func() {})
		return []float64{odd, -1 / math.Log(odd), -1 / math.Log(even)}
	},
	"r1.spin": func(p parameters) []float64 {
		h, _ := RankOneField{p.W, p.Aspect}.Spinodal()
		return []float64{h, 2 * h}
	},
	"r1.phi": func(p parameters) []float64 { return []float64{ScalingFunction(p.Y)} },
	"multi": func(p parameters) []float64 {
		var rates, times, ends []float64
		for k, f := range p.F {
			mode := Mode{f, p.BetaK[k]}
			rates = append(rates, mode.Rate())
			times = append(times, mode.Transition(p.A0*p.A0))
			ends = append(ends, mode.Final())
		}
		return append(append(rates, times...), ends...)
	},
}

func TestReferenceFigures(t *testing.T) {
	raw, err := os.ReadFile("testdata/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var entries []reference
	if err := json.Unmarshal(raw, &entries); err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, e := range entries {
		used[e.Family] = true
		t.Run(e.ID, func(t *testing.T) { verify(t, e) })
	}
	for f := range families {
		if !used[f] {
			t.Errorf("family %s has no entry", f)
		}
	}
}

func verify(t *testing.T, e reference) {
	compute := families[e.Family]
	if compute == nil || !strings.HasPrefix(e.ID, e.Family+".") {
		t.Fatalf("no row computes %s of family %q: %s", e.ID, e.Family, e.Quantity)
	}
	want, tolerances := numbers(t, e.Value), numbers(t, e.Tolerance)
	got := compute(e.Parameters)
	if len(got) != len(want) {
		t.Fatalf("%d values, want %d: %s", len(got), len(want), e.Quantity)
	}
	for i := range want {
		tolerance := tolerances[i%len(tolerances)]
		if e.Type == "rel" {
			tolerance *= math.Abs(want[i])
			if want[i] == 0 {
				tolerance = 1e-6
			}
		}
		check.Within(t, e.Quantity, got[i], want[i], tolerance)
	}
}

// numbers reads a number or a list of numbers.
func numbers(t *testing.T, raw json.RawMessage) []float64 {
	list := make([]float64, 1)
	if json.Unmarshal(raw, &list[0]) == nil {
		return list
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// euler follows homogeneous weights and reads them after the given numbers of updates; N = 0 means infinitely many spins.
func euler(p parameters) []float64 {
	tr := NewTrajectory(p.N, p.Beta)
	tr.Along, tr.LR = p.W0, p.LR
	return at(p.Updates, func() float64 { _ = tr.Step(); return tr.Along })
}

// at calls step again and again and keeps what it returns at the given counts.
func at(updates []int, step func() float64) (values []float64) {
	for k := 1; len(values) < len(updates); k++ {
		if v := step(); k == updates[len(values)] {
			values = append(values, v)
		}
	}
	return values
}

// runge integrates x' = f(x) by the classical Runge-Kutta method with steps of 1/500 (the kink at
// the transition costs the square of a step), and reads x at the given times.
func runge(x float64, times []float64, f func(float64) float64) (values []float64) {
	const d = 1.0 / 500
	step := 0
	for _, t := range times {
		for ; step < int(math.Round(t/d)); step++ {
			a := f(x)
			b := f(x + d/2*a)
			c := f(x + d/2*b)
			x += d / 6 * (a + 2*b + 2*c + f(x+d*c))
		}
		values = append(values, x)
	}
	return values
}

// saddleTerm returns h* tanh(h* w) of homogeneous weights.
func saddleTerm(w float64) float64 {
	h, _ := SaddlePoint([]float64{w})
	return h * math.Tanh(h*w)
}

// twoValues integrates a machine with the weights u+s and u-s in turn.
func twoValues(p parameters) *OneHidden {
	o := NewOneHidden(p.N, p.N)
	for i := range o.W {
		o.W[i] = p.U + p.S*float64(1-2*(i%2))
	}
	if err := o.Solve(); err != nil {
		panic(err)
	}
	return o
}
