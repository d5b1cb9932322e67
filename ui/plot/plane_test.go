package plot

import (
	"math"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// samplePlane is a square of 4 x 1 that a curve parts in two phases, and a dashed one.
func samplePlane() *protocol.Plane {
	p := &protocol.Plane{X: "beta", Y: "kappa"}
	left := protocol.PlaneRegion{Name: "paramagnet", Note: "1 lump", X: []float64{0, 0}, Y: []float64{1, 0}}
	right := protocol.PlaneRegion{Name: "retrieval of both patterns", Note: "4 lumps", X: []float64{4, 4}, Y: []float64{1, 0}}
	solid, dashed := protocol.PlaneCurve{Label: "β(1−κ) = 1"}, protocol.PlaneCurve{Label: "t_II = 700", Learned: true}
	for i := range 41 {
		y := float64(i) / 40
		x := 1 + y*y
		left.X, left.Y = append(left.X, x), append(left.Y, y)
		right.X, right.Y = append(right.X, x), append(right.Y, y)
		solid.X, solid.Y = append(solid.X, x), append(solid.Y, y)
		dashed.X, dashed.Y = append(dashed.X, x+0.5), append(dashed.Y, y)
	}
	p.Regions, p.Curves = []protocol.PlaneRegion{left, right}, []protocol.PlaneCurve{solid, dashed}
	return p
}

func TestRegionAt(t *testing.T) {
	p := samplePlane()
	for _, row := range []struct {
		x, y float64
		want string
	}{{0.5, 0.5, "paramagnet"}, {1.2, 0.5, "paramagnet"}, {1.3, 0.5, "retrieval of both patterns"}, {4, 1, "retrieval of both patterns"}, {4, 0, "retrieval of both patterns"}, {0, 0, "paramagnet"}, {0, 1, "paramagnet"}, {5, 0.5, ""}, {math.NaN(), 0, ""}} {
		got := ""
		if r := RegionAt(p, row.x, row.y); r != nil {
			got = r.Name
		}
		if got != row.want {
			t.Errorf("%g, %g: %q, want %q", row.x, row.y, got, row.want)
		}
	}
	if RegionAt(nil, 1, 1) != nil || PhaseName(nil, nil) != "" {
		t.Error("a phase in no plane")
	}
}

// TestNamesStayApart: in any size the names are inside the box, regions' within their region, and none on another or on a curve; in a large one all
// are there.
func TestNamesStayApart(t *testing.T) {
	p := samplePlane()
	for _, size := range [][3]float64{{800, 500, 12}, {400, 250, 12}, {230, 120, 12}, {230, 120, 17}, {60, 40, 12}, {1600, 900, 24}} {
		box, em := Box{30, 20, 30 + size[0], 20 + size[1]}, size[2]
		px := func(x float64) float64 { return box.Left + size[0]*x/4 }
		py := func(y float64) float64 { return box.Bottom - size[1]*y }
		d := Lay(p, box, em, px, py)
		texts := map[string]bool{}
		for i, l := range d.Texts {
			texts[l.Text] = true
			half := TextWidth(l.Text) * em / 2
			for k := -1.0; k <= 1; k += 0.1 {
				x, y := l.X+k*half*math.Cos(l.Angle), l.Y+k*half*math.Sin(l.Angle)
				if x < box.Left || x > box.Right || y < box.Top || y > box.Bottom {
					t.Fatalf("%v: %q leaves the box", size, l.Text)
				}
				if l.Curve < 0 {
					r := RegionAt(p, 4*(x-box.Left)/size[0], (box.Bottom-y)/size[1])
					if r == nil || !strings.Contains(r.Name+" "+r.Note, l.Text) {
						t.Fatalf("%v: %q is not in its region", size, l.Text)
					}
				}
				for j, o := range d.Texts {
					for m := -1.0; m <= 1; m += 0.1 {
						other := TextWidth(o.Text) * em / 2
						if j != i && math.Hypot(o.X+m*other*math.Cos(o.Angle)-x, o.Y+m*other*math.Sin(o.Angle)-y) < 0.7*em {
							t.Fatalf("%v: %q on %q", size, l.Text, o.Text)
						}
					}
				}
			}
		}
		if size[0] >= 400 && len(texts) != 6 {
			t.Errorf("%v: only %v", size, texts)
		}
	}
}

// TestShortCurvesAreNamed beside them, level and clear of the curve itself.
func TestShortCurvesAreNamed(t *testing.T) {
	p := &protocol.Plane{Curves: []protocol.PlaneCurve{{Label: "largest", X: []float64{200, 206, 212}, Y: []float64{30, 20, 10}}}}
	same := func(v float64) float64 { return v }
	for _, right := range []float64{400, 250} { // room at the right, and at the left only
		d := Lay(p, Box{0, 0, right, 100}, 12, same, same)
		if len(d.Texts) != 1 || d.Texts[0].Angle != 0 {
			t.Fatalf("up to %g: %v", right, d.Texts)
		}
		l := d.Texts[0]
		half := TextWidth(l.Text) * 6
		if (l.X < 206) != (right < 400) || l.X-half < 0 || l.X+half > right || l.Y < 6 {
			t.Errorf("up to %g: named at %g, %g", right, l.X, l.Y)
		}
		for i, x := range d.Curves[0].X {
			if math.Abs(x-l.X) < half+6 && math.Abs(d.Curves[0].Y[i]-l.Y) < 8 {
				t.Errorf("up to %g: the name is on the curve", right)
			}
		}
	}
}

// TestThePlaneIsAPanel behind the hero's neighbours, with the axes of its two parameters, and a figure of its own.
func TestThePlaneIsAPanel(t *testing.T) {
	e := protocol.Experiment{Name: "hopfield", Plane: []string{"beta", "kappa"}, Params: []protocol.Param{
		{Name: "beta", Symbol: "β", Min: 0, Max: 4}, {Name: "kappa", Symbol: "κ", Min: 0, Max: 1}}}
	panels := Panels(e, map[string]string{"updates": "700"}, nil)
	if panels[3].Kind != Plane || panels[3].ID != "plane" || panels[3].X.Label != "β" || panels[3].Y.Max != 1 {
		t.Fatalf("panel %+v", panels[3])
	}
	at := 71.0
	st := &protocol.State{Plane: samplePlane(), Values: map[string]string{"beta": "2", "kappa": "0.5"}, Transitions: []protocol.Transition{{Name: "t_I", Theory: &at}, {Name: "t_II"}}}
	svg := SVG(&panels[3], &Store{}, st, 600, 400, Light)
	for _, part := range []string{"retrieval of both patterns", "4 lumps", "β(1−κ) = 1", "<circle", `stroke-dasharray="6 4"`, ">κ<"} {
		if !strings.Contains(svg, part) {
			t.Errorf("the figure has no %s", part)
		}
	}
	if got := Predictions(st, (&Store{}).Expected); len(got) != 1 || got[0] != "t_I 71" {
		t.Errorf("predictions %v", got)
	}
	if e.Plane = nil; len(Panels(e, nil, nil)) != len(panels)-1 {
		t.Error("a plane that the experiment does not have")
	}
}

// TestPreviewStandsInForTheRun until a parameter changes; once it settles its fields go, since the machine's own are what is.
func TestPreviewStandsInForTheRun(t *testing.T) {
	series := func(name string, y float32) protocol.Block {
		return protocol.Block{Kind: protocol.Series, Name: name, Rows: 2, Cols: 1, Data: []float32{0, y}}
	}
	field := func(name string, z float32) protocol.Block {
		return protocol.Block{Kind: protocol.Field, Name: name, Rows: 2, Cols: 1, Data: []float32{z, z}}
	}
	var s Store
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{series("q", 1), series("q.theory", 1), field("f", 1)}})
	see := func() [3]float32 {
		_, q := s.Series("q")
		_, theory := s.Series("q.theory")
		_, f := s.Curve(&Curve{Source: "f", Field: true})
		return [3]float32{q[0], theory[0], f[0]}
	}
	preview := &protocol.Frame{Run: 1, Preview: true, Blocks: []protocol.Block{series("q.theory", 5), field("f", 5), {Kind: protocol.Field, Name: protocol.Foreseen + "t_c", Rows: 1, Cols: 1, Data: []float32{70}}}}
	s.Preview(preview)
	if at, ok := s.Expected("t_c"); see() != [3]float32{1, 5, 5} || !s.Foreseen("f") || s.Foreseen("g") || at != 70 || !ok || s.Points() != 1 {
		t.Errorf("previewed %v", see())
	}
	s.Settle()
	if see() != [3]float32{1, 5, 1} {
		t.Errorf("settled %v", see())
	}
	s.Apply(&protocol.Frame{Run: 1, Segment: 1, Blocks: []protocol.Block{series("q.theory", 6)}})
	if see() != [3]float32{1, 6, 1} {
		t.Errorf("after the change %v", see())
	}
	s.Preview(preview)
	s.EndPreview()
	if _, ok := s.Expected("t_c"); see() != [3]float32{1, 6, 1} || ok {
		t.Errorf("taken back %v", see())
	}
}
