package browser

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// script is several statements as one expression.
func script(statements string) string { return `await (async () => { ` + statements + ` })()` }

// scrubber is the handle that moves through the run.
const scrubber = `document.querySelector(".scrub input")`

// drag moves the handle to an update, as a pointer does on the way.
const drag = `window.drag = (n) => { const e = ` + scrubber + `; e.value = n; e.dispatchEvent(new Event("input", { bubbles: true })); };
	window.arrival = (n) => new Promise((done) => { const look = () => cascade.state().update === n && !cascade.state().running ? done() : setTimeout(look, 5); look(); });`

// TestScrubbing drags through a run that was done: the page follows, arrives where the handle was let go, and nothing of the run changes.
func TestScrubbing(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	hash := p.Text(`(await cascade.run()).hash`)
	p.Do(script(drag))
	p.Do(script(`const seen = new Set(); addEventListener("cascade-frame", (e) => seen.add(e.detail.update));
		for (let n = 400; n >= 60; n -= 4) { drag(n); await new Promise(requestAnimationFrame); }
		await arrival(60); window.seen = seen.size`))
	if n := p.Number(`seen`); n < 5 {
		t.Errorf("the panels showed %v updates on the way", n)
	}
	if text := p.Text(scrubber + `.getAttribute("aria-valuetext")`); text != "update 60 of 400" {
		t.Errorf("the scrubber says %q", text)
	}
	if n := p.Number(`document.querySelectorAll(".tick:not(.predicted)").length`); n != 1 {
		t.Errorf("%v measured transitions are marked; the one ahead must stay", n)
	}
	svg := p.Text(`await cascade.svg("overlap")`)
	if !strings.Contains(svg, `stroke-opacity="0.3"`) {
		t.Error("the future is not in the plot")
	}
	if link := p.Text(`cascade.state().link`); link != mattisLink {
		t.Errorf("link %s", link)
	}
	if again := p.Text(`(await cascade.run()).hash`); again != hash {
		t.Errorf("hash %s, before %s", again, hash)
	}
	p.Do(scrubber + `.focus()`)
	for _, c := range []struct {
		key  string
		want int
	}{{kb.Home, 0}, {kb.ArrowRight, 1}, {kb.PageUp, 41}, {kb.ArrowLeft, 40}, {kb.PageDown, 0}, {kb.End, 400}} {
		press(t, p, c.key)
		p.Wait(fmt.Sprintf(`cascade.state().update === %d`, c.want))
	}
}

// TestForks changes a parameter at earlier updates, often: the old courses stay in the plots, a few of them, and the link of the last
// one runs natively to the same hash.
func TestForks(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	p.Do(script(`await cascade.run(); await cascade.seek(100); await cascade.set("beta", 2); await cascade.seek(300);`))
	if s := p.Text(`await cascade.svg("overlap")`); !strings.Contains(s, ">β 1.4</text>") {
		t.Error("the branch is not in the plot")
	}
	if s := p.Text(`document.querySelector(".branches").ariaLabel`); s != "Clear 1 branch" {
		t.Errorf("the button says %q", s)
	}
	p.Do(script(`for (let i = 0; i < 40; i++) { await cascade.seek(120); await cascade.set("lr", 0.02 + i / 1000); await cascade.seek(160); }`))
	if s := p.Text(`document.querySelector(".branches").ariaLabel`); s != "Clear 6 branches" {
		t.Errorf("after forty forks the button says %q", s)
	}
	link, hash := p.Text(`cascade.state().link`), p.Text(`(await cascade.run()).hash`)
	if want, _ := native(t, link); want.Hash != hash || !strings.HasSuffix(link, "&events=100.beta.2,120.lr.0.059") {
		t.Errorf("%s ends with %s, natively %s", link, hash, want.Hash)
	}
	p.Do(`document.querySelector(".branches").click()`)
	p.Wait(`document.querySelector(".branches").hidden`)
	if s := p.Text(`await cascade.svg("overlap")`); strings.Contains(s, "ε 0.05") {
		t.Error("a branch is left in the plot")
	}
	// Rewound to the start, another temperature is another run, and the one before its branch; a new link has none.
	p.Do(script(`await cascade.seek(0); await cascade.set("beta", 1.1); await cascade.seek(30)`))
	p.Wait(`document.querySelector(".branches").ariaLabel === "Clear 1 branch"`)
	p.Do(`await cascade.load("mattis?n=50")`)
	p.Wait(`document.querySelector(".branches").hidden`)
	// A branch is named by what it was at its end, not by what it was where it parts.
	p.Do(script(`await cascade.load("mattis?n=100&samples=50&chains=40&updates=300&events=200.beta.2"); await cascade.run(); await cascade.seek(100); await cascade.set("beta", 3); await cascade.seek(250);`))
	if s := p.Text(`await cascade.svg("overlap")`); !strings.Contains(s, ">β 2</text>") || strings.Contains(s, ">β 1.4</text>") {
		t.Error("the branch is not named by its end")
	}
}

