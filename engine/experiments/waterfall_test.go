package experiments

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"cascade/engine/internal/check"
	"cascade/engine/observables"
	"cascade/engine/theory"
)

// waterfallOf returns a whole waterfall.
func waterfallOf(t *testing.T, s *Session, name string) (found Waterfall) {
	t.Helper()
	s.Waterfalls(0, func(w Waterfall, x []float64) {
		if w.Name == name {
			found = w
		}
		if columns := len(x); columns != s.Points() || len(w.Counts) != columns*w.Bins || len(w.Lower) != columns || len(w.Upper) != columns {
			t.Fatalf("%s: %d updates, %d counts, %d and %d branches", w.Name, columns, len(w.Counts), len(w.Lower), len(w.Upper))
		}
	})
	if found.Name == "" {
		t.Fatalf("no waterfall %s", name)
	}
	return found
}

// column returns the counts of a column, the last one for -1.
func (w *Waterfall) column(c int) []uint16 {
	if c < 0 {
		c += len(w.Lower)
	}
	return w.Counts[c*w.Bins:][:w.Bins]
}

// binned sums the law of k = (1+m)n/2 over the bins.
func (w *Waterfall) binned(n int, law func(k int) float64) []float64 {
	p, width := make([]float64, w.Bins), (w.High-w.Low)/float64(w.Bins)
	for k := range n + 1 {
		p[int((float64(2*k-n)/float64(n)-w.Low)/width)] += law(k)
	}
	return p
}

// Every bin but the outermost holds equally many values of the magnetisation, none on an edge.
func TestLatticeBins(t *testing.T) {
	for _, n := range []int{1, 2, 10, 11, 95, 96, 97, 220, 350, 900, 1000, 5000} {
		w := latticeBins(n)
		p := w.binned(n, func(int) float64 { return 1 })
		each, sum := p[w.Bins/2], 0.0
		for b, x := range p {
			if sum += x; x > each || x < 1 || x < each && b > 0 && b < w.Bins-1 {
				t.Errorf("%d spins: bin %d of %d has %v values, the middle one %v", n, b, w.Bins, x, each)
			}
		}
		if sum != float64(n+1) || w.Bins > maxBins || n >= maxBins && w.Bins < maxBins/2 {
			t.Errorf("%d spins: %v values in %d bins", n, sum, w.Bins)
		}
		places := (w.High - w.Low) / float64(w.Bins) * float64(n) / 2
		check.Within(t, "places in a bin", places, each, 1e-9)
	}
}

// At the start the weights are small and the spins are fair.
// TestSpinsOfAnotherNumber: bins that were made for one number of spins show those of another without stripes, and those of their own as they are.
func TestSpinsOfAnotherNumber(t *testing.T) {
	for _, row := range [][2]int{{350, 200}, {350, 600}, {20, 37}, {650, 651}, {350, 350}, {97, 97}} {
		w, own := latticeBins(row[0]), latticeBins(row[0])
		w.begin(0, 0)
		own.begin(0, 0)
		n, each := row[1], 40
		var values []float32
		for k := range n + 1 {
			for range each {
				values = append(values, float32(2*k-n)/float32(n))
				own.count(float64(values[len(values)-1]))
			}
		}
		w.countSpins(values, n)
		whole := 0
		for b, got := range w.Counts {
			if whole += int(got); n == row[0] {
				if got != own.Counts[b] {
					t.Errorf("%d spins: %d in bin %d, want %d", n, got, b, own.Counts[b])
				}
				continue
			}
			if want := (w.High - w.Low) / float64(w.Bins) * float64(n) / 2 * float64(each); b > 1 && b < w.Bins-2 && math.Abs(float64(got)-want) > 1 {
				t.Errorf("%d spins in bins for %d: %d in bin %d, want %.1f", n, row[0], got, b, want)
			}
		}
		if whole != len(values) {
			t.Errorf("%d of %d chains", whole, len(values))
		}
	}
}

