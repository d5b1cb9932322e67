package plot

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"cascade/wasm/protocol"
)

// Ensemble gathers runs that differ in nothing but their seeds. When something is recorded depends on the number of the update alone, so
// all runs have the same abscissae, and quantiles are those of the numbers themselves at each. A point holds its numbers
// in order, so that another run costs one insertion; memory is 4 bytes for each run and point, of at most some 400 points for each series.
type Ensemble struct {
	every   int
	names   map[string]bool // the series that are kept; whether their differences to theory are those of logarithms
	members []member
	points  map[string]*points
}

// member is what is kept of one run beside its points.
type member struct {
	seed    uint32
	scalars []protocol.Scalar
}

// points are the numbers that the runs measured at each x, ascending, and how far each complete run was from its own theory there.
type points struct {
	x   []float32
	y   [][]float32
	off [][]float32
}

// Band is what an ensemble says of one series: at each X the quantiles 0, 0.16, 0.5, 0.84 and 1 over N runs. The two in the middle hold as
// much as one standard deviation of a normal distribution to both sides.
type Band struct {
	N                         int
	X                         []float32
	Min, Low, Median, Up, Max []float32
}

// Bands by series.
type Bands map[string]*Band

// lowShare is the share of runs below a band's lower edge, as above its upper one.
const lowShare = 0.16

// NewEnsemble makes an empty one for runs of that many updates, which keeps the named series. Differences to theory are taken between
// the logarithms of those with true, as plots with a logarithmic axis show them.
func NewEnsemble(updates int, names map[string]bool) *Ensemble {
	recorded := 128.0 // each update up to there, then 64 in each doubling
	if updates > 128 {
		recorded += 64 * math.Log2(float64(updates)/128)
	}
	return &Ensemble{every: int(math.Ceil(recorded / branchPoints)), names: names, points: map[string]*points{}}
}

// Add takes over what a complete run measured, and its final report.
func (e *Ensemble) Add(seed uint32, c *Course, st *protocol.State) {
	m := member{seed: seed}
	named := map[string]bool{}
	for _, t := range st.Transitions {
		named[t.Name] = true
		m.scalars = append(m.scalars, protocol.Scalar{Name: t.Name, Value: t.Update, Theory: t.Theory})
	}
	for _, s := range st.Scalars {
		if !named[s.Name] {
			m.scalars = append(m.scalars, s)
		}
	}
	e.members = append(e.members, m)
	e.insert(c, math.Inf(1))
	for name, p := range e.points {
		v, theory := c.series[name], c.series[name+".theory"]
		if v == nil || theory == nil {
			continue
		}
		scale := func(y float32) float64 { return float64(y) }
		if e.names[name] {
			scale = func(y float32) float64 { return math.Log(float64(y)) } // NaN or infinite where it can't be shown
		}
		for i, x := range v.x {
			at, kept := slices.BinarySearch(p.x, x)
			if expected, ok := between(theory.x, theory.y, float64(x), scale); kept && ok {
				if d := scale(v.y[i]) - expected; !math.IsNaN(d) && !math.IsInf(d, 0) {
					p.off[at] = append(p.off[at], float32(d))
				}
			}
		}
	}
}

// insert adds a course up to some update.
func (e *Ensemble) insert(c *Course, until float64) {
	for name, v := range c.series {
		if !e.names[name] {
			continue
		}
		p := e.points[name]
		if p == nil {
			p = &points{}
			e.points[name] = p
		}
		for i, x := range v.x {
			if i%e.every != 0 && i != len(v.x)-1 || float64(x) > until {
				continue
			}
			at, known := slices.BinarySearch(p.x, x) // a field may go down as well
			if !known {
				p.x, p.y, p.off = slices.Insert(p.x, at, x), slices.Insert(p.y, at, nil), slices.Insert(p.off, at, nil)
			}
			if y := v.y[i]; !math.IsNaN(float64(y)) && !math.IsInf(float64(y), 0) {
				place, _ := slices.BinarySearch(p.y[at], y)
				p.y[at] = slices.Insert(p.y[at], place, y)
			}
		}
	}
}

// Done is how many runs have been added.
func (e *Ensemble) Done() int { return len(e.members) }

