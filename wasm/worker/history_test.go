package worker

import (
	"encoding/json"
	"fmt"
	"math"
	"runtime"
	"testing"
	"time"

	"cascade/engine/experiments"
	"cascade/wasm/protocol"
)

// seek goes to an update and returns the state there. A run that is loaded anew on the way is a failure.
func (w *wire) seek(id, update int) *protocol.State {
	w.t.Helper()
	w.commands <- protocol.Command{Type: protocol.Seek, Run: 1, N: update, ID: id}
	for {
		select {
		case m := <-w.messages:
			if m.Type == protocol.LoadedType || m.Type == protocol.FailureType {
				w.t.Fatalf("seek %d: %s %s", update, m.Type, m.Text)
			}
			if m.Type == protocol.ReplyType && m.ID == id {
				return w.state(func(s *protocol.State) bool { return s.Update == update && !s.Running })
			}
		case <-time.After(30 * time.Second):
			w.t.Fatalf("seek %d does not end", update)
		}
	}
}

func TestGoingBackDoesNotChangeTheRun(t *testing.T) {
	w := start(t, 0)
	w.load(1, small+"&updates=300")
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 60, ID: 1}
	w.reply(1)
	w.commands <- protocol.Command{Type: protocol.Set, Run: 1, Name: "beta", Value: "1.8", ID: 2}
	w.reply(2)
	link := small + "&updates=300&events=60.beta.1.8"
	for i, u := range []int{150, 30, 100, 0, 61, 60, 150, 300, 299} {
		s := w.seek(10+i, u)
		if s.Link != link || s.Hash != hashOf(t, link, u) || s.Forks != 0 {
			t.Errorf("at %d: link %s, hash %s, want %s; %d forks", u, s.Link, s.Hash, hashOf(t, link, u), s.Forks)
		}
		if want := map[bool]string{true: "1.8", false: "1.4"}[u >= 60]; s.Values["beta"] != want {
			t.Errorf("at %d beta is %s", u, s.Values["beta"])
		}
	}
	if s := w.seek(30, 20); s.Furthest != 300 {
		t.Errorf("furthest %d", s.Furthest)
	}
}

// TestSeekWithinAnUpdate: who goes to the update that the run is at, while the next is half done, gets there and not one further.
func TestSeekWithinAnUpdate(t *testing.T) {
	w := start(t, 0)
	w.load(1, "mattis?n=1000&samples=1000&chains=1000&k=20&updates=100")
	w.seek(1, 0) // the data are made
	for i := range 6 {
		u := i / 2
		w.seek(10+i, u)
		w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 1}
		time.Sleep(3 * time.Millisecond) // the update takes ten times as long; were it over, nothing would be tested
		w.seek(20+i, u)
		w.commands <- protocol.Command{Type: protocol.Pull, Run: 1} // answered when nothing is under way
		if s := w.state(func(s *protocol.State) bool { return s.Pulled }); s.Update != u {
			t.Errorf("a seek to update %d within the next ends at %d", u, s.Update)
		}
		<-w.frames
	}
}

// TestAChangeInThePastIsAFork: what the run did later, changes included, is no longer part of it.
func TestAChangeInThePastIsAFork(t *testing.T) {
	w := start(t, 0)
	w.load(1, small+"&updates=200&events=90.k.2")
	for i, u := range []int{150, 110, 70, 40} { // checkpoints are left behind that the fork must not come back to
		w.seek(50+i, u)
	}
	for id, value := range map[int]string{3: "0.1", 4: "0.2"} { // a slider is dragged: one fork
		w.commands <- protocol.Command{Type: protocol.Set, Run: 1, Name: "lr", Value: value, ID: id}
		w.reply(id)
	}
	w.commands <- protocol.Command{Type: protocol.Set, Run: 1, Name: "lr", Value: "0.08", ID: 5}
	w.reply(5)
	link := small + "&updates=200&events=40.lr.0.08"
	for i, u := range []int{120, 39, 41, 120} {
		s := w.seek(10+i, u)
		if s.Link != link || s.Hash != hashOf(t, link, u) || s.Forks != 1 || s.Fork != 40 || s.Furthest != 120 {
			t.Errorf("at %d: %+v", u, s)
		}
	}
	w.commands <- protocol.Command{Type: protocol.Set, Run: 1, Name: "lr", Value: "0.01", ID: 6} // at the end: no fork
	w.reply(6)
	if s := w.seek(20, 130); s.Forks != 1 {
		t.Errorf("%d forks", s.Forks)
	}
}

