//go:build js && wasm

package browser

import "syscall/js"

// layer is a canvas of its own over or under a chart's curves, of the same size, for what changes less often than they do.
type layer struct {
	canvas js.Value
	pen    *pen
}

func newLayer(root js.Value, class string) layer {
	l := layer{canvas: element("canvas", class)}
	style := l.canvas.Get("style")
	style.Set("position", "absolute")
	style.Set("inset", "0")
	root.Call("append", l.canvas)
	return l
}

// wipe empties the canvas.
func (l *layer) wipe() {
	l.pen.ctx.Call("clearRect", 0, 0, l.canvas.Get("width"), l.canvas.Get("height"))
	l.pen.spots = l.pen.spots[:0]
}

// resize gives the canvas the size of another one, which empties it.
func (l *layer) resize(like js.Value, fontSize, ratio float64) {
	width, height := like.Get("width").Float(), like.Get("height").Float()
	l.canvas.Set("width", width)
	l.canvas.Set("height", height)
	l.canvas.Get("style").Set("width", px(width/ratio))
	l.canvas.Get("style").Set("height", px(height/ratio))
	l.pen = newPen(l.canvas.Call("getContext", "2d"), fontSize, ratio)
}
