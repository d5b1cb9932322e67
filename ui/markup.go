package ui

import (
	"html"

	"github.com/vugu/vugu"

	"cascade/ui/plot"
)

// symbolHTML prints a symbol, with "t_c" and "t_{12}" as real subscripts. Everything else in it is text, never markup.
func symbolHTML(symbol string) vugu.HTML {
	base, sub := plot.Subscript(symbol)
	if sub == "" {
		return vugu.HTML(html.EscapeString(base))
	}
	return vugu.HTML(html.EscapeString(base) + "<sub>" + html.EscapeString(sub) + "</sub>")
}

// Escape writes a text so that a browser takes none of it for markup.
func Escape(text string) string { return html.EscapeString(text) }

// definition is an entry of a list: a term, which may be markup, and a text for it.
func definition(term vugu.HTML, text string) string {
	return "<dt>" + string(term) + "</dt><dd>" + Escape(text) + "</dd>"
}

// icon is a pictogram of that name, and behind it a word if there is one. It is text for the browser to parse: as elements
// of a component each would cost some kilobytes of code.
func icon(name string, label ...string) vugu.HTML {
	svg := `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="` + icons[name] + `"></path></svg>`
	for _, word := range label {
		svg += "<span>" + html.EscapeString(word) + "</span>"
	}
	return vugu.HTML(svg)
}

// flag writes a state for an ARIA attribute, which unlike an HTML flag has to say "false".
func flag(on bool) string {
	if on {
		return "true"
	}
	return "false"
}