// TestTheFutureIsSentBeforeItIsLeft: a page that has not pulled since gets the points that the run goes back behind.
func TestTheFutureIsSentBeforeItIsLeft(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	w.seek(1, 100)
	w.seek(2, 20)
	if f := <-w.frames; f.Update != 100 || len(f.Blocks) == 0 || f.Blocks[0].Cols != 101 {
		t.Errorf("frame of update %d", f.Update)
	}
	w.seek(3, 10)
	select {
	case f := <-w.frames:
		t.Errorf("a frame of update %d that nobody asked for", f.Update)
	default:
	}
}

// TestAFailedRunGoesBack, and fails again at the same update.
func TestAFailedRunGoesBack(t *testing.T) {
	const link = "mattis?method=exact&lr=10&init=2&updates=200&n=10"
	w := start(t, 0)
	w.load(1, link)
	var failed int
	for range 2 {
		w.commands <- protocol.Command{Type: protocol.Play, Run: 1}
		w.until(protocol.FailureType)
		s := w.state(func(s *protocol.State) bool { return !s.Running })
		if failed != 0 && s.Update != failed {
			t.Errorf("failed at %d, then at %d", failed, s.Update)
		}
		if failed = s.Update; failed < 1 {
			t.Fatalf("failed at %d", failed)
		}
		if s := w.seek(failed, failed-1); s.Hash != hashOf(t, link, failed-1) {
			t.Errorf("hash %s", s.Hash)
		}
	}
}

// TestSeeksInTheMiddleOfUpdates: one overtakes the other, wherever the run is.
func TestSeeksInTheMiddleOfUpdates(t *testing.T) {
	const link = "hopfield?n=200&samples=50&chains=100&k=20&updates=400"
	w := start(t, 0)
	w.load(1, link)
	w.seek(1, 30)
	for i := range 40 {
		w.commands <- protocol.Command{Type: protocol.Seek, Run: 1, N: i * 17 % 40}
		time.Sleep(time.Millisecond)
	}
	w.commands <- protocol.Command{Type: protocol.Seek, Run: 1, N: 25, ID: 7}
	w.match(protocol.ReplyType, func(m protocol.Message) bool { return m.ID == 7 })
	if s := w.state(func(s *protocol.State) bool { return s.Update == 25 && !s.Running }); s.Hash != hashOf(t, link, 25) {
		t.Errorf("hash %s", s.Hash)
	}
}

func TestTheHistoryIsBounded(t *testing.T) {
	link, _, err := experiments.ParseLink(small + "&updates=3000")
	if err != nil {
		t.Fatal(err)
	}
	s := experiments.Open(link, nil, &experiments.Assets{})
	var h history
	h.reset()
	now := func() time.Duration { return 0 }
	for s.Update() < 1500 {
		if err := s.Step(func() {}); err != nil {
			t.Fatal(err)
		}
		if h.follow(s, now); len(h.list) > historyMost || experiments.Size(h.list) > h.bytes || h.bytes > historyBytes {
			t.Fatalf("%d checkpoints, %d bytes, believed %d", len(h.list), experiments.Size(h.list), h.bytes)
		}
	}
	if h.spacing != 8 || h.list[0].Update != 1 {
		t.Errorf("spacing %d from update %d on", h.spacing, h.list[0].Update)
	}
	for u := 1; u <= 1500; u++ {
		if c := h.before(u); c == nil || u-c.Update > 2*h.spacing {
			t.Fatalf("nothing to go back to from %d", u)
		}
	}
	h.changed(700, 700)
	if last := h.list[len(h.list)-1].Update; last > 700 || h.forks != 1 || h.fork != 700 || h.furthest != 700 {
		t.Errorf("the last checkpoint is at %d; %+v", last, h)
	}
	if h.changed(700, 700); h.forks != 1 {
		t.Error("a second change at the same place is another fork")
	}
}

