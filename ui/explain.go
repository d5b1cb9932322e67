package ui

import (
	"html"
	"slices"
	"strings"
	"unicode"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// Explanation answers "What is this?" for a symbol, an axis or a control: one sentence, its formula and where the paper has it.
// It is made from the declaration of what it explains.
type Explanation struct {
	Symbol, Name    string
	Text            string
	Formula, Source string        // as in protocol.Origin
	Parts           []Explanation // what else is in sight, as the curves of a panel
}

// An element explains itself when it names what it shows: data-what="KIND NAME", where it is pointed at or has the focus, and
// data-about likewise, but only while the page explains everything (View.Explaining). The kinds are param, result, panel, x and
// y (axes of the panel NAME), experiment, and word, one of words. Words painted in plots have keys, too: heights (the colours of
// the panel NAME), curve and pinnedcurve (NAME: a panel and a series or field of it), mark (a transition), region and boundary of a phase
// diagram, and class, of data.

// Explain returns the explanation that an element names, false if there is none.
func (m *Model) Explain(key string) (Explanation, bool) {
	kind, name, _ := strings.Cut(key, " ")
	switch kind {
	case "param":
		for _, p := range append(m.Experiment().Params, seedParam, updatesParam) {
			if p.Name == name {
				return m.explainParam(&p), true
			}
		}
	case "result":
		return m.explainResult(name), true
	case "experiment":
		e := m.Experiment()
		return Explanation{Name: e.Title, Text: e.Doc}, e.Name != ""
	case "word":
		w := word(name)
		return w, w.Text != ""
	case "mark":
		e := m.explainResult(name)
		e.Parts = append(e.Parts, word("marks"))
		return e, true
	case "region", "boundary":
		return m.explainPhase(name), true
	case "class":
		e := word("class")
		e.Name = name
		return e, true
	case "panel", "x", "y", "heights":
		if p := m.panel(name); p != nil {
			return m.explainPanel(kind, p), true
		}
	case "curve", "pinnedcurve":
		id, source, _ := strings.Cut(name, " ")
		if p := m.panel(id); p != nil {
			return m.explainCurve(p, source, kind != "curve"), true
		}
	}
	return Explanation{}, false
}

// panel returns the panel with that ID, nil if there is none.
func (m *Model) panel(id string) *plot.Panel {
	for i := range m.Panels {
		if m.Panels[i].ID == id {
			return &m.Panels[i]
		}
	}
	return nil
}

// explainPhase explains a phase or a boundary of the phase diagram.
func (m *Model) explainPhase(name string) Explanation {
	e := word(name)
	switch {
	case strings.HasSuffix(name, " transitions"):
		e = word("transitions")
	case strings.HasPrefix(name, "t_"):
		e = word("T = t")
	}
	base, sub, rest := plot.Written(name)
	if e.Name = base + sub + rest; m.State.Plane != nil {
		for _, r := range m.State.Plane.Regions {
			if r.Name == name && r.Note != "" {
				e.Name += ": " + r.Note
			}
		}
	}
	return e
}

// explainCurve explains a curve or a cloud of a panel.
func (m *Model) explainCurve(p *plot.Panel, source string, pinned bool) Explanation {
	name, size, _ := strings.Cut(source, ".")
	e := word(source)
	for i := range p.Curves {
		if c := &p.Curves[i]; c.Source == source && c.Label != "" && e.Text == "" {
			e = word(c.Label)
		}
	}
	if q := quantity(m.Experiment().Series, name); q.Doc != "" {
		e = explainQuantity(q)
		switch {
		case size == "theory":
			e.Name = "theory"
		case size != "":
			e.Name = "machine of size " + size
		}
	}
	if pinned {
		e.Parts = append(e.Parts, word("pinned"))
	}
	return e
}

func (m *Model) explainParam(p *protocol.Param) Explanation {
	e := Explanation{Symbol: p.Symbol, Name: p.Title, Text: p.Doc, Formula: p.Formula, Source: p.Source}
	if e.Name == "" && p.Name != p.Symbol {
		e.Name = p.Name
	}
	var more []string
	if slides(p) {
		more = append(more, strings.TrimSpace(formatValue(p.Min)+" to "+formatValue(p.Max)+" "+p.Unit))
	}
	switch {
	case m.Lock[p.Name]:
		more = append(more, "locked by the link")
	case p.Live:
		more = append(more, "may change during a run")
	}
	if len(more) > 0 {
		e.Text = sentence(e.Text) + " " + sentence(strings.Join(more, "; "))
	}
	return e
}

// explainResult explains a row of the table: a scalar, or a transition that is none.
func (m *Model) explainResult(name string) Explanation {
	q := quantity(m.Experiment().Scalars, name)
	if q.Doc == "" {
		e := word("transition")
		e.Symbol = name
		return e
	}
	return explainQuantity(q)
}

func explainQuantity(q protocol.Quantity) Explanation {
	e := Explanation{Symbol: q.Symbol, Text: q.Doc, Formula: q.Formula, Source: q.Source}
	if q.Unit != "" {
		e.Text += " (" + q.Unit + ")"
	}
	return e
}

// explainPanel explains a panel or one of its axes.
func (m *Model) explainPanel(kind string, p *plot.Panel) Explanation {
	r := p.Reading()
	e := Explanation{Name: p.Title, Text: p.Note, Formula: r.Formula, Source: r.Source, Parts: m.curves(p)}
	if kind == "heights" {
		return Explanation{Symbol: p.Height, Name: "colours", Text: word("heights").Text, Formula: r.Formula, Source: r.Source}
	}
	for _, of := range [...]string{"x", "y"} {
		axis, own := m.explainAxis(of, p)
		switch {
		case kind == "panel" && own.Text != "": // for those who can't point at it
			e.Parts = append(e.Parts, own)
		case kind != of:
		case own.Text != "":
			return own
		default:
			e.Name = axis.Label
			if len(e.Parts) > 0 {
				e.Text = ""
			}
			return e
		}
	}
	if p.Kind == plot.Plane && m.State.Plane != nil {
		for _, region := range m.State.Plane.Regions {
			e.Parts = append(e.Parts, Explanation{Name: region.Name, Text: region.Note})
		}
	}
	if len(p.Marks) > 0 {
		e.Parts = append(e.Parts, word("marks"))
	}
	return e
}

// explainAxis explains an axis that is not just that of the curves; else without a text.
func (m *Model) explainAxis(of string, p *plot.Panel) (axis *plot.Axis, e Explanation) {
	axis, name := &p.X, p.XParam
	if of == "y" {
		axis, name = &p.Y, p.YParam
	}
	switch {
	case axis.Time:
		e = word("update")
	case p.Kind == plot.Plane:
		e, _ = m.Explain("param " + name)
	case of == "y" && len(m.curves(p)) > 0:
	default:
		e = word(anyMode(axis.Label))
	}
	return axis, e
}

// anyMode writes the label of an axis along one mode as that along any.
func anyMode(label string) string {
	return strings.TrimRight(strings.NewReplacer("₁", "ₖ", "₂", "ₖ", "₃", "ₖ").Replace(label), "123")
}

// curves explains the series that a panel draws; modes of the same kind, and machines of several sizes, once.
func (m *Model) curves(p *plot.Panel) (parts []Explanation) {
	var seen []string
	series := m.Experiment().Series
	for i := range p.Curves {
		name, _, _ := strings.Cut(p.Curves[i].Source, ".")
		at := slices.IndexFunc(series, func(q protocol.Quantity) bool { return q.Name == name })
		if p.Curves[i].Field || at < 0 {
			continue
		}
		stem := strings.TrimRight(name, "0123456789")
		switch k := slices.Index(seen, stem); {
		case k < 0:
			seen = append(seen, stem)
			parts = append(parts, explainQuantity(series[at]))
		case name != stem && !strings.HasSuffix(parts[k].Symbol, "…") && series[at].Symbol != parts[k].Symbol:
			parts[k].Symbol += " …"
		}
	}
	return parts
}

// Sentence is what e says in words alone.
func (e *Explanation) Sentence() string {
	text := e.Text
	if text == "" && len(e.Parts) > 0 {
		text = e.Parts[0].Text
	}
	return sentence(text)
}

// sentence makes one of a text: with a capital letter and a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return plot.Capital(strings.TrimSuffix(text, ".")) + "."
}

