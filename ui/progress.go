package ui

import (
	"strconv"

	"github.com/vugu/vugu"

	"cascade/ui/plot"
)

// Progress shows how far the run is, and is the handle that moves it to another update.
type Progress struct {
	Model   *Model
	Actions *Actions

	dragged  bool // the handle is held at the update wanted
	wantedAt int
}

// onInput follows the handle; nothing is sent before it is let go.
func (c *Progress) onInput(ev vugu.DOMEvent) {
	if n, err := strconv.Atoi(ev.PropString("target", "value")); err == nil {
		c.dragged, c.wantedAt = n != c.Model.State.Update, n
	}
}

func (c *Progress) onChange(ev vugu.DOMEvent) {
	c.dragged = false
	if n, err := strconv.Atoi(ev.PropString("target", "value")); err == nil {
		c.Model.Seek(n)
		call1(c.Actions.Seek, n)
	}
}

// update is the one shown.
func (c *Progress) update() int {
	if c.dragged {
		return c.wantedAt
	}
	if c.Model.Seeking != "" {
		return c.Model.SeekTo
	}
	return c.Model.State.Update
}

func (c *Progress) count() string { return plot.Number(float64(c.update()), 7) }

func (c *Progress) of() string { return "/ " + plot.Number(float64(c.Model.State.Updates), 7) }

func (c *Progress) valueText() string {
	return "update " + strconv.Itoa(c.update()) + " of " + strconv.Itoa(c.Model.State.Updates)
}

// style tells the style sheet how much of the track is behind the handle.
func (c *Progress) style() string {
	share := 0.0
	if c.Model.State.Updates > 0 {
		share = float64(c.update()) / float64(c.Model.State.Updates)
	}
	return fillStyle(share)
}

// fillStyle is set as a property, not as an attribute: a strict content security policy forbids style attributes.
func fillStyle(share float64) string {
	return "--fill: " + strconv.FormatFloat(min(max(share, 0), 1), 'f', 4, 64)
}

// news is what keeps the run waiting, else its speed while it runs.
func (c *Progress) news() string {
	st := &c.Model.State
	switch {
	case !c.Model.Ready:
		return "starting"
	case c.Model.Reading != "":
		return "reading " + c.Model.Reading
	case c.Model.Fetching != "":
		return "loading the " + c.Model.Fetching
	case st.Activity != "":
		return st.Activity
	case c.Model.Seeking != "":
		return c.Model.Seeking
	case st.Running && !(st.Speed > 0):
		return "computing"
	case st.Running:
		return plot.Number(st.Speed, 3) + " / s"
	case c.Model.done():
		return "complete"
	}
	return ""
}

// hash is the beginning of the run's hash, enough to compare by eye.
func (c *Progress) hash() string { return c.Model.State.Hash[:min(8, len(c.Model.State.Hash))] }
