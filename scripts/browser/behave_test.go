package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"cascade/scripts/internal/chromium"
)

// where says at which update of which run the page stands.
const where = `[cascade.state().update, cascade.state().link, cascade.state().hash].join()`

// slide moves a slider to a value, and lets it go if done.
func slide(p *chromium.TestPage, name, value string, done bool) {
	p.Do(fmt.Sprintf(`(() => { const s = document.querySelector("input[type=range][aria-label=%s]"); s.value = %q;
		s.dispatchEvent(new Event("input", { bubbles: true })); if (%v) s.dispatchEvent(new Event("change", { bubbles: true })); })()`, name, value, done))
}

// TestUndoIsTheInverse: of a setting in a run with a past, of one in its past, and of a drag that was set more than once. Where nothing is left it says so.
func TestUndoIsTheInverse(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	press := keys(t, p)
	p.Do(`await cascade.seek(100)`)
	first := p.Text(where)
	slide(p, "beta", "2", true)
	p.Wait(`cascade.state().link.includes("events=100.beta.2")`)
	p.Do(`await cascade.seek(200)`)
	second := p.Text(where)
	p.Do(`await cascade.seek(150)`)
	third := p.Text(where)
	slide(p, "lr", "-1.5", false) // and rests
	p.Wait(`cascade.state().link.includes("150.lr.")`)
	p.Do(`await cascade.step(1)`)
	slide(p, "lr", "-1", true)
	p.Wait(`cascade.state().link.includes("151.lr.0.1")`)
	p.Do(`await cascade.seek(180)`)
	fourth := p.Text(where)
	for _, c := range []struct{ key, want string }{{"z", third}, {"z", first}, {"z", first}, {"Z", third}, {"Z", fourth}, {"Z", fourth}, {"z", third}, {"z", first}} {
		press(c.key)
		p.Wait(fmt.Sprintf(`%s === %q`, where, c.want))
	}
	press("z")
	p.Wait(`document.querySelector(".notice")?.textContent.includes("There is nothing to undo.")`)
	if second == first {
		t.Error("nothing was set")
	}
	p.Wait(fmt.Sprintf(`document.querySelector(".count b").textContent === "100" && location.hash === %q`, "#"+mattisLink))
}

// TestAllIsOfOneUpdate: on a slow machine, too, the counter says what the panels show, and nothing stands still.
func TestAllIsOfOneUpdate(t *testing.T) {
	p := ready(t, singleFile(), "hopfield?n=200&updates=1000000", 1280, 720)
	if _, err := chromedp.Call(p.Context, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4}); err != nil {
		t.Fatal(err)
	}
	p.Do(script(`let newest = 0, news = 0; window.apart = window.looks = 0; window.seen = new Set();
		addEventListener("cascade-frame", (e) => { newest = e.detail.update; news++; });
		await cascade.play();
		const start = performance.now();
		while (seen.size < 8 && performance.now() - start < 15000) await new Promise((done) => requestAnimationFrame(() => {
			const was = newest;
			setTimeout(() => { if (was > 0) { looks++; const shown = Number(document.querySelector(".count b").textContent.replace(/\D/g, "")); seen.add(shown); if (shown !== was && newest === was) apart++; } done(); });
		})); await cascade.pause()`))
	if n, looks := p.Number(`apart`), p.Number(`looks`); n > looks/10 {
		t.Errorf("the counter and the panels are apart in %v of %v frames", n, looks)
	}
	if n := p.Number(`seen.size`); n < 8 {
		t.Errorf("the counter showed %v updates", n)
	}
	p.Wait(`Number(document.querySelector(".count b").textContent.replace(/\D/g, "")) === cascade.state().update`)
}

