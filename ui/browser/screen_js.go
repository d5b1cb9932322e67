//go:build js && wasm

package browser

import (
	"syscall/js"

	"github.com/vugu/vugu"
	"github.com/vugu/vugu/domrender"

	"cascade/ui"
)

// screen renders the components: at most once in an animation frame, and but ten times a second what nobody waits for.
type screen struct {
	renderer *domrender.JSRenderer
	build    *vugu.BuildEnv
	env      vugu.EventEnv
	root     *ui.Root
	request  func() // asks for an animation frame
	urgent   bool   // the reader waits for it
	stale    bool   // something else has changed
	fresh    bool   // there is news, which the panels show, too
	dragging bool   // the reader drags something: what is done then is rendered as news is, but in every frame
	rendered float64
	element  js.Value   // of root
	shown    tree       // what the document shows
	nodes    []js.Value // of shown; undefined until wanted
}

const renderEvery = 100 // milliseconds

func (s *screen) open(root *ui.Root, do func(func()), request func()) (err error) {
	s.element = document.Call("querySelector", "#app")
	if s.renderer, err = domrender.New("#app"); err != nil {
		return err
	}
	s.env = s.renderer.EventEnv()
	if s.build, err = vugu.NewBuildEnv(s.env); err != nil {
		return err
	}
	s.root, s.request = root, request
	go func() { // an event that a component handled is one that the reader made
		for s.renderer.EventWait() {
			do(func() { s.change(true, func() {}) })
		}
	}()
	return nil
}

// change changes the model under the render lock and sees to it that it is rendered.
func (s *screen) change(urgent bool, f func()) {
	s.env.Lock()
	f()
	s.env.UnlockOnly()
	s.urgent = s.urgent || urgent
	s.stale = true
	s.request()
}

// due tells whether it is time to render; if not, there may be news to render later.
func (s *screen) due(now float64) bool {
	return s.urgent || s.fresh || s.stale && now-s.rendered >= renderEvery
}

// news sees to it that the next frame shows what has changed.
func (s *screen) news() { s.fresh = true }

// paint renders, and tells whether that took a walk through the whole document. News seldom does: it is a few other numbers.
// What the reader did always does, because it may have changed the document, too; what is dragged is set right when it is let go.
func (s *screen) paint(now float64) (whole bool) {
	urgent := s.urgent && !s.dragging
	s.urgent, s.stale, s.fresh, s.rendered = false, false, false, now
	s.env.RLock()
	result := s.build.RunBuild(s.root)
	s.env.RUnlock()
	next := newTree(result)
	if list, same := s.shown.changes(next); same && !urgent {
		for i := range list {
			s.write(&list[i])
		}
		s.shown = next
		return false
	}
	if err := s.renderer.Render(result); err != nil {
		panic(err)
	}
	s.shown, s.nodes = next, make([]js.Value, len(next))
	return true
}

// write makes one change in the document, as Vugu's helper would.
func (s *screen) write(c *change) {
	node := s.node(c.node)
	switch c.kind {
	case setText:
		node.Set("data", c.value)
	case setHTML:
		node.Set("innerHTML", c.value)
		node.Set("vuguHTML", c.value) // where the helper looks for what is there
	case setAttribute:
		node.Call("setAttribute", c.name, c.value)
	case dropAttribute:
		node.Call("removeAttribute", c.name)
	case setProperty:
		node.Set(c.name, window.Get("JSON").Call("parse", c.value))
	}
}

// node finds a node of the document.
func (s *screen) node(i int) js.Value {
	if s.nodes[i].IsUndefined() {
		if n := &s.shown[i]; n.parent < 0 {
			s.nodes[i] = s.element
		} else {
			s.nodes[i] = s.node(n.parent).Get("childNodes").Index(n.place)
		}
	}
	return s.nodes[i]
}
