//go:build js && wasm

package browser

import (
	"syscall/js"

	"cascade/ui/plot"
)

// openPrint puts figures in place of the canvases while the page is printed: they fit any paper, and those of panels that were
// never in sight are there, too. The browser prints when the callback returns, so it can't wait for a turn of the loop, which
// stands between two turns meanwhile.
func (p *page) openPrint() {
	const width, height = 640, 330 // two figures a page, below a caption, too
	p.listen(window, "beforeprint", func(js.Value) {
		p.screen.paint(clock()) // news that waits for an animation frame
		for _, s := range p.gallery.slots {
			figure := element("div", "printed")
			figure.Set("innerHTML", plot.SVG(&s.panel, &p.gallery.scene.store, &p.shown, width, height, plot.Light))
			s.root.Call("append", figure)
		}
	})
	p.listen(window, "afterprint", func(js.Value) {
		figures := document.Call("querySelectorAll", ".printed")
		for i := range figures.Length() {
			figures.Index(i).Call("remove")
		}
	})
}
