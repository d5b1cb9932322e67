package experiments

import (
	"slices"
)

// Set changes a parameter, "seed" or "updates", by name. If the change takes effect in this run (at once for updates, whose
// theory Settle then extends; before the next update for a live parameter) restart is nil. Otherwise restart is the link of
// the new run that the change asks for; the session itself is unchanged. The corrections say what was clamped or not
// understood.
func (s *Session) Set(name, value string) (restart *Link, corrections []string) {
	notes := &notices{}
	next := s.Restart()
	i := next.Experiment.index(name)
	if i < 0 {
		next.assign(name, value, notes)
		switch {
		case name == "updates":
			if next.Updates < s.update {
				notes.add("the run has done %d updates already and ends here", s.update)
				next.Updates = s.update
			}
			s.stale = s.stale || s.link.Updates != next.Updates
			s.link.Updates = next.Updates
			return nil, notes.list()
		case name != "seed":
			if len(notes.texts) == 0 {
				notes.add("%s belongs to a link; it can't be set in a run", quote(name))
			}
			return nil, notes.list()
		}
		return next, notes.list()
	}
	p := next.Experiment.Params[i]
	p.Default = next.Values[i] // what can't be read leaves the value as it is
	x, note := p.Parse(value)
	notes.addText(note)
	if !p.Live || s.update == 0 || s.Done() { // no update would be left to feel it
		next.Values[i] = x
		next.refit()
		return next, notes.list()
	}
	switch {
	case x == s.pending(i):
	case x == s.valueAt(i, s.next()-1): // back where it was: nothing happens at that update
		s.unschedule(Event{s.next(), i, x})
	case len(s.due(Event{s.next(), i, x}))+s.applied >= maxEvents:
		notes.add("a run keeps at most %d changes; this one is not made", maxEvents)
	default:
		before := s.advice(s.Restart())
		s.schedule(Event{s.next(), i, x})
		for _, a := range s.advice(s.Restart()) {
			if !slices.Contains(before, a) {
				notes.addText(a)
			}
		}
	}
	return nil, notes.list()
}

// pending returns the value that parameter i will have at the next update.
func (s *Session) pending(i int) float64 { return s.valueAt(i, s.next()) }

// valueAt returns the value that parameter i will have once the changes due up to an update are made.
func (s *Session) valueAt(i, update int) float64 {
	x := s.link.Values[i]
	for _, e := range s.link.Events[s.applied:] {
		if e.Param == i && e.Update <= update {
			x = e.Value
		}
	}
	return x
}

// next returns the number of updates after which a change made now takes effect.
func (s *Session) next() int {
	if s.stepping {
		return s.update + 1
	}
	return s.update
}

// schedule inserts a change due now. A slider that is dragged while the run pauses leaves one event, not hundreds; what an
// opened link still had in store for the future is dropped, as the run now goes its own way.
func (s *Session) schedule(e Event) {
	s.unschedule(e)
	s.link.Events = append(s.link.Events, e)
}

// unschedule drops the events to come that a new one doesn't leave standing.
func (s *Session) unschedule(e Event) {
	s.link.Events = append(slices.Clone(s.link.Events[:s.applied]), s.due(e)...)
	s.changes++
}

// due returns the events to come that a new one leaves standing.
func (s *Session) due(e Event) []Event {
	return slices.DeleteFunc(slices.Clone(s.link.Events[s.applied:]), func(o Event) bool {
		return o.Update > e.Update || o.Update == e.Update && o.Param == e.Param
	})
}

// Link returns the link that reproduces this session: the initial values and the changes made since, as events.
func (s *Session) Link() *Link {
	l := s.link.Clone()
	copy(l.Values, s.initial)
	return l
}

// Restart returns the link of a new run with the parameters as they are now and no events.
func (s *Session) Restart() *Link {
	l := s.link.Clone()
	l.Events = nil
	for i := range l.Values {
		l.Values[i] = s.pending(i)
	}
	return l
}

// Corrections returns what was changed or not understood in the link that was opened, and what its parameters will not show:
// once it is prepared, its data too.
func (s *Session) Corrections() []string {
	list := slices.Clone(s.corrections)
	for _, a := range s.advice(s.Link()) {
		if !slices.Contains(list, a) { // a seek opens its own link again
			list = append(list, a)
		}
	}
	return list
}

// adviser is a run whose data say more about a link than its parameters do.
type adviser interface {
	// advise returns what the values of a link to a run with the same data will not show. It is called after prepare.
	advise(in input) []string
}

// advice returns what a link to a run with this one's data will not show.
func (s *Session) advice(l *Link) []string {
	list := l.advice()
	if r, ok := s.run.(adviser); ok && s.prepared {
		list = append(list, r.advise(input{link: l})...)
	}
	return list
}
