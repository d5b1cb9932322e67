package scripts

import (
	"slices"
	"strings"
	"testing"

	"cascade/engine/experiments"
	"cascade/static/lessons"
	"cascade/ui"
	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// TestLessons: the lessons that come with the page open runs that there are, as the program writes their links, and their words
// do what can be done there.
func TestLessons(t *testing.T) {
	for _, name := range lessons.Names {
		l, err := ui.ReadLesson([]byte(lessons.Read(name)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if n := len(l.Steps); n < 5 || n > 10 || name == "tour" && n != 10 {
			t.Errorf("%s has %d steps", name, n)
		}
		for i, s := range l.Steps {
			c := lessonChecker{t: t, where: name + ", " + s.Title}
			if s.Title == "" || strings.Count(s.Text, "?")+strings.Count(s.Text, "](") == 0 {
				c.fail("has no title, or neither asks nor does anything")
			}
			run := c.link(l.LinkAt(i))
			if run == nil {
				continue
			}
			for _, action := range ui.Actionable(s.Text) {
				c.word(run, action)
			}
			if got := ui.WriteText(s.Text); strings.Contains(got, "](") || strings.Contains(got, "*") {
				c.fail("shows its own markup: %s", got)
			}
		}
	}
}

type lessonChecker struct {
	t     *testing.T
	where string
}

func (c *lessonChecker) fail(format string, args ...any) {
	c.t.Helper()
	c.t.Errorf(c.where+": "+format, args...)
}

// link reads a link that must be as the program writes it.
func (c *lessonChecker) link(text string) *experiments.Link {
	link, corrections, err := experiments.ParseLink(text)
	switch {
	case err != nil || len(corrections) > 0:
		c.fail("%s: %v %q", text, err, corrections)
		return nil
	case link.String() != text:
		c.fail("%s is written %s", text, link)
	}
	return link
}

// word checks one action beside a run.
func (c *lessonChecker) word(run *experiments.Link, action string) {
	w, err := ui.ReadWord(action)
	if err != nil {
		c.fail("%v", err)
		return
	}
	panels := plot.Panels(protocol.Experiment{Name: run.Experiment.Name, Plane: run.Experiment.Plane}, run.Texts(), []int{100, 200})
	switch w.Kind {
	case ui.LinkWord:
		c.link(w.Link)
	case ui.SeekWord:
		if w.Update > run.Updates {
			c.fail("%s comes after the end of %s", action, run)
		}
	case ui.PanelWord:
		if !slices.ContainsFunc(panels, func(p plot.Panel) bool { return p.ID == w.Panel }) {
			c.fail("%s has no panel %s", run, action)
		}
	case ui.SurfaceWord:
		if !slices.ContainsFunc(panels, func(p plot.Panel) bool { return p.Kind == plot.Heat }) {
			c.fail("%s has no landscape", run)
		}
	case ui.SetWord:
		for _, change := range w.Changes {
			if _, ok := run.Texts()[change.Name]; !ok {
				c.fail("%s has no parameter %s", run, change.Name)
			}
		}
	}
}
