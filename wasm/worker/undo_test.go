package worker

import (
	"fmt"
	"testing"

	"cascade/wasm/protocol"
)

// do sends a command and returns the state behind its reply.
func (w *wire) do(c protocol.Command) *protocol.State {
	w.t.Helper()
	w.lastID++
	c.Run, c.ID = 1, w.lastID
	w.commands <- c
	w.reply(c.ID)
	w.lastID++ // the newest state, whatever is still on its way
	w.commands <- protocol.Command{Type: protocol.Pause, Run: 1, ID: w.lastID}
	w.reply(w.lastID)
	return w.state(func(s *protocol.State) bool { return s.Hash != "" }) // once the run is prepared
}

func where(s *protocol.State) string { return fmt.Sprint(s.Update, " ", s.Hash, " ", s.Link) }

// TestUndoGivesBackTheRun makes settings of every kind at many places, takes all back and makes them again: each time the run is at the
// update, with the hash and the link that it was at.
func TestUndoGivesBackTheRun(t *testing.T) {
	w := start(t, 0)
	w.load(1, small+"&updates=200&events=90.k.2")
	set := func(name, value string) protocol.Command {
		return protocol.Command{Type: protocol.Set, Changes: []protocol.Change{{Name: name, Value: value}}}
	}
	seek := func(n int) protocol.Command { return protocol.Command{Type: protocol.Seek, N: n} }
	var before, after []string
	for i, c := range []protocol.Command{
		set("beta", "1.8"),         // at the start, where it is another run; its event goes
		set("seed", "5"),           // another run
		seek(50), set("lr", "0.1"), // an event
		seek(120), seek(70), set("lr", "0.02"), // a fork
		seek(100), set("updates", "300"), // the run's length
		seek(90), set("beta", "2"), // another fork
		seek(300), set("beta", "1.1"), // the run is complete: another begins
		seek(20), set("n", "40"), // no change during a run
	} {
		was := where(w.do(protocol.Command{Type: protocol.Pause}))
		s := w.do(c)
		if c.Type != protocol.Set {
			continue
		}
		before = append(before, was)
		if n := len(after); n > 0 {
			after[n-1] = was // a redo gives back what the undo left
		}
		after = append(after, where(s))
		if where(s) == was {
			t.Errorf("setting %d changes nothing", i)
		}
	}
	for range 2 {
		for i := len(before) - 1; i >= 0; i-- {
			if got := where(w.do(protocol.Command{Type: protocol.Undo})); got != before[i] {
				t.Errorf("setting %d undone: %s, it was %s", i, got, before[i])
			}
		}
		for i := range after {
			if got := where(w.do(protocol.Command{Type: protocol.Redo})); got != after[i] {
				t.Errorf("setting %d redone: %s, it was %s", i, got, after[i])
			}
		}
	}
}

// TestADragIsOneStep: settings that go on with the one before are undone with it; a new link has nothing to undo.
func TestADragIsOneStep(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	w.do(protocol.Command{Type: protocol.Seek, N: 30})
	was := where(w.do(protocol.Command{Type: protocol.Pause}))
	for i := range 3 {
		w.do(protocol.Command{Type: protocol.Set, Name: "lr", Value: fmt.Sprint(0.1 + float64(i)/100), GoesOn: i > 0})
		w.do(protocol.Command{Type: protocol.Step, N: 5})
	}
	if got := where(w.do(protocol.Command{Type: protocol.Undo})); got != was {
		t.Errorf("%s, it was %s", got, was)
	}
	for i, lr := range []string{"0.2", "0.3", w.do(protocol.Command{Type: protocol.Pause}).Values["lr"]} { // and back before an update
		w.do(protocol.Command{Type: protocol.Set, Name: "lr", Value: lr, GoesOn: i > 0})
	}
	if got := where(w.do(protocol.Command{Type: protocol.Pause})); got != was {
		t.Errorf("there and back: %s, it was %s", got, was)
	}
	w.commands <- protocol.Command{Type: protocol.Undo, Run: 1, ID: 6}
	if m := w.until(protocol.FailureType); m.ID != 6 {
		t.Errorf("there and back is a step: %+v", m)
	}
	w.commands <- protocol.Command{Type: protocol.Load, Run: 1, Link: small}
	w.commands <- protocol.Command{Type: protocol.Redo, Run: 1, ID: 7}
	if m := w.until(protocol.FailureType); m.ID != 7 || m.Text != "there is nothing to redo" {
		t.Errorf("%+v", m)
	}
}

// TestUndoSaysWhereItEnds: settings that are too many to keep are not taken for none.
func TestUndoSaysWhereItEnds(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	for i := range maxSteps + 1 {
		w.do(protocol.Command{Type: protocol.Set, Name: "lr", Value: fmt.Sprint(0.2 + float64(i%2)/10)})
	}
	for i := range maxSteps {
		if got, want := w.do(protocol.Command{Type: protocol.Undo}).Values["lr"], fmt.Sprint(0.2+float64((i+1)%2)/10); got != want {
			t.Fatalf("after %d: %s, want %s", i+1, got, want)
		}
	}
	w.commands <- protocol.Command{Type: protocol.Undo, Run: 1, ID: 8}
	if m := w.until(protocol.FailureType); m.ID != 8 || m.Text != "settings before the last 200 can't be undone" {
		t.Errorf("%+v", m)
	}
}

// TestUndoInTheMiddleOfUpdates: while the run plays.
func TestUndoInTheMiddleOfUpdates(t *testing.T) {
	w := start(t, 0)
	link := "mattis?n=400&samples=200&chains=300&updates=100000"
	w.load(1, link)
	w.do(protocol.Command{Type: protocol.Step, N: 3})
	for i := range 30 {
		w.commands <- protocol.Command{Type: protocol.Play, Run: 1}
		w.commands <- protocol.Command{Type: protocol.Set, Run: 1, Name: "lr", Value: fmt.Sprint(0.1 + float64(i)/100)}
		if i%2 == 0 {
			w.state(func(s *protocol.State) bool { return s.Running })
		}
		s := w.do(protocol.Command{Type: protocol.Undo})
		if want := hashOf(t, link, s.Update); s.Link != link || s.Hash != want {
			t.Fatalf("%s, want %s %s", where(s), want, link)
		}
	}
}
