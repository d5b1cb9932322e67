package experiments

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"testing"
)

// everything writes down all that can be seen of a session.
func everything(t testing.TB, s *Session) []byte {
	t.Helper()
	record, order := s.Record("")
	p, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	b := bytes.NewBuffer(p)
	fmt.Fprintln(b, order, s.Points(), s.Segment(), s.Origin(), s.Values(), s.Updates(), s.Stale())
	s.Fields(func(f Field) {
		d := digestStart
		d.floats(f.Data)
		fmt.Fprintln(b, f.Name, f.Rows, f.Cols, f.Extent, d)
	})
	return b.Bytes()
}

// liveParam is a change that a link's experiment allows during a run; none for a protocol.
func liveParam(s *Session) (name, value string) {
	for _, p := range s.link.Experiment.Params {
		if p.Live && p.Name == "lr" {
			return p.Name, "0.037"
		}
	}
	return "", ""
}

const plenty = 1 << 28

// pastCritical passes its first transition in some 60 updates.
const pastCritical = "digits?side=7&hidden=9&samples=60&lr=1&init=0.05&batch=20&chains=40&modes=2"

// TestReturningChangesNothing: a run that goes back and on again, also after a detour with other parameters, ends like one that
// was never disturbed. Every experiment and method has to pass.
func TestReturningChangesNothing(t *testing.T) {
	links := maps.Clone(goldenLinks)
	for _, slow := range []string{"mattis", "genome?drift=random&hidden=9&samples=40&lr=0.02&batch=20&chains=12&modes=2",
		"digits?side=33&hidden=20&samples=50&threshold=0.3&method=rdm&chains=10", "digits?hidden=37&samples=150&lr=0.2&batch=50&k=3&chains=20&modes=5"} {
		delete(links, slow) // others of their kind are left
	}
	links[pastCritical] = 80
	for link, updates := range links {
		if e, _, _ := ParseLink(link); e.Experiment.index("modes") >= 0 && link != pastCritical {
			updates = min(updates, 12) // the larger machines
		}
		a, b := updates/3, updates
		want := everything(t, steps(t, open(t, link), b))
		s := open(t, link)
		if err := s.Prepare(still); err != nil {
			t.Fatal(err)
		}
		start := s.Checkpoint(nil, plenty)
		early := steps(t, s, a).Checkpoint(start, plenty)
		atEarly := everything(t, s)
		late := steps(t, s, (b-a)/2).Checkpoint(early, plenty)
		steps(t, s, b-s.Update())
		for _, c := range []*Checkpoint{early, late, start} {
			if s.Return(c); s.Update() != c.Update {
				t.Fatalf("%s: at update %d, not %d", link, s.Update(), c.Update)
			}
			if c == early && !bytes.Equal(everything(t, s), atEarly) {
				t.Errorf("%s: update %d looks different after the return to it\n%s", link, a, difference(everything(t, s), atEarly))
			}
			if got := everything(t, steps(t, s, b-c.Update)); !bytes.Equal(got, want) {
				t.Errorf("%s: going back to %d and on to %d changes the run\n%s", link, c.Update, b, difference(got, want))
			}
		}
		forks(t, link, s, early, b)
	}
}

// forks goes back, changes a parameter and goes on, twice; the link that comes of it leads to the same state.
func forks(t *testing.T, link string, s *Session, c *Checkpoint, b int) {
	name, value := liveParam(s)
	if name == "" {
		return
	}
	for range 2 {
		s.Return(c)
		before := s.Changes()
		s.Set(name, value)
		if value == "0.037" && s.Changes() != before+1 {
			t.Errorf("%s: %d changes", link, s.Changes()-before)
		}
		got := everything(t, steps(t, s, b-c.Update))
		if want := everything(t, steps(t, open(t, s.Link().String()), b)); !bytes.Equal(got, want) {
			t.Errorf("%s: the fork is not the run of its own link %s\n%s", link, s.Link(), difference(got, want))
		}
		value = "0.049"
	}
}

// difference shows where two texts part.
func difference(a, b []byte) string {
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	from := max(i-60, 0)
	return fmt.Sprintf("at %d: %.100s\n   not: %.100s", i, a[from:], b[from:])
}

