package browser

// scrubber turns the many places that a dragged handle passes into seeks, one at a time: while one is under way only the newest
// place is remembered.
type scrubber struct {
	seek func(update int) // starts one, whose end is told to arrived

	busy        bool
	to          int // where the seek under way goes
	next        int
	more        bool // next is still to be sought
	interrupted int  // ends that will be reported of seeks that were overtaken
}

// move wants an update. A seek that has to compute what was never reached, beyond furthest, is not waited for.
func (s *scrubber) move(update, furthest int) {
	if s.busy && s.to <= furthest {
		s.next, s.more = update, true
		return
	}
	if s.busy {
		s.interrupted++
	}
	s.start(update)
}

func (s *scrubber) start(update int) {
	s.busy, s.to, s.more = true, update, false
	s.seek(update)
}

// arrived is told that a seek has ended, in whatever way.
func (s *scrubber) arrived() {
	if s.interrupted > 0 {
		s.interrupted--
		return
	}
	s.busy = false
	if s.more {
		s.start(s.next)
	}
}

// stop forgets what is still to be sought: the reader wants something else.
func (s *scrubber) stop() { s.more = false }
