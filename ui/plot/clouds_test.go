package plot

import (
	"reflect"
	"testing"

	"cascade/wasm/protocol"
)

func TestPartsFollowClasses(t *testing.T) {
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{
		fieldBlock("dots", 2, 5, func(i int) float64 { return float64(i * i) }),
		fieldBlock("labels", 1, 5, func(i int) float64 { return []float64{2, 12, 0, -1, 2}[i] }),
		fieldBlock("short", 1, 4, func(int) float64 { return 0 }),
	}})
	c := Curve{Source: "dots", Labels: "labels", Hue: 7, Field: true, Points: true}
	want := []Part{{7, []float32{9}, []float32{64}}, {2, []float32{0, 1, 16}, []float32{25, 36, 81}}, {0, []float32{4}, []float32{49}}}
	if got := s.Parts(&c); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v: class 12 has the hue of class 2, -1 that of the curve", got, want)
	}
	for _, labels := range []string{"", "none", "short"} {
		c.Labels = labels
		if got := s.Parts(&c); len(got) != 1 || got[0].Hue != 7 || len(got[0].X) != 5 {
			t.Errorf("labels %q: %v, want all points in one part", labels, got)
		}
	}
}
