package ui

import (
	"strconv"

	"github.com/vugu/vugu"

	"cascade/ui/plot"
)

// Progress shows how far the run is and where its transitions are, and is the handle that moves it to another update.
type Progress struct {
	Model   *Model
	Actions *Actions
}

// onInput follows the handle: the run goes where it is.
func (c *Progress) onInput(ev vugu.DOMEvent) {
	if n, err := strconv.Atoi(ev.PropString("target", "value")); err == nil && n != c.update() {
		c.seek(n)
	}
}

// seek shows the update wanted at once.
func (c *Progress) seek(n int) {
	n = min(max(n, 0), c.Model.State.Updates)
	c.Model.Seek(n)
	call1(c.Actions.Seek, n)
}

// update is the one shown.
func (c *Progress) update() int {
	if c.Model.Seeking {
		return c.Model.SeekTo
	}
	return c.Model.State.Update
}

func (c *Progress) count() string { return plot.Number(float64(c.update()), 7) }

func (c *Progress) of() string { return "/ " + plot.Number(float64(c.Model.State.Updates), 7) }

func (c *Progress) valueText() string {
	return "update " + strconv.Itoa(c.update()) + " of " + strconv.Itoa(c.Model.State.Updates)
}

// share is the place of an update on the track.
func (c *Progress) share(update float64) float64 {
	if c.Model.State.Updates == 0 {
		return 0
	}
	return min(max(update/float64(c.Model.State.Updates), 0), 1)
}

// style tells the style sheet how much of the track is behind the handle, and how much the run has seen.
func (c *Progress) style() string {
	seen := max(c.share(float64(c.Model.State.Furthest)), c.share(float64(c.update())))
	return fillStyle(c.share(float64(c.update()))) + "; --seen: " + fraction(seen)
}

// fillStyle is set as a property, not as an attribute: a strict content security policy forbids style attributes.
func fillStyle(share float64) string { return "--fill: " + fraction(min(max(share, 0), 1)) }

func fraction(x float64) string { return strconv.FormatFloat(x, 'f', 4, 64) }

// tick is a transition on the track.
type tick struct{ class, style string }

// ticks are the transitions within the run, as the first plot over time marks them: predicted ones hollow, measured ones solid.
func (c *Progress) ticks() (list []tick) {
	for i := range c.Model.Panels {
		p := &c.Model.Panels[i]
		if len(p.Marks) == 0 {
			continue
		}
		st := c.Model.State
		st.Transitions = c.Model.Measured
		for _, m := range p.At(&st) {
			if m.At < 0 || m.At > float64(c.Model.State.Updates) {
				continue
			}
			t := tick{"tick", "--at: " + fraction(c.share(m.At)) + "; --tone: var(--muted)"}
			if m.Hue >= 0 {
				t.style = "--at: " + fraction(c.share(m.At)) + "; --tone: var(--hue-" + strconv.Itoa(m.Hue%plot.MaxHues) + ")"
			}
			if m.Theory {
				t.class = "tick predicted"
			}
			list = append(list, t)
		}
		return list
	}
	return nil
}

// news is what keeps the run waiting, else its speed while it runs: a word, for which there is room; the hero's panel says it in full.
func (c *Progress) news() string {
	st := &c.Model.State
	switch {
	case !c.Model.Ready:
		return "starting"
	case c.Model.Reading != "":
		return "reading"
	case c.Model.Fetching != "":
		return "loading"
	case st.Activity != "":
		return "preparing"
	case c.Model.Seeking && c.Model.SeekTo > st.Furthest:
		return "computing"
	case c.Model.Seeking:
		return ""
	case st.Running && !(st.Speed > 0):
		return "computing"
	case st.Running:
		return plot.Number(st.Speed, 3) + " / s"
	case c.Model.done():
		return "complete"
	}
	return ""
}

// branches says how many courses of the run the plots show beside the present one.
func (c *Progress) branches() string {
	if c.Model.Branches == 1 {
		return "Clear 1 branch"
	}
	return "Clear " + strconv.Itoa(c.Model.Branches) + " branches"
}

func itoa(n int) string { return strconv.Itoa(n) }

// hash is the beginning of the run's hash, enough to compare by eye.
func (c *Progress) hash() string { return c.Model.State.Hash[:min(8, len(c.Model.State.Hash))] }