// TestResultsFollowADrag: predictions are those of the slider in the frame that draws the preview, and the run's own when it comes back.
func TestResultsFollowADrag(t *testing.T) {
	p := ready(t, serve(t, "/", nil), hopfieldLink, 1280, 900)
	theory := `[...document.querySelectorAll(".scalars tbody tr")].map((r) => r.cells[2].textContent).join()`
	p.Wait(`cascade.state().hash`)
	p.Wait(theory + `.includes(".")`)
	before := p.Text(theory)
	slide(p, "kappa", "0.5", false)
	p.Wait(theory + fmt.Sprintf(` !== %q`, before)) // not let go yet
	slide(p, "kappa", "0.3", true)
	p.Wait(theory + fmt.Sprintf(` === %q`, before))
}

// TestScriptsAreToldWhatCannotBe set, and by which kind of error; the page that this one is part of may set what the link locks.
func TestScriptsAreToldWhatCannotBe(t *testing.T) {
	p := ready(t, singleFile(), mattisLink+"&lock=beta", 1000, 700)
	for call, want := range map[string]string{
		`cascade.set("nope", 1)`:          `RangeError: Mattis has no parameter "nope"; it has seed, updates, beta`,
		`cascade.set("lr", "fast")`:       `RangeError: lr="fast" is not a number.`,
		`cascade.set("lr", NaN)`:          `RangeError: lr="NaN" is not a number.`,
		`cascade.set("seed", "Infinity")`: `RangeError: seed="Infinity" is not a number.`,
		`cascade.set("method", "magic")`:  `RangeError: method="magic" is none of exact, saddle, pcd, cd.`,
		`cascade.set("lr")`:               `TypeError: The verb set needs the name of a parameter and its value.`,
		`cascade.seek("far")`:             `TypeError: The verb seek needs an update.`,
		`cascade.step(0.5)`:               `TypeError: The verb step needs a number of updates: a whole number from 1 on.`,
	} {
		if got := p.Text(call + `.then(() => "resolved", (e) => e.name + ": " + e.message)`); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", call, got)
		}
	}
	if got := p.Text(`(await cascade.set("lr", 1e9)).corrections.join()`); !strings.Contains(got, "is outside") {
		t.Errorf("a value beyond the range: %q", got)
	}
	p.Do(`await cascade.set("beta", 2)`)
	p.Wait(`document.querySelector("input[type=range][aria-label=beta]").value === "2" && document.querySelector("input[type=range][aria-label=beta]").disabled`)
	keys(t, p)("z")
	p.Do(`await new Promise((done) => setTimeout(done, 100))`)
	if link := p.Text(`cascade.state().link`); !strings.Contains(link, "beta=2") {
		t.Errorf("a visitor undoes what is locked: %s", link)
	}
}

// TestALinkOpensAsItSays: nothing of the link before stays, and what the reader chose by hand is in no link.
func TestALinkOpensAsItSays(t *testing.T) {
	p := ready(t, serve(t, "/", nil), "hopfield?n=50&theme=projector&view=surface", 1280, 720)
	theme := `document.documentElement.dataset.theme`
	p.Wait(theme + ` === "projector"`)
	keys(t, p)("t")
	p.Do(`await cascade.load("hopfield?n=60")`)
	p.Wait(theme + ` === "auto" && !document.querySelector("[aria-pressed=true][title*=urface]")`)
	p.Wait(`location.hash === "#hopfield?n=60" && (await cascade.svg("sigma")).includes("stroke-dasharray")`)
	for _, name := range []string{"light", "dark"} { // by hand
		p.Do(`document.querySelector(".theme").click()`)
		p.Wait(theme + fmt.Sprintf(` === %q`, name))
	}
	p.Do(`await cascade.load("hopfield?n=70&theme=light")`)
	p.Wait(theme + ` === "light"`)
	p.Do(`await cascade.load("hopfield?n=60")`)
	p.Wait(theme + ` === "dark"`)
	if link := p.Text(`cascade.state().link`); link != "hopfield?n=60" {
		t.Errorf("the link is %s", link)
	}
}

