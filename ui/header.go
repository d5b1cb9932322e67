package ui

import (
	"slices"
	"strconv"

	"github.com/vugu/vugu"
)

// Header is the line of controls above everything: which experiment, how it runs, how the page looks.
type Header struct {
	Model   *Model
	Actions *Actions
}

// rates are the speeds offered, in updates per second; 0 is as fast as possible.
var rates = []float64{1, 3, 10, 30, 60, 0}

// themes in the order in which the button goes through them.
var themes = []string{"auto", "light", "dark", "projector"}

func (c *Header) onExperiment(ev vugu.DOMEvent) {
	c.Model.Opening = ev.PropString("target", "value")
	call1(c.Actions.Load, c.Model.Opening)
}

func (c *Header) onPlay() { playOrPause(c.Model, c.Actions) }

func (c *Header) present() {
	call1(c.Actions.Change, func(m *Model) { present(m, c.Actions, !m.View.Presenting) })
}

func (c *Header) open(dialog string) {
	call1(c.Actions.Change, func(m *Model) { m.View.Dialog = dialog })
}

func (c *Header) onRate(ev vugu.DOMEvent) {
	rate, err := strconv.ParseFloat(ev.PropString("target", "value"), 64)
	if err != nil {
		return
	}
	call1(c.Actions.Rate, rate)
}

func (c *Header) onTheme() {
	call1(c.Actions.Theme, nextTheme(c.Model.Theme))
}

// IsTheme says whether there is a theme of that name.
func IsTheme(name string) bool { return slices.Contains(themes, name) }

func nextTheme(now string) string {
	for i, name := range themes {
		if name == now {
			return themes[(i+1)%len(themes)]
		}
	}
	return themes[1]
}

// rates returns the speeds offered, with the present one among them.
func (c *Header) rates() []float64 {
	for _, r := range rates {
		if r == c.Model.Rate {
			return rates
		}
	}
	return append([]float64{c.Model.Rate}, rates...)
}

func rateValue(r float64) string { return strconv.FormatFloat(r, 'g', -1, 64) }

func rateLabel(r float64) string {
	if r == 0 {
		return "max speed"
	}
	return rateValue(r) + " / s"
}

func (c *Header) idle() bool { return c.Model.Loaded.Experiment == "" || c.Model.Dead }

// atStart says whether there is nothing to go back to.
func (c *Header) atStart() bool { return c.Model.State.Update == 0 || c.Model.Dead }

// cannotSlow says whether there is no update of weights to be shown: protocols have no live parameter, since they train nothing.
func (c *Header) cannotSlow() bool {
	for _, p := range c.Model.Experiment().Params {
		if p.Live {
			return c.Model.Dead || c.Model.done()
		}
	}
	return true
}

func (c *Header) playLabel() string {
	if c.Model.State.Running {
		return "Pause"
	}
	if c.Model.done() {
		return "Replay"
	}
	return "Play"
}

func (c *Header) playIcon() string {
	if c.Model.State.Running {
		return "pause"
	}
	if c.Model.done() {
		return "reset"
	}
	return "play"
}

func (c *Header) playTitle() string {
	if c.Model.done() {
		return "The run is complete: run it again"
	}
	if c.Model.State.Running {
		return "Pause (space)"
	}
	return "The machine learns its data, and the plots follow (space)"
}

func (c *Header) themeIcon() string {
	if icons[c.Model.Theme] == "" {
		return "auto"
	}
	return c.Model.Theme
}

func (c *Header) themeTitle() string {
	name := c.Model.Theme
	if name == "" {
		name = "auto"
	}
	return "Colours: " + name + ". Change to " + nextTheme(name)
}

func (c *Header) presentTitle() string {
	if c.Model.View.Presenting {
		return "Leave the presentation (Esc)"
	}
	return "Present one plot, large, with two sliders (P)"
}

func (c *Header) presentIcon() string {
	if c.Model.View.Presenting {
		return "close"
	}
	return "enlarge"
}

func (c *Header) copyLabel() string {
	if c.Model.Copied {
		return "Copied"
	}
	return "Share"
}

func (c *Header) copyIcon() string {
	if c.Model.Copied {
		return "done"
	}
	return "share"
}

