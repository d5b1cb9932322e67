package ui

import (
	"fmt"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// TestTakeHome opens the dialog from a key, a menu and a panel, and presses everything in it.
func TestTakeHome(t *testing.T) {
	m, s := sampleModel(), &sent{}
	a := deeds(s)
	a.Export = func(what, panel string) { s.add("export " + what + " of " + panel) }
	press(t, m, a, "e", false)
	if m.View.Dialog != ExportDialog || m.View.Export != "overlap" {
		t.Fatalf("dialog %q of %q", m.View.Dialog, m.View.Export)
	}
	text := m.Dialog(ExportDialog)
	for _, value := range []string{"svg", "png1", "png2", "png3", "png4", "csv", "json", "ipynb", "npz", "h5"} {
		if !strings.Contains(text, `id="take-`+value+`" data-do="export" data-value="`+value+`"`) {
			t.Errorf("the dialog lacks %s", value)
		}
		Deeds["export"](m, a, value)
		if want := "export " + value + " of overlap"; s.last() != want {
			t.Errorf("got %q, want %q", s.last(), want)
		}
	}
	if !strings.Contains(text, `<option value="overlap" selected>`) || strings.Count(text, "<option") != len(m.Panels) {
		t.Errorf("the list of plots is\n%s", text)
	}
	m.Saved = "<x> is saved."
	other := m.Panels[len(m.Panels)-1].ID
	Deeds["export-panel"](m, a, other)
	if text := m.Dialog(ExportDialog); m.Saved != "" || !strings.Contains(text, `<option value="`+other+`" selected>`) {
		t.Errorf("after choosing %s:\n%s", other, text)
	}
	m.Saved = "<x> is saved."
	if text := m.Dialog(ExportDialog); !strings.Contains(text, "&lt;x&gt; is saved.") {
		t.Error("what was saved is not said, or is taken for markup")
	}
	Deeds["export-panel"](m, a, "gone")
	if m.exported() != "overlap" {
		t.Errorf("a panel that is gone stands for %q", m.exported())
	}
}

// TestProtocolsHaveNoMachine: what can't be saved is not offered.
func TestProtocolsHaveNoMachine(t *testing.T) {
	m := sampleModel()
	m.Catalogue = []protocol.Experiment{{Name: m.Loaded.Experiment, Params: []protocol.Param{{Name: "beta"}}}}
	if text := m.Dialog(ExportDialog); strings.Contains(text, "npz") || !strings.Contains(text, "take-csv") {
		t.Error("a run without live parameters offers weights, or no curves")
	}
}

func TestFileName(t *testing.T) {
	m := &Model{Loaded: protocol.Loaded{Experiment: "hopfield"}, Catalogue: []protocol.Experiment{{Name: "hopfield",
		Params: []protocol.Param{{Name: "beta", Default: "2"}, {Name: "kappa", Default: "0.3"}, {Name: "method", Default: "pcd"}}}}}
	m.State = protocol.State{Update: 600, Values: map[string]string{"beta": "2", "kappa": "0.4", "method": "pcd", "seed": "7", "updates": "900"}}
	if got := m.FileName("sigma", "svg"); got != "hopfield-kappa0.4-seed7-at600-sigma.svg" {
		t.Error(got)
	}
	m.State.Values["seed"], m.State.Values["method"] = "1", "../a b"
	if got := m.FileName("", "csv"); got != "hopfield-kappa0.4-method.._a_b-at600.csv" {
		t.Error(got)
	}
	for i := range 200 {
		name := fmt.Sprint("p", i)
		m.Catalogue[0].Params = append(m.Catalogue[0].Params, protocol.Param{Name: name})
		m.State.Values[name] = "3"
	}
	if got := m.FileName("free_energy", "svg"); len(got) > 140 || !strings.HasSuffix(got, "-at600-free_energy.svg") {
		t.Errorf("%d letters: %s", len(got), got)
	}
}
