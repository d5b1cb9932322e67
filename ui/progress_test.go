package ui

import (
	"strings"
	"testing"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// TestTicksOfTransitions: predicted ones hollow, measured ones solid, also those ahead of a run that was brought back, until it
// becomes another one.
func TestTicksOfTransitions(t *testing.T) {
	m := &Model{Panels: []plot.Panel{{ID: "samples"}, {ID: "sigma", Marks: []string{"t_1"}, Curves: []plot.Curve{{Source: "sigma1", Hue: 3}}}}}
	c := &Progress{Model: m}
	measured, predicted := 50.0, 60.0
	report := func(update, forks int, at *float64) string {
		m.Report(&protocol.State{Update: update, Updates: 200, Furthest: 100, Forks: forks, Transitions: []protocol.Transition{{Name: "t_1", Update: at, Theory: &predicted}}})
		var classes []string
		for _, tick := range c.ticks() {
			if !strings.Contains(tick.style, "var(--hue-3)") {
				t.Errorf("style %s", tick.style)
			}
			classes = append(classes, tick.class)
		}
		return strings.Join(classes, ", ")
	}
	const both, hollow = "tick, tick predicted", "tick predicted"
	for i, c := range []struct {
		update, forks int
		at            *float64
		want          string
	}{{40, 0, nil, hollow}, {100, 0, &measured, both}, {30, 0, nil, both}, {49, 0, nil, both}, {49, 1, nil, hollow}, {52, 1, nil, hollow}} {
		if got := report(c.update, c.forks, c.at); got != c.want {
			t.Errorf("%d: at %d %s, want %s", i, c.update, got, c.want)
		}
	}
	if got := c.ticks()[0].style; !strings.HasPrefix(got, "--at: 0.3000;") {
		t.Errorf("style %s", got)
	}
}
