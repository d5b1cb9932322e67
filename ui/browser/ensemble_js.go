//go:build js && wasm

package browser

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"syscall/js"

	"cascade/ui"
	"cascade/ui/plot"
)

// ensemble runs the present link with one seed after another, in a few workers that take the next seed when they are done.
type ensemble struct {
	link    string // without seed and options
	n       int
	first   uint32
	next    int // seeds that were given out
	stats   *plot.Ensemble
	team    []*background
	skipped []string
	shown   int     // runs whose numbers are in the plots
	since   float64 // it may begin, in milliseconds: not while a parameter is still being dragged
	waiting []answer
}

const (
	maxTeam = 4
	calm    = 1000 // milliseconds from the last change of a parameter on
)

// gather runs that many seeds from the present one on; 0 ends what runs.
func (p *page) gather(n int) {
	p.endEnsemble()
	if n > 0 && p.loaded != nil {
		p.startEnsemble(min(max(n, leastSeeds), mostSeeds), seedOf(p.state.Values), withoutSeed(p.state.Link), p.state.Values)
	}
	p.applyView()
}

func (p *page) startEnsemble(n int, first uint32, link string, values map[string]string) {
	updates, _ := strconv.Atoi(values["updates"])
	names := map[string]bool{}
	for i := range p.panels {
		for k := range p.panels[i].Curves {
			if c := &p.panels[i].Curves[k]; p.panels[i].Compares(c) {
				names[c.Source] = p.panels[i].Y.Log
			}
		}
	}
	p.compare.ensemble = &ensemble{link: link, n: n, first: first, stats: plot.NewEnsemble(updates, names), shown: -1}
	report := &ui.Ensemble{Wanted: n, First: first, Drawn: p.drawn(), Theory: math.NaN(), Run: math.NaN(), Off: math.NaN()}
	p.screen.change(true, func() { p.model.Ensemble, p.model.Seeds = report, n })
	p.inbox.add(p.tick)
}

// endEnsemble stops the workers and forgets what they found.
func (p *page) endEnsemble() {
	e := p.compare.ensemble
	if e == nil {
		return
	}
	p.compare.ensemble = nil
	for _, b := range e.team {
		b.close()
	}
	e.answer(nil, errors.New("the ensemble was ended"))
	p.gallery.scene.store.ShowBands(nil)
	p.gallery.touchTime()
	p.screen.change(true, func() { p.model.Ensemble = nil })
	p.request()
}

// followEnsemble begins anew when the run has become another than that of the seeds, once its parameters are left alone.
func (p *page) followEnsemble() {
	e := p.compare.ensemble
	if e == nil {
		return
	}
	if link := withoutSeed(p.state.Link); link != e.link {
		n, first, waiting := e.n, e.first, e.waiting
		e.waiting = nil
		p.endEnsemble()
		p.startEnsemble(n, first, link, p.state.Values)
		p.compare.ensemble.since, p.compare.ensemble.waiting = clock()+calm, waiting
	}
}

// staff gives every worker a seed as long as there are some, starts workers, and ends those that are not needed. It says whether it has to come back.
func (p *page) staff(e *ensemble) (waiting bool) {
	if clock() < e.since || p.gesture.open {
		return true
	}
	size := min(maxTeam, max(1, cores()-1), e.n)
	for len(e.team) < size && e.next < e.n {
		b, err := p.newBackground()
		if err != nil {
			e.skip(e.first+uint32(e.next), err)
			e.next++
			continue
		}
		b.theory = true
		e.team = append(e.team, b)
		p.nextSeed(e, b)
	}
	e.team = slices.DeleteFunc(e.team, func(b *background) bool {
		if !b.active() {
			b.close()
		}
		return !b.active()
	})
	return false
}

