package browser

import (
	"math"
	"slices"
	"testing"

	"cascade/ui/plot"
)

func TestAreaMapsLimitsToEdges(t *testing.T) {
	for _, log := range []bool{false, true} {
		a := area{left: 7, top: 11, width: 130, height: 170, x: [2]float64{2, 32}, y: [2]float64{3, 48}, logX: log, logY: log}
		for _, c := range [][4]float64{{2, 3, 7, 181}, {32, 48, 137, 11}} {
			if x, y := a.px(c[0]), a.py(c[1]); math.Abs(x-c[2]) > 1e-9 || math.Abs(y-c[3]) > 1e-9 {
				t.Errorf("log %v: (%v, %v) is at (%v, %v), want (%v, %v)", log, c[0], c[1], x, y, c[2], c[3])
			}
		}
		middle := 17.0
		if log {
			middle = 8
		}
		if x := a.px(middle); math.Abs(x-72) > 1e-9 {
			t.Errorf("log %v: %v is at %v, want the middle, 72", log, middle, x)
		}
	}
}

func TestAppendNumberRoundsToTenths(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 3: "3", 3.14: "3.1", -0.04: "0", -2.55: "-2.6", 1234.96: "1235", -7: "-7", 10: "10", 105.5: "105.5", 99999.96: "100000", -1e6: "-1000000", 100205: "100205"} {
		if got := string(appendNumber(nil, v)); got != want {
			t.Errorf("%v is written %q, want %q", v, got, want)
		}
	}
}

func TestPaths(t *testing.T) {
	a := area{left: 10, top: 20, width: 100, height: 50, x: [2]float64{0, 10}, y: [2]float64{0, 5}}
	for _, c := range []struct{ got, want []byte }{
		{a.bars(nil, []float32{2, 4, 6}, []float32{1, nan, 5}), []byte("M20 70V60H40V70H60V20H80V70Z")},
		{a.bars(nil, []float32{2}, []float32{1}), nil},
		{a.vertical([]byte("M1 2v3"), 5), []byte("M1 2v3M60 20v50")},
	} {
		if string(c.got) != string(c.want) {
			t.Errorf("path %q, want %q", c.got, c.want)
		}
	}
}

func TestPlaces(t *testing.T) {
	a := area{left: 10, top: 20, width: 100, height: 50, x: [2]float64{0, 10}, y: [2]float64{0, 5}}
	got := a.places(nil, []float32{1, 2, 3}, []float32{1, nan, 1000}, 5, 7)
	if want := [][2]float64{{15, 53}, {35, -37}}; !slices.Equal(got, want) {
		t.Errorf("points are at %v, not %v", got, want)
	}
	a.logY = true
	if got := a.places(nil, []float32{1, 2}, []float32{-1, 0}, 0, 0); len(got) != 0 {
		t.Errorf("a logarithmic axis shows points at %v", got)
	}
}

func TestUses(t *testing.T) {
	p := plot.Panel{Curves: []plot.Curve{{Source: "m"}, {Source: "m.theory"}}, VerticalField: "v", Field: "f"}
	if got := uses(&p); len(got) != 4 || !got["m"] || !got["m.theory"] || !got["v"] || !got["f"] {
		t.Errorf("uses %v", got)
	}
}

func TestNearest(t *testing.T) {
	xs := []float32{2, 3, 7}
	for x, want := range map[float64]int{-1: 0, 2.4: 0, 2.6: 1, 4.9: 1, 5.1: 2, 99: 2} {
		if got := nearest(xs, x); got != want {
			t.Errorf("nearest to %v is %d, want %d", x, got, want)
		}
	}
	if got := nearest(nil, 1); got != -1 {
		t.Errorf("nearest in nothing is %d", got)
	}
}

// A margin that no data reach moves no end, and nothing but data is remembered.
func TestSteadyLooksAtDataOnly(t *testing.T) {
	before := [2]float64{-1, 1}
	if got := steady(before, plot.Range{Ends: [2]float64{-1.05, 1.1}, Data: [2]float64{-0.95, 1.0000001}}, false); got != before {
		t.Errorf("limits %v, want %v", got, before)
	}
	empty := plot.Range{Ends: [2]float64{0, 1}, Data: [2]float64{0, 1}, Empty: true}
	if got := steady(before, empty, false); got != empty.Ends {
		t.Errorf("without data: %v, want %v", got, empty.Ends)
	}
}

func TestSteadyLimits(t *testing.T) {
	for _, c := range []struct {
		name              string
		before, now, want [2]float64
		log               bool
	}{
		{"nothing before", [2]float64{}, [2]float64{3, 5}, [2]float64{3, 5}, false},
		{"the same", [2]float64{0, 7}, [2]float64{0, 7}, [2]float64{0, 7}, false},
		{"inside", [2]float64{0, 10}, [2]float64{1, 7}, [2]float64{0, 10}, false},
		{"much smaller", [2]float64{0, 10}, [2]float64{0, 4}, [2]float64{0, 4}, false},
		{"grown above", [2]float64{0, 10}, [2]float64{0, 12}, [2]float64{0, 13.8}, false},
		{"grown below", [2]float64{-10, 10}, [2]float64{-12, 8}, [2]float64{-15, 10}, false},
		{"elsewhere", [2]float64{0, 1}, [2]float64{10, 11}, [2]float64{10, 11}, false},
		{"shown below zero for lack of data", [2]float64{-0.45, 0.55}, [2]float64{0, 0.9}, [2]float64{0, 1.035}, false},
		{"much larger", [2]float64{0, 1}, [2]float64{0, 100}, [2]float64{0, 115}, false},
		{"inside decades", [2]float64{0.01, 100}, [2]float64{0.1, 50}, [2]float64{0.01, 100}, true},
		{"few decades", [2]float64{0.01, 100}, [2]float64{1, 50}, [2]float64{1, 50}, true},
		{"grown by a decade", [2]float64{1, 100}, [2]float64{1, 1000}, [2]float64{1, math.Pow(10, 3.45)}, true},
		{"was not logarithmic", [2]float64{0, 1}, [2]float64{0.1, 1}, [2]float64{0.1, 1}, true},
	} {
		got := steady(c.before, plot.Range{Ends: c.now, Data: c.now}, c.log)
		if math.Abs(got[0]-c.want[0]) > 1e-9 || math.Abs(got[1]-c.want[1]) > 1e-9*c.want[1] {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
