package protocol

import (
	"slices"
	"time"
)

// Workload is a run whose updates are timed, on the command line and in the page.
type Workload struct {
	Case  string // as the command bench calls it
	Title string
	Link  string
	// Reference is the median of one worker in headless Chromium on a small cloud machine (AMD EPYC), in milliseconds an update: what README says.
	Reference float64
}

// Workloads are those of the page, and the first of the command bench. They are links like any other.
var Workloads = []Workload{
	{"bb784x500k1", "{0,1}, 784\u00a0×\u00a0500, PCD\u20111", digits784 + "1", 8.3},
	{"bb784x500k10", "{0,1}, 784\u00a0×\u00a0500, PCD\u201110", digits784 + "10", 36},
	{"bg900k1", "±1, N\u00a0=\u00a0900, PCD\u20111", "mattis?samples=500", 0.46},
}

const digits784 = "digits?hidden=500&samples=10000&lr=0.01&init=0.01&batch=500&chains=500&k="

// Timing is how long an update of a [Workload] takes, by the wall clock in seconds: P10 and P90 are quantiles over repetitions, or over the
// means of blocks of them that are too short for the clock. Updates are timed without what a run measures between them.
type Timing struct {
	Case         string  `json:"case"`
	Where        string  `json:"where"`   // native, chromium, or in the page what the browser calls itself
	Workers      int     `json:"workers"` // that computed
	Cores        int     `json:"cores,omitempty"`
	SIMD         bool    `json:"simd"`
	Relaxed      bool    `json:"relaxed_simd"`
	SecPerUpdate float64 `json:"sec_per_update"`
	P10          float64 `json:"p10"`
	P90          float64 `json:"p90"`
	Reps         int     `json:"reps"`
}

// Vectors says in words which vectors the kernels used.
func (t *Timing) Vectors() string {
	switch {
	case t.Relaxed:
		return "Relaxed SIMD"
	case t.SIMD:
		return "SIMD"
	}
	return "No SIMD"
}

// Enough is how many repetitions take at least 5 ms, found in a warm-up of that length: a browser's clock may have steps of 0.1 ms, a seventh
// of the shortest update.
func Enough(rep func(), warm time.Duration, now func() time.Duration) int {
	rep()
	sum := 0.0
	times := Repeat(rep, make([]float64, 0, 1<<16), warm, 1, now)
	for _, t := range times {
		sum += t
	}
	return 1 + int(0.005/max(1e-6, sum/float64(len(times))))
}

// Repeat appends to times the means of blocks of repetitions, in seconds, for that long and at least five of them, but no more than it has room for.
func Repeat(rep func(), times []float64, long time.Duration, block int, now func() time.Duration) []float64 {
	start := now()
	for done := 0; (now()-start < long || done < 5) && len(times) < cap(times); done++ {
		t := now()
		for range block {
			rep()
		}
		times = append(times, (now()-t).Seconds()/float64(block))
	}
	return times
}

// Take sets the statistics from the means of blocks, which it sorts.
func (t *Timing) Take(times []float64, block int) {
	slices.Sort(times)
	at := func(p float64) float64 { return times[int(p*float64(len(times)-1)+0.5)] }
	t.Reps, t.SecPerUpdate, t.P10, t.P90 = len(times)*block, at(0.5), at(0.1), at(0.9)
}
