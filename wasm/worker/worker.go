// Package worker is the program's half that computes: it owns the session, does its work in slices of a few milliseconds
// and obeys commands in between. It is plain Go: the browser's worker drives it through a port made of postMessage, tests
// drive it through channels.
package worker

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"cascade/engine/experiments"
	"cascade/engine/exports"
	"cascade/wasm/crew"
	"cascade/wasm/protocol"
)

// Port is the wire to the page.
type Port interface {
	Send(m *protocol.Message)
	// SendFrame sends an encoded frame. The port has copied p when it returns.
	SendFrame(p []byte)
	// Commands delivers what the page sends, in order; closed when the page is gone.
	Commands() <-chan protocol.Command
	// Yield lets commands arrive. In a browser nothing is delivered while Go computes, so this must return to the event loop.
	Yield()
	// Now is a monotonic clock.
	Now() time.Duration
	// Crew is how many helping hands there should be, Hire starts them; it may start fewer, or none.
	Crew() int
	Hire(hands int, heard func()) []crew.Hand
}

const (
	sliceTime = 8 * time.Millisecond   // of computing between two yields: bounds how long a command waits
	stateTime = 100 * time.Millisecond // between two unasked State messages
	speedTime = time.Second            // window of the measured speed
)

// worker is the state of Serve.
type worker struct {
	port   Port
	build  string
	assets experiments.Assets
	crew   *crew.Crew

	runID   int
	session *experiments.Session
	job     *job
	running bool
	// The update can't go on before something is heard from the crew,
	awaiting  bool
	lookAgain time.Duration // or this time has come
	// What set target: steps add up, and a seek goes at full speed.
	stepping, seeking bool
	telling           bool   // the reply to the command that set target holds the phases of the update
	ended             string // why the run can't go on, if it can't
	target            int    // update at which to stop; the run's length unless stepping or seeking

	waiting  *opening           // a run that waits for an asset
	check    *check             // of a record; nil: none is being verified
	deferred []protocol.Command // what must wait for the end of the present update
	foreseen []protocol.Change  // the newest preview that must
	pulled   *int               // what the page has, of the pull that must
	planed   map[string]string  // the values for which the page has the phase diagram
	replyTo  int                // ID to answer when target is reached

	snap      snapshot
	history   history
	steps     steps
	sent      int // points of the main series that the page was sent
	frame     []byte
	pace      pace
	counted   int // the last update that pace counted
	told      int // corrections of the present run that the page has heard of
	stateSent time.Duration
}

// Program introduces the program of that build.
func Program(build string) *protocol.Program {
	return &protocol.Program{Build: build, Citation: exports.Citation, Catalogue: Catalogue(), Foretell: foretell}
}

// foretell is protocol.Program.Foretell: nil if the link can't be read or needs a file.
func foretell(text string) *protocol.Loaded {
	var assets experiments.Assets
	link, corrections, err := experiments.ParseLink(text)
	if err != nil || assets.Missing(link) != "" {
		return nil
	}
	return loaded(link, experiments.Open(link, corrections, &assets))
}

// loaded describes a session that was opened with a link.
func loaded(link *experiments.Link, s *experiments.Session) *protocol.Loaded {
	return &protocol.Loaded{Link: link.String(), Experiment: link.Experiment.Name, Values: link.Texts(), Options: link.Options,
		Corrections: append([]string{}, s.Corrections()...), Sizes: s.Sizes()}
}

// Serve answers commands until they end. It returns nil then, and never panics on account of a run.
func Serve(port Port, build string) error {
	return serve(port, build, crew.New(port.Crew(), port.Hire, port.Now))
}

func serve(port Port, build string, hands *crew.Crew) error {
	w := &worker{port: port, build: build, crew: hands}
	if port.Crew() > 0 {
		w.assets.Crew = w.crew
	}
	port.Send(&protocol.Message{Type: protocol.HelloType, Text: build})
	for {
		if !w.obey() {
			w.abandon()
			w.endCheck()
			return nil
		}
		w.compute()
	}
}

