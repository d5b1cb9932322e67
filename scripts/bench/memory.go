package main

import (
	"fmt"
	"os"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"cascade/scripts/bench/cases"
	"cascade/scripts/internal/chromium"
)

// memory returns a measurement of what a page holds while the machine of a link, nv x nh, trains at full speed with all panels: when
// it has begun, at most, and in the end. It writes down the parts every half a minute; ten minutes, make endurance, show whether
// it is flat.
func memory(link string, nv, nh int) func(b *chromium.Browser, served, _ string, seconds float64) (cases.Result, error) {
	return func(b *chromium.Browser, served, _ string, seconds float64) (cases.Result, error) {
		r, err := holds(b, served+"#"+link, seconds)
		r.NV, r.NH = nv, nh
		return r, err
	}
}

// tellMemory lets the page and its workers say how large the memory of their program is.
const tellMemory = `(() => {
	const tell = (own) => {
		const make = WebAssembly.instantiate, wire = new BroadcastChannel("wasm memory");
		let memory;
		WebAssembly.instantiate = async (...all) => {
			const made = await make(...all);
			memory = (made.instance ?? made).exports.mem;
			return made;
		};
		if (own) window.ownMemory = () => memory?.buffer.byteLength ?? 0;
		else wire.onmessage = () => { if (memory) wire.postMessage([name, memory.buffer.byteLength]); };
	};
	tell(true);
	const Plain = Blob;
	window.Blob = class extends Plain {
		constructor(parts, options) { super(options?.type === "text/javascript" ? ["(" + tell + ")(false);\n", ...parts] : parts, options); }
	};
	window.allMemory = async () => {
		const wire = new BroadcastChannel("wasm memory"), list = [["page", ownMemory()]];
		wire.onmessage = ({ data }) => list.push(data);
		wire.postMessage(0);
		await new Promise((done) => setTimeout(done, 500));
		wire.close();
		return "wasm of the " + list.map(([name, bytes]) => name + " " + (bytes / 2 ** 20).toFixed(1)).join(", ") + "; JS " +
			(performance.memory.usedJSHeapSize / 2 ** 20).toFixed(1) + " MB; " + document.querySelectorAll("*").length + " elements; update " + cascade.state().update;
	};
})()`

func holds(b *chromium.Browser, url string, seconds float64) (r cases.Result, err error) {
	page, err := b.Open(1280, 720)
	if err != nil {
		return r, err
	}
	defer page.Close()
	// While requests are recorded, a page keeps a copy of all that it loaded.
	if _, err := chromedp.Call(page.Context, network.Disable, cdp.Empty{}); err != nil {
		return r, err
	}
	if err := page.Before(tellMemory); err != nil {
		return r, err
	}
	if err := page.Goto(url); err != nil {
		return r, err
	}
	if err := page.Wait(ready); err != nil {
		return r, err
	}
	if _, err := chromium.Eval[bool](page, `(cascade.play(), true)`); err != nil {
		return r, err
	}
	if err := page.Wait(`cascade.state().update > 3`); err != nil {
		return r, err
	}
	const mega = 1 << 20
	m := &cases.Memory{}
	next := min(30, seconds/2)
	for start := time.Now(); ; time.Sleep(time.Second) {
		total, shared, err := b.Resident()
		if err != nil {
			return r, err
		}
		m.End, m.Shared = float64(total)/mega, float64(shared)/mega
		if m.Start == 0 {
			m.Start = m.End
		}
		m.Most = max(m.Most, m.End)
		passed := time.Since(start).Seconds()
		if passed >= next {
			next += 30
			parts, err := chromium.Eval[string](page, "await allMemory()")
			if err != nil {
				return r, err
			}
			fmt.Fprintf(os.Stderr, "memory: after %.0f s %.0f MB, %.0f of it shared; %s\n", passed, m.End, m.Shared, parts)
		}
		if passed > seconds {
			break
		}
	}
	if r.Reps, err = chromium.Eval[int](page, `cascade.state().update`); err != nil {
		return r, err
	}
	r.Memory = m
	fmt.Fprintf(os.Stderr, "memory: %.0f MB in the end, at most %.0f, %.0f of it shared\n", m.End, m.Most, m.Shared)
	return r, nil
}
