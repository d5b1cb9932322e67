package plot

import (
	"math"
	"slices"
	"testing"
)

// ink is how many pixels' worth of colour the picture holds.
func ink(d *Discs) (sum float64) {
	for i := 3; i < len(d.pixels); i += 4 {
		sum += float64(d.pixels[i]) / 255
	}
	return sum
}

func TestDiscsCoverTheirArea(t *testing.T) {
	var d Discs
	for _, diameter := range []float64{3, 4, 11, 13, 26} {
		for _, at := range [][2]float64{{30, 30}, {30.25, 30.5}, {29.75, 30.25}} {
			d.Clear(make([]byte, 4*60*61), 60)
			d.Layer([][2]float64{at, {math.NaN(), 1}, {1e9, 2}, at}, diameter, [3]byte{1, 2, 3}, 1)
			if got, want := ink(&d), math.Pi*diameter*diameter/4; math.Abs(got-want) > 0.02*want+0.15 {
				t.Errorf("a disc of diameter %g at %v covers %.2f pixels, not %.2f", diameter, at, got, want)
			}
			if r := diameter / 2; float64(d.Left) > at[0]-r || float64(d.Right) < at[0]+r || float64(d.Top) > at[1]-r || float64(d.Bottom) < at[1]+r {
				t.Errorf("a disc of diameter %g at %v reaches beyond %d..%d, %d..%d", diameter, at, d.Left, d.Right, d.Top, d.Bottom)
			}
		}
	}
}

// TestCrossesCoverTheirArea: two lines with round ends, less the square in which they meet.
func TestCrossesCoverTheirArea(t *testing.T) {
	var d Discs
	for _, size := range [][2]float64{{2.8, 1}, {5.6, 2}, {11.2, 4}, {4.9, 1.75}} {
		for _, at := range [][2]float64{{30, 30}, {30.25, 30.5}, {29.75, 30.25}} {
			half, width := size[0], size[1]
			d.Clear(make([]byte, 4*60*61), 60)
			d.Crosses([][2]float64{at, at}, half, width, [3]byte{1, 2, 3}, 1)
			if got, want := ink(&d), width*(4*math.Sqrt2*half-width)+math.Pi*width*width/2; math.Abs(got-want) > 0.15*want { // lines along the diagonals of pixels
				t.Errorf("a cross of %g with lines of %g at %v covers %.2f pixels, not %.2f", half, width, at, got, want)
			}
			if float64(d.Left) > at[0]-half || float64(d.Right) < at[0]+half || float64(d.Top) > at[1]-half || float64(d.Bottom) < at[1]+half {
				t.Errorf("a cross of %g at %v reaches beyond %d..%d, %d..%d", half, at, d.Left, d.Right, d.Top, d.Bottom)
			}
		}
	}
}

func TestDiscsOfOneLayerAreEquallyOpaque(t *testing.T) {
	var d Discs
	d.Clear(make([]byte, 4*40*40), 40)
	d.Layer([][2]float64{{18, 20}, {22, 20}, {20, 20}}, 10, [3]byte{200, 100, 0}, 0.6)
	at := func(x, y int) [4]byte { return [4]byte(d.pixels[4*(y*40+x):]) }
	if got, want := at(20, 20), [4]byte{200, 100, 0, 153}; got != want {
		t.Errorf("where three discs overlap: %v, not %v", got, want)
	}
	d.Layer([][2]float64{{20, 20}}, 4, [3]byte{0, 0, 255}, 0.5)
	// 128 of 255 over 153: A = 128 + 153*127/255 = 204, and the new colour's share of it is 128/204.
	if got, want := at(20, 20), [4]byte{75, 37, 160, 204}; got != want {
		t.Errorf("a layer over it: %v, not %v", got, want)
	}
	d.Layer([][2]float64{{20, 20}}, 4, [3]byte{9, 9, 9}, 1)
	if got, want := at(20, 20), [4]byte{9, 9, 9, 255}; got != want {
		t.Errorf("an opaque layer over it: %v, not %v", got, want)
	}
	if d.Left > 13 || d.Right < 27 || d.Top > 15 || d.Bottom < 25 {
		t.Errorf("after a small layer the picture lies in %d..%d, %d..%d", d.Left, d.Right, d.Top, d.Bottom)
	}
	var back Discs
	for _, p := range []struct {
		d      *Discs
		places [][2]float64
	}{{&d, [][2]float64{{18, 20}, {23.3, 20.7}}}, {&back, [][2]float64{{23.3, 20.7}, {18, 20}}}} {
		p.d.Clear(make([]byte, 4*40*40), 40)
		p.d.Layer(p.places, 10, [3]byte{200, 100, 0}, 0.6)
	}
	if !slices.Equal(d.pixels, back.pixels) {
		t.Error("the order of the discs of a layer matters")
	}
}

func TestDiscsAreClippedAndCleared(t *testing.T) {
	var d Discs
	d.Clear(make([]byte, 4*20*10), 20)
	corners := [][2]float64{{0, 0}, {20, 0}, {0, 10}, {20, 10}, {-40, 5}, {10, 50}}
	d.Layer(corners, 8, [3]byte{}, 1)
	if got, want := ink(&d), math.Pi*16; math.Abs(got-want) > 1 {
		t.Errorf("four quarters of discs cover %.2f pixels, not %.2f", got, want)
	}
	d.Clear(d.pixels, 20)
	if got := ink(&d); got != 0 || d.Left < d.Right {
		t.Errorf("%.2f pixels are left of what was cleared, %d..%d", got, d.Left, d.Right)
	}
	d.Clear(make([]byte, 4*5*5), 5)
	d.Layer(nil, 8, [3]byte{}, 1)
	if len(d.pixels) != 100 || d.Left < d.Right {
		t.Errorf("nothing in another size: %d bytes, %d..%d", len(d.pixels), d.Left, d.Right)
	}
}
