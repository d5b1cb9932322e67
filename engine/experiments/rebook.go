package experiments

import (
	"math"
	"slices"
)

// Shared returns the update up to which this run and that of another link are the same: the first at which only one of them changes a
// parameter; math.MaxInt if they never differ, and -1 if they differ from the start. Their lengths don't count.
func (s *Session) Shared(l *Link) int {
	if l.Experiment != s.link.Experiment || l.Seed != s.link.Seed || !slices.Equal(l.Values, s.initial) {
		return -1
	}
	a, b := s.link.Events, l.Events
	for i := range max(len(a), len(b)) {
		switch {
		case i >= len(a):
			return b[i].Update
		case i >= len(b):
			return a[i].Update
		case a[i] != b[i]:
			return min(a[i].Update, b[i].Update)
		}
	}
	return math.MaxInt
}

// Rebook gives the run the changes to come and the length of another link, so that it goes on as that link's. It reports false, and does
// nothing, if the two differ in what has happened so far (see [Session.Shared]).
func (s *Session) Rebook(l *Link) bool {
	begun := s.update // the first update at which a change can still be booked
	if s.stepping {
		begun++
	}
	if s.Shared(l) < begun || l.Updates < s.update {
		return false
	}
	s.link.Events, s.link.Updates = slices.Clone(l.Events), l.Updates
	s.stale = s.stale || s.predicted != s.horizon()
	return true
}
