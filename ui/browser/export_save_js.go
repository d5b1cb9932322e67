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

// mimes are the types of what is saved, by extension.
var mimes = map[string]string{"svg": "image/svg+xml", "html": "text/html", "png": "image/png", "csv": "text/csv", "json": "application/json", "ipynb": "application/x-ipynb+json",
	"npz": "application/octet-stream", "h5": "application/x-hdf5"}

// export takes something home: a figure of a panel ("svg", "png1" ... "png4"), or a file of the run, which the worker writes.
func (p *page) export(what, panel string) {
	scale, isPNG := strings.CutPrefix(what, "png")
	switch {
	case what == "svg" || isPNG:
		p.pump.refresh(func() {
			text, err := p.gallery.svg(panel)
			switch {
			case err != nil:
				p.exported("", err)
			case isPNG:
				p.rasterise(text, int(scale[0]-'0'), panel)
			default:
				p.save(p.model.FileName(panel, "svg"), text)
			}
		})
	default:
		p.client.ask(protocol.Command{Type: protocol.Export, Value: what}, func(result any, err error) {
			if err != nil {
				p.exported("", err)
				return
			}
			p.save(p.model.FileName("", what), result)
		})
	}
}

// rasterise saves a figure as a picture, so many pixels for each of its own. It is the figure that is drawn, by the browser, so
// both show the same.
func (p *page) rasterise(figure string, scale int, panel string) {
	name, origin := p.model.FileName(panel, "png"), p.gallery.scene.store.Provenance(&p.state)
	title := panel
	if s := p.gallery.slots[panel]; s != nil {
		title = s.panel.Title
	}
	url := window.Get("URL").Call("createObjectURL", blob(figure, mimes["svg"]))
	image := window.Get("Image").New()
	image.Set("src", url)
	fail := func(why string) {
		p.inbox.add(func() { p.exported("", errors.New("the browser did not draw the picture: "+why)) })
	}
	settle(p.failed, image.Call("decode"), func(js.Value) {
		window.Get("URL").Call("revokeObjectURL", url)
		sheet := element("canvas", "")
		width, height := image.Get("width").Int()*scale, image.Get("height").Int()*scale
		sheet.Set("width", width)
		sheet.Set("height", height)
		sheet.Call("getContext", "2d").Call("drawImage", image, 0, 0, width, height)
		p.bytesOf(sheet, func(file []byte) {
			file, err := annotated(file, title, origin, p.model.Build)
			if err != nil {
				p.exported("", err)
				return
			}
			view := window.Get("Uint8Array").New(len(file))
			js.CopyBytesToJS(view, file)
			p.save(name, view)
		}, fail)
	}, fail)
}

// bytesOf hands the PNG file of a canvas to then, in the loop.
func (p *page) bytesOf(sheet js.Value, then func(file []byte), fail func(why string)) {
	s := &scope{failed: p.failed}
	done := s.callback(func(args []js.Value) any {
		s.Close()
		if !first(args).Truthy() {
			fail("it is too large")
			return nil
		}
		settle(p.failed, args[0].Call("arrayBuffer"), func(buffer js.Value) {
			view := window.Get("Uint8Array").New(buffer)
			file := make([]byte, view.Length())
			js.CopyBytesToGo(file, view)
			p.inbox.add(func() { then(file) })
		}, fail)
		return nil
	})
	if _, err := call(sheet, "toBlob", done, mimes["png"]); err != nil {
		s.Close()
		fail(err.Error())
	}
}

// blob makes one of a text, an ArrayBuffer or a view of one.
func blob(content any, mime string) js.Value {
	return window.Get("Blob").New([]any{content}, map[string]any{"type": mime})
}

// save lets the browser save a file, and says so.
func (p *page) save(name string, content any) {
	p.download(name, content)
	p.exported(name, nil)
}

// download lets the browser save a file, as if a link to it were followed.
func (p *page) download(name string, content any) {
	extension := name[strings.LastIndexByte(name, '.')+1:]
	url := window.Get("URL").Call("createObjectURL", blob(content, mimes[extension]))
	link := element("a", "")
	link.Set("href", url)
	link.Set("download", name)
	document.Get("body").Call("append", link)
	link.Call("click")
	link.Call("remove")
	p.after(60000, func() { window.Get("URL").Call("revokeObjectURL", url) }) // browsers read it when they like
}

// exported says what was saved, or why it was not, in the dialog if it is open.
func (p *page) exported(name string, err error) {
	text := name + " is saved."
	switch {
	case err != nil:
		text = capitalised(err.Error()) + "."
	case sandboxed():
		text = fmt.Sprintf("%s is ready, but this frame may keep it: if no file comes, its page does not allow downloads; open Cascade in a window of its own.", name)
	}
	p.screen.change(true, func() {
		p.model.Saved = text
		if d := p.model.View.Dialog; d != ui.ExportDialog && d != ui.ShareDialog {
			p.model.Notices = []string{text}
		}
	})
	p.renewDialog()
}

// sandboxed says whether the page is in a frame that is kept apart from its surroundings, and may not save files unless it was
// allowed to; a page can't ask.
func sandboxed() bool {
	return window.Get("origin").Equal(js.ValueOf("null")) && !window.Get("parent").Equal(window)
}
