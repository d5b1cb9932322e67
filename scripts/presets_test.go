package scripts

import (
	"strings"
	"testing"

	"cascade/engine/experiments"
	"cascade/ui"
)

// The presets are links as the program writes them, each with a figure of its own and two sentences.
func TestPresets(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range ui.Presets {
		link, corrections, err := experiments.ParseLink(p.Link)
		if err != nil || len(corrections) > 0 {
			t.Errorf("%s: %s: %v %q", p.Figure, p.Link, err, corrections)
			continue
		}
		if link.String() != p.Link {
			t.Errorf("%s: %s is written %s", p.Figure, p.Link, link)
		}
		if n := strings.Count(p.Look, ". ") + 1; n != 2 || !strings.HasSuffix(p.Look, ".") {
			t.Errorf("%s has %d sentences: %s", p.Figure, n, p.Look)
		}
		if seen[p.Link] || p.Title == "" || p.Sketch == "" {
			t.Errorf("%s repeats another, or lacks title or sketch", p.Figure)
		}
		seen[p.Link] = true
	}
}
