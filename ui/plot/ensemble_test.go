package plot

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

func course(n int, y func(x float64) float64) *Course {
	c := &Course{}
	c.Apply(&protocol.Frame{Blocks: []protocol.Block{seriesBlock("q", 0, n, y), seriesBlock("q.theory", 0, n, identity), fieldBlock("f", 1, 3, identity1)}})
	return c
}

func identity1(i int) float64 { return float64(i) }

func to(x float64) *float64 { return &x }

// TestQuantilesAreThoseOfSortedNumbers: whatever the order in which runs end, each point's quantiles are those of its numbers.
func TestQuantilesAreThoseOfSortedNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const n, runs = 40, 7
	all := make([][]float64, n)
	e := NewEnsemble(n-1, map[string]bool{"q": true})
	for r := range runs {
		e.Add(uint32(r), course(n, func(x float64) float64 {
			y := random.NormFloat64()
			if r == 3 && x == 5 {
				return math.NaN()
			}
			all[int(x)] = append(all[int(x)], float64(float32(y)))
			return y
		}), &protocol.State{})
	}
	b := e.Bands(nil)["q"]
	if b == nil || b.N != runs || len(b.X) != n || len(e.Bands(nil)) != 1 {
		t.Fatalf("band %+v", b)
	}
	for i, values := range all {
		slices.Sort(values)
		at := func(h float64) float64 { // by position between neighbours
			lo := math.Floor(h)
			return values[int(lo)] + (h-lo)*(values[min(int(lo)+1, len(values)-1)]-values[int(lo)])
		}
		last := float64(len(values) - 1)
		for _, q := range []struct {
			got  float32
			want float64
		}{{b.Min[i], values[0]}, {b.Max[i], values[len(values)-1]}, {b.Median[i], at(last / 2)}, {b.Low[i], at(0.16 * last)}, {b.Up[i], at(0.84 * last)}} {
			if math.Abs(float64(q.got)-q.want) > 1e-6 {
				t.Errorf("at %d: %g, want %g", i, q.got, q.want)
			}
		}
	}
	if Quantile([]float32{1, 2, 4}, 0.5) != 2 || Quantile([]float32{1, 2}, 0.5) != 1.5 || Quantile(nil, 0.5) == Quantile(nil, 0.5) {
		t.Error("quantiles of few numbers")
	}
}

// TestBandsOfRunsUnderWay: they end where the slowest is, and are forgotten when the first run is complete.
func TestBandsOfRunsUnderWay(t *testing.T) {
	e := NewEnsemble(100, map[string]bool{"q": true})
	if e.Bands(nil) != nil {
		t.Error("bands of nothing")
	}
	part := []*Course{course(10, identity), course(20, func(x float64) float64 { return x + 2 })}
	if b := e.Bands(part)["q"]; b.N != 2 || b.X[len(b.X)-1] != 9 || b.Median[4] != 5 {
		t.Errorf("of two under way %+v", b)
	}
	e.Add(1, course(101, identity), &protocol.State{})
	if b := e.Bands(part)["q"]; b.N != 1 || b.X[len(b.X)-1] != 100 {
		t.Errorf("of one complete %+v", b)
	}
}

// TestEnsembleIsBounded: long runs are thinned, all in the same way, and keep their last point.
func TestEnsembleIsBounded(t *testing.T) {
	const updates = 1 << 20
	c := &Course{series: map[string]*series{"q": {}}}
	for u := 0; u <= updates; {
		c.series["q"].x, c.series["q"].y = append(c.series["q"].x, float32(u)), append(c.series["q"].y, 1)
		step := 1
		for u >= 128*step {
			step *= 2
		}
		u += step
	}
	e := NewEnsemble(updates, map[string]bool{"q": true})
	e.Add(1, c, &protocol.State{})
	e.Add(2, c, &protocol.State{})
	if b := e.Bands(nil)["q"]; len(b.X) > branchPoints+1 || len(b.X) < branchPoints/2 || b.X[len(b.X)-1] != updates || b.N != 2 {
		t.Errorf("%d of %d points, the last at %g", len(b.X), len(c.series["q"].x), b.X[len(b.X)-1])
	}
}

