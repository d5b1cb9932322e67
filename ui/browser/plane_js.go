//go:build js && wasm

package browser

import (
	"math"
	"strings"
	"syscall/js"

	"cascade/ui"
	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// pilot is what the point of a phase diagram steers.
type pilot struct {
	value func(name string) string // shown now, in the middle of a gesture too
	param func(name string) *protocol.Param
	drag  func(name, value string, byKey bool)
	drop  func()
}

// plane is the view of a phase diagram. The regions are painted once, on a canvas of their own; what moves is on another. Over both lies the
// handle, an element that has the focus and takes the pointer.
type plane struct {
	scope
	axes        chart // of which only the area and the axes are used
	panel       *plot.Panel
	scene       *scene
	root        js.Value
	base, front layer
	handle      js.Value
	shown       *protocol.Plane // on the base
	texts       plot.Diagram    // on the base, too
	area        area
	dragging    bool
	box         js.Value   // of the root when the gesture began: what is shown elsewhere must not move the point
	touched     bool       // by a finger, which covers the point
	grip        [2]float64 // from the pointer to the point, in CSS pixels
	before      [2]string  // values when the gesture began
	told        string     // aria-valuetext
}

func newPlane(panel *plot.Panel, scene *scene, root js.Value, width, height float64, failed func(error)) *plane {
	v := &plane{scope: scope{failed: failed}, panel: panel, scene: scene, root: root}
	root.Call("replaceChildren")
	v.base, v.front = newLayer(root, "plane"), newLayer(root, "plane")
	v.handle = element("div", "plane-point")
	for name, value := range map[string]string{"role": "slider", "tabindex": "0", "aria-label": panel.Title + ", " + panel.XParam + " and " + panel.YParam,
		"aria-roledescription": "point in two directions", "title": "Drag, or use the arrow keys; with Shift ten steps"} {
		v.handle.Call("setAttribute", name, value)
	}
	root.Call("append", v.handle)
	v.resize(width, height)
	v.openPointer()
	v.listen(v.handle, "keydown", v.onKey)
	v.listen(v.handle, "keyup", func(js.Value) { v.end() })
	v.listen(v.handle, "blur", func(js.Value) { v.end() })
	return v
}

func (v *plane) Close() {
	v.end()
	v.handle.Call("remove")
	v.base.canvas.Call("remove")
	v.front.canvas.Call("remove")
	v.scope.Close()
}

func (v *plane) layers() []js.Value { return []js.Value{v.base.canvas, v.front.canvas} }

func (v *plane) painted(dst []spot) []spot { return v.front.pen.list(v.base.pen.list(dst)) }

// resize gives the canvases their size in device pixels.
func (v *plane) resize(width, height float64) {
	ratio, em := window.Get("devicePixelRatio").Float(), v.scene.theme.FontSize
	like := js.ValueOf(map[string]any{"width": math.Round(width * ratio), "height": math.Round(height * ratio)})
	v.base.resize(like, em, ratio)
	v.front.resize(like, em, ratio)
	v.axes = chart{panel: v.panel, scene: v.scene, width: width, height: height, top: 1.8, pen: v.base.pen}
	v.axes.limits.x, v.axes.limits.y = [2]float64{v.panel.X.Min, v.panel.X.Max}, [2]float64{v.panel.Y.Min, v.panel.Y.Max}
	left := v.axes.leftSpace()
	v.area = area{left: left * ratio, top: 1.8 * em * ratio, width: (width - left - em) * ratio, height: (height - 4.7*em) * ratio,
		x: v.axes.limits.x, y: v.axes.limits.y, logX: v.panel.X.Log, logY: v.panel.Y.Log}
	v.axes.area = v.area
	v.shown = nil
}

// draw paints what has changed.
func (v *plane) draw() {
	if p := v.scene.state.Plane; p != v.shown && v.area.width > 0 && v.area.height > 0 {
		v.shown = p
		v.paintBase(p)
	}
	v.paintFront()
	v.tell()
}

func (v *plane) paintBase(p *protocol.Plane) {
	pen, theme, a := v.base.pen, v.scene.theme, &v.area
	v.base.wipe()
	var d plot.Diagram
	if p != nil {
		d = plot.Lay(p, plot.Box{Left: a.left, Top: a.top, Right: a.left + a.width, Bottom: a.top + a.height}, pen.em, a.px, a.py)
	}
	for i := range d.Regions {
		pen.text = appendShape(pen.text, &d.Regions[i])
		pen.ctx.Set("fillStyle", theme.RegionFill(i, len(d.Regions)))
		pen.ctx.Call("fill", pen.path.New(string(pen.text)))
		pen.text = pen.text[:0]
	}
	v.texts = d
	v.axes.paintAxes(pen)
	for i := range d.Curves {
		colour, width, dash := theme.CurveStyle(p, i)
		style := solid
		if dash {
			style = dashed
		}
		pen.text = appendShape(pen.text, &d.Curves[i])
		pen.stroke(colour, width, style)
	}
	for _, l := range d.Texts {
		v.paintText(p, &l)
	}
}

// paintText writes a name, with an edge of paper where it lies on lines.
func (v *plane) paintText(p *protocol.Plane, l *plot.Label) {
	pen, theme := v.base.pen, v.scene.theme
	colour := theme.Ink
	if l.Curve >= 0 {
		colour, _, _ = theme.CurveStyle(p, l.Curve)
	} else if l.Small {
		colour = theme.Muted
	}
	pen.save()
	pen.ctx.Call("translate", l.X, l.Y)
	pen.ctx.Call("rotate", l.Angle)
	if l.Curve >= 0 {
		pen.symbol("", l.Text, colour, "", "center", 0, 0.35*pen.em)
	} else {
		size := 1.0
		if l.Small {
			size = 0.9
		}
		pen.font(size, "center")
		pen.put(l.Text, colour, 0, 0.35*pen.em)
	}
	pen.restore()
	pen.spots = append(pen.spots, spot{l.What, l.Text, l.X, l.Y, plot.TextWidth(l.Text) * pen.em, 1.3 * pen.em, l.Angle})
}

func appendShape(dst []byte, s *plot.Shape) []byte {
	for i := range s.X {
		verb := byte('L')
		if i == 0 {
			verb = 'M'
		}
		dst = appendPoint(dst, verb, s.X[i], s.Y[i])
	}
	return dst
}

// paintFront paints where the run stands, where it was, and when its transitions are to come.
func (v *plane) paintFront() {
	pen, theme, a := v.front.pen, v.scene.theme, &v.area
	v.front.wipe()
	x, y, ok := v.panel.Values(v.scene.pilot.value)
	v.handle.Set("hidden", !ok)
	if !ok {
		return
	}
	px, py := a.px(x), a.py(y)
	style := v.handle.Get("style")
	style.Set("left", px2(px/pen.ratio))
	style.Set("top", px2(py/pen.ratio))
	pen.ctx.Set("lineCap", "round")
	pen.ctx.Set("lineJoin", "round")
	for i, t := range v.scene.trail {
		verb := byte('L')
		if i == 0 {
			verb = 'M'
		}
		pen.text = appendPoint(pen.text, verb, a.px(t[0]), a.py(t[1]))
	}
	if len(pen.text) > 0 {
		pen.text = appendPoint(pen.text, 'L', px, py)
		pen.ctx.Set("globalAlpha", 0.45)
		pen.stroke(theme.High, theme.AxisWidth(), solid)
		for _, t := range v.scene.trail {
			pen.text = append(appendPoint(pen.text, 'M', a.px(t[0]), a.py(t[1])), "h.01"...)
		}
		pen.stroke(theme.High, 2*theme.Line, solid)
		pen.ctx.Set("globalAlpha", 1)
	}
	if v.dragging {
		pen.text = a.vertical(pen.text, x)
		pen.text = appendNumber(append(appendPoint(pen.text, 'M', a.left, py), 'h'), a.width)
		pen.stroke(theme.Muted, 0.75, solid)
	}
	size := 2 * plot.PointRadius * theme.Line / 2
	for _, ring := range []struct {
		colour string
		width  float64
	}{{theme.Paper, size + 4}, {theme.High, size}} {
		pen.text = append(appendPoint(pen.text, 'M', px, py), "h.01"...)
		pen.stroke(ring.colour, ring.width, solid)
	}
	v.paintPredictions(px, py)
}

// paintPredictions writes beside the point when the transitions are to come, on the side where there is room.
func (v *plane) paintPredictions(px, py float64) {
	pen, theme, a := v.front.pen, v.scene.theme, &v.area
	list := plot.Predictions(v.scene.state, v.scene.store.Expected)
	if len(list) > 3 {
		list = list[:3]
	}
	gap, width, height := 1.6*pen.em, 4.6*pen.em, 1.2*pen.em*float64(len(list))
	if v.touched {
		gap = 2.4 * pen.em
	}
	x, y, least := 0.0, 0.0, math.MaxInt
	for _, at := range [...][2]float64{{px + gap, py - height/2}, {px - gap - width, py - height/2}, {px - width/2, py - gap - height}, {px - width/2, py + gap}} {
		left, top := min(max(at[0], a.left), a.left+a.width-width), min(max(at[1], a.top), a.top+a.height-height)
		if math.Abs(left-at[0])+math.Abs(top-at[1]) > pen.em { // it would lie on the point
			continue
		}
		if n := v.texts.Covers(left, top, width, height, pen.em); n < least {
			x, y, least = left, top, n
		}
	}
	if least > 0 && !v.dragging { // then the names are worth more, and other panels have the moments
		return
	}
	y += pen.em
	pen.ctx.Set("lineWidth", 3*pen.ratio)
	pen.ctx.Call("setLineDash", pen.dashes[solid])
	for i, text := range list {
		name, _, _ := strings.Cut(text, " ")
		pen.symbol("mark "+name, text, theme.Ink, theme.Paper, "left", x, y+1.2*pen.em*float64(i))
	}
}

// tell says to who can't see it where the point is.
func (v *plane) tell() {
	name, value := v.panel, v.scene.pilot.value
	text := name.XParam + " " + value(name.XParam) + ", " + name.YParam + " " + value(name.YParam)
	if phase := plot.PhaseName(v.scene.state.Plane, value); phase != "" {
		text += ", " + phase
	}
	if text == v.told {
		return
	}
	v.told = text
	for attribute, x := range map[string]any{"aria-valuetext": text, "aria-valuenow": value(name.XParam), "aria-valuemin": v.panel.X.Min, "aria-valuemax": v.panel.X.Max} {
		v.handle.Call("setAttribute", attribute, x)
	}
}

// move passes on where the point is to be, in values.
func (v *plane) move(x, y float64) {
	for _, to := range []struct {
		name string
		at   float64
	}{{v.panel.XParam, x}, {v.panel.YParam, y}} {
		if p := v.scene.pilot.param(to.name); p != nil {
			v.pass(to.name, ui.Snap(p, to.at), false)
		}
	}
}

func (v *plane) pass(name, value string, byKey bool) {
	if value != v.scene.pilot.value(name) {
		v.scene.pilot.drag(name, value, byKey)
	}
}

func px2(v float64) string { return px(math.Round(v*10) / 10) }
