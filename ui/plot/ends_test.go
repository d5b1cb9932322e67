package plot

import (
	"math"
	"slices"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// TestNamesStandWhereTheoryEnds: a name at the end of a measured line would be struck through by the dashes that go on there.
func TestNamesStandWhereTheoryEnds(t *testing.T) {
	s := &Store{}
	identity := func(x float64) float64 { return x + 1 }
	s.Apply(&protocol.Frame{Run: 1, Update: 10, Blocks: []protocol.Block{
		seriesBlock("sigma1", 0, 11, identity), seriesBlock("sigma1.theory", 0, 101, identity), seriesBlock("sigma2", 0, 11, identity)}})
	s.Apply(&protocol.Frame{Run: 1, Update: 10, Blocks: []protocol.Block{seriesBlock("sigma3.theory", 0, 101, identity)}}) // nothing is measured yet
	p := &Panel{X: axis("update"), Y: axis("y"), Curves: numbered("sigma", "σ", 3)}
	for _, row := range []struct {
		curve int
		end   float64
		want  int
	}{{0, 100, 1}, {0, 50, 0}, {2, 100, 2}, {1, 100, 1}, {4, 100, 5}} {
		if got := p.Farther(s, row.curve, row.end); got != row.want {
			t.Errorf("the name of curve %d stands at the end of %d, want %d, when x ends at %v", row.curve, got, row.want, row.end)
		}
	}
}

// TestNamesKeepApart: names that would be written on one another are moved, in their order and into the area; those beside one another stay.
func TestNamesKeepApart(t *testing.T) {
	const em = 10
	for _, row := range []struct{ ends, want []End }{
		{[]End{{Text: "σ1", X: 0, Y: 50}, {Text: "σ2", X: 4, Y: 53}, {Text: "far", X: 300, Y: 51}}, []End{{Text: "σ1", X: 0, Y: 50}, {Text: "far", X: 300, Y: 51}, {Text: "σ2", X: 4, Y: 61.5}}},
		{[]End{{Text: "w1", X: 0, Y: 50}, {Text: "w2", X: 14, Y: 50}}, []End{{Text: "w1", X: 0, Y: 50}, {Text: "w2", X: 14, Y: 50}}},
		{[]End{{Text: "w1", X: 0, Y: 50}, {Text: "w2", X: 12, Y: 50}}, []End{{Text: "w1", X: 0, Y: 50}, {Text: "w2", X: 12, Y: 61.5}}},
		{[]End{{Text: "N=∞", X: 50, Y: 50, Left: true}, {Text: "N=800", X: 50, Y: 50}}, []End{{Text: "N=∞", X: 50, Y: 50, Left: true}, {Text: "N=800", X: 50, Y: 50}}},
		{[]End{{Text: "a", Y: 109}, {Text: "b", Y: 200}, {Text: "c", Y: 104}}, []End{{Text: "c", Y: 82.5}, {Text: "a", Y: 94}, {Text: "b", Y: 105.5}}},
		{[]End{{Text: "a", Y: 3}}, []End{{Text: "a", Y: 13.5}}},
	} {
		KeepApart(row.ends, em, 10, 110)
		if !slices.Equal(row.ends, row.want) {
			t.Errorf("%v, want %v", row.ends, row.want)
		}
	}
}

// TestEmptyPlotsInventNoNumbers: axes of nothing have no labels, and a sentence stands in place of the data.
func TestEmptyPlotsInventNoNumbers(t *testing.T) {
	p := &Panel{ID: "p", Title: "P", X: axis("h"), Y: logAxis("y"), Curves: []Curve{{Source: "a", Label: "a"}}}
	svg := SVG(p, &Store{}, &protocol.State{}, 400, 300, Light)
	if !strings.Contains(svg, NoData) || strings.Contains(svg, ">0.5<") {
		t.Error("an empty figure: ", svg)
	}
}

func TestTableOfAPhaseDiagram(t *testing.T) {
	p := &Panel{ID: "plane", Kind: Plane, XParam: "beta", YParam: "kappa", X: axis("β"), Y: axis("κ")}
	table := p.Numbers(&Store{}, &protocol.State{Values: map[string]string{"beta": "2", "kappa": "0.3"}, Plane: &protocol.Plane{X: "beta", Y: "kappa",
		Curves:  []protocol.PlaneCurve{{Label: "β(1−κ) = 1", X: []float64{1, 2, 4}, Y: []float64{0, 0.5, 0.75}}},
		Regions: []protocol.PlaneRegion{{Name: "four lumps", X: []float64{0, 4, 4, 0}, Y: []float64{0, 0, 1, 1}}}}})
	want := [][]string{{"this run: four lumps", "2", "0.3"}, {"β(1−κ) = 1", "1", "0"}, {"β(1−κ) = 1", "2", "0.5"}, {"β(1−κ) = 1", "4", "0.75"}}
	if !slices.EqualFunc(table.Rows, want, slices.Equal[[]string]) || table.Head[1] != "β" {
		t.Errorf("%q %q", table.Head, table.Rows)
	}
}

func TestTableOfAWaterfall(t *testing.T) {
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Update: 5, Blocks: []protocol.Block{{Kind: protocol.Columns, Name: "waterfall", Rows: 7, Cols: 2,
		Extent: [4]float32{0, 0, -1, 1}, Data: []float32{0, float32(math.NaN()), float32(math.NaN()), 0, 30, 10, 0, 5, -0.75, 0.75, 20, 0, 0, 20}}}})
	p := waterfallPanel("waterfall", "", Axis{Label: "update", Time: true, Min: 0, Max: 5}, spins("m"), nil, 0)
	table := p.Numbers(s, &protocol.State{})
	if len(table.Head) != 7 || len(table.Rows) != 2 || table.Rows[1][2] != "0.75" || table.Rows[0][2] != "" {
		t.Fatalf("%q %q", table.Head, table.Rows)
	}
	for c, want := range [][]float64{{0, 75, 25, 0}, {50, 0, 0, 50}} {
		for b, x := range want {
			if got := number(table.Rows[c][3+b]); math.Abs(got-x) > 1.5 {
				t.Errorf("column %d, bin %d: %v %%, want %v", c, b, got, x)
			}
		}
	}
}
