//go:build js && wasm

package browser

import "syscall/js"

// bitmap is a canvas whose pixels Go writes.
type bitmap struct {
	canvas, ctx   js.Value
	rgba          []byte
	pixels        js.Value // Uint8ClampedArray
	image         js.Value // the ImageData that shares it
	width, height int
}

func newBitmap(class string) bitmap {
	b := bitmap{canvas: element("canvas", class)}
	b.ctx = b.canvas.Call("getContext", "2d")
	return b
}

// resize gives the bitmap a size. If it is another one it empties it, and tells so.
func (b *bitmap) resize(width, height int) (emptied bool) {
	if width == b.width && height == b.height {
		return false
	}
	b.width, b.height, b.rgba = width, height, make([]byte, 4*width*height)
	b.canvas.Set("width", width)
	b.canvas.Set("height", height)
	b.pixels = window.Get("Uint8ClampedArray").New(len(b.rgba))
	b.image = window.Get("ImageData").New(b.pixels, width, height)
	return true
}

// opaque returns a palette with alpha.
func opaque(colours [256][3]byte) (p [256][4]byte) {
	for i, c := range colours {
		p[i] = [4]byte{c[0], c[1], c[2], 255}
	}
	return p
}

// paint gives each pixel the colour of its cell.
func (b *bitmap) paint(cells []byte, palette *[256][4]byte) {
	for i, cell := range cells {
		*(*[4]byte)(b.rgba[4*i:]) = palette[cell]
	}
	b.show(0, b.height)
}

// show puts the lines [top, bottom) on the canvas.
func (b *bitmap) show(top, bottom int) {
	from, to := 4*b.width*top, 4*b.width*bottom
	js.CopyBytesToJS(b.pixels.Call("subarray", from, to), b.rgba[from:to])
	b.ctx.Call("putImageData", b.image, 0, 0, 0, top, b.width, bottom-top)
}
