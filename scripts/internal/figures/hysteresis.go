package figures

import (
	"fmt"
	"math"
	"strings"

	"cascade/engine/experiments"
)

// hysteresisPanels are figure 4 E.
func hysteresisPanels() []panel {
	const (
		one   = "hysteresis?chains=50&"
		faces = "hysteresis?machine=faces&chains=20&"
	)
	const loop = "w = %s: area, of the box of all fields and magnetisations, falls as k grows through %s, yet stays above 0%s"
	return []panel{
		{"4 E", []string{one + "w=3.6&k=1000", one + "w=3.9&k=1000"}, "rank-one control: below w_c no loop, area below 5 % of the box at k = 1000", noLoop},
		{"4 E", ramps(one+"w=4.4&field=0.3", 10, 100, 1000), "rank-one control, N = 400, " + fmt.Sprintf(loop, "4.4", "10, 100, 1000", ""), shrinks},
		{"4 E", ramps(one+"w=5", 10, 100, 1000, 10000), "rank-one control, N = 400, " + fmt.Sprintf(loop, "5", "10, 100, 1000, 10 000", "; coercive field not above the spinodal one from k = 100 on (at k = 10 the chains still lag behind the field)"), shrinks},
		{"4 E", []string{faces + "w=3.6&k=1000"}, "faces: below w_c no loop, area below 5 % of the box at k = 1000", noLoop},
		{"4 E", ramps(faces+"w=5", 1, 3, 10), "faces, " + fmt.Sprintf(loop, "5", "1, 3, 10", " (484 units cross their barrier within 100 sweeps, where the loop is closed)"), shrinks},
	}
}

// ramps returns the link at several numbers of sweeps for each field.
func ramps(link string, ks ...int) (links []string) {
	for _, k := range ks {
		links = append(links, fmt.Sprintf("%s&k=%d", link, k))
	}
	return links
}

// loopArea returns what a run says of its loop.
func loopArea(r *experiments.Record) (experiments.Scalar, error) {
	a, ok := r.Scalars["area"]
	if !ok || math.IsNaN(a.Value+a.Error) {
		return a, fmt.Errorf("%s has no loop", r.Link)
	}
	return a, nil
}

// noLoop judges runs below the transition.
func noLoop(r []*experiments.Record) (string, bool, error) {
	var parts []string
	pass := true
	for _, r := range r {
		a, err := loopArea(r)
		if err != nil {
			return "", false, err
		}
		pass = pass && math.Abs(a.Value) < 0.05
		parts = append(parts, fmt.Sprintf("w = %v: area %.2f ± %.2f %%", r.Params["w"], 100*a.Value, 100*a.Error))
	}
	return strings.Join(parts, "; "), pass, nil
}

// shrinks judges runs that are ever slower.
func shrinks(r []*experiments.Record) (string, bool, error) {
	var parts []string
	pass, before, beforeErr := true, math.Inf(1), 0.0
	for i, r := range r {
		a, err := loopArea(r)
		if err != nil {
			return "", false, err
		}
		pass = pass && a.Value < before-2*math.Hypot(a.Error, beforeErr) && a.Value > 3*a.Error
		before, beforeErr = a.Value, a.Error
		text := fmt.Sprintf("k = %v: area %.2f ± %.2f %%", r.Params["k"], 100*a.Value, 100*a.Error)
		if c, ok := r.Scalars["coercive"]; ok && !math.IsNaN(c.Value) {
			text += fmt.Sprintf(", field %.4f ± %.4f", c.Value, c.Error)
			if c.Theory > 0 {
				text += fmt.Sprintf(" of %.4f", c.Theory)
				pass = pass && (i == 0 || c.Value <= c.Theory+2*c.Error)
			}
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; "), pass, nil
}