// Bands returns the bands of all series. As long as no run is complete they are of those under way, up to where the last of them is.
// Cost: one look at each point.
func (e *Ensemble) Bands(underWay []*Course) Bands {
	if len(e.members) == 0 {
		if len(underWay) == 0 {
			return nil
		}
		until := math.Inf(1)
		for _, c := range underWay {
			until = min(until, float64(c.End()))
		}
		e = &Ensemble{every: e.every, names: e.names, points: map[string]*points{}}
		for _, c := range underWay {
			e.insert(c, until)
		}
	}
	bands := Bands{}
	for name, p := range e.points {
		b := &Band{X: p.x}
		for _, y := range p.y {
			b.N = max(b.N, len(y))
			b.Min, b.Max = append(b.Min, Quantile(y, 0)), append(b.Max, Quantile(y, 1))
			b.Low, b.Up = append(b.Low, Quantile(y, lowShare)), append(b.Up, Quantile(y, 1-lowShare))
			b.Median = append(b.Median, Quantile(y, 0.5))
		}
		bands[name] = b
	}
	return bands
}

// Quantile returns the q-quantile of ascending numbers, linear between neighbours: at 0 the smallest, at 1 the largest, at 0.5 the median.
// It is NaN without any.
func Quantile(ascending []float32, q float64) float32 {
	n := len(ascending)
	if n == 0 {
		return float32(math.NaN())
	}
	h := q * float64(n-1)
	i := min(int(h), n-1)
	if i+1 == n {
		return ascending[i]
	}
	share := h - float64(i)
	return float32((1-share)*float64(ascending[i]) + share*float64(ascending[i+1]))
}

// Inside counts at how many points of the band a line, whichever way it goes, lies within it, edges included, of those over which the line extends.
func (b *Band) Inside(x, y []float32) (inside, of int) {
	if n := len(x); n > 1 && x[0] > x[n-1] {
		x, y = slices.Clone(x), slices.Clone(y)
		slices.Reverse(x)
		slices.Reverse(y)
	}
	for i, at := range b.X {
		k, found := slices.BinarySearch(x, at)
		if k == len(x) || !found && k == 0 {
			continue
		}
		value := float64(y[k])
		if !found { // on the straight line between its neighbours
			share := float64(at-x[k-1]) / float64(x[k]-x[k-1])
			value = (1-share)*float64(y[k-1]) + share*value
		}
		lo, up := float64(b.Low[i]), float64(b.Up[i])
		if math.IsNaN(value) || math.IsNaN(lo) {
			continue
		}
		slack := 1e-6 * (math.Abs(lo) + math.Abs(up)) // of single precision, where the band has no width
		if of++; value >= lo-slack && value <= up+slack {
			inside++
		}
	}
	return inside, of
}

// Spread is what an ensemble says of one scalar or transition.
type Spread struct {
	Name      string
	N         int     // runs that know it
	Mean      float64 // over them
	Error     float64 // its standard error, Deviation / √N; NaN for one run
	Deviation float64 // standard deviation between runs
	Theory    float64 // mean of what theory says for these runs, each from its own start; NaN if it says nothing
	Off       float64 // how far the mean of the differences to theory, run by run, is from 0, see Sigmas; NaN if not known
}

// Spreads returns the statistics of transitions and scalars, in the order of the reports.
func (e *Ensemble) Spreads() []Spread {
	var list []Spread
	values, theories, differences := map[string][]float64{}, map[string][]float64{}, map[string][]float64{}
	var names []string
	for _, m := range e.members {
		for _, s := range m.scalars {
			if s.Value == nil {
				continue
			}
			if values[s.Name] == nil {
				names = append(names, s.Name)
			}
			values[s.Name] = append(values[s.Name], *s.Value)
			if s.Theory != nil {
				theories[s.Name] = append(theories[s.Name], *s.Theory)
				differences[s.Name] = append(differences[s.Name], *s.Value-*s.Theory)
			}
		}
	}
	for _, name := range names {
		s := Spread{Name: name, N: len(values[name])}
		s.Mean, s.Deviation = meanAndDeviation(values[name])
		s.Error = s.Deviation / math.Sqrt(float64(s.N))
		s.Theory, _ = meanAndDeviation(theories[name])
		mean, deviation := meanAndDeviation(differences[name])
		if s.Off = math.NaN(); deviation > 0 {
			n := len(differences[name])
			s.Off = Sigmas(mean/deviation*math.Sqrt(float64(n)), n-1)
		}
		list = append(list, s)
	}
	return list
}

