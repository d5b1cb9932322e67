package protocol

import (
	"math"
	"reflect"
	"testing"
)

// TestPlaneComesBack bit for bit; what is cut short, or says that it is longer than it is, is refused.
func TestPlaneComesBack(t *testing.T) {
	p := Plane{Curves: []PlaneCurve{{X: []float64{0.1, -1e-300, math.Inf(1)}, Y: []float64{}}},
		Regions: []PlaneRegion{{X: []float64{math.MaxFloat64}, Y: []float64{1, 2}}, {X: []float64{}, Y: []float64{3}}}}
	packed := p.Pack()
	back := Plane{Curves: make([]PlaneCurve, 1), Regions: make([]PlaneRegion, 2)}
	if err := back.Unpack(packed); err != nil || !reflect.DeepEqual(back, p) {
		t.Errorf("%v: got %+v, want %+v", err, back, p)
	}
	for n := range packed {
		if back.Unpack(packed[:n]) == nil {
			t.Errorf("the first %d bytes of %d are read", n, len(packed))
		}
	}
	packed[7] = 0xff
	if back.Unpack(packed) == nil {
		t.Error("a length beyond all memory is read")
	}
	if empty := new(Plane); empty.Pack() == nil || empty.Unpack(empty.Pack()) != nil {
		t.Error("a plane of nothing travels without bytes")
	}
	if (*Plane)(nil).Pack() != nil {
		t.Error("no plane has points")
	}
}