func TestTheoryInsideTheBand(t *testing.T) {
	b := &Band{N: 3, X: []float32{0, 1, 2, 3, 4}, Low: []float32{0, 0, 0, 0, 0}, Up: []float32{1, 1, 1, 1, 1}}
	in, of := b.Inside([]float32{1, 3, 5}, []float32{0.5, 1.5, 1.5}) // 0.5, 1, 1.5, 1.5 at 1, 2, 3, 4
	if in != 2 || of != 4 {
		t.Errorf("%d of %d inside", in, of)
	}
}

// TestTheSameNumbersDoNotSpread: rounding makes no deviation of what is the same in all runs.
func TestTheSameNumbersDoNotSpread(t *testing.T) {
	for _, x := range []float64{5.50741827898037, 0.1, -1e-9, 1e300} {
		for n := 2; n < 30; n++ {
			if mean, deviation := meanAndDeviation(slices.Repeat([]float64{x}, n)); mean != x || deviation != 0 {
				t.Fatalf("%d times %v: %v ± %v", n, x, mean, deviation)
			}
		}
	}
}

func TestSpreads(t *testing.T) {
	e := NewEnsemble(10, nil)
	for i, x := range []float64{3, 5, 7} {
		st := &protocol.State{Transitions: []protocol.Transition{{Name: "t_c", Update: to(x), Theory: to(x - float64(i))}},
			Scalars: []protocol.Scalar{{Name: "m", Value: to(1)}, {Name: "t_c", Value: to(99)}, {Name: "never"}}}
		e.Add(uint32(i+4), &Course{}, st)
	}
	list := e.Spreads()
	if len(list) != 2 || list[0].Name != "t_c" || list[1].Name != "m" {
		t.Fatalf("%+v", list)
	}
	s := list[0] // differences to theory 0, 1, 2: mean 1, deviation 1
	for _, c := range [][2]float64{{s.Mean, 5}, {s.Deviation, 2}, {s.Error, 2 / math.Sqrt(3)}, {s.Theory, 4}, {s.Off, Sigmas(math.Sqrt(3), 2)}, {float64(s.N), 3}} {
		if math.Abs(c[0]-c[1]) > 1e-12 {
			t.Errorf("%+v: %g, want %g", s, c[0], c[1])
		}
	}
	if m := list[1]; m.Mean != 1 || !math.IsNaN(m.Theory) || !math.IsNaN(m.Off) {
		t.Errorf("%+v", m)
	}
	csv := e.CSV("mattis?seed=4", "b1")
	for _, want := range []string{"# link: mattis?seed=4\n", "# build: b1\n", "# seeds: 4 5 6\n", "\nt_c,5,5,,4\n", "\nm,6,1,,\n"} {
		if !strings.Contains(csv, want) {
			t.Errorf("%s\nlacks %q", csv, want)
		}
	}
}

// compared is a run with a pinned one and an ensemble beside it.
func compared() (*Panel, *Store) {
	s := sampleStore()
	c := &Course{}
	c.Apply(&protocol.Frame{Blocks: []protocol.Block{seriesBlock("overlap", 0, 31, func(float64) float64 { return 0.2 })}})
	s.Pin(c)
	e := NewEnsemble(30, map[string]bool{"overlap": true})
	for i := range 3 {
		c := &Course{}
		c.Apply(&protocol.Frame{Blocks: []protocol.Block{seriesBlock("overlap", 0, 31, func(x float64) float64 { return float64(i+1) * (1 + x) })}})
		e.Add(uint32(i), c, sampleState())
	}
	s.ShowBands(e.Bands(nil))
	panels := Compared([]Panel{{ID: "o", Title: "Overlap", X: Axis{Label: "update", Time: true, Min: 0, Max: 31}, Y: logAxis("U"), Curves: withTheory("overlap", "U", 0)},
		{ID: "modes", Title: "Modes", Kind: Pictures, Field: "modes"}})
	if panels[1].Title != "Modes · A" {
		panic("a panel of one moment must say whose it is")
	}
	return &panels[0], s
}

