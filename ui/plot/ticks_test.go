package plot

import (
	"math"
	"strings"
	"testing"
)

func TestTicksAsText(t *testing.T) {
	for _, c := range []struct {
		log    bool
		lo, hi float64
		n      int
		want   string
	}{
		{false, 0, 1, 5, "0 0.2 0.4 0.6 0.8 1.0"},
		{false, -1, 1, 4, "−1.0 −0.5 0 0.5 1.0"},
		{false, 0, 600, 6, "0 100 200 300 400 500 600"},
		{false, 0, 20000, 4, "0 5000 10\u2009000 15\u2009000 20\u2009000"},
		{false, 0.13, 0.171, 3, "0.14 0.16"},
		{false, 0, 3e-7, 3, "0 10⁻⁷ 2×10⁻⁷ 3×10⁻⁷"},
		{true, 0.1, 100, 5, "0.1 1 10 100"},
		{true, 1e-6, 1e2, 4, "10⁻⁶ 10⁻⁴ 10⁻² 10⁰ 10²"},
		{true, 0.3, 20, 5, "0.5 1 2 5 10 20"},
		{true, 2, 3, 4, "2.0 2.5 3.0"},
		{true, 0.2, 9, 2, "0.2 0.5 1 2 5"},
		{true, 3, 4000, 2, "10 100 1000"},
		{false, 0.3, 1.7, 1, "0.5 1.0 1.5"},
		{false, 2000000, 2000004, 4, "2\u2009000\u2009000 2\u2009000\u2009001 2\u2009000\u2009002 2\u2009000\u2009003 2\u2009000\u2009004"},
		{false, 0, 3e6, 3, "0 10⁶ 2×10⁶ 3×10⁶"},
	} {
		a := Axis{Log: c.log}
		var labels []string
		for _, tick := range a.Ticks(c.lo, c.hi, c.n) {
			if tick.Label != "" {
				labels = append(labels, tick.Label)
			}
		}
		if got := strings.Join(labels, " "); got != c.want {
			t.Errorf("log=%v %g..%g, %d: %q, want %q", c.log, c.lo, c.hi, c.n, got, c.want)
		}
	}
}

func TestTicksStayInsideAndAscend(t *testing.T) {
	for _, log := range []bool{false, true} {
		a := Axis{Log: log}
		for lo := 1e-7; lo < 1e5; lo *= 3.7 {
			for ratio := 1.01; ratio < 1e9; ratio *= 2.3 {
				hi, labelled, before, n := lo*ratio, 0, math.Inf(-1), 2+int(ratio)%4
				for _, tick := range a.Ticks(lo, hi, n) {
					if tick.At < lo*(1-1e-6) || tick.At > hi*(1+1e-6) || tick.At <= before {
						t.Fatalf("log=%v %g..%g: tick at %g after %g", log, lo, hi, tick.At, before)
					}
					before = tick.At
					if tick.Label != "" {
						labelled++
					}
				}
				if labelled < 2 || labelled > 12 {
					t.Errorf("log=%v %g..%g: %d labels, want a handful", log, lo, hi, labelled)
				}
			}
		}
	}
}

func TestTicksRefuseImpossibleAxes(t *testing.T) {
	for _, c := range []struct {
		log    bool
		lo, hi float64
	}{{false, 1, 1}, {false, math.NaN(), 1}, {true, 0, 1}, {true, -1, 1}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("no panic for %+v", c)
				}
			}()
			a := Axis{Log: c.log}
			a.Ticks(c.lo, c.hi, 3)
		}()
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		v      float64
		digits int
		want   string
	}{
		{0, 3, "0"}, {0.66346, 3, "0.663"}, {0.05, 3, "0.05"}, {-1.5, 3, "−1.5"}, {12345.6, 3, "12\u2009300"}, {1234, 4, "1234"},
		{3e-6, 2, "3×10⁻⁶"}, {1e-7, 2, "10⁻⁷"}, {-1e-7, 2, "−10⁻⁷"}, {0.000123, 2, "0.00012"}, {9.996, 3, "10"},
		{1e6, 3, "10⁶"}, {999999, 2, "10⁶"}, {math.NaN(), 3, "–"}, {math.Inf(1), 3, "–"},
	} {
		if got := Number(c.v, c.digits); got != c.want {
			t.Errorf("Number(%v, %d) = %q, want %q", c.v, c.digits, got, c.want)
		}
	}
}

func TestMeasured(t *testing.T) {
	for _, c := range []struct {
		v, err float64
		want   string
	}{
		{0.663461, 0.001234, "0.6635 ± 0.0012"}, {973.4, 12.3, "973 ± 12"}, {973.4, 2.35, "973.4 ± 2.4"}, {12345, 678, "12\u2009345 ± 678"},
		{0.0099, 0.00996, "0.010 ± 0.010"}, {-0.5, 0.05, "−0.500 ± 0.050"}, {6.637e-6, 1.2e-7, "(6.64 ± 0.12)×10⁻⁶"},
		{0, 0.02, "0.000 ± 0.020"}, {-0.0001, 0.02, "0.000 ± 0.020"}, {1.25, 0, "1.25"}, {1.25, math.NaN(), "1.25"}, {math.NaN(), 1, "–"},
	} {
		if got := Measured(c.v, &c.err); got != c.want {
			t.Errorf("Measured(%v, %v) = %q, want %q", c.v, c.err, got, c.want)
		}
	}
	if got := Measured(0.123456, nil); got != "0.1235" {
		t.Errorf("without an error: %q", got)
	}
}

// TestSquarePanelsHaveOneStep: where a unit of x is as long as one of y, both axes are marked alike, whatever the shape of the drawing.
func TestSquarePanelsHaveOneStep(t *testing.T) {
	p := &Panel{Square: true}
	for _, size := range [][2]float64{{480, 270}, {380, 290}, {1800, 700}, {300, 900}} {
		for _, y := range [][2]float64{{-2.07, 2.07}, {-1.05, 1.05}, {-6, 8}, {-1, 12}} {
			x := [2]float64{-2.07, 2.07}
			nx, ny := p.TickCounts(size[0], size[1], 0, 13, x, y)
			across, up := p.X.Ticks(x[0], x[1], nx), p.Y.Ticks(y[0], y[1], ny)
			if dx, dy := across[1].At-across[0].At, up[1].At-up[0].At; math.Abs(dx-dy) > 1e-9 {
				t.Errorf("%v, y %v: steps %v and %v", size, y, dx, dy)
			}
		}
	}
}
