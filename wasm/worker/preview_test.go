package worker

import (
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// preview asks for a preview and returns it.
func (w *wire) preview(run int, changes ...protocol.Change) protocol.Frame {
	w.t.Helper()
	w.commands <- protocol.Command{Type: protocol.Preview, Run: run, Changes: changes}
	for {
		if f := <-w.frames; f.Preview {
			return f
		}
	}
}

// names lists a frame's blocks.
func names(f *protocol.Frame) string {
	var list []string
	for i := range f.Blocks {
		list = append(list, f.Blocks[i].Name)
	}
	return strings.Join(list, " ")
}

// TestPreviewLeavesTheRunAlone at update 0, between two updates and while it plays: the hash stays that of a run without previews.
func TestPreviewLeavesTheRunAlone(t *testing.T) {
	const link = "hopfield?n=60&samples=50&chains=20&updates=200"
	want := hashOf(t, link, 200)
	w := start(t, 0)
	w.load(1, link)
	kappa := protocol.Change{Name: "kappa", Value: "0.5"}
	ask := func() {
		t.Helper()
		f := w.preview(1, kappa)
		for _, name := range []string{"sigma1.theory", "free_energy", protocol.Foreseen + "t_II"} {
			if !strings.Contains(names(&f), name) {
				t.Errorf("at update %d the preview has %s, without %s", f.Update, names(&f), name)
			}
		}
	}
	ask()
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 20, ID: 1}
	w.reply(1)
	ask()
	w.commands <- protocol.Command{Type: protocol.Play, Run: 1, ID: 2}
	ask()
	w.reply(2)
	s := w.state(func(s *protocol.State) bool { return s.Update == 200 })
	if s.Hash != want || s.Link != link {
		t.Errorf("hash %s, without previews %s; link %s", s.Hash, want, s.Link)
	}
}

// TestNoPreviewIsAnEmptyFrame: the page waits for an answer also where there is no theory.
func TestNoPreviewIsAnEmptyFrame(t *testing.T) {
	w := start(t, 0)
	w.load(1, "genome?hidden=4&samples=100&batch=20&chains=8")
	if f := w.preview(1, protocol.Change{Name: "lr", Value: "0.1"}); len(f.Blocks) != 0 {
		t.Errorf("blocks %s", names(&f))
	}
}

// TestThePlaneComesWhenItChanges: with the first state of a run, and again only when a value off its axes changed.
func TestThePlaneComesWhenItChanges(t *testing.T) {
	w := start(t, 0)
	w.load(1, "hopfield?n=60&samples=50&chains=20")
	if s := w.state(func(*protocol.State) bool { return true }); s.Plane == nil || s.Plane.X != "beta" || len(s.Plane.Regions) != 3 {
		t.Fatalf("first state has the plane %v", s.Plane)
	}
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 3, ID: 1}
	w.reply(1)
	set := func(id int, name, value string) *protocol.State {
		t.Helper()
		w.commands <- protocol.Command{Type: protocol.Set, Run: 1, ID: id, Changes: []protocol.Change{{Name: name, Value: value}}}
		return w.state(func(s *protocol.State) bool { return s.Values[name] == value })
	}
	if s := set(2, "kappa", "0.5"); s.Plane != nil {
		t.Error("sent again for a point of its own")
	}
	if s := set(3, "lr", "0.02"); s.Plane == nil {
		t.Error("not sent for another learning rate")
	}
}

// TestSetTakesBothAtOnce: one gesture in the plane is one new run.
func TestSetTakesBothAtOnce(t *testing.T) {
	w := start(t, 0)
	w.load(1, "hopfield?n=60&samples=50&chains=20")
	w.commands <- protocol.Command{Type: protocol.Set, Run: 1, ID: 1, Changes: []protocol.Change{{Name: "beta", Value: "1.5"}, {Name: "kappa", Value: "0.4"}}}
	if m := w.until(protocol.LoadedType); m.Loaded.Link != "hopfield?beta=1.5&kappa=0.4&n=60&samples=50&chains=20" {
		t.Errorf("loaded %s", m.Loaded.Link)
	}
	w.reply(1)
}
