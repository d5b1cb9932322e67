package experiments

import (
	"math"
	"slices"
	"testing"

	"cascade/engine/theory"
)

// opened returns a session of a link, not prepared.
func opened(t *testing.T, text string) *Session {
	t.Helper()
	link, _, err := ParseLink(text)
	if err != nil {
		t.Fatal(err)
	}
	return Open(link, nil, &Assets{})
}

// holds says whether a point is inside a region: whether a ray from it crosses the polygon an odd number of times.
func (r *PlaneRegion) holds(x, y float64) bool {
	in := false
	for i := range r.X {
		j := (i + 1) % len(r.X)
		if (r.Y[i] > y) != (r.Y[j] > y) && x < r.X[i]+(y-r.Y[i])*(r.X[j]-r.X[i])/(r.Y[j]-r.Y[i]) {
			in = !in
		}
	}
	return in
}

// TestRegionsCoverThePlane: every point is in one region, with whatever other parameters.
func TestRegionsCoverThePlane(t *testing.T) {
	for _, link := range []string{"hopfield", "hopfield?hidden=1&updates=3", "hierarchy", "hierarchy?modes=5&updates=100000", "mattis", "mattis?hvar=1&method=saddle", "mattis?updates=1&init=2", "binary", "binary?method=cd&k=7"} {
		s := opened(t, link)
		p := s.Plane()
		if axes := s.link.Experiment.Plane; p.X != axes[0] || p.Y != axes[1] {
			t.Errorf("%s: a plane of %s and %s, declared is %v", link, p.X, p.Y, axes)
		}
		x, y := spaced(&s.link.Experiment.Params[s.link.Experiment.index(p.X)]), spaced(&s.link.Experiment.Params[s.link.Experiment.index(p.Y)])
		for i := range planePoints - 1 {
			for j := range planePoints - 1 {
				at := [2]float64{x[i]*0.613 + x[i+1]*0.387, y[j]*0.709 + y[j+1]*0.291}
				n := 0
				for k := range p.Regions {
					if p.Regions[k].holds(at[0], at[1]) {
						n++
					}
				}
				if n != 1 {
					t.Fatalf("%s: %s=%g, %s=%g is in %d regions", link, p.X, at[0], p.Y, at[1], n)
				}
			}
		}
	}
	if p := opened(t, "scaling").Plane(); p != nil {
		t.Error("a plane for a protocol")
	}
}

// TestHopfieldRegionsHaveTheirLumps: the region of a point says how many lumps the teacher there has.
func TestHopfieldRegionsHaveTheirLumps(t *testing.T) {
	p := opened(t, "hopfield").Plane()
	for _, row := range [][2]float64{{0.5, 0.3}, {0.97, 0.01}, {0.9, 0.3}, {1.3, 0.3}, {1.5, 0.3}, {2, 0.3}, {2, 0.6}, {3.9, 0.9}, {3.9, 0.7}} {
		sum, difference := theory.Hopfield(row[0], row[1])
		want := map[int]string{1: "paramagnet", 2: "pair retrieval", 4: "retrieval of both patterns"}[theory.Lumps([]theory.Mode{sum, difference})]
		i := slices.IndexFunc(p.Regions, func(r PlaneRegion) bool { return r.holds(row[0], row[1]) })
		if i < 0 || p.Regions[i].Name != want {
			t.Errorf("beta %g, kappa %g: region %d, want %s", row[0], row[1], i, want)
		}
	}
}

// TestTransitionsOnTheirBoundary: where a boundary says that a transition comes with the last update, the median over seeds of the
// predicted moments is there; the finite size, near criticality, and the spread of the initial weights move it by less than a fifth.
func TestTransitionsOnTheirBoundary(t *testing.T) {
	for _, row := range []struct {
		link       string
		curve      int // among the learned ones
		transition string
	}{{"hopfield", 0, "t_I"}, {"hopfield", 1, "t_II"}, {"hierarchy?modes=2", 1, "t_2"}, {"mattis", 0, "t_c"}} {
		p := opened(t, row.link).Plane()
		p.Curves = slices.DeleteFunc(p.Curves, func(c PlaneCurve) bool { return !c.Learned })
		c := p.Curves[row.curve]
		at := len(c.X) / 2
		var times []float64
		for seed := range 15 {
			s := opened(t, row.link)
			s.link.Seed = uint32(seed + 1)
			preview := s.Preview([]Change{{p.X, formatShort(c.X[at])}, {p.Y, formatShort(c.Y[at])}, {"updates", "1000000"}})
			for _, x := range preview.Transitions {
				if x.Name == row.transition {
					times = append(times, x.Theory)
				}
			}
		}
		slices.Sort(times)
		if want := float64(opened(t, row.link).Updates()); math.Abs(times[7]/want-1) > 0.2 {
			t.Errorf("%s: median %s %.0f at %s=%g, %s=%g, want %g", row.link, row.transition, times[7], p.X, c.X[at], p.Y, c.Y[at], want)
		}
	}
}
