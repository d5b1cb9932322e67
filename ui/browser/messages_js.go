//go:build js && wasm

package browser

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"cascade/ui"
	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// receive takes a message of the worker about the newest run, or of the newest load that failed.
func (p *page) receive(m *protocol.Message) {
	if !p.client.loading && (p.model.Opening != "" || p.model.Fetching != "") { // the newest load is answered
		p.screen.change(true, func() { p.model.Opening, p.model.Fetching = "", "" })
	}
	switch {
	case m.Type == protocol.NeedType:
		p.screen.change(true, func() { p.model.Fetching = m.Text })
	case m.Type == protocol.HelloType:
		if !p.model.Ready {
			p.screen.change(!p.client.loading, func() { p.model.Ready = true }) // the answer to the load renders it
		}
	case m.Type == protocol.CheckType && m.State != nil:
		if c := &p.model.Checking; c.Name != "" {
			p.screen.change(true, func() { c.Done, c.Of = m.State.Update, m.State.Updates })
		}
	case m.Type == protocol.LoadedType && m.Loaded != nil:
		if !p.confirmed(m.Run, m.Loaded) {
			p.begin(m.Run, m.Loaded)
		}
	case m.Type == protocol.StateType && m.State != nil && p.loaded != nil:
		if m.State.Pulled { // its frame is on the way
			p.beside = m.State
		} else {
			p.report(m.State)
			p.reveal(false)
		}
	case m.Type == protocol.FailureType:
		if !p.state.Running {
			p.screen.change(true, func() { p.model.Seeking = false })
		}
		if m.ID != 0 && m.Link == "" {
			return // an answer to a script, which is told
		}
		if m.Own {
			p.invite(m.Link)
			p.pump.resume()
			return
		}
		p.fail(m.Text, m.Link)
		p.pump.resume()
		if (p.loaded == nil || p.foretold != nil) && m.Link != "" && m.Link != firstLink { // better some run than an empty page
			p.instead = true
			p.load(firstLink, nil)
		}
	}
}

// anticipate shows the first run before the worker has it, where what it will say of the link is known: the page is laid out while the worker starts.
func (p *page) anticipate(link string) {
	l := p.program.Foretell(link)
	if l == nil {
		return
	}
	foretold := *l
	p.screen.change(true, func() { p.model.Ready, p.model.Opening = true, "" })
	p.foretold = &foretold
	p.begin(p.client.lastRun, l)
	p.client.sure = true
	p.pump.pull()
	p.breathe()
	p.screen.paint(clock())
}

// confirmed tells whether the worker has opened what was shown before, which may then be used.
func (p *page) confirmed(run int, l *protocol.Loaded) bool {
	foretold := p.foretold
	p.foretold = nil
	if foretold == nil || run != p.opened {
		return false
	}
	if !foretold.Equal(l) {
		p.opened-- // it is opened now
		return false
	}
	p.obeyOptions(l.Options)
	p.pump.pull()
	p.api.begin(true)
	return true
}

// begin shows a new run: of a link that was opened, or one that the worker started because a parameter asked for it.
func (p *page) begin(run int, l *protocol.Loaded) {
	e := experimentOf(p.model.Catalogue, l.Experiment)
	if e == nil {
		p.fail("the worker started an experiment that it did not announce", l.Link)
		return
	}
	opened, before, looks := run > p.opened, p.state, p.looks()
	branch := ""
	if !opened && !p.isPinned(before.Link) && p.loaded != nil && p.loaded.Experiment == l.Experiment && before.Furthest > 0 {
		branch = liveDifference(e, ui.EndValues(before.Link, before.Values, before.Furthest), l.Values)
	}
	p.opened, p.loaded = run, l
	p.begun++
	updates, _ := strconv.Atoi(l.Values["updates"])
	p.panels, p.eventful = plot.Panels(*e, l.Values, l.Sizes), true
	p.gesture.restarted()
	diagram := p.state.Plane
	if opened { // other parameters may make it another one
		p.gesture.reset()
		p.gallery.scene.trail, diagram = nil, nil
	}
	if opened {
		l.Corrections = append(l.Corrections, p.openCompared(e, l, &before)...)
	}
	p.screen.change(true, func() {
		m := p.model
		if m.Questions = plot.Questions(p.panels); opened {
			m.Asked = nil
			m.Seeking, m.Wanted = false, ""
			m.View.Flipped, m.View.MeasuredOnly, m.View.Moved, m.View.Fall = nil, false, false, ""
			clear(p.gallery.solid)
			l.Corrections = append(l.Corrections, p.obeyPrediction(l.Options)...)
			l.Corrections = append(l.Corrections, p.beginLesson()...)
			if m.View.Preset = ui.PresetOf(withoutOptions(l.Link)); m.Lesson != nil { // which says itself what to look for
				m.View.Preset = nil
			}
			if view := l.Options["view"]; !m.View.Read(view) || m.View.Panel != "" && !slices.ContainsFunc(p.panels, func(q plot.Panel) bool { return q.ID == m.View.Panel }) {
				m.View.Panel = ""
				l.Corrections = append(l.Corrections, fmt.Sprintf("view=%q is none of surface, present, or present and a panel as present.%s; it is ignored", view, p.panels[0].ID))
			}
		}
		p.state = protocol.State{Link: p.linked(l.Link, l.Values), Values: l.Values, Updates: updates, Plane: diagram}
		p.shown, p.measured, p.moments, p.beside = p.state, nil, nil, nil
		m.Loaded, m.State, m.Measured = *l, p.state, nil
		if !p.instead {
			m.Failure, m.FailureLink = "", ""
		}
		m.UI, m.Hide, m.Lock = ui.Full, nameSet(l.Options["hide"]), nameSet(l.Options["lock"])
		if level := l.Options["ui"]; level != "" {
			m.UI = level
		}
		if opened || len(l.Corrections) > 0 {
			p.corrections = l.Corrections
			if p.late = p.gesture.open && !opened; !p.late {
				m.Notices = l.Corrections
			}
			if said := p.letGo(); said != "" && opened {
				m.Notices = append(slices.Clone(m.Notices), said)
			}
		}
		m.Asks(m.Questions)
	})
	p.closeSlow()
	p.instead = false
	document.Set("title", e.Title+" · Cascade")
	p.applyView()
	p.screen.ahead, p.screen.other = true, opened && looks[0] != "" && p.looks() != looks
	p.pump.begin(branch)
	p.countBranches()
	if opened {
		p.obeyOptions(l.Options)
	}
	if p.foretold == nil {
		p.api.begin(opened || l.Link != before.Link)
	}
}

