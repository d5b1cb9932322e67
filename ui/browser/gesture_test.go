package browser

import (
	"slices"
	"strconv"
	"testing"

	"cascade/wasm/protocol"
)

func changeTo(name, value string) protocol.Change { return protocol.Change{Name: name, Value: value} }

// TestGestureNewestWins: while one preview is under way any number of movements is one more.
func TestGestureNewestWins(t *testing.T) {
	var g gesture
	if g.next() != nil || g.moving() {
		t.Error("something to preview before anything moved")
	}
	g.move("kappa", "0.31", false, 0)
	if got := g.next(); !slices.Equal(got, []protocol.Change{changeTo("kappa", "0.31")}) {
		t.Errorf("first %v", got)
	}
	for i := range 50 {
		g.move("kappa", strconv.Itoa(i), false, float64(i))
		g.move("beta", strconv.Itoa(2*i), false, float64(i))
		if g.next() != nil {
			t.Fatal("two previews under way")
		}
	}
	g.away = false
	if got := g.next(); !slices.Equal(got, []protocol.Change{changeTo("kappa", "49"), changeTo("beta", "98")}) {
		t.Errorf("newest %v", got)
	}
	g.away = false
	if g.next() != nil {
		t.Error("the same again")
	}
}

// TestGestureIsFewSettings counts them: a drag of two seconds at 60 movements a second is one setting at its end, in a run that goes on with a live
// parameter three; a rest within it is one more; keys that are held are one.
func TestGestureIsFewSettings(t *testing.T) {
	count := func(live, byKey bool, pauseAt float64) int {
		var g gesture
		n, now := 0, 0.0
		for frame := range 121 {
			g.move("lr", strconv.Itoa(frame), byKey, now)
			for range 2 { // twice a frame
				if now += 1000.0 / 120; g.due(now, live) {
					n++
					g.take(now)
				}
			}
			if float64(frame) == pauseAt {
				for range 60 {
					if now += 1000.0 / 60; g.due(now, live) {
						n++
						g.take(now)
					}
				}
			}
		}
		g.open = false
		if g.due(now, live) {
			n++
			g.take(now)
		}
		if g.due(now+1e6, live) {
			t.Error("set twice")
		}
		return n
	}
	for _, row := range []struct {
		live, byKey bool
		pauseAt     float64
		want        int
	}{{false, false, -1, 1}, {false, true, -1, 1}, {true, false, -1, 3}, {false, false, 60, 2}, {false, true, 60, 2}} {
		if n := count(row.live, row.byKey, row.pauseAt); n != row.want {
			t.Errorf("%+v: %d settings", row, n)
		}
	}
}

// TestGestureRests: a pointer for a quarter of a second, keys for longer, since the first repetition of a key comes late.
func TestGestureRests(t *testing.T) {
	for _, row := range []struct {
		byKey bool
		rest  float64
	}{{false, pointerRest}, {true, keyRest}} {
		var g gesture
		g.move("beta", "1", row.byKey, 100)
		if g.due(100+row.rest-1, false) || !g.due(100+row.rest, false) {
			t.Errorf("%+v", row)
		}
	}
	var g gesture
	g.move("beta", "1", false, 0)
	g.next()
	g.restarted()
	if got := g.next(); len(got) != 1 {
		t.Error("a new run in the middle of a drag, and its preview is not asked for")
	}
	g.reset()
	if g.moving() || g.due(1e6, true) || !g.open {
		t.Error("a new run does not end the drag, and sets nothing of the old one")
	}
}

// TestGestureGoesOn until it is let go: what is set later on belongs to what was set before.
func TestGestureGoesOn(t *testing.T) {
	var g gesture
	for i, now := range []float64{0, 10, 20} {
		if i == 2 {
			g.open = false
		}
		g.move("lr", strconv.Itoa(i), false, now)
		if want := i == 1; g.set != want {
			t.Errorf("movement %d: %v", i, g.set)
		}
		g.take(now)
		g.set = true
	}
}
