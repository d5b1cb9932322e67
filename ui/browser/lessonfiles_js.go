//go:build js && wasm

package browser

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"syscall/js"

	"cascade/static/lessons"
	"cascade/ui"
)

const draftKey = "cascade-lesson-draft" // in localStorage

// findLesson gets the lesson of a name: one of the page's own, one that the name holds whole (z. and base64url of deflated JSON), or
// one in a file beside the page.
func (p *page) findLesson(name string, then func(*ui.Lesson, error)) {
	read := func(text []byte) {
		then(ui.ReadLesson(text))
	}
	packed, whole := strings.CutPrefix(name, "z.")
	switch own := lessons.Read(name); {
	case own != "":
		read([]byte(own))
	case whole:
		text, err := unpackLesson(packed)
		if err != nil {
			then(nil, err)
			return
		}
		read(text)
	case !isPath(name):
		then(nil, fmt.Errorf("there is none of that name; there are %s, and files beside the page, as course/first.json", strings.Join(lessons.Names, ", ")))
	case window.Get("cascadeBoot").Get("single").Truthy() || window.Get("location").Get("protocol").String() == "file:":
		then(nil, errors.New("a page opened from disk may not fetch files; drop the file on the page, or take a link that carries the whole lesson"))
	default:
		p.fetchLesson(name, then)
	}
}

// fetchLesson gets a file beside the page.
func (p *page) fetchLesson(path string, then func(*ui.Lesson, error)) {
	fail := func(reason string) {
		p.inbox.add(func() { then(nil, errors.New("it could not be fetched ("+strings.TrimSuffix(reason, ".")+")")) })
	}
	promise, err := call(window, "fetch", path, map[string]any{"credentials": "same-origin"})
	if err != nil {
		fail(err.Error())
		return
	}
	settle(p.failed, promise, func(response js.Value) {
		if !response.Get("ok").Bool() {
			fail("the server says " + strconv.Itoa(response.Get("status").Int()))
			return
		}
		settle(p.failed, response.Call("text"), func(text js.Value) {
			p.inbox.add(func() { then(ui.ReadLesson([]byte(text.String()))) })
		}, fail)
	}, fail)
}

// takeLesson opens the lesson that a file of JSON holds; one that can't be is told in a sentence, and everything stays as it was. If it is small
// enough, links carry it from then on.
func (p *page) takeLesson(name string, buffer, _ js.Value) {
	l, err := ui.ReadLesson([]byte(textOf(buffer)))
	if err == nil {
		err = l.Check(p.model.Catalogue)
	}
	if err != nil {
		p.note("The lesson " + quoted(name) + " can't be opened: " + err.Error() + ".")
		return
	}
	p.packLesson(l, func(packed string, _ error) {
		playing := &ui.Playing{Lesson: l}
		if packed != "" {
			playing.Name = "z." + packed
		}
		p.screen.change(true, func() { p.model.Lesson, p.model.View.Dialog, p.model.Notices = playing, "", nil })
		p.applyView()
		p.turnLesson(true)
	})
}

// packLesson hands the lesson as a link carries it, or why it can't.
func (p *page) packLesson(l *ui.Lesson, then func(packed string, err error)) {
	text := l.Write()
	maker := window.Get("CompressionStream")
	if !maker.Truthy() {
		then("", errors.New("this browser can't compress"))
		return
	}
	bytes := window.Get("Uint8Array").New(len(text))
	js.CopyBytesToJS(bytes, text)
	stream := window.Get("Blob").New([]any{bytes}).Call("stream").Call("pipeThrough", maker.New("deflate-raw"))
	settle(p.failed, window.Get("Response").New(stream).Call("arrayBuffer"), func(buffer js.Value) {
		view := window.Get("Uint8Array").New(buffer)
		deflated := make([]byte, view.Length())
		js.CopyBytesToGo(deflated, view)
		packed := base64.RawURLEncoding.EncodeToString(deflated)
		p.inbox.add(func() {
			if len(packed) > longestLesson {
				then("", fmt.Errorf("it takes %d characters, and a link may have %d; save it as a file", len(packed), longestLesson))
				return
			}
			then(packed, nil)
		})
	}, func(reason string) { p.inbox.add(func() { then("", errors.New(reason)) }) })
}

// recallDraft takes up the lesson that was being written at the last visit.
func (p *page) recallDraft() {
	text := recall(draftKey)
	if text == "" {
		return
	}
	var l ui.Lesson
	if json.Unmarshal([]byte(text), &l) == nil {
		p.model.Draft = &ui.Draft{Lesson: l}
	}
}

// keepDraft keeps what is being written for the next visit, and finds out whether the browser does.
func (p *page) keepDraft() {
	d := p.model.Draft
	if d == nil {
		return
	}
	text := string(d.Lesson.Write())
	remember(draftKey, text)
	p.screen.change(true, func() { d.Lost = recall(draftKey) != text })
	p.showStrip()
}

// saveDraft hands it to the reader as a file.
func (p *page) saveDraft() {
	name := fileName(p.model.Draft.Lesson.Title) + ".json"
	json := window.Get("JSON")
	p.download(name, json.Call("stringify", json.Call("parse", string(p.model.Draft.Lesson.Write())), nil, 2))
	told := name + " is saved."
	if sandboxed() {
		told = name + " is ready; if no file comes, the page that this frame is in does not allow downloads: copy the link instead."
	}
	p.tell(told)
}

// copyLesson copies a link that carries the whole lesson.
func (p *page) copyLesson() {
	d := p.model.Draft
	p.packLesson(&d.Lesson, func(packed string, err error) {
		if err != nil {
			p.tell("There is no link of this lesson: " + err.Error() + ".")
			return
		}
		p.copyText(p.address.url("lesson=z."+packed+".1"), func() { p.tell("The link is copied; it carries the whole lesson.") })
	})
}

// tell says in the editor what became of something.
func (p *page) tell(sentence string) {
	p.change(func(m *ui.Model) { m.Draft.Told = sentence })
}
