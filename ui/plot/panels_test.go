package plot

import (
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// known are the experiments that have panels of their own.
var known = []string{"mattis", "hopfield", "hierarchy", "binary", "digits", "genome", "faces", "import", "scaling", "relaxation", "hysteresis"}

func TestPanelsAreComplete(t *testing.T) {
	for _, name := range known {
		panels := Panels(protocol.Experiment{Name: name}, map[string]string{"updates": "607", "modes": "5"}, nil)
		seen, heroes := map[string]bool{}, 0
		for _, p := range panels {
			if seen[p.ID] {
				t.Errorf("%s: two panels %q", name, p.ID)
			}
			seen[p.ID] = true
			if p.Hero {
				heroes++
			}
			if p.Title == "" || !strings.HasSuffix(p.Note, ".") {
				t.Errorf("%s/%s: no title, or the note is not a sentence: %q", name, p.ID, p.Note)
			}
			if (p.Kind == Pictures || p.Kind == Heat || p.Kind == Columns) != (p.Field != "") || (p.Kind == Pictures) == (len(p.Curves) > 0) {
				t.Errorf("%s/%s: pictures and heights come from a field, everything else from curves", name, p.ID)
			}
			if p.Marks != nil && p.X.Max != 607 {
				t.Errorf("%s/%s: the time axis ends at %g, want the run's length", name, p.ID, p.X.Max)
			}
			for _, c := range p.Curves {
				if c.Dash && p.Kind != Columns && strings.HasSuffix(c.Source, ".theory") != (c.Source != "histogram.teacher") {
					t.Errorf("%s/%s: %s is dashed", name, p.ID, c.Source)
				}
			}
		}
		if heroes != 1 || !panels[0].Hero {
			t.Errorf("%s: %d heroes, want the first panel alone", name, heroes)
		}
	}
}

func TestDigitsPanelsFollowModes(t *testing.T) {
	e := protocol.Experiment{Name: "digits", Params: []protocol.Param{{Name: "modes", Default: "3"}}}
	for text, want := range map[string]int{"7": 7, "": 3, "31": MaxHues, "x": 4} {
		p := Panels(e, map[string]string{"modes": text}, nil)[0]
		if len(p.Curves) != 2*want || len(p.Marks) != want {
			t.Errorf("modes=%q: %d curves and %d marks, want %d and %d", text, len(p.Curves), len(p.Marks), 2*want, want)
		}
	}
}

func TestPanelsOfUnknownExperiment(t *testing.T) {
	e := protocol.Experiment{Name: "later", Series: []protocol.Quantity{{Name: "sigma1", Symbol: "σ₁", Doc: "widths"}, {Name: "tau"}, {Name: "sigma2"}}}
	panels := Panels(e, nil, nil)
	if len(panels) != 2 || panels[0].ID != "sigma" || len(panels[0].Curves) != 4 || !panels[0].Hero || panels[1].Hero {
		t.Fatalf("got %+v, want a hero with sigma1 and sigma2 and a panel with tau", panels)
	}
	if c := panels[0].Curves[1]; c.Source != "sigma1.theory" || !c.Dash {
		t.Errorf("no prediction beside the measurement: %+v", c)
	}
}

func TestLimits(t *testing.T) {
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{
		seriesBlock("m", 2, 1, identity), // alone behind a hole: dropped
		seriesBlock("up", 0, 11, func(x float64) float64 { return x - 1 }),
		fieldBlock("bars", 2, 3, func(i int) float64 { return []float64{1, 3, 5, 7, 9, 8}[i] }),
	}})
	for _, c := range []struct {
		name string
		p    Panel
		x, y [2]float64
	}{
		{"nothing", Panel{X: axis(""), Y: logAxis("")}, [2]float64{0, 1}, [2]float64{0.1, 1}},
		{"linear", Panel{X: axis(""), Y: axis(""), Curves: []Curve{{Source: "up"}}}, [2]float64{0, 10}, [2]float64{-1.5, 9.5}},
		{"log leaves out what is not positive", Panel{X: axis(""), Y: logAxis(""), Curves: []Curve{{Source: "up"}}},
			[2]float64{2, 10}, [2]float64{1 / math.Pow(9, 0.05), 9 * math.Pow(9, 0.05)}},
		{"fixed", Panel{X: Axis{Min: 0, Max: 37}, Y: Axis{Min: -3, Max: math.NaN()}, Curves: []Curve{{Source: "up"}}}, [2]float64{0, 37}, [2]float64{-3, 9.5}},
		{"bars stand on zero and have width", Panel{X: axis(""), Y: axis(""), Curves: []Curve{{Source: "bars", Field: true, Bars: true}}},
			[2]float64{0, 6}, [2]float64{0, 9.45}},
	} {
		x, y := c.p.Limits(s)
		for i, pair := range [][2]float64{{x[0], c.x[0]}, {x[1], c.x[1]}, {y[0], c.y[0]}, {y[1], c.y[1]}} {
			if math.Abs(pair[0]-pair[1]) > 1e-6 {
				t.Errorf("%s: limits %v %v, want %v %v (number %d)", c.name, x, y, c.x, c.y, i)
				break
			}
		}
	}
}

