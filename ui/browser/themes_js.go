//go:build js && wasm

package browser

import (
	"syscall/js"

	"cascade/ui"
)

const (
	darkQuery = "(prefers-color-scheme: dark)"
	themeKey  = "cascade-theme"                                // in localStorage
	hugeQuery = "(min-width: 2880px) and (min-height: 1500px)" // as in style.css
	hugeScale = 1.5
)

// openThemes starts with the theme that the reader chose last, and follows the system where the choice is "auto".
func (p *page) openThemes() {
	p.listen(window.Call("matchMedia", darkQuery), "change", func(js.Value) {
		p.inbox.add(func() { p.setTheme(p.model.Theme) })
	})
	p.chosen = recall(themeKey)
	p.setTheme(p.chosen)
}

// chooseTheme is the reader's own choice, for this and for other links, and for later visits. It is no part of the link: that names the
// theme which whoever wrote it wants it to open with.
func (p *page) chooseTheme(name string) {
	p.chosen = name
	remember(themeKey, name)
	p.setTheme(name)
}

// setTheme changes the colours of the page and of everything drawn.
func (p *page) setTheme(name string) {
	if !ui.IsTheme(name) {
		name = "auto"
	}
	p.screen.change(true, func() { p.model.Theme = name })
	p.retheme()
}

// recall returns what remember kept, empty if there is nothing or the browser, as in a sandbox, keeps nothing.
func recall(key string) string {
	if storage, err := property(window, "localStorage"); err == nil && storage.Type() == js.TypeObject {
		if kept, err := call(storage, "getItem", key); err == nil && kept.Type() == js.TypeString {
			return kept.String()
		}
	}
	return ""
}

// remember keeps a text for later visits. With a full or forbidden storage the choice lasts as long as the page.
func remember(key, value string) {
	if storage, err := property(window, "localStorage"); err == nil && storage.Type() == js.TypeObject {
		_, _ = call(storage, "setItem", key, value)
	}
}
