package plot

import "strconv"

// The protocols measure machines at many weights instead of following one in time: their x is a weight or a field, and their
// series are named by the size of the machine, chi.100.

// scalingPanels are those of finite-size scaling.
func scalingPanels(sizes []int) []Panel {
	chi := bySize("chi", sizes)
	for i, size := range sizes {
		chi = append(chi, Curve{Source: "chi_down." + strconv.Itoa(size), Hue: i % MaxHues, Points: true, Rings: true})
	}
	chi = append(chi, Curve{Source: "chi.theory", Label: "N=∞", Hue: 9, Dash: true, Left: true})
	collapse := bySize("collapse", sizes)
	for i := range sizes { // they share one theory
		collapse[i] = collapse[2*i]
	}
	collapse = append(collapse[:len(sizes)], Curve{Source: "collapse.theory", Label: "theory", Hue: 9, Dash: true})
	return []Panel{
		{
			ID: "chi", Title: "Susceptibility of machines of several sizes", Hero: true,
			Note: "The larger the machine, the higher and sharper the rise at the transition. Lines: weights going up; rings: going down, from one state; dashed: theory.",
			X:    axis("weight w"), Y: logAxis("χ"), Curves: chi,
			Places: []Question{{Of: "w_c", Short: "critical weight", Text: "At which weight does the susceptibility of ever larger machines diverge?"}},
		},
		{
			ID: "collapse", Title: "Collapse",
			Note: "Against the distance from the transition in the right unit, √Nₑ (ρ−1) with ρ the square of w over its critical value, all sizes are one curve.",
			X:    axis("√Nₑ (ρ − 1)"), Y: logAxis("φ"), Curves: collapse, Keyed: true,
		},
	}
}

// relaxationPanels are those of critical slowing down.
func relaxationPanels(sizes []int) []Panel {
	return []Panel{{
		ID: "tau", Title: "Memory of the chains", Hero: true,
		Note: "The nearer to the transition, the longer the chains remember; only the finite size keeps the time finite there. Dashed: theory.",
		X:    axis("weight w"), Y: logAxis("τ in sweeps"),
		Curves: append(bySize("tau", sizes), Curve{Source: "tau.theory", Label: "N=∞", Hue: 9, Dash: true, Left: true}),
	}}
}

// hysteresisPanels are those of a field that goes up and down.
func hysteresisPanels() []Panel {
	return []Panel{{
		ID: "m", Title: "Hysteresis", Hero: true,
		Note: "The chains stay in a valley that the field has made the higher one until it is gone: where they jump depends on where they come from. Dashed: theory of states that live for ever.",
		X:    axis("field h"), Y: axis("magnetisation m"),
		Places: []Question{{Of: "coercive", Short: "coercive field", Text: "At which field, going up, do the chains turn over?"}},
		Curves: append(withTheory("m_up", "up", 0), withTheory("m_down", "down", 1)...),
	}}
}

// bySize returns the curves of a series for each size, and their predictions.
func bySize(series string, sizes []int) []Curve {
	var curves []Curve
	for i, size := range sizes {
		curves = append(curves, withTheory(series+"."+strconv.Itoa(size), "N="+strconv.Itoa(size), i%MaxHues)...)
	}
	return curves
}