// obey handles all commands that have arrived, waiting for one if there is nothing to compute. It reports false at the end.
func (w *worker) obey() bool {
	commands := w.port.Commands()
	for {
		var wait <-chan time.Time // nil: forever
		if w.busy() || w.checking() {
			d := time.Duration(0)
			switch {
			case !w.busy():
			case w.awaiting:
				d = w.lookAgain - w.port.Now() // however many commands come meanwhile
			case !w.job.midway && !w.seeking:
				d = w.pace.wait(w.port.Now())
			}
			if d <= 0 {
				select {
				case c, ok := <-commands:
					if !ok {
						return false
					}
					w.handle(c)
					continue
				default:
					w.awaiting = false
					return true
				}
			}
			wait = time.After(d)
		}
		select {
		case c, ok := <-commands:
			if !ok {
				return false
			}
			w.handle(c)
		case <-w.crew.Heard():
			w.awaiting = false
		case <-wait:
			w.awaiting = false
		}
	}
}

// midway reports whether an update has begun and not ended.
func (w *worker) midway() bool { return w.job != nil && w.job.midway }

// busy reports whether there is something to compute: the run is playing, or an update (or the preparation) is not finished.
func (w *worker) busy() bool { return w.job != nil && (w.running || w.job.midway) }

// compute works for one slice, then lets commands arrive.
func (w *worker) compute() {
	start := w.port.Now()
	for w.busy() && w.port.Now()-start < sliceTime {
		if w.job.midway || w.seeking || w.pace.allow(w.port.Now()) {
			w.advance()
		} else {
			break
		}
		if w.crew.Waiting() {
			w.awaiting, w.lookAgain = true, w.port.Now()+crew.LookAgain
			return
		}
	}
	for !w.busy() && w.checking() && w.port.Now()-start < sliceTime {
		w.advanceCheck()
	}
	w.port.Yield()
}

// advance does one piece of work, and what is due at the end of an update.
func (w *worker) advance() {
	finished, err := w.job.advance()
	if err != nil {
		w.fail(err)
		return
	}
	if !finished {
		return
	}
	if u := w.session.Update(); u != w.counted {
		w.counted = u
		w.pace.count(w.port.Now())
	} else { // only the theory was renewed
		w.snap.update = -1
	}
	w.boundary()
}

// boundary is reached between two updates: only here the session's state may be looked at.
func (w *worker) boundary() {
	reached := w.session.Update() >= min(w.target, w.session.Updates())
	if w.running && reached {
		w.running, w.stepping, w.seeking = false, false, false
		w.finishTarget()
	}
	w.history.follow(w.session, w.port.Now)
	w.handleDeferred()
	if reached && w.snap.update != w.session.Update() {
		w.snap.take(w.session)
	}
	if w.session.Update() == 0 {
		if list := w.session.Corrections(); len(list) > w.told { // the data, now made, showed more
			w.told = len(list)
			w.tell(list, false)
			return
		}
	}
	if now := w.port.Now(); reached || w.session.Update() == 0 || now-w.stateSent >= stateTime {
		w.sendState()
	}
}

// handleDeferred obeys what had to wait for the end of an update.
func (w *worker) handleDeferred() {
	due := w.deferred
	w.deferred = nil
	for _, c := range due {
		w.export(c)
	}
	if have := w.pulled; have != nil {
		w.pulled = nil
		w.pull(*have)
	}
	if list := w.foreseen; list != nil {
		w.foreseen = nil
		w.preview(list)
	}
}

// fail ends the run's computing with one sentence; the session stays for records and frames where it is still sound.
func (w *worker) fail(err error) {
	w.port.Send(&protocol.Message{Type: protocol.FailureType, Run: w.runID, ID: w.takeReply(), Link: w.link(), Text: err.Error()})
	w.running, w.ended = false, err.Error()
	w.job.close()
	w.job = nil
	var broken *brokenError
	if errors.As(err, &broken) {
		w.refuseDeferred(w.ended)
		w.session = nil
		return
	}
	w.handleDeferred()
	w.snap.take(w.session)
	w.sendState()
}

