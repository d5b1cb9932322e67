package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"cascade/scripts/internal/chromium"
)

// area is where a panel shows data: x and width in the window.
const area = `(id) => { const e = document.querySelector("[data-panel=" + id + "] .u-over"); return e ? e.getBoundingClientRect() : {}; }`

// TestNothingMovesForANotice: what is said when a slider has been let go covers a little of the page and moves nothing.
func TestNothingMovesForANotice(t *testing.T) {
	for _, width := range []int{390, 1280} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := ready(t, singleFile(), "hopfield?n=100&samples=50&chains=40&updates=300", width, 800)
			p.Do(`await cascade.seek(20)`)
			boxes := `JSON.stringify([...document.querySelectorAll(".bar, .panel, .controls, .scalars, .row")].map((e) => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; }))`
			p.Wait(`document.querySelectorAll(".row.main").length === 2`)
			before := p.Text(boxes)
			p.Do(`await cascade.set("beta", "0.5")`)
			p.Wait(`!document.querySelector(".notice").hidden && document.querySelector(".notice").textContent.includes("β")`)
			if after := p.Text(boxes); after != before {
				t.Errorf("a notice moved the page:\n%s\n%s", before, after)
			}
			if n := p.Number(`document.querySelector(".notice").getBoundingClientRect().bottom - innerHeight`); n > 0 {
				t.Errorf("the notice ends %v below the window", n)
			}
		})
	}
}

// aligned says how far the time axes of the hero and of the panel below it are apart, at both ends.
func aligned(p *chromium.TestPage, hero, under string) float64 {
	return p.Number(fmt.Sprintf(`(() => { const f = %s, a = f(%q), b = f(%q); return Math.max(Math.abs(a.x - b.x), Math.abs(a.x + a.width - b.x - b.width)); })()`, area, hero, under))
}

// TestTimeAxesAlign: moments stand below one another, however wide the numbers at the axis of one of the panels are.
func TestTimeAxesAlign(t *testing.T) {
	p := ready(t, singleFile(), "hopfield?n=100&samples=50&chains=40&updates=300&init=0.001", 1280, 720)
	p.Do(`await cascade.seek(3)`)
	hero := p.Text(`document.querySelector(".hero [data-panel]").dataset.panel`)
	under := p.Text(`document.querySelector(".under [data-panel]").dataset.panel`)
	p.Wait(fmt.Sprintf(`[%q, %q].every((id) => (%s)(id).width > 0)`, hero, under, area))
	if d := aligned(p, hero, under); d > 0.6 {
		t.Errorf("%v pixels apart", d)
	}
	narrow := p.Number(fmt.Sprintf(`(%s)(%q).x`, area, hero))
	press := keys(t, p)
	press("t") // measured alone, on a linear axis: 2×10⁻⁶
	press("l")
	p.Wait(fmt.Sprintf(`(%s)(%q).x > %v`, area, hero, narrow))
	p.Wait(fmt.Sprintf(`Math.abs((%[1]s)(%[2]q).x - (%[1]s)(%[3]q).x) < 0.6`, area, hero, under))
	if d := aligned(p, hero, under); d > 0.6 {
		t.Errorf("with wide numbers %v pixels apart", d)
	}
}

// TestNoTextIsCut: on a usual window names of experiments and parameters are there to the last letter.
func TestNoTextIsCut(t *testing.T) {
	p := ready(t, singleFile(), "hopfield?n=100&samples=50&chains=40", 1024, 768)
	if cut := p.Text(`(() => {
		const picker = document.querySelector(".picker"), style = getComputedStyle(picker), pen = document.createElement("canvas").getContext("2d");
		pen.font = style.fontWeight + " " + style.fontSize + " " + style.fontFamily;
		const room = picker.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
		return [...picker.options].filter((o) => pen.measureText(o.text).width > room).map((o) => o.text).join();
	})()`); cut != "" {
		t.Errorf("the list of experiments cuts %s", cut)
	}
	p.Do(`document.querySelector(".more").click()`)
	p.Wait(`document.querySelectorAll(".controls.all .row").length > 5`)
	if cut := p.Text(`[...document.querySelectorAll(".row .name, .title h2")].filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent).join()`); cut != "" {
		t.Errorf("cut: %s", cut)
	}
}

