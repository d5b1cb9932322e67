package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"cascade/engine/experiments"
	"cascade/scripts/internal/repo"
	"cascade/ui"
	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// withoutFormula names what has nothing to calculate, as "experiment.name", or "*.name" for all experiments.
var withoutFormula = map[string]bool{
	"*.side": true, "genome.source": true, "genome.drift": true, "*.clusters": true, "*.accuracy": true,
	"scaling.points": true, "scaling.sweeps": true, "relaxation.points": true,
	"panel data": true,
}

// TestEverythingIsExplained: every parameter, series and scalar says in one sentence what it is, with a formula and where it comes
// from, and so does every panel.
func TestEverythingIsExplained(t *testing.T) {
	excepted := map[string]bool{}
	explained := func(experiment, name, doc, formula, source string) {
		t.Helper()
		if n := utf8.RuneCountInString(doc); n < 10 || n > 200 {
			t.Errorf("%s.%s: the sentence has %d characters: %s", experiment, name, n, doc)
		}
		if source == "" {
			t.Errorf("%s.%s does not say where it comes from", experiment, name)
		}
		for _, key := range []string{experiment + "." + name, "*." + name} {
			if withoutFormula[key] {
				excepted[key] = true
				if formula != "" {
					t.Errorf("%s has a formula: it is no exception", key)
				}
				return
			}
		}
		if formula == "" {
			t.Errorf("%s.%s has no formula", experiment, name)
		}
	}
	for _, e := range experiments.Catalogue() {
		for _, p := range e.Params {
			explained(e.Name, p.Name, p.Doc, p.Formula, p.Source)
		}
		for _, q := range append(e.Series, e.Scalars...) {
			explained(e.Name, q.Name, q.Doc, q.Formula, q.Source)
		}
		m := &ui.Model{Catalogue: []protocol.Experiment{converted(e)}, Loaded: protocol.Loaded{Experiment: e.Name}}
		m.Panels = plot.Panels(m.Catalogue[0], map[string]string{"updates": "100"}, []int{100, 200})
		for i := range m.Panels {
			for _, kind := range []string{"panel ", "x ", "y "} {
				x, ok := m.Explain(kind + m.Panels[i].ID)
				text := x.HTML(func(tex string) string { return "FORMULA" })
				if !ok || !strings.Contains(text, "FORMULA") && !withoutFormula["panel "+m.Panels[i].ID] || len(text) < 80 {
					t.Errorf("%s: %s%s explains itself as %q", e.Name, kind, m.Panels[i].ID, text)
				}
			}
		}
	}
	for key := range withoutFormula {
		if !excepted[key] && !strings.HasPrefix(key, "panel ") {
			t.Errorf("the exception %s is none", key)
		}
	}
}

// converted is an experiment as the page gets it.
func converted(e *experiments.Experiment) (x protocol.Experiment) {
	text, err := json.Marshal(e)
	if err == nil {
		err = json.Unmarshal(text, &x)
	}
	if err != nil {
		panic(err)
	}
	return x
}

// TestFormulas: all TeX is understood, every formula of the page about the physics is MathML with a text, and every figure that
// page names is a link without corrections; TeX that is wrong is an error.
func TestFormulas(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(tree(root).static("physics.html"))
	if err != nil {
		t.Fatal(err)
	}
	list := formulas()
	data, err := convertFormulas(tree(root), list, string(page))
	if err != nil {
		t.Fatal(err)
	}
	var out struct {
		Formulas map[string]string
		Physics  string
	}
	if err := json.Unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	for _, tex := range list {
		if m := out.Formulas[tex]; !strings.HasPrefix(m, `<math alttext="`) || !strings.HasSuffix(m, "</math>") || strings.Contains(m, "merror") {
			t.Errorf("%s became %q", tex, m)
		}
	}
	if n := strings.Count(out.Physics, "<math alttext="); strings.Contains(out.Physics, "$") || n < 20 {
		t.Errorf("the page about the physics has %d formulas, or a $ that is left", n)
	}
	links := regexp.MustCompile(`data-do="load" data-value="([^"]*)"`).FindAllStringSubmatch(out.Physics, -1)
	if len(links) < 6 {
		t.Errorf("the page about the physics names %d figures", len(links))
	}
	for _, l := range links {
		if _, sentences, err := experiments.ParseLink(l[1]); err != nil || len(sentences) > 0 {
			t.Errorf("%s: %v %v", l[1], sentences, err)
		}
	}
	words := len(strings.Fields(regexp.MustCompile(`<[^>]*>|\$\$?[^$]*\$\$?`).ReplaceAllString(string(page), " ")))
	if words < 400 || words > 700 {
		t.Errorf("the page about the physics has %d words", words)
	}
	if _, err := convertFormulas(tree(root), []string{`\frac{1`}, ""); err == nil {
		t.Error("a broken formula was converted")
	}
}
