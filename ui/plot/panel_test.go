package plot

import "testing"

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