// TestMapIsLarge: the landscape is what a projector's window shows, not its legend.
func TestMapIsLarge(t *testing.T) {
	p := ready(t, singleFile(), "hopfield?n=100&samples=50&chains=40&updates=300", 1280, 720)
	p.Do(`await cascade.seek(20)`)
	p.Wait(fmt.Sprintf(`(%s)("free_energy").height >= 215`, area))
	if gap := p.Number(`(() => { const r = (q) => document.querySelector(q).getBoundingClientRect().right; return r(".beside .title") - r(".beside .views"); })()`); gap > 1 {
		t.Errorf("the switch stands %v pixels from the edge of the panel's head", gap)
	}
}

// TestHeaderFits: at every width the parts of the header stand apart, the picker and the speed have room for their longest names, and it
// takes a fifth of a phone's screen at most once the page has moved.
func TestHeaderFits(t *testing.T) {
	for _, width := range []int{320, 379, 390, 560, 600, 680, 768, 900, 959, 960, 1024, 1121, 1280, 1480, 1920} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := ready(t, singleFile(), "mattis?n=100&samples=50&chains=40&updates=1000", width, 760)
			header(t, p)
			p.Do(`scrollTo(0, 200)`)
			if n := p.Number(`document.querySelector(".bar").getBoundingClientRect().bottom`); n > 0.2*760 {
				t.Errorf("the header takes %v pixels", n)
			}
		})
	}
}

// TestHeaderFitsWithLargeLetters: neither do its parts meet in the projector's letters, nor in a presentation, whose parts stand at the plot's edges.
func TestHeaderFitsWithLargeLetters(t *testing.T) {
	for _, width := range []int{320, 390, 460, 600, 680, 768, 900, 960, 1024, 1121, 1280, 1480, 1920} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := ready(t, singleFile(), "mattis?n=100&samples=50&chains=40&updates=1000&theme=projector", width, 760)
			header(t, p)
			p.Do(`await cascade.load("mattis?n=100&samples=50&chains=40&updates=1000&view=present")`)
			p.Wait(`document.querySelector(".presenting .hero .u-over")?.clientWidth > 0`)
			header(t, p)
			if edges := p.Text(`(() => {
				const box = (q) => document.querySelector(q).getBoundingClientRect();
				return [box(".play").left - box(".hero .title").left, box(".tools").right - box(".hero .title").right].map(Math.round).join();
			})()`); edges != "0,0" {
				t.Errorf("the transport stands %s pixels from the edges of the plot", edges)
			}
		})
	}
}

// watchJumps lets Chromium count what share of the window moves how far, from the first picture on. still fails where that is seen.
func watchJumps(t *testing.T, p *chromium.TestPage) (still func()) {
	p.Do(`(window.jumps = [], new PerformanceObserver((list) => jumps.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true }))`)
	return func() {
		t.Helper()
		if moved := p.Text(`jumps.filter((j) => j.value > 0.01).map((j) => j.value.toFixed(3) + ": " + j.sources.map((s) => s.node?.className).join(", ")).join("; ")`); moved != "" {
			t.Errorf("what moved: %s", moved)
		}
	}
}

// TestNothingJumps: from the first picture on nothing moves by itself, neither when the program starts, nor while a run goes on, nor with
// another link to the experiment.
func TestNothingJumps(t *testing.T) {
	for _, width := range []int{390, 1280} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := ready(t, singleFile(), "hopfield?n=100&samples=50&chains=40&updates=300", width, 760)
			still := watchJumps(t, p)
			drawn := func() {
				p.Wait(`[...document.querySelectorAll(".hero, .under")].every((e) => e.querySelector(".u-over")?.clientWidth > 0)`)
			}
			drawn()
			p.Do(`await cascade.run()`)
			p.Wait(`document.querySelector(".count b").textContent === "300"`)
			p.Do(`await cascade.load("hopfield?kappa=0.5&n=100&samples=50&chains=40&updates=400")`)
			p.Wait(`document.querySelector(".count").textContent.endsWith("400")`)
			drawn()
			still()
		})
	}
}

