package figures

import (
	"fmt"
	"math"
	"strings"

	"cascade/engine/experiments"
	"cascade/engine/observables"
)

// The runs that several panels share.
const (
	haplotypes = "genome?init=1e-4&k=5&chains=1000&updates=900"
	manyModes  = "digits?hidden=500&lr=0.025&init=1e-4&batch=500&k=4&modes=10&updates=1500"
	tenSweeps  = "digits?k=10&modes=6"
)

// dataPanels are figures 2, 3 A-C and F, and 7: machines trained on data.
func dataPanels() []panel {
	return []panel{
		{"2 A", []string{haplotypes, "genome?hidden=10&updates=1", "genome?hidden=10&seed=2&updates=1", "genome?hidden=10&seed=3&updates=1"},
			"at least 3 separated clouds in the plane of two principal components; regions told apart by their centroids ≥ 0.99; mean eigenvalues of the synthetic haplotypes within 15 % of those this generator was made for, 19.9, 8.3, 1.32, 0.78", clouds},
		{"2 B", []string{haplotypes}, "slope of ln w₁ while it emerges within 3 % of ln(1+ελ(C−D)/4); w₁ passes half of w_c at least 10 times larger than w₂", emerging},
		{"2 C", []string{haplotypes}, "overlap u₁·η₁ with the principal component > 0.99 at the first transition, u₂·η₂ > 0.95 after it; both smaller at the end: the agreement is temporary", overlaps},
		{"2 D", []string{haplotypes}, "bimodality of the samples along mode 1 above 5/9 after the first transition and near 1/3 before w₁ = w_c/2; mean excess kurtosis within ±0.2 of mode 2 between the transitions, of modes 3 and 4 before the first (afterwards, not yet learned, they have no direction of their own, and see the lumps from aside)", lumps},
		{"3 A", []string{manyModes}, "slopes of ln w₁, ln w₂, ln w₃ within 3 % of theory; ρ of the first eight modes passes 1 in their order (of the ninth and tenth, whose λ are alike, either may come first)", ordered},
		{"3 B", []string{manyModes}, "χ of all 10 modes rises tenfold, of at least 8 at ρ = 1 ± 15 %, of all at ρ = 1 ± 25 %", func(r []*experiments.Record) (string, bool, error) { return steps(r[0], 10, 8, 0.25) }},
		{"3 B", []string{"digits"}, "the default run: χ of its 4 modes rises tenfold at ρ = 1 ± 15 %", func(r []*experiments.Record) (string, bool, error) { return steps(r[0], 4, 4, 0.15) }},
		{"3 C", []string{"digits?chains=1000&modes=1&updates=250"}, "χ_q and χ_q̄ of replica overlaps step up, by 5 standard errors, within 10 % of the update at which χ₁ rises", replicas},
		{"3 D", []string{"digits?modes=1&updates=180", "digits?modes=1&seed=2&updates=180", "digits?modes=1&seed=3&updates=180", "digits?modes=1&seed=4&updates=180", "digits?modes=1&seed=5&updates=180"},
			"w_c of mode 1 from χ₁ = 4/(w_c²−w²) within 3 % of 2/√(u·Du) in each of 5 runs, and the runs scatter as their errors say (χ² < 11.1 for 5)", diverging5},
		{"3 F", []string{manyModes}, "χ = 4/(w_c²−w²) gives w_c in 3.8 to 5 for at least 6 of 10 modes; for the later ones, learned in lumps whose units vary less, not above 6", sameLaw},
		{"7", []string{tenSweeps, "digits?method=cd&k=10&modes=6", "digits?method=rdm&k=10&modes=6"},
			"with CD-10 and Rdm-10 w₁ to w₄ still reach their transitions in order; the mean peak of χ₁ to χ₆ is lower than with PCD-10 for Rdm-10, and not higher, within two errors, for CD-10, whose chains are still close to equilibrium after ten sweeps", degraded},
	}
}

// texts collects numbers for a row.
type texts []string

func (t *texts) add(format string, args ...any) { *t = append(*t, fmt.Sprintf(format, args...)) }

func (t texts) String() string { return strings.Join(t, "; ") }