// TestPinnedRunAndBandsAreVectors: A solid, B in long dashes, theory dotted, each named; the band is a shape with all its corners.
func TestPinnedRunAndBandsAreVectors(t *testing.T) {
	p, s := compared()
	svg := SVG(p, s, sampleState(), 500, 300, Light)
	for _, want := range []string{`class="pinned"`, `stroke-dasharray="14 5"`, `stroke-dasharray="2 4"`, ">U A</text>", ">U B</text>", `class="median"`, `class="band"`, `class="range"`} {
		if !strings.Contains(svg, want) {
			t.Errorf("the figure lacks %s", want)
		}
	}
	_, band, _ := strings.Cut(svg, `class="band" d="`)
	band, _, _ = strings.Cut(band, `"`)
	if corners := strings.Count(band, "L") + strings.Count(band, "M"); corners != 62 || !strings.HasSuffix(band, "Z") {
		t.Errorf("the band has %d corners, want two for each of 31 points", corners)
	}
	if _, y := p.Limits(s); y[1] < 60 {
		t.Errorf("the axis ends at %g, where the band goes to %g", y[1], 2.68*31)
	}
	if theory, run := p.Agreement(s); theory != 0 || run != 0 { // both grow from 0.05, the band lies above 1
		t.Errorf("inside: theory %g, run %g", theory, run)
	}
	table := p.Numbers(s, sampleState())
	if got := strings.Join(table.Head, "|"); got != "update|U A|U, theory|U B|U median of 3|U 16 %|U 84 %" {
		t.Errorf("the table's head is %s", got)
	}
	if row := table.Rows[4]; row[3] != "0.2" || row[4] != "10" {
		t.Errorf("row %v", row)
	}
}

// TestBesideSurvivesTheRun: a new run, a fork or a restart keeps what stands beside it.
func TestBesideSurvivesTheRun(t *testing.T) {
	_, s := compared()
	before := s.Revision()
	s.Apply(&protocol.Frame{Run: 9})
	s.Restart("β 1")
	s.Apply(&protocol.Frame{Run: 10})
	s.Clear()
	s.Apply(&protocol.Frame{Run: 11})
	if s.Pinned() == nil || s.Band(&Curve{Source: "overlap"}) == nil || s.Revision() <= before {
		t.Errorf("pinned %v, revision %d after %d", s.Pinned(), s.Revision(), before)
	}
	if s.Pin(nil); s.Pinned() != nil {
		t.Error("still pinned")
	}
}

func TestCourseIsACopyOfMeasurements(t *testing.T) {
	s := sampleStore()
	c := s.Course()
	s.Apply(&protocol.Frame{Run: 3, Segment: 1, Since: 10, Update: 18, Blocks: []protocol.Block{seriesBlock("overlap", 5, 1, identity)}})
	x, _ := c.Curve(&Curve{Source: "overlap"})
	if _, theory := c.series["overlap.theory"]; theory || len(x) != 18 || c.End() != 17 || c.Points() != 18 {
		t.Errorf("%d points to %g, theory %v", len(x), c.End(), theory)
	}
	c.Apply(&protocol.Frame{Blocks: []protocol.Block{seriesBlock("overlap", 30, 2, identity)}})
	if c.Points() != 18 {
		t.Error("a hole was filled")
	}
}

// TestSigmasAreHonest: with a right theory and runs that scatter normally the deviation said has mean square 1, from three runs on as from sixteen;
// where the law is known in closed form, it is as improbable as t.
func TestSigmasAreHonest(t *testing.T) {
	for _, tt := range []float64{0.3, 1, 3, 5} { // two degrees of freedom: P(|t|) = 1 - t/√(t²+2)
		want := math.Sqrt2 * math.Erfinv(tt/math.Sqrt(tt*tt+2))
		if got := Sigmas(tt, 2); math.Abs(got-want) > 0.05 || Sigmas(-tt, 2) != -got {
			t.Errorf("t = %g: %g σ, want %g", tt, got, want)
		}
	}
	random := rand.New(rand.NewPCG(7, 1))
	for _, n := range []int{3, 4, 8, 16} {
		const repetitions = 20000
		squares := 0.0
		for range repetitions {
			list := make([]float64, n)
			for i := range list {
				list[i] = random.NormFloat64()
			}
			mean, deviation := meanAndDeviation(list)
			z := Sigmas(mean/deviation*math.Sqrt(float64(n)), n-1)
			squares += z * z
		}
		if rms := math.Sqrt(squares / repetitions); math.Abs(rms-1) > 0.03 { // its own error is 0.005; t itself has 1.07 for 16 and no bound for 3
			t.Errorf("%d runs: %.3f σ", n, rms)
		}
	}
}

