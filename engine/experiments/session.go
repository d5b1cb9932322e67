package experiments

import (
	"fmt"
	"slices"
)

// Session is a run being driven: by the worker in slices, by the command line in one go.
type Session struct {
	link        *Link     // its Values are the present ones
	initial     []float64 // values at update 0
	run         run
	rec         *recorder
	corrections []string
	files       []SourceFile // of the user's own
	update      int
	segment     int
	applied     int // events of the link that took effect
	changes     int // made by Set in this run
	trail       Trail
	hash        digest
	prepared    bool
	fresh       bool // nothing but an update came last
	stepping    bool // within an update: a change made now is due before the next one
	origin      int  // update at which the present segment began
	predicted   int  // update up to which the theory was asked for
	stale       bool // the theory does not reach as far as it should
	err         error
}

// DivergedError says that the weights stopped being finite numbers, or became too large for the gradient to be computed.
type DivergedError struct {
	Update int // the update that failed
	Hint   string
}

func (e *DivergedError) Error() string {
	return fmt.Sprintf("the weights ran away: update %d can't be computed, and the run stops at update %d; %s", e.Update, e.Update-1, e.Hint)
}

// Open starts a session at update 0; assets must hold what the experiment needs. Nothing that takes long is computed before the first Step or Prepare.
func Open(link *Link, corrections []string, assets *Assets) *Session {
	link = link.Clone()
	s := &Session{link: link, initial: slices.Clone(link.Values), corrections: append(slices.Clone(corrections), assets.notes(link)...)}
	s.files = assets.sources(link)
	s.run = link.Experiment.start(input{link: link, assets: assets})
	s.rec = newRecorder(s.run.columns(), link.Experiment.Series)
	return s
}

// Prepare makes data and machine and records update 0. Step calls it if the caller has not.
// pause is called about once a millisecond while something is computed; it must not be nil.
func (s *Session) Prepare(pause func()) error {
	if s.prepared || s.err != nil {
		return s.err
	}
	if s.err = s.run.prepare(pause); s.err != nil {
		return s.err
	}
	s.prepared = true
	s.rehash()
	s.trail = append(s.trail, uint32(s.hash))
	s.predict(pause)
	s.err = s.run.observe(s.rec, pause)
	return s.err
}

// Step does one update and records it if it is due. Events of the link due before it are applied first.
// After an error the session stays where it was; every later Step returns the same error.
func (s *Session) Step(pause func()) error {
	if err := s.Prepare(pause); err != nil {
		return err
	}
	s.stepping = true // from here on a change is due before the update after this one
	if err := s.applyEvents(pause); err != nil {
		return err
	}
	if s.err = s.run.step(pause); s.err != nil {
		return s.err
	}
	s.stepping, s.fresh = false, true
	s.update++
	s.rehash()
	s.trail = append(s.trail, uint32(s.hash))
	s.stale = s.stale || s.predicted < s.horizon()
	if scheduled(s.update) || s.link.Experiment.length != nil { // each step of a protocol is a measurement
		s.err = s.run.observe(s.rec, pause)
	}
	return s.err
}

// Exercise does what an update costs and nothing else: no event, hash or measurement. It is there to be timed; the session must be prepared,
// and what it says of itself is no longer true.
func (s *Session) Exercise(pause func()) error { return s.run.step(pause) }

// applyEvents makes the changes that the link wants before the next update.
func (s *Session) applyEvents(pause func()) error {
	changed := false
	for s.applied < len(s.link.Events) && s.link.Events[s.applied].Update <= s.update { // changed may let others book events
		e := s.link.Events[s.applied]
		s.applied++
		s.link.Values[e.Param] = e.Value
		if s.err = s.run.changed(s.link.Experiment.Params[e.Param].Name, pause); s.err != nil {
			return s.err
		}
		changed = true
	}
	if changed {
		s.segment++
		s.origin, s.stale = s.update, true
	}
	s.Settle(pause)
	return nil
}

// Stale reports whether Settle has something to do.
func (s *Session) Stale() bool { return s.stale && s.prepared && s.err == nil }

// Settle brings the theory up to date after Set changed the run's length. It must be called between two updates; Step does.
func (s *Session) Settle(pause func()) {
	if s.Stale() {
		s.predict(pause)
	}
}

// predict renews the theory of the present segment, which began at update origin.
func (s *Session) predict(pause func()) {
	s.stale, s.predicted = false, s.horizon()
	s.rec.cut(s.origin)
	s.run.theory(s.rec, s.origin, s.predicted, pause)
}

// horizon returns the update up to which theory is wanted now: the run's end, but no more than some thousand updates or
// the time that has passed since the segment began ahead, because a run may be a million updates long. It depends on the
// update alone, and doubles, so that all predictions together cost twice the last one.
func (s *Session) horizon() int {
	const first = 1 << 13
	ahead := first
	for ahead < 2*(s.update-s.origin) {
		ahead *= 2
	}
	return min(s.link.Updates, s.origin+ahead)
}
