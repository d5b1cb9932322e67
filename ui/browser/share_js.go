//go:build js && wasm

package browser

import (
	"strings"
	"syscall/js"

	"cascade/ui"
)

const baseKey = "cascade-base" // in localStorage: the address that shared links open, where a reader gave one

// encode shows the QR code of a text in the dialog that shares a link.
func (p *page) encode(text string) {
	code := ui.Code{Text: text}
	if result, err := call(window, "cascadeQR", text); err != nil {
		code.Why = "The link is too long for a QR code."
	} else {
		code.Size, code.Path = result.Get("size").Int(), result.Get("path").String()
	}
	p.change(func(m *ui.Model) { m.Share.Code = code })
	if base := p.model.Share.Base; base != p.ownBase() {
		remember(baseKey, base)
	}
}

// ownBase is the address of this page, without a fragment.
func (p *page) ownBase() string { return trimHash(p.address.location.Get("href").String()) }

// openShare knows what shared links open: the address that the reader gave before, or this page.
func (p *page) openShare() {
	base := recall(baseKey)
	if base == "" || strings.HasPrefix(p.ownBase(), "http") {
		base = p.ownBase()
	}
	p.model.Share.Base, p.model.Share.Local = base, !strings.HasPrefix(base, "http")
}

// said shows what was done, in the dialog that shares a link.
func (p *page) said(text string) {
	p.change(func(m *ui.Model) { m.Share.Said = text })
}

// saveWhole saves the page as one file that opens a link.
func (p *page) saveWhole(link string) {
	p.said("The file is being put together.")
	name := p.model.FileName("", "html")
	settle(p.failed, window.Get("cascadeBoot").Call("whole", link), func(file js.Value) {
		p.inbox.add(func() {
			p.save(name, file)
			p.said(p.model.Saved)
		})
	}, func(reason string) { p.inbox.add(func() { p.said(reason) }) })
}
