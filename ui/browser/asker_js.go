//go:build js && wasm

package browser

import (
	"math"
	"strconv"
	"strings"
	"syscall/js"

	"cascade/ui/plot"
)

// guessing is how a chart takes part in a prediction. Its functions are called outside of the loop.
type guessing struct {
	now   func() plot.Guess
	move  func(g plot.Guess, settled bool) // the reader moves the guess, or has moved it
	lock  func()
	focus bool // the next asker that opens takes the focus
}

// asker is what a guess is made with: a layer over the area of a chart on which the reader places a marker or draws a curve, by pointer or
// with the keys. The guess itself is the model's.
type asker struct {
	scope
	chart  *chart
	root   js.Value
	path   js.Value   // of the curve
	knobs  []js.Value // the marker, or the corners of the curve
	sketch *plot.Sketch
	last   [2]float64 // of the stroke, as shares of the area
	active bool       // a pointer is down
	square js.Value   // bounding box of root meanwhile
}

func newAsker(c *chart, root js.Value) *asker {
	a := &asker{scope: scope{failed: c.failed}, chart: c, root: element("div", "asker")}
	root.Call("append", a.root)
	if a.curve() {
		a.root.Get("classList").Call("add", "draws")
		a.root.Set("innerHTML", `<svg aria-hidden="true"><path></path></svg>`)
		a.path = a.root.Call("querySelector", "path")
	} else {
		a.knob("marker")
	}
	a.listen(a.root, "pointerdown", a.onDown)
	a.listen(a.root, "pointermove", func(e js.Value) {
		if a.active {
			a.drag(e)
		}
	})
	for _, event := range []string{"pointerup", "pointercancel", "lostpointercapture"} {
		a.listen(a.root, event, func(js.Value) { a.release() })
	}
	a.listen(a.root, "keydown", a.onKey)
	a.place()
	return a
}

func (a *asker) Close() { a.root.Call("remove"); a.scope.Close() }

func (a *asker) curve() bool { return a.chart.panel.Asks.Curve }

// knob adds a handle for the keyboard.
func (a *asker) knob(class string) {
	k := element("div", class)
	k.Set("tabIndex", 0)
	k.Call("setAttribute", "role", "slider")
	if len(a.knobs) == 0 {
		k.Set("id", "marker")
	}
	if !a.curve() {
		k.Call("append", element("span", ""))
	}
	a.root.Call("append", k)
	a.knobs = append(a.knobs, k)
}

// across and up map a share of the area to a value.
func (a *asker) across(share float64) float64 {
	return value(a.chart.visibleX(), a.chart.panel.X.Log, min(max(share, 0), 1))
}

func (a *asker) up(share float64) float64 {
	return value(a.chart.limits.y, a.chart.panel.Y.Log, min(max(share, 0), 1))
}

func (a *asker) shareX(x float64) float64 {
	return min(max(fraction(a.chart.visibleX(), a.chart.panel.X.Log, x), 0), 1)
}

func (a *asker) shareY(y float64) float64 {
	return min(max(fraction(a.chart.limits.y, a.chart.panel.Y.Log, y), 0), 1)
}

// place puts the layer over the area, once that is known, and shows the guess as it is now.
func (a *asker) place() {
	if a.chart.pen == nil {
		return
	}
	ratio, area, style := a.chart.pen.ratio, &a.chart.area, a.root.Get("style")
	for name, v := range map[string]float64{"left": area.left, "top": area.top, "width": area.width, "height": area.height} {
		style.Set(name, px(v/ratio))
	}
	g := a.chart.scene.guess.now()
	if a.curve() {
		a.placeCurve(&g)
	} else {
		a.placeMarker(&g)
	}
	if guess := &a.chart.scene.guess; guess.focus && len(a.knobs) > 0 {
		guess.focus = false
		a.knobs[0].Call("focus", map[string]any{"preventScroll": true})
	}
}

