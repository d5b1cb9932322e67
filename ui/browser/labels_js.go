//go:build js && wasm

package browser

import (
	"fmt"
	"math"
	"syscall/js"
)

// labels makes the words that are painted in one plot answer as elements do: a list over it, of which no pixel is seen, with an option for each
// word. An option is put over its word when the word is pointed at, or the list has the focus and its arrow keys have come there.
type labels struct {
	scope
	list    js.Value // role listbox
	panel   string
	spots   []spot // in CSS pixels, from the plot's corner
	options []option
	active  int  // the option that the keys have come to
	focused bool // the list
	all     bool // every option is over its word, as everything explains itself
}

type option struct {
	element js.Value
	key     string
	place   string
}

// newLabels makes the list of a plot, empty.
func newLabels(panel, title string, x *explainer, failed func(error)) *labels {
	l := &labels{scope: scope{failed: failed}, list: element("div", "painted"), panel: panel}
	for _, a := range [...][2]string{{"role", "listbox"}, {"tabindex", "0"}, {"aria-label", "Words in the plot: " + title}, {"hidden", ""}} {
		l.list.Call("setAttribute", a[0], a[1])
	}
	l.listen(l.list, "focus", func(js.Value) { l.focused = true; l.goTo(l.active, x) })
	l.listen(l.list, "blur", func(js.Value) { l.focused = false; l.mark(false) })
	l.listen(l.list, "keydown", func(e js.Value) {
		to, last := l.active, len(l.options)-1
		switch e.Get("key").String() {
		case "ArrowRight", "ArrowDown":
			to = min(to+1, last)
		case "ArrowLeft", "ArrowUp":
			to = max(to-1, 0)
		case "Home":
			to = 0
		case "End":
			to = last
		default:
			return
		}
		e.Call("preventDefault")
		e.Call("stopPropagation") // the page's own keys step the run
		l.goTo(to, x)
	})
	return l
}

// follow takes over what has been painted, and keeps the list in the plot.
func (l *labels) follow(root js.Value, spots []spot, all bool) {
	l.spots, l.all = spots, all
	if !l.list.Get("parentNode").Equal(root) {
		root.Call("append", l.list)
	}
	if !l.same() {
		l.renew()
	}
	for i := range l.options {
		if all || l.focused && i == l.active {
			l.put(i, l.first(l.options[i].key))
		}
	}
}

// first returns the first spot with that key, -1 if there is none.
func (l *labels) first(key string) int {
	for i := range l.spots {
		if l.spots[i].key == key {
			return i
		}
	}
	return -1
}

// find returns the option with that key, -1 if there is none.
func (l *labels) find(key string) int {
	for i := range l.options {
		if l.options[i].key == key {
			return i
		}
	}
	return -1
}

// same says whether the options are those of the words: each once, whatever their order.
func (l *labels) same() bool {
	count := 0
	for i := range l.spots {
		if l.first(l.spots[i].key) == i {
			if count++; l.find(l.spots[i].key) < 0 {
				return false
			}
		}
	}
	return count == len(l.options)
}

// renew makes the options anew, in the order in which they were painted.
func (l *labels) renew() {
	key := ""
	if l.active < len(l.options) {
		key = l.options[l.active].key
	}
	l.mark(false)
	l.list.Call("replaceChildren")
	l.options = l.options[:0]
	for i := range l.spots {
		s := &l.spots[i]
		if l.first(s.key) != i {
			continue
		}
		e := element("div", "")
		e.Set("id", fmt.Sprintf("painted-%s-%d", l.panel, len(l.options)))
		e.Set("textContent", s.text)
		e.Get("dataset").Set("what", s.key)
		e.Call("setAttribute", "role", "option")
		l.list.Call("append", e)
		l.options = append(l.options, option{element: e, key: s.key})
	}
	l.list.Set("hidden", len(l.options) == 0)
	l.active = max(l.find(key), 0)
	l.mark(l.focused)
}

// put lays an option over a word.
func (l *labels) put(i, at int) {
	if i < 0 || at < 0 {
		return
	}
	o, s := &l.options[i], &l.spots[at]
	place := fmt.Sprintf("left:%.0fpx;top:%.0fpx;width:%.0fpx;height:%.0fpx", math.Round(s.x-s.width/2), math.Round(s.y-s.height/2), s.width, s.height)
	if s.angle != 0 {
		place += fmt.Sprintf(";rotate:%.3frad", s.angle)
	}
	if o.place != place {
		o.place = place
		o.element.Call("setAttribute", "style", place)
	}
}

// at returns the option whose word is at a place of the plot or no farther than reach, laid over it; null if there is none.
func (l *labels) at(x, y, reach float64) js.Value {
	s := spotAt(l.spots, x, y, reach)
	if s < 0 {
		return js.Null()
	}
	i := l.find(l.spots[s].key)
	l.put(i, s)
	return l.options[i].element
}

// goTo moves to option i by keyboard, which explains itself.
func (l *labels) goTo(i int, x *explainer) {
	l.mark(false)
	if l.active = i; i >= len(l.options) {
		return
	}
	e := l.options[i].element
	l.put(i, l.first(l.options[i].key))
	if what, ok := x.explain(e); ok {
		e.Call("setAttribute", "aria-description", what.Sentence())
	}
	l.mark(true)
	e.Call("scrollIntoView", map[string]any{"block": "nearest"})
	x.focusOn(e)
}

// mark says to the browser, and by an outline to the reader, which option the keys have come to.
func (l *labels) mark(on bool) {
	if l.active >= len(l.options) {
		return
	}
	o := &l.options[l.active]
	if o.element.Call("setAttribute", "aria-selected", on); on {
		l.list.Call("setAttribute", "aria-activedescendant", o.element.Get("id"))
	} else {
		l.list.Call("removeAttribute", "aria-activedescendant")
	}
}
