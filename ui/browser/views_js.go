//go:build js && wasm

package browser

import (
	"errors"
	"maps"

	"cascade/ui"
)

// setSolid shows a panel's heights as a surface or as a map, and writes that into the link.
func (p *page) setSolid(panel string, solid bool) {
	p.gallery.setSolid(panel, solid)
	p.showSolid()
	p.change(func(m *ui.Model) { m.View.Surface = p.anySolid() })
}

// anySolid says whether any of the present panels is a surface.
func (p *page) anySolid() bool {
	for id := range p.gallery.slots {
		if p.gallery.solid[id] {
			return true
		}
	}
	return false
}

// showSolid tells the components which panels show surfaces.
func (p *page) showSolid() {
	solid := maps.Clone(p.gallery.solid)
	p.screen.change(true, func() { p.model.Solid = solid })
}

// lostSurface is told that a panel shows its map because there is no surface.
func (p *page) lostSurface(panel string, err error) {
	p.setSolid(panel, false)
	p.screen.change(true, func() {
		if errors.Is(err, errNoWebGL) {
			p.model.NoSurface = capitalised(err.Error())
		}
		p.model.Notices = []string{capitalised(err.Error())}
	})
}
