//go:build js && wasm

package browser

import (
	"fmt"
	"math"
	"syscall/js"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// scene is what all panels draw from.
type scene struct {
	store   plot.Store
	state   *protocol.State
	theme   *plot.Theme
	pilot   pilot
	guess   guessing
	trail   [][2]float64             // where in the phase diagram the run was
	heights map[string]*plot.Heights // by field: the scale that its map and its surface share
	gutter  float64                  // room left of the panels over time, in units of the font's size: that of the widest labels
}

// heightsOf returns the scale of a field's heights.
func (s *scene) heightsOf(field string) *plot.Heights {
	h := s.heights[field]
	if h == nil {
		h = &plot.Heights{}
		s.heights[field] = h
	}
	return h
}

// complete says whether the last update has been made.
func (s *scene) complete() bool {
	return s.state != nil && s.state.Updates > 0 && s.state.Update >= s.state.Updates
}

// view is one panel's drawing, for one theme.
type view interface {
	draw()
	resize(width, height float64)
	layers() []js.Value        // the canvases of the picture, the lowest first
	painted(dst []spot) []spot // appends the words in it that can be asked for, in CSS pixels
	Close()
}

// slot is a panel's place: an element that the page owns and that survives whatever the components render around it.
type slot struct {
	panel         plot.Panel
	guess         string // tells whether it is still the same
	uses          map[string]bool
	root          js.Value
	view          view // nil until it is first seen
	width, height float64
	visible       bool
	dirty         bool
	order         int  // on the page
	drawn         int  // when: the number of the drawing; 0 for never
	solid         bool // heights are shown as a surface
	camera        plot.Camera
	labels        *labels // nil until it is first drawn
}

// unseen tells whether nothing of the panel has been painted: it has no drawing, or one that is blank.
func (s *slot) unseen() bool { return s.view == nil || s.begun() }

// begun tells whether the drawing has been made, but not painted.
func (s *slot) begun() bool {
	c, ok := s.view.(*chart)
	return ok && c.blank()
}

// gallery draws the panels: each one only when its data changed and it is in sight.
type gallery struct {
	scope
	scene     scene
	slots     map[string]*slot
	drawn     int                           // panels so far
	resized   float64                       // when panels began to change their sizes together
	budget    float64                       // milliseconds of an animation frame until the rest of the plots wait for the next
	turns     float64                       // frames since all plots were drawn
	spent     float64                       // milliseconds of them
	round     float64                       // what it takes to draw all that is new, on average
	sizes     js.Value                      // ResizeObserver
	sights    js.Value                      // IntersectionObserver
	do        func(func())                  // puts a function into the loop
	request   func()                        // asks for an animation frame
	solid     map[string]bool               // panels whose heights the reader wants to see as a surface, or not
	lost      func(panel string, err error) // a surface can't be shown, or no longer
	explainer func() *explainer
}

// open starts to watch sizes and sight.
func (g *gallery) open() {
	g.slots, g.solid, g.scene.heights = map[string]*slot{}, map[string]bool{}, map[string]*plot.Heights{}
	g.budget = handTime
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
	for i, p := range panels {
		if p.Hero && (g.slots[p.ID] == nil || g.slots[p.ID].panel.Y != p.Y) {
			g.scene.gutter = 0
		}
		guess := ""
		if p.Guess.Of != "" {
			guess = fmt.Sprintf("%+v", p.Guess)
		}
		s := g.slots[p.ID]
		if s == nil {
			s = &slot{root: element("div", "plot"), camera: plot.Overview}
			s.root.Get("dataset").Set("panel", p.ID)
			style := s.root.Get("style") // fills its host, and never makes it larger
			style.Set("position", "absolute")
			style.Set("inset", "0")
			style.Set("overflow", "hidden")
			g.sizes.Call("observe", s.root)
			g.sights.Call("observe", s.root)
		} else if s.guess != guess || !s.panel.Same(&p) {
			s.drop()
		}
		s.panel, s.guess, s.uses, s.dirty, s.order = p, guess, uses(&p), true, i
		s.turn(p.Kind == plot.Heat && g.solid[p.ID])
		kept[p.ID] = s
		delete(g.slots, p.ID)
	}
	for _, s := range g.slots {
		s.drop()
		if s.labels != nil {
			s.labels.Close()
		}
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
		s.dirty = s.dirty || len(s.panel.Marks) > 0 || s.panel.Kind == plot.Plane
	}
	g.request()
}

// touchTime marks the panels over time, and those in which other runs may be drawn.
func (g *gallery) touchTime() {
	for _, s := range g.slots {
		s.dirty = s.dirty || s.panel.X.Time || s.panel.Comparable()
	}
}

// touchPlane marks the phase diagram.
func (g *gallery) touchPlane() {
	for _, s := range g.slots {
		s.dirty = s.dirty || s.panel.Kind == plot.Plane
	}
	g.request()
}

// resize draws a panel in its new size at once, before the browser shows it in the old one; of several that change together those that there is time for,
// and the others in the next frames.
func (g *gallery) resize(id string, width, height float64) {
	s := g.slots[id]
	if s == nil || s.width == width && s.height == height {
		return
	}
	s.width, s.height, s.dirty = width, height, true
	if s.view != nil && width > 0 && height > 0 {
		s.view.resize(width, height)
		now := clock()
		if now-g.resized > 100 {
			g.resized = now
		}
		if s.visible && !s.unseen() && now-g.resized < handTime {
			g.drawSlot(s)
		}
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

// frameTime is how much of an animation frame the page takes while a run goes on, in milliseconds: what has been painted costs the browser about
// as much again, and the worker has the other half of the processor. handTime is how much it takes for what a reader does, or sees for the first time.
const frameTime, handTime = 6, 8

// plan shares out what is new evenly over as few frames as will do, while a run goes on, and tells whether the next one draws all that is left.
func (g *gallery) plan(busy bool) (last bool) {
	frames := math.Ceil(g.round / frameTime)
	if last = busy && g.turns+1 >= frames; last {
		g.budget = math.Inf(1)
	} else if busy {
		g.budget = 0.9 * g.round / frames
	}
	return last
}

// next returns the panel to draw next, of those that are marked and in sight and have been drawn before, or never: the phase diagram, else the one that was
// drawn longest ago; or the one whose drawing has been made, else the hero, else the first on the page. It is nil if there is none.
func (g *gallery) next(never bool) (next *slot) {
	for _, s := range g.slots {
		if !s.dirty || !s.visible || s.width <= 0 || s.height <= 0 || s.unseen() != never {
			continue
		}
		if s.begun() {
			return s
		}
		if !never && s.panel.Kind == plot.Plane { // it is under the reader's hand
			return s
		}
		if next == nil || never && s.panel.Hero || s.drawn < next.drawn || s.drawn == next.drawn && s.order < next.order && !(never && next.panel.Hero) {
			next = s
		}
	}
	return next
}

// paint draws what is marked and in sight, at least one panel, until its time of an animation frame that began at start is up, and
// tells whether something is left: of what has been drawn before, or never has.
func (g *gallery) paint(start float64, never bool) (left bool) {
	for s := g.next(never); s != nil; s = g.next(never) {
		left = true
		g.drawSlot(s)
		if spent := clock() - start; spent > g.budget || s.begun() && spent > g.budget/2 {
			break
		}
	}
	g.budget = handTime
	if !left || never {
		return left && g.next(never) != nil
	}
	g.turns++
	g.spent += clock() - start
	if left = g.next(false) != nil; !left {
		g.round, g.spent, g.turns = 0.8*g.round+0.2*g.spent, 0, 0
	}
	return left
}

// drawSlot draws one panel in its turn.
func (g *gallery) drawSlot(s *slot) {
	g.drawn++
	s.drawn = g.drawn
	gutter := g.scene.gutter
	if g.paintSlot(s); g.scene.gutter != gutter {
		g.touchTime()
	}
}

// paintSlot draws one panel. A defect in it must not keep the others from being drawn.
func (g *gallery) paintSlot(s *slot) {
	defer recoverTo(g.failed)
	s.dirty = false // also if drawing fails, which would fail again
	if s.view == nil {
		s.view = g.newView(s)
		s.dirty = true // what was drawn while the layout still moved may be lost
	} else {
		s.dirty = s.begun() // as above
		s.view.draw()
	}
	g.label(s)
}

// label lets the words of a panel's drawing answer to who asks for them.
func (g *gallery) label(s *slot) {
	if s.labels == nil {
		s.labels = newLabels(s.panel.ID, s.panel.Title, g.explainer(), g.failed)
	}
	s.labels.follow(s.root, s.view.painted(s.labels.spots[:0]), g.explainer().page.model.View.Explaining)
}

// newView makes the drawing of a panel, drawn. A surface that can't be made becomes a map.
func (g *gallery) newView(s *slot) (v view) {
	if s.solid {
		surface, err := newSurface(s, g)
		if err == nil {
			s.dirty = true // a context of WebGL takes a frame for itself
			return surface
		}
		s.root.Call("replaceChildren")
		s.solid = false
		g.lost(s.panel.ID, err)
	}
	switch s.panel.Kind {
	case plot.Pictures:
		v = newPictures(&s.panel, &g.scene, s.root, s.width, s.height)
	case plot.Covered:
		return newCovered(s.root)
	case plot.Plane:
		v = newPlane(&s.panel, &g.scene, s.root, s.width, s.height, g.failed)
	default:
		return newChart(&s.panel, &g.scene, s.root, s.width, s.height, g.failed) // which draws with its next turn
	}
	v.draw()
	return v
}

// turn changes between map and surface.
func (s *slot) turn(solid bool) {
	if s.solid != solid {
		s.drop()
		s.solid, s.dirty = solid, true
	}
}

// setSolid shows a panel's heights as a surface, or as a map, now and whenever the panel comes back. Without a panel it is for all.
func (g *gallery) setSolid(panel string, solid bool) {
	for id, s := range g.slots {
		if s.panel.Kind == plot.Heat && (panel == "" || panel == id) {
			g.solid[id] = solid
			s.turn(solid)
		}
	}
	g.request()
}