func (w *worker) link() string {
	if w.session == nil {
		return ""
	}
	return w.session.Link().String()
}

// refuseTarget tells the command that set the target why it will not be reached.
func (w *worker) refuseTarget(why string) {
	if id := w.takeReply(); id != 0 {
		w.port.Send(&protocol.Message{Type: protocol.FailureType, Run: w.runID, ID: id, Text: why})
	}
}

// finishTarget answers the command that set the target.
func (w *worker) finishTarget() {
	text := ""
	if w.telling {
		w.telling = false
		if p, err := json.Marshal(phasesOf(w.session)); err == nil { // else they are no numbers
			text = string(p)
		}
	}
	if id := w.takeReply(); id != 0 {
		w.reply(id, text)
	}
}

func phasesOf(s *experiments.Session) (u protocol.LastUpdate) {
	for _, p := range s.Phases() {
		u.Phases = append(u.Phases, protocol.Phase(p))
	}
	if p := s.UnitPhases(); p != nil {
		u.Unit = (*protocol.UnitPhases)(p)
	}
	return u
}

func (w *worker) takeReply() int {
	id := w.replyTo
	w.replyTo = 0
	return id
}

func (w *worker) reply(id int, text string) {
	if id != 0 {
		w.port.Send(&protocol.Message{Type: protocol.ReplyType, Run: w.runID, ID: id, Text: text})
	}
}

// refuse answers a command that makes no sense now.
func (w *worker) refuse(c protocol.Command, format string, args ...any) {
	w.port.Send(&protocol.Message{Type: protocol.FailureType, Run: w.runID, ID: c.ID, Text: fmt.Sprintf(format, args...)})
}

// refuseDeferred answers those who waited for a run that is no more.
func (w *worker) refuseDeferred(why string) {
	due := w.deferred
	w.deferred = nil
	for _, c := range due {
		w.refuse(c, "%s", why)
	}
}

// abandon drops the run.
func (w *worker) abandon() {
	w.refuseDeferred("another run was started meanwhile")
	if w.job != nil {
		w.job.close()
	}
	w.job, w.session, w.running, w.ended, w.counted = nil, nil, false, "", 0
	w.foreseen, w.pulled, w.planed = nil, nil, nil
	w.stepping, w.seeking, w.telling, w.awaiting = false, false, false, false
	w.refuseTarget("another run was started meanwhile")
}

// Catalogue converts the engine's catalogue to the protocol's types, which have the same JSON.
func Catalogue() []protocol.Experiment {
	var list []protocol.Experiment
	for _, e := range experiments.Catalogue() {
		x := protocol.Experiment{Name: e.Name, Title: e.Title, Doc: e.Doc, Plane: e.Plane, Series: quantities(e.Series), Scalars: quantities(e.Scalars)}
		for _, p := range e.Params {
			x.Params = append(x.Params, protocol.Param{Name: p.Name, Title: p.Title, Symbol: p.Symbol, Doc: p.Doc, Unit: p.Unit, Min: p.Min, Max: p.Max, Step: p.Step,
				Default: p.Format(p.Default), Choices: p.Choices, Log: p.Log, Live: p.Live, Origin: protocol.Origin(*p.Origin)})
		}
		list = append(list, x)
	}
	return list
}

func quantities(list []experiments.Quantity) []protocol.Quantity {
	converted := make([]protocol.Quantity, len(list))
	for i, q := range list {
		converted[i] = protocol.Quantity{Name: q.Name, Symbol: q.Symbol, Doc: q.Doc, Unit: q.Unit, Limit: q.Limit, Origin: protocol.Origin(*q.Origin)}
	}
	return converted
}