func clouds(r []*experiments.Record) (string, bool, error) {
	count, ok := r[0].Scalars["clusters"]
	if !ok {
		return "", false, fmt.Errorf("%s: no clusters", r[0].Link)
	}
	var list texts
	list.add("%g clouds of data, %g of samples at the end", count.Theory, count.Value)
	accuracy := r[0].Scalars["accuracy"]
	list.add("accuracy %.4f ± %.4f", accuracy.Value, accuracy.Error)
	pass := count.Theory >= 3 && accuracy.Value >= 0.99
	for k, made := range []float64{19.9, 8.3, 1.32, 0.78} {
		var s observables.Stat
		for _, one := range r[1:] {
			s.Add(one.Scalars[fmt.Sprint("lambda", k+1)].Value)
		}
		list.add("λ%d = %.2f ± %.2f", k+1, s.Mean(), s.StdErr())
		pass = pass && math.Abs(s.Mean()/made-1) < 0.15
	}
	return list.String(), pass, nil
}

// slopes compares the growth of the first modes with theory.
func slopes(list *texts, r *experiments.Record, modes int) (pass bool, err error) {
	pass = true
	for k := 1; k <= modes; k++ {
		slope, stdErr, theory, err := emergence(r, k, 0.05, 0.5)
		if err != nil {
			return false, err
		}
		list.add("slope of w%d over theory %.4f ± %.4f", k, slope/theory, stdErr/theory)
		pass = pass && math.Abs(slope/theory-1) < 0.03
	}
	return pass, nil
}

func emerging(r []*experiments.Record) (string, bool, error) {
	var list texts
	pass, err := slopes(&list, r[0], 1)
	if err != nil {
		return "", false, err
	}
	one, two, err := firstTwo(r[0])
	if err != nil {
		return "", false, err
	}
	i := firstAbove(one.w, r[0].Scalars["w_c1"].Theory/2)
	if i < 0 {
		return "w₁ stays below w_c/2", false, nil
	}
	list.add("w₁/w₂ = %.0f at w₁ = %.2f", one.w[i]/two.w[i], one.w[i])
	return list.String(), pass && one.w[i] > 10*two.w[i], nil
}

func overlaps(r []*experiments.Record) (string, bool, error) {
	one, two, err := firstTwo(r[0])
	if err != nil {
		return "", false, err
	}
	i := firstAbove(one.rho, 1)
	if i < 0 {
		return "mode 1 has no transition", false, nil
	}
	best := i
	for j := i; j < len(two.pca); j++ {
		if two.pca[j] > two.pca[best] {
			best = j
		}
	}
	ends := [2]float64{one.pca[len(one.pca)-1], two.pca[len(two.pca)-1]}
	return fmt.Sprintf("mode 1: %.4f at w₁ = %.2f, %.2f at the end; mode 2: up to %.4f, at w₁ = %.2f, %.2f at the end", one.pca[i], one.w[i], ends[0], two.pca[best], one.w[best], ends[1]),
		one.pca[i] > 0.99 && two.pca[best] > 0.95 && ends[0] < one.pca[i] && ends[1] < two.pca[best], nil
}

