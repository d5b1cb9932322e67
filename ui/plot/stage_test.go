package plot

import (
	"slices"
	"testing"

	"cascade/wasm/protocol"
)

func idsAt(panels []Panel, place Place) (ids []string) {
	for i, p := range Places(panels) {
		if p == place {
			ids = append(ids, panels[i].ID)
		}
	}
	return ids
}

func TestPlaces(t *testing.T) {
	for name, want := range map[string][3]string{ // hero, under, beside
		"mattis": {"overlap", "chi", "landscape"}, "hopfield": {"sigma", "chi", "free_energy"}, "digits": {"sigma", "chi", "projections"},
		"scaling": {"chi", "", "collapse"}, "relaxation": {"tau", "", ""},
		"binary": {"overlap", "chi", "waterfall"},
	} {
		panels := Panels(protocol.Experiment{Name: name}, map[string]string{"updates": "10"}, []int{100})
		for i, place := range []Place{HeroPlace, Under, Beside} {
			ids := idsAt(panels, place)
			if want[i] == "" && len(ids) > 0 || want[i] != "" && !slices.Equal(ids, []string{want[i]}) {
				t.Errorf("%s: %s is %q, want %q", name, place, ids, want[i])
			}
		}
	}
	panels := append(Panels(protocol.Experiment{Name: "mattis"}, nil, nil), Panel{ID: "plane"})
	if second, third := idsAt(panels, Second), idsAt(panels, Third); !slices.Equal(second, []string{"plane"}) || !slices.Equal(third, []string{"waterfall"}) {
		t.Errorf("second and third are %q and %q, want the plane of phases and the waterfall", second, third)
	}
}

func TestViewAlignsFlipsAndHides(t *testing.T) {
	panels := Panels(protocol.Experiment{Name: "mattis"}, map[string]string{"updates": "10"}, nil)
	seen := View(panels, true, map[string]bool{"overlap": true, "histogram": true})
	st := &protocol.State{Transitions: []protocol.Transition{{Name: "t_c", Theory: new(float64)}}}
	for i := range seen {
		p := &seen[i]
		if p.Y.Log != (panels[i].Y.Log != (p.ID == "overlap")) {
			t.Errorf("%s: logarithmic %v", p.ID, p.Y.Log)
		}
		for _, c := range p.Curves {
			if c.Dash && c.Label != "data" {
				t.Errorf("%s still draws the prediction %s", p.ID, c.Source)
			}
		}
		if len(p.At(st)) > 0 {
			t.Errorf("%s still marks a predicted transition", p.ID)
		}
	}
	if len(panels[0].Curves) != 4 || panels[0].MeasuredOnly || panels[0].Left != 0 {
		t.Error("the panels given were changed")
	}
	seen = View(Panels(protocol.Experiment{Name: "hopfield"}, map[string]string{"updates": "10"}, nil), false, nil)
	if hero, under := seen[0], seen[slices.IndexFunc(seen, func(p Panel) bool { return p.ID == "overlap" })]; hero.Left != under.Left || hero.Right != under.Right || !(hero.Left > 0) || hero.LabelSpace() != under.LabelSpace() {
		t.Errorf("the time axes do not align: %g %g, %g %g", hero.Left, hero.Right, under.Left, under.Right)
	}
}

func TestNumbers(t *testing.T) {
	s := &Store{}
	var xs, ys, theory []float32
	for i := range 200 {
		xs, ys, theory = append(xs, float32(i)), append(ys, float32(2*i)), append(theory, float32(2*i+1))
	}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{
		{Name: "overlap", Kind: protocol.Series, Rows: 2, Cols: 200, Data: append(slices.Clone(xs), ys...)},
		{Name: "overlap.theory", Kind: protocol.Series, Rows: 2, Cols: 200, Data: append(slices.Clone(xs), theory...)},
		{Name: "landscape", Kind: protocol.Field, Rows: 2, Cols: 3, Data: []float32{1, 2, 3, 7, 8, 9}},
		{Name: "samples", Kind: protocol.Field, Rows: 2, Cols: 2, Data: []float32{0, 1, 1, 1}},
	}})
	panels := Panels(protocol.Experiment{Name: "mattis"}, map[string]string{"updates": "10"}, nil)
	update := 5.0
	table := panels[0].Numbers(s, &protocol.State{Transitions: []protocol.Transition{{Name: "t_c", Update: &update}}})
	if want := []string{"update", "U", "U, theory", "q", "q, theory"}; !slices.Equal(table.Head, want) {
		t.Errorf("head %q", table.Head)
	}
	if first, last := table.Rows[0], table.Rows[len(table.Rows)-1]; len(table.Rows) != 50 || !slices.Equal(first, []string{"0", "0", "1", "", ""}) || last[0] != "199" || last[1] != "398" {
		t.Errorf("%d rows from %q to %q", len(table.Rows), first, last)
	}
	if table.Remark != "50 of 200 rows; t_c measured at 5" {
		t.Errorf("remark %q", table.Remark)
	}
	landscape := panels[slices.IndexFunc(panels, func(p Panel) bool { return p.ID == "landscape" })]
	if table := landscape.Numbers(s, &protocol.State{}); len(table.Rows) != 3 || !slices.Equal(table.Rows[2], []string{"3", "9"}) {
		t.Errorf("landscape %q %q", table.Head, table.Rows)
	}
	pictures := Panel{Kind: Pictures, Field: "samples"}
	if table := pictures.Numbers(s, &protocol.State{}); len(table.Rows) != 2 || table.Rows[0][1] != "0.5" {
		t.Errorf("pictures %q", table.Rows)
	}
	if name, value, theory, ok := panels[0].Latest(s); name != "U" || value != 398 || theory != 399 || !ok {
		t.Errorf("latest %q %g %g %v", name, value, theory, ok)
	}
}
