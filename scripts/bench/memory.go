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
	f, err := watch(b, page, seconds)
	if err != nil {
		return r, err
	}
	if r.Reps, err = chromium.Eval[int](page, `cascade.state().update`); err != nil {
		return r, err
	}
	n := len(f.private) / 4
	r.Memory = &cases.Memory{Private: cases.NewHeld(f.private), PSS: cases.NewHeld(f.pss), RSS: cases.NewHeld(f.rss),
		Growth: cases.Median(f.private[3*n:]) - cases.Median(f.private[n:2*n+1])}
	return r, nil
}

// footprints are series of what a page holds, in MB.
type footprints struct{ private, pss, rss []float64 }

// watch looks every second, and writes down the parts every half a minute.
func watch(b *chromium.Browser, page *chromium.Page, seconds float64) (s footprints, err error) {
	const mega = 1 << 20
	next := min(30, seconds/2)
	for start := time.Now(); ; time.Sleep(time.Second) {
		f, err := b.Footprint()
		if err != nil {
			return s, err
		}
		s.private, s.pss, s.rss = append(s.private, float64(f.Private)/mega), append(s.pss, float64(f.PSS)/mega), append(s.rss, float64(f.RSS)/mega)
		passed := time.Since(start).Seconds()
		if passed >= next {
			next += 30
			parts, err := chromium.Eval[string](page, "await allMemory()")
			if err != nil {
				return s, err
			}
			fmt.Fprintf(os.Stderr, "memory: after %.0f s private %d MB, PSS %d, RSS %d; %s\n", passed, f.Private/mega, f.PSS/mega, f.RSS/mega, parts)
		}
		if passed > seconds {
			return s, nil
		}
	}
}
