package worker

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"cascade/engine/experiments"
	"cascade/wasm/protocol"
)

func TestPlayRunsToTheEnd(t *testing.T) {
	w := start(t, 0)
	link := small + "&seed=7&updates=300"
	loaded := w.load(1, link)
	if loaded.Link != link || loaded.Experiment != "mattis" || loaded.Values["n"] != "50" || loaded.Values["beta"] != "1.4" {
		t.Errorf("loaded %+v", loaded)
	}
	w.commands <- protocol.Command{Type: protocol.Play, Run: 1}
	end := w.state(func(s *protocol.State) bool { return s.Update == 300 && !s.Running })
	if want := hashOf(t, link, 300); end.Hash != want {
		t.Errorf("hash %s, without a worker %s", end.Hash, want)
	}
	if len(end.Scalars) != 5 || end.Link != link {
		t.Errorf("end state %+v", end)
	}
}

func TestStepPauseSeek(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 3, ID: 11}
	w.reply(11)
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 2, ID: 12}
	w.reply(12)
	if s := w.state(func(s *protocol.State) bool { return s.Update == 5 && s.Hash != "" && !s.Running }); s.Hash != hashOf(t, small, 5) {
		t.Errorf("hash after 3+2 steps is %s, after 5 %s", s.Hash, hashOf(t, small, 5))
	}
	w.commands <- protocol.Command{Type: protocol.Seek, Run: 1, N: 40, ID: 13}
	w.reply(13)
	w.commands <- protocol.Command{Type: protocol.Seek, Run: 1, N: 7, ID: 14}
	w.reply(14)
	s := w.state(func(s *protocol.State) bool { return s.Update == 7 && s.Hash != "" && !s.Running })
	if want := hashOf(t, small, 7); s.Hash != want {
		t.Errorf("hash after going back to 7 is %s, want %s", s.Hash, want)
	}
	w.commands <- protocol.Command{Type: protocol.Play, Run: 1}
	w.state(func(s *protocol.State) bool { return s.Running })
	w.commands <- protocol.Command{Type: protocol.Pause, Run: 1, ID: 15}
	w.reply(15)
	paused := w.state(func(s *protocol.State) bool { return !s.Running })
	time.Sleep(50 * time.Millisecond)
	w.commands <- protocol.Command{Type: protocol.Set, Run: 1, Name: "nonsense", Value: "1"} // makes it report
	if later := w.state(func(s *protocol.State) bool { return len(s.Corrections) > 0 }); later.Update > paused.Update+1 {
		t.Errorf("paused at %d, later at %d", paused.Update, later.Update)
	}
}

// TestFramesAddUp pulls while the run runs and checks that the pieces make the whole record.
func TestFramesAddUp(t *testing.T) {
	w := start(t, 0)
	link := small + "&updates=200"
	w.load(1, link)
	w.commands <- protocol.Command{Type: protocol.Play, Run: 1}
	got := map[string][]float32{}
	type cell struct {
		bin, column int
		count       float32
	}
	fields, fallen, fall := map[string]int{}, 0, []cell(nil)
	for last := false; ; {
		w.commands <- protocol.Command{Type: protocol.Pull, Run: 1, Have: len(got["q"])}
		f := <-w.frames
		for _, b := range f.Blocks {
			switch {
			case b.Kind == protocol.Field:
				fields[b.Name]++
			case b.Kind == protocol.Columns:
				if b.From != fallen || b.Name != "waterfall" {
					t.Fatalf("%s: columns from %d, after %d", b.Name, b.From, fallen)
				}
				fallen += b.Cols
				for c := range b.Cols {
					for bin, n := range b.Data[c*b.Rows+3 : (c+1)*b.Rows] {
						fall = append(fall, cell{bin, b.From + c, n})
					}
				}
			case b.From > len(got[b.Name]):
				t.Fatalf("%s: points from %d, but only %d before", b.Name, b.From, len(got[b.Name]))
			default:
				got[b.Name] = append(got[b.Name][:b.From], b.Data[b.Cols:]...)
			}
		}
		if last {
			break
		}
		last = f.Update == 200 && !f.Running
	}
	w.commands <- protocol.Command{Type: protocol.Record, Run: 1, ID: 5}
	var record experiments.Record
	if err := json.Unmarshal([]byte(w.reply(5).Text), &record); err != nil {
		t.Fatal(err)
	}
	if len(record.Series) != 12 || len(got) != 12 {
		t.Errorf("%d series in the record, %d in the frames; want 6 and their theory", len(record.Series), len(got))
	}
	for name, s := range record.Series {
		if len(got[name]) != len(s.Y) {
			t.Errorf("%s: %d points in frames, %d in the record", name, len(got[name]), len(s.Y))
			continue
		}
		for i, y := range s.Y {
			if got[name][i] != float32(y) && y == y {
				t.Errorf("%s[%d] is %v in frames, %v in the record", name, i, got[name][i], y)
			}
		}
	}
	table := record.Fields["waterfall"]
	if fallen != table.Cols || len(fall) != len(table.Z) {
		t.Errorf("%d columns and %d counts in frames, %d and %d in the record", fallen, len(fall), table.Cols, len(table.Z))
	}
	most := make([]float64, table.Cols)
	for i, n := range table.Z {
		most[i%table.Cols] = max(most[i%table.Cols], n)
	}
	for _, c := range fall {
		if want := 255 * table.Z[c.bin*table.Cols+c.column] / most[c.column]; math.Abs(float64(c.count)-want) > 0.5 {
			t.Errorf("bin %d of column %d has density %v in frames, %v in the record", c.bin, c.column, c.count, want)
		}
	}
	for _, name := range []string{"landscape", "landscape.minima", "histogram", "histogram.theory", "histogram.teacher"} {
		if fields[name] == 0 {
			t.Errorf("no field %s", name)
		}
	}
}

