//go:build js && wasm

package browser

import (
	"fmt"
	"math"
	"syscall/js"

	"cascade/ui/plot"
)

// heat is the layer of a chart that shows a field of heights: colours and contour lines, over the grid and under the points.
type heat struct {
	layer
	small       bitmap // of one pixel per point of the field, which the browser blends
	palette     [256][4]byte
	line        string
	cells       []byte
	lines       []float32
	grey, faded bool     // the palette is without colour; by the panel, or as a preview
	field       *float32 // the first number of the field that is shown
	area        area     // where
}

func newHeat(root js.Value, theme *plot.Theme, grey bool) *heat {
	return &heat{layer: newLayer(root, "heat"), small: newBitmap(""), palette: opaque(theme.Sequential(grey)), line: theme.ContourColour(grey), grey: grey, faded: grey}
}

// resize gives the canvas the size of another one.
func (h *heat) resize(like js.Value, fontSize, ratio float64) {
	h.layer.resize(like, fontSize, ratio)
	h.field = nil
}

// paintHeat paints the newest field if it is not what is shown.
func (c *chart) paintHeat() {
	h := c.heat
	b, ok := c.scene.store.Field(c.panel.Field)
	if !ok || len(b.Data) == 0 || h.field == &b.Data[0] && h.area == c.area {
		return
	}
	h.field, h.area = &b.Data[0], c.area
	if faded := h.grey || c.scene.store.Foreseen(c.panel.Field); faded != h.faded {
		h.faded, h.palette = faded, opaque(c.scene.theme.Sequential(faded))
	}
	p := h.pen
	h.wipe()
	heights := c.scene.heightsOf(c.panel.Field)
	if !heights.Fit(&b, c.panel.Walls) {
		return
	}
	h.cells = plot.Shade(h.cells, &b, heights)
	h.small.resize(b.Cols, b.Rows)
	h.small.paint(h.cells, &h.palette)
	h.lines = plot.Contours(h.lines[:0], &b, heights)
	p.inside(&c.area, 0, func() {
		left, right := c.area.px(float64(b.Extent[0])), c.area.px(float64(b.Extent[1]))
		top, bottom := c.area.py(float64(b.Extent[3])), c.area.py(float64(b.Extent[2]))
		// The points of the field are at its edges: half a cell on each side is left out.
		p.ctx.Call("drawImage", h.small.canvas, 0.5, 0.5, b.Cols-1, b.Rows-1, left, top, right-left, bottom-top)
		p.text = c.area.pieces(p.text, h.lines)
		p.ctx.Set("globalAlpha", plot.ContourOpacity)
		p.stroke(h.line, c.scene.theme.ContourWidth(), solid)
		p.ctx.Set("globalAlpha", 1)
	})
	c.paintBar(heights)
}

// paintBar explains the colours, below the axis.
func (c *chart) paintBar(heights *plot.Heights) {
	h, p := c.heat, c.heat.pen
	names := c.panel.BarNames(heights)
	x, bottom := c.area.left, c.area.top+c.area.height+plot.BarDrop*p.em
	p.font(1, "left")
	what := "heights " + c.panel.ID
	p.write(what, names[0], c.scene.theme.Muted, x, bottom)
	x += plot.BarText(names[0]) * p.em
	gradient := p.ctx.Call("createLinearGradient", x, 0, x+plot.BarWidth*p.em, 0)
	for at, colour := range [...][4]byte{0: h.palette[0], 1: h.palette[plot.Gap-1]} {
		gradient.Call("addColorStop", at, fmt.Sprintf("rgb(%d,%d,%d)", colour[0], colour[1], colour[2]))
	}
	box := []any{x, bottom - plot.BarHeight*p.em, plot.BarWidth * p.em, plot.BarHeight * p.em}
	p.ctx.Set("fillStyle", gradient)
	p.ctx.Call("fillRect", box...)
	p.ctx.Set("strokeStyle", c.scene.theme.Grid)
	p.ctx.Set("lineWidth", p.ratio)
	p.ctx.Call("setLineDash", p.dashes[solid])
	p.ctx.Call("strokeRect", box...)
	p.write(what, names[1], c.scene.theme.Muted, x+(plot.BarWidth+0.5)*p.em, bottom)
}

// heightAt is what the readout says of the field at a place: nothing if there is none.
func (c *chart) heightAt(x, y float64) string {
	b, ok := c.scene.store.Field(c.panel.Field)
	f := plot.HeightAt(&b, x, y)
	if !ok || c.heat == nil || math.IsNaN(f) {
		return ""
	}
	return "  f " + plot.Number(f, readoutDigits)
}
