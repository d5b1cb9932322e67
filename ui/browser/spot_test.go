package browser

import (
	"math"
	"testing"
)

// TestSpotAt: what lies on top answers, else what is nearest within reach; turned words have turned rectangles.
func TestSpotAt(t *testing.T) {
	spots := []spot{
		{key: "wide", x: 50, y: 10, width: 100, height: 10},
		{key: "on it", x: 20, y: 10, width: 10, height: 10},
		{key: "upright", x: 200, y: 50, width: 80, height: 10, angle: math.Pi / 2},
	}
	for _, c := range []struct {
		x, y, reach float64
		want        string
	}{
		{60, 12, 0, "wide"}, {20, 10, 0, "on it"}, {203, 85, 0, "upright"}, {230, 50, 0, ""}, {230, 50, 25, "upright"}, {230, 50, 24, ""}, {110, 10, 30, "wide"},
	} {
		got := ""
		if i := spotAt(spots, c.x, c.y, c.reach); i >= 0 {
			got = spots[i].key
		}
		if got != c.want {
			t.Errorf("at %v, %v within %v: %q, want %q", c.x, c.y, c.reach, got, c.want)
		}
	}
}
