package experiments

import (
	"fmt"
	"math"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/theory"
)

// TestHysteresisAgainstTheReference compares with an independent implementation (reference entries mc.hyst.6.*): w = 6, 61 fields
// from +-1.2 on the {0,1} units, that is +-0.6 on spins; the mean field on spins at which a chain turns, and its band.
func TestHysteresisAgainstTheReference(t *testing.T) {
	for _, row := range []struct{ size, sweeps, field, band float64 }{{400, 1, 0.532, 0.0366}, {400, 10, 0.4195, 0.0304}, {1600, 10, 0.4266, 0.0122}} {
		x, s := finish(t, fmt.Sprintf("hysteresis?w=6&k=1&sweeps=%g&field=1.2&size=%g", row.sweeps, row.size))
		check.Within(t, s.Link().String()+": coercive field", x["coercive"].Value/2, row.field, row.band)
		check.Close(t, "spinodal field", x["coercive"].Theory/2, 0.40342658366405126, 8)
	}
}

// TestHysteresisClosesBelowTheTransition: less than 5 % of the rectangle, no coercive field, and m follows the law of equilibrium.
func TestHysteresisClosesBelowTheTransition(t *testing.T) {
	x, s := finish(t, "hysteresis?w=3.8&k=200&chains=50")
	check.Within(t, "area", x["area"].Value, 0, 0.01)
	check.Within(t, "coercive field", x["coercive"].Value, 0, 4*x["coercive"].Error+0.005)
	check.Within(t, "theory of both", x["area"].Theory+x["coercive"].Theory, 0, 1e-12)
	for _, name := range []string{"m_up", "m_down"} {
		measured, law := series(t, s, name), series(t, s, name+".theory")
		for i, h := range measured.X {
			check.Within(t, fmt.Sprintf("%s at %.2f", name, h), measured.Y[i], law.Y[i], 0.06) // 1/sqrt(N) near 0, where the infinite system is steepest
		}
	}
}

// TestHysteresisShrinksWithPatience: above the transition slower sweeps make a smaller loop, narrower than the metastable states'
// and still open. [CPT, Fig. 4 E]
func TestHysteresisShrinksWithPatience(t *testing.T) {
	area := 1.0
	for _, k := range []int{3, 10, 30, 100, 300} {
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
