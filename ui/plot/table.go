package plot

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"cascade/wasm/protocol"
)

// Table is what a panel plots, as numbers to read.
type Table struct {
	Panel, Title string
	Head         []string
	Rows         [][]string
	Remark       string // what was left out
}

// maxRows is how many rows a table has at most.
const maxRows = 50

// Numbers returns the numbers that p draws from s, at most 50 rows of them, evenly chosen with the first and the last among
// them. Curves over time share the first column; a panel whose curves have abscissae of their own gets two columns for each.
// A heat map gives the points that lie on it, pictures the mean of each, a waterfall
// the share of the chains in a few ranges, a phase diagram its boundaries and where the run is.
func (p *Panel) Numbers(s *Store, st *protocol.State) *Table {
	t := &Table{Panel: p.ID, Title: p.Title}
	switch {
	case p.Kind == Pictures:
		t.pictures(p, s)
		return t
	case p.Kind == Plane:
		t.plane(p, st)
		return t
	case p.Kind == Columns && s.Waterfall(p.Field) != nil:
		t.columns(p, s)
	case p.shared(s):
		t.joint(p, s)
	default:
		t.separate(p, s)
	}
	if all := len(t.Rows); all > maxRows {
		t.Remark = strconv.Itoa(maxRows) + " of " + Number(float64(all), 9) + " rows"
		few := make([][]string, maxRows)
		for i := range few {
			few[i] = t.Rows[i*(all-1)/(maxRows-1)]
		}
		t.Rows = few
	}
	for _, m := range p.At(st) {
		kind := "measured"
		if m.Theory {
			kind = "predicted"
		}
		t.Remark = strings.TrimPrefix(t.Remark+"; "+m.Name+" "+kind+" at "+Number(m.At, 4), "; ")
	}
	return t
}

// shared says whether all curves have the abscissae of the first one, or a part of them.
func (p *Panel) shared(s *Store) bool { return p.isTime() && len(p.Curves) > 0 }

// name of a curve in the head of a table.
func (p *Panel) name(i int) string {
	c := &p.Curves[i]
	name := p.NameA(c)
	if name == "" && strings.HasSuffix(c.Source, ".theory") && i > 0 && p.Curves[i-1].Label != "" {
		return p.Curves[i-1].Label + ", theory"
	}
	if name == "" {
		name = strings.ReplaceAll(c.Source, ".", " ")
	}
	return name
}

// joint makes one row for each abscissa of any curve.
func (t *Table) joint(p *Panel, s *Store) {
	t.Head = []string{p.X.Label}
	at := map[float32]int{}
	var xs []float32
	columns := p.tableColumns(s)
	for _, c := range columns {
		t.Head = append(t.Head, c.name)
		for _, v := range c.x {
			if _, ok := at[v]; !ok {
				at[v] = 0
				xs = append(xs, v)
			}
		}
	}
	slices.Sort(xs)
	t.Rows = make([][]string, len(xs))
	for row, v := range xs {
		at[v] = row
		t.Rows[row] = make([]string, len(t.Head))
		t.Rows[row][0] = entry(v)
	}
	for i, c := range columns {
		for j, v := range c.x {
			t.Rows[at[v]][1+i] = entry(c.y[j])
		}
	}
}

// column is one curve in a table.
type column struct {
	name string
	x, y []float32
}

// tableColumns are the curves of p, then the pinned run's, then what an ensemble says of each.
func (p *Panel) tableColumns(s *Store) (list []column) {
	for i := range p.Curves {
		x, y := s.Curve(&p.Curves[i])
		list = append(list, column{p.name(i), x, y})
	}
	for i := range p.Curves {
		if c := &p.Curves[i]; s.Pinned() != nil && p.Compares(c) {
			if x, y := s.Pinned().Curve(c); len(x) > 0 {
				list = append(list, column{strings.TrimSpace(c.Label + " B"), x, y})
			}
		}
	}
	for i := range p.Curves {
		c := &p.Curves[i]
		if b := s.Band(c); b != nil && p.Compares(c) {
			list = append(list, column{c.Label + " median of " + strconv.Itoa(b.N), b.X, b.Median},
				column{c.Label + " 16 %", b.X, b.Low}, column{c.Label + " 84 %", b.X, b.Up})
		}
	}
	return list
}

