package experiments

import (
	"math"
	"strconv"

	"cascade/engine/teachers"
	"cascade/engine/theory"
)

// phaseAdvice says what a teacher that is not magnetised will show instead of a transition; length names what would pass 1.
func phaseAdvice(in input, length string) []string {
	switch beta := in.float("beta"); {
	case beta < 1:
		return []string{"beta=" + formatShort(beta) + " is below 1: the samples are in one lump without magnetisation (the paramagnetic phase), so there is no transition to see; " +
			"the weights only creep up, until " + length + " is about beta"}
	case beta == 1:
		return []string{"beta=1 is the critical point: the samples fluctuate widely but have no magnetisation of their own, so there is no clear transition to see; " +
			"the weights grow slowly, and " + length + " ends near 1, which noise may carry it past"}
	}
	return nil
}

// stableRate returns the largest learning rate at which the end of a training is stable, with the link's method and sweeps.
func stableRate(in input, s theory.Stiffness) float64 {
	switch in.choice("method") {
	case "pcd":
		return s.Persistent(in.int("k"))
	case "cd":
		return s.Restarted(in.int("k"))
	}
	return s.Exact()
}

// modesStableRate returns about the largest stable learning rate of a machine with so many hidden units that learns several modes: that of
// each mode's length and of each two modes' tilt, and no more than doubles the fastest mode in an update, which chains that are not yet
// magnetised would not follow.
func modesStableRate(in input, law *teachers.Modes, hidden int) float64 {
	bound := math.Inf(1)
	var learned []theory.Mode
	for k, size := range law.Sizes[:min(hidden, len(law.Sizes))] {
		mode := theory.Mode{Fraction: float64(size) / in.float("n"), Beta: law.Betas[k]}
		bound = min(bound, stableRate(in, mode.Stiffness(size)))
		if rate := mode.Rate(); rate > 0 {
			bound = min(bound, 1/rate)
		}
		for _, other := range learned {
			bound = min(bound, stableRate(in, theory.Tilt(other, mode)))
		}
		learned = append(learned, mode)
	}
	return bound
}

// rateAdvice says that the learning rate is past the bound, if it is.
func rateAdvice(in input, bound float64) []string {
	lr := in.float("lr")
	if !(lr > bound) {
		return nil
	}
	return []string{"lr=" + formatShort(lr) + ": " + tooLarge(bound) + ", and beyond it the weights swing about the end of training or run away"}
}

// tooLarge names the bound that a learning rate has passed.
func tooLarge(bound float64) string {
	return "the learning rate is too large; it is stable up to about " + strconv.FormatFloat(bound, 'g', 2, 64)
}
