package plot

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"cascade/wasm/protocol"
)

// MaxHues is how many curves of a panel can be told apart; further modes are left out of a plot.
const MaxHues = 10

// Panels returns the plots of an experiment, the most important first, for the parameter values of a run (with "updates",
// which fixes the time axis, so that the predicted future shows) and the sizes of its machines, if it has several. An experiment that this file has no plan for gets one
// panel for each family of series (sigma1, sigma2, ... are a family).
func Panels(e protocol.Experiment, values map[string]string, sizes []int) []Panel {
	panels := plots(e, values, sizes)
	if plane := planePanel(e); len(panels) > 0 { // behind the hero's neighbours
		panels = slices.Insert(panels, min(3, len(panels)), plane...)
	}
	return panels
}

// decades is the length of a run, in updates, from which on its time axis is logarithmic. Up to there it is linear, as on a linear axis
// exponential growth is a straight line.
const decades = 5000

// plots are all panels but the phase diagram.
func plots(e protocol.Experiment, values map[string]string, sizes []int) []Panel {
	time := Axis{Label: "update", Time: true, Min: 0, Max: number(values["updates"])}
	if time.Max >= decades {
		time.Log, time.Min = true, 1
	}
	switch e.Name {
	case "mattis":
		return mattisPanels(time)
	case "digits", "faces", "genome", "import", "machine":
		return trainedPanels(e.Name, time, modes(e, values))
	case "hopfield":
		return hopfieldPanels(time)
	case "hierarchy":
		return hierarchyPanels(time, modes(e, values))
	case "binary":
		return binaryPanels(time)
	case "scaling":
		return scalingPanels(sizes)
	case "relaxation":
		return relaxationPanels(sizes)
	case "hysteresis":
		return hysteresisPanels()
	case "gaussian":
		return gaussianPanels(time, slices.Concat(sizes, []int{1})[0])
	}
	return familyPanels(e, time)
}

func mattisPanels(time Axis) []Panel {
	marks := []string{"t_c"}
	return []Panel{
		{
			ID: "overlap", Title: "Overlap with the pattern, and norm of the weights", Hero: true,
			Note: "The overlap U grows exponentially, at a rate set by the data alone, until the norm q\u00a0=\u00a0|w|²/N passes 1. Dashed: theory.",
			X:    time, Y: logAxis("overlap U, norm q"), Marks: marks,
			Curves: slices.Concat(withTheory("overlap", "U", 0), withTheory("q", "q", 1)),
		},
		{
			ID: "chi", Title: "Susceptibility",
			Note: "It diverges where the weights become critical; the measured peak comes a few updates later, as the chains lag. Dashed: theory.",
			X:    time, Y: logAxis("χ"), Marks: marks,
			Curves: withTheory("chi", "χ", 2),
		},
		oneWaterfall(time, marks),
		{
			ID: "landscape", Title: "Free energy",
			Note: "One valley splits into two at the transition.",
			X:    axis("hidden field h"), Y: axis("f(h) − min f"),
			Curves: []Curve{
				{Source: "landscape", Hue: 0, Field: true},
				{Source: "landscape.minima", Hue: minimumHue, Field: true, Points: true},
			},
		},
		{
			ID: "histogram", Title: "Magnetisation of the chains",
			Note: "The chains leave the single lump around 0 for the two lumps of the data.",
			X:    axis("magnetisation m"), Y: axis("density"), VerticalField: "histogram.theory",
			Curves: []Curve{
				{Source: "histogram", Hue: 2, Field: true, Bars: true},
				{Source: "histogram.teacher", Label: "data", Hue: 9, Field: true, Dash: true},
			},
		},
		{
			ID: "order", Title: "Order parameters",
			Note: "First the weights align with the pattern; the magnetisation of the model appears only at the transition.",
			X:    time, Y: Axis{Label: "alignment, m, h", Min: 0, Max: math.NaN()}, Marks: marks,
			Curves: slices.Concat(withTheory("alignment", "align", 0), withTheory("m", "m", 2), withTheory("h", "h", 3)),
		},
	}
}

