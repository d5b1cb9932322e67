package ui

import (
	"testing"

	"cascade/wasm/protocol"
)

func TestInvitation(t *testing.T) {
	m, s := sampleModel(), &sent{}
	actions := &Actions{Open: func(kind string) { s.add("open " + kind) }, Decline: func() { s.add("decline") }}
	p := render(t, &Invitation{Model: m, Actions: actions})
	if !has(p.find("class", "invitation"), "hidden") {
		t.Error("an invitation although no link needs a file")
	}
	m.Wanted = "import?hidden=5"
	p.render()
	if has(p.find("class", "invitation"), "hidden") {
		t.Error("no invitation")
	}
	p.wants("HDF5", "VCF", ".hapt", "NPZ", "Human Genome Dataset", "CelebA", "never leaves your computer")
	p.fire(p.find("class", "play"), "click", "")
	p.fire(p.find("aria-label", "Dismiss"), "click", "")
	if len(s.calls) != 2 || s.calls[0] != "open import" || s.calls[1] != "decline" {
		t.Errorf("called %v", s.calls)
	}
	m.Catalogue = append(m.Catalogue, protocol.Experiment{Name: "import", Title: "Your own data"})
	if got := m.picked(); got != "import" {
		t.Errorf("%s is shown as chosen", got)
	}
}

// The row of the open file is there for runs that train on one, and for no other.
func TestOwnFileRow(t *testing.T) {
	m, s := sampleModel(), &sent{}
	m.File = "d.csv: 3 samples"
	p := render(t, &Controls{Model: m, Actions: &Actions{Open: func(kind string) { s.add(kind) }}})
	if !has(p.find("class", "own"), "hidden") {
		t.Error("a file's row in a run without one")
	}
	m.State.Values = map[string]string{"source": "import"}
	p.render()
	if has(p.find("class", "own"), "hidden") {
		t.Error("no row for the file")
	}
	p.wants("d.csv: 3 samples")
	p.fire(p.find("title", "Learn from another file"), "click", "")
	p.fire(p.find("title", "A table of labels for the samples, which colours their points"), "click", "")
	if len(s.calls) != 2 || s.calls[0] != Data || s.calls[1] != Labels {
		t.Errorf("called %v", s.calls)
	}
}
