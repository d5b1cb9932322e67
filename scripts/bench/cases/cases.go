// Package cases holds the workloads that are measured, natively and in a browser alike.
package cases

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"time"

	"cascade/engine/experiments"
	"cascade/engine/kernels"
	"cascade/engine/models"
	"cascade/engine/observables"
	"cascade/engine/training"
	"cascade/wasm/protocol"
)

// Result is one line of the benchmark's output.
type Result struct {
	protocol.Timing
	NV              int     `json:"nv"`
	NH              int     `json:"nh"`
	Batch           int     `json:"batch"`
	Chains          int     `json:"chains"`
	K               int     `json:"k"`
	ChainSweeps     float64 `json:"chain_sweeps_per_s"`
	AllocsPerUpdate float64 `json:"allocs_per_update"`
	LongTasks       *int    `json:"long_tasks,omitempty"` // cases of the page: tasks over 50 ms on its main thread
	Memory          *Memory `json:"memory,omitempty"`     // case memory, whose reps are updates
	Alone           float64 `json:"alone,omitempty"`      // SecPerUpdate without the workers that help, measured in turns with it
	AloneP10        float64 `json:"alone_p10,omitempty"`
	Beside          float64 `json:"beside,omitempty"` // the same while as many others do this work, each for itself
	BesideP10       float64 `json:"beside_p10,omitempty"`
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

// Case is one workload. setup returns what one repetition does. Crew helps, and Pause lets its messages arrive; both may be nil. Rivals makes as many
// others do this work for so long, each for itself, and returns what waits until they have done.
type Case struct {
	Result
	NeedsDigits bool
	Crew        training.Crew
	Pause       func()
	Rivals      func(busy time.Duration) (done func())
	resting     bool // the crew
	setup       func(c *Case, assets *experiments.Assets) func()
}

// All returns the cases that run without a page.
func All() []*Case {
	var list []*Case
	for _, w := range protocol.Workloads {
		list = append(list, updates(w.Case, w.Link))
	}
	return append(append(list,
		updates("bb196x100k1", "digits?side=14&samples=10000&lr=0.01&init=0.01&batch=500&k=1&chains=500"),
		updates("bg900x2k1", "hopfield?n=900&samples=500&lr=0.05"),
		named("triplets784x500", Result{NV: 784, NH: 500}, triplets),
		named("landscape96", Result{NV: 1000, NH: 2}, landscape),
		named("ais196x100", Result{NV: 196, NH: 100, Chains: 100}, likelihood)), parts()...)
}

// named is a case of that name; those of the digits' machines need the digits.
func named(name string, r Result, setup func(c *Case, assets *experiments.Assets) func()) *Case {
	r.Case = name
	return &Case{Result: r, NeedsDigits: r.NV == 784 || r.NV == 196, setup: setup}
}

// updates is the case of a link's updates.
func updates(name, link string) *Case {
	l, corrections, err := experiments.ParseLink(link)
	if err != nil || len(corrections) > 0 {
		panic(fmt.Sprintf("bench: %s: %v, %v", link, err, corrections))
	}
	number := func(names ...string) int {
		for _, name := range names {
			if n, err := strconv.Atoi(l.Texts()[name]); err == nil {
				return n
			}
		}
		return 1
	}
	size := number("n")
	if size == 1 {
		size = number("side") * number("side")
	}
	return named(name, Result{NV: size, NH: number("hidden"), Batch: number("batch", "samples"), Chains: number("chains"), K: number("k")},
		func(c *Case, assets *experiments.Assets) func() {
			assets = assets.Fork()
			if c.Crew != nil {
				assets.Crew = atTimes{c.Crew, c}
			}
			s := experiments.Open(l, nil, assets)
			must(s.Prepare(c.Pause))
			return func() { must(s.Exercise(c.Pause)) }
		})
}

func must(err error) {
	if err != nil {
		panic(fmt.Sprintf("bench: %v", err))
	}
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

// Run measures for about so many seconds, after a warm-up of a third of that, at least five blocks of repetitions.
func (c *Case) Run(assets *experiments.Assets, seconds float64) Result {
	rep := c.Rep(assets)
	budget := time.Duration(seconds * float64(time.Second))
	start := time.Now()
	now := func() time.Duration { return time.Since(start) }
	block := protocol.Enough(rep, budget/3, now)
	r := c.Result
	r.Workers, r.SIMD, r.Relaxed = 1, kernels.Vectors(), kernels.Relaxed()
	if c.Crew != nil {
		r.Workers += c.Crew.Hands()
	}
	turns := 1 + min(r.Workers-1, 1)*9
	alone, beside, times := room(nil), room(nil), room(nil)
	allocs := 0.0
	for range turns {
		part := budget / time.Duration(turns)
		if r.Workers > 1 {
			c.resting = true
			rep()
			alone = protocol.Repeat(rep, alone, part, block, now)
			done := c.Rivals(2 * part)
			beside = protocol.Repeat(rep, beside, part, block, now)
			done()
			c.resting = false
			rep()
		}
		alone, beside, times = room(alone), room(beside), room(times)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		times = protocol.Repeat(rep, times, part, block, now)
		runtime.ReadMemStats(&after)
		allocs += float64(after.Mallocs - before.Mallocs)
	}
	r.AllocsPerUpdate = allocs / float64(len(times)*block)
	if r.Workers > 1 {
		r.Take(alone, block)
		r.Alone, r.AloneP10 = r.SecPerUpdate, r.P10
		r.Take(beside, block)
		r.Beside, r.BesideP10 = r.SecPerUpdate, r.P10
	}
	r.Take(times, block)
	if r.Chains > 0 {
		r.ChainSweeps = float64(r.Chains*r.K) / r.SecPerUpdate
	}
	return r
}

// room makes room for many more times.
func room(times []float64) []float64 { return slices.Grow(times, 1<<16) }

// Rep returns what one repetition does.
func (c *Case) Rep(assets *experiments.Assets) func() {
	if c.Pause == nil {
		c.Pause = still
	}
	return c.setup(c, assets)
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

// trainer returns a machine that learns the first 10,000 digits at threshold 0.5, at learning rate 0.01.
func (c *Case) trainer(assets *experiments.Assets) *training.Binary {
	digits := assets.Pictures("digits")
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

// triplets measures the ten leading modes of weights that change a little between two calls, as in a run.
func triplets(c *Case, assets *experiments.Assets) func() {
	c.Batch, c.Chains = 100, 4
	t := c.trainer(assets)
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
func landscape(c *Case, _ *experiments.Assets) func() {
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
func likelihood(c *Case, assets *experiments.Assets) func() {
	chains := c.Chains
	c.Batch, c.Chains = 100, 100
	t := c.trainer(assets)
	c.Batch, c.Chains = 0, 0
	for range 200 {
		t.Update(still)
	}
	ais := observables.NewAIS(t.Chains, c.NH, chains, 200, 1)
	return func() { ais.LogPartition(t.Machine.W, t.Machine.B, t.Machine.C, still) }
}
