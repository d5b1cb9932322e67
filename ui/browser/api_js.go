//go:build js && wasm

package browser

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"syscall/js"

	"cascade/wasm/protocol"
)

// api is window.cascade and the same by messages from an embedding page.
type api struct {
	page      *page
	ready     bool
	whenReady []func()
	whenDrawn []func()
	patience  int      // how often frames will yet be looked for, for whom whenDrawn keeps waiting; 0: nobody looks
	nextState []answer // who waits for the worker's next report
	parent    js.Value // the embedding window, undefined if there is none
	origin    string   // of the embedding page, once it has spoken
}

func (p *page) openAPI() {
	a := &p.api
	*a = api{page: p, origin: "*"}
	object := map[string]any{
		verbState:     p.callback(func([]js.Value) any { return a.state() }),
		verbCatalogue: p.callback(func([]js.Value) any { return a.catalogue() }),
		verbReady: p.promise(func(done answer) {
			a.whenReady = append(a.whenReady, func() { done(a.state(), nil) })
		}),
	}
	for _, verb := range promised {
		object[verb] = p.callback(func(args []js.Value) any {
			return p.promise(func(done answer) { p.inbox.add(func() { a.do(verb, args, done) }) })
		})
	}
	window.Set("cascade", object)
	if parent := window.Get("parent"); !parent.Equal(window) {
		a.parent = parent
		p.listen(window, "message", a.hear)
	}
}

// promise makes a promise that start settles through its answer.
func (s *scope) promise(start func(answer)) js.Value {
	var executor js.Func
	executor = js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer executor.Release()
		defer recoverTo(s.failed)
		start(func(result any, err error) {
			if err != nil {
				kind := "Error"
				if r := (*refusal)(nil); errors.As(err, &r) {
					kind = r.kind
				}
				args[1].Invoke(window.Get(kind).New(capitalised(err.Error())))
			} else {
				args[0].Invoke(result)
			}
		})
		return nil
	})
	return window.Get("Promise").New(executor)
}

// do carries out one verb, in the loop.
func (a *api) do(verb string, args []js.Value, done answer) {
	p := a.page
	arg := first(args)
	switch verb {
	case verbReady:
		a.afterReady(func() { done(a.state(), nil) })
	case verbState:
		done(a.state(), nil)
	case verbCatalogue:
		done(a.catalogue(), nil)
	case verbLoad:
		if arg.Type() != js.TypeString {
			done(nil, wrongArgument(verb, "a link"))
			return
		}
		p.load(linkOf(arg.String()), a.thenState(done))
	case verbPlay:
		p.order(protocol.Command{Type: protocol.Play}, a.reported(done))
	case verbPause:
		p.order(protocol.Command{Type: protocol.Pause}, a.thenShown(done))
	case verbStep:
		a.move(verb, "a number of updates", protocol.Step, arg, 1, done)
	case verbSeek:
		a.move(verb, "an update", protocol.Seek, arg, 0, done)
	case verbRun:
		a.run(done)
	case verbSet:
		a.set(args, done)
	case verbRecord:
		p.client.ask(protocol.Command{Type: protocol.Record}, func(result any, err error) {
			if err != nil {
				done(nil, err)
				return
			}
			done(window.Get("JSON").Call("parse", result), nil)
		})
	case verbCSV:
		p.client.ask(protocol.Command{Type: protocol.CSV}, done)
	case verbEnsemble:
		a.ensemble(arg, done)
	case verbSVG, verbPNG:
		a.draw(verb, arg, done)
	default:
		done(nil, fmt.Errorf("cascade has no verb %q", verb))
	}
}

// state is the run's present state as an object.
func (a *api) state() map[string]any {
	p := a.page
	if p.loaded == nil {
		return stateObject(&protocol.State{Link: p.address.link()}, nil)
	}
	return p.addCompared(stateObject(&p.state, p.corrections))
}

func (a *api) catalogue() any {
	text, err := json.Marshal(a.page.model.Catalogue)
	if err != nil || a.page.model.Catalogue == nil {
		text = []byte("[]")
	}
	return window.Get("JSON").Call("parse", string(text))
}

// thenState answers a command with the state that the worker reports right after its reply.
func (a *api) thenState(done answer) answer {
	return func(_ any, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		a.nextState = append(a.nextState, done)
	}
}

// thenShown answers a command that is carried out when the update that has begun ends: with the state of then, which stays unless something
// else is asked for, and once the page shows it, so that what is printed or exported is of that update, too.
func (a *api) thenShown(done answer) answer {
	return func(_ any, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		a.page.pump.await(1, func() {
			if !a.page.client.alive {
				done(nil, errors.New("the worker is not running"))
				return
			}
			now := a.state()
			a.page.onceDrawn(func() { done(now, nil) })
		})
	}
}

// onceDrawn calls f once all that is in sight shows the newest news; at once where no frames come, as on a page that nobody sees.
func (p *page) onceDrawn(f func()) {
	p.api.whenDrawn = append(p.api.whenDrawn, f)
	if p.screen.paint(clock()); document.Get("hidden").Bool() {
		p.api.draws()
		return
	}
	p.request()
	looks := p.api.patience > 0
	if p.api.patience = 20; !looks {
		p.awaitFrames(p.frames)
	}
}