// separate gives each curve two columns.
func (t *Table) separate(p *Panel, s *Store) {
	for _, c := range p.tableColumns(s) {
		x, y := c.x, c.y
		if len(x) == 0 {
			continue
		}
		column := len(t.Head)
		t.Head = append(t.Head, c.name+": "+axisName(&p.X, "x"), axisName(&p.Y, "y"))
		for len(t.Rows) < len(x) {
			t.Rows = append(t.Rows, nil)
		}
		for j := range x {
			row := slices.Concat(t.Rows[j], make([]string, column-len(t.Rows[j])))
			t.Rows[j] = append(row, entry(x[j]), entry(y[j]))
		}
	}
	for j, row := range t.Rows {
		t.Rows[j] = slices.Concat(row, make([]string, len(t.Head)-len(row)))
	}
}

// maxRanges is in how many ranges a table divides the bins of a waterfall.
const maxRanges = 9

// columns gives each update's shares of the chains, in percent, and where theory expects the lumps.
func (t *Table) columns(p *Panel, s *Store) {
	w := s.Waterfall(p.Field)
	t.Head = []string{p.X.Label, "theory, lower", "theory, upper"}
	each := (w.Bins + maxRanges - 1) / maxRanges
	edge := func(bin int) string {
		return Number(w.Low+(w.High-w.Low)*float64(min(bin, w.Bins))/float64(w.Bins), 2)
	}
	for b := 0; b < w.Bins; b += each {
		t.Head = append(t.Head, "% in "+edge(b)+" … "+edge(b+each))
	}
	branch := [2]map[float32]float32{{}, {}}
	for i, suffix := range []string{lowerSuffix, upperSuffix} {
		xs, ys := s.Series(p.Field + suffix)
		for j, x := range xs {
			branch[i][x] = ys[j]
		}
	}
	for c := range min(len(w.X), upTo(w.X, float32(s.Until()))) {
		row := []string{entry(w.X[c])}
		for i := range branch {
			text := ""
			if y, ok := branch[i][w.X[c]]; ok {
				text = entry(y)
			}
			row = append(row, text)
		}
		shares, sum := w.shares(c), 0.0
		for b := 0; b < w.Bins; b += each {
			sum = 0
			for _, x := range shares[b:min(b+each, w.Bins)] {
				sum += x
			}
			row = append(row, Number(100*sum, 2))
		}
		t.Rows = append(t.Rows, row)
	}
}

// plane gives the run's point, then each boundary as a curve.
func (t *Table) plane(p *Panel, st *protocol.State) {
	t.Head = []string{"boundary", axisName(&p.X, p.XParam), axisName(&p.Y, p.YParam)}
	t.Rows = append(t.Rows, []string{"this run", st.Values[p.XParam], st.Values[p.YParam]})
	if st.Plane == nil {
		return
	}
	if phase := PhaseName(st.Plane, func(name string) string { return st.Values[name] }); phase != "" {
		t.Rows[0][0] += ": " + phase
	}
	for _, c := range st.Plane.Curves {
		points := min(len(c.X), max(2, (maxRows-1)/len(st.Plane.Curves)))
		for i := range points {
			j := i * (len(c.X) - 1) / max(points-1, 1)
			t.Rows = append(t.Rows, []string{c.Label, Number(c.X[j], 4), Number(c.Y[j], 4)})
		}
	}
}

// pictures tells the mean of each picture.
func (t *Table) pictures(p *Panel, s *Store) {
	b, ok := s.Field(p.Field)
	if !ok || b.Cols == 0 {
		return
	}
	t.Head = []string{"picture", "mean", "smallest", "largest"}
	for row := range min(b.Rows, maxRows) {
		values := b.Data[row*b.Cols : (row+1)*b.Cols]
		sum := 0.0
		for _, v := range values {
			sum += float64(v)
		}
		t.Rows = append(t.Rows, []string{strconv.Itoa(row + 1), entry(float32(sum / float64(b.Cols))), entry(slices.Min(values)), entry(slices.Max(values))})
	}
}

func axisName(a *Axis, other string) string {
	if a.Label == "" {
		return other
	}
	return a.Label
}

func entry(v float32) string {
	if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
		return ""
	}
	return Number(float64(v), 4)
}

// Latest returns the last number of the first measured curve of p, its name, and the prediction nearest to it in time; theory
// is NaN if there is none, and ok false without any measured number.
func (p *Panel) Latest(s *Store) (name string, value, theory float64, ok bool) {
	for i := range p.Curves {
		c := &p.Curves[i]
		x, y := s.Curve(c)
		if c.Dash || c.Field || len(x) == 0 || c.Label == "" {
			continue
		}
		theory = math.NaN()
		last := len(x) - 1
		if tx, ty := s.Series(c.Source + ".theory"); len(tx) > 0 {
			at, _ := slices.BinarySearch(tx, x[last])
			theory = float64(ty[min(at, len(ty)-1)])
		}
		return c.Label, float64(y[last]), theory, true
	}
	return "", 0, 0, false
}
