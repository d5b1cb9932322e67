package worker

import (
	"encoding/json"
	"testing"

	"cascade/wasm/protocol"
)

// TestTimingLeavesTheRunAlone: updates are timed in the middle of a run, which comes to the same hash as one that was left alone.
func TestTimingLeavesTheRunAlone(t *testing.T) {
	hash := func(timed bool) string {
		w := start(t, 0)
		w.load(1, small)
		w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 20, ID: 1}
		w.reply(1)
		if timed {
			w.commands <- protocol.Command{Type: protocol.Time, Run: 1, ID: 2, Rate: 0.01, Name: "a case", Value: "here", N: 8}
			var got protocol.Timing
			if err := json.Unmarshal([]byte(w.reply(2).Text), &got); err != nil {
				t.Fatal(err)
			}
			if got.Case != "a case" || got.Where != "here" || got.Cores != 8 || got.Workers != 1 || got.Reps < 5 || !(got.SecPerUpdate > 0) || got.P10 > got.SecPerUpdate || got.SecPerUpdate > got.P90 {
				t.Errorf("got %+v", got)
			}
		}
		w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 20, ID: 3}
		w.reply(3)
		return w.state(func(s *protocol.State) bool { return s.Update == 40 }).Hash
	}
	if alone, timed := hash(false), hash(true); alone != timed {
		t.Errorf("hash %s, with updates timed on the way %s", alone, timed)
	}
}

// TestTimingARunThatFails says why.
func TestTimingARunThatFails(t *testing.T) {
	w := start(t, 0)
	w.load(1, "mattis?n=20&samples=10&chains=4&lr=10&method=saddle&init=2&updates=100000")
	w.commands <- protocol.Command{Type: protocol.Time, Run: 1, ID: 2, Rate: 0.05}
	if m := w.match(protocol.FailureType, func(m protocol.Message) bool { return m.ID == 2 }); m.Text == "" {
		t.Error("no reason")
	}
}
