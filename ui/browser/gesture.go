package browser

import (
	"slices"

	"cascade/wasm/protocol"
)

// gesture is a drag of a slider or of the point in the phase diagram, from its first movement until it is let go, or held arrow keys. The
// values that it passes are previewed, at most one at a time and the newest first; they are set when it rests, ends, or, in a run that can
// take them as it goes, now and then.
type gesture struct {
	wanted  []protocol.Change // the newest value of each parameter that moved since the last setting
	fresh   bool              // they are not previewed yet
	away    bool              // a preview is under way
	open    bool              // not let go yet
	moved   float64           // when, in milliseconds
	settled float64           // when it last was set, or began
	rest    float64           // how long it must rest to be set
	set     bool              // it has been, so that what follows goes on with that
}

const (
	pointerRest = 250.0 // milliseconds
	keyRest     = 400.0
	liveEvery   = 700.0 // between two settings in a run that goes on
)

// move notes the newest value of a parameter.
func (g *gesture) move(name, value string, byKey bool, now float64) {
	if !g.open && len(g.wanted) == 0 {
		g.settled = now
	}
	g.set = g.set && g.open
	c := protocol.Change{Name: name, Value: value}
	if i := slices.IndexFunc(g.wanted, func(o protocol.Change) bool { return o.Name == name }); i >= 0 {
		g.wanted[i] = c
	} else {
		g.wanted = append(g.wanted, c)
	}
	g.fresh, g.open, g.moved, g.rest = true, true, now, pointerRest
	if byKey {
		g.rest = keyRest
	}
}

// next returns what to preview now, and books it; nil if nothing is new, or a preview is under way.
func (g *gesture) next() []protocol.Change {
	if g.away || !g.fresh || len(g.wanted) == 0 {
		return nil
	}
	g.away, g.fresh = true, false
	return slices.Clone(g.wanted)
}

// due says whether the values are to be set now; live that the run goes on and can take them.
func (g *gesture) due(now float64, live bool) bool {
	return len(g.wanted) > 0 && (!g.open || now-g.moved >= g.rest || live && now-g.settled >= liveEvery)
}

// take returns the values to be set, once.
func (g *gesture) take(now float64) []protocol.Change {
	list := g.wanted
	g.wanted, g.fresh, g.settled = nil, false, now
	return list
}

// moving says whether a preview that arrives is still of use.
func (g *gesture) moving() bool { return len(g.wanted) > 0 }

// restarted is told that another run has taken the place of the one that a preview under way was for.
func (g *gesture) restarted() { g.away, g.fresh = false, len(g.wanted) > 0 }

// reset forgets all values: their experiment is gone, or its worker.
func (g *gesture) reset() { *g = gesture{open: g.open} }