func (a *asker) placeMarker(g *plot.Guess) {
	k, share, text, label := a.knobs[0], 0.5, "not placed yet: press an arrow key, or drag", "drag me"
	if g.Made() {
		share, label = a.shareX(g.At), plot.Number(g.At, 4)
		text = a.chart.panel.X.Label + " " + label
	}
	k.Get("classList").Call("toggle", "ghost", !g.Made())
	k.Get("classList").Call("toggle", "late", share > 0.7)
	k.Get("style").Set("left", strconv.FormatFloat(100*share, 'f', 3, 64)+"%")
	k.Get("firstChild").Set("textContent", label)
	x := a.chart.visibleX()
	describe(k, "Your guess: "+a.chart.panel.X.Label, a.across(share), x[0], x[1], text)
	if box := document.Call("getElementById", "guess"); box.Truthy() && !box.Equal(document.Get("activeElement")) {
		number := ""
		if g.Made() {
			number = strconv.FormatFloat(g.At, 'f', -1, 64)
		}
		box.Set("value", number)
	}
}

func (a *asker) placeCurve(g *plot.Guess) {
	for len(a.knobs) < len(g.X) {
		a.knob("knob")
	}
	for ; len(a.knobs) > len(g.X); a.knobs = a.knobs[:len(a.knobs)-1] {
		a.knobs[len(a.knobs)-1].Call("remove")
	}
	for i, k := range a.knobs {
		style := k.Get("style")
		style.Set("left", strconv.FormatFloat(100*a.shareX(g.X[i]), 'f', 3, 64)+"%")
		style.Set("bottom", strconv.FormatFloat(100*a.shareY(g.Y[i]), 'f', 3, 64)+"%")
		k.Call("setAttribute", "aria-orientation", "vertical")
		describe(k, "Your curve at "+a.chart.panel.X.Label+" "+plot.Number(g.X[i], 4), g.Y[i], a.chart.limits.y[0], a.chart.limits.y[1], plot.Number(g.Y[i], 3))
	}
	if a.active {
		return // the stroke is shown as it is drawn
	}
	var x, y []float64
	for i := range g.X {
		x, y = append(x, a.shareX(g.X[i])), append(y, a.shareY(g.Y[i]))
	}
	a.show(x, y)
}

// show draws a line through points that are given as shares of the area.
func (a *asker) show(x, y []float64) {
	width, height := a.chart.area.width/a.chart.pen.ratio, a.chart.area.height/a.chart.pen.ratio
	var path []byte
	for i, verb := 0, byte('M'); i < len(x); i, verb = i+1, 'L' {
		path = appendPoint(path, verb, x[i]*width, (1-y[i])*height)
	}
	a.path.Call("setAttribute", "d", string(path))
}

// describe tells what a handle stands for to those who do not see it.
func describe(knob js.Value, label string, now, least, most float64, text string) {
	for name, v := range map[string]string{"aria-label": label, "aria-valuetext": text, "aria-valuenow": short(now), "aria-valuemin": short(least), "aria-valuemax": short(most)} {
		knob.Call("setAttribute", name, v)
	}
}

func short(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }

func (a *asker) onDown(e js.Value) {
	if a.active || e.Get("button").Int() != 0 {
		return
	}
	e.Call("preventDefault")
	a.active, a.square = true, a.root.Call("getBoundingClientRect")
	_, _ = call(a.root, "setPointerCapture", e.Get("pointerId"))
	if a.curve() {
		if a.sketch == nil {
			a.sketch = &plot.Sketch{}
			g := a.chart.scene.guess.now()
			for i := 1; i < len(g.X); i++ { // a curve that was there can be mended
				a.sketch.Stroke(a.shareX(g.X[i-1]), a.shareY(g.Y[i-1]), a.shareX(g.X[i]), a.shareY(g.Y[i]))
			}
		}
		a.last = a.shares(e)
	} else {
		a.knobs[0].Call("focus", map[string]any{"preventScroll": true})
	}
	a.drag(e)
}

// shares is where a pointer is.
func (a *asker) shares(e js.Value) [2]float64 {
	b := a.square
	return [2]float64{(e.Get("clientX").Float() - b.Get("left").Float()) / b.Get("width").Float(),
		1 - (e.Get("clientY").Float()-b.Get("top").Float())/b.Get("height").Float()}
}

