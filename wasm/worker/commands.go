package worker

import (
	"strings"

	"cascade/engine/experiments"
	"cascade/wasm/protocol"
)

// handle obeys one command.
func (w *worker) handle(c protocol.Command) {
	switch c.Type {
	case protocol.Load:
		w.load(c)
		return
	case protocol.Asset:
		w.receiveAsset(c)
		return
	case protocol.Pace:
		w.pace.set(c.Rate, w.port.Now())
		w.reply(c.ID, "")
		return
	case protocol.Verify:
		w.verify(c)
		return
	}
	if c.Run != w.runID || w.session == nil {
		switch {
		case c.Type == protocol.Pull:
		case c.Run == w.runID:
			w.refuse(c, "there is no run to %s", c.Type)
		case c.ID != 0: // who waits is told, also of a run that is no more
			w.refuse(c, "another run was started meanwhile")
		}
		return
	}
	switch c.Type {
	case protocol.Pull:
		w.answerPull(c.Have)
	case protocol.Preview:
		w.foresee(c.Changes)
	case protocol.Play:
		if w.runTo(c, w.session.Updates(), 0) {
			w.reply(c.ID, "")
		}
	case protocol.Pause:
		w.running = false
		w.refuseTarget("the run was paused before it got there")
		w.reply(c.ID, "")
		w.sendState()
	case protocol.Step:
		w.step(c)
	case protocol.Seek:
		w.seek(c)
	case protocol.Phases:
		w.runTo(c, w.session.Update()+1, c.ID)
		w.telling = w.running
	case protocol.Set:
		w.set(c)
	case protocol.Undo, protocol.Redo:
		w.turnBack(c)
	case protocol.Time:
		w.time(c)
	case protocol.Reset:
		w.open(c.Run, c.ID, w.session.Restart(), nil)
	case protocol.Record, protocol.CSV, protocol.Export:
		if w.midway() {
			w.deferred = append(w.deferred, c)
			return
		}
		w.export(c)
	default:
		w.refuse(c, "the worker knows no command %q", c.Type)
	}
}

// load starts the run of a link.
func (w *worker) load(c protocol.Command) {
	w.dropWaiting() // a load overtakes one that still waits for its file
	link, corrections, err := experiments.ParseLink(c.Link)
	if err != nil { // whatever runs goes on
		w.port.Send(&protocol.Message{Type: protocol.FailureType, Run: c.Run, ID: c.ID, Link: c.Link, Text: err.Error()})
		return
	}
	w.steps = steps{}
	w.start(opening{c.Run, c.ID, link, corrections, false})
}

// opening is a run that is to be started.
type opening struct {
	run, id     int
	link        *experiments.Link
	corrections []string
	isSet       bool // asked for by Set, whose reply comes behind the first state and repeats the corrections
}

// start opens a run once its files are here. One of the user's own nobody can fetch: whatever runs goes on meanwhile.
func (w *worker) start(o opening) {
	switch name := w.assets.Missing(o.link); name {
	case "":
		if o.isSet {
			w.open(o.run, 0, o.link, nil) // they were of the setting
			if len(o.corrections) > 0 {
				w.tell(append(o.corrections, w.session.Corrections()...), false)
			}
			w.reply(o.id, strings.Join(o.corrections, "; "))
			return
		}
		w.open(o.run, o.id, o.link, o.corrections)
	case experiments.OwnMachine:
		w.port.Send(&protocol.Message{Type: protocol.FailureType, Run: o.run, ID: o.id, Link: o.link.String(), Own: true, Text: ownMachineWanted})
	case experiments.OwnFile:
		w.port.Send(&protocol.Message{Type: protocol.FailureType, Run: o.run, ID: o.id, Link: o.link.String(), Own: true, Text: ownFileWanted})
	default:
		w.waiting = &o
		w.port.Send(&protocol.Message{Type: protocol.NeedType, Run: o.run, Text: name})
	}
}

const ownMachineWanted = "this experiment looks at a trained machine of yours: open its weights (NPZ or HDF5); they never leave this page"

const ownFileWanted = "this experiment trains on a file of yours: open one (IDX, NPY, NPZ, CSV, TSV, .hapt, VCF, HDF5 or a PNG strip of pictures); it never leaves this page"

// dropWaiting answers a load that waits for a file and will not be carried out.
func (w *worker) dropWaiting() { w.failWaiting("another run was asked for meanwhile") }

func (w *worker) failWaiting(why string) {
	if o := w.waiting; o != nil {
		w.waiting = nil
		w.port.Send(&protocol.Message{Type: protocol.FailureType, Run: o.run, ID: o.id, Link: o.link.String(), Text: why})
	}
}

