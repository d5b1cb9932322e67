//go:build js && wasm

package browser

import (
	"strconv"

	"cascade/ui"
	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// comparison is what stands beside the run: one that is pinned, and an ensemble of seeds. The runs that these need are computed in the
// background, as far as there are cores to spare.
type comparison struct {
	pinned   *pinned // nil: none is
	before   *pinned // the one before
	undoable bool    // the last thing that the reader changed is what is pinned
	ensemble *ensemble
	ticking  bool
}

// pinned is the run B.
type pinned struct {
	link    string // without options
	values  map[string]string
	option  string       // as opened, until the values are sure
	copied  *plot.Course // what the page had of it when it was pinned; nil for nothing
	state   protocol.State
	run     *background // that completes it; nil when nothing is left to do
	stopped string
}

// course is what there is to draw: the copy, until the run in the background has come as far.
func (b *pinned) course() *plot.Course {
	if b.run == nil || b.copied != nil && b.run.course.End() < b.copied.End() {
		return b.copied
	}
	return b.run.course
}

// pin pins the run as it is now, or lets go of it if it is what is pinned.
func (p *page) pin() {
	if p.loaded == nil {
		return
	}
	link := withoutOptions(p.state.Link)
	if b := p.compare.pinned; b != nil && b.link == link {
		p.repin(nil)
		return
	}
	p.pump.refresh(func() { // with all that has been recorded
		if withoutOptions(p.state.Link) == link {
			b := &pinned{link: link, values: p.state.Values, copied: p.gallery.scene.store.Course(), state: p.state}
			b.state.Scalars, b.state.Transitions = p.measured, p.moments
			p.repin(b)
		}
	})
}

// repin pins another run, or none; Z takes it back.
func (p *page) repin(b *pinned) {
	c := &p.compare
	c.before, c.undoable = c.pinned, true
	p.setPinned(b)
}

// setPinned shows a run beside the present one and sees to it that it is completed.
func (p *page) setPinned(b *pinned) {
	c := &p.compare
	if old := c.pinned; old != nil && old.run != nil && old != b {
		old.copied = old.course()
		old.run.close()
		old.run = nil
	}
	c.pinned = b
	if b != nil && b.run == nil && b.stopped == "" && !done(&b.state) {
		p.complete(b)
	}
	p.showPinned()
	p.applyView()
	p.gallery.touchTime()
	p.request()
	p.tick()
}

// complete computes a pinned run in the background.
func (p *page) complete(b *pinned) {
	run, err := p.newBackground()
	if err != nil {
		b.stopped = capitalised(err.Error())
		return
	}
	b.run = run
	run.run(b.link, func(err error) {
		b.state, b.copied, b.run = run.state, run.course, nil
		if err != nil {
			b.stopped = capitalised(err.Error())
		}
		run.close()
		if p.compare.pinned == b {
			p.showPinned()
		}
	})
}

// showPinned tells plots and components how far the pinned run is.
func (p *page) showPinned() {
	b, store := p.compare.pinned, &p.gallery.scene.store
	if b == nil {
		if store.Pinned() != nil {
			store.Pin(nil)
		}
		p.screen.change(true, func() { p.model.Pinned = nil })
		return
	}
	if run := b.run; run != nil && run.loaded != nil {
		b.state, b.values, b.option, run.fresh = run.state, run.loaded.Values, "", false
		b.link = withoutOptions(run.loaded.Link)
	}
	course := b.course()
	if course == nil {
		course = &plot.Course{}
	}
	store.Pin(course)
	report := &ui.Pinned{Values: b.values, Events: eventsOf(b.link), State: b.state, Stopped: b.stopped, Drawn: p.overTime()}
	p.screen.change(true, func() { p.model.Pinned = report })
	p.gallery.touchTime()
	p.request()
}

// overTime says whether there are plots in which other runs can be drawn.
func (p *page) overTime() bool {
	for i := range p.panels {
		if p.panels[i].X.Time && p.panels[i].Kind == plot.Lines {
			return true
		}
	}
	return false
}

// swap opens the pinned run, with the present one pinned.
func (p *page) swap() {
	b, e := p.compare.pinned, p.experiment()
	if b == nil || e == nil {
		return
	}
	p.address.push = true
	p.load(withOption(b.link, "pin", pinOption(e, b.values, p.state.Values, eventsOf(p.state.Link))), nil)
}

func (p *page) experiment() *protocol.Experiment {
	if p.loaded == nil {
		return nil
	}
	return experimentOf(p.model.Catalogue, p.loaded.Experiment)
}

// linked is a link of the present run, with these values, and what the page shows of it and beside it.
func (p *page) linked(link string, values map[string]string) string {
	pin, seeds := "", ""
	if b := p.compare.pinned; b != nil {
		if pin = b.option; pin == "" && p.experiment() != nil {
			pin = pinOption(p.experiment(), values, b.values, eventsOf(b.link))
		}
	}
	if e := p.compare.ensemble; e != nil {
		seeds = seedsOption(e.n, e.first, seedOf(values))
	}
	predict, guess := p.model.Prediction.Options()
	for _, option := range [...][2]string{{"view", p.model.View.Option()}, {"pin", pin}, {"seeds", seeds}, {"predict", predict}, {"guess", guess}} {
		link = withOption(link, option[0], option[1])
	}
	return ui.WithLesson(link, p.model.Lesson.Option())
}

func seedOf(values map[string]string) uint32 {
	seed, _ := strconv.ParseUint(values["seed"], 10, 32)
	return uint32(seed)
}

// openCompared does what a link that was opened asks for beside its run, and says what of that can't be.
func (p *page) openCompared(e *protocol.Experiment, l *protocol.Loaded) (problems []string) {
	var b *pinned
	if option := l.Options["pin"]; option != "" {
		var link string
		var values map[string]string
		if link, values, problems = pinnedLink(e, l.Link, l.Values, option); link != "" {
			b = &pinned{link: link, values: values, option: option}
		}
	}
	p.compare.undoable = false
	if old := p.compare.pinned; old == nil || b == nil || old.link != b.link {
		p.setPinned(b)
	}
	p.endEnsemble()
	if option := l.Options["seeds"]; option != "" {
		n, first, problem := readSeeds(option, seedOf(l.Values))
		if problem != "" {
			return append(problems, problem)
		}
		p.startEnsemble(n, first, withoutSeed(l.Link), l.Values)
	}
	return problems
}

const tickEvery = 250 // milliseconds

// tick shares the spare cores out and shows what the runs in the background have to say.
func (p *page) tick() {
	c := &p.compare
	var runs []*background
	if b := c.pinned; b != nil && b.run != nil {
		runs = append(runs, b.run)
	}
	waiting := false
	if e := c.ensemble; e != nil {
		waiting = p.staff(e)
		runs = append(runs, e.team...)
	}
	spare := p.spare()
	for _, b := range runs {
		if b.active() {
			b.let(spare > 0)
			spare--
		}
	}
	if b := c.pinned; b != nil && b.run != nil {
		if b.run.follow(); b.run.fresh || b.option != "" && b.run.loaded != nil {
			p.showPinned()
			p.applyView()
		}
	}
	if e := c.ensemble; e != nil {
		p.showEnsemble(e)
	}
	if (len(runs) > 0 || waiting) && !c.ticking {
		c.ticking = true
		p.after(tickEvery, func() { p.inbox.add(func() { c.ticking = false; p.tick() }) })
	}
}

// spare is how many runs may go on in the background: one less than there are cores, and with the run of the page, if it runs
// as fast as it can, two less.
func (p *page) spare() int {
	n := cores() - 1
	if p.state.Running && p.model.Rate == 0 || p.state.Activity != "" {
		n--
	} else {
		n = max(n, 1)
	}
	return n
}

func cores() int {
	n := window.Get("navigator").Get("hardwareConcurrency")
	if !n.Truthy() {
		return 2
	}
	return n.Int()
}

// addCompared adds to the API's state what stands beside the run.
func (p *page) addCompared(state map[string]any) map[string]any {
	if b := p.compare.pinned; b != nil {
		state["pinned"] = map[string]any{"link": b.link, "update": b.state.Update, "updates": b.state.Updates, "hash": b.state.Hash}
	}
	if e := p.compare.ensemble; e != nil {
		state["ensemble"] = map[string]any{"seeds": e.n, "first": e.first, "done": e.stats.Done(), "skipped": len(e.skipped)}
	}
	return state
}

// isPinned says whether the run of a link is the pinned one, which needs no branch to be remembered.
func (p *page) isPinned(link string) bool {
	return p.compare.pinned != nil && p.compare.pinned.link == withoutOptions(link)
}
