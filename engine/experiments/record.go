package experiments

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Record is everything a run produced, and all that is needed to produce it again.
type Record struct {
	Cascade     int                    `json:"cascade"` // format version
	Link        string                 `json:"link"`
	Build       string                 `json:"build"`
	Citation    string                 `json:"citation"`
	Experiment  string                 `json:"experiment"`
	Files       []SourceFile           `json:"files,omitempty"` // of the user's own that the link needs
	Params      map[string]any         `json:"params"`          // numbers, and the names of choices; with seed and updates
	Corrections []string               `json:"corrections"`
	Series      map[string]*Series     `json:"series"`
	Fields      map[string]*FieldTable `json:"fields"`
	Scalars     map[string]Scalar      `json:"scalars"`
	Transitions []Transition           `json:"transitions"`
	Update      int                    `json:"update"` // the last one done
	Hash        string                 `json:"hash"`   // of weights, chains and generators after it
	// Trail holds the low 32 bits of the hash after each update 0..Update, so that a replay can name the first that differs.
	Trail Trail `json:"trail"`
}

// Scalar is a reported number. NaN means not known and is left out.
type Scalar struct {
	Name   string
	Value  float64 // measured in this run
	Error  float64 // its standard error
	Theory float64 // predicted
}

// MarshalJSON writes the parts that are known.
func (s Scalar) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]*float64(knownParts(map[string]float64{"value": s.Value, "error": s.Error, "theory": s.Theory})))
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Scalar) UnmarshalJSON(p []byte) error {
	var m struct{ Value, Error, Theory *float64 }
	err := json.Unmarshal(p, &m)
	s.Value, s.Error, s.Theory = orNaN(m.Value), orNaN(m.Error), orNaN(m.Theory)
	return err
}

// Transition is a moment at which something happens, measured and predicted, in updates; NaN where not known.
type Transition struct {
	Name   string
	Update float64
	Theory float64
}

// MarshalJSON writes the parts that are known.
func (t Transition) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name   string   `json:"name"`
		Update *float64 `json:"update"`
		Theory *float64 `json:"theory"`
	}{t.Name, Known(t.Update), Known(t.Theory)})
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Transition) UnmarshalJSON(p []byte) error {
	var m struct {
		Name           string
		Update, Theory *float64
	}
	err := json.Unmarshal(p, &m)
	*t = Transition{m.Name, orNaN(m.Update), orNaN(m.Theory)}
	return err
}

// FieldTable is a Field in a record.
type FieldTable struct {
	Rows int        `json:"rows"`
	Cols int        `json:"cols"`
	X    [2]float64 `json:"x"`
	Y    [2]float64 `json:"y"`
	Z    Reals      `json:"z"`
}

// Reals is a list of numbers whose JSON has null where a number is not finite.
type Reals []float64

// MarshalJSON writes the shortest digits that read back as the same float64.
func (r Reals) MarshalJSON() ([]byte, error) {
	b := []byte{'['}
	for i, x := range r {
		if i > 0 {
			b = append(b, ',')
		}
		if finite(x) {
			b = strconv.AppendFloat(b, x, 'g', -1, 64)
		} else {
			b = append(b, "null"...)
		}
	}
	return append(b, ']'), nil
}

// UnmarshalJSON reads null as NaN.
func (r *Reals) UnmarshalJSON(p []byte) error {
	var list []*float64
	err := json.Unmarshal(p, &list)
	*r = make(Reals, len(list))
	for i, x := range list {
		(*r)[i] = orNaN(x)
	}
	return err
}

// Trail is a list of hashes, written as one string of 8 hexadecimal digits each.
type Trail []uint32

