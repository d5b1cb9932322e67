//go:build js && wasm

package browser

// countBranches tells the components how many branches the plots show.
func (p *page) countBranches() {
	if n := len(p.gallery.scene.store.Branches()); n != p.model.Branches {
		p.screen.change(true, func() { p.model.Branches = n })
	}
}

// clearBranches forgets them.
func (p *page) clearBranches() {
	p.gallery.scene.store.ClearBranches()
	p.gallery.touchTime()
	p.countBranches()
}