func TestWaterfallBeginsBinomial(t *testing.T) {
	for link, sizes := range map[string]map[string]int{
		"mattis?n=400&samples=10&chains=5000&init=1e-6":   {"waterfall": 400},
		"binary?n=97&samples=10&chains=5000&init=1e-6":    {"waterfall": 97},
		"hopfield?n=300&samples=10&chains=5000&init=1e-6": {"waterfall1": 195, "waterfall2": 105},
	} {
		s := open(t, link)
		if err := s.Prepare(still); err != nil {
			t.Fatal(err)
		}
		for name, n := range sizes {
			w := waterfallOf(t, s, name)
			var counts []int
			for _, x := range w.column(0) {
				counts = append(counts, int(x))
			}
			fair := theory.NewCurieWeiss(n, 0)
			check.ChiSquare(t, link+" "+name, counts, w.binned(n, fair.Probability), 5)
			if w.Lower[0] != 0 || w.Upper[0] != 0 {
				t.Errorf("%s %s: branches %v %v before the transition", link, name, w.Lower[0], w.Upper[0])
			}
		}
	}
}

// At the end |m| follows the teacher's law, which the machine can learn exactly: two lumps around the branches. (How many chains
// are in which lump is frozen.)
func TestWaterfallEndsInTheLumpsOfTheory(t *testing.T) {
	const n = 200
	s := steps(t, open(t, "mattis?n=200&samples=4000&chains=600&lr=0.1&init=0.05&k=2"), 250)
	w := waterfallOf(t, s, "waterfall")
	law := theory.NewCurieWeiss(n, 1.4)
	p := w.binned(n, law.Probability)
	if w.Bins%2 == 0 {
		t.Fatal("no bin lies in the middle")
	}
	final, middle := w.column(-1), w.Bins/2
	counts, folded := []int{int(final[middle])}, []float64{p[middle]}
	for d := 1; d <= middle; d++ {
		counts = append(counts, int(final[middle-d])+int(final[middle+d]))
		folded = append(folded, p[middle-d]+p[middle+d])
	}
	check.ChiSquare(t, "|m|", counts, folded, 5)
	top := w.Upper[len(w.Upper)-1]
	check.Within(t, "upper branch", float64(top), theory.Magnetisation(1.4), 0.02)
	check.Close(t, "lower branch", float64(w.Lower[len(w.Lower)-1]), -float64(top), 12)
	if c := final[middle]; c > 6 {
		t.Errorf("%d chains of 600 are between the lumps", c)
	}
}

// No column loses a chain, whatever is measured and however often parameters change.
func TestWaterfallsCountAllChains(t *testing.T) {
	for link, chains := range map[string]int{
		"mattis?n=64&samples=30&chains=11&lr=0.2&events=20.beta.2,40.lr.0.1":          11,
		"hopfield?n=64&samples=30&init=0.3&chains=13&events=20.kappa.0.7,40.beta.1.8": 13,
		"hierarchy?modes=4&n=120&samples=40&init=0.1&chains=15":                       15,
		"binary?n=101&hidden=37&lr=0.1&samples=30&chains=17":                          17,
		smallDigits: 12,
		"faces?side=10&hidden=12&samples=70&lr=0.3&batch=30&method=rdm&chains=14&modes=1": 14,
	} {
		s := steps(t, open(t, link), 150)
		seen := 0
		s.Waterfalls(0, func(w Waterfall, x []float64) {
			seen++
			for c := range x {
				sum := 0
				for _, n := range w.column(c) {
					sum += int(n)
				}
				if sum != chains {
					t.Errorf("%s: %s has %d chains at update %v, want %d", link, w.Name, sum, x[c], chains)
				}
			}
		})
		if seen == 0 {
			t.Errorf("%s has no waterfall", link)
		}
	}
}

