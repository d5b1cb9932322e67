//go:build js && wasm

package browser

import (
	"math"
	"syscall/js"

	"cascade/ui/plot"
)

// waterfall is the layer of a chart that shows histograms over time, over the grid, whose lines shine through, and under the lines.
type waterfall struct {
	layer
	small   bitmap // with a column for each pixel of the area, and a row for each bin
	palette [256][4]byte
	cells   []byte
	shown   *plot.Waterfall
	changes int     // of it
	present float64 // the update up to which it is shown in full
	area    area    // where
}

func newWaterfall(root js.Value, theme *plot.Theme, hue int) *waterfall {
	return &waterfall{layer: newLayer(root, "waterfall"), small: newBitmap(""), palette: theme.InkOf(hue)}
}

// resize gives the canvas the size of another one.
func (w *waterfall) resize(like js.Value, fontSize, ratio float64) {
	w.layer.resize(like, fontSize, ratio)
	w.shown = nil
}

// paintWaterfall paints the columns if there are others than those that are shown.
func (c *chart) paintWaterfall() {
	w, now, present := c.waterfall, c.scene.store.Waterfall(c.panel.Field), c.scene.store.Until()
	if now == nil && w.shown == nil || now != nil && w.shown == now && w.changes == now.Changes && w.present == present && w.area == c.area {
		return
	}
	w.shown, w.present, w.area = now, present, c.area
	p := w.pen
	w.wipe()
	width := int(math.Round(c.area.width))
	if now == nil || width < 1 {
		return
	}
	w.changes = now.Changes
	w.cells = now.Paint(w.cells, width, w.area.x, w.area.logX, w.present)
	w.small.resize(width, now.Bins)
	w.small.paint(w.cells, &w.palette)
	p.inside(&c.area, 0, func() {
		top, bottom := c.area.py(now.High), c.area.py(now.Low)
		p.ctx.Call("drawImage", w.small.canvas, c.area.left, top, c.area.width, bottom-top)
	})
}
