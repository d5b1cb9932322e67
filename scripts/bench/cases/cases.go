// Package cases holds the workloads that are measured, natively and in a browser alike.
package cases

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"time"

	"cascade/engine/kernels"
	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/teachers"
	"cascade/engine/training"
)

// Result is one line of the benchmark's output. Times are wall clock seconds; P10 and P90 are quantiles over repetitions, or over the means of
// blocks of them that are too short for the clock.
type Result struct {
	Case            string  `json:"case"`
	Where           string  `json:"where"`
	Workers         int     `json:"workers"`
	SIMD            bool    `json:"simd"`
	NV              int     `json:"nv"`
	NH              int     `json:"nh"`
	Batch           int     `json:"batch"`
	Chains          int     `json:"chains"`
	K               int     `json:"k"`
	SecPerUpdate    float64 `json:"sec_per_update"`
	P10             float64 `json:"p10"`
	P90             float64 `json:"p90"`
	Reps            int     `json:"reps"`
	ChainSweeps     float64 `json:"chain_sweeps_per_s"`
	AllocsPerUpdate float64 `json:"allocs_per_update"`
	LongTasks       *int    `json:"long_tasks,omitempty"` // cases frame and frameheat: tasks over 50 ms on the page's main thread
	Memory          *Memory `json:"memory,omitempty"`     // case memory, whose reps are updates
	Alone           float64 `json:"alone,omitempty"`      // SecPerUpdate without the workers that help, measured in turns with it
	Beside          float64 `json:"beside,omitempty"`     // the same while as many others do this work, each for itself
}

// Memory is what the process of a page holds while a machine trains, in MB. Private is what it alone has written: what the tab costs,
// about what Chrome's task manager shows. PSS adds its share of what several processes use, RSS all of that: also 145 MB of Chromium's program.
type Memory struct {
	Private Held    `json:"private"`
	PSS     Held    `json:"pss"`
	RSS     Held    `json:"rss"`
	Growth  float64 `json:"growth"` // of Private: the median of the last quarter of the time less that of the second
}

// Held is a size over time: when the run has begun, the median, in the end, and at most.
type Held struct {
	Start  float64 `json:"start"`
	Median float64 `json:"median"`
	End    float64 `json:"end"`
	Most   float64 `json:"most"`
}

// NewHeld sums up a series.
func NewHeld(series []float64) Held {
	return Held{series[0], Median(series), series[len(series)-1], slices.Max(series)}
}

// Median returns the median of a series, which is not changed.
func Median(series []float64) float64 {
	sorted := slices.Sorted(slices.Values(series))
	return sorted[len(sorted)/2]
}

// Case is one workload. setup returns what one repetition does; digits is nil unless NeedsDigits. Crew helps, and Pause lets its
// messages arrive; both may be nil. Rivals makes as many others do this work for so long, each for itself, and returns what waits until they have done.
type Case struct {
	Result
	NeedsDigits bool
	Crew        training.Crew
	Pause       func()
	Rivals      func(busy time.Duration) (done func())
	resting     bool // the crew
	setup       func(c *Case, digits *teachers.Pictures) func()
}

// All returns the cases that run without a page.
func All() []*Case {
	binary := func(name string, nv, nh, k int) *Case {
		return &Case{Result: Result{Case: name, NV: nv, NH: nh, Batch: 500, Chains: 500, K: k}, NeedsDigits: true, setup: binaryUpdate}
	}
	spins := func(name string, nh int) *Case {
		return &Case{Result: Result{Case: name, NV: 900, NH: nh, Batch: 500, Chains: 500, K: 1}, setup: spinUpdate}
	}
	return append([]*Case{
		binary("bb784x500k1", 784, 500, 1), binary("bb784x500k10", 784, 500, 10), binary("bb196x100k1", 196, 100, 1),
		spins("bg900k1", 1), spins("bg900x2k1", 2),
		{Result: Result{Case: "triplets784x500", NV: 784, NH: 500}, NeedsDigits: true, setup: triplets},
		{Result: Result{Case: "landscape96", NV: 1000, NH: 2}, setup: landscape},
		{Result: Result{Case: "ais196x100", NV: 196, NH: 100, Chains: 100}, NeedsDigits: true, setup: likelihood},
	}, parts()...)
}