// TestReturningUndoesAFailure also in the middle of an update that was given up.
func TestReturningUndoesAFailure(t *testing.T) {
	for _, link := range []string{smallMattis, smallDigits} {
		want := everything(t, steps(t, open(t, link), 9))
		s := steps(t, open(t, link), 4)
		c := s.Checkpoint(nil, plenty)
		func() {
			defer func() { _ = recover() }()
			calls := 0
			_ = s.Step(func() {
				if calls++; calls == 3 {
					panic("given up")
				}
			})
			t.Errorf("%s: an update with fewer than three pauses", link)
		}()
		s.err = &DivergedError{}
		if s.Checkpoint(nil, plenty) != nil {
			t.Error("a checkpoint of a failure")
		}
		s.Return(c)
		if got := everything(t, steps(t, s, 5)); !bytes.Equal(got, want) {
			t.Errorf("%s: %s", link, difference(got, want))
		}
	}
}

// TestReturningKeepsTheLength that the run has now, with the theory that belongs to it.
func TestReturningKeepsTheLength(t *testing.T) {
	s := steps(t, open(t, smallMattis+"&updates=30"), 10)
	c := s.Checkpoint(nil, plenty)
	steps(t, s, 20)
	s.Set("updates", "60")
	s.Return(c)
	got := everything(t, steps(t, s, 50))
	if want := everything(t, steps(t, open(t, smallMattis+"&updates=60"), 60)); !bytes.Equal(got, want) {
		t.Error(difference(got, want))
	}
}

// TestCheckpointsAreSmall: they share what stays, and respect their limit.
func TestCheckpointsAreSmall(t *testing.T) {
	for link, most := range map[string]int{"mattis?updates=50": 220_000, "digits?hidden=100": 1_500_000} {
		s := steps(t, open(t, link), 2)
		list := []*Checkpoint{s.Checkpoint(nil, plenty)}
		first := Size(list)
		for range 4 {
			list = append(list, steps(t, s, 1).Checkpoint(list[len(list)-1], plenty))
		}
		each := (Size(list) - first) / 4
		t.Logf("%s: %d bytes, then %d each", link, first, each)
		if each > most {
			t.Errorf("%s: each checkpoint takes %d bytes", link, each)
		}
		if s.Checkpoint(nil, first/2) != nil {
			t.Errorf("%s: a checkpoint larger than its limit", link)
		}
	}
}

// TestACheckpointIsSmall: of a machine of 784x500 units it holds the weights, 1.7 MB, the states as bits, and little else.
func TestACheckpointIsSmall(t *testing.T) {
	s := open(t, "digits?side=28&hidden=500&samples=60&batch=20&chains=20&modes=2")
	if err := s.Prepare(still); err != nil {
		t.Fatal(err)
	}
	first := s.Checkpoint(nil, plenty)
	second := steps(t, s, 1).Checkpoint(first, plenty)
	if first.Size() > 2_180_000 || second.Size() > 2_110_000 {
		t.Errorf("checkpoints of %d and %d bytes", first.Size(), second.Size())
	}
}

// TestReturningMeasuresOnce: what costs much is not measured again on the way that a run has gone before; see recall.
func TestReturningMeasuresOnce(t *testing.T) {
	s := open(t, pastCritical)
	if err := s.Prepare(still); err != nil {
		t.Fatal(err)
	}
	c, r := s.Checkpoint(nil, plenty), s.run.(*trained)
	pauses := func() (n int) {
		for range 70 {
			if err := s.Step(func() { n++ }); err != nil {
				t.Fatal(err)
			}
		}
		return n
	}
	first := pauses()
	probes, likelihoods := len(r.critical.probe.known.results), len(r.logliks.results)
	s.Return(c)
	again := pauses()
	if probes < 5 || likelihoods != 2 || len(r.critical.probe.known.results) != probes || len(r.logliks.results) != 2 || again > first*9/10 {
		t.Errorf("%d and %d probes, %d and %d likelihoods, %d and %d pauses", probes, len(r.critical.probe.known.results),
			likelihoods, len(r.logliks.results), first, again)
	}
}

func TestRecallIsBounded(t *testing.T) {
	r := newRecall[int](3)
	for i := range 10 {
		if got := r.of(digest(i), func() int { return i }); got != i || len(r.results) > 3 {
			t.Errorf("%d for %d, %d are kept", got, i, len(r.results))
		}
	}
	if got := r.of(9, func() int { return -1 }); got != 9 {
		t.Errorf("what was kept became %d", got)
	}
}