// TestNothingJumpsForAnother: neither does anything when a lesson opens beside a run, nor when the page is filled with other panels at other
// places: those of another experiment, of a presentation, or below a caption.
func TestNothingJumpsForAnother(t *testing.T) {
	for _, width := range []int{390, 1280} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := ready(t, singleFile(), "mattis?n=100&samples=50&chains=40&lesson=one.2", width, 760)
			still := watchJumps(t, p)
			drawn := func(sign string) {
				p.Wait(`document.querySelector(".hero .u-over")?.clientWidth > 0 && ` + sign)
				p.Do(`await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`)
			}
			drawn(`!document.querySelector(".lesson").hidden`)
			for _, c := range []struct{ link, sign string }{
				{"hysteresis", `document.querySelector(".picker").value === "hysteresis" && document.querySelector(".lesson").hidden`},
				{"hopfield?n=100&samples=50&chains=40&view=present", `document.querySelector(".presenting")`},
				{"mattis", `!document.querySelector(".caption").hidden`},
			} {
				p.Do(fmt.Sprintf(`await cascade.load(%q)`, c.link))
				drawn(c.sign)
			}
			still()
		})
	}
}

// TestFramesAreFilled: in a frame as small as a picture the header leaves room for the run, and no level of the page is wider than its frame.
func TestFramesAreFilled(t *testing.T) {
	for _, level := range []string{"full", "basic", "none"} {
		t.Run(level, func(t *testing.T) {
			p := ready(t, singleFile(), "hopfield?n=100&samples=50&chains=40&updates=1000&ui="+level, 320, 180)
			p.Do(`await cascade.seek(5)`)
			if n := p.Number(`document.documentElement.scrollWidth - innerWidth`); n > 0 {
				t.Errorf("the page is %v pixels wider than its frame", n)
			}
			if n := p.Number(`document.querySelector(".bar").getBoundingClientRect().bottom`); n > 100 {
				t.Errorf("the header takes %v pixels", n)
			}
			if n := p.Number(`document.querySelector(".count").getBoundingClientRect().right - innerWidth`); n > 0 {
				t.Errorf("the counter ends %v pixels outside", n)
			}
			if level == "full" {
				header(t, p)
			}
		})
	}
}

// TestResultsFadeWhereTheyGoOn: a list of results that is longer than its place ends in a fade until it is read to its end.
func TestResultsFadeWhereTheyGoOn(t *testing.T) {
	p := ready(t, singleFile(), "hopfield?n=100&samples=50&chains=40", 1280, 720)
	mask := `getComputedStyle(document.querySelector(".scalars")).maskImage`
	p.Wait(`document.querySelector(".scalars").scrollHeight > document.querySelector(".scalars").clientHeight + 20 && ` + mask + ` !== "none"`)
	p.Do(`document.querySelector(".scalars").scrollTo(0, 9999)`)
	p.Wait(mask + ` === "none"`)
	p.Do(`await cascade.load("mattis?n=100&samples=50&chains=40&ui=basic")`)
	p.Wait(mask + ` === "none"`)
}

// TestSlidersAreLong: at no width do names and numbers leave a slider no room.
func TestSlidersAreLong(t *testing.T) {
	p := ready(t, singleFile(), "hopfield?n=100&samples=50&chains=40", 1280, 720)
	for _, width := range []int{320, 619, 620, 839, 840, 959, 960, 1024, 1480} {
		if _, err := chromedp.Run(p.Context, chromedp.EmulateViewport(int64(width), 720)); err != nil {
			t.Fatal(err)
		}
		p.Wait(fmt.Sprintf(`innerWidth === %d`, width))
		if n := p.Number(`Math.min(...[...document.querySelectorAll(".row.main .slider")].map((e) => e.clientWidth))`); n < 60 {
			t.Errorf("%v pixels in a window of %d", n, width)
		}
	}
}