// TestProtocolsAreCompared: lines over a weight or a field, also one that goes down, are drawn of the pinned run and of an ensemble, read under the cursor
// and listed; single points and predictions are not.
func TestProtocolsAreCompared(t *testing.T) {
	p := hysteresisPanels()[0]
	up, down := &p.Curves[0], &p.Curves[2]
	frame := func(run int, shift float32) *protocol.Frame {
		return &protocol.Frame{Run: run, Blocks: []protocol.Block{
			{Kind: protocol.Series, Name: "m_up", Rows: 2, Cols: 3, Data: []float32{-1, 0, 1, -0.5 + shift, 0 + shift, 0.5 + shift}},
			{Kind: protocol.Series, Name: "m_down", Rows: 2, Cols: 3, Data: []float32{1, 0, -1, 0.9 + shift, 0.8 + shift, -0.9 + shift}},
			{Kind: protocol.Series, Name: "m_up.theory", Rows: 2, Cols: 2, Data: []float32{-1, 1, -0.5, 0.5}}}}
	}
	var b, third Course
	b.Apply(frame(2, 0.1))
	third.Apply(frame(3, 0.2))
	if y, ok := b.At(down, 0.5); !ok || math.Abs(y-0.95) > 1e-6 {
		t.Errorf("%g at 0.5 on the way down", y)
	}
	if _, ok := b.At(up, 1.5); ok {
		t.Error("a value beside the line")
	}
	var s Store
	s.Apply(frame(1, 0))
	s.Pin(&b)
	shown := Compared([]Panel{p})[0]
	if !shown.Compared || shown.Title != p.Title || len(scalingPanels([]int{100})[0].Curves) != 4 {
		t.Errorf("%+v", shown)
	}
	e := NewEnsemble(0, map[string]bool{"m_up": true, "m_down": true})
	e.Add(1, &b, &protocol.State{})
	e.Add(2, &third, &protocol.State{})
	s.ShowBands(e.Bands(nil))
	if band := s.Band(down); band == nil || band.N != 2 || band.X[0] != -1 || band.X[2] != 1 || math.Abs(float64(band.Median[0])+0.75) > 1e-6 {
		t.Errorf("%+v", band)
	}
	if in, of := s.Band(down).Inside([]float32{1, -1}, []float32{1.05, -0.75}); in != 2 || of != 3 {
		t.Errorf("a line that goes down lies inside at %d of %d", in, of)
	}
	svg := SVG(&shown, &s, &protocol.State{}, 400, 300, Light)
	for _, want := range []string{`class="pinned"`, `class="band"`, ">up A<", ">down B<"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the figure lacks %s", want)
		}
	}
	if head := strings.Join(shown.Numbers(&s, &protocol.State{}).Head, "|"); !strings.Contains(head, "up B: field h") || !strings.Contains(head, "down median of 2") {
		t.Error(head)
	}
	chi := scalingPanels([]int{100})[0]
	for i := range chi.Curves {
		if c := &chi.Curves[i]; chi.Compares(c) != (c.Source == "chi.100") {
			t.Errorf("%s is compared: %v", c.Source, chi.Compares(c))
		}
	}
}

// TestOffTheoryIsOneByChance: runs that scatter about their own theories, which differ, are off by 1σ; where all lie a deviation above it, by √n.
func TestOffTheoryIsOneByChance(t *testing.T) {
	panel := Panel{X: Axis{Time: true}, Y: Axis{Log: true}, Curves: withTheory("q", "q", 0)}
	random := rand.New(rand.NewPCG(3, 9))
	for _, shift := range []float64{0, 1} {
		e := NewEnsemble(300, map[string]bool{"q": true})
		for run := range 16 {
			c := &Course{Theory: true}
			start := math.Exp(random.NormFloat64())
			theory := func(x float64) float64 { return start * math.Exp(0.03*x) }
			c.Apply(&protocol.Frame{Blocks: []protocol.Block{
				seriesBlock("q", 0, 300, func(x float64) float64 { return theory(x) * math.Exp(0.2*(random.NormFloat64()+shift)) }), seriesBlock("q.theory", 0, 300, theory)}})
			e.Add(uint32(run), c, &protocol.State{})
		}
		if off := e.Off(&panel); shift == 0 && math.Abs(off-1) > 0.15 || shift == 1 && (off < 3 || off > 4) {
			t.Errorf("shifted by %g: %.2f σ", shift, off)
		}
	}
	if off := NewEnsemble(9, map[string]bool{"q": true}).Off(&panel); !math.IsNaN(off) {
		t.Errorf("%g of nothing", off)
	}
}
