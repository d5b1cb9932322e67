//go:build js && wasm

package browser

import (
	"errors"
	"fmt"
	"strconv"
	"syscall/js"

	"cascade/static/lessons"
	"cascade/ui"
)

// strip is the element beside the page that shows the lesson that is open, or the one that is written. It is no component: what is in
// it is text, which changes only with the step.
type strip struct {
	root, head, body, foot js.Value
	shown                  ui.Strip
	rules                  js.Value    // a style sheet that outlines what a word speaks of
	coming                 *ui.Playing // opens with the newest run that is being loaded
	trouble                string      // why the lesson of that link does not
	turn                   int         // counts what was opened: an older file that arrives late is dropped
}

func (p *page) openStrip() {
	s := &p.strip
	s.root, s.head, s.body, s.foot = element("section", "lesson"), element("div", "lesson-head"), element("div", "lesson-step"), element("div", "lesson-foot")
	s.root.Set("hidden", true)
	s.body.Set("tabIndex", 0)
	s.root.Call("append", s.head, s.body, s.foot)
	document.Get("body").Call("prepend", s.root)
	p.listenDeeds(s.root)
	for event, on := range map[string]bool{"pointerover": true, "focusin": true, "pointerout": false, "focusout": false} {
		p.listen(s.root, event, func(e js.Value) {
			action := ""
			if word := e.Get("target").Call("closest", ".word"); word.Truthy() && on {
				action = word.Get("dataset").Get("value").String()
			}
			p.pointAt(action)
		})
	}
	if sheet := window.Get("CSSStyleSheet"); sheet.Truthy() && document.Get("adoptedStyleSheets").Truthy() {
		s.rules = sheet.New()
		document.Set("adoptedStyleSheets", []any{s.rules})
	}
	progress := map[string]int{}
	for _, name := range lessons.Names {
		progress[name], _ = strconv.Atoi(recall(lessonKey + name))
	}
	p.model.Progress = progress
	p.recallDraft()
}

const lessonKey = "cascade-lesson:" // in localStorage, and the lesson's name behind it: the step reached

// pointAt outlines the panel, or the parameters, that a word speaks of.
func (p *page) pointAt(action string) {
	if !p.strip.rules.Truthy() {
		return
	}
	rules := ""
	if w, err := ui.ReadWord(action); err == nil { // names are of small letters, digits and underscores
		const outline = "{outline: 3px solid var(--accent); outline-offset: 1px}"
		switch w.Kind {
		case ui.PanelWord:
			rules = `.panel:has([data-panel="` + w.Panel + `"])` + outline
		case ui.SetWord:
			for _, c := range w.Changes {
				rules += `.row:has(#param-` + c.Name + `)` + outline
			}
		case ui.SeekWord:
			rules = ".progress" + outline
		case ui.PlayWord, ui.PauseWord:
			rules = ".transport .play, .hero .start" + outline
		}
	}
	p.strip.rules.Call("replaceSync", rules)
}

// showStrip makes the strip follow the model. The focus stays where it was; where that is gone, as a word of the step before, it goes to
// the button that leads on.
func (p *page) showStrip() {
	s, next := &p.strip, p.model.Strip()
	if p.loaded != nil || p.model.Wanted != "" { // until then index.html has reserved its room
		document.Get("documentElement").Call("toggleAttribute", "data-lesson", next.Name != "")
	}
	if next == s.shown {
		return
	}
	typed := p.model.Draft != nil && p.model.Draft.Typed && p.model.Lesson == nil
	if typed {
		p.model.Draft.Typed = false
	}
	active := document.Get("activeElement")
	inside, id := s.root.Call("contains", active).Bool(), active.Get("id").String()
	mode := s.shown.Name == "" || s.shown.Quiet != next.Quiet
	if mode { // a live region must be there before what it announces
		s.body.Call("setAttribute", "aria-live", map[bool]string{true: "off", false: "polite"}[next.Quiet])
	}
	write := func(e js.Value, now, before string) {
		if now != before && !(typed && e.Equal(s.body)) {
			if e.Equal(s.body) { // read out as a whole
				e.Set("innerHTML", now)
			} else {
				window.Call("cascadeRenew", e, now)
			}
		}
	}
	write(s.head, next.Head, s.shown.Head)
	write(s.body, next.Body, s.shown.Body)
	write(s.foot, next.Foot, s.shown.Foot)
	s.root.Call("setAttribute", "aria-label", next.Name)
	s.root.Set("hidden", next.Name == "")
	if next.Body != s.shown.Body && !next.Quiet {
		s.body.Set("scrollTop", 0)
		p.pointAt("")
	}
	s.shown = next
	if inside && !document.Get("activeElement").Equal(active) {
		p.refocus(id)
	}
}

// refocus gives the focus back to what has taken the place of the element that had it.
func (p *page) refocus(id string) {
	for _, id := range []string{id, "lesson-next", "draft-record"} {
		if e := document.Call("getElementById", id); id != "" && e.Truthy() {
			e.Call("focus")
			return
		}
	}
	if e := document.Call("querySelector", ".learn"); e.Truthy() {
		e.Call("focus")
	}
}

