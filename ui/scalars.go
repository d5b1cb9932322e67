package ui

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vugu/vugu"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// Scalars is the table of the run's numbers: measured with its standard error, beside what theory predicts.
type Scalars struct {
	Model *Model
}

// head is the first line of the table.
func (c *Scalars) head() vugu.HTML {
	column := func(word, label string) string {
		return `<th scope="col" tabindex="` + c.stop() + `" data-what="word ` + word + `">` + label + "</th>"
	}
	text := `<tr><th scope="col"><h2>Results</h2></th>` + column("measured", c.measured()) + column("theory", "theory")
	if c.Model.Pinned == nil {
		return vugu.HTML(text + column("delta", "Δ") + "</tr>")
	}
	return vugu.HTML(text + `<th scope="col">B</th><th scope="col" title="How much larger B is than A, when both are complete, in standard errors of the difference of independent runs">B − A</th></tr>`)
}

// stop makes what is no control a stop of the Tab key while everything explains itself.
func (c *Scalars) stop() string {
	if c.Model.View.Explaining {
		return "0"
	}
	return "-1"
}

// scalarRow is one line of the table, ready to print.
type scalarRow struct {
	name, symbol, value, theory string
	beside, besideOff           string // the same of the pinned run, and how much larger that is
	off                         string // distance from theory in standard errors: "+0.7σ"; where theory is but a limit, "limit"
}

// limit stands for the distance from a theory that a run need not meet within its error.
const limit = "limit"

// rows lists the transitions that are not scalars, what a reader looks for first, and then the scalars. A transition that nobody
// expects and nothing has shown, as of a machine that learns no more, is no row.
func (c *Scalars) rows() []scalarRow {
	e := c.Model.Experiment()
	var first, rows []scalarRow
	named := map[string]bool{}
	for _, s := range c.Model.State.Scalars {
		named[s.Name] = true
		q := quantity(e.Scalars, s.Name)
		r := newScalarRow(q, s)
		r.beside, r.besideOff = c.Model.besideRow(s.Name, s)
		r.name = s.Name
		if strings.HasSuffix(s.Name, "_final") && c.Model.State.Update < c.Model.State.Updates {
			r.off = "" // theory speaks of the end of the run
		}
		if c.Model.Previewing {
			r.off = "" // and of other parameters than those measured
		}
		rows = append(rows, r)
	}
	for _, t := range c.Model.State.Transitions {
		if !named[t.Name] && (t.Update != nil || t.Theory != nil) {
			r := newScalarRow(protocol.Quantity{Symbol: t.Name}, protocol.Scalar{Value: t.Update, Theory: t.Theory})
			r.beside, r.besideOff = c.Model.besideRow(t.Name, protocol.Scalar{Value: t.Update})
			r.name = t.Name
			first = append(first, r)
		}
	}
	return append(first, rows...)
}

func newScalarRow(q protocol.Quantity, s protocol.Scalar) scalarRow {
	r := scalarRow{symbol: q.Symbol, value: "–", theory: "–"}
	if s.Value != nil {
		r.value = plot.Measured(*s.Value, s.Error)
	}
	if s.Theory != nil {
		r.theory = plot.Number(*s.Theory, 4)
	}
	if s.Value != nil && s.Theory != nil && q.Limit {
		r.off = limit
	} else if s.Value != nil && s.Theory != nil && s.Error != nil && *s.Error > 0 {
		if off := (*s.Value - *s.Theory) / *s.Error; math.Abs(off) < 1000 {
			r.off = distance(off)
		}
	}
	return r
}

// distance writes a number of standard errors with its sign, unless it is none to one decimal.
func distance(off float64) string {
	s := strings.TrimPrefix(strconv.FormatFloat(off, 'f', 1, 64), "-")
	switch {
	case s == "0.0":
		return s + "σ"
	case off < 0:
		return "−" + s + "σ"
	}
	return "+" + s + "σ"
}

// limited says whether some row is compared with a theory that is but a limit, which wants a word of explanation.
func limited(rows []scalarRow) bool {
	return slices.ContainsFunc(rows, func(r scalarRow) bool { return r.off == limit })
}

// quantity finds the catalogue's description of a scalar; a numbered one (chi_max3) may be described once for all
// (chi_max), and one that is not described at all is shown under its own name.
func quantity(list []protocol.Quantity, name string) protocol.Quantity {
	stem := strings.TrimRight(name, "0123456789")
	var family *protocol.Quantity
	for i := range list {
		switch list[i].Name {
		case name:
			return list[i]
		case stem:
			family = &list[i]
		}
	}
	if family == nil {
		return protocol.Quantity{Name: name, Symbol: name}
	}
	number := name[len(stem):]
	return protocol.Quantity{Name: name, Symbol: family.Symbol + " " + number,
		Doc: strings.ReplaceAll(family.Doc, "#", number), Unit: family.Unit, Limit: family.Limit, Origin: family.Origin}
}

// meanings says below the table what each of its numbers is, where few panels leave room for it: beside more of them stands a plot.
func (c *Scalars) meanings() vugu.HTML {
	if _, places := c.Model.shownPanels(); slices.Contains(places, plot.Second) {
		return ""
	}
	e, text := c.Model.Experiment(), ""
	for _, s := range c.Model.State.Scalars {
		q := quantity(e.Scalars, s.Name)
		text += definition(symbolHTML(q.Symbol), q.Doc)
	}
	return vugu.HTML(text)
}

// measured is the head of the run's own column.
func (c *Scalars) measured() string {
	if c.Model.Pinned != nil {
		return "A"
	}
	return "measured"
}