// icons are the outlines of pictograms in a square of 16 units, filled.
var icons = map[string]string{
	"play":      "M4 2.5v11l9.5-5.5z",
	"pause":     "M4 2.5h3v11H4zM9 2.5h3v11H9z",
	"step":      "M3 2.5v11L10.5 8zM11 2.5h2.2v11H11z",
	"back":      "M13 2.5v11L5.5 8zM5 2.5H2.8v11H5z",
	"slow":      "M2 3.5h2.2v9H2zM6 3.5h1.6v9H6zM9.6 5v6l4.9-3z",
	"reset":     "M8 2.5V0L3.5 3.7 8 7.4V4.7a4.2 4.2 0 1 1-4.1 5H1.6A6.4 6.4 0 1 0 8 2.5z",
	"link":      "M6.5 4.5H4.6a3.5 3.5 0 0 0 0 7h1.9V9.6H4.7a1.6 1.6 0 0 1 0-3.2h1.8zM9.5 4.5h1.9a3.5 3.5 0 0 1 0 7H9.5V9.6h1.8a1.6 1.6 0 0 0 0-3.2H9.5zM5 7.1h6v1.8H5z",
	"done":      "M6.3 12.9 1.6 8.2l1.7-1.7 3 3 6.4-6.4 1.7 1.7z",
	"auto":      "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2v10A5 5 0 0 1 8 3z",
	"light":     "M8 4.6a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8zM7.2 0h1.6v2.8H7.2zm0 13.2h1.6V16H7.2zM0 7.2h2.8v1.6H0zm13.2 0H16v1.6h-2.8zM2 3.2 3.1 2l2 2-1.1 1.2zm8.9 8.9 1.1-1.2 2 2-1.1 1.1zM3.1 14 2 12.9l2-2 1.1 1.1zm8.9-8.9L10.9 4l2-2L14 3.2z",
	"dark":      "M6.2 1.2A7 7 0 1 0 14.8 9.8 5.8 5.8 0 0 1 6.2 1.2z",
	"projector": "M1 2h14v9H9v1.2l3 2.8H9.8L8 13.3 6.2 15H4l3-2.8V11H1zm1.6 1.6v5.8h10.8V3.6z",
	"figures":   "M1 2h6v5H1zM9 2h6v5H9zM1 9h6v5H1zM9 9h6v5H9z",
	"save":      "M7.2 1h1.6v7.2l2.6-2.6 1.1 1.1L8 11.2 3.5 6.7l1.1-1.1 2.6 2.6zM1.5 13h13v1.7h-13z",
	"table":     "M1 2h14v12H1zm1.5 3.5v2h3v-2zm4.5 0v2h6.5v-2zM2.5 9v3.5h3V9zM7 9v3.5h6.5V9z",
	"enlarge":   "M9 1h6v6l-2.2-2.2-3 3-1.6-1.6 3-3zM7 15H1V9l2.2 2.2 3-3 1.6 1.6-3 3z",
	"help":      "M4.7 5.8C4.7 3.5 6.1 2 8.100 2s3.400 1.300 3.400 3.300c0 1.500-.8 2.300-1.700 3-.7.5-.9.8-.9 1.500v.5H7v-.8c0-1.300.6-2 1.500-2.700.7-.5 1-.9 1-1.500 0-.9-.5-1.400-1.400-1.400-1 0-1.500.7-1.500 1.900zM6.900 11.800H9V14H6.900z",
	"share":     "M11.500 1a2.500 2.500 0 0 0-2.400 3.200L6 6a2.500 2.500 0 1 0 0 4l3.100 1.800A2.500 2.500 0 1 0 10 10.300L6.900 8.500v-1L10 5.700A2.500 2.500 0 1 0 11.500 1z",
	"learn":     "M8 3.200C6.500 2.100 4.200 1.700 1 1.800v11c3-.1 5.300.3 7 1.500 1.700-1.200 4-1.600 7-1.500v-11c-3.200-.1-5.500.3-7 1.400zm-.7 9C6 11.600 4.400 11.300 2.400 11.300V3.200c2.100 0 3.700.4 4.900 1.200zm6.300-.9c-2 0-3.600.3-4.900.9V4.400c1.200-.8 2.800-1.200 4.900-1.200z",
	"compare":   "M1 13.500V2.500h1.500v9.500H15v1.500zM4 9.500 7.500 5l2.500 2.500L14 2.500l1 1-5 6-2.500-2.500-2.300 3.300zM4.500 11l3-1.500 3 .5L14.500 8l.5 1-4.300 2.300-3-.5-2.700 1.300z",
	"file":      "M3 1h6.2L13 4.8V15H3zm1.4 1.4v11.2h7.2V6H8V2.4zM8 7.2l2.6 2.8H8.7V13H7.3v-3H5.4z",
	"close":     "M3.7 2.3 8 6.6l4.3-4.3 1.4 1.4L9.4 8l4.3 4.3-1.4 1.4L8 9.4l-4.3 4.3-1.4-1.4L6.6 8 2.3 3.7z",
}
