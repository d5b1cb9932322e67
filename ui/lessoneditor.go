package ui

import (
	"html"
	"slices"
	"strconv"
)

// Draft is a lesson that is being written in the page.
type Draft struct {
	Lesson Lesson
	At     int
	Open   bool
	Lost   bool   // the browser keeps nothing: it is lost with the page
	Told   string // what became of the last deed
	Typed  bool   // the form holds what was typed: it need not be written again
}

const stepText = "What to see, and what to do: [run it](play), [go to update 300](@300), [κ = 0.6](kappa=0.6), [this plot](#sigma), *emphasis*."

func (d *Draft) strip() Strip {
	l, n := &d.Lesson, len(d.Lesson.Steps)
	head := `<p><b>Make a lesson</b><span>`
	if n == 0 {
		head += "no steps yet"
	} else {
		head += "Step " + strconv.Itoa(d.At+1) + " of " + strconv.Itoa(n)
	}
	head += `</span></p>` + stripButton("lesson-close", "close", "Close the editor")
	field := func(id, label, value string) string {
		return `<label>` + label + `<input type="text" id="` + id + `" data-set="` + id + `" maxlength="` + strconv.Itoa(maxLessonTitle) + `" value="` + html.EscapeString(value) + `"></label>`
	}
	button := func(do, value, label string, off bool) string {
		return `<button type="button" id="` + do + value + `" data-do="` + do + `" data-value="` + value + `"` + disabled(off) + `>` + label + `</button>`
	}
	body := `<div class="row-of">` + field("draft-title", "Lesson", l.Title) + field("draft-author", "Author", l.Author) + "</div>"
	body += `<p>` + button("draft-record", "", "Record this run as the next step", n >= maxSteps) + "</p>"
	if n > 0 {
		s := &l.Steps[d.At]
		body += field("draft-name", "Title of step "+strconv.Itoa(d.At+1), s.Title) +
			`<label>Text<textarea id="draft-text" data-set="draft-text" rows="7" maxlength="` + strconv.Itoa(maxStepText) + `" placeholder="` + html.EscapeString(stepText) + `">` + "\n" + html.EscapeString(s.Text) + `</textarea></label>` +
			`<p class="link" title="` + html.EscapeString(s.Link) + `">` + html.EscapeString(s.Link) + `</p><p class="row-of">` +
			button("draft-retake", "", "Record again", false) + button("draft-move", "-", "Earlier", d.At == 0) + button("draft-move", "+", "Later", d.At == n-1) +
			button("draft-delete", "", "Delete", false) + `</p>`
	}
	if d.Lost {
		body += `<p class="told">This browser keeps nothing for this page: the lesson is lost when it closes, unless it is saved.</p>`
	}
	body += `<p class="told" role="status">` + html.EscapeString(d.Told) + `</p>`
	foot := dots(n, d.At, func(i int) string { return l.Steps[i].Title }, "draft-step")
	if n > mostDots {
		foot = `<div class="turns">` + button("draft-step", "-", "Previous", d.At == 0) + button("draft-step", "+", "Next", d.At == n-1) + `</div>`
	}
	if n > 0 {
		foot += `<div class="turns">` + button("draft-preview", "", "Preview", false) + button("draft-save", "", "Save file", false) +
			button("draft-link", "", "Copy link", false) + button("draft-new", "", "New", false) + `</div>`
	}
	return Strip{Name: "Make a lesson", Head: head, Body: body, Foot: foot, Quiet: true}
}

// runLink is the present run as a step shows it: without the lesson that may be open.
func (m *Model) runLink() string { return WithLesson(m.State.Link, "") }

// edit runs f on the draft, if one is open and has steps, or needs none, and keeps it.
func edit(bare bool, f func(m *Model, d *Draft, value string)) Deed {
	return func(m *Model, a *Actions, value string) {
		d := m.Draft
		if d == nil || !bare && len(d.Lesson.Steps) == 0 {
			return
		}
		d.Told = ""
		f(m, d, value)
		d.At = max(0, min(d.At, len(d.Lesson.Steps)-1))
		call(a.KeepDraft)
	}
}

