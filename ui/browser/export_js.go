//go:build js && wasm

package browser

import (
	"fmt"

	"cascade/ui/plot"
)

// svg returns a panel as a figure of the size it has on the page, or of a usual size if it is not shown.
func (g *gallery) svg(id string) (string, error) {
	s := g.slots[id]
	if s == nil {
		return "", fmt.Errorf("there is no panel %q", id)
	}
	width, height := 640, 400
	if s.width >= 120 && s.height >= 90 {
		width, height = int(s.width), int(s.height)
	}
	return plot.SVG(&s.panel, &g.scene.store, g.scene.state, width, height, *g.scene.theme), nil
}

// png draws a panel and hands then a data URL of a picture of it, under its title.
func (g *gallery) png(id string, then func(string, error)) {
	s := g.slots[id]
	switch {
	case s == nil:
		then("", fmt.Errorf("there is no panel %q", id))
	case s.panel.Kind == plot.Covered:
		then("", fmt.Errorf("the panel %q is %s", id, plot.Secret))
	case s.width == 0 || s.height == 0:
		then("", fmt.Errorf("the panel %q is not shown, so there is no picture of it; svg draws it all the same", id))
	default:
		if g.paintSlot(s); s.begun() {
			g.paintSlot(s)
		}
		g.after(0, func() { g.do(func() { then(g.picture(s)) }) }) // the chart library paints when this turn is over
	}
}

// picture composes a panel's canvases on the theme's paper, under its title.
func (g *gallery) picture(s *slot) (string, error) {
	layers, theme := s.view.layers(), g.scene.theme
	w, h := layers[0].Get("width").Int(), layers[0].Get("height").Int()
	scale, em := 1, 1.5*theme.FontSize*float64(w)/s.width
	if s.panel.Kind == plot.Pictures { // one canvas pixel per cell
		scale = max(1, 800/max(w, h, 1))
		em = 24
	}
	sheet := element("canvas", "")
	sheet.Set("width", w*scale)
	sheet.Set("height", float64(h*scale)+2*em)
	ctx := sheet.Call("getContext", "2d")
	ctx.Set("fillStyle", theme.Paper)
	ctx.Call("fillRect", 0, 0, sheet.Get("width"), sheet.Get("height"))
	ctx.Set("fillStyle", theme.Ink)
	ctx.Set("font", fmt.Sprintf("600 %gpx %s", em, fontFamily))
	ctx.Call("fillText", s.panel.Title, em/2, 1.3*em)
	ctx.Set("imageSmoothingEnabled", false)
	for _, layer := range layers {
		ctx.Call("drawImage", layer, 0, 2*em, w*scale, h*scale)
	}
	url, err := call(sheet, "toDataURL", "image/png")
	if err != nil {
		return "", fmt.Errorf("the browser did not allow a picture: %w", err)
	}
	return url.String(), nil
}
