package worker

import (
	"math"

	"cascade/engine/experiments"
	"cascade/wasm/protocol"
)

// place is where a run was: its link with the changes made up to then and booked by it, and the update that it stood at.
type place struct {
	link   *experiments.Link
	update int
}

// steps is what undo and redo go through: where the run was when a setting was made or undone.
type steps struct {
	past, future []place
	lost         bool // settings from before past, which were too many to keep
}

const maxSteps = 200

// add books a setting made at a place; what was undone before it can't come back. One that goes on with the setting before, as those of
// one drag do, is no step of its own.
func (s *steps) add(at place, goesOn bool) {
	if goesOn && len(s.past) > 0 && len(s.future) == 0 {
		return
	}
	s.past, s.future = append(s.past, at), nil
	if len(s.past) > maxSteps {
		s.past, s.lost = s.past[1:], true
	}
}

// skip forgets the last step if it led back to where it began.
func (s *steps) skip(now *experiments.Link) {
	if n := len(s.past); n > 0 && s.past[n-1].link.String() == now.String() {
		s.past = s.past[:n-1]
	}
}

// turn goes one step back from a place, or on if not back. It reports false if there is none.
func (s *steps) turn(here place, back bool) (to place, ok bool) {
	from, onto := &s.future, &s.past
	if back {
		from, onto = onto, from
	}
	n := len(*from)
	if n == 0 {
		return place{}, false
	}
	to = (*from)[n-1]
	*from, *onto = (*from)[:n-1], append(*onto, here)
	return to, true
}

func (w *worker) here() place { return place{w.session.Link(), w.session.Update()} }

// turnBack obeys Undo and Redo.
func (w *worker) turnBack(c protocol.Command) {
	to, ok := w.steps.turn(w.here(), c.Type == protocol.Undo)
	switch {
	case !ok && w.steps.lost && c.Type == protocol.Undo:
		w.refuse(c, "settings before the last %d can't be undone", maxSteps)
	case !ok:
		w.refuse(c, "there is nothing to %s", c.Type)
	default:
		w.become(c, to)
	}
}

// become makes the run that of a place: by way of a checkpoint from before the two part, or else from its start.
func (w *worker) become(c protocol.Command, to place) {
	shared := w.session.Shared(to.link)
	back := min(shared, to.update)
	if w.midway() && back == w.session.Update() {
		back-- // this update may have begun with a change that is to go
	}
	if shared < 0 || !w.jump(back) || !w.session.Rebook(to.link) {
		w.open(c.Run, 0, to.link, nil)
	} else if shared < math.MaxInt {
		w.sent = min(w.sent, w.session.Points())
		w.history.changed(shared, w.session.Update())
	}
	w.goTo(c, to.update)
}