// TestHeldKeys: one that changes a parameter steps as long as it is down, and that is one setting.
func TestHeldKeys(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	p.Do(`await cascade.seek(50)`)
	p.Do(script(`for (let i = 0; i < 20; i++) { document.dispatchEvent(new KeyboardEvent("keydown", { key: "]", repeat: i > 0, bubbles: true })); await new Promise(requestAnimationFrame); }
		window.during = cascade.state().link; document.dispatchEvent(new KeyboardEvent("keyup", { key: "]", bubbles: true }))`))
	p.Wait(`cascade.state().link.endsWith("&events=50.beta.1.6")`)
	if link := p.Text(`during`); link != mattisLink {
		t.Errorf("while the key is down: %s", link)
	}
	press := keys(t, p)
	press("z")
	p.Wait(fmt.Sprintf(`cascade.state().link === %q && cascade.state().update === 50`, mattisLink))
	// All keys at once, held, and then the window loses the focus: the page answers.
	p.Do(script(`for (let i = 0; i < 40; i++) for (const key of ["[", "]", ";", "'", "z", "Z", "t", "l", "r", "n", "ArrowRight", "ArrowLeft", " ", "m", "1", "3"])
			document.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey: key === "Z", repeat: i > 0, bubbles: true }));
		dispatchEvent(new Event("blur"))`))
	p.Do(script(`await new Promise((done) => setTimeout(done, 200)); await cascade.load("mattis?n=50")`))
	p.Do(`await cascade.step(3)`)
	p.Do(`document.querySelector(".more").click()`)
	p.Wait(`document.querySelector(".controls.all")`)
	press(kb.Escape)
	p.Wait(`!document.querySelector(".controls.all")`)
}

// TestFullScreen fills the screen by F, and by a presentation, which ends with it.
func TestFullScreen(t *testing.T) {
	p := ready(t, serve(t, "/", nil), mattisLink, 1280, 720)
	press := keys(t, p)
	press("f")
	p.Wait(`document.fullscreenElement === document.documentElement`)
	press("f")
	p.Wait(`!document.fullscreenElement && document.querySelectorAll(".panel").length > 3`)
	p.Do(`await new Promise((done) => setTimeout(done, 300))`) // a browser refuses to fill a screen that it is just leaving
	press("p")
	p.Wait(`document.fullscreenElement && document.querySelector(".presenting") && document.querySelectorAll(".panel").length === 1`)
	p.Do(`document.exitFullscreen()`) // what the browser does on Escape, without a key for the page
	p.Wait(`!document.querySelector(".presenting") && document.querySelectorAll(".panel").length > 3 && !location.hash.includes("view") && document.documentElement.dataset.theme === "auto"`)
}

// TestASliderLetGoOutside of the window sets its last value, and does not follow any more.
func TestASliderLetGoOutside(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	x, y := middle(p, "input[type=range][aria-label=beta]")
	mouse(t, p, input.DispatchMouseEventTypeMousePressed, x, y)
	mouse(t, p, input.DispatchMouseEventTypeMouseMoved, x+3000, y+2000)
	mouse(t, p, input.DispatchMouseEventTypeMouseReleased, x+3000, y+2000)
	p.Wait(`cascade.state().link.startsWith("mattis?beta=4&")`)
	mouse(t, p, input.DispatchMouseEventTypeMouseMoved, x, y)
	press := keys(t, p)
	press("z")
	p.Wait(fmt.Sprintf(`cascade.state().link !== "" && !cascade.state().link.includes("beta=4")`))
	if v := p.Text(`document.querySelector("input[type=range][aria-label=beta]").value`); v == "4" {
		t.Errorf("the slider shows %s", v)
	}
}

