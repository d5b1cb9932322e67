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

// files is how a file of the reader's own gets from the disk to the worker, and nowhere else. The page keeps only the browser's
// handles, so that a worker that takes the place of a dead one can have the files again.
type files struct {
	inputs map[string]js.Value // by kind: input elements of type file
	held   map[string]js.Value // by kind: File objects that the worker has taken
	count  int                 // of openings so far; only the newest is finished
	looks  string              // the experiment that looks at the last file that the worker has taken, if that was a trained machine
}

// largestFile is refused before it is read into memory; package imports of the engine has the same limit for what it unpacks.
const largestFile = 1 << 28

func (p *page) openFiles() {
	p.files = files{inputs: map[string]js.Value{}, held: map[string]js.Value{}}
	for _, kind := range []string{ui.Data, ui.Labels, ui.LessonFile} {
		input := element("input", "")
		input.Set("type", "file")
		input.Set("id", "open-"+kind)
		input.Set("hidden", true)
		document.Get("body").Call("append", input)
		p.files.inputs[kind] = input
		p.listen(input, "change", func(js.Value) {
			list := input.Get("files")
			if list.Length() == 0 {
				return
			}
			file := list.Index(0)
			p.inbox.add(func() { p.take(map[string]js.Value{kind: file}) })
			input.Set("value", "") // so that the same file, corrected, can be chosen again
		})
	}
	p.openDrops()
}

// openDrops takes files that are dropped anywhere on the page, and shows that it would while they are held over it.
func (p *page) openDrops() {
	marks, depth := document.Get("documentElement").Get("dataset"), 0
	hold := func(on int) {
		if depth = max(depth+on, 0); depth > 0 {
			marks.Set("drop", "")
		} else {
			marks.Delete("drop")
		}
	}
	for event, on := range map[string]int{"dragenter": 1, "dragover": 0, "dragleave": -1, "drop": -1 << 20} {
		p.listen(document, event, func(e js.Value) {
			transfer := e.Get("dataTransfer")
			if !transfer.Truthy() || !transfer.Get("types").Call("includes", "Files").Bool() {
				return
			}
			e.Call("preventDefault")
			hold(on)
			if list := transfer.Get("files"); event == "drop" && list.Length() > 0 {
				dropped := sorted(list)
				p.inbox.add(func() { p.take(dropped) })
			}
		})
	}
}

// sorted tells data from labels where both are dropped: the labels are the smaller file.
func sorted(list js.Value) map[string]js.Value {
	data := list.Index(0)
	if list.Length() < 2 {
		return map[string]js.Value{ui.Data: data}
	}
	labels := list.Index(1)
	if labels.Get("size").Float() > data.Get("size").Float() {
		data, labels = labels, data
	}
	return map[string]js.Value{ui.Data: data, ui.Labels: labels}
}

// take hands files to the worker, data before labels, and opens the run that trains on them. A file that can't be used is
// told in a sentence, and everything stays as it was before it.
func (p *page) take(chosen map[string]js.Value) {
	file, ok := chosen[ui.LessonFile]
	if !ok && len(chosen) == 1 {
		file = chosen[ui.Data]
		ok = file.Truthy() && isJSON(file)
	}
	if ok {
		p.takeJSON(file)
		return
	}
	link := p.linkForFile()
	p.hand(chosen, func(taken int, err error) {
		switch p.files.looks {
		case "":
		case p.model.Loaded.Experiment:
			link = p.state.Link
		default:
			link = p.files.looks
		}
		if err != nil {
			p.note(err.Error())
		}
		if taken > 0 {
			p.address.push = true
			p.load(link, nil)
		}
	})
}

// linkForFile is what a file is opened for: what asked for one, or the present run if it has one, or an import.
func (p *page) linkForFile() string {
	switch {
	case p.model.Wanted != "":
		return p.model.Wanted
	case p.model.Owns() && !p.model.Sampling():
		return p.state.Link
	}
	return ui.ImportExperiment
}

// hand gives the worker the files that are there, one after the other, and then says how many it has taken: none if others were opened
// meanwhile.
func (p *page) hand(chosen map[string]js.Value, then func(taken int, err error)) {
	p.files.count++
	turn, taken := p.files.count, 0
	end := func(err error) {
		p.screen.change(true, func() { p.model.Reading = "" })
		then(taken, err)
	}
	var next func(kinds []string)
	next = func(kinds []string) {
		if len(kinds) == 0 {
			end(nil)
			return
		}
		kind := kinds[0]
		file, ok := chosen[kind]
		if !ok {
			next(kinds[1:])
			return
		}
		p.handOne(kind, file, func(kind, text string, err error) {
			switch {
			case turn != p.files.count: // the reader has opened another file meanwhile
				then(0, nil)
			case err != nil:
				end(err)
			default:
				taken++
				p.hold(kind, file, text)
				next(kinds[1:])
			}
		})
	}
	next([]string{ui.Data, ui.Labels, ui.Weights})
}

