package worker

import (
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// TestSeekIgnoresThePaceAndSurvivesASet: the scrubber is not bound to the speed menu, and a slider does not end it.
func TestSeekIgnoresThePaceAndSurvivesASet(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	w.commands <- protocol.Command{Type: protocol.Pace, Rate: 1}
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 1, ID: 1}
	w.reply(1)
	w.commands <- protocol.Command{Type: protocol.Seek, Run: 1, N: 200, ID: 2} // 200 s at the asked pace
	w.commands <- protocol.Command{Type: protocol.Set, Run: 1, Name: "lr", Value: "0.06"}
	w.reply(2)
	if s := w.state(func(s *protocol.State) bool { return !s.Running && s.Update >= 200 }); s.Update != 200 || s.Values["lr"] != "0.06" {
		t.Errorf("stands at %d with lr %s", s.Update, s.Values["lr"])
	}
}

// TestANewLoadDropsOneThatWaits: the file of an overtaken load must not bring it back.
func TestANewLoadDropsOneThatWaits(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	w.commands <- protocol.Command{Type: protocol.Load, Run: 2, ID: 5, Link: "digits"}
	w.until(protocol.NeedType)
	w.commands <- protocol.Command{Type: protocol.Load, Run: 3, Link: "garbage"}
	if m := w.match(protocol.FailureType, func(m protocol.Message) bool { return m.ID == 5 }); m.Text == "" {
		t.Error("no reason")
	}
	w.until(protocol.FailureType)
	w.commands <- protocol.Command{Type: protocol.Asset, Name: "digits", Bytes: []byte("late")}
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 1, ID: 6}
	w.reply(6)
}

// TestWhatTheDataShowIsTold: how large a learning rate may be is known when the data are there, after the link was loaded.
func TestWhatTheDataShowIsTold(t *testing.T) {
	w := start(t, 0)
	if l := w.load(1, "genome?lr=1&hidden=4&samples=100&batch=20&chains=8"); len(l.Corrections) != 0 {
		t.Errorf("corrections at load %q", l.Corrections)
	}
	if s := w.state(func(s *protocol.State) bool { return len(s.Corrections) > 0 }); s.Update != 0 || !strings.Contains(s.Corrections[0], "stable up to about") {
		t.Errorf("corrections at update %d: %q", s.Update, s.Corrections)
	}
}

// TestPulledIsOfOneUpdate: a report and a frame, in this order and of the same update, also where the pull comes in the middle of one.
func TestPulledIsOfOneUpdate(t *testing.T) {
	w := start(t, 0)
	w.load(1, "mattis?n=400&samples=200&chains=300&updates=100000")
	w.commands <- protocol.Command{Type: protocol.Play, Run: 1}
	before := 0 // the update of the frame before, whose fields need not come again
	for range 20 {
		w.commands <- protocol.Command{Type: protocol.Pull, Run: 1}
		st := w.state(func(s *protocol.State) bool { return s.Pulled })
		f := <-w.frames
		last := float32(-1)
		for _, b := range f.Blocks {
			if b.Name == "histogram" {
				last = 1
			}
		}
		if f.Update != st.Update || f.Update > before && last < 0 {
			t.Fatalf("the frame is of update %d, with fields: %v, its report of %d", f.Update, last > 0, st.Update)
		}
		before = f.Update
	}
}

// TestARecordIsThatOfItsLink: what was corrected of a setting that begins another run is told, and is no part of that run, whose link needs no correction.
func TestARecordIsThatOfItsLink(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	w.commands <- protocol.Command{Type: protocol.Set, Run: 1, ID: 1, Changes: []protocol.Change{{Name: "beta", Value: "2.109"}}}
	const said = "not a multiple of 0.01; using 2.11"
	if s := w.state(func(s *protocol.State) bool { return len(s.Corrections) > 0 }); !strings.Contains(s.Corrections[0], said) || s.Values["beta"] != "2.11" {
		t.Errorf("told %q of beta = %s", s.Corrections, s.Values["beta"])
	}
	if m := w.reply(1); !strings.Contains(m.Text, said) {
		t.Errorf("answered %q", m.Text)
	}
	w.commands <- protocol.Command{Type: protocol.Record, Run: 1, ID: 2}
	if m := w.reply(2); !strings.Contains(m.Text, `"corrections":[]`) {
		t.Errorf("the record begins with %.900s", m.Text)
	}
}

// TestTheWorkerSaysWhatWasForetold: the page shows a first run before the worker has it, so both must say the same, down to the corrections.
func TestTheWorkerSaysWhatWasForetold(t *testing.T) {
	w := start(t, 0)
	program := Program("test")
	for i, link := range []string{
		small, "hopfield?n=60&samples=20&chains=10&view=surface&lock=beta", "hierarchy?n=60", "binary?n=60", "scaling", "relaxation", "hysteresis",
		"mattis?beta=99&nonsense=1", "mattis?n=60&updates=50&events=10.beta.2",
	} {
		foretold, loaded := program.Foretell(link), w.load(i+1, link)
		if foretold == nil || !foretold.Equal(loaded) {
			t.Errorf("%s: foretold %+v, loaded %+v", link, foretold, loaded)
		}
	}
	for _, link := range []string{"garbage", "digits", "faces", "import", "machine"} {
		if l := program.Foretell(link); l != nil {
			t.Errorf("%s: foretold %+v, though it takes a file", link, l)
		}
	}
}

// TestAFirstPullBehindItsLoad: asked for at once, the first frame holds the prepared run.
func TestAFirstPullBehindItsLoad(t *testing.T) {
	w := start(t, 0)
	w.commands <- protocol.Command{Type: protocol.Load, Run: 1, Link: small}
	w.commands <- protocol.Command{Type: protocol.Pull, Run: 1}
	if f := <-w.frames; f.Run != 1 || len(f.Blocks) == 0 {
		t.Errorf("a frame of run %d with %d blocks", f.Run, len(f.Blocks))
	}
}