// Sigmas turns Student's t, a mean in units of its standard error that was itself found from the scatter of freedom + 1 numbers, into the deviation of
// a normal distribution that is as improbable: with a right theory its mean square is 1, however few runs there are, where that of t is
// freedom / (freedom - 2). Wallace's approximation (Annals of Mathematical Statistics 30, 1959, p. 1121), exact to 0.05 from freedom 2 on for t up to 5.
func Sigmas(t float64, freedom int) float64 {
	n := float64(freedom)
	return math.Copysign((8*n+1)/(8*n+3)*math.Sqrt(n*math.Log1p(t*t/n)), t)
}

// meanAndDeviation returns mean and standard deviation (with n-1) of numbers, NaN where there are too few. Numbers that are all the same deviate by
// exactly 0: sums are of differences to the first.
func meanAndDeviation(list []float64) (mean, deviation float64) {
	for _, x := range list {
		mean += x - list[0]
	}
	if mean /= float64(len(list)); len(list) > 0 { // NaN for none
		mean += list[0]
	}
	for _, x := range list {
		deviation += (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(deviation / float64(len(list)-1))
}

// Agreement tells at what share of the points of the bands of p the run's theory lies within them, and the run itself; NaN if there is nothing to
// compare. Theory is that of the run's own start, so it lies as far out as the run does where that began unusually.
func (p *Panel) Agreement(s *Store) (theory, run float64) {
	var inside, of [2]int
	for i := range p.Curves {
		c := &p.Curves[i]
		b := s.Band(c)
		if b == nil || b.N < 2 {
			continue
		}
		for k, name := range []string{c.Source + ".theory", c.Source} {
			n, all := b.Inside(s.Series(name))
			inside[k], of[k] = inside[k]+n, of[k]+all
		}
	}
	return float64(inside[0]) / float64(of[0]), float64(inside[1]) / float64(of[1])
}

// Off returns how far theory is from the runs on the curves of p, in sigmas: the root of the mean square, over the points, of the mean difference of
// each run from its own theory, see [Sigmas]. By chance it is about 1 (neighbouring points say nearly the same, so it scatters widely); NaN if nothing
// can be compared.
func (e *Ensemble) Off(p *Panel) float64 {
	squares, count := 0.0, 0
	for i := range p.Curves {
		c := &p.Curves[i]
		held := e.points[c.Source]
		if held == nil || !p.Compares(c) {
			continue
		}
		for _, list := range held.off {
			wide := make([]float64, len(list))
			for k, d := range list {
				wide[k] = float64(d)
			}
			if mean, deviation := meanAndDeviation(wide); len(list) > 1 && deviation > 0 {
				z := Sigmas(mean/deviation*math.Sqrt(float64(len(list))), len(list)-1)
				squares, count = squares+z*z, count+1
			}
		}
	}
	return math.Sqrt(squares / float64(count))
}

// CSV writes the ensemble as text: lines that begin with # for link, build and seeds; a table of the quantiles of each series, a line for
// each point; a line without anything; and a table of what each run found for each scalar and transition.
func (e *Ensemble) CSV(link, build string) string {
	var b strings.Builder
	seeds := make([]string, len(e.members))
	for i, m := range e.members {
		seeds[i] = strconv.FormatUint(uint64(m.seed), 10)
	}
	fmt.Fprintf(&b, "# cascade ensemble\n# link: %s\n# build: %s\n# seeds: %s\n# quantiles over the seeds at each update; all series dimensionless\nseries,update,seeds,min,q16,median,q84,max\n", link, build, strings.Join(seeds, " "))
	cell := func(v float32) string {
		if math.IsNaN(float64(v)) {
			return ""
		}
		return strconv.FormatFloat(float64(v), 'g', -1, 32)
	}
	names := make([]string, 0, len(e.points))
	for name := range e.points {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		p := e.points[name]
		for i, x := range p.x {
			y := p.y[i]
			fmt.Fprintf(&b, "%s,%s,%d,%s,%s,%s,%s,%s\n", name, cell(x), len(y), cell(Quantile(y, 0)), cell(Quantile(y, lowShare)),
				cell(Quantile(y, 0.5)), cell(Quantile(y, 1-lowShare)), cell(Quantile(y, 1)))
		}
	}
	b.WriteString("\nscalar,seed,value,error,theory\n")
	known := func(x *float64) string {
		if x == nil {
			return ""
		}
		return strconv.FormatFloat(*x, 'g', -1, 64)
	}
	for _, m := range e.members {
		for _, s := range m.scalars {
			fmt.Fprintf(&b, "%s,%d,%s,%s,%s\n", s.Name, m.seed, known(s.Value), known(s.Error), known(s.Theory))
		}
	}
	return b.String()
}
