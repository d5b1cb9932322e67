package check

import "math"

// Gradient reports every component i of grad that differs from the central difference
//
//	(f(x + step e_i) - f(x - step e_i)) / (2 step)
//
// by more than tol (1 + |difference|), and the sum over all of them along the direction of grad as well, which catches a
// small error common to many components. x is changed during the call and restored. With float32 parameters the
// difference is divided by the step that was really made after rounding; choose step about 1e-5 for float64 and 1e-2 for
// float32 parameters, whose f should nevertheless be summed in float64. Cost: 2 len(x) + 2 evaluations of f.
func Gradient[F float32 | float64](t T, name string, f func(x []F) float64, x, grad []F, step, tol float64) {
	t.Helper()
	if len(x) != len(grad) || len(x) == 0 {
		t.Errorf("%s: %d parameters and %d derivatives", name, len(x), len(grad))
		return
	}
	for i, old := range x {
		up, down := old+F(step), old-F(step)
		x[i] = up
		above := f(x)
		x[i] = down
		below := f(x)
		x[i] = old
		want := (above - below) / (float64(up) - float64(down))
		if got := float64(grad[i]); !(math.Abs(got-want) <= tol*(1+math.Abs(want))) {
			t.Errorf("%s: derivative %d is %.9g, the central difference %.9g", name, i, got, want)
		}
	}
	directional(t, name, f, x, grad, step, tol)
}

// directional compares |grad| with the central difference of f along grad/|grad|.
func directional[F float32 | float64](t T, name string, f func(x []F) float64, x, grad []F, step, tol float64) {
	t.Helper()
	norm := 0.0
	for _, g := range grad {
		norm += float64(g) * float64(g)
	}
	norm = math.Sqrt(norm)
	if norm == 0 {
		return // nothing to follow; the components have been compared with 0 already
	}
	old := append([]F(nil), x...)
	at := func(s float64) (value, moved float64) {
		for i, g := range grad {
			x[i] = old[i] + F(s*float64(g)/norm)
			moved += (float64(x[i]) - float64(old[i])) * float64(g) / norm
		}
		return f(x), moved
	}
	above, up := at(step)
	below, down := at(-step)
	copy(x, old)
	if want := (above - below) / (up - down); !(math.Abs(norm-want) <= tol*(1+math.Abs(want))) {
		t.Errorf("%s: the gradient's length is %.9g, the central difference along it %.9g", name, norm, want)
	}
}