// open replaces the present run.
func (w *worker) open(run, id int, link *experiments.Link, corrections []string) {
	w.abandon()
	w.runID = run
	w.session = experiments.Open(link, corrections, &w.assets)
	w.job = newJob(w.session)
	w.target = w.session.Updates()
	w.snap.reset()
	w.history.reset()
	w.sent = 0
	w.pace.restart(w.port.Now())
	w.port.Send(&protocol.Message{Type: protocol.LoadedType, Run: run, ID: id, Loaded: loaded(link, w.session)})
	w.told = len(w.session.Corrections())
	w.sendState()
}

// receiveAsset takes the bytes of a file, or the news that it can't be had, and goes on with the load that waits for it. A
// file of the user's own comes unasked: the answer says what it holds.
func (w *worker) receiveAsset(c protocol.Command) {
	if c.Error == "" {
		if err := w.assets.Put(c.Name, c.Value, c.Bytes); err != nil {
			c.Error = err.Error()
		}
	}
	if c.ID != 0 {
		if c.Error != "" {
			w.port.Send(&protocol.Message{Type: protocol.FailureType, Run: c.Run, ID: c.ID, Text: c.Error})
			return
		}
		says := w.assets.Describe(c.Name)
		if c.Name == experiments.OwnMachine {
			says = w.assets.Looks() + ": " + says
		}
		w.reply(c.ID, says)
		return
	}
	if k := w.check; c.ID == 0 && k != nil && k.job == nil {
		w.startCheck(c.Error)
	}
	if c.Error != "" {
		w.failWaiting(c.Error)
	} else if o := w.waiting; o != nil {
		w.waiting = nil
		w.start(*o)
	}
}

// runTo plays until the given update. It refuses, and reports false, when the run can't go on.
func (w *worker) runTo(c protocol.Command, update, id int) bool {
	if w.job == nil && update > w.session.Update() {
		w.refuse(c, "the run has ended: %s", w.ended)
		return false
	}
	if w.stepping && update > w.target {
		w.finishTarget() // the earlier steps are part of these
	} else {
		w.refuseTarget("another command moved the run meanwhile")
	}
	w.stepping, w.seeking, w.telling = false, false, false
	w.target, w.replyTo = min(update, w.session.Updates()), id
	w.running = w.job != nil && w.session.Update() < w.target
	w.pace.restart(w.port.Now())
	if !w.running {
		w.finishTarget()
	}
	w.sendState()
	return true
}

// step adds to the steps that are still to be done, or goes back.
func (w *worker) step(c protocol.Command) {
	from := w.session.Update()
	if w.running && w.stepping {
		from = w.target
	}
	if c.N < 0 {
		c.N += from
		w.seek(c)
		return
	}
	w.runTo(c, from+max(c.N, 1), c.ID)
	w.stepping = w.running
}

// seek jumps to a checkpoint of the history and runs on from there; without one it goes back by replaying the link.
func (w *worker) seek(c protocol.Command) {
	n := min(max(c.N, 0), w.session.Updates())
	if !w.jump(n) {
		w.open(c.Run, 0, w.session.Link(), w.session.Corrections())
	}
	w.goTo(c, n)
}

// goTo runs on to update n, as fast as possible.
func (w *worker) goTo(c protocol.Command, n int) {
	w.runTo(c, n, c.ID)
	w.seeking = w.running
}

// set changes a parameter, in this run or by starting the one that the change asks for.
func (w *worker) set(c protocol.Command) {
	old, before, at := w.session.Updates(), w.session.Changes(), w.here()
	if c.Changes == nil {
		c.Changes = []protocol.Change{{Name: c.Name, Value: c.Value}}
	}
	restart, corrections := w.session.SetAll(changes(c.Changes))
	booked := w.session.Changes() != before
	if booked {
		at.update = w.session.Shared(at.link) // where the two runs part
	}
	if restart != nil || booked || w.session.Updates() != old {
		w.steps.add(at, c.GoesOn)
	}
	if booked && c.GoesOn {
		w.steps.skip(w.session.Link())
	}
	if c.Final {
		w.steps = steps{}
	}
	if restart != nil {
		w.dropWaiting()
		w.start(opening{c.Run, c.ID, restart, corrections, true})
		return
	}
	if booked {
		w.sent = min(w.sent, w.session.Points())
		w.history.changed(at.update, w.session.Update())
	}
	if old == w.target || w.target > w.session.Updates() { // it played to the run's end
		w.target = w.session.Updates()
	}
	if w.job != nil && w.session.Stale() {
		w.job.midway = true // the job renews the theory in its next piece
	}
	w.tell(corrections, false)
	w.reply(c.ID, strings.Join(corrections, "; "))
}
