package ui

import (
	"fmt"
	"html"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cascade/ui/plot"
)

// The dialogs are the figures to choose from, the keyboard's map, the physics on one page and the numbers behind a plot. They are text for the browser to
// parse, since a component costs code for each of its elements; package browser opens them as modal dialogs, which keep the
// focus and give it back. What can be pressed in them has data-close, or names a Deed. A dialog whose
// text changes while it is open keeps the elements that stay what they are, and the focus; data-enter names the button that Enter presses in a field.

// dialogs are those that there are: title and contents for the model as it is now. An empty title: there is nothing to show.
var dialogs = map[string]func(m *Model) (title, contents string){
	FiguresDialog:  func(*Model) (string, string) { return "Figures of the paper, live", figuresHTML() },
	ShareDialog:    func(m *Model) (string, string) { return "Share", shareHTML(m) },
	GuessesDialog:  (*Model).guessesHTML,
	HelpDialog:     func(m *Model) (string, string) { return "Keys", m.helpHTML() },
	ExportDialog:   func(m *Model) (string, string) { return "Take home", exportHTML(m) },
	EnsembleDialog: func(m *Model) (string, string) { return m.ensembleDialog() },
	MeasureDialog:  (*Model).measureDialog,
	PhysicsDialog: func(m *Model) (string, string) {
		if m.Physics == "" {
			return physicsTitle, `<p class="remark">Loading …</p>`
		}
		return physicsTitle, m.Physics
	},
	DataDialog: func(m *Model) (string, string) {
		if m.Table == nil {
			return "", ""
		}
		return m.Table.Title, tableHTML(m.Table, m.State.Update)
	},
}

// DialogNames lists the dialogs.
func DialogNames() []string { return slices.Sorted(maps.Keys(dialogs)) }

// Dialog returns the contents of the dialog of that name, for the model as it is now.
func (m *Model) Dialog(name string) string {
	title, contents := "", ""
	if write := dialogs[name]; write != nil {
		title, contents = write(m)
	}
	if title == "" {
		return ""
	}
	return `<div class="head"><h2 id="` + name + `-title">` + html.EscapeString(title) +
		`</h2><button type="button" class="icon" data-close aria-label="Close" title="Close">` + string(icon("close")) + `</button></div>` + contents
}

func figuresHTML() string {
	var b strings.Builder
	b.WriteString(`<ul class="presets">`)
	for i, p := range Presets {
		key := ""
		if i < 9 {
			key = "<kbd>" + strconv.Itoa(i+1) + "</kbd>"
		}
		fmt.Fprintf(&b, `<li><button type="button" data-do="load" data-value="%s" title="%s"><svg class="sketch" viewBox="0 0 48 28" aria-hidden="true"><path d="%s"></path></svg><span class="figure">%s</span><b>%s</b>%s</button></li>`,
			html.EscapeString(p.Link), html.EscapeString(p.Look), p.Sketch, html.EscapeString(p.Figure), html.EscapeString(p.Title), key)
	}
	b.WriteString("</ul>")
	return b.String()
}

func (m *Model) helpHTML() string {
	var b strings.Builder
	b.WriteString(`<dl class="keys">`)
	for _, k := range Keyboard {
		fmt.Fprintf(&b, "<div><dt><kbd>%s</kbd></dt><dd>%s</dd></div>", html.EscapeString(k.Shown), html.EscapeString(k.Does))
	}
	checked := " checked"
	if m.View.NoLetters {
		checked = ""
	}
	b.WriteString(`</dl><p><label class="check"><input type="checkbox" id="letters" data-set="letters"` + checked + `> <span>Single letters, digits and signs are keys</span></label></p>
<p class="remark">Drag over a plot to zoom in, double-click to see all. A slider follows the arrow keys, its box takes any number. The green dot marks what may change during a run.</p>`)
	return b.String()
}

func tableHTML(t *plot.Table, update int) string {
	var b strings.Builder
	remark := "At update " + strconv.Itoa(update)
	if len(t.Rows) == 0 {
		return `<p class="remark">` + remark + ` there are no numbers yet.</p>`
	}
	if t.Remark != "" {
		remark += ": " + t.Remark
	}
	row := func(tag string, cells []string) {
		b.WriteString("<tr>")
		for _, c := range cells {
			b.WriteString("<" + tag + ">" + writeLine(c) + "</" + tag[:2] + ">")
		}
		b.WriteString("</tr>")
	}
	b.WriteString(`<p class="remark">` + writeLine(remark) + `.</p><div class="numbers" tabindex="0" role="region" aria-label="Numbers"><table><thead>`)
	row(`th scope="col"`, t.Head)
	b.WriteString("</thead><tbody>")
	for _, cells := range t.Rows {
		row("td", cells)
	}
	b.WriteString("</tbody></table></div>")
	return b.String()
}
