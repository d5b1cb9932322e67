package ui

import (
	"fmt"
	"html"
	"strings"

	"cascade/wasm/protocol"
)

// ExportDialog is the dialog in which a reader takes figures, numbers and weights home.
const ExportDialog = "export"

func init() {
	Deeds["export-panel"] = func(m *Model, _ *Actions, value string) { m.View.Export, m.Saved = value, "" }
	Deeds["export"] = func(m *Model, a *Actions, value string) {
		if !m.Refuse() {
			call2(a.Export, value, m.exported())
		}
	}
	Deeds["bring"] = func(_ *Model, a *Actions, _ string) { call1(a.Open, Data) }
}

// TakeHome opens the dialog for a panel; "" stands for the one in sight.
func (m *Model) TakeHome(panel string) {
	if m.Refuse() {
		return
	}
	m.View.Dialog, m.View.Export, m.Saved = ExportDialog, panel, ""
	if panel == "" {
		m.View.Export = m.exported()
	}
}

// exported is the panel whose figure is taken home, "" if there are no panels.
func (m *Model) exported() string {
	for i := range m.Panels {
		if m.Panels[i].ID == m.View.Export {
			return m.View.Export
		}
	}
	if at := m.presented(); at >= 0 {
		return m.Panels[at].ID
	}
	return ""
}

// Trains says whether the present run trains one machine, whose weights can be saved: protocols measure several.
func (m *Model) Trains() bool {
	e := m.Experiment()
	for i := range e.Params {
		if e.Params[i].Live {
			return true
		}
	}
	return false
}

// take is one thing to take home: what the deed "export" is told, its name, and what it is good for.
type take struct{ value, name, does string }

func exportHTML(m *Model) string {
	var b strings.Builder
	list := func(title string, items ...take) {
		b.WriteString("<h3>" + title + `</h3><div class="takes">`)
		for _, t := range items {
			fmt.Fprintf(&b, `<button type="button" id="take-%s" data-do="export" data-value="%s"><b>%s</b><span>%s</span></button>`, t.value, t.value, t.name, t.does)
		}
		b.WriteString("</div>")
	}
	b.WriteString(`<label class="take-panel"><span>Plot</span> <select id="export-panel" data-set="export-panel">`)
	chosen := m.exported()
	for i := range m.Panels {
		selected := ""
		if m.Panels[i].ID == chosen {
			selected = " selected"
		}
		b.WriteString(`<option value="` + html.EscapeString(m.Panels[i].ID) + `"` + selected + `>` + html.EscapeString(m.Panels[i].Title) + "</option>")
	}
	b.WriteString("</select></label>")
	list("This plot", take{"svg", "SVG", "lines and letters, for papers"}, take{"png1", "PNG 1×", "as large as here"}, take{"png2", "PNG 2×", "for the web"},
		take{"png3", "PNG 3×", "for slides"}, take{"png4", "PNG 4×", "for posters"})
	list("This run", take{"csv", "CSV", "its curves, for a spreadsheet"}, take{"json", "Record", "all of it, to verify"},
		take{"ipynb", "Notebook", "Jupyter, with data and plots"})
	if m.Trains() {
		list("This machine", take{"npz", "NPZ", "weights and chains, for NumPy"}, take{"h5", "HDF5", "as the paper’s authors keep it"})
	}
	b.WriteString(`<h3>And back</h3><div class="takes"><button type="button" id="take-back" data-do="bring"><b>Open a file…</b><span>a record is verified, weights are looked at</span></button></div>
<p class="remark">Or drop it anywhere on the page. Each file says which link, seed, build and update it comes from.</p><p class="remark saved" role="status">` + html.EscapeString(m.Saved) + "</p>")
	return b.String()
}

// FileName names a file by the experiment, the parameters that are not at their defaults, the update and maybe a panel:
// hopfield-kappa0.4-seed7-at600-sigma.svg.
func (m *Model) FileName(panel, extension string) string {
	const longest = 100
	e := m.Experiment()
	name := e.Name
	add := func(p protocol.Param) {
		value := m.State.Values[p.Name]
		if part := "-" + p.Name + value; value != "" && value != p.Default && len(name)+len(part) < longest {
			name += part
		}
	}
	for i := range e.Params {
		add(e.Params[i])
	}
	add(protocol.Param{Name: "seed", Default: "1"})
	name += fmt.Sprintf("-at%d", m.State.Update)
	if panel != "" {
		name += "-" + panel
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.+", r) {
			return r
		}
		return '_'
	}, name) + "." + extension
}
