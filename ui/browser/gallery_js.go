//go:build js && wasm

package browser

import (
	"fmt"
	"syscall/js"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// scene is what all panels draw from.
type scene struct {
	store plot.Store
	state *protocol.State
	theme *plot.Theme
}

// complete says whether the last update has been made.
func (s *scene) complete() bool {
	return s.state != nil && s.state.Updates > 0 && s.state.Update >= s.state.Updates
}

// view is one panel's drawing, for one theme.
type view interface {
	draw()
	resize(width, height float64)
	layers() []js.Value // the canvases of the picture, the lowest first
	Close()
}

// slot is a panel's place: an element that the page owns and that survives whatever the components render around it.
type slot struct {
	panel         plot.Panel
	key           string // tells whether a panel is still the same
	uses          map[string]bool
	root          js.Value
	view          view // nil until it is first seen
	width, height float64
	visible       bool
	dirty         bool
}

// gallery draws the panels: each one only when its data changed and it is in sight.
type gallery struct {
	scope
	scene   scene
	slots   map[string]*slot
	sizes   js.Value     // ResizeObserver
	sights  js.Value     // IntersectionObserver
	do      func(func()) // puts a function into the loop
	request func()       // asks for an animation frame
}

// open starts to watch sizes and sight.
func (g *gallery) open() {
	g.slots = map[string]*slot{}
	g.sizes = g.observe("ResizeObserver", func(entry js.Value) {
		r := entry.Get("contentRect")
		id, w, h := panelOf(entry), r.Get("width").Float(), r.Get("height").Float()
		g.do(func() { g.resize(id, w, h) })
	})
	g.sights = g.observe("IntersectionObserver", func(entry js.Value) {
		id, visible := panelOf(entry), entry.Get("isIntersecting").Bool()
		g.do(func() {
			if s := g.slots[id]; s != nil {
				s.visible = visible
				g.request()
			}
		})
	})
	ratio := window.Get("devicePixelRatio").Float()
	g.listen(window, "resize", func(js.Value) {
		if now := window.Get("devicePixelRatio").Float(); now != ratio { // zoomed, or moved to another screen
			ratio = now
			g.do(g.redo)
		}
	})
}

func panelOf(entry js.Value) string {
	return entry.Get("target").Get("dataset").Get("panel").String()
}

// show makes places for these panels. A panel that is the same as before keeps its drawing.
func (g *gallery) show(panels []plot.Panel) {
	kept := map[string]*slot{}
	for _, p := range panels {
		key := fmt.Sprintf("%+v", p)
		s := g.slots[p.ID]
		if s == nil {
			s = &slot{root: element("div", "plot")}
			s.root.Get("dataset").Set("panel", p.ID)
			style := s.root.Get("style") // fills its host, and never makes it larger
			style.Set("position", "absolute")
			style.Set("inset", "0")
			style.Set("overflow", "hidden")
			g.sizes.Call("observe", s.root)
			g.sights.Call("observe", s.root)
		} else if s.key != key {
			s.drop()
		}
		s.panel, s.key, s.uses, s.dirty = p, key, uses(&p), true
		kept[p.ID] = s
		delete(g.slots, p.ID)
	}
	for _, s := range g.slots {
		s.drop()
		g.sizes.Call("unobserve", s.root)
		g.sights.Call("unobserve", s.root)
	}
	g.slots = kept
	g.request()
}

// drop closes the drawing and keeps the place.
func (s *slot) drop() {
	if s.view != nil {
		s.view.Close()
		s.view = nil
	}
	s.root.Call("replaceChildren")
}

// attach puts a panel's place into the host that the components rendered for it. It is called on every render, also while
// the components are being rendered, and does nothing if the place is there.
func (g *gallery) attach(id string, host js.Value) {
	if s := g.slots[id]; s != nil && !host.Get("firstChild").Equal(s.root) {
		host.Call("replaceChildren", s.root)
	}
}

// touch marks panels for drawing: those that use one of the names, or all for nil.
func (g *gallery) touch(names map[string]bool) {
	for _, s := range g.slots {
		if names == nil {
			s.dirty = true
		}
		for name := range names {
			s.dirty = s.dirty || s.uses[name]
		}
	}
	g.request()
}

// touchMarks marks the panels that show moments in time.
func (g *gallery) touchMarks() {
	for _, s := range g.slots {
		s.dirty = s.dirty || len(s.panel.Marks) > 0
	}
	g.request()
}

func (g *gallery) resize(id string, width, height float64) {
	s := g.slots[id]
	if s == nil || s.width == width && s.height == height {
		return
	}
	s.width, s.height, s.dirty = width, height, true
	if s.view != nil && width > 0 && height > 0 {
		s.view.resize(width, height)
	}
	g.request()
}

// retheme draws everything anew in another theme.
func (g *gallery) retheme(t *plot.Theme) {
	if g.scene.theme == t {
		return
	}
	g.scene.theme = t
	g.redo()
}

// redo makes all drawings anew.
func (g *gallery) redo() {
	for _, s := range g.slots {
		s.drop()
	}
	g.touch(nil)
}

// paint draws what is marked and in sight.
func (g *gallery) paint() {
	for _, s := range g.slots {
		if s.dirty && s.visible && s.width > 0 && s.height > 0 {
			g.paintSlot(s)
		}
	}
}

// paintSlot draws one panel. A defect in it must not keep the others from being drawn.
func (g *gallery) paintSlot(s *slot) {
	defer recoverTo(g.failed)
	s.dirty = false // also if drawing fails, which would fail again
	if s.view == nil {
		if s.panel.Kind == plot.Pictures {
			s.view = newPictures(&s.panel, &g.scene, s.root, s.width, s.height)
		} else {
			s.view = newChart(&s.panel, &g.scene, s.root, s.width, s.height, g.failed)
		}
	}
	s.view.draw()
}
