package plot

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// The goldens are figures that were looked at. UPDATE_GOLDEN=1 go test ./ui/plot rewrites them; look again.
func TestSVGGolden(t *testing.T) {
	panels := map[string]Panel{"overlap": {}, "histogram": {}, "modes": {}, "projections": {}}
	e, values := protocol.Experiment{Name: "mattis"}, map[string]string{"updates": "31", "modes": "3"}
	all := Panels(e, values, nil)
	e.Name = "digits"
	all = append(Panels(e, values, nil), all...) // mattis's histogram, with its vertical lines, wins
	for _, p := range all {
		if _, ok := panels[p.ID]; ok {
			panels[p.ID] = p
		}
	}
	for id, p := range panels {
		theme := Light
		if id == "modes" {
			theme = Dark
		}
		golden(t, id, SVG(&p, sampleStore(), sampleState(), 331, 211, theme))
	}
}

// golden compares a figure with the one of that name that was looked at.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".svg")
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs:\n%s", file, got)
	}
}

func TestSVGIsWellFormedAndReproducible(t *testing.T) {
	p := Panel{ID: `a"<b`, Title: `<script>alert("x")</script> & more`, Note: `"]]>`, X: axis(`<x>`), Y: axis("t_{12}"), Marks: []string{"t_c"},
		Curves: []Curve{{Source: "overlap", Label: "a<b>&"}}}
	st := sampleState()
	st.Link = `mattis?beta=1.2&lr=<>`
	text := SVG(&p, sampleStore(), st, 457, 353, Projector)
	if strings.Contains(text, "<script") {
		t.Error("markup in a title is not escaped")
	}
	var metadata string
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, text)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "metadata" {
			if err := d.DecodeElement(&metadata, &e); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, want := range []string{st.Link, "update: 17", st.Hash} {
		if !strings.Contains(metadata, want) {
			t.Errorf("metadata %q lacks %q", metadata, want)
		}
	}
	if again := SVG(&p, sampleStore(), st, 457, 353, Projector); again != text {
		t.Error("the same arguments give another figure")
	}
}

// TestSVGLinesAreAsWideAsShown: for a projector axes, marks and bars are wider than a screen's, and dashes longer, as in the page.
func TestSVGLinesAreAsWideAsShown(t *testing.T) {
	theme := Light.Scaled(24)
	for _, p := range Panels(protocol.Experiment{Name: "mattis"}, map[string]string{"updates": "31"}, nil) {
		text, shown := SVG(&p, sampleStore(), sampleState(), 900, 600, *theme), map[string]float64{theme.Muted: theme.AxisWidth()}
		if p.VerticalField != "" {
			shown[theme.Ink] = theme.MarkWidth(true)
		}
		for colour, width := range shown {
			if want := fmt.Sprintf(`stroke="%s" stroke-width="%s"`, colour, short(width)); p.Kind == Lines && !strings.Contains(text, want) {
				t.Errorf("%s has no %s", p.ID, want)
			}
		}
		if thin := regexp.MustCompile(`stroke="[^"]*"( stroke-opacity="[^"]*")?( stroke-dasharray="[^"]*")?/>`).FindString(strings.ReplaceAll(text, `stroke="`+theme.Grid+`"`, "")); thin != "" {
			t.Errorf("%s: a line of one pixel, %s", p.ID, thin)
		}
	}
}

func TestSVGBreaksLineAtGap(t *testing.T) {
	p := Panel{X: axis(""), Y: logAxis(""), Curves: []Curve{{Source: "overlap"}}}
	text := SVG(&p, sampleStore(), sampleState(), 331, 211, Light)
	start := strings.Index(text, `<g clip-path`)
	path := text[start : start+strings.Index(text[start:], "stroke-width")]
	if n := strings.Count(path, "M"); n != 2 {
		t.Errorf("the line has %d pieces, want 2: there is one NaN\n%s", n, path)
	}
}

func TestSVGDrawsEmptyStore(t *testing.T) {
	for _, name := range known {
		for _, p := range Panels(protocol.Experiment{Name: name}, nil, nil) {
			text := SVG(&p, &Store{}, &protocol.State{}, 331, 211, Dark)
			if strings.Contains(text, "NaN") || strings.Contains(text, "Inf") {
				t.Errorf("%s: no number in\n%s", p.ID, text)
			}
		}
	}
}

// TestWritten: a subscript ends with its bracket or before a space, and what follows is on the line again.
func TestWritten(t *testing.T) {
	for text, want := range map[string][3]string{"t": {"t"}, "t_c": {"t", "c"}, "t_{12}": {"t", "12"}, "t_II = 700": {"t", "II", " = 700"}, "β = 1": {"β = 1"}} {
		if base, sub, rest := Written(text); [3]string{base, sub, rest} != want {
			t.Errorf("%q: %q, %q, %q", text, base, sub, rest)
		}
	}
	f := &figure{theme: Light}
	f.text(0, 0, "middle", "", "t_II = 700")
	if got := f.b.String(); !strings.Contains(got, `>t<tspan dy="3" font-size="9">II</tspan><tspan dy="-3"> = 700</tspan></text>`) {
		t.Error(got)
	}
}