func TestMarks(t *testing.T) {
	at := func(x float64) *float64 { return &x }
	st := &protocol.State{Transitions: []protocol.Transition{
		{Name: "t_1", Theory: at(11)}, {Name: "t_2", Update: at(23), Theory: at(29)}, {Name: "t_c", Update: at(31)}, {Name: "other", Update: at(1)}}}
	p := Panel{Marks: []string{"t_c", "t_2", "t_1"}, Curves: []Curve{{Source: "m"}, {Source: "chi12", Hue: 5}, {Source: "chi2", Hue: 7}}}
	want := []Mark{{31, "t_c", false, -1}, {23, "t_2", false, 7}, {29, "t_2", true, 7}, {11, "t_1", true, -1}}
	if got := p.At(st); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func luminance(c [3]byte) float64 {
	var l float64
	for i, weight := range [3]float64{0.2126, 0.7152, 0.0722} {
		v := float64(c[i]) / 255
		if v <= 0.03928 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		l += weight * v
	}
	return l
}

func contrast(a, b string) float64 {
	x, y := luminance(rgb(a)), luminance(rgb(b))
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// WCAG 2.2: 3:1 for what must be seen, 4.5:1 for what must be read; curve labels are text in the curve's hue, at 3:1 as
// they repeat what the line says.
func TestThemesHaveContrast(t *testing.T) {
	for _, theme := range []Theme{Light, Dark, Projector} {
		for i, hue := range theme.Hues {
			if c := contrast(hue, theme.Paper); c < 3 {
				t.Errorf("%s: hue %d has contrast %.2f", theme.Name, i, c)
			}
		}
		for _, ink := range []string{theme.Ink, theme.Muted} {
			if c := contrast(ink, theme.Paper); c < 4.5 {
				t.Errorf("%s: text %s has contrast %.2f", theme.Name, ink, c)
			}
		}
	}
}

// style.css colours the live page, the themes colour exported figures: they must agree. A projector's hues are those of light.
func TestThemesMatchStyleSheet(t *testing.T) {
	sheet, err := os.ReadFile("../../static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	says := func(name, value string) {
		if !strings.Contains(string(sheet), "  --"+name+": "+value+";\n") {
			t.Errorf("style.css does not say --%s: %s", name, value)
		}
	}
	colours := func(t Theme) []string { return append([]string{t.Paper, t.Ink, t.Muted, t.Grid}, t.Hues[:]...) }
	for i, light := range colours(Light) {
		name := slices.Concat([]string{"paper", "ink", "muted", "grid"}, make([]string, MaxHues))[i]
		if name == "" {
			name = "hue-" + strconv.Itoa(i-4)
		} else {
			says(name, colours(Projector)[i])
		}
		says(name, "light-dark("+light+", "+colours(Dark)[i]+")")
	}
}

// TestDataWithoutClassesAreNeutral: a hue would be that of a mode.
func TestDataWithoutClassesAreNeutral(t *testing.T) {
	for _, name := range known {
		for _, p := range Panels(protocol.Experiment{Name: name}, nil, nil) {
			for _, c := range p.Curves {
				if part := (&Store{}).Parts(&c)[0]; c.Cross && part.Hue != 9 {
					t.Errorf("%s/%s: data have the hue %d", name, p.ID, part.Hue)
				}
			}
		}
	}
}
