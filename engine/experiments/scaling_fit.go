package experiments

import (
	"math"

	"cascade/engine/observables"
	"cascade/engine/portable"
	"cascade/engine/theory"
)

// upperDimension is d_u of mean-field models in chi = N^(gamma/(nu d_u)) phi(N^(1/(nu d_u)) (beta-beta_c)). [CPT, eq. (7)]
const upperDimension = 4

// scalars fits what has been measured so far.
func (r *scaling) scalars() []Scalar {
	var sizes, exact [][]reading
	for _, m := range r.members {
		if list := both(m.up, m.down); len(list) > 0 {
			sizes = append(sizes, list)
			exact = append(exact, m.exact)
		}
	}
	w, wErr := criticalFit(sizes)
	gamma, gammaErr := gammaFit(sizes, w, wErr)
	nu, nuErr := nuFit(sizes)
	phi, phiErr := phiFit(sizes)
	list := []Scalar{
		{"w_c", w, wErr, math.NaN()},
		{"gamma", gamma, gammaErr, 1},
		{"nu", nu, nuErr, 0.5},
		{"spread", math.NaN(), math.NaN(), math.NaN()},
		{"phi0", phi, phiErr, math.NaN()},
		{"binder", math.NaN(), math.NaN(), math.NaN()},
	}
	last := len(sizes) - 1
	if last >= 0 {
		list[0].Theory = sizes[last][0].critical
	}
	if last >= 1 {
		list[3].Value, list[3].Error = spread(sizes[last-1], sizes[last])
		list[5].Value, list[5].Error = binderCrossing(sizes[last-1], sizes[last])
	}
	if last >= 0 && exact[last] != nil {
		list[4].Theory = theory.ScalingFunction(0)
		if last >= 1 {
			list[3].Theory, _ = spread(exact[last-1], exact[last])
			list[5].Theory, _ = binderCrossing(exact[last-1], exact[last])
		}
	}
	return list
}

// both joins what was measured on the way up and on the way down. Where they differ by more than four errors the chains of the
// way down had not yet left the state in which they began, and those of the way up count alone.
func both(up, down []reading) []reading {
	list := append([]reading(nil), up...)
	for k, d := range down {
		x := &list[len(up)-len(down)+k]
		if math.Abs(x.chi-d.chi) < 4*hypot(x.chiErr, d.chiErr) && math.Abs(x.binder-d.binder) < 4*hypot(x.binderErr, d.binderErr) {
			x.chi, x.chiErr = weighted(x.chi, x.chiErr, d.chi, d.chiErr)
			x.binder, x.binderErr = weighted(x.binder, x.binderErr, d.binder, d.binderErr)
		}
	}
	return list
}

// weighted returns the mean of two numbers, weighted by their errors. (The errors of a susceptibility are proportional to it:
// weighting by each one's own would favour the smaller, so both have the same weight if they are about the same.)
func weighted(a, aErr, b, bErr float64) (mean, stdErr float64) {
	return (a + b) / 2, hypot(aErr, bErr) / 2
}

// below calls add with every reading below the transition that finite size has rounded little, t < -3.5 and rho within
// (0.3, 0.9), nearer the transition if the machines are so small that there are not six of them, and with the size of the rounding's first term, to be multiplied by chi's inverse:
//
//	1/chi = (1/chi of infinite size) (1 + c),  c = (rho sum u^4 + rho^2 sum ubar^4)/(1-rho)^2,
//
// derived from the quartic terms of the free energy of the rank-one machine, and near the transition 1/t^2.
func below(sizes [][]reading, add func(x *reading, c float64)) {
	var far []*reading
	for _, t := range []float64{-3.5, -2.5, -1.5} {
		far = far[:0]
		for _, list := range sizes {
			for i := range list {
				if rho := list[i].rho(); list[i].distance() < t && rho > 0.3 && rho < 0.9 {
					far = append(far, &list[i])
				}
			}
		}
		if len(far) >= 6 {
			break
		}
	}
	for _, x := range far {
		rho := x.rho()
		add(x, (float64(rho*x.visible)+float64(float64(rho*rho)*x.hidden))/((1-rho)*(1-rho)))
	}
}

// criticalFit returns w_c from chi = 4/(w_c^2-w^2) [CPT, eq. (6), in the form for {0,1} units], a fit of
// 4/chi + w^2 = w_c^2 + b (1-rho) c whose two unknowns are w_c^2 and b. The hidden layer has w_c^2/4 for the 4, with the w_c of
// linear theory. Sizes that differ in that w_c are compared relative to it; the answer is that of the largest.
func criticalFit(sizes [][]reading) (w, stdErr float64) {
	fit, scale := observables.NewLeastSquares(2), math.NaN()
	below(sizes, func(x *reading, c float64) {
		scale = x.critical
		fit.Add(x.free/x.chi+x.rho(), x.free*x.chiErr/(x.chi*x.chi), 1, float64(c*(1-x.rho())))
	})
	square, err := fit.At(1, 0)
	w = scale * math.Sqrt(square)
	return w, err * scale * scale / (2 * w)
}