// A replay of what was changed by hand has the same columns; a page that has some of them gets the rest.
func TestWaterfallReplays(t *testing.T) {
	for _, link := range []string{smallMattis, smallDigits} {
		s := steps(t, open(t, link), 70)
		s.Set("lr", "0.2")
		steps(t, s, 70)
		fields := func(s *Session) string {
			r, _ := s.Record("")
			p, err := json.Marshal(r.Fields)
			if err != nil {
				t.Fatal(err)
			}
			return string(p)
		}
		replay := open(t, s.Link().String())
		if fields(steps(t, replay, 140)) != fields(s) {
			t.Errorf("%s replays with other fields", s.Link())
		}
		s.Waterfalls(90, func(w Waterfall, x []float64) {
			whole := waterfallOf(t, s, w.Name)
			if x[0] != 90 || len(w.Counts) != len(whole.Counts)-90*w.Bins || w.column(0)[w.Bins/2] != whole.column(90)[w.Bins/2] {
				t.Errorf("%s: from column 90 on there are %d counts, the first at update %v", w.Name, len(w.Counts), x[0])
			}
		})
	}
}

// The record tells the counts bin by bin.
func TestWaterfallInTheRecord(t *testing.T) {
	s := steps(t, open(t, smallMattis), 33)
	r, _ := s.Record("")
	w, f := waterfallOf(t, s, "waterfall"), r.Fields["waterfall"]
	if f.Rows != w.Bins || f.Cols != 34 || f.X != [2]float64{0, 33} || f.Y != [2]float64{w.Low, w.High} {
		t.Fatalf("%d x %d over %v %v", f.Rows, f.Cols, f.X, f.Y)
	}
	for c := range f.Cols {
		for b, n := range w.column(c) {
			if f.Z[b*f.Cols+c] != float64(n) {
				t.Fatalf("bin %d of column %d has %v, want %d", b, c, f.Z[b*f.Cols+c], n)
			}
		}
	}
	if b := r.Fields["waterfall.theory"]; b.Rows != 2 || b.Cols != 34 || b.Z[33] != float64(w.Lower[33]) || b.Z[67] != float64(w.Upper[33]) {
		t.Errorf("branches %+v", b)
	}
}

// The branches of two modes are where the minima of the free energy of both hidden units put the spins.
func TestBranchesAreTheMinima(t *testing.T) {
	s := steps(t, open(t, "hopfield?n=300&samples=1000&chains=50&init=0.05"), 600)
	r := s.run.(*hopfield)
	wells, err := r.minima()
	if err != nil || len(wells) != 4 {
		t.Fatalf("%d minima: %v", len(wells), err)
	}
	for k, first := 0, 0; k < 2; k++ {
		size := r.law.Sizes[k]
		var m observables.Stat
		for _, h := range wells {
			x := 0.0
			for i := first; i < first+size; i++ {
				x += math.Tanh(h[0]*r.wide.U[i] + h[1]*r.wide.V[i])
			}
			m.Add(math.Abs(x) / float64(size))
		}
		first += size
		w := waterfallOf(t, s, "waterfall"+number(k))
		check.Within(t, "branch "+number(k), float64(w.Upper[len(w.Upper)-1]), m.Mean(), 0.02)
	}
}

// The branches of a trained machine are one before its first transition, and the edges of what the chains do after it.
func TestBranchesOfATrainedMachine(t *testing.T) {
	s := steps(t, open(t, strings.Replace(smallGenome, "0.06", "0.12", 1)), 320)
	w := waterfallOf(t, s, "waterfall1")
	if !(w.Lower[0] == w.Upper[0]) {
		t.Errorf("branches %v and %v at the start", w.Lower[0], w.Upper[0])
	}
	last := -1
	for c, x := range w.Lower {
		if x == x {
			last = c
		}
	}
	lower, upper := float64(w.Lower[last]), float64(w.Upper[last])
	if !(lower < upper-1) || lower < w.Low || upper > w.High {
		t.Errorf("branches %v and %v in the end", lower, upper)
	}
	near, all := 0, 0
	for b, n := range w.column(last) {
		x := w.Low + (float64(b)+0.5)*(w.High-w.Low)/float64(w.Bins)
		if all += int(n); math.Abs(x-lower) < 0.6 || math.Abs(x-upper) < 0.6 {
			near += int(n)
		}
	}
	if near < all/2 {
		t.Errorf("only %d of %d chains are near the branches %v and %v", near, all, lower, upper)
	}
}