// TestBackAndForward go through the links that were opened, and two tabs know nothing of each other.
func TestBackAndForward(t *testing.T) {
	url := serve(t, "/", nil)
	p := ready(t, url, "mattis?n=50", 1280, 720)
	press := keys(t, p)
	press("3")
	p.Wait(`location.hash === "#hopfield"`)
	press("5")
	p.Wait(`location.hash === "#hierarchy"`)
	other := ready(t, url, "binary?n=60", 1000, 700)
	for _, c := range []struct{ by, link string }{{"-1", "hopfield"}, {"-1", "mattis?n=50"}, {"2", "hierarchy"}, {"-1", "hopfield"}, {"1", "hierarchy"}, {"-1", "hopfield"}} {
		p.Do(`history.go(` + c.by + `)`)
		p.Wait(fmt.Sprintf(`cascade.state().link === %q && location.hash === %q`, c.link, "#"+c.link))
	}
	other.Wait(`cascade.state().link === "binary?n=60" && (await cascade.step(2)).update === 2`)
}

// TestPrintAfterASeek: what is on paper is the update that the counter says.
func TestPrintAfterASeek(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	p.Do(`await cascade.run()`)
	p.Do(script(`await cascade.seek(120); dispatchEvent(new Event("beforeprint"));
		window.paper = [document.querySelector(".count b").textContent, document.querySelector("[data-panel=overlap] .printed svg") !== null]; window.hash = cascade.state().hash.slice(0, 8);
		window.written = document.querySelector(".hash").textContent; dispatchEvent(new Event("afterprint"))`))
	if got, want := p.Text(`paper.join() + " " + written`), p.Text(`"120,true " + hash`); got != want {
		t.Errorf("on paper %s, want %s", got, want)
	}
}

// TestAnAnswerStays: what a script or the counter reads when a verb has answered is what stays, also when it was asked for in the middle of
// an update, which here takes longer than a frame.
func TestAnAnswerStays(t *testing.T) {
	p := ready(t, singleFile(), "mattis?n=900&method=pcd&k=60&samples=100&updates=100000", 1280, 720)
	p.Do(`void (window.now = () => { const s = cascade.state(), theory = (n) => s.scalars[n].value + "/" + s.scalars[n].theory;
		return [s.update, s.link, s.hash, s.running, Object.keys(s.scalars).sort().map(theory), document.querySelector(".count b").textContent].join(); })`)
	for _, verb := range []string{`pause()`, `seek(4)`, `pause()`, `step(2)`, `pause()`, `set("lr", 0.03)`, `set("seed", 5)`, `pause()`, `set("updates", cascade.state().update + 2).then(cascade.run)`} {
		p.Do(script(`if (` + fmt.Sprint(verb == "pause()") + `) {
				await cascade.play();
				await new Promise((done) => addEventListener("cascade-frame", () => setTimeout(done, 15), { once: true }));
			}
			await cascade.` + verb + `;
			window.then = now();
			const s = await new Promise((done) => setTimeout(() => done(now()), 120));
			window.changed = s === then ? "" : then + " became " + s`))
		if changed := p.Text(`changed`); changed != "" {
			t.Errorf("after %s %s", verb, changed)
		}
	}
}

// TestASettingIsAnsweredAtOnce: while the run plays, set does not wait for news of it, and the page shows the value when it answers.
func TestASettingIsAnsweredAtOnce(t *testing.T) {
	p := ready(t, singleFile(), "mattis?n=900&method=pcd&k=60&samples=100&updates=100000", 1280, 720)
	got := p.Text(script(`let news = 0, prompt = 0;
		addEventListener("cascade-frame", () => news++);
		await cascade.step(1);
		await cascade.play();
		for (let i = 1; i <= 10; i++) {
			const before = news, value = "0.0" + (1 + i % 8), state = await cascade.set("lr", value);
			if (news === before) prompt++;
			const shown = document.getElementById("param-lr").value;
			if (!state.running || !state.link.endsWith(".lr." + Number(value)) || Number(shown) !== Number(value)) return value + ": " + shown + ", " + state.link;
		}
		return prompt > 0 ? "at once" : "behind the next news"`))
	if got != "at once" {
		t.Errorf("ten settings in a run that plays were answered %s", got)
	}
}
