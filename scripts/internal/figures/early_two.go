package figures

import (
	"fmt"
	"math"
	"slices"

	"cascade/engine/experiments"
	"cascade/engine/theory"
)

// growthPanels are figure 1 right.
func growthPanels() []panel {
	return []panel{
		{figure: "1 right", links: slices.Concat(seeds(5, "hopfield"), seeds(3, "hopfield?beta=3&kappa=0.5&updates=600")),
			criterion: "U₁ and U₂ grow at ε r²(1+κ)/2 and ε p²(1−κ)/2 per update within 5 % (sampled gradient), the ratio of the slopes within 3 %",
			measure:   twoSlopes},
		{figure: "1 right", links: seeds(5, "hopfield"), criterion: "the same slopes within 1 % of ln(1 + ελ), λ of the N spins and the size of the update known",
			measure: func(r []*experiments.Record) (string, bool, error) {
				return overTheory(r, []string{"rate1", "rate2"}, []float64{0.01, 0.01})
			}},
	}
}

// twoPatternPanels are figure 6.
func twoPatternPanels() []panel {
	return []panel{
		{figure: "6 left", links: slices.Concat(seeds(5, "hopfield"), seeds(3, "hopfield?beta=3&kappa=0.5&updates=600")),
			criterion: "both squared singular values over N pass 1 within 3 % of the update predicted from the initial weights alone",
			measure: func(r []*experiments.Record) (string, bool, error) {
				return overTheory(r, []string{"t_I", "t_II"}, []float64{0.03, 0.03})
			}},
		{figure: "6 left", links: seeds(5, "hopfield"),
			criterion: "the curves end at theory's values, σ₁²/N and σ₂²/N within 3 % of β(1±κ), and both pass 0.1, 0.3, 1 and 1.25 within 3 % of when theory's do",
			measure:   followed},
		{figure: "6 right", links: []string{"hopfield?updates=100", "hopfield?updates=240", "hopfield"},
			criterion: "f(h₁,h₂) has 1 minimum before t_I, 2 between, along the direction η¹ in which the data split, 4 after t_II; these lie on the data's clusters within 2 %", measure: valleys},
		{figure: "6 right", links: seeds(5, "hopfield"),
			criterion: "at every recorded update: 1 minimum up to t_I, 2 up to t_II, 4 from 0.6/ε after it (where the weights' modes are not quite orthogonal, σ₂ is early)", measure: countedValleys},
	}
}

// manyModePanels go beyond the paper: three and four transitions.
func manyModePanels() []panel {
	return []panel{
		{figure: "hierarchy", links: seeds(4, "hierarchy"),
			criterion: "three transitions within 2.5 % of the prediction from the initial weights (4.5 % for a single t₃); 2³ = 8 lumps", measure: cascade},
		{figure: "hierarchy", links: seeds(3, "hierarchy?modes=4&ratio=0.75&n=1600&updates=1300"),
			criterion: "four transitions within 2.5 % of the prediction (4.5 % for a single one after the second); 2⁴ = 16 lumps", measure: cascade},
	}
}

// twoSlopes compares the growth of both modes with the formulas for large N.
func twoSlopes(r []*experiments.Record) (string, bool, error) {
	var slopes [2]span
	var ratio span
	for _, r := range r {
		var p [3]float64
		var err error
		for i, name := range []string{"beta", "kappa", "lr"} {
			if p[i], err = parameter(r, name); err != nil {
				return "", false, err
			}
		}
		a, b := theory.Hopfield(p[0], p[1])
		var over [2]float64
		for k, mode := range []theory.Mode{a, b} {
			rate, err := known(r, [...]string{"rate1", "rate2"}[k], true)
			if err != nil {
				return "", false, err
			}
			over[k] = rate.Value / (p[2] * mode.Rate())
			slopes[k].add(over[k])
		}
		ratio.add(over[0] / over[1])
	}
	return fmt.Sprintf("over the formula: first %v, second %v, ratio %v", &slopes[0], &slopes[1], &ratio),
		slopes[0].within(1, 0.05) && slopes[1].within(1, 0.05) && ratio.within(1, 0.03), nil
}