func TestSetDuringARunIsAnEventThatReplays(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 30, ID: 1}
	w.reply(1)
	w.commands <- protocol.Command{Type: protocol.Set, Run: 1, Name: "beta", Value: "1.8", ID: 2}
	w.reply(2)
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 30, ID: 3}
	w.reply(3)
	s := w.state(func(s *protocol.State) bool { return s.Update == 60 && s.Hash != "" && !s.Running })
	if s.Link != small+"&events=30.beta.1.8" || s.Segment != 1 || s.Values["beta"] != "1.8" {
		t.Errorf("link %s, segment %d, beta %s", s.Link, s.Segment, s.Values["beta"])
	}
	if want := hashOf(t, s.Link, 60); s.Hash != want {
		t.Errorf("hash %s, replayed %s", s.Hash, want)
	}
	if other := hashOf(t, small, 60); s.Hash == other {
		t.Error("the change had no effect")
	}
	// A parameter that is not live starts a new run with the present values.
	w.commands <- protocol.Command{Type: protocol.Set, Run: 1, Name: "n", Value: "60"}
	if l := w.until(protocol.LoadedType).Loaded; l.Link != "mattis?beta=1.8&n=60&samples=20&chains=10" {
		t.Errorf("restarted as %s", l.Link)
	}
}

// TestCommandsAreAnsweredWithinAnUpdate loads a machine whose update takes long and measures, in pieces of work rather than
// in seconds, how soon a pause is answered: at the next yield, not at the end of the update.
func TestCommandsAreAnsweredWithinAnUpdate(t *testing.T) {
	link, _, err := experiments.ParseLink("mattis?n=5000&samples=16000&chains=5000&k=100")
	if err != nil {
		t.Fatal(err)
	}
	s := experiments.Open(link, nil, &experiments.Assets{})
	j := newJob(s)
	defer j.close()
	pieces := 0
	for {
		finished, err := j.advance()
		if err != nil {
			t.Fatal(err)
		}
		if pieces++; pieces > 200 {
			break // still within the first update, and the loop could have looked at commands 200 times
		}
		if finished && s.Update() > 0 {
			t.Fatalf("an update of 5000 spins, 5000 chains and 100 sweeps came in %d pieces", pieces)
		}
	}
}

func TestPaceLimitsTheSpeed(t *testing.T) {
	p := &pace{}
	p.set(50, 0)
	p.restart(0)
	done := 0
	for now := time.Duration(0); now < 10*time.Second; now += 3 * time.Millisecond {
		for p.allow(now) {
			done++
			p.count(now)
		}
	}
	if done < 495 || done > 505 {
		t.Errorf("%d updates in 10 s at 50/s", done)
	}
	if v := p.speed(10 * time.Second); v < 47 || v > 53 {
		t.Errorf("measured speed %v, want 50", v)
	}
	// After a long sleep it does not race to catch up.
	burst := 0
	for p.allow(time.Hour) {
		burst++
	}
	if burst > 6 {
		t.Errorf("%d updates at once after a sleep", burst)
	}
	p.set(0, time.Hour)
	if !p.allow(time.Hour) || p.wait(time.Hour) > 0 {
		t.Error("unlimited pace limits")
	}
}