// hold remembers a file that the worker has taken; labels belong to the data before them.
func (p *page) hold(kind string, file js.Value, text string) {
	if kind == ui.Data {
		delete(p.files.held, ui.Labels)
	}
	p.files.held[kind], p.files.looks = file, ""
	switch kind {
	case ui.Labels:
		file = p.files.held[ui.Data]
	case ui.Weights:
		p.files.looks, text, _ = strings.Cut(text, ": ")
	}
	name := file.Get("name").String()
	p.screen.change(true, func() { p.model.File = name + ": " + text })
}

// handOne gives the worker a file, which it says the contents of. What was opened as data may be a machine.
func (p *page) handOne(kind string, file js.Value, then func(kind, text string, err error)) {
	p.screen.change(true, func() { p.model.Reading = file.Get("name").String() })
	p.deliver(&p.client, kind, file, then)
}

// deliver reads a file and sends it to a worker, which says what it holds.
func (p *page) deliver(to *client, kind string, file js.Value, then func(kind, text string, err error)) {
	name := file.Get("name").String()
	send := func(buffer js.Value) {
		if kind == ui.Data && isMachine(buffer) {
			kind = ui.Weights
		}
		to.askWith(protocol.Command{Type: protocol.Asset, Name: kind, Value: name}, buffer, func(result any, err error) {
			text, _ := result.(string)
			then(kind, text, err)
		})
	}
	p.read(file, func(buffer js.Value, err error) {
		switch {
		case err != nil:
			then(kind, "", err)
		case kind != ui.Labels && isHDF5(buffer):
			settle(p.failed, window.Get("cascadeBoot").Call("hdf5", buffer), func(array js.Value) {
				p.inbox.add(func() { send(array) })
			}, func(reason string) { p.inbox.add(func() { then(kind, "", errors.New(name+": "+reason)) }) })
		default:
			send(buffer)
		}
	})
}

// read hands the bytes of a file to then, in the loop, or a sentence that says why there are none.
func (p *page) read(file js.Value, then func(buffer js.Value, err error)) {
	name := file.Get("name").String()
	if size := file.Get("size").Float(); size > largestFile {
		then(js.Undefined(), fmt.Errorf("%s: expected at most %d MB, found %.0f", name, largestFile>>20, size/(1<<20)))
		return
	}
	reading, err := call(file, "arrayBuffer")
	if err != nil {
		then(js.Undefined(), fmt.Errorf("%s: %w", name, err))
		return
	}
	settle(p.failed, reading, func(buffer js.Value) {
		p.inbox.add(func() { then(buffer, nil) })
	}, func(reason string) {
		p.inbox.add(func() {
			then(js.Undefined(), fmt.Errorf("%s: the browser could not read it (%s)", name, strings.TrimSuffix(reason, ".")))
		})
	})
}

// isHDF5 looks at the first bytes.
func isHDF5(buffer js.Value) bool { return part(buffer, 0, 4) == "\x89HDF" }

// isMachine says whether a file holds weights: as the reader of HDF5 hands them over, or a member of that name at an end of an NPZ, which may be
// cut off.
func isMachine(buffer js.Value) bool {
	head := part(buffer, 0, 4)
	return head == "CSWT" || head == "PK\x03\x04" && strings.Contains(part(buffer, 0, 1<<16)+part(buffer, -1<<16), "weight_matrix.npy")
}

// part returns a slice of an ArrayBuffer.
func part(buffer js.Value, ends ...any) string {
	view := window.Get("Uint8Array").New(buffer.Call("slice", ends...))
	p := make([]byte, view.Length())
	js.CopyBytesToGo(p, view)
	return string(p)
}

// decline puts the invitation away. A page without a run shows some other one.
func (p *page) decline() {
	p.screen.change(true, func() { p.model.Wanted = "" })
	if p.loaded == nil {
		p.load(firstLink, nil)
	}
}

// invite asks for the file that a link trains on; whatever runs goes on.
func (p *page) invite(link string) {
	p.screen.change(true, func() { p.model.Wanted = link })
	p.api.open()
}
