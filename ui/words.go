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
	{"results", Explanation{Name: "results", Text: "What this run gave, beside what theory predicts, and how far apart the two are; the arrow keys scroll"}},
	{"paper", Explanation{Name: "paper", Text: "On arXiv, in another tab: the numbers of equations, figures and appendices in these explanations are its own"}},
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
	{"mₖ", Explanation{Symbol: "m", Name: "magnetisation along a mode", Text: "How much a state of the spins agrees with mode k, from −1 to 1",
		Formula: `m_k=\frac{1}{N_k}\sum_{i\in k}\xi_iv_i`, Source: "section 4.2"}},
	{"magnetisation m", Explanation{Symbol: "m", Name: "magnetisation", Text: "How much a state of the spins agrees with the pattern, from −1 to 1",
		Formula: `m=\frac1N\sum_i\xi_iv_i`, Source: "section 4.1"}},
	{"hₖ", Explanation{Symbol: "h", Name: "hidden field", Text: "State of a Gaussian hidden unit: the free energy has a minimum where it likes to be",
		Formula: `p(h_1,h_2)\propto e^{-Nf(h_1,h_2)}`, Source: "App. C"}},
	{"mode ", Explanation{Symbol: "h", Name: "hidden field along a mode", Text: "Hidden units seen along one of the two leading modes of the weights",
		Formula: `p(h_1,h_2)\propto e^{-Nf(h_1,h_2)}`, Source: "App. C"}},
	{"uₖ·v", Explanation{Symbol: "x", Name: "projection", Text: "A sample or chain seen along the left singular vector of mode k",
		Formula: `x_k=\mathbf{u}_k\cdot\mathbf{v}`, Source: "section 5, Fig. 2 D"}},
	{"uₖ·(v − ⟨v⟩)", Explanation{Symbol: "x", Name: "projection", Text: "A chain seen along the left singular vector of mode k, less the mean of the data",
		Formula: `x_k=\mathbf{u}_k\cdot(\mathbf{v}-\langle\mathbf{v}\rangle)`, Source: "section 5, Fig. 2 D"}},
	{"density", Explanation{Symbol: "p", Name: "density", Text: "Share of the chains in each bin over its width: all bars together have the area 1",
		Formula: `\int p(x)\,\mathrm{d}x=1`, Source: "Fig. 2 D"}},
	{"f(h) − min f", Explanation{Symbol: "f", Name: "free energy", Text: "Free energy over the lowest it has: valleys are where the chains like to be",
		Formula: `f(h)=\frac{h^2}{2}-\frac1N\sum_i\ln2\cosh(hw_i)`, Source: "App. C, for one hidden unit"}},
	{"heights", Explanation{Name: "colours", Text: "Heights over the lowest point: the deeper the colour the lower, a contour line for each equal step of their square root; what lies above the scale is paper"}},
	{"data", Explanation{Name: "data", Text: "Samples of the teacher, or of the file, which the machine learns from", Formula: `\langle f\rangle_{\mathcal{D}}=\frac1M\sum_{m=1}^{M}f(\mathbf{v}^{(m)})`, Source: "eq. (2), first term"}},
	{"file", Explanation{Name: "chains of the file", Text: "Chains as they were saved together with the weights", Source: "ours"}},
	{"chains", Explanation{Name: "chains", Text: "States of the machine's own Markov chains now: what it would draw", Formula: `\langle f\rangle_{\mathcal{H}}\approx\frac1R\sum_{c=1}^{R}f(\mathbf{v}^{(c)})`, Source: "eq. (2), second term"}},
	{"minimum", Explanation{Name: "minima", Text: "Where the free energy is lowest around: a valley for each lump of samples; each transition makes two of one",
		Formula: `\frac{\partial f}{\partial h_a}=0`, Source: "App. C, Fig. 6 right"}},
	{"class", Explanation{Text: "Points of data in this colour are of this class; the machine never learns of it", Source: "Fig. 2 D"}},
	{"more", Explanation{Name: "more classes", Text: "So many classes have no room here; larger, the plot names them all"}},
	{"branch", Explanation{Name: "branch", Text: "The course that this run took before it was forked, and what differed"}},
	{"branches", Explanation{Name: "branches of theory", Text: "Where the lumps of the chains should be for that update's weights: one value before the transition, two behind it",
		Formula: `m=\tanh(q\,m)`, Source: "section 4.1"}},
	{"foreseen", Explanation{Name: "preview", Text: "While a control is moved: what theory expects at the run's last update"}},
	{"guess", Explanation{Name: "guess", Text: "What was guessed, locked in before the run was seen"}},
	{"pinned", Explanation{Symbol: "B", Name: "pinned run", Text: "B is the run that was pinned, in long dashes; A, solid, is the present one"}},
	{"paramagnet", Explanation{Text: "The teacher's spins have no common direction: its samples are one lump, and there is little to learn", Formula: `m=\tanh(\beta m)=0`, Source: "section 4.1"}},
	{"pair retrieval", Explanation{Text: "The teacher's samples lie along what its patterns share: two lumps, one transition", Formula: `\beta(1+\kappa)>1>\beta(1-\kappa)`, Source: "section 4.2"}},
	{"retrieval of both patterns", Explanation{Text: "The teacher's samples lie at both patterns and their opposites: four lumps, two transitions", Formula: `\beta(1-\kappa)>1`, Source: "section 4.2"}},
	{"one pattern learned", Explanation{Text: "The teacher's samples lie at the pattern and its opposite, and the machine finds it before the run's last update T", Formula: `\beta>1,\quad t_c<T`, Source: "section 4.1"}},
	{"learned too late", Explanation{Text: "There is a pattern to learn, but growth at this rate takes longer than the run's T updates", Formula: `t_c>T`, Source: "section 4.1"}},
	{"learning rate too large", Explanation{Text: "A step of this size leaps over the best weights, farther each time: they run away", Formula: `\varepsilon\Lambda>2`, Source: "ours; Λ is the curvature of the likelihood at its maximum"}},
	{"largest ε", Explanation{Text: "The largest learning rate with which the weights settle", Formula: `\varepsilon=\frac{2}{\Lambda}`, Source: "ours; Λ is the curvature of the likelihood at its maximum"}},
	{"transitions", Explanation{Text: "So many modes become critical before the run's last update T, and each doubles the lumps", Formula: `t_1<\dots<t_k<T`, Source: "ours, after section 4.2"}},
	{"T = t", Explanation{Text: "Beyond this line the transition comes before the run's last update T, for a typical start", Formula: `t_\alpha\approx\frac{1}{\varepsilon\lambda_\alpha}\ln\frac{\sqrt{N}}{U_\alpha(0)}=T`, Source: "sections 4.1 and 4.2"}},
	{"β = 1", Explanation{Text: "Critical temperature of the teacher: beyond it its samples are magnetised", Formula: `m=\tanh(\beta m)`, Source: "section 4.1"}},
	{"β(1+κ) = 1", Explanation{Text: "Beyond this line the teacher's samples are magnetised along what the patterns share", Formula: `r=\tanh(\beta(1+\kappa)r)`, Source: "App. C"}},
	{"β(1−κ) = 1", Explanation{Text: "Beyond this line the teacher's samples are magnetised along what the patterns differ in, too", Formula: `p=\tanh(\beta(1-\kappa)p)`, Source: "App. C"}},
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
