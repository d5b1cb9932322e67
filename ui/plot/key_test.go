package plot

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// The classes of a cloud take the place of its name, in the hues of its points.
// In the fonts at hand "N=800" is 3.5 times as wide as the font is high, and stands half of it beside the end of its curve.
func TestLabelSpace(t *testing.T) {
	p := Panel{Curves: []Curve{{Label: "U"}, {Label: "N=800"}}}
	if got := p.LabelSpace(); got < 4.1 || got > 4.6 {
		t.Errorf("room for %g letters' heights", got)
	}
	if p.Keyed = true; p.LabelSpace() != 1 {
		t.Error("room for labels that stand in a key")
	}
}

func TestKeyNamesClasses(t *testing.T) {
	p := Panel{Kind: Scatter, Curves: []Curve{
		{Source: "dots", Label: "data", Labels: "labels", Hue: 1, Field: true, Points: true},
		{Source: "chains", Label: "chains", Hue: InkHue, Field: true, Points: true},
	}}
	s, st := &Store{}, &protocol.State{Classes: []string{"AFR", strings.Repeat("long", 9)}}
	if got, want := p.Key(s, st, &Light), []Name{{"• data", Light.Hues[1], "curve  dots", false}, {"• chains", Light.Ink, "curve  chains", false}}; !reflect.DeepEqual(got, want) {
		t.Errorf("without labels: %v, want %v", got, want)
	}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{fieldBlock("labels", 1, 3, func(i int) float64 { return float64(i % 2) })}})
	if got, want := p.Key(s, st, &Light), []Name{{"• chains", Light.Ink, "curve  chains", false}, {"• data", Light.Muted, "curve  dots", true}, {"AFR", Light.Hues[0], "class AFR", false}, {"longlonglonglongl…", Light.Hues[1], "class " + strings.Repeat("long", 9), false}}; !reflect.DeepEqual(got, want) {
		t.Errorf("with labels: %v, want %v", got, want)
	}
	if got := p.Key(s, &protocol.State{}, &Light); got[0].Text != "• data" {
		t.Errorf("labels without names: %v", got)
	}
}

// A key that is too wide gets its own line, and then counts what it leaves out.
func TestFitKey(t *testing.T) {
	names := []Name{{"chains", "a", "", false}, {"AFR", "b", "", false}, {"EUR", "c", "", false}, {"EAS", "d", "", false}}
	all := KeyWidth(names)
	if fit, own := FitKey(names, all+3, 3, all, &Light); own || len(fit) != 4 {
		t.Errorf("beside the label: %v %v", fit, own)
	}
	if fit, own := FitKey(names, all, 3, all, &Light); !own || len(fit) != 4 {
		t.Errorf("in a line of its own: %v %v", fit, own)
	}
	fit, own := FitKey(names, all, 3, all-1.5, &Light)
	if want := []Name{{"chains", "a", "", false}, {"AFR", "b", "", false}, {"+2", Light.Muted, "word more", false}}; !own || !reflect.DeepEqual(fit, want) {
		t.Errorf("too narrow: %v %v, want %v", fit, own, want)
	}
	if names[2].Text != "EUR" {
		t.Error("the names were overwritten")
	}
	more := append([]Name{{"• data", "e", "", true}}, names...)
	if fit, _ := FitKey(more, 0, 0, KeyWidth(more), &Light); len(fit) != 5 {
		t.Errorf("room for all: %v", fit)
	}
	if fit, _ := FitKey(more, 0, 0, all, &Light); !reflect.DeepEqual(fit, names) {
		t.Errorf("room for all but the spare one: %v", fit)
	}
	if fit, _ := FitKey(names, 0, 0, 0, &Light); len(fit) != 2 {
		t.Errorf("no room at all: %v", fit)
	}
}

// A heat map's key tells the marks apart and counts the minima, beside classes, too.
func TestKeyOfHeights(t *testing.T) {
	p, s := heatPanel(t), heatStore()
	texts := func(st *protocol.State) (list []string) {
		for _, n := range p.Key(s, st, &Light) {
			list = append(list, n.Text)
		}
		return list
	}
	if got := texts(&protocol.State{}); !slices.Equal(got, []string{"○ 2 minima", "● data", "• chains"}) {
		t.Errorf("got %q", got)
	}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{fieldBlock("free_energy.minima", 2, 1, func(int) float64 { return 0 })}})
	if got := texts(&protocol.State{}); got[0] != "○ 1 minimum" {
		t.Errorf("got %q", got)
	}
	p.Curves[0].Labels = "projections"
	if got := texts(&protocol.State{Classes: []string{"east", "west"}}); !slices.Equal(got, []string{"○ 1 minimum", "• chains", "● data", "east", "west"}) {
		t.Errorf("got %q", got)
	}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{fieldBlock("free_energy.minima", 2, 0, nil)}})
	if got := texts(&protocol.State{}); len(got) != 2 {
		t.Errorf("got %q without minima", got)
	}
}