// nextSeed gives a worker the next seed, if there is one.
func (p *page) nextSeed(e *ensemble, b *background) {
	if e.next == e.n {
		return
	}
	b.seed = e.first + uint32(e.next)
	e.next++
	b.run(withSeed(e.link, b.seed), func(err error) {
		if err != nil {
			e.skip(b.seed, err)
		} else {
			e.stats.Add(b.seed, b.course, &b.state)
		}
		if p.compare.ensemble == e {
			p.nextSeed(e, b)
			p.soon()
		}
	})
}

// soon looks after the runs in the background at the end of the present turn: a worker that was given another seed is to be let go.
func (p *page) soon() { p.inbox.add(p.tick) }

func (e *ensemble) skip(seed uint32, err error) {
	e.skipped = append(e.skipped, fmt.Sprintf("seed %d: %v", seed, err))
}

// complete says whether nothing is left to do.
func (e *ensemble) complete() bool { return e.stats.Done()+len(e.skipped) >= e.n }

// answer answers those who wait for the end.
func (e *ensemble) answer(result any, err error) {
	waiting := e.waiting
	e.waiting = nil
	for _, done := range waiting {
		done(result, err)
	}
}

// showEnsemble shows what there is, when there is news.
func (p *page) showEnsemble(e *ensemble) {
	ready := e.stats.Done() + len(e.skipped)
	var underWay []*plot.Course
	if e.stats.Done() == 0 { // something to see before the first is complete
		for _, b := range e.team {
			b.follow()
			if b.fresh {
				ready, b.fresh = -2, false
			}
			if b.course.End() > 0 {
				underWay = append(underWay, b.course)
			}
		}
	}
	if ready == e.shown {
		return
	}
	e.shown = ready
	store := &p.gallery.scene.store
	store.ShowBands(e.stats.Bands(underWay))
	report := &ui.Ensemble{Wanted: e.n, Done: e.stats.Done(), First: e.first, Spreads: e.stats.Spreads(), Skipped: slices.Clone(e.skipped), Drawn: p.drawn(), Theory: math.NaN(), Run: math.NaN(), Off: math.NaN()}
	for i := range p.panels {
		if p.panels[i].Hero {
			report.Theory, report.Run = p.panels[i].Agreement(store)
			report.Off = e.stats.Off(&p.panels[i])
		}
	}
	p.screen.change(true, func() { p.model.Ensemble = report })
	p.renewDialog()
	p.gallery.touchTime()
	p.request()
	if e.complete() {
		e.answer(p.ensembleCSV(), nil)
	}
}

// ensembleCSV is what the ensemble found, as text; empty without one.
func (p *page) ensembleCSV() string {
	e := p.compare.ensemble
	if e == nil {
		return ""
	}
	return e.stats.CSV(withSeed(e.link, e.first)+"&seeds="+seedsOption(e.n, e.first, e.first), p.model.Build)
}

// saveEnsemble saves that as a file. A frame in a sandbox may forbid it without a word: there the text is copied as well.
func (p *page) saveEnsemble() {
	text := p.ensembleCSV()
	if text == "" {
		return
	}
	if sandboxed() && copyBySelection(text) {
		p.screen.change(true, func() {
			p.model.Notices = []string{"This frame may not be allowed to save files, so the numbers were copied as well: paste them."}
		})
	}
	p.download("cascade-ensemble.csv", text)
}

// ensemble runs so many seeds and answers, when all are done, with what they found as CSV; without a number with what there is.
func (a *api) ensemble(arg js.Value, done answer) {
	p := a.page
	switch {
	case p.loaded == nil:
		done(nil, errors.New("there is no run to repeat"))
	case arg.IsUndefined():
		done(p.ensembleCSV(), nil)
	case arg.Type() != js.TypeNumber || arg.Float() != float64(int(arg.Float())) || arg.Int() < leastSeeds || arg.Int() > mostSeeds:
		done(nil, wrongArgument(verbEnsemble, fmt.Sprintf("a number of seeds from %d to %d", leastSeeds, mostSeeds)))
	default:
		p.gather(arg.Int())
		p.compare.ensemble.waiting = append(p.compare.ensemble.waiting, done)
	}
}