// load opens a link, with the lesson that it names; the present run stays in sight until the new one is there.
func (p *page) load(link string, a answer) {
	p.strip.turn++
	turn := p.strip.turn
	bare, option := ui.CutLesson(link)
	if option == "" {
		p.loadWith(bare, nil, "", a)
		return
	}
	name, step := ui.SplitOption(option)
	p.findLesson(name, func(l *ui.Lesson, err error) {
		if turn != p.strip.turn {
			if a != nil {
				a(nil, errors.New("another link was opened"))
			}
			return
		}
		var playing *ui.Playing
		trouble := ""
		if err != nil {
			trouble = "The lesson " + quoted(name) + " can't be opened: " + err.Error() + "."
		} else {
			last := len(l.Steps) - 1
			playing = &ui.Playing{Lesson: l, Name: name, At: min(step, last)}
			if step > last {
				trouble = "The lesson " + quoted(l.Title) + " has " + strconv.Itoa(last+1) + " steps; this is the last one."
			}
			if bare == "" {
				bare = l.LinkAt(playing.At)
			}
		}
		switch {
		case bare != "":
		case p.loaded == nil:
			bare = firstLink
		default: // what runs goes on
			p.note(trouble)
			if a != nil {
				a(nil, errors.New(trouble))
			}
			return
		}
		p.loadWith(bare, playing, trouble, a)
	})
}

// loadWith opens a link beside a lesson, or without one.
func (p *page) loadWith(link string, playing *ui.Playing, trouble string, a answer) {
	p.orders++
	p.strip.coming, p.strip.trouble = playing, trouble
	p.screen.change(true, func() { p.model.Opening, p.model.Fetching = nameOf(link), "" })
	p.client.load(link, a)
	if p.loaded == nil && !p.instead {
		p.anticipate(link)
	}
}

// beginLesson opens the lesson of a link whose run is there, and returns what can't be. It holds the render lock.
func (p *page) beginLesson() (corrections []string) {
	s, m := &p.strip, p.model
	if s.trouble != "" {
		corrections = append(corrections, s.trouble)
	}
	next := s.coming
	if next != nil && next.Lesson != nil {
		if err := next.Lesson.Check(m.Catalogue); err != nil {
			corrections, next = append(corrections, "The lesson "+quoted(next.Lesson.Title)+" can't be opened: "+err.Error()+"."), nil
		}
	}
	m.Lesson, s.trouble = next, ""
	if next != nil && !next.Draft {
		remember(lessonKey+next.Key(), strconv.Itoa(next.At))
		m.Progress[next.Key()] = next.At
	}
	return corrections
}

// turnLesson follows the lesson to its step. A run is opened as by its link, in a presentation if there is one.
func (p *page) turnLesson(run bool) {
	playing := p.model.Lesson
	if playing == nil {
		return
	}
	if !playing.Draft {
		remember(lessonKey+playing.Key(), strconv.Itoa(playing.At))
	}
	if !run {
		if p.strip.coming != nil { // the run that it goes on with may not be there yet
			p.strip.coming = playing
		}
		return
	}
	link := playing.Lesson.LinkAt(playing.At)
	if p.model.View.Presenting {
		link = presented(link)
	}
	p.strip.turn++
	p.address.push = true
	p.loadWith(link, playing, "", nil)
}

// openLesson opens one of the page's own lessons.
func (p *page) openLesson(name string, step int) {
	p.address.push = true
	p.loadLesson("lesson=" + name + "." + strconv.Itoa(step+1))
}

// loadLesson opens a step's own run, in a presentation if there is one.
func (p *page) loadLesson(link string) {
	presenting := p.model.View.Presenting
	p.load(link, func(_ any, err error) {
		if err == nil && presenting {
			p.change(func(m *ui.Model) { m.View.Presenting = true })
		}
	})
}

// goTo moves the run to an update, however far ahead.
func (p *page) goTo(update int) { p.scrub(update) }

// showPanel brings a panel into sight, and outlines it for a moment.
func (p *page) showPanel(id string) {
	host := document.Call("querySelector", `[data-panel="`+id+`"]`)
	if !host.Truthy() {
		p.note("This plot is not on the page now.")
		return
	}
	behaviour := "smooth"
	if matches("(prefers-reduced-motion: reduce)") {
		behaviour = "auto"
	}
	host.Call("closest", ".panel").Call("scrollIntoView", map[string]any{"block": "nearest", "behavior": behaviour})
	p.pointAt("#" + id)
	p.after(1600, func() {
		if !document.Call("querySelector", ".word:hover, .word:focus").Truthy() {
			p.pointAt("")
		}
	})
}

// quoted is a lesson's name as sentences say it; one that is a whole lesson is not repeated.
func quoted(name string) string {
	if len(name) > 60 {
		return "of this link"
	}
	return fmt.Sprintf("%q", name)
}
