//go:build js && wasm

package browser

import (
	"fmt"
	"math"
	"syscall/js"
	"unsafe"

	"cascade/ui/plot"
)

// chart draws curves. uPlot draws the lines and follows the cursor; our own painting is called by its hooks: the grid behind
// (chartgrid_js.go), bars, points and labels (chartpaint_js.go), the numbers under the cursor (readout_js.go).
type chart struct {
	scope
	panel     *plot.Panel
	scene     *scene
	plot      js.Value // uPlot
	begin     js.Value // what gives uPlot its data, and lets it draw; undefined once it has
	line      js.Value // its builder of paths for lines
	update    js.Func  // renew
	grid      grid
	heat      *heat      // nil unless the panel shows heights
	waterfall *waterfall // nil unless it shows histograms over time
	discs     discs
	pen       *pen
	readout   readout
	asker     *asker // nil unless a guess is asked for here

	lines              []int    // the curves of the panel that are lines, in the order of uPlot's series 1, 2, ...
	colours            []string // of the lines
	hasBars, hasPoints bool
	points             []points // of the lines
	data               joined
	columns            columns
	labels             []plot.End
	names              []plot.Name // of the key

	width, height float64 // CSS pixels
	resized       bool    // since it was drawn
	top, gutter   float64 // room above the area, and left of it, in units of the font's size
	keyBeside     bool    // the key stands right of the area, not above it
	limits        limits
	fitted        limits      // those that the area of a square panel was made for
	empty         bool        // nothing is shown within the limits
	zoom          *[2]float64 // what the reader selected along x
	area          area        // as drawn
}

// limits are the ends of both axes.
type limits struct{ x, y [2]float64 }

// newChart makes a chart of what the scene holds. The first draw paints it: together that would take too long for one frame.
func newChart(panel *plot.Panel, scene *scene, root js.Value, width, height float64, failed func(error)) *chart {
	c := &chart{scope: scope{failed: failed}, panel: panel, scene: scene, width: width, height: height}
	for i := range panel.Curves {
		switch curve := &panel.Curves[i]; {
		case curve.Bars:
			c.hasBars = true
		case curve.Points:
			c.hasPoints = true
		default:
			c.lines = append(c.lines, i)
			c.colours = append(c.colours, c.colour(curve))
		}
	}
	if c.hasPoints {
		c.discs.bitmap = newBitmap("")
	}
	c.points = make([]points, len(c.lines))
	c.collect()
	c.top, c.gutter = c.topSpace(), c.leftSpace()
	root.Call("replaceChildren")
	c.grid = newGrid(root)
	if panel.Kind == plot.Heat {
		c.heat = newHeat(root, scene.theme, panel.Grey)
	}
	if panel.Kind == plot.Columns {
		c.waterfall = newWaterfall(root, scene.theme, panel.Hue)
	}
	class := window.Get("uPlot")
	c.line = class.Get("paths").Call("linear")
	then := c.callback(func(args []js.Value) any {
		root.Call("append", args[0].Get("root"))
		c.begin = args[1]
		return nil
	})
	c.plot = class.New(c.options(), c.columns.set(&c.data, c.limits.x), then)
	c.update = c.callback(func([]js.Value) any { c.renew(); return nil })
	c.readout.open(c)
	if panel.Asks.Of != "" {
		c.asker = newAsker(c, root)
	}
	return c
}

// Close removes the drawing and all that listens to it.
func (c *chart) Close() {
	if c.asker != nil {
		c.asker.Close()
	}
	c.plot.Call("destroy")
	for _, layer := range c.layers() {
		layer.Call("remove")
	}
	c.scope.Close()
}

// blank tells whether nothing has been painted yet.
func (c *chart) blank() bool { return !c.begin.IsUndefined() }

func (c *chart) canvas() js.Value { return c.plot.Get("ctx").Get("canvas") }

func (c *chart) painted(dst []spot) []spot {
	dst = c.grid.pen.list(dst)
	if c.heat != nil {
		dst = c.heat.pen.list(dst)
	}
	return c.pen.list(dst)
}

// layers are the canvases that make the picture, the lowest first.
func (c *chart) layers() []js.Value {
	list := []js.Value{c.grid.canvas}
	if c.heat != nil {
		list = append(list, c.heat.canvas)
	}
	if c.waterfall != nil {
		list = append(list, c.waterfall.canvas)
	}
	return append(list, c.canvas())
}

// resize is followed by draw.
func (c *chart) resize(width, height float64) {
	c.width, c.height, c.resized = width, height, true
}

