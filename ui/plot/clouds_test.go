package plot

import (
	"reflect"
	"strings"
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

// TestAreaLiesUnderChains: data in tight lumps are one pale area, whose strokes each go through all points, and chains lie on it.
func TestAreaLiesUnderChains(t *testing.T) {
	for _, kind := range []Kind{Scatter, Heat} {
		p := Panel{ID: "lumps", Kind: kind, Curves: lumps("cloud")}
		s := &Store{}
		s.Apply(&protocol.Frame{Blocks: []protocol.Block{
			fieldBlock("cloud", 2, 5, func(i int) float64 { return float64(i) }), fieldBlock("cloud.data", 2, 5, func(i int) float64 { return float64(i) }),
		}})
		text := SVG(&p, s, &protocol.State{}, 300, 200, Light)
		layers := Light.AreaLayers(&p.Curves[0])
		last := layers[len(layers)-1]
		area := strings.Index(text, `stroke="`+last.Colour+`" stroke-width="`+short(last.Width)+`"`)
		chains := strings.LastIndex(text, `stroke="`+Light.Colour(p.Curves[1].Hue)+`"`)
		if area < 0 || chains < area {
			t.Errorf("kind %v: the area is at %d, chains at %d of\n%s", kind, area, chains, text)
		}
		if !strings.Contains(text, "● data") {
			t.Error("the key does not show the area")
		}
	}
}