// Find returns the case of that name, or nil.
func Find(name string) *Case {
	for _, c := range All() {
		if c.Case == name {
			return c
		}
	}
	return nil
}

// Run measures for about so many seconds, after a warm-up of a third of that, at least five blocks of repetitions. A block has as many as take
// 5 ms: a browser's clock may have steps of 0.1 ms, a seventh of the shortest update.
func (c *Case) Run(digits *teachers.Pictures, seconds float64) Result {
	rep := c.Rep(digits)
	budget := time.Duration(seconds * float64(time.Second))
	rep()
	warm, _ := series(rep, nil, budget/3, 1)
	block := 1 + int(0.005/max(1e-6, mean(warm)))
	r := c.Result
	r.Workers, r.SIMD = 1, kernels.Vectors()
	if c.Crew != nil {
		r.Workers += c.Crew.Hands()
	}
	turns := 1 + min(r.Workers-1, 1)*9
	var alone, beside, times []float64
	allocs := 0.0
	for range turns {
		if r.Workers > 1 {
			c.resting = true
			rep()
			alone, _ = series(rep, alone, budget/time.Duration(turns), block)
			done := c.Rivals(2 * budget / time.Duration(turns))
			beside, _ = series(rep, beside, budget/time.Duration(turns), block)
			done()
			c.resting = false
			rep()
		}
		var n float64
		times, n = series(rep, times, budget/time.Duration(turns), block)
		allocs += n
	}
	r.AllocsPerUpdate = allocs / float64(len(times)*block)
	if r.Workers > 1 {
		r.Times(alone)
		r.Alone = r.SecPerUpdate
		r.Times(beside)
		r.Beside = r.SecPerUpdate
	}
	r.Times(times)
	r.Reps *= block
	return r
}

// Rep returns what one repetition does.
func (c *Case) Rep(digits *teachers.Pictures) func() {
	if c.Pause == nil {
		c.Pause = still
	}
	return c.setup(c, digits)
}

// mean is that of times.
func mean(times []float64) float64 {
	sum := 0.0
	for _, t := range times {
		sum += t
	}
	return sum / float64(len(times))
}

// series appends the times of repetitions, each the mean of a block, for so long, and says how much was allocated.
func series(rep func(), times []float64, budget time.Duration, block int) (all []float64, allocs float64) {
	var before, after runtime.MemStats
	times = slices.Grow(times, 1<<16)
	runtime.ReadMemStats(&before)
	for start, done := time.Now(), 0; (time.Since(start) < budget || done < 5) && len(times) < cap(times); done++ {
		t := time.Now()
		for range block {
			rep()
		}
		times = append(times, time.Since(t).Seconds()/float64(block))
	}
	runtime.ReadMemStats(&after)
	return times, float64(after.Mallocs - before.Mallocs)
}

// atTimes is a crew that may rest.
type atTimes struct {
	training.Crew
	c *Case
}

func (t atTimes) Hands() int {
	if t.c.resting {
		return 0
	}
	return t.Crew.Hands()
}

// Times sets the statistics of a result from the duration of each repetition, which it sorts.
func (r *Result) Times(seconds []float64) {
	slices.Sort(seconds)
	at := func(p float64) float64 { return seconds[int(p*float64(len(seconds)-1)+0.5)] }
	r.Reps, r.SecPerUpdate, r.P10, r.P90 = len(seconds), at(0.5), at(0.1), at(0.9)
	if r.Chains > 0 {
		r.ChainSweeps = float64(r.Chains*r.K) / r.SecPerUpdate
	}
}