// draw shows what the store holds now, at once: left alone, uPlot would paint when the callback that brought us here has ended,
// and nobody could tell how long that took.
func (c *chart) draw() {
	c.collect()
	c.plot.Call("batch", c.update)
	if c.asker != nil {
		c.asker.place()
	}
}

// renew gives uPlot the new data.
func (c *chart) renew() {
	if c.blank() {
		begin := c.begin
		c.begin = js.Undefined()
		begin.Invoke()
	}
	if c.resized {
		c.resized = false
		c.plot.Call("setSize", map[string]any{"width": math.Floor(c.width), "height": math.Floor(c.height)})
	}
	c.plot.Call("setData", c.columns.set(&c.data, c.limits.x))
	before := [...]any{c.top, c.gutter, c.keyBeside}
	c.top, c.gutter = c.topSpace(), c.leftSpace()
	moved := before != [...]any{c.top, c.gutter, c.keyBeside}
	if moved || c.panel.Square && c.limits != c.fitted {
		c.fitted = c.limits
		c.redraw()
	}
}

// redraw makes uPlot ask for limits and margins again.
func (c *chart) redraw() { c.plot.Call("redraw", true, true) }

// collect joins the lines' points and finds the limits.
func (c *chart) collect() {
	for i, k := range c.lines {
		x, y := c.panel.Shown(&c.scene.store, &c.panel.Curves[k])
		if c.panel.X.Log {
			for len(x) > 0 && !(x[0] > 0) {
				x, y = x[1:], y[1:]
			}
		}
		c.points[i] = points{X: x, Y: y, Log: c.panel.Y.Log}
	}
	c.data.join(c.points)
	x, y := c.panel.Ranges(&c.scene.store)
	// A heat map's limits are the field's own, from edge to edge; those of nothing mean nothing; a complete run needs no room to grow.
	if c.heat != nil || c.empty || c.scene.complete() {
		c.limits.x, c.limits.y = x.Ends, y.Ends
	}
	if c.empty = x.Empty; c.heat == nil {
		c.limits.x, c.limits.y = steady(c.limits.x, x, c.panel.X.Log), steady(c.limits.y, y, c.panel.Y.Log)
	}
}

// visibleX is the range of x to show: what the reader selected, or all.
func (c *chart) visibleX() [2]float64 {
	if c.zoom != nil {
		return *c.zoom
	}
	return c.limits.x
}

// paths builds the path of one line from its pieces, since the holes of joined columns must not cut it and its gaps must.
func (c *chart) paths(args []js.Value) any {
	u, series, from, to := args[0], args[1].Int(), args[2].Int(), args[3].Int()
	result := js.Null()
	for p := c.data.Pieces[series-1]; len(p) > 0; p = p[2:] {
		i, j := max(p[0], from), min(p[1], to)
		if i > j {
			continue
		}
		piece := c.line.Invoke(u, series, i, j)
		if result.IsNull() {
			result = piece
		} else {
			result.Get("stroke").Call("addPath", piece.Get("stroke"))
		}
	}
	return result
}

// columns are joined curves on the side of JavaScript: typed arrays over one buffer, filled by one copy.
type columns struct {
	bytes       js.Value // Uint8Array over the whole buffer
	capacity    int      // of the buffer, in numbers
	views       js.Value // Array of Float32Array
	count, rows int      // of the views
}

// set copies the columns and returns the array for uPlot. Without any line it is a column x that spans the limits.
func (c *columns) set(j *joined, limits [2]float64) js.Value {
	if len(j.Pieces) == 0 || j.Len == 0 {
		c.rows = 0
		return c.empty(1+len(j.Pieces), limits)
	}
	if len(j.Block) > c.capacity {
		c.capacity, c.rows = len(j.Block)*3/2, 0
		c.bytes = window.Get("Uint8Array").New(4 * c.capacity)
	}
	js.CopyBytesToJS(c.bytes, unsafe.Slice((*byte)(unsafe.Pointer(&j.Block[0])), 4*len(j.Block)))
	if count := 1 + len(j.Pieces); c.count != count || c.rows != j.Len {
		c.count, c.rows = count, j.Len
		c.views = window.Get("Array").New(count)
		buffer, class := c.bytes.Get("buffer"), window.Get("Float32Array")
		for i := range count {
			c.views.SetIndex(i, class.New(buffer, 4*i*j.Len, j.Len))
		}
	}
	return c.views
}

func (c *columns) empty(count int, limits [2]float64) js.Value {
	nothing := []any{limits[0], limits[1]}
	data := []any{nothing}
	for range count - 1 {
		data = append(data, []any{nil, nil})
	}
	return js.ValueOf(data)
}

// px writes a length for a style sheet.
func px(v float64) string { return fmt.Sprintf("%.4gpx", v) }
