// Package theory predicts what the simulations should show: closed forms, saddle points, exact finite-size sums and the
// learning dynamics of models small enough to be solved. It knows neither models nor kernels, so that a theory curve and
// a measured one are two independent witnesses.
//
// Conventions. Spins are +-1. The teacher's pattern xi is gauged away (xi_i = 1): a caller with another pattern passes
// w_i xi_i for w_i. The hidden unit's variance is 1/N, so that p(v) ~ exp[(w.v)^2/(2N)] and the transition is at
// |w|^2/N = 1; with variance 1 and weights W, w = W sqrt(N) and a learning rate lr acts as lr N. Data are drawn from the
// Curie-Weiss law p(v) ~ exp[beta (sum v_i)^2/(2N)]. Sources: [CPT] is Bachtis, Biroli, Decelle, Seoane, "Cascade of phase
// transitions in the training of energy-based models", NeurIPS 2024; deviations from its equations are named.
//
// All arithmetic is float64 with every product rounded (package portable), so results have the same bits on all targets.
package theory

import (
	"fmt"
	"math"
)

// ConvergenceError says that an iteration didn't reach its goal, and how far it stayed from it.
type ConvergenceError struct {
	Quantity   string  // what was sought
	Iterations int     // how often it was tried
	Residual   float64 // what should have vanished, at the last try; NaN when the input was no number
}

func (e *ConvergenceError) Error() string {
	return fmt.Sprintf("theory: %s did not converge in %d iterations, residual %.3g", e.Quantity, e.Iterations, e.Residual)
}

// newtonSteps is far above what a concave root needs: at a transition, where the root is double, Newton's method gains a
// factor of 2/3 to 1/2 per step and 100 steps reach 1e-17.
const newtonSteps = 200

// concaveRoot returns the largest root of a concave function g by Newton's method from x0 right of it, where g(x0) <= 0.
// Concavity makes the iteration decrease towards the root without ever passing it; it ends when rounding stops the
// decrease. g returns its value and slope.
func concaveRoot(quantity string, x0 float64, g func(x float64) (value, slope float64)) (float64, error) {
	x := x0
	residual := math.NaN()
	for range newtonSteps {
		value, slope := g(x)
		residual = value
		if value >= 0 {
			return x, nil // at the root, or past it by a rounding error
		}
		if !(slope < 0) {
			break
		}
		next := x - value/slope
		if next >= x || next <= 0 {
			return max(next, 0), nil
		}
		x = next
	}
	return x, &ConvergenceError{quantity, newtonSteps, residual}
}