func (a *asker) drag(e js.Value) {
	at := a.shares(e)
	if !a.curve() {
		a.moveTo(a.across(at[0]), false)
		return
	}
	a.sketch.Stroke(a.last[0], a.last[1], at[0], at[1])
	a.last = at
	a.show(a.sketch.Corners(200))
}

// release ends what a pointer does.
func (a *asker) release() {
	if !a.active {
		return
	}
	a.active = false
	g := a.chart.scene.guess.now()
	if a.curve() {
		p := a.chart.panel
		g = g.Drawn(a.sketch, &p.X, &p.Y, a.chart.visibleX(), a.chart.limits.y)
	}
	a.settle(g)
}

func (a *asker) settle(g plot.Guess) {
	a.chart.scene.guess.move(g, true)
	a.place()
}

// rounded is a place along the axis as a guess names it: a whole update, or three digits.
func (a *asker) rounded(x float64) float64 {
	if a.chart.panel.X.Time {
		return math.Round(x)
	}
	return plot.Rounded(x)
}

// moveTo places the marker.
func (a *asker) moveTo(x float64, settled bool) {
	g := a.chart.scene.guess.now()
	g.At = max(0, a.rounded(x)) // as a link and the box take it
	a.chart.scene.guess.move(g, settled)
	a.placeMarker(&g)
}

// onKey moves the handle with the focus: a two-hundredth of the axis, or with Shift or Page ten times as much. Enter locks the guess in.
func (a *asker) onKey(e js.Value) {
	for _, modifier := range [...]string{"ctrlKey", "metaKey", "altKey"} {
		if e.Get(modifier).Bool() {
			return
		}
	}
	key, steps := e.Get("key").String(), 1.0
	if e.Get("shiftKey").Bool() || strings.HasPrefix(key, "Page") {
		steps = 10
	}
	move := map[string][2]float64{"ArrowLeft": {-1, 0}, "ArrowRight": {1, 0}, "ArrowUp": {0, 1}, "ArrowDown": {0, -1}, "PageUp": {0, 1}, "PageDown": {0, -1},
		"Home": {-1000, 0}, "End": {1000, 0}}
	by, ok := move[key]
	if !ok && key != "Enter" {
		return
	}
	e.Call("preventDefault")
	e.Call("stopPropagation") // the page's own keys step the run
	if !ok {
		a.chart.scene.guess.lock()
		return
	}
	const step = 1.0 / 200
	if a.curve() {
		a.moveCorner(e.Get("target"), by[0]*steps*step, by[1]*steps*step)
		return
	}
	from := 0.5
	g := a.chart.scene.guess.now()
	if g.Made() {
		from = a.shareX(g.At)
	}
	to, sign := a.across(from+(by[0]+by[1])*steps*step), by[0]+by[1]
	if g.Made() && a.chart.panel.X.Time && a.rounded(to) == g.At && steps == 1 { // an update at least
		to = min(max(g.At+sign, a.chart.visibleX()[0]), a.chart.visibleX()[1])
	}
	a.moveTo(to, true)
}

// moveCorner moves a corner of the curve, across between its neighbours only.
func (a *asker) moveCorner(knob js.Value, dx, dy float64) {
	g := a.chart.scene.guess.now()
	x, y := append([]float64(nil), g.X...), append([]float64(nil), g.Y...)
	for i := range a.knobs {
		if i >= len(x) || !a.knobs[i].Equal(knob) {
			continue
		}
		y[i] = plot.Rounded(a.up(a.shareY(y[i]) + dy))
		to := plot.Rounded(a.across(a.shareX(x[i]) + dx))
		if dx != 0 && (i == 0 || to > x[i-1]) && (i == len(x)-1 || to < x[i+1]) {
			x[i] = to
		}
	}
	g.X, g.Y = x, y
	a.sketch = nil
	a.settle(g)
}

// straight begins a curve with a line of a few corners, for those who draw with keys.
func (a *asker) straight() {
	const corners = 6
	g := a.chart.scene.guess.now()
	g.X, g.Y, a.sketch = nil, nil, nil
	for i := range corners {
		g.X, g.Y = append(g.X, plot.Rounded(a.across(float64(i)/(corners-1)))), append(g.Y, plot.Rounded(a.up(0.5)))
	}
	a.settle(g)
	a.knobs[0].Call("focus")
}