// overTheory compares scalars with their theory in all runs, each with its relative tolerance.
func overTheory(r []*experiments.Record, names []string, tolerance []float64) (text string, pass bool, err error) {
	pass = true
	for i, name := range names {
		var over span
		for _, r := range r {
			s, err := known(r, name, true)
			if err != nil {
				return "", false, err
			}
			over.add(s.Value / s.Theory)
		}
		if i > 0 {
			text += "; "
		}
		text += fmt.Sprintf("%s over its theory %v", name, &over)
		pass = pass && over.within(1, tolerance[i])
	}
	return text, pass, nil
}

// followed compares the whole curves of the singular values with theory's.
func followed(r []*experiments.Record) (string, bool, error) {
	var finals [2]span
	worst := 0.0
	for _, r := range r {
		beta, err := parameter(r, "beta")
		if err != nil {
			return "", false, err
		}
		kappa, err := parameter(r, "kappa")
		if err != nil {
			return "", false, err
		}
		for k, name := range []string{"sigma1", "sigma2"} {
			c, err := curves(r, name, name+".theory")
			if err != nil {
				return "", false, err
			}
			finals[k].add(end(c[0]) / (beta * (1 + kappa*float64(1-2*k))))
			for _, level := range []float64{0.1, 0.3, 1, 1.25} {
				a, ok := reaches(c[0], level)
				b, predicted := reaches(c[1], level)
				if !ok || !predicted {
					return fmt.Sprintf("%s of %s does not reach %g", name, r.Link, level), false, nil
				}
				worst = max(worst, math.Abs(a/b-1))
			}
		}
	}
	return fmt.Sprintf("ends over β(1±κ): %v and %v; passes of 0.1, 0.3, 1 and 1.25 at most %.1f %% off", &finals[0], &finals[1], 100*worst),
		finals[0].within(1, 0.03) && finals[1].within(1, 0.03) && worst < 0.03, nil
}

// reaches returns where a rising curve passes level.
func reaches(s *experiments.Series, level float64) (x float64, ok bool) {
	for i := 1; i < len(s.X); i++ {
		if a, b := s.Y[i-1], s.Y[i]; a < level && b >= level {
			return s.X[i-1] + (s.X[i]-s.X[i-1])*math.Log(level/a)/math.Log(b/a), true
		}
	}
	return 0, false
}

// valleys counts the minima of the free energy before, between and after the transitions, and compares them with the data.
func valleys(r []*experiments.Record) (string, bool, error) {
	if len(r) != 3 {
		return "", false, fmt.Errorf("three records are wanted")
	}
	var times [2]float64
	for k, name := range []string{"t_I", "t_II"} {
		s, err := known(r[2], name, false)
		if err != nil {
			return "", false, err
		}
		times[k] = s.Value
	}
	var count [3]int
	for i, r := range r {
		f := r.Fields["free_energy.minima"]
		if f == nil {
			return "", false, fmt.Errorf("%s has no minima", r.Link)
		}
		count[i] = f.Cols
	}
	ordered := float64(r[0].Update) < times[0] && times[0] < float64(r[1].Update) && float64(r[1].Update) < times[1] && times[1] < float64(r[2].Update)
	text := fmt.Sprintf("%d, %d, %d minima at updates %d, %d, %d; t_I = %.0f, t_II = %.0f", count[0], count[1], count[2], r[0].Update, r[1].Update, r[2].Update, times[0], times[1])
	if !ordered || count != [3]int{1, 2, 4} {
		return text, false, nil
	}
	cosine, err := splitting(r[1])
	if err != nil {
		return "", false, err
	}
	off, err := offClusters(r[2])
	if err != nil {
		return "", false, err
	}
	return fmt.Sprintf("%s; cosine of the two with η¹ %.4f; the four at most %.2f %% off their clusters", text, cosine, 100*off), cosine > 0.99 && off < 0.02, nil
}

// pointsOf returns the columns of a field of two rows.
func pointsOf(r *experiments.Record, name string) ([][2]float64, error) {
	f := r.Fields[name]
	if f == nil || f.Rows != 2 || f.Cols == 0 || len(f.Z) != 2*f.Cols {
		return nil, fmt.Errorf("%s has no points %s", r.Link, name)
	}
	var list [][2]float64
	for c := range f.Cols {
		list = append(list, [2]float64{f.Z[c], f.Z[f.Cols+c]})
	}
	return list, nil
}

