//go:build js && wasm

package browser

import (
	"maps"
	"slices"
	"strconv"
	"strings"

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
	left     string  // the link of the pair that another link took the place of; empty: before still belongs to the present experiment
	ensemble *ensemble
	ticking  bool
}

// pinned is the run B.
type pinned struct {
	link    string            // without options
	values  map[string]string // with which it starts
	option  string            // as opened, until the values are sure
	copied  *plot.Course      // what the page had of it when it was pinned; nil for nothing
	known   int               // the update up to which that goes
	state   protocol.State
	run     *background // that completes it; nil when nothing is left to do
	stopped string
}

// course is what there is to draw: the copy, until the run in the background has come as far.
func (b *pinned) course() *plot.Course {
	if b.run == nil || b.copied != nil && b.run.seen < b.known {
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
			p.repin(p.present())
		}
	})
}

// present is the run of the page as it is now, to be pinned.
func (p *page) present() *pinned {
	b := &pinned{link: withoutOptions(p.state.Link), values: p.startValues(), copied: p.gallery.scene.store.Course(), known: max(p.state.Update, p.state.Furthest), state: p.state}
	b.state.Scalars, b.state.Transitions = p.measured, p.moments
	return b
}

// startValues are the values with which the present run starts.
func (p *page) startValues() map[string]string {
	return ui.StartValues(p.experiment(), p.state.Link, p.state.Values)
}

// repin pins another run, or none; Z takes it back.
func (p *page) repin(b *pinned) {
	c := &p.compare
	c.before, c.undoable, c.left = c.pinned, true, ""
	p.setPinned(b)
}

// setPinned shows a run beside the present one and sees to it that it is completed.
func (p *page) setPinned(b *pinned) {
	c := &p.compare
	if old := c.pinned; old != nil && old.run != nil && old != b {
		if old.run.seen >= old.known {
			old.copied, old.known = old.run.course, old.run.seen
		}
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
		b.state, b.copied, b.known, b.run = run.state, run.course, run.seen, nil
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
		if run.state.Update >= b.known { // else it does again what is known
			b.state = run.state
		}
		if wrong := run.loaded.Corrections; b.option != "" && len(wrong) > 0 {
			p.screen.change(true, func() {
				p.model.Notices = append(slices.Clone(p.model.Notices), "run B: "+strings.Join(wrong, "; "))
			})
		}
		b.values, b.option, run.fresh = ui.StartValues(p.experiment(), run.loaded.Link, run.loaded.Values), "", false
		b.link = withoutOptions(run.loaded.Link)
	}
	course := b.course()
	if course == nil {
		course = &plot.Course{}
	}
	store.Pin(course)
	report := &ui.Pinned{Values: b.values, Events: ui.EventsOf(b.link), State: b.state, Stopped: b.stopped, Drawn: p.drawn()}
	for i := range p.panels {
		if p.panels[i].Hero {
			report.Beyond = course.Beyond(&p.panels[i])
		}
	}
	p.screen.change(true, func() { p.model.Pinned = report })
	p.gallery.touchTime()
	p.request()
}

// drawn says whether there are plots in which other runs can be drawn.
func (p *page) drawn() bool {
	return slices.ContainsFunc(p.panels, func(q plot.Panel) bool { return q.Comparable() })
}

// swap opens the pinned run where it stands, with the present one pinned as far as it has come.
func (p *page) swap() {
	b, e := p.compare.pinned, p.experiment()
	if b == nil || e == nil {
		return
	}
	p.pump.refresh(func() {
		if p.compare.pinned != b || p.experiment() != e {
			return
		}
		a, at := p.present(), b.state.Update
		p.compare.before = a // openCompared takes it
		p.address.push = true
		p.load(withOption(b.link, "pin", pinOption(e, b.values, a.values, ui.EventsOf(a.link))), func(_ any, err error) {
			if err == nil && at > 0 {
				p.order(protocol.Command{Type: protocol.Seek, N: at}, nil)
			}
		})
	})
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
			pin = pinOption(p.experiment(), ui.StartValues(p.experiment(), link, values), b.values, ui.EventsOf(b.link))
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
func (p *page) openCompared(e *protocol.Experiment, l *protocol.Loaded, before *protocol.State) (problems []string) {
	var b *pinned
	if option := l.Options["pin"]; option != "" {
		var link string
		var values map[string]string
		if link, values, problems = pinnedLink(e, l.Link, ui.StartValues(e, l.Link, l.Values), option); link != "" {
			b = &pinned{link: link, values: values, option: option}
		}
	}
	c := &p.compare
	old := c.pinned
	for _, known := range []*pinned{c.before, old} { // what is known of it need not be computed again
		if b != nil && known != nil && nameOf(known.link) == e.Name && maps.Equal(known.values, b.values) && ui.EventsOf(known.link) == ui.EventsOf(b.link) {
			b = known
		}
	}
	if c.undoable, c.left = old != nil && b == nil, ""; c.undoable {
		c.before = old
		if nameOf(old.link) != e.Name {
			c.left = before.Link
		}
	}
	if old != b {
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

// letGo says that a link which was opened has no run B, and how the one that there was comes back; empty if there is nothing to say.
// A lesson goes from run to run without that.
func (p *page) letGo() string {
	switch c := &p.compare; {
	case !c.undoable || p.model.Lesson != nil:
		return ""
	case c.left != "":
		return "run B is one of another experiment and could not stay beside this one: Z goes back to both"
	}
	return "the link that was opened has no run B beside it: Z brings B back"
}

// unpinned takes back the last change of what is pinned.
func (p *page) unpinned() {
	c := &p.compare
	c.undoable = false
	if c.left == "" {
		p.setPinned(c.before)
		return
	}
	p.address.push = true
	p.load(c.left, nil)
}

// spare is how many runs may go on in the background: one less than there are cores, and with the run of the page, if it runs
// as fast as it can, less by as many as work on that. None while the computer is measured.
func (p *page) spare() int {
	if p.bench != nil {
		return 0
	}
	n := cores() - 1
	if p.state.Running && p.model.Rate == 0 || p.state.Activity != "" {
		n -= max(p.state.Workers, 1)
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