func digitsPanels(time Axis, k int) []Panel {
	marks := make([]string, k)
	for i := range marks {
		marks[i] = "t_" + strconv.Itoa(i+1)
	}
	family := func(id, title, note, symbol, y string, log bool) Panel {
		p := Panel{ID: id, Title: title, Note: note, X: time, Y: axis(y), Marks: marks}
		p.Y.Log = log
		for i := 1; i <= k; i++ {
			p.Curves = append(p.Curves, withTheory(id+strconv.Itoa(i), symbol+subscript(i), i-1)...)
		}
		return p
	}
	sigma := family("sigma", "Singular values of the weights",
		"The modes grow one after another, each exponentially; every one that reaches its threshold is a transition. Dashed: linear theory.", "w", "singular value w", true)
	sigma.Hero = true
	chi := family("chi", "Susceptibility along each mode",
		"Each mode's fluctuations rise when that mode becomes critical.", "χ", "χ", true)
	return []Panel{
		sigma,
		chi,
		modeWaterfall(1, time, projection(1), marks),
		{
			ID: "projections", Title: "Plane of two modes", Kind: Scatter, Square: true,
			Note: "The cloud of chains splits along mode 1, then along mode 2, towards the cloud of the data.",
			X:    axis("u₁·v"), Y: axis("u₂·v"), Curves: clouds("projections"),
		},
		{ID: "samples", Title: "Samples of the machine", Kind: Pictures, Field: "samples",
			Note: "Noise becomes blobs, blobs become digits: each transition adds one distinction."},
		{ID: "modes", Title: "Learned modes", Kind: Pictures, Field: "modes", Signed: true, Caption: "sigma", Symbol: "w",
			Note: "The left singular vectors, the largest singular value first: what the machine tells apart."},
		family("pca", "Principal components",
			"The first mode is the first principal component until the second one learns; later the two mix.", "o", "overlap", false),
		modeWaterfall(2, time, projection(2), marks),
		{
			ID: "histogram", Title: "Chains along mode 1",
			Note: "One lump becomes two after the first transition.",
			X:    axis("u₁·v"), Y: axis("density"),
			Curves: []Curve{{Source: "histogram", Hue: 0, Field: true, Bars: true}},
		},
		family("rho", "Distance from criticality",
			"A mode is critical where its ρ crosses 1, whatever the averages of the data are.", "ρ", "ρ", true),
		{
			ID: "overlaps", Title: "Overlaps between chains",
			Note: "Visible and hidden overlaps fluctuate most at the transitions.",
			X:    time, Y: axis("N Var(overlap)"), Marks: marks,
			Curves: slices.Concat(withTheory("q", "χ_q", 0), withTheory("qbar", "χ_q̄", 1)),
		},
		{
			ID: "loglik", Title: "Log-likelihood",
			Note: "The likelihood rises in steps: each transition is a gain.",
			X:    time, Y: axis("log-likelihood per sample"), Marks: marks,
			Curves: []Curve{{Source: "loglik", Hue: 2}},
		},
		family("chih", "Susceptibility of the hidden layer",
			"The hidden layer is critical together with the visible one.", "χ̄", "χ̄", true),
		{ID: "data", Title: "The data", Kind: Pictures, Field: "data",
			Note: "What the machine learns from."},
	}
}

// familyPanels groups an experiment's series by their names without the final number.
func familyPanels(e protocol.Experiment, time Axis) []Panel {
	var panels []Panel
	for _, q := range e.Series {
		stem := strings.TrimRight(q.Name, "0123456789")
		i := slices.IndexFunc(panels, func(p Panel) bool { return p.ID == stem })
		if i < 0 {
			i = len(panels)
			panels = append(panels, Panel{ID: stem, Title: q.Doc, X: time, Y: axis(q.Unit), Hero: i == 0})
		}
		if n := len(panels[i].Curves) / 2; n < MaxHues {
			panels[i].Curves = append(panels[i].Curves, withTheory(q.Name, q.Symbol, n)...)
		}
	}
	return panels
}

// withTheory returns the curve of a measured series and, dashed, of its prediction.
func withTheory(series, label string, hue int) []Curve {
	return []Curve{{Source: series, Label: label, Hue: hue}, {Source: series + ".theory", Hue: hue, Dash: true}}
}

func axis(label string) Axis { return Axis{Label: label, Min: math.NaN(), Max: math.NaN()} }

func logAxis(label string) Axis {
	return Axis{Label: label, Log: true, Min: math.NaN(), Max: math.NaN()}
}

// modes returns how many modes a run follows, at most MaxHues.
func modes(e protocol.Experiment, values map[string]string) int {
	text := values["modes"]
	for _, p := range e.Params {
		if p.Name == "modes" && text == "" {
			text = p.Default
		}
	}
	k, err := strconv.Atoi(text)
	if err != nil {
		k = 4
	}
	return min(max(k, 1), MaxHues)
}

// number reads a value of a link, NaN if there is none.
func number(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return x
}
