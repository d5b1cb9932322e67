package experiments

import (
	"math"
	"slices"
	"strconv"

	"cascade/engine/portable"
	"cascade/engine/theory"
)

// Plane is an experiment's phase diagram over two of its parameters, X across and Y up, for given values of the others: what the
// page draws behind the point that stands for the run.
type Plane struct {
	X, Y    string // names of the parameters
	Curves  []PlaneCurve
	Regions []PlaneRegion
}

// PlaneCurve is a boundary: of the teacher's phases, or, Learned, of what a run of the link's length learns.
type PlaneCurve struct {
	Label   string
	Learned bool
	X, Y    []float64
}

// PlaneRegion is a phase: the inside of a polygon. The regions of a plane do not overlap and cover it.
type PlaneRegion struct {
	Name string // as a sentence names it: "retrieval of both patterns"
	Note string // a few words: "4 lumps"
	X, Y []float64
}

// planePoints is how many points a boundary has.
const planePoints = 49

// Plane returns the phase diagram for the present values; nil where the experiment has none. Cost: below a millisecond, natively.
func (s *Session) Plane() *Plane {
	if s.link.Experiment.plane == nil {
		return nil
	}
	return s.link.Experiment.plane(input{link: s.Restart()})
}

// strip makes a plane of boundaries x = g(y) that do not cross, each to the right of the one before.
type strip struct {
	in    input
	x, y  *Param
	at    []float64 // the heights of the points of every boundary
	edges [][]float64
	plane *Plane
}

// newStrip begins a plane without boundaries: all to the right of them is one region.
func newStrip(in input, x, y string) *strip {
	e := in.link.Experiment
	s := &strip{in: in, x: &e.Params[in.mustIndex(x)], y: &e.Params[in.mustIndex(y)], plane: &Plane{X: x, Y: y}}
	s.at = spaced(s.y)
	s.edges = [][]float64{slices.Repeat([]float64{s.x.Min}, planePoints)}
	return s
}

// spaced returns planePoints values of a parameter at equal distances on its slider.
func spaced(p *Param) []float64 {
	list := make([]float64, planePoints)
	for i := range list {
		share := float64(i) / (planePoints - 1)
		list[i] = p.Min + float64(share*(p.Max-p.Min))
		if p.Log {
			list[i] = p.Min * portable.Exp(float64(share*math.Log(p.Max/p.Min)))
		}
	}
	list[planePoints-1] = p.Max
	return list
}

// curve adds a boundary that is drawn and does not part regions.
func (s *strip) curve(label string, learned bool, g func(y float64) float64) []float64 {
	c := PlaneCurve{Label: label, Learned: learned}
	edge, before := make([]float64, planePoints), 0.0 // before: the point before, not clipped
	for i, y := range s.at {
		edge[i] = g(y)
		within := edge[i] >= s.x.Min && edge[i] <= s.x.Max
		if i > 0 && within != (before >= s.x.Min && before <= s.x.Max) { // to the very edge
			outer := edge[i]
			if within {
				outer = before
			}
			end := min(max(outer, s.x.Min), s.x.Max)
			if share := (end - before) / (edge[i] - before); !math.IsInf(before, 0) && !math.IsInf(edge[i], 0) {
				c.X, c.Y = append(c.X, end), append(c.Y, s.at[i-1]+float64(share*(y-s.at[i-1])))
			}
		}
		before = edge[i]
		if within {
			c.X, c.Y = append(c.X, edge[i]), append(c.Y, y)
		}
		edge[i] = min(max(edge[i], s.x.Min), s.x.Max)
	}
	if len(c.X) > 1 {
		s.plane.Curves = append(s.plane.Curves, c)
	}
	return edge
}

// region ends with a boundary on its right, or with the plane if g is nil; it begins where the one before ended.
func (s *strip) region(name, note, label string, learned bool, g func(y float64) float64) {
	edge := slices.Repeat([]float64{s.x.Max}, planePoints)
	if g != nil {
		edge = s.curve(label, learned, g)
	}
	left := s.edges[len(s.edges)-1]
	s.edges = append(s.edges, edge)
	r := PlaneRegion{Name: name, Note: note}
	for i, y := range s.at {
		r.X, r.Y = append(r.X, left[i]), append(r.Y, y)
	}
	for i := range s.at {
		j := planePoints - 1 - i
		r.X, r.Y = append(r.X, max(edge[j], left[j])), append(r.Y, s.at[j])
	}
	s.plane.Regions = append(s.plane.Regions, r)
}

// transposed exchanges the two directions.
func (p *Plane) transposed() *Plane {
	p.X, p.Y = p.Y, p.X
	for i := range p.Curves {
		c := &p.Curves[i]
		c.X, c.Y = c.Y, c.X
	}
	for i := range p.Regions {
		r := &p.Regions[i]
		r.X, r.Y = r.Y, r.X
	}
	return p
}

