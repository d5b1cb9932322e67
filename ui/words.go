package ui

// words are explanations of what no catalogue declares: the page's own controls and the marks in its plots, and labels of axes
// that are no series. A list: a map would be code.
var words = []struct {
	name string
	Explanation
}{
	{"measured", Explanation{Name: "measured", Text: "What this run's machine and chains give, with its standard error: 1.18 ± 0.02, where the run knows one"}},
	{"theory", Explanation{Name: "theory", Text: "What the formulas predict for this run's parameters, size and initial weights, without a look at its chains",
		Source: "sections 4.1 and 4.2, App. B to D"}},
	{"delta", Explanation{Symbol: "Δ", Name: "distance from theory", Text: "Measured less theory, in standard errors σ: within ±2σ they agree; limit: theory of an infinitely large or patient system, which this run need not meet",
		Formula: `\Delta=\frac{x_{\text{measured}}-x_{\text{theory}}}{\sigma}`, Source: "ours"}},
	{"transition", Explanation{Name: "transition", Text: "Update at which a mode becomes critical: there the machine's distribution splits along it",
		Formula: `\rho_\alpha(t_\alpha)=1`, Source: "section 5, App. D"}},
	{"marks", Explanation{Name: "vertical lines", Text: "Transitions: measured ones are solid, predicted ones dashed"}},
	{"update", Explanation{Symbol: "t", Name: "update", Text: "One change of all weights along the gradient of the log-likelihood: data pull, the machine's own samples push back",
		Formula: `W_{ia}\leftarrow W_{ia}+\varepsilon\left(\langle v_ih_a\rangle_{\mathcal{D}}-\langle v_ih_a\rangle_{\mathcal{H}}\right)`, Source: "eq. (2)"}},
	{"scrubber", Explanation{Name: "time of the run", Text: "Drag to move through the run; marks are transitions, measured (solid) and predicted (hollow); a parameter changed at an earlier update begins another branch"}},
	{"hash", Explanation{Name: "fingerprint", Text: "A hash of weights, chains and random numbers: the same link gives the same one on every machine"}},
	{"speed", Explanation{Name: "speed", Text: "How many updates a second are computed at most"}},
	{"weight w", Explanation{Symbol: "w", Name: "weight", Text: "Singular value of the machine's one mode, which plays the part of an inverse temperature",
		Formula: `\beta=\frac{w^2}{w_c^2},\quad w_c=4\ \text{for means of}\ \tfrac12`, Source: "App. D"}},
	{"√Nₑ (ρ − 1)", Explanation{Symbol: "t", Name: "scaled distance", Text: "Distance from the transition in the unit in which machines of all sizes look alike",
		Formula: `t=\sqrt{N_e}\left(\frac{w^2}{w_c^2}-1\right)`, Source: "eq. (7)"}},
	{"field h", Explanation{Symbol: "h", Name: "field", Text: "Field along the mode that favours one of the two states, over √Nᵥ",
		Formula: `E_h=E-h\sum_iu_iv_i`, Source: "App. E.2.2"}},
	{"hidden field h", Explanation{Symbol: "h", Name: "hidden field", Text: "State of the Gaussian hidden unit; its free energy f has a minimum where the unit likes to be",
		Formula: `p(h)\propto e^{-Nf(h)}`, Source: "section 4.1"}},
}

// word returns one of words; its text is empty if there is none.
func word(name string) (e Explanation) {
	for i := range words {
		if words[i].name == name {
			e = words[i].Explanation
		}
	}
	return e
}

// Formulas lists all formulas in TeX that the page's own explanations show, those of the catalogue aside.
func Formulas() []string {
	var list []string
	for i := range words {
		list = append(list, words[i].Formula)
	}
	return list
}