// header fails where parts of the header meet, stand outside of the window, or cut a name.
func header(t *testing.T, p *chromium.TestPage) {
	t.Helper()
	if meet := p.Text(`(() => {
		const parts = [...document.querySelectorAll(".bar :is(button, select, .scrub, .count)")].filter((e) => e.getClientRects().length);
		const meet = parts.filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.className + " the edge");
		for (const a of parts) for (const b of parts) {
			const r = a.getBoundingClientRect(), s = b.getBoundingClientRect();
			if (a !== b && r.left < s.right - 1 && s.left < r.right - 1 && r.top < s.bottom - 1 && s.top < r.bottom - 1) meet.push(a.className + " " + b.className);
		}
		return meet.join();
	})()`); meet != "" {
		t.Errorf("in the header meet: %s", meet)
	}
	if cut := p.Text(`(() => {
		const pen = document.createElement("canvas").getContext("2d");
		return [...document.querySelectorAll(".bar select")].filter((e) => e.clientWidth).flatMap((e) => {
			const style = getComputedStyle(e), room = e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
			pen.font = style.fontWeight + " " + style.fontSize + " " + style.fontFamily;
			return [...e.options].filter((o) => pen.measureText(o.text).width > room).map((o) => o.text);
		}).join();
	})()`); cut != "" {
		t.Errorf("cut: %s", cut)
	}
}

// TestFingersHaveRoom: where targets are as large as fingers, the header's parts stand apart, titles are whole and menus within the window.
func TestFingersHaveRoom(t *testing.T) {
	for _, width := range []int{320, 390, 600} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := open(t, width, 760)
			if _, err := chromedp.Call(p.Context, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true}); err != nil {
				t.Fatal(err)
			}
			p.Goto(singleFile() + "#hopfield?n=100&samples=50&chains=40&updates=1000")
			p.Wait(booted)
			p.Do(`await cascade.run()`)
			p.Wait(`matchMedia("(pointer: coarse)").matches && document.querySelectorAll(".views").length > 0`)
			header(t, p)
			if cut := p.Text(`[...document.querySelectorAll(".title h2")].filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent).join()`); cut != "" {
				t.Errorf("cut: %s", cut)
			}
			for _, name := range []string{"learn", "compare", "share"} {
				p.Do(`document.querySelector("[popovertarget=` + name + `]").click()`)
				p.Wait(`document.querySelector("#` + name + `:popover-open button") !== null`)
				if out := p.Text(`(() => { const r = document.querySelector("#` + name + `").getBoundingClientRect(); return r.left < 0 || r.right > innerWidth || r.bottom > innerHeight ? [r.left, r.right, r.bottom].join() : ""; })()`); out != "" {
					t.Errorf("the menu %s leaves the window: %s", name, out)
				}
			}
		})
	}
}

// TestResultsSayWhatTheyAre where few panels leave room: each number is explained below the table, which ends where the plot does; beside a plot it is not.
func TestResultsSayWhatTheyAre(t *testing.T) {
	for _, width := range []int{960, 1280, 1920} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			p := ready(t, singleFile(), "hysteresis?theme=projector", width, 1000)
			p.Wait(`[...document.querySelectorAll(".meanings dt")].filter((e) => e.clientHeight).map((e) => e.textContent).join() === "A,hc"`)
			p.Wait(`Math.abs(document.querySelector(".hero").getBoundingClientRect().bottom - document.querySelector(".scalars").getBoundingClientRect().bottom) < 1`)
			if n := p.Number(`Math.min(...[...document.querySelectorAll(".row .slider")].filter((e) => e.getClientRects().length).map((e) => e.clientWidth))`); n < 60 {
				t.Errorf("a slider of %v pixels", n)
			}
			cut := `[...document.querySelectorAll(".row .name")].filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent).join()`
			if names := p.Text(cut); names != "" {
				t.Errorf("cut: %s", names)
			}
			p.Do(`await cascade.load("mattis?n=100&samples=50&chains=40&updates=100&view=present")`)
			p.Wait(`document.querySelector(".presenting .row.main")`)
			if names := p.Text(cut); names != "" {
				t.Errorf("in a presentation cut: %s", names)
			}
			p.Do(`await cascade.load("mattis?n=100&samples=50&chains=40&updates=100")`)
			p.Wait(`document.querySelector(".scalars tbody tr") && !document.querySelector(".meanings").textContent`)
		})
	}
}
