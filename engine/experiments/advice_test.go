package experiments

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"cascade/engine/observables"
)

// swing returns the root mean square change of x from one update to the next in the second half of a run; +Inf for one that diverges.
func swing(t *testing.T, link string, x func(s *Session) float64) float64 {
	s := open(t, link)
	var change observables.Stat
	for before := 0.0; !s.Done(); {
		if err := s.Step(still); err != nil {
			return math.Inf(1)
		}
		now := x(s)
		if s.Update() > s.Updates()/2 {
			change.Add((now - before) * (now - before))
		}
		before = now
	}
	return math.Sqrt(change.Mean())
}

// TestStableRate: a little below the bound the weights settle, to the noise of the chains, and the session has nothing to say; a little
// above it they swing or diverge, and the session said so.
func TestStableRate(t *testing.T) {
	along := func(s *Session) float64 { return s.run.(*mattis).along }
	tilt := func(s *Session) float64 {
		a := s.run.(*hopfield).amplitudes
		return a[0][0]*a[1][0] + a[0][1]*a[1][1]
	}
	for _, row := range []struct {
		link        string
		x           func(s *Session) float64
		below, over float64 // shares of the bound
		calm        float64 // largest swing below
	}{
		{"mattis?n=80&samples=2000&chains=2&init=0.1&method=exact&updates=120", along, 0.9, 1.15, 1e-5},
		{"mattis?beta=1.2&n=80&samples=2000&chains=2&init=0.01&hvar=1&method=exact&updates=200", along, 0.85, 1.2, 1e-5},
		{"mattis?n=80&samples=2000&chains=2&init=0.1&method=saddle&updates=120", along, 0.85, 1.15, 1e-5},
		{"mattis?beta=2&n=80&samples=1000&chains=500&init=0.1&updates=100", along, 0.8, 1.3, 0.06},
		{"mattis?n=80&samples=1000&chains=500&init=0.1&k=4&updates=100", along, 0.8, 1.4, 0.06},
		{"mattis?n=80&samples=1000&chains=500&init=0.1&method=cd&updates=100", along, 0.8, 1.4, 0.06},
		{"binary?n=80&hidden=40&samples=1000&chains=500&init=0.1&updates=100", func(s *Session) float64 { return s.run.(*sharedWeight).along }, 0.8, 1.2, 0.12},
		// Chains that leave their lumps, and the way to the end, blur the bound of two modes.
		{"hopfield?n=300&samples=1000&chains=300&init=0.1&k=4&updates=150", tilt, 0.4, 2, 0.06},
	} {
		link, _, err := ParseLink(row.link)
		if err != nil {
			t.Fatal(err)
		}
		in := input{link: link}
		var bound float64
		switch link.Experiment.Name {
		case "mattis":
			bound = mattisStableRate(in)
		case "binary":
			bound = stableRate(in, sharedLaw(in).Stiffness())
		case "hopfield":
			bound = modesStableRate(in, hopfieldTeacher(in), 2)
		}
		for _, share := range []float64{row.below, row.over} {
			text := fmt.Sprintf("%s&lr=%.4g", row.link, share*bound)
			got, notes := swing(t, text, row.x), open(t, text).Corrections()
			if share < 1 && (got > row.calm || len(notes) > 0) || share > 1 && (got < 2*row.calm+0.05 || len(notes) != 1 || !strings.Contains(notes[0], "it is stable up to about ")) {
				t.Errorf("%s, %g times the bound: the weights change by %.3g an update; %q", text, share, got, notes)
			}
		}
	}
}

func TestPhaseAdvice(t *testing.T) {
	for link, want := range map[string]string{
		"mattis": "", "binary": "", "hierarchy": "", "mattis?beta=1.01": "",
		"mattis?beta=0.6":    "beta=0.6 is below 1: the samples are in one lump without magnetisation (the paramagnetic phase)",
		"mattis?beta=1":      "beta=1 is the critical point",
		"binary?beta=0.99":   "beta=0.99 is below 1",
		"binary?beta=1":      "beta=1 is the critical point",
		"hierarchy?beta=0.9": "beta=0.9 is below 1",
		"hierarchy?beta=1":   "beta=1 is the critical point",
		"mattis?hvar=1":      "lr=0.05: the learning rate is too large; it is stable up to about 0.0026",
	} {
		list := open(t, link).Corrections()
		if want == "" && len(list) > 0 || want != "" && (len(list) != 1 || !strings.HasPrefix(list[0], want)) {
			t.Errorf("%s: %q, want %q", link, list, want)
		}
	}
}
