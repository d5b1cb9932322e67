//go:build js && wasm

package browser

import (
	"strings"
	"sync"
	"syscall/js"

	"github.com/vugu/vugu"
	vjs "github.com/vugu/vugu/js"

	"cascade/ui"
)

// screen renders the components: at most once in an animation frame, and but ten times a second what nobody waits for.
type screen struct {
	scope
	build    *vugu.BuildEnv
	env      vugu.EventEnv
	lock     sync.RWMutex // of env: of the model
	root     *ui.Root
	do       func(func()) // puts a function into the loop
	request  func()       // asks for an animation frame
	urgent   bool         // the reader waits for it
	ahead    bool         // and before any plot
	other    bool         // what comes is another page, also where it has the same elements
	stale    bool         // something else has changed
	fresh    bool         // there is news, which the panels show, too
	dragging bool         // the reader drags something: what is done then is rendered as news is, but in every frame
	busy     bool         // the document is being written, or hears of an event: another event waits
	rendered float64
	shown    tree       // what the document shows
	nodes    []js.Value // of shown; undefined until wanted
	mould    js.Value   // a <template>, which parses HTML
	listener js.Func
}

const renderEvery = 100 // milliseconds

func (s *screen) open(root *ui.Root, do func(func()), request func()) (err error) {
	s.root, s.do, s.request = root, do, request
	s.env = vugu.NewEventEnvImpl(&s.lock, nil)
	if s.build, err = vugu.NewBuildEnv(s.env); err != nil {
		return err
	}
	s.mould = element("template", "")
	s.listener = js.FuncOf(func(this js.Value, args []js.Value) any {
		defer recoverTo(s.failed)
		s.hear(this, args[0])
		return nil
	})
	s.nodes = []js.Value{document.Call("querySelector", "#app")}
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

// paint renders, and tells whether the document has other elements now. What the reader did may have changed a control, which is then set
// right; what is dragged is set right when it is let go.
func (s *screen) paint(now float64) (others bool) {
	urgent := s.urgent && !s.dragging
	s.urgent, s.ahead, s.stale, s.fresh, s.rendered = false, false, false, false, now
	s.env.RLock()
	result := s.build.RunBuild(s.root)
	s.env.RUnlock()
	s.busy = true
	defer func() { s.busy = false }()
	next := newTree(result, len(s.shown))
	list, from := s.shown.edits(next)
	nodes := make([]js.Value, len(next))
	for i, k := range from {
		if k >= 0 {
			nodes[i] = s.nodes[k]
		}
	}
	nodes[0] = s.nodes[0]
	s.shown, s.nodes = next, nodes
	for i := range list {
		s.write(&list[i])
		others = others || list[i].kind >= replaceNode
	}
	for i := range s.shown {
		n := s.shown[i].vugu
		if n.JSCreateHandler != nil {
			n.JSCreateHandler.JSValueHandle(vjs.Value(s.node(i)))
		}
		if urgent {
			for _, p := range n.Prop {
				s.assign(i, p.Key, p.JSONVal)
			}
		}
	}
	if s.other {
		s.other = false
		s.renew()
	}
	return others
}

// renew lets the browser lay the page out as one that it has not shown before: nothing of it has moved from where something else was. Style is
// computed without it, but no layout, so that places scrolled to and the focus stay.
func (s *screen) renew() {
	style := s.nodes[0].Get("style")
	style.Set("display", "none")
	window.Call("getComputedStyle", s.nodes[0]).Get("display")
	style.Call("removeProperty", "display")
}

// write makes one edit in the document.
func (s *screen) write(e *edit) {
	switch e.kind {
	case setText:
		s.node(e.node).Set("data", e.value)
	case setHTML:
		s.node(e.node).Set("innerHTML", e.value)
	case setAttribute:
		s.node(e.node).Call("setAttribute", e.name, e.value)
	case dropAttribute:
		s.node(e.node).Call("removeAttribute", e.name)
	case setProperty:
		s.assign(e.node, e.name, []byte(e.value))
	case replaceNode:
		old := s.node(e.node)
		old.Call("replaceWith", s.create(e.node))
	case appendNode:
		s.node(s.shown[e.node].parent).Call("append", s.create(e.node))
	case dropLastNode:
		s.node(e.node).Get("lastChild").Call("remove")
	}
}

// assign sets a property of a node, given as JSON, unless it has that value. Writing a text again would move the caret in it.
func (s *screen) assign(i int, name string, text []byte) {
	value := fromJSON(text)
	if node := s.node(i); !node.Get(name).Equal(js.ValueOf(value)) {
		node.Set(name, value)
	}
}

// create makes node i with all that is in it, which the browser parses.
func (s *screen) create(i int) js.Value {
	var b strings.Builder
	s.shown.write(&b, i)
	s.mould.Set("innerHTML", b.String())
	s.nodes[i] = s.mould.Get("content").Get("firstChild")
	for k := i; k < s.shown[i].end; k++ {
		n := s.shown[k].vugu
		for _, p := range n.Prop {
			s.assign(k, p.Key, p.JSONVal)
		}
		for _, spec := range n.DOMEventHandlerSpecList {
			s.node(k).Call("addEventListener", spec.EventType, s.listener)
		}
	}
	return s.nodes[i]
}

// node finds a node of the document.
func (s *screen) node(i int) js.Value {
	if s.nodes[i].IsUndefined() {
		n := &s.shown[i]
		s.nodes[i] = s.node(n.parent).Get("childNodes").Index(n.place)
	}
	return s.nodes[i]
}

// hear tells a component of an event at its element. The browser fires events, as that a removed field has lost the focus, also while the document is being
// written, or while another event is being heard: these come later.
func (s *screen) hear(element, event js.Value) {
	if s.busy {
		s.after(0, func() { s.hear(element, event) })
		return
	}
	s.busy = true
	defer func() { s.busy = false }()
	kind := event.Get("type").String()
	for i := range s.shown {
		for _, spec := range s.shown[i].vugu.DOMEventHandlerSpecList {
			if spec.EventType != kind || !s.nodes[i].Equal(element) {
				continue
			}
			summary := map[string]any{}
			if key := event.Get("key"); key.Type() == js.TypeString {
				summary["key"] = key.String()
			}
			if value := element.Get("value"); value.Type() == js.TypeString {
				summary["target"] = map[string]any{"value": value.String()}
			}
			s.env.Lock()
			defer s.env.UnlockOnly()
			spec.Func(vugu.NewDOMEvent(s.env, summary))
			s.do(func() { s.change(true, func() {}) }) // an event that a component handled is one that the reader made
			return
		}
	}
}