// gammaFit returns gamma from ln chi = a - gamma ln(1-w^2/w_c^2) + b c. The error of w_c is part of gamma's.
func gammaFit(sizes [][]reading, critical, criticalErr float64) (gamma, stdErr float64) {
	if len(sizes) == 0 {
		return math.NaN(), math.NaN()
	}
	last := sizes[len(sizes)-1][0].critical
	with := func(critical float64) (float64, float64) {
		fit := observables.NewLeastSquares(3)
		below(sizes, func(x *reading, c float64) {
			w := x.w * last / (x.critical * critical)
			fit.Add(math.Log(x.chi), x.chiErr/x.chi, 1, -math.Log(1-float64(w*w)), c)
		})
		return fit.At(0, 1, 0)
	}
	gamma, stdErr = with(critical)
	other, _ := with(critical + criticalErr)
	return gamma, hypot(stdErr, other-gamma)
}

// atTransition returns the logarithm of the collapsed susceptibility of one size at t = 0, from a quartic through it.
func atTransition(list []reading) (value, stdErr float64) {
	fit := observables.NewLeastSquares(5)
	for i := range list {
		x := &list[i]
		if t := x.distance(); math.Abs(t) < 2 {
			fit.Add(math.Log(x.phi()), x.chiErr/x.chi, 1, t, t*t, t*t*t, t*t*t*t)
		}
	}
	return fit.At(1, 0, 0, 0, 0)
}

// nuFit returns nu from the growth of the susceptibility at the transition with the size, ln chi = a + ln(N_e)/(nu d_u) +
// b/sqrt(N_e); with two sizes b is left out.
func nuFit(sizes [][]reading) (nu, stdErr float64) {
	fit, single := observables.NewLeastSquares(3), observables.NewLeastSquares(2)
	for _, list := range sizes {
		value, err := atTransition(list)
		units := list[0].units()
		value += math.Log(units) / 2 // from phi back to chi
		fit.Add(value, err, 1, math.Log(units), 1/math.Sqrt(units))
		single.Add(value, err, 1, math.Log(units))
	}
	exponent, err := fit.At(0, 1, 0)
	if fit.N() < 3 {
		exponent, err = single.At(0, 1)
	}
	return 1 / (upperDimension * exponent), err / (upperDimension * exponent * exponent)
}

// phiFit returns phi(0), extrapolated linearly in 1/sqrt(N_e).
func phiFit(sizes [][]reading) (phi, stdErr float64) {
	fit := observables.NewLeastSquares(2)
	for _, list := range sizes {
		value, err := atTransition(list)
		at := portable.Exp(value)
		fit.Add(at, at*err, 1, 1/math.Sqrt(list[0].units()))
	}
	return fit.At(1, 0)
}

// spread returns the root mean square of the relative difference of two collapsed curves over |t| < 4, and what the errors
// of the readings contribute to it.
func spread(a, b []reading) (difference, noise float64) {
	n := 0
	for t := -4.0; t <= 4; t += 0.125 {
		x, xErr, ok := interpolate(a, t)
		y, yErr, also := interpolate(b, t)
		if !ok || !also {
			continue
		}
		n++
		mean := (x + y) / 2
		difference += float64((x-y)*(x-y)) / (mean * mean)
		noise += (float64(xErr*xErr) + float64(yErr*yErr)) / (mean * mean)
	}
	return math.Sqrt(difference / float64(n)), math.Sqrt(noise / float64(n))
}

// interpolate returns a collapsed curve and its error at t, from its logarithm between the neighbours.
func interpolate(list []reading, t float64) (phi, stdErr float64, ok bool) {
	for i := 1; i < len(list); i++ {
		x, y := &list[i-1], &list[i]
		from, to := x.distance(), y.distance()
		if t < from || t > to || from == to {
			continue
		}
		s := (t - from) / (to - from)
		phi = portable.Exp(float64((1-s)*math.Log(x.phi())) + float64(s*math.Log(y.phi())))
		return phi, phi * hypot((1-s)*x.chiErr/x.chi, s*y.chiErr/y.chi), true
	}
	return 0, 0, false
}

// binderCrossing returns the weight at which the Binder cumulants of two sizes cross, from quartics through each of them for
// |t| < 2.
func binderCrossing(a, b []reading) (w, stdErr float64) {
	const d = 1e-3
	at := func(list []reading) func(rho float64) (value, err float64) {
		fit := observables.NewLeastSquares(5)
		scale := math.Sqrt(list[0].units())
		for _, x := range list {
			if t := x.distance(); math.Abs(t) < 2 {
				fit.Add(x.binder, x.binderErr, 1, t, t*t, t*t*t, t*t*t*t)
			}
		}
		return func(rho float64) (float64, float64) {
			t := scale * (rho - 1)
			return fit.At(1, t, t*t, t*t*t, t*t*t*t)
		}
	}
	small, large := at(a), at(b)
	gap := func(rho float64) float64 { x, _ := small(rho); y, _ := large(rho); return y - x }
	// The larger size has the steeper curve: the smaller one is above below the crossing.
	reach := 1.5 / math.Sqrt(b[0].units())
	low, high := 1-reach, 1+reach
	if !(gap(low) < 0 && gap(high) > 0) {
		return math.NaN(), math.NaN()
	}
	for range 60 {
		if mid := (low + high) / 2; gap(mid) < 0 {
			low = mid
		} else {
			high = mid
		}
	}
	_, aErr := small(low)
	_, bErr := large(low)
	slope := (gap(low+d) - gap(low-d)) / (2 * d)
	w = b[0].critical * math.Sqrt(low)
	return w, hypot(aErr, bErr) / slope * b[0].critical * b[0].critical / (2 * w)
}

// hypot returns the root of the sum of two squares. (The standard library's has assembly on some targets.)
func hypot(a, b float64) float64 { return math.Sqrt(float64(a*a) + float64(b*b)) }
