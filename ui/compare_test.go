package ui

import (
	"math"
	"strings"
	"testing"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// comparing is the sample model with a pinned run, complete as is the present one.
func comparing() *Model {
	m := sampleModel()
	m.Catalogue = []protocol.Experiment{{Name: "two", Params: []protocol.Param{{Name: "kappa", Title: "pattern overlap", Symbol: "κ"}, {Name: "beta", Symbol: "β", Default: "2", Live: true}},
		Scalars: []protocol.Quantity{{Name: "m", Symbol: "m"}, {Name: "far", Symbol: "far", Limit: true}}}}
	m.Loaded.Experiment = "two"
	scalar := func(x, e float64) []protocol.Scalar { return []protocol.Scalar{{Name: "m", Value: &x, Error: &e}} }
	m.State = protocol.State{Link: "two?kappa=0.3", Values: map[string]string{"kappa": "0.3", "beta": "2", "seed": "1", "updates": "9"}, Update: 9, Updates: 9,
		Scalars: scalar(1, 0.3)}
	m.Pinned = &Pinned{Drawn: true, Values: map[string]string{"kappa": "0.6", "beta": "2", "seed": "4", "updates": "9"},
		State: protocol.State{Update: 9, Updates: 9, Scalars: scalar(2, 0.4)}}
	return m
}

func TestDifferencesAreStated(t *testing.T) {
	m := comparing()
	text := string(m.comparison())
	for _, want := range []string{"<b>A</b> pattern overlap κ 0.3, seed 1 ", "<b>B</b> κ 0.6, seed 4", `stroke-dasharray="14 5"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s lacks %s", text, want)
		}
	}
	m.Pinned.Values, m.Pinned.Events = m.State.Values, "3.beta.1,5.beta.2"
	if text = string(m.comparison()); !strings.Contains(text, "<b>A</b> no changes") || !strings.Contains(text, "<b>B</b> β 1 from update 3 on, β 2 from update 5 on") {
		t.Error(text)
	}
	if m.Pinned.Events += ",7.beta.3"; !strings.Contains(string(m.comparison()), "<b>B</b> 3 changes in the run") {
		t.Error(m.comparison())
	}
	m.Pinned.Values = map[string]string{"kappa": "0.1", "beta": "3", "seed": "2", "updates": "9"}
	m.State.Values["beta"], m.Pinned.Events = "5", "" // at present; it began with the default
	if text = string(m.comparison()); !strings.Contains(text, "<b>A</b> κ 0.3, β 2, seed 1 ") {
		t.Error("many differences, of the start: ", text)
	}
	m.Pinned.Values = StartValues(&m.Catalogue[0], m.State.Link, m.State.Values)
	m.Pinned.Events, m.Pinned.Stopped = "", "it <failed>"
	if text = string(m.comparison()); !strings.Contains(text, "it &lt;failed&gt;") {
		t.Error(text)
	}
	m.Pinned.Stopped = ""
	if text = string(m.comparison()); !strings.Contains(text, "the same run so far") {
		t.Error(text)
	}
}

func TestResultsStandBesideThoseOfThePinnedRun(t *testing.T) {
	m := comparing()
	html := render(t, &Scalars{Model: m}).html
	if !strings.Contains(html, "+2.0σ") || !strings.Contains(html, plot.Measured(2, m.Pinned.State.Scalars[0].Error)) {
		t.Error("the difference is 1 ± 0.5: ", html)
	}
	m.State.Update = 8
	if html = render(t, &Scalars{Model: m}).html; strings.Contains(html, "+2.0σ") {
		t.Error("runs that are not complete differ for other reasons")
	}
	if m.Pinned = nil; strings.Contains(render(t, &Scalars{Model: m}).html, ">B<") && !strings.Contains(render(t, &Scalars{Model: m}).html, "hidden") {
		t.Error("a column of nothing")
	}
}

func TestEnsembleSaysWhetherTheoryHolds(t *testing.T) {
	m := comparing()
	m.State.Transitions = []protocol.Transition{{Name: "t_I"}}
	m.Ensemble = &Ensemble{Wanted: 16, Done: 7, Theory: 0.96, Run: 0.5, Off: 1.26, Drawn: true, Skipped: []string{"seed 4: <it>"}, Spreads: []plot.Spread{
		{Name: "t_I", N: 7, Mean: 10, Error: 1, Deviation: 2.6, Theory: 9.6, Off: 0.4}, {Name: "m", N: 1, Mean: 1, Error: math.NaN(), Deviation: math.NaN(), Theory: math.NaN(), Off: math.NaN()},
		{Name: "far", N: 7, Mean: 1, Error: 1, Deviation: 2, Theory: 3, Off: 9}}}
	if want := "theory inside the band at 96 % of its points, this run at 50 %; runs off theory by 1.3σ (chance: 1); t<sub>I</sub> off by 0.4σ; 1 skipped: seed 4: &lt;it&gt;"; m.agreement() != want {
		t.Errorf("%s, want %s", m.agreement(), want)
	}
	_, text := m.ensembleDialog()
	for _, want := range []string{"7 of 16 seeds", `value="8"`, "&lt;it&gt;", "<sub>I</sub></th><td>10.0 ± 1.0</td><td>2.6</td><td>9.6</td><td>+0.4σ</td>", "<td>limit</td>", "<td>1</td><td>–</td><td>–</td><td></td>"} {
		if !strings.Contains(text, want) {
			t.Errorf("%s\nlacks %s", text, want)
		}
	}
	m.Ensemble.Spreads[0].N = 5 // the others never came so far
	if _, text = m.ensembleDialog(); !strings.Contains(m.agreement(), "off by 0.4σ in the 5 runs that have it") || !strings.Contains(text, "<sub>I</sub> of 5 runs</th>") {
		t.Errorf("%s\n%s", m.agreement(), text)
	}
	if line := string(m.ensembleLine()); strings.Contains(line, "<it>") || !strings.Contains(line, "7 of 16 seeds") {
		t.Error(line)
	}
}

// TestSeedsOfTheForm: what is typed is bounded, and starts an ensemble of so many.
func TestSeedsOfTheForm(t *testing.T) {
	m, got := sampleModel(), 0
	a := &Actions{Ensemble: func(n int) { got = n }}
	for text, want := range map[string]int{"5": 5, "1": 2, "900": 200, "x": 16, "": 16} {
		m.Seeds = 0
		Deeds["seeds"](m, a, text)
		if Deeds["ensemble"](m, a, ""); got != want {
			t.Errorf("%q runs %d seeds, want %d", text, got, want)
		}
	}
}

// TestWhatOfBIsNotDrawn: modes and sizes that B has and A lacks are said.
func TestWhatOfBIsNotDrawn(t *testing.T) {
	m := sampleModel()
	e := &m.Catalogue[1]
	e.Series = []protocol.Quantity{{Name: "sigma3", Symbol: "σ²₃", Doc: "a"}, {Name: "sigma4", Symbol: "σ²₄", Doc: "b"}, {Name: "chi", Symbol: "χ", Doc: "c"}}
	m.Pinned = &Pinned{Values: map[string]string{"beta": "2"}, Drawn: true, State: protocol.State{Update: 9, Updates: 9}}
	for want, beyond := range map[string][]string{
		"σ²₃ and σ²₄ of B are not drawn, as A has none": {"sigma3", "sigma4"},
		"χ (N=400) of B is not drawn, as A has none":    {"chi.400"},
	} {
		if m.Pinned.Beyond = beyond; !strings.Contains(string(m.comparison()), want) {
			t.Errorf("%q lacks %q", m.comparison(), want)
		}
	}
	m.Pinned.Beyond, m.Panels = []string{"chi.400"}, []plot.Panel{{Hero: true, Kind: plot.Lines, Curves: []plot.Curve{{Rings: true}}}}
	if !strings.Contains(string(m.comparison()), "rings: of A alone; χ (N=400) of B is not drawn") {
		t.Error(m.comparison())
	}
	if m.Pinned.Beyond = nil; strings.Contains(string(m.comparison()), "not drawn") {
		t.Error(m.comparison())
	}
}

// TestEndValues: a run that was brought back is named after what it did later.
func TestEndValues(t *testing.T) {
	now := map[string]string{"beta": "2", "lr": "0.05"}
	for _, row := range []struct {
		link     string
		last     int
		beta, lr string
	}{{"hopfield", 700, "2", "0.05"}, {"hopfield?events=200.beta.2.5", 700, "2.5", "0.05"}, {"hopfield?events=200.beta.2.5", 200, "2", "0.05"},
		{"hopfield?events=200.beta.2.5,300.lr.1e-05,400.beta.3", 350, "2.5", "1e-05"}} {
		if end := EndValues(row.link, now, row.last); end["beta"] != row.beta || end["lr"] != row.lr || now["beta"] != "2" {
			t.Errorf("%s at %d: %v", row.link, row.last, end)
		}
	}
}