// typed is edit for a field that shows already what it holds.
func typed(bare bool, f func(d *Draft, value string)) Deed {
	return edit(bare, func(_ *Model, d *Draft, value string) { f(d, value); d.Typed = true })
}

func draftDeeds(deeds map[string]Deed) {
	deeds["draft-open"] = func(m *Model, a *Actions, _ string) {
		if m.Draft == nil {
			m.Draft = &Draft{Lesson: Lesson{Title: "My lesson"}}
		}
		m.Draft.Open, m.Lesson = true, nil
		call(a.KeepDraft)
	}
	deeds["draft-title"] = typed(true, func(d *Draft, v string) { d.Lesson.Title = v })
	deeds["draft-author"] = typed(true, func(d *Draft, v string) { d.Lesson.Author = v })
	deeds["draft-name"] = typed(false, func(d *Draft, v string) { d.Lesson.Steps[d.At].Title = v })
	deeds["draft-text"] = typed(false, func(d *Draft, v string) { d.Lesson.Steps[d.At].Text = v })
	deeds["draft-record"] = edit(true, func(m *Model, d *Draft, _ string) {
		link := m.runLink()
		if link == "" || len(d.Lesson.Steps) >= maxSteps {
			return
		}
		at := min(d.At+1, len(d.Lesson.Steps))
		d.Lesson.Steps = slices.Insert(d.Lesson.Steps, at, Step{Link: link})
		d.At, d.Told = at, "Recorded as step "+strconv.Itoa(at+1)+"."
	})
	deeds["draft-retake"] = edit(false, func(m *Model, d *Draft, _ string) {
		if link := m.runLink(); link != "" {
			d.Lesson.Steps[d.At].Link, d.Told = link, "Step "+strconv.Itoa(d.At+1)+" is now the run in sight."
		}
	})
	deeds["draft-step"] = edit(false, func(_ *Model, d *Draft, value string) { d.At = draftStep(d, value) })
	deeds["draft-move"] = edit(false, func(_ *Model, d *Draft, value string) {
		if to := draftStep(d, value); to >= 0 && to < len(d.Lesson.Steps) {
			s := d.Lesson.Steps
			s[d.At], s[to] = s[to], s[d.At]
			d.At, d.Told = to, "It is step "+strconv.Itoa(to+1)+" now."
		}
	})
	deeds["draft-delete"] = edit(false, func(_ *Model, d *Draft, _ string) { d.Lesson.Steps = slices.Delete(d.Lesson.Steps, d.At, d.At+1) })
	deeds["draft-new"] = edit(true, func(_ *Model, d *Draft, _ string) { d.Lesson, d.At = Lesson{Title: "My lesson"}, 0 })
	deeds["draft-preview"] = func(m *Model, a *Actions, _ string) {
		if l := m.drafted(); l != nil {
			m.Lesson = &Playing{Lesson: l, At: m.Draft.At, Draft: true}
			call1(a.TurnLesson, true)
		}
	}
	deeds["draft-save"] = func(m *Model, a *Actions, _ string) {
		if l := m.drafted(); l != nil {
			call(a.SaveDraft)
		}
	}
	deeds["draft-link"] = func(m *Model, a *Actions, _ string) {
		if l := m.drafted(); l != nil {
			call(a.CopyLesson)
		}
	}
}

func draftStep(d *Draft, value string) int {
	switch n, err := strconv.Atoi(value); {
	case value == "+":
		return d.At + 1
	case value == "-":
		return d.At - 1
	case err == nil:
		return n
	}
	return d.At
}

// drafted returns the draft as a reader would open it, nil if it can't be: then the editor says why.
func (m *Model) drafted() *Lesson {
	if m.Draft == nil {
		return nil
	}
	l, err := ReadLesson(m.Draft.Lesson.Write())
	if err == nil {
		err = l.Check(m.Catalogue)
	}
	if err != nil {
		m.Draft.Told = "The lesson could not be opened: " + err.Error() + "."
		return nil
	}
	m.Draft.Told = ""
	return l
}
