package plot

import (
	"math"
	"slices"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

func TestGuessComesBackFromALink(t *testing.T) {
	for _, c := range []struct {
		text  string
		curve bool
	}{{"t_I.210", false}, {"t_I.210~180~19.5", false}, {"t_I.~180", false}, {"t_c.12345", false}, {"sigma1.0~1e-05~120~0.9~400~1.2", true}, {"", false}} {
		of, _, _ := strings.Cut(c.text, ".")
		g, err := ParseGuess(c.text, of, c.curve)
		if err != nil || g.String() != c.text {
			t.Errorf("%s comes back as %s, %v", c.text, g.String(), err)
		}
	}
	for _, c := range []struct{ text, complains string }{
		{"t_II.3", "not of t_I"}, {"t_I.x", "not a number"}, {"t_I.NaN", "not a number"}, {"t_I.3~<b>", "not a number"},
	} {
		if g, err := ParseGuess(c.text, "t_I", false); err == nil || !strings.Contains(err.Error(), c.complains) || g.Made() {
			t.Errorf("%s: %v", c.text, err)
		}
	}
	for text, complains := range map[string]string{"s.1~2~3": "corners", "s.1~2": "corners", "s.3~1~2~1": "left to right", "s." + strings.Repeat("1~", 40) + "1": "corners"} {
		if g, err := ParseGuess(text, "s", true); err == nil || !strings.Contains(err.Error(), complains) || g.Made() {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestDrawnCurvesAreShort: whatever is drawn fits into a link that a camera reads.
func TestDrawnCurvesAreShort(t *testing.T) {
	s := &Sketch{}
	for i := range 100 {
		a, b := float64(i)/100, float64(i+1)/100
		s.Stroke(a, 0.5+0.4*math.Sin(40*a), b, 0.5+0.4*math.Sin(40*b))
	}
	y := logAxis("y")
	g := NoGuess("sigma10", true).Drawn(s, &Axis{Max: 20000}, &y, [2]float64{0, 20000}, [2]float64{1e-5, 10})
	if len(g.X) != maxCorners || !slices.IsSorted(g.X) {
		t.Errorf("corners %v", g.X)
	}
	if n := len(g.String()); n > 200 {
		t.Errorf("%d letters: %s", n, g.String())
	}
	back, err := ParseGuess(g.String(), "sigma10", true)
	if err != nil || !slices.Equal(back.X, g.X) || !slices.Equal(back.Y, g.Y) {
		t.Errorf("%v comes back as %v, %v", g, back, err)
	}
}

func TestSimplifyKeepsWhatMatters(t *testing.T) {
	var x, y []float64
	for i := range 101 {
		at := float64(i) / 100
		x, y = append(x, at), append(y, math.Min(1, math.Max(0, (at-0.3)/0.2))) // two knees
	}
	sx, _ := Simplify(x, y, 12)
	if !slices.Equal(sx, []float64{0, 0.3, 0.5, 1}) {
		t.Errorf("corners at %v, want the two knees and the ends", sx)
	}
	if sx, _ := Simplify(x, y, 3); len(sx) != 3 {
		t.Errorf("%d corners, want 3", len(sx))
	}
}

// TestStrokesMend: a stroke over what is there, from right to left, replaces it.
func TestStrokesMend(t *testing.T) {
	s := &Sketch{}
	s.Stroke(0, 0.2, 1, 0.2)
	s.Stroke(0.7, 0.9, 0.4, 0.9)
	x, y := s.Corners(12)
	g := Guess{Of: "s", Curve: true, X: x, Y: y}
	linear := &Axis{}
	for at, want := range map[float64]float64{0.1: 0.2, 0.5: 0.9, 0.65: 0.9, 0.9: 0.2} {
		if got := g.Value(at, linear, linear); math.Abs(got-want) > 1e-9 {
			t.Errorf("at %v it is %v, want %v", at, got, want)
		}
	}
}

// TestDistance is that of lines that can be told by hand: parallel ones in decades, and one that crosses.
func TestDistance(t *testing.T) {
	time, decades, linear := Axis{Max: 100}, logAxis(""), axis("")
	g := Guess{Of: "s", Curve: true, X: []float64{10, 90}, Y: []float64{0.01, 1}}
	var x, y []float32
	for i := range 101 {
		x, y = append(x, float32(i)), append(y, float32(math.Pow(10, -2+float64(i-10)/40+0.5)))
	}
	if d := g.Distance(x, y, &time, &decades); math.Abs(d-0.5) > 1e-5 {
		t.Errorf("%v decades, want 0.5", d)
	}
	flat := []float32{0.505, 0.505}
	if d := g.Distance([]float32{0, 100}, flat, &time, &linear); math.Abs(d-0.99/math.Sqrt(12)) > 1e-4 {
		t.Errorf("%v, want %v", d, 0.99/math.Sqrt(12))
	}
	for _, none := range [][]float32{nil, {0, 5}, {95, 100}} {
		if d := g.Distance(none, flat[:len(none)], &time, &linear); !math.IsNaN(d) {
			t.Errorf("distance %v from what is nowhere near", d)
		}
	}
}

func TestCollect(t *testing.T) {
	g := NoGuess("t_I", false)
	g.At = 200
	if rejected := g.Collect("180\n\n 19,5 \nhttps://x.org/#hopfield?predict=t_I&guess=t_I.300\n#hopfield?predict=t_I&guess=t_II.5&theme=dark\n<b>\n-1\n1e9\n"); rejected != 4 {
		t.Errorf("%d lines are rejected, want 4", rejected)
	}
	if !slices.Equal(g.Others, []float64{180, 19.5, 300}) {
		t.Errorf("others %v", g.Others)
	}
	if median, n := g.Median(); median != 190 || n != 4 {
		t.Errorf("median %v of %d", median, n)
	}
	if g.Collect(strings.Repeat("1\n", 300)); len(g.Others) != maxOthers || len(g.String()) > 2000 {
		t.Errorf("%d others", len(g.Others))
	}
}

// heroes is a run that has ended, and its panels.
func guessStore() (*Store, []Panel) {
	s := sampleStore()
	return s, []Panel{
		{ID: "overlap", Title: "Overlap", Hero: true, X: Axis{Label: "update", Time: true, Max: 31}, Y: logAxis("U"), Marks: []string{"t_c"}, Note: "exponential",
			Curves: withTheory("overlap", "U", 0)},
		{ID: "histogram", Title: "Chains", Note: "splits", Curves: []Curve{{Source: "histogram", Field: true, Bars: true}}, VerticalField: "histogram.theory"},
		{ID: "modes", Kind: Pictures, Field: "modes"},
		{ID: "data", Kind: Pictures, Field: "modes"},
	}
}

// TestHiddenPanelsTellNothing: no curve, no mark, no number, no picture, and axes that would be the same for other curves.
func TestHiddenPanelsTellNothing(t *testing.T) {
	s, panels := guessStore()
	up, ok := SecretRange(panels, s)
	if !ok || up.Y != [2]float64{0.01, 100} {
		t.Fatalf("axis %v, %v", up, ok)
	}
	questions := Questions(panels)
	if len(questions) != 2 || questions[0].Of != "t_c" || questions[1].Of != "overlap" || !questions[1].Curve {
		t.Fatalf("questions %+v", questions)
	}
	bare := []Panel{panels[0], {ID: "histogram"}, {ID: "modes", Kind: Pictures}, panels[3]}
	bare[0].Curves, bare[0].Marks = []Curve{{Label: "U"}}, []string{"t_c"}
	empty := &protocol.State{Link: sampleState().Link, Update: 17, Updates: 31, Hash: sampleState().Hash}
	for i, p := range Hide(View(panels, false, nil), questions[0], up) {
		got := SVG(&p, s, sampleState(), 500, 300, Light)
		want := SVG(&Hide(View(bare, false, nil), questions[0], up)[i], &Store{}, empty, 500, 300, Light)
		if p.ID != "data" && strings.ReplaceAll(strings.ReplaceAll(got, "Overlap", ""), "Chains", "") != strings.ReplaceAll(want, "Overlap", "") {
			t.Errorf("%s says more than a run of which nothing is known:\n%s\n%s", p.ID, got, want)
		}
		if rows := len(p.Numbers(s, sampleState()).Rows); rows > 0 && p.ID != "data" {
			t.Errorf("%s has %d rows of numbers", p.ID, rows)
		}
		if p.Secretive() == (p.ID == "data") {
			t.Errorf("%s: secretive %v", p.ID, p.Secretive())
		}
	}
}

// TestGuessIsDrawn: dash-dotted, in ink, named, within the axes; those of others as dots with their median.
func TestGuessIsDrawn(t *testing.T) {
	s, panels := guessStore()
	draw := func(g Guess) string {
		return SVG(&Reveal(View(panels, false, nil), g)[0], s, sampleState(), 500, 300, Light)
	}
	g := NoGuess("t_c", false)
	without := draw(g)
	if without != SVG(&View(panels, false, nil)[0], s, sampleState(), 500, 300, Light) {
		t.Error("no guess changes the figure")
	}
	g.At = 21
	if svg := draw(g); strings.Count(svg, `stroke-dasharray="10 4 2 4"`) != 1 || !strings.Contains(svg, ">your guess<") {
		t.Errorf("the marker is not drawn:\n%s", svg)
	}
	g.Others = []float64{5, 5, 9}
	if svg := draw(g); strings.Count(svg, "h.01") != 3 || !strings.Contains(svg, ">median of 4 guesses: 7<") {
		t.Errorf("the guesses of others are not drawn:\n%s", svg)
	}
	g = Guess{Of: "overlap", Curve: true, At: math.NaN(), X: []float64{0, 20, 31}, Y: []float64{0.1, 900, 1000}}
	p := Reveal(View(panels, false, nil), g)[0]
	if _, y := p.Limits(s); y[1] < 1000 {
		t.Errorf("the axis ends at %v, below the guess", y[1])
	}
	if measured, theory, unit := p.Missed(s); !(measured > 0.5 && theory > 0.5) || unit != " decades" {
		t.Errorf("missed by %v and %v%s", measured, theory, unit)
	}
}

// TestProtocolsAskForCurves: over a weight or a field a place and curves may be guessed, on axes that theory gives, also those that go down; a name may hold a point.
func TestProtocolsAskForCurves(t *testing.T) {
	panels := hysteresisPanels()
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 1, Blocks: []protocol.Block{
		{Kind: protocol.Series, Name: "m_down", Rows: 2, Cols: 3, Data: []float32{0.8, 0, -0.8, 0.9, 0.7, -0.9}},
		{Kind: protocol.Series, Name: "m_down.theory", Rows: 2, Cols: 2, Data: []float32{0.8, -0.4, 0.9, 0.3}}}})
	questions := Questions(panels)
	if len(questions) != 3 || questions[0].Of != "coercive" || questions[0].Curve || questions[0].Axis != "field h" {
		t.Fatalf("%+v", questions)
	}
	if questions = questions[1:]; questions[1].Of != "m_down" || !questions[1].Curve || !strings.Contains(questions[1].Text, "magnetisation m (down)") || !strings.Contains(questions[1].Text, "field h") {
		t.Fatalf("%+v", questions)
	}
	ends, ok := SecretRange(panels, s)
	hidden := Hide(panels, questions[1], ends)[0]
	if x, y := hidden.Limits(s); !ok || math.Abs(x[0]+0.4) > 1e-6 || math.Abs(x[1]-0.8) > 1e-6 || y != [2]float64{0, 2} {
		t.Errorf("axes %v, %v", x, y)
	}
	g, err := ParseGuess("m_down.-0.8~-0.9~0~0.7~0.8~0.9", "m_down", true)
	if err != nil {
		t.Fatal(err)
	}
	if p := Reveal(panels, g)[0]; true {
		if measured, _, unit := p.Missed(s); !(measured < 1e-6) || unit != "" {
			t.Errorf("the measured curve itself is off by %v%s", measured, unit)
		}
	}
	if g, err := ParseGuess("chi.100.2.4~0.39~4~2.1", "chi.100", true); err != nil || len(g.X) != 2 || g.X[0] != 2.4 || g.String() != "chi.100.2.4~0.39~4~2.1" {
		t.Errorf("%+v, %v", g, err)
	}
	if list := Questions(scalingPanels([]int{100, 200})); len(list) != 3 || list[0].Of != "w_c" || list[0].Axis != "weight w" || list[1].Of != "chi.100" {
		t.Errorf("%+v", list)
	}
}

// TestSentencesOnGuessesAreShort: what is wrong with a guess of thousands of characters is said without them.
func TestSentencesOnGuessesAreShort(t *testing.T) {
	for _, text := range []string{"t_c." + strings.Repeat("2~", 900), strings.Repeat("x", 1900), "t_c." + strings.Repeat("y", 1900)} {
		if _, err := ParseGuess(text, "t_c", false); err == nil || len(err.Error()) > 250 {
			t.Errorf("%v", err)
		}
	}
}

// TestNoteStandsClearOfCurves: where a curve or a mark would go through the note on a guess, it stands elsewhere.
func TestNoteStandsClearOfCurves(t *testing.T) {
	area := Box{0, 0, 400, 200}
	same := func(v float64) float64 { return v }
	panel := Panel{Curves: []Curve{{Source: "low"}}, Guess: Guess{Of: "t", At: 100}}
	g := &panel.Guess
	var store Store
	at := func(marks ...Mark) (x, y float64, anchor string) {
		return g.NotePlace("your guess", 100, math.NaN(), 10, area, panel.Crossings(&store, marks, same, same))
	}
	free, high, side := at()
	if high != 170 || side != "start" || free != 105 {
		t.Errorf("alone the note stands at %v, %v, %s", free, high, side)
	}
	store.Apply(&protocol.Frame{Blocks: []protocol.Block{{Kind: protocol.Series, Name: "low", Rows: 2, Cols: 3, Data: []float32{0, 110, 400, 168, 168, 168}}}})
	if _, y, side := at(); y == high || side != "start" {
		t.Errorf("with a curve in its way it stands at %v, %s", y, side)
	}
	if _, _, side := at(Mark{At: 130}); side != "end" {
		t.Errorf("with a mark right of the guess the note stands at its %s", side)
	}
}
