//go:build js && wasm

package browser

import "syscall/js"

const (
	darkQuery = "(prefers-color-scheme: dark)"
	themeKey  = "cascade-theme" // in localStorage
)

// openThemes starts with the theme that the reader chose last, and follows the system where the choice is "auto".
func (p *page) openThemes() {
	p.listen(window.Call("matchMedia", darkQuery), "change", func(js.Value) {
		p.inbox.add(func() { p.setTheme(p.model.Theme, false) })
	})
	name := "auto"
	if storage, err := property(window, "localStorage"); err == nil && storage.Type() == js.TypeObject {
		if kept, err := call(storage, "getItem", themeKey); err == nil && kept.Type() == js.TypeString {
			name = kept.String()
		}
	}
	p.setTheme(name, false)
}

// setTheme changes the colours of the page and of everything drawn. keep remembers the choice where the browser allows it.
func (p *page) setTheme(name string, keep bool) {
	switch name {
	case "auto", "light", "dark", "projector":
	default:
		return
	}
	document.Get("documentElement").Get("dataset").Set("theme", name)
	p.gallery.retheme(themeOf(name, matches(darkQuery)))
	p.screen.change(true, func() { p.model.Theme = name })
	if !keep {
		return
	}
	if storage, err := property(window, "localStorage"); err == nil && storage.Type() == js.TypeObject {
		_, _ = call(storage, "setItem", themeKey, name) // a full or forbidden storage: the choice lasts as long as the page
	}
}
