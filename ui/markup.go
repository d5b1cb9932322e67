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

// flag writes a state for an ARIA attribute, which unlike an HTML flag has to say "false".
func flag(on bool) string {
	if on {
		return "true"
	}
	return "false"
}