// MarshalJSON writes the string.
func (t Trail) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, 8*len(t)+2)
	b = append(b, '"')
	for _, w := range t {
		b = fmt.Appendf(b, "%08x", w)
	}
	return append(b, '"'), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Trail) UnmarshalJSON(p []byte) error {
	var s string
	if err := json.Unmarshal(p, &s); err != nil {
		return err
	}
	if len(s)%8 != 0 {
		return fmt.Errorf("experiments: the record's trail has %d characters, not a multiple of 8", len(s))
	}
	*t = make(Trail, len(s)/8)
	for i := range *t {
		w, err := strconv.ParseUint(s[8*i:8*i+8], 16, 32)
		if err != nil {
			return fmt.Errorf("experiments: the record's trail is not hexadecimal at character %d", 8*i)
		}
		(*t)[i] = uint32(w)
	}
	return nil
}

// Known returns a pointer to x, or nil if x is not finite.
func Known(x float64) *float64 {
	if !finite(x) {
		return nil
	}
	return &x
}

func orNaN(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

func knownParts(parts map[string]float64) map[string]*float64 {
	m := map[string]*float64{}
	for k, x := range parts {
		if p := Known(x); p != nil {
			m[k] = p
		}
	}
	return m
}

// WriteJSON writes the record in one line.
func (r *Record) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false) // a link has & in it
	return e.Encode(r)
}

// WriteCSV writes the series: header lines that begin with #, then a column "update" and one column per series, a row for
// each update at which any series has a value. Unknown values are empty. Series over something else stand in columns of their
// own, behind one with its name; what is in one row then belongs together only within such a group.
func (r *Record) WriteCSV(w io.Writer, order []string) error {
	var b strings.Builder
	var groups []*csvGroup
	for _, name := range order {
		x := r.Series[name].XName
		if x == "" {
			x = "update"
		}
		i := slices.IndexFunc(groups, func(g *csvGroup) bool { return g.x == x })
		if i < 0 {
			i = len(groups)
			groups = append(groups, &csvGroup{x: x})
		}
		groups[i].names = append(groups[i].names, name)
		groups[i].series = append(groups[i].series, r.Series[name])
	}
	units := "all columns dimensionless"
	if len(groups) > 0 && groups[0].x == "update" {
		units = "update in parameter updates; all series dimensionless"
	}
	files := ""
	for _, f := range r.Files {
		files += "# file: " + f.String() + "\n"
	}
	fmt.Fprintf(&b, "# cascade %d\n# link: %s\n%s# build: %s\n# seed: %v\n# hash: %s after update %d\n# paper: %s\n# units: %s\n",
		r.Cascade, r.Link, files, r.Build, r.Params["seed"], r.Hash, r.Update, r.Citation, units)
	rows := 0
	for i, g := range groups {
		g.merge()
		rows = max(rows, len(g.rows))
		writeCells(&b, i, append([]string{g.x}, g.names...))
	}
	b.WriteByte('\n')
	for row := range rows {
		for i, g := range groups {
			cells := make([]string, len(g.names)+1)
			if row < len(g.rows) {
				cells = g.rows[row]
			}
			writeCells(&b, i, cells)
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeCells writes cells with commas between them, and before them unless they are the first of a row.
func writeCells(b *strings.Builder, before int, cells []string) {
	if before > 0 {
		b.WriteByte(',')
	}
	b.WriteString(strings.Join(cells, ","))
}

// csvGroup is the series that share the meaning of their x, and their cells.
type csvGroup struct {
	x      string
	names  []string
	series []*Series
	rows   [][]string
}

// merge makes a row for each x at which any series has a value.
func (g *csvGroup) merge() {
	next := make([]int, len(g.series)) // of each series, the first point not yet written
	for {
		x := math.Inf(1)
		for i, s := range g.series {
			if next[i] < len(s.X) {
				x = min(x, s.X[next[i]])
			}
		}
		if math.IsInf(x, 1) {
			return
		}
		row := append(make([]string, 0, len(g.series)+1), strconv.FormatFloat(x, 'g', -1, 64))
		for i, s := range g.series {
			cell := ""
			if next[i] < len(s.X) && s.X[next[i]] == x {
				if y := s.Y[next[i]]; finite(y) {
					cell = strconv.FormatFloat(y, 'g', -1, 64)
				}
				next[i]++
			}
			row = append(row, cell)
		}
		g.rows = append(g.rows, row)
	}
}
