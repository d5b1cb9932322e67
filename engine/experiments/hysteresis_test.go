package experiments

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/observables"
	"cascade/engine/theory"
)

// turning is an entry of testdata/hysteresis.json: what an independent implementation measured.
type turning struct {
	ID         string
	Parameters struct {
		W, N, Nh float64
		From     float64 `json:"H_from"`
		To       float64 `json:"H_to"`
		Fields   int     `json:"n_fields"`
		Sweeps   float64 `json:"sweeps_per_field"`
	}
	Quantity         string
	Value, Tolerance float64
}

// TestHysteresisAgainstTheReference: the mean field at which a chain that begins aligned first turns. The reference's fields act
// on spins: half of those on {0,1} units.
func TestHysteresisAgainstTheReference(t *testing.T) {
	raw, err := os.ReadFile("testdata/hysteresis.json")
	if err != nil {
		t.Fatal(err)
	}
	var entries []turning
	if err := json.Unmarshal(raw, &entries); err != nil || len(entries) != 3 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for _, e := range entries {
		t.Run(e.ID, func(t *testing.T) {
			p := e.Parameters
			if p.Nh != p.N || p.To != -p.From {
				t.Fatalf("parameters %+v", p)
			}
			s := open(t, fmt.Sprintf("hysteresis?w=%g&size=%g&field=%g&steps=%d&k=1&sweeps=%g&chains=60", p.W, p.N, 2*p.From, p.Fields-1, p.Sweeps))
			steps(t, s, p.Fields) // the way down
			var field observables.Stat
			for _, l := range s.run.(*hysteresis).chains {
				if finite(l.first[0]) { // now and then one of the quickest ramp has not turned at its end
					field.Add(-l.first[0] / 2)
				}
			}
			if field.N() < 57 {
				t.Errorf("only %d of 60 chains turn", field.N())
			}
			check.Within(t, e.Quantity, field.Mean(), e.Value, e.Tolerance)
			steps(t, s, p.Fields)
			for _, x := range s.Scalars() {
				if x.Name == "coercive" { // the mean over both ways, and over first and last turns
					check.Within(t, "coercive field of both ways", x.Value/2, e.Value, e.Tolerance)
					check.Close(t, "spinodal field of w = 6", x.Theory/2, 0.40342658366405126, 8)
				}
			}
		})
	}
}

// TestHysteresisClosesBelowTheTransition: less than 5 % of the rectangle, no coercive field, and m follows the law of equilibrium.
func TestHysteresisClosesBelowTheTransition(t *testing.T) {
	x, s := finish(t, "hysteresis?w=3.8&k=100&chains=60")
	check.Within(t, "area", x["area"].Value, 0, 0.01)
	check.Within(t, "coercive field", x["coercive"].Value, 0, 4*x["coercive"].Error+0.005)
	check.Within(t, "theory of both", x["area"].Theory+x["coercive"].Theory, 0, 1e-12)
	for _, name := range []string{"m_up", "m_down"} {
		measured, law := series(t, s, name), series(t, s, name+".theory")
		for i, h := range measured.X {
			check.Within(t, fmt.Sprintf("%s at %.2f", name, h), measured.Y[i], law.Y[slices.IndexFunc(law.X, func(x float64) bool { return x >= h-1e-9 })], 0.06) // 1/sqrt(N) near 0, where the infinite system is steepest
		}
	}
}

// TestHysteresisTheoryJumpsUpright: where a state ends, its theory has two points at one field, which a plot does not join by a slanted line; and
// it is fine enough to bend.
func TestHysteresisTheoryJumpsUpright(t *testing.T) {
	s := opened(t, "hysteresis?w=5&steps=10")
	if err := s.Prepare(func() {}); err != nil {
		t.Fatal(err)
	}
	spinodal, _ := theory.RankOneField{W: 5, Ratio: 1}.Spinodal()
	for name, end := range map[string]float64{"m_up": 2 * spinodal, "m_down": -2 * spinodal} {
		law, jumps := series(t, s, name+".theory"), 0
		for i := 1; i < len(law.X); i++ {
			switch gap := math.Abs(law.Y[i] - law.Y[i-1]); {
			case law.X[i] == law.X[i-1]:
				jumps++
				check.Within(t, name+": field of the jump", law.X[i], end, 1e-12)
				check.Within(t, name+": height of the jump less 1", gap, 1, 0.4)
			case gap > 0.06:
				t.Errorf("%s: from %.3f to %.3f theory goes from %.3f to %.3f", name, law.X[i-1], law.X[i], law.Y[i-1], law.Y[i])
			}
		}
		if jumps != 1 {
			t.Errorf("%s: %d jumps", name, jumps)
		}
	}
}

// TestHysteresisShrinksWithPatience: above the transition slower sweeps make a smaller loop, narrower than the metastable states'
// and still open. [CPT, Fig. 4 E]
func TestHysteresisShrinksWithPatience(t *testing.T) {
	area := 1.0
	for _, k := range []int{3, 15, 100} {
		x, s := finish(t, fmt.Sprintf("hysteresis?k=%d&chains=40", k))
		if x["area"].Value > area-2*x["area"].Error || x["area"].Value < 0.1 {
			t.Errorf("k = %d: area %g +- %g, it was %g", k, x["area"].Value, x["area"].Error, area)
		}
		area = x["area"].Value
		if h := x["coercive"]; k >= 100 && (h.Value > h.Theory+3*h.Error || h.Value < 0.1) {
			t.Errorf("k = %d: coercive field %g, spinodal %g", k, h.Value, h.Theory)
		}
		// Both ways are the same, mirrored.
		up, down := series(t, s, "m_up"), series(t, s, "m_down")
		sum := 0.0
		for i := range up.Y {
			sum += (up.Y[i] + down.Y[i]) / float64(len(up.Y))
		}
		check.Within(t, fmt.Sprintf("k = %d: mean of m over both ways", k), sum, 0, 0.02)
		law := theory.RankOneField{W: 5, Ratio: 1}
		for i, h := range down.X {
			if h > 0 { // before anything turns, the metastable state is the stable one
				check.Within(t, fmt.Sprintf("k = %d: m at %.2f", k, h), down.Y[i], law.Branch(h/2), 0.03)
			}
		}
	}
}

// TestHysteresisLoopsAreSummed checks area and coercive fields of one chain by hand.
func TestHysteresisLoopsAreSummed(t *testing.T) {
	l, h := loop{first: [2]float64{math.NaN(), math.NaN()}}, []float64{-1, 0, 1}
	for k, m := range []float64{1, 0.5, -0.5} {
		l.follow(h, 2-k, 0, m, k == 0)
	}
	for k, m := range []float64{-1, -0.5, 0.5} {
		l.follow(h, k, 1, m, k == 0)
	}
	check.Close(t, "area of the loop", -l.area, 1.5, 12)
	check.Close(t, "field of the turn on the way down", l.first[0], -0.5, 12)
	check.Close(t, "field of the turn on the way up", l.last[1], 0.5, 12)
}
