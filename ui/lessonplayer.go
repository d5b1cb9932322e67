package ui

import (
	"encoding/json"
	"fmt"
	"html"
	"strconv"
	"strings"

	"cascade/static/lessons"
)

// Strip is what stands beside the page while a lesson is open or written: three texts for the browser to parse. Package browser
// writes those that have changed, and announces the body of a lesson.
type Strip struct {
	Name             string // of the region; empty: there is none
	Head, Body, Foot string
	Quiet            bool // the body is a form
}

// Strip returns the strip as it is now.
func (m *Model) Strip() Strip {
	switch p := m.Lesson; {
	case p != nil:
		return p.strip()
	case m.Draft != nil && m.Draft.Open:
		return m.Draft.strip()
	}
	return Strip{}
}

func (p *Playing) strip() Strip {
	step, n := &p.Lesson.Steps[p.At], len(p.Lesson.Steps)
	title := p.Lesson.Title
	count := fmt.Sprintf("Step %d of %d", p.At+1, n)
	head := `<p><b>` + html.EscapeString(title) + `</b><span>` + count
	if p.Lesson.Author != "" && p.At == 0 {
		head += " · " + html.EscapeString(p.Lesson.Author)
	}
	head += `</span></p>` + stripButton("lesson-again", "reset", "Begin this step again") + stripButton("lesson-close", "close", "Close the lesson")
	body := `<span class="unseen">` + count + ". </span>"
	if step.Title != "" {
		body += "<h2>" + writeLine(step.Title) + "</h2>"
	}
	next := `<button type="button" id="lesson-next" class="next" data-do="lesson-step" data-value="+"` + disabled(p.At+1 == n) + `>Next</button>`
	return Strip{Name: title, Head: head, Body: body + WriteText(step.Text),
		Foot: dots(n, p.At, func(i int) string { return p.Lesson.Steps[i].Title }, "lesson-step") +
			`<div class="turns"><button type="button" id="lesson-previous" data-do="lesson-step" data-value="-"` + disabled(p.At == 0) + `>Previous</button>` + next + `</div>`}
}

// disabled says that a button does nothing now; it keeps the focus, which one with the attribute of that name would lose.
func disabled(on bool) string {
	if on {
		return ` aria-disabled="true"`
	}
	return ""
}

func stripButton(do, pictogram, label string) string {
	return `<button type="button" class="icon" id="` + do + `" data-do="` + do + `" aria-label="` + label + `" title="` + label + `">` + string(icon(pictogram)) + `</button>`
}

const mostDots = 12

// dots lead to each step, if there are not too many.
func dots(n, at int, title func(i int) string, do string) string {
	if n > mostDots || n < 2 {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<div class="dots" role="group" aria-label="Steps">`)
	for i := range n {
		current := ""
		if i == at {
			current = ` aria-current="step"`
		}
		label := "Step " + strconv.Itoa(i+1)
		if t := title(i); t != "" {
			label += ": " + t
		}
		label = html.EscapeString(label)
		fmt.Fprintf(&b, `<button type="button" id="%s-%d" data-do="%s" data-value="%d"%s aria-label="%s" title="%s"></button>`, do, i, do, i, current, label, label)
	}
	return b.String() + "</div>"
}

// turnTo opens another step of the lesson: the next or the one before (+ or -), or that of a number, from 0.
func turnTo(m *Model, a *Actions, to string) {
	p := m.Lesson
	if p == nil {
		return
	}
	at := p.At
	switch n, err := strconv.Atoi(to); {
	case to == "+":
		at++
	case to == "-":
		at--
	case err == nil:
		at = n
	}
	if at == p.At || at < 0 || at >= len(p.Lesson.Steps) {
		return
	}
	aside := strings.Contains(p.Lesson.Steps[p.At].Text, "]("+m.runLink()+")") // a run that the step opened by a word: what comes next does not speak of it
	onward := at == p.At+1 && p.Lesson.Steps[at].Link == "" && !aside
	next := *p
	next.At, next.Undo = at, nil
	m.Lesson, m.Notices = &next, nil
	if !p.Draft {
		m.reached(&next)
	}
	call1(a.TurnLesson, !onward)
}

// reached remembers where a lesson is, to be taken up from there.
func (m *Model) reached(p *Playing) {
	if m.Progress == nil {
		m.Progress = map[string]int{}
	}
	m.Progress[p.Key()] = p.At
}

// Key is the name by which the place in a lesson is remembered.
func (p *Playing) Key() string {
	if lessons.Read(p.Name) != "" {
		return p.Name
	}
	return p.Lesson.Title
}

// resumeAt is where a lesson of the page's own is taken up, 0 if it has not been begun or was read to its end.
func (m *Model) resumeAt(name string) int {
	if m.Progress[name] < ownLesson(name).steps-1 {
		return m.Progress[name]
	}
	return 0
}

// outline is what the menu says of a lesson of the page's own.
type outline struct {
	title string
	steps int
}

var outlines = map[string]outline{}

// ownLesson returns the outline of the lesson of that name, which is read once, and not as carefully as by ReadLesson: a test does that.
func ownLesson(name string) outline {
	o, ok := outlines[name]
	if !ok {
		var l struct {
			Title string
			Steps []struct{}
		}
		if json.Unmarshal([]byte(lessons.Read(name)), &l) == nil {
			o = outline{l.Title, len(l.Steps)}
		}
		outlines[name] = o
	}
	return o
}

// lessonItems are the lines of the menu.
func lessonItems() (items []Item) {
	for i, name := range lessons.Names {
		l := ownLesson(name)
		item := Item{Label: l.title, Does: strconv.Itoa(l.steps) + " steps", Do: "lesson", Value: name}
		if i == 0 {
			item.Label, item.Does = "Tour: "+l.title, "the paper in ten stops"
		}
		item.Says = func(m *Model) string {
			if at := m.resumeAt(name); at > 0 {
				return fmt.Sprintf("go on at step %d of %d", at+1, l.steps)
			}
			return ""
		}
		items = append(items, item)
	}
	return append(items,
		Item{Label: "Open a lesson", Does: "a file; or drop it on the page", Do: "lesson-file"},
		Item{Label: "Make a lesson", Does: "of runs as you see them, step by step", Do: "draft-open"})
}

func closeLesson(m *Model, a *Actions) {
	if m.Lesson == nil {
		if m.Draft != nil {
			m.Draft.Open = false
		}
		return
	}
	m.Lesson = nil
	call(a.KeepDraft)
}

func lessonDeeds(deeds map[string]Deed) {
	deeds["word"] = pressWord
	deeds["lesson"] = func(m *Model, a *Actions, name string) {
		m.View.Dialog = ""
		call2(a.OpenLesson, name, m.resumeAt(name))
	}
	deeds["lesson-step"] = turnTo
	deeds["lesson-again"] = func(m *Model, a *Actions, _ string) {
		if m.Lesson != nil {
			m.Lesson.Undo = nil
			call1(a.TurnLesson, true)
		}
	}
	deeds["lesson-close"] = func(m *Model, a *Actions, _ string) { closeLesson(m, a) }
	deeds["lesson-file"] = func(_ *Model, a *Actions, _ string) { call1(a.Open, LessonFile) }
}

func init() {
	lessonDeeds(Deeds)
	draftDeeds(Deeds)
}