// headline writes what is explained with a capital letter, where it is a word and no symbol as χ or f(h).
func headline(name string) string {
	if r := []rune(name); len(r) < 2 || !unicode.IsLetter(r[1]) {
		return html.EscapeString(name)
	}
	return html.EscapeString(plot.Capital(name))
}

// HTML writes the explanation. formula gives the MathML of a formula in TeX, empty as long as there is none.
func (e *Explanation) HTML(formula func(tex string) string) string {
	var b strings.Builder
	b.WriteString(`<p class="head">`)
	if e.Symbol != "" {
		b.WriteString("<b>" + string(symbolHTML(e.Symbol)) + "</b> ")
	}
	b.WriteString(headline(e.Name) + "</p>")
	e.write(&b, formula)
	if len(e.Parts) > 0 {
		b.WriteString("<dl>")
		for i := range e.Parts {
			p := &e.Parts[i]
			b.WriteString("<dt><b>" + string(symbolHTML(p.Symbol)) + "</b>" + headline(p.Name) + "</dt><dd>")
			p.write(&b, formula)
			b.WriteString("</dd>")
		}
		b.WriteString("</dl>")
	}
	return b.String()
}

// write writes sentence, formula and source.
func (e *Explanation) write(b *strings.Builder, formula func(tex string) string) {
	if e.Text != "" {
		b.WriteString("<p>" + html.EscapeString(sentence(e.Text)) + "</p>")
	}
	if e.Formula != "" {
		b.WriteString(`<div class="formula">` + formula(e.Formula) + "</div>")
	}
	if e.Source != "" {
		source := e.Source
		if !strings.HasPrefix(source, ours) {
			source = "paper: " + source
		}
		b.WriteString(`<p class="remark">` + html.EscapeString(plot.Capital(source)) + "</p>")
	}
}

const (
	physicsTitle = "The physics in five minutes"
	ours         = "ours" // how a source begins that is not the paper
)