// TestCatalogueSurvivesTheProtocol: the page's types must hold everything the engine says.
func TestCatalogueSurvivesTheProtocol(t *testing.T) {
	want, err := json.Marshal(experiments.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	var a, b any
	if json.Unmarshal(want, &a) != nil || json.Unmarshal(got, &b) != nil {
		t.Fatal("not JSON")
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	if string(x) != string(y) {
		t.Errorf("engine %s\nprotocol %s", x, y)
	}
}

// TestWaitersAreAlwaysAnswered asks for a record while the data are prepared and replaces the run before it could come.
func TestWaitersAreAlwaysAnswered(t *testing.T) {
	w := start(t, 0)
	w.load(1, "mattis?n=5000&samples=16000")
	w.commands <- protocol.Command{Type: protocol.Record, Run: 1, ID: 1}
	w.commands <- protocol.Command{Type: protocol.Load, Run: 2, Link: small}
	if m := w.match(protocol.FailureType, func(m protocol.Message) bool { return m.ID == 1 }); m.Text == "" {
		t.Error("no reason")
	}
	w.commands <- protocol.Command{Type: protocol.CSV, Run: 2, ID: 2}
	w.reply(2)
	w.commands <- protocol.Command{Type: protocol.Seek, Run: 1, N: 9, ID: 3} // of the run that is no more
	if m := w.match(protocol.FailureType, func(m protocol.Message) bool { return m.ID == 3 }); m.Text == "" {
		t.Error("no reason")
	}
}

// TestEndedRunsRefuse: after a divergence the numbers stay, and orders to go on are refused with the reason.
func TestEndedRunsRefuse(t *testing.T) {
	w := start(t, 0)
	w.load(1, small+"&hvar=1&lr=1&updates=500")
	w.commands <- protocol.Command{Type: protocol.Play, Run: 1}
	w.until(protocol.FailureType)
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 1, ID: 3}
	if m := w.match(protocol.FailureType, func(m protocol.Message) bool { return m.ID == 3 }); !strings.Contains(m.Text, "stable up to") {
		t.Errorf("refused with %q", m.Text)
	}
	w.commands <- protocol.Command{Type: protocol.Record, Run: 1, ID: 4}
	w.reply(4)
}

// TestStateNamesItsOwnHash: whenever a state is sent, update and hash belong together.
func TestStateNamesItsOwnHash(t *testing.T) {
	link, _, err := experiments.ParseLink(small + "&updates=3000")
	if err != nil {
		t.Fatal(err)
	}
	s := experiments.Open(link, nil, &experiments.Assets{})
	hashes := map[int]string{}
	for !s.Done() {
		if err := s.Step(func() {}); err != nil {
			t.Fatal(err)
		}
		hashes[s.Update()] = s.Hash()
	}
	w := start(t, 0)
	w.load(1, small+"&updates=3000")
	w.commands <- protocol.Command{Type: protocol.Play, Run: 1}
	for seen := 0; seen < 3000; {
		m := w.until(protocol.StateType).State
		if m.Update > 0 && m.Hash != hashes[m.Update] {
			t.Errorf("update %d with hash %s, want %s", m.Update, m.Hash, hashes[m.Update])
		}
		if seen = m.Update; seen < 3000 {
			w.commands <- protocol.Command{Type: protocol.Set, Run: 1, Name: "nonsense"} // makes it report
		}
	}
}

// TestWhatNeverChangesIsSentOnce, also where the page first pulls after several updates.
func TestWhatNeverChangesIsSentOnce(t *testing.T) {
	w := start(t, 0)
	w.load(1, "genome?coarse=3&hidden=3&samples=20&batch=10&chains=5&modes=2")
	for update := range 3 {
		w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 2, ID: update + 1}
		w.reply(update + 1)
		w.commands <- protocol.Command{Type: protocol.Pull, Run: 1}
		count := map[string]int{}
		for _, b := range (<-w.frames).Blocks {
			count[b.Name]++
		}
		if want := map[bool]int{true: 1}[update == 0]; count["projections.labels"] != want || count["projections"] != 1 {
			t.Errorf("pull %d brings %d fields of labels, want %d; %d of projections", update+1, count["projections.labels"], want, count["projections"])
		}
	}
}

// TestStepsAddUp sends ten steps without waiting for the first.
func TestStepsAddUp(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	for id := 1; id <= 10; id++ {
		w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 1, ID: id}
	}
	for id := 1; id <= 10; id++ {
		w.reply(id)
	}
	if s := w.state(func(s *protocol.State) bool { return !s.Running && s.Update == 10 }); s.Hash != hashOf(t, small, 10) {
		t.Errorf("hash %s", s.Hash)
	}
}

// TestOvertakenCommandsAreRefused: a seek that another one replaces never claims to have arrived.
func TestOvertakenCommandsAreRefused(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	w.commands <- protocol.Command{Type: protocol.Seek, Run: 1, N: 500, ID: 1}
	w.commands <- protocol.Command{Type: protocol.Seek, Run: 1, N: 20, ID: 2}
	if m := w.match(protocol.FailureType, func(m protocol.Message) bool { return m.ID == 1 }); m.Text == "" {
		t.Error("no reason")
	}
	w.reply(2)
	w.state(func(s *protocol.State) bool { return s.Update == 20 && !s.Running })
}
