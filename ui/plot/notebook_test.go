package plot

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

const sampleRecord = `{"cascade":1,"experiment":"mattis","link":"mattis?beta=1.2&guess='''","build":"b","citation":"it's a paper","update":2,"hash":"ff","trail":"00",
"params":{"beta":1.2,"seed":7},"transitions":[{"name":"t_c","update":1.5,"theory":null}],"scalars":{"m":{"value":1}},"corrections":[],
"series":{"overlap":{"symbol":"U","x":[0,1,2],"y":[1,null,3]},"overlap.theory":{"symbol":"U","x":[0,2],"y":[1,2]}},
"fields":{"waterfall":{"rows":2,"cols":3,"x":[0,2],"y":[-1,1],"z":[1,2,3,4,5,6]},"histogram":{"rows":2,"cols":2,"x":[0,0],"y":[0,0],"z":[0,1,2,3]}}}`

// cell is what the standard says of one.
type cell45 struct {
	Type    string   `json:"cell_type"`
	ID      string   `json:"id"`
	Source  []string `json:"source"`
	Outputs *[]any   `json:"outputs"`
}

func sampleNotebook(t *testing.T) (text string, cells []cell45, metadata map[string]json.RawMessage) {
	t.Helper()
	panels := Panels(protocol.Experiment{Name: "mattis"}, map[string]string{"updates": "2"}, nil)
	p, err := Notebook([]byte(sampleRecord), panels)
	if err != nil {
		t.Fatal(err)
	}
	var n struct {
		Format   int `json:"nbformat"`
		Minor    int `json:"nbformat_minor"`
		Cells    []cell45
		Metadata map[string]json.RawMessage
	}
	if err := json.Unmarshal(p, &n); err != nil || n.Format != 4 || n.Minor != 5 {
		t.Fatalf("%v, format %d.%d", err, n.Format, n.Minor)
	}
	return string(p), n.Cells, n.Metadata
}

// TestNotebookFollowsTheStandard: nbformat 4.5 wants an id for each cell, outputs in those of code and in no others.
func TestNotebookFollowsTheStandard(t *testing.T) {
	text, cells, metadata := sampleNotebook(t)
	seen, id := map[string]bool{}, regexp.MustCompile("^[a-zA-Z0-9-_]{1,64}$")
	for _, c := range cells {
		if !id.MatchString(c.ID) || seen[c.ID] || (c.Type == "code") != (c.Outputs != nil) || c.Type != "code" && c.Type != "markdown" {
			t.Errorf("cell %+v", c)
		}
		seen[c.ID] = true
		for i, line := range c.Source {
			if strings.Count(line, "\n") != 1 && i < len(c.Source)-1 {
				t.Errorf("cell %s, line %d is %q", c.ID, i, line)
			}
		}
	}
	if again, _, _ := sampleNotebook(t); again != text {
		t.Error("the same run gives another notebook")
	}
	var about struct {
		Link, Build, Hash, Citation string
		Seed, Update                int
	}
	if err := json.Unmarshal(metadata["cascade"], &about); err != nil || about.Build != "b" || about.Seed != 7 || about.Update != 2 || about.Hash != "ff" || about.Citation == "" {
		t.Errorf("%v, about %+v", err, about)
	}
	if first := strings.Join(cells[0].Source, ""); !strings.Contains(first, "cascade run 'mattis?beta=1.2&guess=%27%27%27' -format ipynb") || !strings.Contains(first, "| seed | 7 |") {
		t.Errorf("the first cell is\n%s", first)
	}
}

// TestNotebookHoldsTheData: the text between the quotation marks of Python is JSON with the record's numbers, whatever the texts hold.
func TestNotebookHoldsTheData(t *testing.T) {
	_, cells, _ := sampleNotebook(t)
	source := strings.Join(cells[1].Source, "")
	_, rest, _ := strings.Cut(source, "r'''")
	data, after, ok := strings.Cut(rest, "'''")
	if !ok || after != ")" {
		t.Fatalf("the cell ends with %q", after)
	}
	var r struct {
		Link   string
		Series map[string]struct{ X, Y []*float64 }
		Fields map[string]struct{ Z []float64 }
		Trail  *string
	}
	if err := json.Unmarshal([]byte(data), &r); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if r.Link != "mattis?beta=1.2&guess='''" || r.Series["overlap"].Y[1] != nil || *r.Series["overlap"].Y[2] != 3 || r.Fields["waterfall"].Z[5] != 6 || r.Trail != nil {
		t.Errorf("%+v", r)
	}
}

// TestNotebookPlotsWhatIsThere: theory dashed, log axes, marks; nothing of what the record lacks.
func TestNotebookPlotsWhatIsThere(t *testing.T) {
	_, cells, _ := sampleNotebook(t)
	code := map[string]string{}
	for _, c := range cells {
		code[c.ID] = strings.Join(c.Source, "")
	}
	for cell, wants := range map[string][]string{
		"curves": {"grid(1)", `curve(ax, series["overlap"], hue=0, label="U")`, `curve(ax, series["overlap.theory"], hue=0, dash=True)`, `marks(ax, (0, "t_c"))`, "ylog=True", `x=(0, 2)`},
		"fields": {"grid(2)", `waterfall(ax, "waterfall", "overlap", hue=2)`, `bars(ax, fields["histogram"][:2], hue=2)`},
	} {
		for _, want := range wants {
			if !strings.Contains(code[cell], want) {
				t.Errorf("cell %s lacks %s:\n%s", cell, want, code[cell])
			}
		}
	}
	for _, want := range []string{"ends.setdefault", "name_ends(ax)", `len(known) == 1: ax.plot(x, y, "o"`} { // names apart, a single point seen
		if !strings.Contains(code["tools"], want) {
			t.Errorf("the tools lack %s", want)
		}
	}
	if all := code["curves"] + code["fields"]; strings.Contains(all, "chi") || strings.Contains(all, "landscape") || strings.Contains(all, "histogram.teacher") {
		t.Error("it plots what the record has not")
	}
	if _, err := Notebook([]byte("[]"), nil); err == nil {
		t.Error("a list is a record")
	}
}
