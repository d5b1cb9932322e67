//go:build js && wasm

package browser

import "syscall/js"

// address keeps the fragment of the page's address equal to the link of the run.
type address struct {
	location js.Value
	written  string  // the link last written; empty if the reader has put another there since
	fragment string  // that the page knows of: what the browser made of written, or left if it refused, or what the reader put there
	at       float64 // milliseconds
	push     bool    // the next link is one that the reader chose: the browser's Back returns from it
}

const writeEvery = 300 // milliseconds; browsers refuse more than about ten changes a second

func (p *page) openAddress() {
	a := &p.address
	a.location = window.Get("location")
	a.fragment = a.location.Get("hash").String()
	p.listen(window, "hashchange", func(js.Value) {
		hash := a.location.Get("hash").String()
		if hash == a.fragment {
			return
		}
		a.fragment = hash
		link := a.link()
		p.inbox.add(func() {
			a.written, a.push = "", false
			p.load(link, nil)
		})
	})
}

// link returns what the address asks for; a page that was saved with a link in it asks for that where its address says nothing.
func (a *address) link() string {
	hash := a.location.Get("hash").String()
	if baked := document.Call("querySelector", "meta[name=link]"); len(hash) < 2 && baked.Truthy() {
		hash = baked.Get("content").String()
	}
	return linkOf(hash)
}

// url returns the page's address with that link.
func (a *address) url(link string) string {
	return trimHash(a.location.Get("href").String()) + "#" + link
}

// write puts the link into the address bar, and tells whether it has to come back for that. A page in a sandbox, or opened
// from a disk, may not be allowed to: then the address stays as it is, and the link can still be copied.
func (a *address) write(now float64, link string) (later bool) {
	hash := a.location.Get("hash").String()
	if link == "" || link == a.written && hash == a.fragment {
		a.push = false
		return false
	}
	if hash != a.fragment {
		return true // the reader has just changed it, and the event is on its way
	}
	if now-a.at < writeEvery {
		return true
	}
	method := "replaceState"
	if a.push && link != a.written {
		method = "pushState"
	}
	a.written, a.at, a.push = link, now, false
	_, _ = call(window.Get("history"), method, nil, "", "#"+link)
	a.fragment = a.location.Get("hash").String()
	return false
}
