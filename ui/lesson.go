package ui

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cascade/wasm/protocol"
)

// Lesson is a text in steps, each beside a run. As a file it is JSON, told by its first name:
//
//	{"cascade-lesson": 1, "title": "...", "author": "...", "steps": [{"title": "...", "link": "hopfield?beta=2", "text": "..."}]}
//
// A step without a link goes on with the run of the step before. For the text see WriteText.
type Lesson struct {
	Version int    `json:"cascade-lesson"`
	Title   string `json:"title"`
	Author  string `json:"author,omitempty"`
	Steps   []Step `json:"steps"`
}

// Step is one page of a lesson.
type Step struct {
	Title string `json:"title,omitempty"`
	Link  string `json:"link,omitempty"`
	Text  string `json:"text"`
}

// Limits of lessons.
const (
	lessonVersion   = 1
	MaxLesson       = 1 << 20 // bytes of a file
	maxSteps        = 200
	maxLessonTitle  = 200 // characters
	maxStepText     = 4000
	maxStepLink     = 8000
	maxLessonOption = 32000 // characters of a link's option lesson
)

// ReadLesson reads a lesson. What is wrong with it is told in one sentence that follows the words "can't be opened: ".
func ReadLesson(text []byte) (*Lesson, error) {
	if len(text) > MaxLesson {
		return nil, fmt.Errorf("it has %d bytes, more than %d", len(text), MaxLesson)
	}
	var l Lesson
	if err := json.Unmarshal(text, &l); err != nil {
		return nil, explainJSON(err)
	}
	switch {
	case l.Version == 0:
		return nil, errors.New(`it is no lesson, which would begin with "cascade-lesson": 1`)
	case l.Version != lessonVersion:
		return nil, fmt.Errorf("it is of version %d, this program reads version %d", l.Version, lessonVersion)
	case len(l.Steps) == 0:
		return nil, errors.New("it has no steps")
	case len(l.Steps) > maxSteps:
		return nil, fmt.Errorf("it has %d steps, more than %d", len(l.Steps), maxSteps)
	case utf8.RuneCountInString(l.Title) > maxLessonTitle || utf8.RuneCountInString(l.Author) > maxLessonTitle:
		return nil, fmt.Errorf("its title or author has more than %d characters", maxLessonTitle)
	case l.Steps[0].Link == "":
		return nil, errors.New("step 1 has no link, so there is no run to begin with")
	}
	for i := range l.Steps {
		if err := l.Steps[i].check(); err != nil {
			return nil, fmt.Errorf("step %d %w", i+1, err)
		}
	}
	if l.Title == "" {
		l.Title = "Lesson"
	}
	return &l, nil
}

// BrokenJSON says where text that is no JSON ceases to be it.
func BrokenJSON(text string) error { return explainJSON(json.Unmarshal([]byte(text), new(any))) }

func explainJSON(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("its JSON is broken at byte %d", syntax.Offset)
	case errors.As(err, &kind):
		return fmt.Errorf("%q is of the kind %s, which is not what belongs there", kind.Field, kind.Value)
	}
	return errors.New("its JSON can't be read")
}

// check puts a step's texts right and says what can't be: a sentence that follows "step 3 ".
func (s *Step) check() error {
	s.Link = strings.TrimPrefix(strings.TrimSpace(s.Link), "#")
	switch {
	case len(s.Link) > maxStepLink:
		return fmt.Errorf("has a link of %d bytes, more than %d", len(s.Link), maxStepLink)
	case utf8.RuneCountInString(s.Title) > maxLessonTitle:
		return fmt.Errorf("has a title of more than %d characters", maxLessonTitle)
	case utf8.RuneCountInString(s.Text) > maxStepText:
		return fmt.Errorf("has a text of more than %d characters", maxStepText)
	case strings.Contains("&"+strings.Replace(s.Link, "?", "&", 1), "&lesson="):
		return errors.New("opens another lesson")
	}
	for _, action := range Actionable(s.Text) {
		if _, err := ReadWord(action); err != nil {
			return err
		}
	}
	return nil
}

// Check says which step opens an experiment that there is not.
func (l *Lesson) Check(catalogue []protocol.Experiment) error {
	var names []string
	for i := range catalogue {
		names = append(names, catalogue[i].Name)
	}
	for i := range l.Steps {
		links := []string{l.Steps[i].Link}
		for _, action := range Actionable(l.Steps[i].Text) {
			if w, err := ReadWord(action); err == nil && w.Kind == LinkWord {
				links = append(links, action)
			}
		}
		for _, link := range links {
			if name, _, _ := strings.Cut(link, "?"); link != "" && !slices.Contains(names, name) {
				return fmt.Errorf("step %d opens %q, and there is no such experiment; there are %s", i+1, clip(name), strings.Join(names, ", "))
			}
		}
	}
	return nil
}

// Write returns the lesson as a file.
func (l *Lesson) Write() []byte {
	l.Version = lessonVersion
	text, err := json.Marshal(l)
	if err != nil {
		panic(err) // it holds only text
	}
	return text
}

// LinkAt is the link of the run that a step shows: its own, or that of the nearest step before that has one.
func (l *Lesson) LinkAt(step int) string {
	for i := min(step, len(l.Steps)-1); i >= 0; i-- {
		if l.Steps[i].Link != "" {
			return l.Steps[i].Link
		}
	}
	return ""
}

// Playing is a lesson that is open.
type Playing struct {
	Lesson *Lesson
	Name   string // by which a link finds it: of one of the page's own, z. and the whole of it, or a path; empty if none does
	At     int    // the step
	Undo   map[string]string
	Draft  bool // it is the preview of what is being written
}

// Option is what a link says of it.
func (p *Playing) Option() string {
	if p == nil || p.Name == "" || len(p.Name) > maxLessonOption {
		return ""
	}
	return p.Name + "." + strconv.Itoa(p.At+1)
}

// SplitOption parts a link's option lesson into the lesson's name and the step, the first if none is given, from 0.
func SplitOption(option string) (name string, step int) {
	if at := strings.LastIndexByte(option, '.'); at > 0 {
		if n, err := strconv.Atoi(option[at+1:]); err == nil {
			return option[:at], max(n-1, 0)
		}
	}
	return option, 0
}

// CutLesson takes the option lesson out of a link. "lesson=tour.4" alone is a link, too: to that step's own run.
func CutLesson(link string) (rest, option string) {
	name, query, _ := strings.Cut(strings.TrimPrefix(link, "#"), "?")
	if strings.HasPrefix(name, "lesson=") {
		name, query = "", name
	}
	var parts []string
	for _, part := range strings.Split(query, "&") {
		if value, found := strings.CutPrefix(part, "lesson="); !found {
			parts = append(parts, part)
		} else if option = value; strings.Contains(value, "%") {
			if plain, err := url.PathUnescape(value); err == nil {
				option = plain
			}
		}
	}
	if query = strings.Join(parts, "&"); query != "" {
		name += "?" + query
	}
	return name, option
}

// WithLesson returns a link with another option lesson, or without one if the option is empty.
func WithLesson(link, option string) string {
	rest, _ := CutLesson(link)
	if option == "" || rest == "" {
		return rest
	}
	sign := "?"
	if strings.Contains(rest, "?") {
		sign = "&"
	}
	return rest + sign + "lesson=" + strings.ReplaceAll(url.PathEscape(option), "%2F", "/")
}

// clip shortens what is quoted from a file.
func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
