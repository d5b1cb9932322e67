package plot

import (
	"testing"

	"cascade/wasm/protocol"
)

// TestSamePanels: panels that are made again from the same are the same, so that their drawings stay.
func TestSamePanels(t *testing.T) {
	for _, name := range []string{"mattis", "hopfield", "hierarchy", "binary", "digits", "genome", "scaling", "relaxation", "hysteresis", "gaussian"} {
		make := func() []Panel {
			return View(Panels(protocol.Experiment{Name: name, Plane: []string{"beta", "kappa"}}, map[string]string{"modes": "5", "updates": "20"}, []int{100, 196}), false, nil)
		}
		again := make()
		for i, p := range make() {
			q := again[i]
			q.Guess = NoGuess("t_1", false)
			if !p.Same(&q) {
				t.Errorf("%s: %s is not the same as itself: %+v", name, p.ID, p)
			}
			if q.Title += "!"; p.Same(&q) {
				t.Errorf("%s: %s is the same whatever its title", name, p.ID)
			}
		}
	}
}
