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
	for _, row := range []struct{ link, title string }{{"machine", "Look at a trained machine of your own"}, {"gaussian?k=2", "Look at a trained machine of your own"}, {"genome?source=import", "Train on data of your own"}} {
		m.Wanted = row.link
		p.render()
		p.wants(row.title, "“weight_matrix”")
		if machine := row.title[:4] == "Look"; has(p.find("class", "note"), "hidden") != machine {
			t.Errorf("%s: where data come from is hidden: %v", row.link, !machine)
		}
	}
	m.Wanted = "import?hidden=5"
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

// A run on one's own data that ends before the transitions that theory expects offers to be longer.
func TestEnoughUpdates(t *testing.T) {
	m, s := sampleModel(), &sent{}
	m.State.Values = map[string]string{"source": "import", "updates": "1000"}
	m.State.Updates = 1000
	first, second, third, never := 1010.9, 1123.99, 5e4, 3e7
	p := render(t, &Controls{Model: m, Actions: &Actions{Set: func(name, value string) { s.add(name + "=" + value) }}})
	const offer = "So long a run sees the first two transitions that theory expects"
	for _, c := range []struct {
		theory []*float64
		locked bool
		want   string
	}{
		{nil, false, ""}, {[]*float64{nil, nil}, false, ""}, {[]*float64{&first, &second, &third}, false, "1400"}, {[]*float64{&first, &never}, false, "1300"},
		{[]*float64{&first, &second}, true, ""},
	} {
		m.State.Transitions, m.Lock = nil, map[string]bool{"updates": c.locked}
		for _, theory := range c.theory {
			m.State.Transitions = append(m.State.Transitions, protocol.Transition{Theory: theory})
		}
		p.render()
		if got := p.find("title", offer); has(got, "hidden") != (c.want == "") {
			t.Errorf("%v: the offer is wrong, wanted %q", c.theory, c.want)
		} else if c.want != "" {
			s.calls = nil
			p.wants(c.want + " updates")
			p.fire(got, "click", "")
			if len(s.calls) != 1 || s.calls[0] != "updates="+c.want {
				t.Errorf("called %v, wanted %s", s.calls, c.want)
			}
		}
	}
}