// trainer returns the workload of measured PCD: the first 10,000 digits at threshold 0.5, learning rate 0.01.
func (c *Case) trainer(digits *teachers.Pictures) *training.Binary {
	side := map[int]int{784: 28, 196: 14}[c.NV]
	count := min(10000, digits.Count())
	data := kernels.NewLayer(c.NV, count)
	digits.Binarise(data, side, 0.5, 0, count)
	data.List()
	m := models.New(models.Binary, models.Binary, c.NV, c.NH)
	r := rand.New(rand.NewPCG(1, training.StreamInit))
	for i := range c.NV {
		training.InitialWeights(m.W.Row(i), 0.01, r)
	}
	means := make([]float64, c.NV)
	for s := range count {
		for i := range means {
			if data.Bit(s, i) {
				means[i] += 1 / float64(count)
			}
		}
	}
	training.BiasFromMeans(m.B, means)
	t := training.NewBinary(m, data, c.Batch, max(c.Chains, 4), 1)
	t.K, t.Rate = c.K, 0.01
	return t
}

func still() {}

func binaryUpdate(c *Case, digits *teachers.Pictures) func() {
	t := c.trainer(digits)
	if c.Crew != nil {
		t.Crew = atTimes{c.Crew, c}
	}
	return func() { t.Update(c.Pause) }
}

func spinUpdate(c *Case, _ *teachers.Pictures) func() {
	data := kernels.NewLayer(c.NV, c.Batch)
	r := rand.New(rand.NewPCG(1, training.StreamData))
	teachers.NewCurieWeiss(c.NV, 1.4).Sample(data, r, still)
	m := models.NewFewHidden(c.NV, c.NH, 1/float64(c.NV))
	for a := range m.W {
		training.InitialWeights(m.W[a], 0.01, r)
	}
	t := training.NewFewHidden(m, data, c.Chains, 1)
	t.K, t.Rate = c.K, 0.05
	return func() {
		if err := t.Update(still); err != nil {
			panic(fmt.Sprintf("bench: %v", err)) // only the saddle point can fail, and PCD has none
		}
	}
}

// triplets measures the ten leading modes of weights that change a little between two calls, as in a run.
func triplets(c *Case, digits *teachers.Pictures) func() {
	c.Batch, c.Chains = 100, 4
	t := c.trainer(digits)
	c.Batch, c.Chains = 0, 0
	spectrum := observables.NewTriplets(c.NV, c.NH, 10)
	for range 20 {
		t.Update(still)
	}
	r := rand.New(rand.NewPCG(2, 3))
	w := t.Machine.W
	return func() {
		for range 100 { // 100 of 392,000 weights, by a thousandth
			w.Row(r.IntN(c.NV))[r.IntN(c.NH)] += 1e-3
		}
		if _, err := spectrum.Update(w, nil, nil, still); err != nil {
			panic(fmt.Sprintf("bench: %v", err))
		}
	}
}

// landscape measures the free energy of two hidden units on a grid of 96 x 96 points.
func landscape(c *Case, _ *teachers.Pictures) func() {
	const points = 96
	grid, z := kernels.NewLandscape(c.NV, points), make([]float32, points*points)
	r := rand.New(rand.NewPCG(3, 4))
	u, v := make([]float32, c.NV), make([]float32, c.NV)
	training.InitialWeights(u, 1, r)
	training.InitialWeights(v, 1, r)
	return func() {
		grid.Set(u, v, 2.5)
		for row := range grid.Rows() {
			grid.Row(z, row)
		}
	}
}

// likelihood measures one estimate of the partition function by annealed importance sampling, 200 temperatures.
func likelihood(c *Case, digits *teachers.Pictures) func() {
	chains := c.Chains
	c.Batch, c.Chains = 100, 100
	t := c.trainer(digits)
	c.Batch, c.Chains = 0, 0
	for range 200 {
		t.Update(still)
	}
	ais := observables.NewAIS(t.Chains, c.NH, chains, 200, 1)
	return func() { ais.LogPartition(t.Machine.W, t.Machine.B, t.Machine.C, still) }
}
