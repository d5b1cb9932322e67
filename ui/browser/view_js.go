//go:build js && wasm

package browser

import (
	"math"
	"reflect"
	"syscall/js"

	"cascade/ui"
	"cascade/ui/plot"
)

// openView follows what the browser does to the view by itself: dialogs that Escape closes, the end of the full screen,
// another size of the window.
func (p *page) openView() {
	p.dialogs = map[string]js.Value{}
	for _, id := range ui.DialogNames() {
		d := element("dialog", "")
		d.Set("id", id)
		d.Call("setAttribute", "aria-labelledby", id+"-title")
		document.Get("body").Call("append", d)
		p.dialogs[id] = d
		p.listen(d, "close", func(js.Value) {
			p.inbox.add(func() {
				if p.dialog == id { // Escape closed it
					p.dialog = ""
					p.change(func(m *ui.Model) { m.View.Dialog = "" })
				}
			})
		})
		p.listenDeeds(d)
	}
	p.listen(document, "fullscreenchange", func(js.Value) {
		if document.Get("fullscreenElement").Truthy() {
			return
		}
		p.inbox.add(func() {
			if p.filled {
				p.filled = false
				p.change(func(m *ui.Model) { m.View.Presenting, m.View.Panel, m.View.Blank = false, "", false })
			}
		})
	})
	p.listen(window, "resize", func(js.Value) { p.inbox.add(p.retheme) })
}

// change changes the view and makes the page follow.
func (p *page) change(f func(*ui.Model)) {
	before := p.model.View
	p.screen.change(true, func() { f(p.model) })
	if now := p.model.View; now.Dialog != before.Dialog {
		if now.Dialog, now.Export = before.Dialog, before.Export; reflect.DeepEqual(now, before) {
			p.applyWords() // a dialog lies over plots that stay as they are
			return
		}
	}
	p.screen.ahead = true
	p.applyView()
}

// applyView makes panels, theme, dialogs and address follow the model's view. It changes nothing if they do already.
func (p *page) applyView() {
	v := &p.model.View
	if p.loaded != nil {
		p.rescale()
		panels := p.panels
		if p.compare.pinned != nil {
			panels = plot.Compared(panels)
		}
		panels = p.predicting(plot.View(panels, v.MeasuredOnly, v.Flipped))
		p.screen.change(true, func() { p.model.Panels = panels })
		p.gallery.show(panels)
	}
	p.retheme()
	p.applyWords()
}

// applyWords makes all but panels and theme follow the view.
func (p *page) applyWords() {
	v := &p.model.View
	if v.Dialog == ui.PhysicsDialog && p.model.Physics == "" {
		p.explainer.fetch()
	}
	if v.Dialog != ui.MeasureDialog {
		p.measure("")
	}
	p.explainer.follow(v.Explaining)
	if p.dialog == v.Dialog {
		p.renewDialog()
	}
	p.showDialog(v.Dialog)
	p.relink()
	p.showStrip()
	p.uncover()
}

// showDialog opens the dialog of that name and closes any other.
func (p *page) showDialog(name string) {
	if name == p.dialog {
		return
	}
	p.laid = true
	if d, ok := p.dialogs[p.dialog]; ok {
		p.dialog = ""
		d.Call("close")
	}
	if d, ok := p.dialogs[name]; ok {
		p.dialogText = p.model.Dialog(name)
		d.Set("innerHTML", p.dialogText)
		d.Call("showModal")
		p.dialog = name
	}
}

// retheme draws page and plots in the theme and size that the view asks for. A presentation is light unless the reader chose
// dark, and its text follows the window's height.
func (p *page) retheme() {
	name, presenting := p.model.Theme, p.model.View.Presenting
	if presenting && name != "dark" {
		name = "projector"
	}
	root := document.Get("documentElement")
	root.Get("dataset").Set("theme", name)
	root.Call("toggleAttribute", "data-presenting", presenting)
	theme := themeOf(name, matches(darkQuery))
	size := theme.FontSize
	switch {
	case presenting:
		size = math.Round(ui.PresentationSize(window.Get("innerWidth").Float(), window.Get("innerHeight").Float()))
	case matches(hugeQuery):
		size *= hugeScale
	}
	if size != theme.FontSize {
		if scaled := *p.gallery.scene.theme; scaled.Name == theme.Name && scaled.FontSize == size {
			return
		}
		line := theme.Line
		if theme = theme.Scaled(size); !presenting {
			theme.Line = line * hugeScale
		}
	}
	before := p.gallery.scene.theme.Name
	if p.gallery.retheme(theme); theme.Name != before {
		p.recolourSlow()
	}
}

// fullScreen fills the screen with the page, or gives it back. Browsers refuse it in frames that are not allowed to.
func (p *page) fullScreen(on bool) {
	target, method := document.Get("documentElement"), "requestFullscreen"
	if !on {
		target, method = document, "exitFullscreen"
	}
	if on == document.Get("fullscreenElement").Truthy() || target.Get(method).Type() != js.TypeFunction {
		return
	}
	if promise, err := call(target, method); err == nil && promise.Type() == js.TypeObject {
		settle(p.failed, promise, func(js.Value) {}, func(string) {})
	}
}

// numbers shows what a panel plots as a table.
func (p *page) numbers(panel string) {
	s := p.gallery.slots[panel]
	if s == nil || s.panel.Secretive() && p.refused() {
		return
	}
	table := s.panel.Numbers(&p.gallery.scene.store, &p.shown)
	p.change(func(m *ui.Model) { m.Table, m.View.Dialog = table, ui.DataDialog })
}

// announce says where the run is, once what it says is there.
func (p *page) announce() {
	if !p.eventful || p.pump.pulling || p.pump.wanted {
		return
	}
	p.eventful = false
	latest := ""
	for i := range p.panels {
		if p.panels[i].Hero && !p.model.Guessing() {
			if name, value, theory, ok := p.panels[i].Latest(&p.gallery.scene.store); ok {
				latest = name + " " + plot.Number(value, 3)
				if !math.IsNaN(theory) {
					latest += ", theory " + plot.Number(theory, 3)
				}
			}
		}
	}
	text := p.model.Summarise(latest)
	p.screen.change(false, func() { p.model.Summary = text })
}
