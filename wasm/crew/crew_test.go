package crew

import (
	"encoding/binary"
	"math"
	"slices"
	"testing"
	"time"

	"cascade/engine/training"
)

// fake is a hand whose answers come when the test's clock says so.
type fake struct {
	clock  *time.Duration
	rate   time.Duration // for a chain
	beats  time.Duration // between two of them while it works; 0 for none
	held   bool          // works and says nothing
	late   bool          // no message is there before the caller has paused
	looked bool
	sent   time.Duration
	chains int
	busy   bool
	gone   bool
	work   Work
	answer []byte
}

func (f *fake) Send(parts [][]byte) {
	task := slices.Concat(parts...)
	answer, err := f.work.Do(func(parts [][]byte) error {
		for _, p := range parts {
			task = task[copy(p, task):]
		}
		return nil
	}, func() {})
	if err != nil || len(task) > 0 {
		panic("an errand can't be done")
	}
	f.answer, f.busy, f.sent, f.chains, f.looked = slices.Concat(answer...), true, *f.clock, f.work.part.Chains, false
	binary.LittleEndian.PutUint64(f.answer, uint64((time.Duration(f.chains) * f.rate).Microseconds()))
}

func (f *fake) Receive(parts [][]byte) bool {
	looked := f.looked || !f.late
	f.looked = true
	if !f.busy || f.held || !looked || *f.clock < f.sent+time.Duration(f.chains)*f.rate {
		return false
	}
	f.busy = false
	rest := f.answer
	for _, p := range parts {
		rest = rest[copy(p, rest):]
	}
	return true
}

func (f *fake) Heard() int {
	if f.beats == 0 || f.held {
		return 0
	}
	return int(*f.clock / f.beats)
}

func (f *fake) State() (ready, dead bool) { return true, false }
func (f *fake) Dismiss()                  { f.gone = true }

// newFakes returns a crew of fakes with its clock, which goes on by step at each pause.
func newFakes(fakes ...*fake) (c *Crew, clock *time.Duration) {
	clock = new(time.Duration)
	list := make([]Hand, len(fakes))
	for i, f := range fakes {
		f.clock, list[i] = clock, f
	}
	return New(len(list), func(int, func()) []Hand { return list }, func() time.Duration { return *clock }), clock
}

const step = 100 * time.Microsecond

// errand does one with the first hand: chains of it, while the caller takes so long for his part, and step for a pause.
func errand(c *Crew, clock *time.Duration, chains int, own, step time.Duration) (ok bool, waited time.Duration) {
	p := training.NewPart(training.Shape{Nv: 20, Nh: 10, Chains: chains, Total: 400, Sweeps: 1})
	c.Give(0, p)
	*clock += own
	start := *clock
	ok = c.Take(0, p, func() { *clock += step })
	return ok, *clock - start
}

// TestALateHandIsLeftOut for as long as it does not answer, and not lost; one that stays away is dismissed.
func TestALateHandIsLeftOut(t *testing.T) {
	f := &fake{held: true, rate: time.Microsecond}
	c, clock := newFakes(f)
	if n := c.Hands(); n != 1 {
		t.Fatalf("%d hands", n)
	}
	if ok, waited := errand(c, clock, 8, 50*time.Millisecond, step); ok || waited > c.Patience+step {
		t.Errorf("taken %v after %v", ok, waited)
	}
	if c.Hands() != 0 || c.Ready() != 0 {
		t.Error("a late hand is counted")
	}
	*clock += time.Hour // asleep
	if c.Hands() != 0 || f.gone {
		t.Error("dismissed after a night's sleep")
	}
	f.held = false
	if c.Hands() != 1 || c.Ready() != 1 {
		t.Error("not counted when it answers after all")
	}
	if ok, _ := errand(c, clock, 8, time.Millisecond, step); !ok {
		t.Error("and then it does not work")
	}
	f.held = true
	c.Hands()
	if ok, _ := errand(c, clock, 8, time.Millisecond, step); ok {
		t.Error("taken while held up")
	}
	for range 100 {
		*clock += 300 * time.Millisecond
		c.Hands()
	}
	if !f.gone {
		t.Error("never dismissed")
	}
}

// TestAHandThatWorksIsWaitedFor longer than one that is silent, but not for ever.
func TestAHandThatWorksIsWaitedFor(t *testing.T) {
	for _, x := range []struct {
		rate, beats time.Duration
		ok          bool
	}{{2 * time.Second, 300 * time.Millisecond, true}, {2 * time.Second, 0, false}, {time.Minute, 300 * time.Millisecond, false}} {
		c, clock := newFakes(&fake{rate: x.rate, beats: x.beats})
		c.Hands()
		if ok, _ := errand(c, clock, 8, 7*time.Second, step); ok != x.ok {
			t.Errorf("%v for a chain, beats %v: taken %v", x.rate, x.beats, ok)
		}
	}
}

// TestSpeedsAreLearned: with parts in proportion to them all end together.
func TestSpeedsAreLearned(t *testing.T) {
	for _, x := range []struct {
		rate, pause time.Duration
		late        bool
	}{{500 * time.Microsecond, step, false}, {time.Millisecond, step, false}, {3 * time.Millisecond, step, false}, {700 * time.Microsecond, 7 * step, true}} {
		c, clock := newFakes(&fake{rate: x.rate, late: x.late})
		for range 500 {
			c.Hands()
			chains := int(math.Round(400 * c.Speed(0) / (1 + c.Speed(0))))
			if ok, _ := errand(c, clock, chains, time.Duration(400-chains)*time.Millisecond, x.pause); !ok {
				t.Fatal("not taken")
			}
		}
		want := float64(time.Millisecond) / float64(x.rate)
		if got := c.Speed(0); got < 0.9*want || got > 1.1*want {
			t.Errorf("%+v: speed %g, want %g", x, got, want)
		}
	}
}
