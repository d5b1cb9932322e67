//go:build js && wasm

package browser

import (
	"maps"
	"syscall/js"

	vjs "github.com/vugu/vugu/js"

	"cascade/ui"
	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// page is everything in the page role. The loop owns it.
type page struct {
	scope
	inbox       *inbox
	client      client
	pump        pump
	gallery     gallery
	screen      screen
	address     address
	strip       strip
	api         api
	files       files
	checks      int // of records, so far
	compare     comparison
	model       *ui.Model         // under the render lock
	state       protocol.State    // as the worker reported it
	shown       protocol.State    // as components and panels show it: at the update of the newest news, with the theory of a preview
	measured    []protocol.Scalar // of shown, with the run's own theory
	moments     []protocol.Transition
	beside      *protocol.State // came with the frame that is on its way
	arrived     bool            // a seek has come to its end, which the next news shows
	program     *protocol.Program
	loaded      *protocol.Loaded // nil until the first run
	foretold    *protocol.Loaded // of the first run, until the worker has said the same
	corrections []string         // of the link and of the last change
	opened      int              // number of the newest run that was opened by a link
	instead     bool             // the run being loaded stands in for one that failed, whose failure stays in sight
	begun       int              // runs shown so far
	orders      int              // given so far to move the run
	asked       bool             // for an animation frame
	frames      int              // so far
	deeds       *ui.Actions
	panels      []plot.Panel // of the run, before the view changes them
	dialogs     map[string]js.Value
	dialog      string // the one that is open
	dialogText  string // what it says
	filled      bool   // a presentation has filled the screen
	eventful    bool   // something happened that is worth announcing
	dragging    bool   // by a key, which is down
	chosen      string // theme, by the reader
	stepping    bool   // a step is being made
	owed        int    // steps that keys ask for meanwhile
	scrubber    scrubber
	explainer   *explainer
	slowTurn    int // counts slow motions: what is of an older one has been overtaken
	secret      prediction
	bench       *bench  // runs now; nil: none does
	gesture     gesture // of sliders and of the point in the phase diagram
	settings    int     // under way: the worker will have other values than it has reported
	late        bool    // corrections wait for the end of a gesture: no notice moves the page under a pointer that drags
	first       bool    // the frame before drew panels that had not been drawn before
	rebuilt     bool    // the frame before gave the document other elements, and plots waited
	laid        bool    // a dialog or a menu has been laid out for the coming frame
	onFrame     js.Func
}

// Run mounts the page of a program in #app and serves it until the tab closes. It returns only an error that keeps the page from
// starting.
func Run(program *protocol.Program) error {
	p := &page{inbox: newInbox(), program: program, model: &ui.Model{Build: program.Build, Catalogue: program.Catalogue, UI: ui.Full, Theme: "auto"}}
	if err := p.open(); err != nil {
		return err
	}
	for {
		for _, f := range p.inbox.take() {
			p.turn(f)
		}
	}
}

// turn runs one function of the loop.
func (p *page) turn(f func()) {
	defer recoverTo(p.failed)
	f()
}

// failed is told about a defect of the program. It may be called from anywhere.
func (p *page) failed(err error) {
	p.inbox.add(func() { p.fail("something went wrong in the page: "+err.Error(), "") })
}

func (p *page) open() (err error) {
	defer recoverTo(func(e error) { err = e })
	p.scope.failed = p.failed
	p.breathe()
	p.onFrame = p.callback(func(args []js.Value) any {
		now := args[0].Float()
		p.inbox.add(func() { p.frame(now) })
		return nil
	})
	p.gallery = gallery{scope: scope{failed: p.failed}, do: p.inbox.add, request: p.request}
	p.gallery.scene = scene{state: &p.shown, theme: &plot.Light, pilot: pilot{value: p.model.Value, param: p.param,
		drag: func(name, value string, byKey bool) {
			p.inbox.add(func() {
				p.screen.change(true, func() { p.model.Ask(name, value) })
				p.drag(name, value, byKey)
			})
		},
		drop: func() { p.inbox.add(p.drop) },
	}}
	p.gallery.scene.store.Origin = plot.Origin{Build: p.program.Build, Citation: p.program.Citation}
	p.gallery.lost = p.lostSurface
	p.gallery.explainer = func() *explainer { return p.explainer }
	p.gallery.open()
	p.client = client{scope: scope{failed: p.failed}, do: p.inbox.add, message: p.receive, frame: p.receiveFrame, died: p.died}
	p.scrubber.seek = func(update int) {
		p.order(protocol.Command{Type: protocol.Seek, N: update}, func(any, error) { p.scrubber.arrived() })
	}
	p.pump = pump{client: &p.client, gallery: &p.gallery, state: &p.state}
	p.deeds = p.actions()
	p.screen.scope.failed = p.failed
	if err := p.screen.open(&ui.Root{Model: p.model, Actions: p.deeds}, p.inbox.add, p.request); err != nil {
		return err
	}
	p.openThemes()
	p.openKeys()
	p.openView()
	p.openMenus()
	p.openPrediction()
	p.openStrip()
	p.openExplainer()
	p.openPrint()
	p.openAddress()
	p.openShare()
	p.openAPI()
	p.openFiles()
	p.screen.change(true, func() {})
	p.breathe()
	return p.restart()
}

// actions are what the components can ask for. They are called under the render lock and only fill the inbox.
func (p *page) actions() *ui.Actions {
	send := func(cmd protocol.Command) { p.inbox.add(func() { p.order(cmd, nil) }) }
	run := func(f func()) { // shows more of the run
		p.inbox.add(func() {
			if !p.refused() {
				f()
			}
		})
	}
	return &ui.Actions{
		Load: func(link string) {
			p.inbox.add(func() {
				p.address.push = true
				if p.model.View.Presenting {
					link = withView(link, "present")
				}
				p.strip.turn++
				p.loadWith(link, p.model.Lesson, "", nil) // a lesson goes on beside what its reader looks up
			})
		},
		Play:  func() { run(func() { p.order(protocol.Command{Type: protocol.Play}, nil) }) },
		Pause: func() { send(protocol.Command{Type: protocol.Pause}) },
		Reset: func() { send(protocol.Command{Type: protocol.Reset}) },
		Again: func() {
			run(func() {
				p.order(protocol.Command{Type: protocol.Reset}, nil)
				p.order(protocol.Command{Type: protocol.Play}, nil)
			})
		},
		Step: func(n int) { run(func() { p.step(n) }) },
		Seek: func(update int) { run(func() { p.scrub(update) }) },
		Set: func(name, value string) {
			p.inbox.add(func() { p.set(name, value, nil) })
		},
		Drag:  func(name, value string, byKey bool) { p.inbox.add(func() { p.drag(name, value, byKey) }) },
		Drop:  func() { p.inbox.add(p.drop) },
		Undo:  func() { p.inbox.add(func() { p.turnBack(protocol.Undo) }) },
		Redo:  func() { p.inbox.add(func() { p.turnBack(protocol.Redo) }) },
		Rate:  func(perSecond float64) { p.inbox.add(func() { p.pace(perSecond) }) },
		Theme: func(name string) { p.inbox.add(func() { p.chooseTheme(name) }) },
		DismissFailure: func() {
			p.inbox.add(func() { p.screen.change(true, func() { p.model.Failure, p.model.FailureLink = "", "" }) })
		},
		StopCheck: func() {
			p.inbox.add(func() { p.client.ask(protocol.Command{Type: protocol.Verify}, func(any, error) {}) })
		},
		DismissNotice: func() { p.inbox.add(func() { p.screen.change(true, func() { p.model.Notices = nil }) }) },
		RestartWorker: func() {
			p.inbox.add(func() {
				if err := p.restart(); err != nil {
					p.fail(err.Error(), "")
				}
			})
		},
		CopyText:        func(text, said string) { p.inbox.add(func() { p.copyText(text, func() { p.said(said) }) }) },
		Encode:          func(text string) { p.inbox.add(func() { p.encode(text) }) },
		SaveWhole:       func(link string) { p.inbox.add(func() { p.saveWhole(link) }) },
		RememberLetters: func() { p.inbox.add(p.rememberLetters) },
		CopyLink:        func() { p.inbox.add(p.copyLink) },
		Open:            func(kind string) { p.inbox.add(func() { p.files.inputs[kind].Call("click") }) },
		Decline:         func() { p.inbox.add(p.decline) },
		Change:          func(f func(*ui.Model)) { p.inbox.add(func() { p.change(f) }) },
		Numbers:         func(panel string) { p.inbox.add(func() { p.numbers(panel) }) },
		FullScreen: func() {
			p.inbox.add(func() { p.fullScreen(!document.Get("fullscreenElement").Truthy()) })
		},
		Fill: func(on bool) { p.inbox.add(func() { p.filled = on; p.fullScreen(on) }) },
		Focus: func(id string) {
			p.inbox.add(func() {
				if id == "marker" {
					p.focusMarker()
					return
				}
				p.focus(id)
			})
		},
		Attach:        func(panel string, host vjs.Value) { p.gallery.attach(panel, js.Value(host)) },
		SlowMotion:    func() { run(p.slowMotion) },
		StraightGuess: func() { p.inbox.add(p.straightGuess) },
		Pin:           func() { p.inbox.add(p.pin) },
		Unpin:         func() { p.inbox.add(func() { p.repin(nil) }) },
		Swap:          func() { p.inbox.add(p.swap) },
		Ensemble:      func(n int) { p.inbox.add(func() { p.gather(n) }) },
		EnsembleCSV:   func() { p.inbox.add(p.saveEnsemble) },
		Measure:       func(what string) { p.inbox.add(func() { p.measure(what) }) },
		CloseSlow:     func() { p.inbox.add(p.closeSlow) },
		Export:        func(what, panel string) { p.inbox.add(func() { p.export(what, panel) }) },
		ClearBranches: func() { p.inbox.add(p.clearBranches) },
		Solid:         func(panel string, solid bool) { p.inbox.add(func() { p.setSolid(panel, solid) }) },
		GoTo:          func(update int) { p.inbox.add(func() { p.goTo(update) }) },
		ShowPanel:     func(id string) { p.inbox.add(func() { p.showPanel(id) }) },
		SetAll:        func(list []protocol.Change) { p.inbox.add(func() { p.setAll(protocol.Command{Changes: list}, nil) }) },
		OpenLesson:    func(name string, step int) { p.inbox.add(func() { p.openLesson(name, step) }) },
		TurnLesson:    func(run bool) { p.inbox.add(func() { p.turnLesson(run) }) },
		KeepDraft:     func() { p.inbox.add(p.keepDraft) },
		SaveDraft:     func() { p.inbox.add(p.saveDraft) },
		CopyLesson:    func() { p.inbox.add(p.copyLesson) },
	}
}

// request asks for an animation frame, once.
func (p *page) request() {
	if !p.asked {
		p.asked = true
		window.Call("requestAnimationFrame", p.onFrame)
	}
}

// frame is the turn of the loop in an animation frame: order new data, render what has changed, draw what has come.
func (p *page) frame(now float64) {
	p.asked = false
	p.frames++
	start := clock()
	more := p.turnGesture(now)
	p.screen.dragging = p.gesture.open
	// What is drawn for the first time takes long: it is made in a frame of its own and painted in the next, and each such panel leaves a frame to the
	// others. What the view asks for comes before: the page's own type sizes have changed with it already.
	if fresh := p.gallery.next(true); !p.screen.ahead && fresh != nil && (!p.first || fresh.begun()) {
		p.first = true
		p.gallery.paint(start, true)
		p.request()
		return
	}
	p.first = false
	// Where the document has got other elements the plots wait for the next frame, but not for another: together they take too long.
	wait := p.screen.due(now) && p.screen.paint(now) || p.laid
	wait, p.laid = wait && !p.rebuilt, false
	if !wait && p.gallery.plan(p.pump.busy()) {
		more = p.pump.turn() || more // the answer comes when all panels show the news that there was
	}
	if wait || p.gallery.paint(start, false) {
		more = true
	} else {
		more = p.pump.turn() || more // all panels show the news that there was
		if p.gallery.next(true) == nil {
			p.api.draws()
		}
	}
	p.rebuilt = wait
	more = p.gallery.next(true) != nil || more
	more = p.screen.stale || more
	p.announce()
	if !p.client.loading && p.model.Wanted == "" { // else the address holds what is being opened
		more = p.address.write(now, p.state.Link) || more
	}
	if more {
		p.request()
	}
}

// restart starts a worker, the first or one in place of a dead one, and opens the present link in it.
func (p *page) restart() error {
	link := p.state.Link
	if link == "" {
		link = p.address.link()
	}
	if err := p.client.start(); err != nil {
		return err
	}
	p.pump.reset()
	p.gesture.reset()
	p.screen.change(true, func() { p.model.Dead, p.model.Failure, p.model.FailureLink = false, "", "" })
	if p.model.Rate != 0 {
		p.client.send(protocol.Command{Type: protocol.Pace, Rate: p.model.Rate})
	}
	p.hand(maps.Clone(p.files.held), func(_ int, err error) { // the files that the worker before had
		if err != nil {
			p.fail(err.Error(), link)
		}
		p.load(link, nil)
	})
	return nil
}

// order tells the run where to move; a may be nil.
func (p *page) order(cmd protocol.Command, a answer) {
	p.orders++
	p.scrubber.stop()
	p.closeSlow()
	p.screen.change(true, func() {
		if p.model.Seeking = false; cmd.Type == protocol.Seek && cmd.N <= p.state.Updates {
			p.head(cmd.N)
		}
	})
	p.client.ask(cmd, a)
}

// head shows where a seek goes until it has come there; that one before it has arrived no longer matters.
func (p *page) head(update int) {
	p.arrived = false
	p.model.Seek(update)
}

// scrub follows the handle that moves through the run.
func (p *page) scrub(update int) {
	p.screen.change(false, func() { p.head(update) })
	p.scrubber.move(update, p.state.Furthest)
}

// set changes a parameter.
func (p *page) set(name, value string, a answer) {
	p.setAll(protocol.Command{Changes: []protocol.Change{{Name: name, Value: value}}}, a)
}

// setAll changes parameters. If that starts a new run while the present one plays, the new one plays too, unless the reader wanted
// something else meanwhile.
func (p *page) setAll(cmd protocol.Command, a answer) {
	playing, begun, orders := p.state.Running, p.begun, p.orders
	cmd.Type = protocol.Set
	p.compare.undoable = false
	p.settings++
	p.client.ask(cmd, func(result any, err error) {
		p.settings--
		p.screen.change(true, func() { p.model.Answer(cmd.Changes) })
		if err == nil && result == "" {
			p.corrections = nil
		}
		if err == nil && playing && p.begun != begun && p.orders == orders {
			p.client.send(protocol.Command{Type: protocol.Play})
		}
		if a != nil {
			a(result, err)
		}
	})
}

func (p *page) pace(perSecond float64) {
	p.client.send(protocol.Command{Type: protocol.Pace, Rate: perSecond})
	p.screen.change(true, func() { p.model.Rate = perSecond })
}
