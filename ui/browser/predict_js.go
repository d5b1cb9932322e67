//go:build js && wasm

package browser

import (
	"fmt"
	"math"
	"syscall/js"

	"cascade/ui"
	"cascade/ui/plot"
)

// prediction is what the page keeps for a guess that it asks for.
type prediction struct {
	hiding bool      // the panels are those of an open question
	ends   plot.Ends // of the hero's axes meanwhile
}

// openPrediction listens to the question above the hero and to who answers it.
func (p *page) openPrediction() {
	p.secret.ends = plot.NoEnds
	p.gallery.scene.guess = guessing{
		now: func() plot.Guess {
			if p.model.Prediction == nil {
				return plot.NoGuess("", false)
			}
			return p.model.Prediction.Guess
		},
		move: func(g plot.Guess, settled bool) {
			p.screen.change(true, func() {
				if p.model.Guessing() {
					p.model.Prediction.Guess, p.model.Prediction.Said = g, ""
				}
			})
			if settled {
				p.inbox.add(p.relink)
			}
		},
		lock: func() { p.deed("guess-lock", js.Undefined()) },
	}
	p.listen(document, "click", func(e js.Value) {
		if presses := e.Get("target").Call("closest", ".ask [data-do]"); presses.Truthy() {
			p.deed(presses.Get("dataset").Get("do").String(), presses.Get("dataset").Get("value"))
		}
	})
	p.listen(document, "change", func(e js.Value) {
		if field := e.Get("target"); field.Call("matches", ".ask [data-set]").Bool() {
			p.deed(field.Get("dataset").Get("set").String(), field.Get("value"))
		}
	})
}

// focusMarker gives the focus to what the guess is made with, as soon as it is there.
func (p *page) focusMarker() {
	if e := document.Call("getElementById", "marker"); e.Truthy() {
		e.Call("focus")
	} else {
		p.gallery.scene.guess.focus = p.model.Guessing()
	}
}

// straightGuess begins a curve with a straight line.
func (p *page) straightGuess() {
	for _, s := range p.gallery.slots {
		if c, ok := s.view.(*chart); ok && c.asker != nil && c.asker.curve() {
			c.asker.straight()
		}
	}
}

// obeyPrediction opens the question that a link asks, with the guess that it holds, and returns what is wrong with them.
func (p *page) obeyPrediction(options map[string]string) (corrections []string) {
	m := p.model
	m.Prediction = nil
	of := options["predict"]
	switch {
	case of == "" && options["guess"] != "":
		return []string{"the link holds a guess but does not say of what, as predict=t_c would; it is ignored"}
	case of == "":
		return nil
	case !m.Predict(of):
		names := ""
		for _, q := range m.Questions {
			names += ", " + q.Of
		}
		if names == "" {
			return []string{fmt.Sprintf("predict=%.60q is ignored: %s has nothing to guess over time", of, p.loaded.Experiment)}
		}
		return []string{fmt.Sprintf("predict=%.60q is none of %s; it is ignored", of, names[2:])}
	}
	q := m.Prediction
	q.Given = true
	guess, err := plot.ParseGuess(options["guess"], q.Of, q.Curve)
	if q.Guess = guess; err != nil {
		corrections = append(corrections, err.Error())
	}
	return corrections
}

// relink writes the present guess into the link.
func (p *page) relink() {
	p.state.Link = p.linked(p.state.Link, p.state.Values)
	p.shown.Link = p.state.Link
	p.screen.change(true, func() { p.model.State.Link = p.state.Link })
}

// predicting returns the panels as a prediction wants them shown: hidden, or with the guess.
func (p *page) predicting(panels []plot.Panel) []plot.Panel {
	switch q := p.model.Prediction; {
	case q == nil:
		return panels
	case q.Locked:
		return plot.Reveal(panels, q.Guess)
	default:
		return plot.Hide(panels, q.Question, p.secret.ends)
	}
}

// rescale finds the axis of an open question anew, and says whether it is another.
func (p *page) rescale() bool {
	if !p.model.Guessing() || p.pump.fresh {
		return false
	}
	v := &p.model.View
	ends, ok := plot.SecretRange(plot.View(p.panels, false, v.Flipped), &p.gallery.scene.store)
	if !ok || ends == p.secret.ends {
		return false
	}
	p.secret.ends = ends
	return true
}

// judge follows a prediction after news: its axis while it is open, the distance of its curve when the run stands.
func (p *page) judge() {
	if p.rescale() {
		p.applyView()
	}
	q := p.model.Prediction
	if q == nil || !q.Locked || !q.Curve {
		return
	}
	missed := ui.Missed{Measured: math.NaN(), Theory: math.NaN()}
	for i := range p.model.Panels {
		if hero := &p.model.Panels[i]; hero.Hero && !p.state.Running {
			missed.Measured, missed.Theory, missed.Unit = hero.Missed(&p.gallery.scene.store)
		}
	}
	p.screen.change(false, func() { p.model.Missed = missed })
}

// uncover shows numbers and summary again, or hides them, when a question is closed or opened.
func (p *page) uncover() {
	if hiding := p.model.Guessing(); hiding != p.secret.hiding {
		p.secret.hiding = hiding
		p.reveal(false)
		p.gallery.touch(nil)
		p.eventful = true
		p.judge()
	}
}

// refused says that the reader is to guess first, if that is so.
func (p *page) refused() (refused bool) {
	p.screen.change(true, func() { refused = p.model.Refuse() })
	return refused
}
