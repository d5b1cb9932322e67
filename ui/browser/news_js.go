//go:build js && wasm

package browser

import (
	"math"
	"slices"

	"cascade/wasm/protocol"
)

// news takes over a frame with the report that came beside it, so that all that is drawn from now on is of one update: panels, counter and
// results. The next is asked for when all panels in sight are drawn.
func (p *page) news(f *protocol.Frame) {
	if st := p.beside; st != nil {
		p.beside = nil
		p.report(st)
	}
	p.pump.receive(f)
	p.reveal(true)
	p.judge()
	p.pump.serve()
	p.screen.news()
	p.countBranches()
	p.api.frame(f)
}

// reveal shows the run as the worker reported it. What the panels show, too, changes only with news; while a preview is shown, theory is the
// preview's.
func (p *page) reveal(news bool) {
	st, before := p.state, p.shown
	if !news {
		st.Update, st.Furthest, st.Hash, st.Scalars, st.Transitions = before.Update, before.Furthest, before.Hash, p.measured, p.moments
	}
	p.measured, p.moments = st.Scalars, st.Transitions
	store := &p.gallery.scene.store
	st.Scalars, st.Transitions = slices.Clone(st.Scalars), slices.Clone(st.Transitions)
	for i := range st.Scalars {
		expect(store.Expected, st.Scalars[i].Name, &st.Scalars[i].Theory)
	}
	for i := range st.Transitions {
		expect(store.Expected, st.Transitions[i].Name, &st.Transitions[i].Theory)
	}
	if p.model.Guessing() {
		st.Scalars, st.Transitions = nil, nil
	}
	p.shown = st
	p.screen.change(false, func() {
		p.model.Report(&st)
		p.model.Previewing = p.gesture.moving()
		if news && p.arrived {
			p.arrived, p.model.Seeking = false, false
		}
	})
	if news {
		p.follow()
	}
	if len(reached(before.Transitions, st.Transitions)) > 0 || !samePredictions(before.Transitions, st.Transitions) {
		p.gallery.touchMarks()
	}
}

// expect puts what a preview says of a number, if it does, in the place of what the run's own theory says.
func expect(expected func(name string) (float64, bool), name string, theory **float64) {
	if x, ok := expected(name); ok {
		*theory = nil
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			*theory = &x
		}
	}
}
