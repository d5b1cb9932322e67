package protocol

import (
	"slices"
	"testing"
	"time"
)

// TestTimingByACoarseClock: work of 0.7 ms under a clock with steps of 5 ms is timed in blocks, whose means are right, for as long as was asked for.
func TestTimingByACoarseClock(t *testing.T) {
	at, done := time.Duration(0), 0
	rep := func() { at += 700 * time.Microsecond; done++ }
	now := func() time.Duration { return at / (5 * time.Millisecond) * (5 * time.Millisecond) }
	block := Enough(rep, time.Second, now)
	if block < 8 || block > 9 {
		t.Errorf("%d repetitions of 0.7 ms take 5 ms", block)
	}
	before, start := done, at
	times := Repeat(rep, make([]float64, 0, 1<<16), 3*time.Second, block, now)
	if took := at - start; took < 3*time.Second || took > 3020*time.Millisecond {
		t.Errorf("it took %v, not 3 s", took)
	}
	mean := 0.0
	for _, s := range times {
		mean += s / float64(len(times))
	}
	if mean < 0.69e-3 || mean > 0.71e-3 {
		t.Errorf("a repetition takes %v s", mean)
	}
	var got Timing
	if got.Take(times, block); got.Reps != done-before {
		t.Errorf("%d repetitions, counted %d", done-before, got.Reps)
	}
}

func TestTimingQuantiles(t *testing.T) {
	times := make([]float64, 101)
	for i := range times {
		times[i] = float64((37*i)%101) + 1
	}
	var got Timing
	got.Take(slices.Clone(times), 3)
	if want := (Timing{SecPerUpdate: 51, P10: 11, P90: 91, Reps: 303}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if n := len(Repeat(func() {}, make([]float64, 0, 7), time.Hour, 1, func() time.Duration { return 0 })); n != 7 {
		t.Errorf("%d times in room for 7", n)
	}
}