// TestTheHistoryTakesLittleTime: one that is slow to make is made rarely.
func TestTheHistoryTakesLittleTime(t *testing.T) {
	link, _, _ := experiments.ParseLink(small)
	s := experiments.Open(link, nil, &experiments.Assets{})
	var h history
	h.reset()
	clock := time.Duration(0)
	now := func() time.Duration { clock += time.Millisecond; return clock } // each look takes one
	for s.Update() < 200 {
		if err := s.Step(func() {}); err != nil {
			t.Fatal(err)
		}
		h.follow(s, now)
	}
	if len(h.list) > 15 {
		t.Errorf("%d checkpoints in 200 updates", len(h.list))
	}
}

// TestPhasesOfOneUpdate: the run does one, and says what its parts were; at its end it has none to tell.
func TestPhasesOfOneUpdate(t *testing.T) {
	w := start(t, 0)
	w.load(1, small+"&updates=31")
	w.seek(1, 30)
	w.commands <- protocol.Command{Type: protocol.Phases, Run: 1, ID: 2}
	var list protocol.LastUpdate
	if err := json.Unmarshal([]byte(w.reply(2).Text), &list); err != nil || len(list.Phases) != 1 {
		t.Fatalf("%v %v", list, err)
	}
	if p := list.Phases[0]; p.Change == 0 || math.Abs(p.After-p.Before-p.Change) > 1e-12 || p.Symbol == "" {
		t.Errorf("%+v", p)
	}
	w.state(func(s *protocol.State) bool { return s.Update == 31 && !s.Running })
	w.commands <- protocol.Command{Type: protocol.Phases, Run: 1, ID: 3}
	if m := w.reply(3); m.Text != "" {
		t.Errorf("phases %s of no update", m.Text)
	}
}

// TestARecordIsNotLostOnTheWayBack: one that waits for the end of an update is answered even when the run leaves that update.
func TestARecordIsNotLostOnTheWayBack(t *testing.T) {
	w := start(t, 0)
	w.load(1, small+"&n=2000&samples=2000&chains=2000&updates=300")
	for id := 10; id < 30; id += 2 {
		w.commands <- protocol.Command{Type: protocol.Play, Run: 1}
		time.Sleep(3 * time.Millisecond)
		w.commands <- protocol.Command{Type: protocol.Record, Run: 1, ID: id}
		w.commands <- protocol.Command{Type: protocol.Seek, Run: 1, N: 0, ID: id + 1}
		w.reply(id)
	}
}

// TestAThousandForks: each change at an earlier update makes another future. The run stays that of its link, can be taken back, and costs
// no more memory than after two hundred.
func TestAThousandForks(t *testing.T) {
	w := start(t, 0)
	w.load(1, small+"&updates=200")
	heap := func() float64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return float64(m.HeapAlloc) / (1 << 20)
	}
	before, was := 0.0, ""
	for i := range 1000 {
		was = where(w.do(protocol.Command{Type: protocol.Seek, N: 40 - i%32}))
		w.do(protocol.Command{Type: protocol.Set, Name: "lr", Value: fmt.Sprint(0.01 + float64(i)*1e-4)})
		if i == 200 {
			before = heap()
		}
	}
	s := w.do(protocol.Command{Type: protocol.Seek, N: 60})
	if want := hashOf(t, s.Link, 60); s.Hash != want || s.Forks < 900 {
		t.Errorf("%s, want %s; %d forks", where(s), want, s.Forks)
	}
	if grown := heap() - before; grown > 3 {
		t.Errorf("800 forks more took %.1f MB", grown)
	}
	if got := where(w.do(protocol.Command{Type: protocol.Undo})); got != was {
		t.Errorf("undone: %s, it was %s", got, was)
	}
}