// looks is what decides which parts the page has, and where.
func (p *page) looks() [4]any {
	m, experiment := p.model, ""
	if p.loaded != nil {
		experiment = p.loaded.Experiment
	}
	return [...]any{experiment, m.UI, m.View.Presenting, m.View.Preset == nil}
}

// obeyOptions does what a link that was opened asks of the page.
func (p *page) obeyOptions(options map[string]string) {
	theme := options["theme"]
	if !ui.IsTheme(theme) {
		theme = p.chosen
	}
	p.setTheme(theme)
	p.gallery.setSolid("", p.model.View.Surface)
	p.showSolid()
	if options["autoplay"] == "1" && !p.model.Guessing() && !p.client.loading && !matches("(prefers-reduced-motion: reduce)") {
		p.client.send(protocol.Command{Type: protocol.Play})
	}
}

// report takes the worker's word on where the run is.
func (p *page) report(st *protocol.State) {
	before := p.state
	st.Link = p.linked(st.Link, st.Values)
	if st.Plane == nil {
		st.Plane = before.Plane
	}
	p.state = *st
	jumped := st.Running != before.Running || st.Segment != before.Segment || st.Link != before.Link
	p.screen.change(jumped, func() {
		p.model.View.Moved = p.model.View.Moved || st.Running || st.Update > 0
		if !p.scrubber.busy && (st.Update == p.model.SeekTo || before.Running && !st.Running) {
			p.arrived = true
		}
		if len(st.Corrections) > 0 {
			p.corrections = st.Corrections
			if p.late = p.gesture.open; !p.late {
				p.model.Notices = st.Corrections
			}
		}
	})
	if st.Forks > before.Forks {
		n := len(p.gallery.scene.store.Branches())
		e := experimentOf(p.model.Catalogue, p.loaded.Experiment)
		label := difference(e, ui.EndValues(before.Link, before.Values, before.Furthest), st.Values)
		p.gallery.scene.store.Fork(st.Fork, cmp.Or(label, difference(e, before.Values, st.Values)))
		if p.isPinned(before.Link) && len(p.gallery.scene.store.Branches()) > n {
			p.gallery.scene.store.DropBranch() // it stays as B
		}
		p.gallery.touchTime()
		p.countBranches()
	}
	if !maps.Equal(st.Values, before.Values) {
		p.revisePanels()
	}
	if !slices.Equal(st.Classes, before.Classes) {
		p.gallery.touch(nil) // keys name them
	}
	p.followEnsemble()
	news := reached(before.Transitions, st.Transitions)
	p.eventful = p.eventful || jumped || len(news) > 0 || !maps.Equal(st.Values, before.Values) || !st.Running && st.Update != before.Update
	if jumped || st.Update != before.Update || st.Hash != before.Hash || st.Activity != before.Activity {
		p.pump.wanted = true
	}
	p.renewDialog()
	p.request()
	p.api.report(&before, st, news)
}

// revisePanels follows a change of a parameter that the panels depend on, such as the run's length.
func (p *page) revisePanels() {
	if e := experimentOf(p.model.Catalogue, p.loaded.Experiment); e != nil {
		p.panels = plot.Panels(*e, p.state.Values, p.loaded.Sizes)
		p.screen.change(true, func() { p.model.Asks(plot.Questions(p.panels)) })
		p.applyView()
	}
}

func (p *page) receiveFrame(f *protocol.Frame) {
	switch {
	case f.Preview && f.Run == p.client.run:
		p.foreseen(f)
	case f.Preview:
	case f.Run == p.client.run && !p.client.loading:
		p.news(f)
	default:
		p.pump.pulling, p.beside = false, nil
	}
	p.request()
}

// fail shows one sentence about what went wrong, and the link that it happened to.
func (p *page) fail(sentence, link string) {
	sentence = capitalised(sentence)
	if p.model.Failure == sentence {
		return // a defect that repeats in every frame must not render forever
	}
	p.screen.change(true, func() { p.model.Failure, p.model.FailureLink = sentence, link })
	p.api.fail(sentence, link)
}

// died is told that there is no worker any more.
func (p *page) died(sentence string) {
	p.state.Running = false
	p.pump.reset()
	p.api.settle(errors.New(sentence))
	p.screen.change(true, func() { p.model.Dead, p.model.State.Running = true, false })
	p.fail(sentence, p.state.Link)
}
