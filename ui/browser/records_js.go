//go:build js && wasm

package browser

import (
	"errors"
	"fmt"
	"strings"
	"syscall/js"

	"cascade/ui"
	"cascade/wasm/protocol"
)

// jsonKinds are the files of JSON that the page takes, told apart by what stands in them at the top. take gets the file's name, its bytes,
// an ArrayBuffer that it may pass on, and what they say.
var jsonKinds = []struct {
	is   func(content js.Value) bool
	take func(p *page, name string, buffer, content js.Value)
}{
	{func(c js.Value) bool { return !c.Get("cascade-lesson").IsUndefined() }, (*page).takeLesson},
	{func(c js.Value) bool { return c.Get("cascade").Truthy() && c.Get("trail").Type() == js.TypeString }, (*page).verify},
}

// isJSON goes by the name: what is in a file decides later.
func isJSON(file js.Value) bool {
	return strings.HasSuffix(strings.ToLower(file.Get("name").String()), ".json")
}

// takeJSON takes a file by what it is.
func (p *page) takeJSON(file js.Value) {
	name := file.Get("name").String()
	p.read(file, func(buffer js.Value, err error) {
		var content js.Value
		if err == nil { // the browser parses a megabyte in a few milliseconds
			if content, err = parsed(buffer); err != nil {
				err = fmt.Errorf("%s can't be opened: %w", name, ui.BrokenJSON(textOf(buffer)))
			}
		}
		for _, kind := range jsonKinds {
			if err == nil && content.Type() == js.TypeObject && kind.is(content) {
				kind.take(p, name, buffer, content)
				return
			}
		}
		if err == nil {
			err = errors.New(name + ": expected the record of a run or a lesson, found other JSON")
		}
		p.note(err.Error())
	})
}

// parsed returns what JSON in UTF-8 says.
func parsed(buffer js.Value) (js.Value, error) {
	return call(window.Get("JSON"), "parse", textOf(buffer))
}

// textOf decodes UTF-8.
func textOf(buffer js.Value) string {
	return window.Get("TextDecoder").New().Call("decode", buffer).String()
}

// verify has the worker run a record again, beside the present run, which pauses.
func (p *page) verify(name string, buffer, _ js.Value) {
	if p.state.Running {
		p.order(protocol.Command{Type: protocol.Pause}, nil)
	}
	p.checks++
	turn := p.checks
	p.screen.change(true, func() { p.model.Notices, p.model.Checking = nil, ui.Checking{Name: name} })
	p.client.askWith(protocol.Command{Type: protocol.Verify, Name: name}, buffer, func(result any, err error) {
		if turn != p.checks { // another record took its place
			return
		}
		p.model.Checking = ui.Checking{}
		if err != nil {
			p.note(err.Error())
			return
		}
		p.note(fmt.Sprint(result))
	})
}

// note shows a sentence.
func (p *page) note(sentence string) {
	p.screen.change(true, func() { p.model.Notices = []string{capitalised(sentence)} })
}