// TestButtonsGoBack and the arrow keys, wherever the focus is.
func TestButtonsGoBack(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 390, 844)
	p.Do(`await cascade.seek(50)`)
	p.Do(`document.querySelector("[aria-label='Step back']").click()`)
	p.Wait(`cascade.state().update === 49`)
	press(t, p, kb.ArrowLeft)
	p.Wait(`cascade.state().update === 48`)
	p.Do(script(`const s = ` + scrubber + `; s.focus(); s.value = 0; s.dispatchEvent(new Event("input", {bubbles: true}))`))
	p.Wait(`cascade.state().update === 0`)
	if link := p.Text(`cascade.state().link`); link != mattisLink {
		t.Errorf("link %s", link)
	}
}

// TestSlowMotionShowsOneUpdate: its three stages light up, the panels move with the last, and the numbers add up.
func TestSlowMotionShowsOneUpdate(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	p.Do(`await cascade.seek(50)`)
	p.Do(script(`window.lit = []; window.frames = []; addEventListener("cascade-frame", (e) => frames.push([e.detail.update, lit.at(-1)]));
		new MutationObserver(() => lit.push(document.querySelectorAll(".stage.lit").length)).observe(document.querySelector(".slow"), { subtree: true, childList: true, attributes: true });
		document.querySelector("[aria-label='Slow motion']").click()`))
	p.Wait(`cascade.state().update === 51 && document.querySelectorAll(".stage.lit").length === 3 && frames.some((f) => f[0] === 51)`)
	if s := p.Text(`[...new Set(lit)].filter((n) => n).join() + " " + frames.filter((f) => f[0] === 51).map((f) => f[1]).join()`); !strings.HasPrefix(s, "1,2,3 3") {
		t.Errorf("stages, then those at the frames of the new update: %s", s)
	}
	p.Do(script(`await cascade.step(1)`))
	p.Wait(`document.querySelector(".slow").hidden`)
}

// TestTimeTravelAtRandom plays, steps, seeks, drags, sets and undoes in any order and without waiting: afterwards the link gives the same
// hashes natively, at the update where the run stands and at its end, and the scrubber's marks are the record's transitions.
func TestTimeTravelAtRandom(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	press := keys(t, p)
	p.Do(script(drag))
	random := rand.New(rand.NewPCG(2, 5))
	for range 50 {
		switch random.IntN(9) {
		case 0:
			p.Do(`(cascade.play().catch(() => 0), 0)`)
		case 1:
			p.Do(fmt.Sprintf(`(cascade.seek(%d).catch(() => 0), 0)`, random.IntN(401)))
		case 2:
			p.Do(fmt.Sprintf(`drag(%d)`, random.IntN(401)))
		case 3:
			p.Do(fmt.Sprintf(`(cascade.step(%d).catch(() => 0), 0)`, 1+random.IntN(30)))
		case 4, 5:
			p.Do(fmt.Sprintf(`(cascade.set("lr", %g).catch(() => 0), 0)`, float64(20+random.IntN(60))/1000))
		case 6:
			p.Do(fmt.Sprintf(`(cascade.set("k", %d).catch(() => 0), 0)`, 1+random.IntN(4)))
		default:
			press([]string{"z", "Z", kb.ArrowLeft, kb.ArrowRight}[random.IntN(4)])
		}
	}
	p.Do(`await cascade.pause()`)
	p.Wait(`decodeURIComponent(location.hash.slice(1)) === cascade.state().link && document.querySelector("code.hash").textContent === cascade.state().hash.slice(0, 8)`)
	if n := p.Number(`document.querySelector(".branches").hidden ? 0 : Number.parseInt(document.querySelector(".branches").ariaLabel.slice(6))`); n > 6 {
		t.Errorf("%v branches", n)
	}
	link, update := p.Text(`cascade.state().link`), int(p.Number(`cascade.state().update`))
	want, _ := native(t, link)
	if hash := p.Text(`cascade.state().hash`); !strings.HasSuffix(hash, fmt.Sprintf("%08x", want.Trail[update])) {
		t.Errorf("%s has the hash %s at update %d, natively one that ends with %08x", link, hash, update, want.Trail[update])
	}
	if hash := p.Text(`(await cascade.run()).hash`); hash != want.Hash {
		t.Errorf("%s ends with %s, natively %s", link, hash, want.Hash)
	}
	p.Wait(`document.querySelector(".count b").textContent === "400"`)
	ticks := p.Text(`[...document.querySelectorAll(".tick:not(.predicted)")].map((e) => Math.round(400 * e.style.getPropertyValue("--at"))).join()`)
	var marks []string
	for _, m := range want.Transitions {
		if !math.IsNaN(m.Update) {
			marks = append(marks, fmt.Sprintf("%.0f", m.Update))
		}
	}
	if ticks != strings.Join(marks, ",") {
		t.Errorf("the scrubber marks %s, the record %v", ticks, marks)
	}
}