// hopfieldPlane is the plane of temperature and overlap.
func hopfieldPlane(in input) *Plane {
	s := newStrip(in, "beta", "kappa")
	s.region("paramagnet", "1 lump", "β(1+κ) = 1", false, func(kappa float64) float64 { x, _ := theory.HopfieldBoundaries(kappa); return x })
	s.region("pair retrieval", "2 lumps", "β(1−κ) = 1", false, func(kappa float64) float64 { _, x := theory.HopfieldBoundaries(kappa); return x })
	s.region("retrieval of both patterns", "4 lumps", "", false, nil)
	for k, name := range []string{"t_I", "t_II"}[:min(2, in.int("hidden"))] {
		s.curve(endLabel(in, name), true, func(kappa float64) float64 {
			sum, difference := theory.Hopfield(1, kappa)
			mode := []theory.Mode{sum, difference}[k]
			return theory.BetaForRate(mode.Fraction, lateRate(in, k, in.int("hidden"))) / mode.Beta
		})
	}
	return s.plane
}

// hierarchyPlane is the plane of temperature and the groups' ratio; its regions are what the run learns.
func hierarchyPlane(in input) *Plane {
	s := newStrip(in, "beta", "ratio")
	modes := in.int("modes")
	s.region("paramagnet", "1 lump", "β = 1", false, func(float64) float64 { return 1 })
	for k := range modes {
		rate := lateRate(in, k, modes)
		s.region(strconv.Itoa(k)+" of "+strconv.Itoa(modes)+" transitions", lumps(k), endLabel(in, "t_"+number(k)), true, func(ratio float64) float64 {
			total, power, share := 0.0, 1.0, 1.0
			for j := range modes {
				if total += power; j == k {
					share = power
				}
				power *= ratio
			}
			return theory.BetaForRate(share/total, rate)
		})
	}
	s.region("all "+strconv.Itoa(modes)+" transitions", lumps(modes), "", false, nil)
	return s.plane
}

// patternPlane is the plane of temperature and learning rate of an experiment with one pattern: scale is the learning rate at hidden
// variance 1/N over the link's, gain the growth rate over m^2, start the typical squared singular value over its critical one, and
// stable the largest stable learning rate.
func patternPlane(in input, scale, gain, start float64, stable func(in input) float64) *Plane {
	s := newStrip(in, "lr", "beta") // transposed in the end: its boundaries are functions of beta
	updates := float64(in.link.Updates)
	slow := func(beta float64) float64 {
		m := theory.Magnetisation(beta)
		if m == 0 {
			return math.Inf(1)
		}
		return theory.RateFor(start, updates, scale*gain*m*m)
	}
	fast := func(beta float64) float64 {
		if beta <= 1 {
			return math.Inf(1)
		}
		other := input{link: in.link.Clone(), assets: in.assets}
		other.link.Values[in.mustIndex("beta")] = beta
		return max(stable(other), slow(beta))
	}
	above := slices.IndexFunc(s.at, func(beta float64) bool { return beta > 1 })
	s.at[above-1] = 1
	s.at[above] = min(s.at[above], 1.001)
	s.region("learned too late", "after the run's end", endLabel(in, "t_c"), true, slow)
	s.region("one pattern learned", "2 lumps", "largest ε", true, fast)
	s.region("learning rate too large", "the weights run away", "", false, nil)
	p := s.plane.transposed()
	ends := [2]float64{s.x.Min, s.x.Max}
	para := PlaneRegion{Name: "paramagnet", Note: "1 lump", X: []float64{s.y.Min, 1, 1, s.y.Min}, Y: []float64{ends[0], ends[0], ends[1], ends[1]}}
	for i := range p.Regions {
		for j := range p.Regions[i].X {
			p.Regions[i].X[j] = max(p.Regions[i].X[j], 1)
		}
	}
	p.Regions = append([]PlaneRegion{para}, p.Regions...)
	p.Curves = append([]PlaneCurve{{Label: "β = 1", X: []float64{1, 1}, Y: ends[:]}}, p.Curves...)
	return p
}

// mattisPlane is the plane of temperature and learning rate.
func mattisPlane(in input) *Plane {
	scale := 1.0
	if in.choice("hvar") == "1" {
		scale = in.float("n")
	}
	start := scale * in.float("init") * in.float("init") * theory.MedianSquare(1) / in.float("n")
	return patternPlane(in, scale, 1, start, mattisStableRate)
}

// sharedPlane is the same for hidden spins, which grow at the rate m^2/alpha and are critical at w^2 = alpha.
func sharedPlane(in input) *Plane {
	alpha := in.float("hidden") / in.float("n")
	start := in.float("init") * in.float("init") * theory.MedianSquare(1) / (in.float("n") * alpha)
	return patternPlane(in, 1, 1/alpha, start, func(in input) float64 { return stableRate(in, sharedLaw(in).Stiffness()) })
}

// lateRate returns the growth rate at which mode k of a machine with so many hidden units has its transition in the run's last update, for a typical
// draw of the initial weights: Fraction a^2 = sigma0^2 chi^2/N, with one degree of freedom for each direction that is left.
func lateRate(in input, k, hidden int) float64 {
	start := in.float("init") * in.float("init") * theory.MedianSquare(hidden-k) / in.float("n")
	return theory.RateFor(start, float64(in.link.Updates), in.float("lr"))
}

// endLabel names a boundary beyond which a transition comes before the run's end.
func endLabel(in input, name string) string {
	return name + " = " + formatShort(float64(in.link.Updates))
}

func lumps(modes int) string {
	if modes == 0 {
		return "1 lump"
	}
	return strconv.Itoa(1<<modes) + " lumps"
}