// awaitFrames looks some times whether frames still come, for all who wait.
func (p *page) awaitFrames(before int) {
	p.after(400, func() {
		p.inbox.add(func() {
			if p.frames == before || p.api.patience == 1 {
				p.api.draws()
			}
			if p.api.patience--; len(p.api.whenDrawn) > 0 {
				p.awaitFrames(p.frames)
			} else {
				p.api.patience = 0
			}
		})
	})
}

// draws is told that everything in sight is drawn.
func (a *api) draws() {
	waiting := a.whenDrawn
	a.whenDrawn = nil
	for _, f := range waiting {
		f()
	}
}

// reported answers a command with the state that the worker has reported just before its reply.
func (a *api) reported(done answer) answer {
	return func(_ any, err error) {
		if err != nil {
			done(nil, err)
			return
		}
		done(a.state(), nil)
	}
}

func (a *api) move(verb, what, command string, arg js.Value, least int, done answer) {
	n := 1.0
	if arg.Type() == js.TypeNumber {
		n = arg.Float()
	} else if verb == verbSeek || !arg.IsUndefined() {
		done(nil, wrongArgument(verb, what))
		return
	}
	count, err := wholeNumber(verb, what, n, least)
	if err != nil {
		done(nil, err)
		return
	}
	a.page.order(protocol.Command{Type: command, N: count}, a.thenShown(done))
}

// run goes to the last update.
func (a *api) run(done answer) {
	p := a.page
	p.order(protocol.Command{Type: protocol.Seek, N: math.MaxInt32}, a.thenShown(func(result any, err error) {
		if err == nil && p.state.Update < p.state.Updates {
			err = fmt.Errorf("the run was stopped at update %d of %d", p.state.Update, p.state.Updates)
		}
		done(result, err)
	}))
}

// set changes a parameter, also one that the link locks: that keeps it from visitors, not from the page that this one is part of. What it
// sets in place of them they can't undo. While the run goes on the answer doesn't wait for the plots: they will be of another update anyway.
func (a *api) set(args []js.Value, done answer) {
	if len(args) < 2 || args[0].Type() != js.TypeString || args[1].Type() != js.TypeString && args[1].Type() != js.TypeNumber {
		done(nil, wrongArgument(verbSet, "the name of a parameter and its value"))
		return
	}
	p, name, value := a.page, args[0].String(), window.Get("String").Invoke(args[1]).String()
	if p.loaded == nil {
		done(nil, errors.New("there is no run to set anything in"))
		return
	}
	if err := settable(experimentOf(p.model.Catalogue, p.loaded.Experiment), name, value); err != nil {
		done(nil, err)
		return
	}
	shown := a.thenShown(done)
	p.setAll(protocol.Command{Changes: []protocol.Change{{Name: name, Value: value}}, Final: p.model.Lock[name]}, func(result any, err error) {
		if err != nil || !p.state.Running {
			shown(result, err)
			return
		}
		p.screen.paint(clock())
		done(a.state(), nil)
	})
}

// draw answers with a picture of a panel that holds everything recorded so far.
func (a *api) draw(verb string, arg js.Value, done answer) {
	if arg.Type() != js.TypeString {
		done(nil, wrongArgument(verb, "the name of a panel"))
		return
	}
	g, id := &a.page.gallery, arg.String()
	a.page.pump.refresh(func() {
		if verb == verbSVG {
			text, err := g.svg(id)
			done(text, err)
			return
		}
		g.png(id, func(url string, err error) { done(url, err) })
	})
}

// afterReady calls f once the first run is there.
func (a *api) afterReady(f func()) {
	if a.ready {
		f()
	} else {
		a.whenReady = append(a.whenReady, f)
	}
}

// begin is told that there is a new run.
func (a *api) begin(otherLink bool) {
	a.open()
	if otherLink {
		a.tell("change", map[string]any{"link": a.page.state.Link})
	}
}

// open is told that the page can be used: there is a run, or the invitation to open a file for one.
func (a *api) open() {
	if !a.ready {
		a.ready = true
		if a.page.screen.urgent {
			a.page.screen.paint(clock()) // so that who waited finds buttons that can be pressed
		}
		waiting := a.whenReady
		a.whenReady = nil
		for _, f := range waiting {
			f()
		}
		a.tell("ready", a.state())
	}
}

// report is told about each report of the worker.
func (a *api) report(before, now *protocol.State, news []protocol.Transition) {
	a.settle(nil)
	if now.Link != before.Link {
		a.tell("change", map[string]any{"link": now.Link})
	}
	for i := range news {
		a.tell("transition", transitionObject(&news[i]))
	}
	if done(now) && !done(before) {
		a.tell("done", a.state())
	}
}

func (a *api) frame(f *protocol.Frame) {
	a.tell("frame", map[string]any{"update": f.Update})
}

// fail is told what went wrong, and for which link if not for the present one.
func (a *api) fail(sentence, link string) {
	if link == "" {
		link = a.page.state.Link
	}
	a.tell("error", map[string]any{"message": sentence, "link": link})
}

// settle answers those who wait for the worker's next report: there is one, or there will be none.
func (a *api) settle(err error) {
	waiting := a.nextState
	a.nextState = nil
	for _, done := range waiting {
		done(a.state(), err)
	}
}
