package plot

import (
	"math"
	"strings"
	"testing"
)

// A unit of x is as long as one of y, unless that would leave a strip.
func TestSpare(t *testing.T) {
	p := Panel{Square: true}
	for _, c := range []struct{ width, height, x, y, across, down float64 }{
		{300, 100, 2, 2, 200, 0}, {300, 200, 2, 2, 100, 0}, {100, 200, 3, 3, 0, 100}, {300, 100, 6, 2, 0, 0}, {300, 300, 1, 30, 200, 0}, {-5, 10, 1, 1, 0, 20. / 3},
	} {
		if across, down := p.Spare(c.width, c.height, [2]float64{0, c.x}, [2]float64{-c.y, 0}); across != c.across || down != c.down {
			t.Errorf("%v: spare %v and %v", c, across, down)
		}
	}
	if across, down := (&Panel{}).Spare(300, 100, [2]float64{0, 1}, [2]float64{0, 1}); across != 0 || down != 0 {
		t.Errorf("a panel that need not be square leaves %v and %v", across, down)
	}
}

// Captions have room below the pictures, and say the number and the latest value.
func TestCaptions(t *testing.T) {
	s := sampleStore()
	b, _ := s.Field("modes")
	tiles, _ := LayOut(&b, 300, 60, 16)
	w, h := tiles.Size()
	cell := min(300/float64(w), 60/float64(h))
	if _, top := tiles.Corner(2); float64(tiles.Foot)*cell < 10 || tiles.Foot == 0 || top+tiles.High+tiles.Foot > h {
		t.Errorf("%+v: a cell has %v, the last picture ends at %d of %d", tiles, cell, top+tiles.High, h)
	}
	if painted := tiles.Paint(nil, &b, true); len(painted) != w*h || painted[len(painted)-1] != Gap {
		t.Errorf("%d cells for %d x %d", len(painted), w, h)
	}
	p := Panel{Field: "modes", Caption: "overlap", Symbol: "w"}
	if got := p.Captions(s); len(got) != 3 || got[0] != "w₁" {
		t.Errorf("without a series: %q", got)
	}
}

// TestDecade: a logarithmic axis never shows less than a decade, in the middle of which the data are; a linear one shows what there is.
func TestDecade(t *testing.T) {
	for _, data := range []span{{0.1, 0.2, true}, {7, 7, true}, {0.01, 50, true}} {
		a := logAxis("χ")
		got := a.limits(data, 0.05)
		if ratio := got[1] / got[0]; ratio < 10*(1-1e-12) || got[0] > data.lo || got[1] < data.hi || math.Abs(got[0]*got[1]/(data.lo*data.hi)-1) > 1e-12 {
			t.Errorf("%v: from %g to %g", data, got[0], got[1])
		}
	}
	a := axis("m")
	if got := a.limits(span{0.1, 0.2, true}, 0); got != [2]float64{0.1, 0.2} {
		t.Errorf("linear: %v", got)
	}
	a = Axis{Log: true, Min: 1, Max: 3}
	if got := a.limits(span{1, 3, true}, 0.05); got != [2]float64{1, 3} {
		t.Errorf("fixed: %v", got)
	}
}

// TestHuesMeanOneThing: chains have no hue and minima have one, in the panels of all experiments.
func TestHuesMeanOneThing(t *testing.T) {
	time := Axis{Label: "update", Time: true, Max: 600}
	for _, panels := range [][]Panel{mattisPanels(time), hopfieldPanels(time), hierarchyPanels(time, 3), gaussianPanels(time, 2), trainedPanels("digits", time, 4), trainedPanels("machine", time, 4)} {
		for _, p := range panels {
			for _, c := range p.Curves {
				if c.Label == "chains" && c.Hue != InkHue || c.Field && c.Points && strings.HasSuffix(c.Source, "minima") && c.Hue != minimumHue {
					t.Errorf("%s: %s has hue %d", p.ID, c.Source, c.Hue)
				}
			}
		}
	}
}