// splitting returns the cosine between the line through the two minima and the direction in which the projected samples
// of positive and negative magnetisation along eta^1 lie.
func splitting(r *experiments.Record) (float64, error) {
	wells, err := pointsOf(r, "free_energy.minima")
	if err != nil {
		return 0, err
	}
	dots, err := pointsOf(r, "projections.data")
	if err != nil {
		return 0, err
	}
	modes, err := pointsOf(r, "magnetisations.data")
	if err != nil {
		return 0, err
	}
	var eta [2]float64
	for c, m := range modes {
		sign := math.Copysign(1, m[0])
		eta[0] += sign * dots[c][0]
		eta[1] += sign * dots[c][1]
	}
	d := [2]float64{wells[1][0] - wells[0][0], wells[1][1] - wells[0][1]}
	return math.Abs(d[0]*eta[0]+d[1]*eta[1]) / (math.Hypot(d[0], d[1]) * math.Hypot(eta[0], eta[1])), nil
}

// offClusters returns the largest distance of a minimum from the mean of the projected samples nearest to it, over the minimum's
// own distance from 0.
func offClusters(r *experiments.Record) (float64, error) {
	wells, err := pointsOf(r, "free_energy.minima")
	if err != nil {
		return 0, err
	}
	dots, err := pointsOf(r, "projections.data")
	if err != nil {
		return 0, err
	}
	means, counts := make([][2]float64, len(wells)), make([]float64, len(wells))
	for _, p := range dots {
		nearest := 0
		for w, h := range wells {
			if math.Hypot(h[0]-p[0], h[1]-p[1]) < math.Hypot(wells[nearest][0]-p[0], wells[nearest][1]-p[1]) {
				nearest = w
			}
		}
		counts[nearest]++
		means[nearest][0] += p[0]
		means[nearest][1] += p[1]
	}
	worst := 0.0
	for w, h := range wells {
		if counts[w] < 20 {
			return math.Inf(1), nil // a minimum without data
		}
		worst = max(worst, math.Hypot(means[w][0]/counts[w]-h[0], means[w][1]/counts[w]-h[1])/math.Hypot(h[0], h[1]))
	}
	return worst, nil
}

// countedValleys checks the number of minima at all recorded updates.
func countedValleys(r []*experiments.Record) (string, bool, error) {
	wrong, seen, late := 0, 0, 0.0
	for _, r := range r {
		first, err := known(r, "t_I", false)
		if err != nil {
			return "", false, err
		}
		second, err := known(r, "t_II", false)
		if err != nil {
			return "", false, err
		}
		lr, err := parameter(r, "lr")
		if err != nil {
			return "", false, err
		}
		c, err := curves(r, "minima")
		if err != nil {
			return "", false, err
		}
		four := math.Inf(1)
		for i, u := range c[0].X {
			want := 1.0
			switch {
			case u > second.Value+0.6/lr:
				want = 4
			case u >= first.Value:
				want = 2
			}
			if c[0].Y[i] == 4 {
				four = min(four, u)
			}
			if u > second.Value && u <= second.Value+0.6/lr {
				continue
			}
			seen++
			if c[0].Y[i] != want {
				wrong++
			}
		}
		late = max(late, four-second.Value)
	}
	return fmt.Sprintf("%d of %d counts as wanted; 4 minima first at most %.0f updates after t_II", seen-wrong, seen, late), wrong == 0 && seen > 0, nil
}

// cascade judges the times of all transitions, and the lumps at the end. One time after the second transition may be further off.
func cascade(r []*experiments.Record) (text string, pass bool, err error) {
	pass = true
	var over []span
	exceptions := 0
	for _, r := range r {
		for k, t := range r.Transitions {
			if len(over) <= k {
				over = append(over, span{})
			}
			if math.IsNaN(t.Update) || math.IsNaN(t.Theory) {
				return fmt.Sprintf("%s: %s does not happen", r.Link, t.Name), false, nil
			}
			x := t.Update / t.Theory
			over[k].add(x)
			if d := math.Abs(x - 1); d > 0.025 {
				exceptions++
				pass = pass && k >= 2 && d <= 0.045 && exceptions == 1
			}
		}
		lumps, err := known(r, "lumps", true)
		if err != nil {
			return "", false, err
		}
		pass = pass && lumps.Value == lumps.Theory && lumps.Theory == math.Pow(2, float64(len(r.Transitions)))
		text += fmt.Sprintf("%.0f lumps; ", lumps.Value)
	}
	for k := range over {
		text += fmt.Sprintf("t%d over its theory %v; ", k+1, &over[k])
	}
	return text[:max(len(text)-2, 0)], pass && len(over) > 0, nil
}
