package plot

import (
	"slices"
	"testing"

	"cascade/wasm/protocol"
)

// Every series and field that an experiment documents has its place in some panel.
func TestPanelsShowWhatExperimentsMeasure(t *testing.T) {
	trained := []string{"sigma1", "sigma5", "sigma5.theory", "rho5", "chi5", "chih5", "pca5", "q", "qbar", "loglik", "histogram", "projections", "projections.data", "projections.labels", "landscape", "landscape.minima", "waterfall1", "waterfall2"}
	for name, sources := range map[string][]string{
		"hopfield": {"sigma1", "sigma2.theory", "overlap1", "overlap2.theory", "minima", "minima.theory", "free_energy", "free_energy.minima",
			"chi1", "chi2.theory", "waterfall1", "waterfall2", "projections", "projections.data", "magnetisations", "magnetisations.data"},
		"hierarchy":  {"sigma1", "sigma5", "sigma5.theory", "chi5", "chi5.theory", "waterfall3", "magnetisations", "magnetisations.data"},
		"binary":     {"overlap", "sigma", "alignment", "m", "tau", "chi", "chi.theory", "waterfall", "overlap.theory", "tau.theory", "histogram", "histogram.teacher", "histogram.theory"},
		"digits":     append(trained, "samples", "modes", "data"),
		"faces":      append(trained, "samples", "modes", "data"),
		"import":     append(trained, "samples", "modes", "data"),
		"genome":     append(trained, "samples", "modes", "data"),
		"scaling":    {"chi.100", "chi.196", "chi.400", "chi.400.theory", "chi_down.400", "chi.theory", "collapse.400", "collapse.theory"},
		"relaxation": {"tau.100", "tau.400", "tau.400.theory", "tau.theory"},
		"hysteresis": {"m_up", "m_down", "m_up.theory", "m_down.theory"},
	} {
		var shown []string
		for _, p := range Panels(protocol.Experiment{Name: name}, map[string]string{"modes": "5"}, []int{100, 196, 400}) {
			shown = append(shown, p.Field, p.VerticalField)
			for _, c := range p.Curves {
				shown = append(shown, c.Source, c.Labels)
			}
		}
		for _, source := range sources {
			if !slices.Contains(shown, source) {
				t.Errorf("%s: nothing shows %s", name, source)
			}
		}
		for _, beyond := range []string{"sigma6", "chi.200", "tau.200", "collapse.200"} {
			if slices.Contains(shown, beyond) {
				t.Errorf("%s: %s does not exist", name, beyond)
			}
		}
	}
}

// A single mode spans no plane.
func TestNoPlaneOfOneMode(t *testing.T) {
	for _, p := range Panels(protocol.Experiment{Name: "faces"}, map[string]string{"modes": "1"}, nil) {
		if p.ID == "projections" {
			t.Error("a plane of one mode")
		}
	}
}

// Points of t_II have the hue of the second mode.
func TestRomanTransitions(t *testing.T) {
	panels := Panels(protocol.Experiment{Name: "hopfield"}, nil, nil)
	for name, want := range map[string]int{"t_I": 0, "t_II": 1, "t_V": -1, "t_": -1} {
		if got := panels[0].hueOf(name); got != want {
			t.Errorf("%s has hue %d, want %d", name, got, want)
		}
	}
}

// Curves over something else than the update do not count as points of the run.
func TestCurvesOverWeightsAreNotPoints(t *testing.T) {
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{seriesBlock("chi.100", 0, 7, identity), seriesBlock("m", 0, 3, identity)}})
	if n := s.Points(); n != 3 {
		t.Errorf("%d points, want the 3 of m", n)
	}
}

// Samples are laid out as pictures only where their extent says that they are some: 49 columns of a table are none.
func TestLayOut(t *testing.T) {
	for _, c := range []struct {
		rows, cols int
		side       float32
		want       Tiles
	}{
		{2, 49, 7, Tiles{Count: 2, Wide: 7, High: 7, Columns: 2, Rows: 1, Gap: 1}},
		{4, 49, 0, Tiles{Count: 4, Wide: 49, High: 6, Columns: 1, Rows: 4, Gap: 1, Stretched: true}},
		{40, 805, 0, Tiles{Count: 40, Wide: 805, High: 1, Columns: 1, Rows: 40, Stretched: true}},
	} {
		b := fieldBlock("samples", c.rows, c.cols, func(i int) float64 { return 0 })
		b.Extent = [4]float32{0, c.side, 0, c.side}
		if got, ok := LayOut(&b, 300, 100, 0); got != c.want || !ok {
			t.Errorf("%d x %d: %+v, want %+v", c.rows, c.cols, got, c.want)
		}
	}
	if _, ok := LayOut(&protocol.Block{}, 300, 100, 0); ok {
		t.Error("nothing was laid out")
	}
	rows := fieldBlock("samples", 2, 3, func(i int) float64 { return float64(i % 2) })
	tiles, _ := LayOut(&rows, 300, 100, 0)
	painted := tiles.Paint(nil, &rows, false)
	if w, h := tiles.Size(); w != 3 || h != 13 || len(painted) != 39 || painted[1] != 254 || painted[16] != 254 || painted[18] != Gap || painted[21] != 254 || painted[22] != 0 {
		t.Errorf("%d x %d cells: %v", w, h, painted)
	}
}
