package plot

import (
	"slices"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// Every series and field that an experiment documents has its place in some panel.
func TestPanelsShowWhatExperimentsMeasure(t *testing.T) {
	trained := []string{"sigma1", "sigma5", "sigma5.theory", "rho5", "chi5", "chih5", "pca5", "q", "qbar", "loglik", "histogram", "projections", "projections.data", "projections.labels", "landscape"}
	for name, sources := range map[string][]string{
		"hopfield": {"sigma1", "sigma2.theory", "overlap1", "overlap2.theory", "minima", "minima.theory", "free_energy", "free_energy.minima",
			"projections", "projections.data", "magnetisations", "magnetisations.data"},
		"hierarchy":  {"sigma1", "sigma5", "sigma5.theory", "magnetisations", "magnetisations.data"},
		"binary":     {"overlap", "sigma", "alignment", "m", "tau", "overlap.theory", "tau.theory", "histogram", "histogram.teacher", "histogram.theory"},
		"digits":     append(trained, "samples", "modes", "data"),
		"faces":      append(trained, "samples", "modes", "data"),
		"import":     append(trained, "samples", "modes", "data"),
		"genome":     trained,
		"scaling":    {"chi.100", "chi.400", "chi.400.theory", "chi_down.400", "chi.theory", "collapse.400", "collapse.theory"},
		"relaxation": {"tau.100", "tau.400", "tau.400.theory", "tau.theory"},
		"hysteresis": {"m_up", "m_down", "m_up.theory", "m_down.theory"},
	} {
		var shown []string
		for _, p := range Panels(protocol.Experiment{Name: name}, map[string]string{"modes": "5", "sizes": "3"}) {
			shown = append(shown, p.Field, p.VerticalField)
			for _, c := range p.Curves {
				shown = append(shown, c.Source, c.Labels)
			}
			if name == "genome" && p.Kind == Pictures {
				t.Errorf("genome: %s shows what is no picture", p.ID)
			}
		}
		for _, source := range sources {
			if !slices.Contains(shown, source) {
				t.Errorf("%s: nothing shows %s", name, source)
			}
		}
		for _, beyond := range []string{"sigma6", "chi.800", "tau.800", "collapse.800"} {
			if slices.Contains(shown, beyond) {
				t.Errorf("%s: %s does not exist", name, beyond)
			}
		}
	}
}

// A single mode spans no plane.
func TestNoPlaneOfOneMode(t *testing.T) {
	for _, p := range Panels(protocol.Experiment{Name: "faces"}, map[string]string{"modes": "1"}) {
		if p.ID == "projections" {
			t.Error("a plane of one mode")
		}
	}
}

func TestSizesHaveADefault(t *testing.T) {
	e := protocol.Experiment{Params: []protocol.Param{{Name: "sizes", Default: "2"}}}
	for text, want := range map[string][]string{"": {"100", "200"}, "3": {"100", "200", "400"}, "0": {"100"}} {
		if got := sizes(e, map[string]string{"sizes": text}); !slices.Equal(got, want) {
			t.Errorf("sizes=%q: %v, want %v", text, got, want)
		}
	}
}

// Points of t_II have the hue of the second mode.
func TestRomanTransitions(t *testing.T) {
	panels := Panels(protocol.Experiment{Name: "hopfield"}, nil)
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

// Samples that are no squares are not shown as if they were.
func TestNoPicturesOfRows(t *testing.T) {
	p := Panel{Kind: Pictures, Field: "samples"}
	for cols, want := range map[int]bool{9: true, 10: false} {
		s := &Store{}
		s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{fieldBlock("samples", 2, cols, func(i int) float64 { return 0 })}})
		if got := strings.Contains(SVG(&p, s, &protocol.State{}, 331, 211, Light), "<image"); got != want {
			t.Errorf("%d units: picture is %v", cols, got)
		}
	}
}