func lumps(r []*experiments.Record) (string, bool, error) {
	var m [4]modeTraces
	for k := range m {
		var err error
		if m[k], err = modeTracesOf(r[0], k+1); err != nil {
			return "", false, err
		}
	}
	half, one, two := firstAbove(m[0].w, r[0].Scalars["w_c1"].Theory/2), firstAbove(m[0].rho, 1), firstAbove(m[1].rho, 0.5)
	after := firstAbove(m[0].w, 1.2*r[0].Scalars["w_c1"].Theory)
	if half < 0 || one < 0 || two <= after || after < 0 {
		return "the modes are not learned one after the other", false, nil
	}
	before, later := mean(m[0].bim[:half]), mean(m[0].bim[after:two])
	second, third, fourth := mean(m[1].excess[after:two]), mean(m[2].excess[:one]), mean(m[3].excess[:one])
	pass := math.Abs(before-1.0/3) < 0.05 && later > 5.0/9
	for _, excess := range []float64{second, third, fourth} {
		pass = pass && math.Abs(excess) < 0.2
	}
	return fmt.Sprintf("b₁ = %.2f before and %.2f after w_c; κ₂ = %.2f between the transitions, κ₃ = %.2f and κ₄ = %.2f before; after the first %.2f and %.2f", before, later, second, third, fourth, mean(m[2].excess[after:two]), mean(m[3].excess[after:two])), pass, nil
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

func ordered(r []*experiments.Record) (string, bool, error) {
	var list texts
	pass, err := slopes(&list, r[0], 3)
	if err != nil {
		return "", false, err
	}
	var at []string
	last, crossed := 0.0, 0
	for _, t := range r[0].Transitions {
		if math.IsNaN(t.Update) {
			continue
		}
		if crossed < 8 {
			pass = pass && t.Update >= last
		}
		last, crossed = t.Update, crossed+1
		at = append(at, fmt.Sprintf("%.0f", t.Update))
	}
	list.add("transitions at updates %s", strings.Join(at, ", "))
	return list.String(), pass && crossed >= 8, nil
}

// steps judges the susceptibilities of so many modes: all must rise tenfold, at instabilities within a tolerance of 1, and enough
// of them within 15 %.
func steps(r *experiments.Record, modes, enough int, tolerance float64) (string, bool, error) {
	var list texts
	pass, good := true, 0
	for k := 1; k <= modes; k++ {
		m, err := modeTracesOf(r, k)
		if err != nil {
			return "", false, err
		}
		update, rho, factor := m.rise()
		if math.IsNaN(rho) {
			list.add("χ%d only %.1f-fold", k, factor)
			pass = false
			continue
		}
		list.add("χ%d %.0f-fold, at update %.0f with ρ = %.2f", k, factor, update, rho)
		pass = pass && math.Abs(rho-1) < tolerance
		if math.Abs(rho-1) < 0.15 {
			good++
		}
	}
	return list.String(), pass && good >= enough, nil
}

func replicas(r []*experiments.Record) (string, bool, error) {
	m, err := modeTracesOf(r[0], 1)
	if err != nil {
		return "", false, err
	}
	at, _, _ := m.rise()
	if math.IsNaN(at) {
		return "χ₁ does not rise", false, nil
	}
	var list texts
	list.add("χ₁ rises at update %.0f", at)
	pass := true
	for _, q := range []string{"q", "qbar"} {
		c, err := traceOf(r[0], q)
		if err != nil {
			return "", false, err
		}
		jump, ratio, z := c.jump(0.7*at, 1.2*at)
		list.add("χ of %s steps up %.1f-fold (%.0f standard errors) at %.0f", q, ratio, z, jump)
		pass = pass && z > 5 && math.Abs(jump/at-1) < 0.1
	}
	return list.String(), pass, nil
}

func diverging5(r []*experiments.Record) (string, bool, error) {
	var list texts
	pass, chi2 := true, 0.0
	for _, one := range r {
		w := one.Scalars["w_c1"]
		list.add("%.2f ± %.2f (theory %.2f)", w.Value, w.Error, w.Theory)
		z := (w.Value - w.Theory) / w.Error
		chi2 += z * z
		pass = pass && math.Abs(w.Value/w.Theory-1) < 0.03
	}
	list.add("χ² = %.1f", chi2)
	return list.String(), pass && chi2 < 11.1, nil
}

func sameLaw(r []*experiments.Record) (string, bool, error) {
	var list texts
	pass, inside := true, 0
	for k := 1; k <= 10; k++ {
		m, err := modeTracesOf(r[0], k)
		if err != nil {
			return "", false, err
		}
		w, stdErr := m.critical()
		list.add("%.2f ± %.2f", w, stdErr)
		pass = pass && w > 3.8 && w < 6
		if w > 3.8 && w < 5 {
			inside++
		}
	}
	return "w_c = " + list.String(), pass && inside >= 6, nil
}

func degraded(r []*experiments.Record) (string, bool, error) {
	var list texts
	pass := true
	var peaks, errs [3]float64 // means over the modes
	for i, name := range []string{"PCD", "CD", "Rdm"} {
		last := 0.0
		var at []string
		for k := 1; k <= 4; k++ {
			t := transitionOf(r[i], fmt.Sprint("t_", k))
			pass = pass && t.Update >= last
			last = t.Update
			at = append(at, fmt.Sprintf("%.0f", t.Update))
		}
		for k := 1; k <= 6; k++ {
			peak := r[i].Scalars[fmt.Sprint("chi_max", k)]
			peaks[i] += peak.Value / 6
			errs[i] = math.Hypot(errs[i], peak.Error/6)
		}
		list.add("%s-10: transitions at %s, mean peak of χ %.2f ± %.2f", name, strings.Join(at, ", "), peaks[i], errs[i])
	}
	return list.String(), pass && peaks[1] < peaks[0]+2*math.Hypot(errs[0], errs[1]) && peaks[2] < peaks[0], nil
}
