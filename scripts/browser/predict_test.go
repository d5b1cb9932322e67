package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// inked is how many pixels of colour, as curves and marks have and axes have not, the canvases of the hero hold.
const inked = `(() => [...document.querySelectorAll(".hero canvas")].reduce((n, c) => {
	const d = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
	for (let i = 0; i < d.length; i += 4) n += d[i + 3] > 100 && Math.max(d[i], d[i + 1], d[i + 2]) - Math.min(d[i], d[i + 1], d[i + 2]) > 60;
	return n;
}, 0))()`

const asked = `document.querySelector(".asker") !== null && document.querySelectorAll(".covered").length >= 2`

// TestPredictByKeyboard guesses a transition with keys alone. Before, nothing shows of the run, even after it has ended; afterwards all does, with the
// guess, how far off it is, and a link that holds it.
func TestPredictByKeyboard(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	press := keys(t, p)
	p.Do(`await cascade.run()`)
	p.Wait(inked + ` > 500`)
	press("g")
	p.Wait(asked + ` && document.activeElement.id === "marker" && ` + inked + ` === 0`)
	for what, leak := range map[string]string{
		"ticks":    `[...document.querySelectorAll(".tick")].filter((e) => e.getClientRects().length).length`,
		"results":  `document.querySelectorAll(".scalars tbody tr").length`,
		"pictures": `document.querySelectorAll(".panel:not(.hero, :has([data-panel=plane])) canvas").length`,
	} {
		if n := p.Number(leak); n != 0 {
			t.Errorf("%v %s are in sight", n, what)
		}
	}
	for _, panel := range []string{"overlap", "chi", "landscape"} {
		if svg := p.Text(`await cascade.svg("` + panel + `")`); strings.Contains(svg, `stroke-width="2"`) || strings.Contains(svg, "t<tspan") || strings.Contains(svg, "exponential") {
			t.Errorf("the figure %s has curves or marks:\n%s", panel, svg)
		}
	}
	p.Wait(`!/crossed|predicted|theory/.test(document.querySelector(".summary").textContent)`)
	press("t")
	p.Do(`document.querySelector(".hero .corner").click()`)
	p.Wait(`document.querySelector(".notice")?.textContent.includes("guess first") && !document.querySelector("dialog#data").open && ` + inked + ` === 0`)
	press("t")
	p.Wait(`document.querySelector("#marker")`)
	p.Do(`document.querySelector("#marker").focus()`)
	press(kb.Enter)
	p.Wait(`document.querySelector(".verdict").textContent.includes("Place your marker first")`)
	press(kb.ArrowRight, chromedp.ModifierShift)
	press(kb.ArrowRight)
	p.Wait(`document.querySelector("#marker").ariaValueNow === "222" && document.querySelector("#guess").value === "222" && location.hash.endsWith("predict=t_c&guess=t_c.222")`)
	press(kb.Enter)
	p.Wait(`/^Your guess: 222 · measured \d.* · theory \d.* · off by [\d.]+\s%$/.test(document.querySelector(".verdict").textContent) && document.activeElement.id === "verdict"`)
	p.Wait(inked + ` > 500 && !document.querySelector(".asker, .covered") && document.querySelectorAll(".scalars tbody tr").length > 2 && document.querySelectorAll(".tick").length === 2`)
	p.Wait(`(await cascade.svg("overlap")).includes(">your guess<") && /t c was crossed/.test(document.querySelector(".summary").textContent)`)

	p.Do(`await cascade.set("beta", 1.3)`)
	p.Wait(`/^Your guess .made for inverse temperature β 1.4.: 222/.test(document.querySelector(".verdict").textContent)`)
	p.Do(`await cascade.set("beta", 1.4)`)
	link := strings.Replace(p.Text(`cascade.state().link`), "&predict", "&lock=guess&predict", 1)
	q := ready(t, singleFile(), link, 1280, 720)
	q.Wait(asked + ` && document.querySelector("#marker").ariaValueNow === "222" && !document.querySelector(".ask select") && cascade.state().link === "` + link + `"`)
	keys(t, q)(" ")
	q.Wait(`document.querySelector(".notice")?.textContent.includes("guess first") && cascade.state().update === 0`)
	if q.Number(`document.querySelectorAll("[data-do=guess-end]").length`) != 0 {
		t.Error("a locked guess can be skipped")
	}
	q.Do(`document.querySelector("[data-do=guess-lock]").click()`)
	q.Wait(`cascade.state().update === 400 && /off by [\d.]+\s%$/.test(document.querySelector(".verdict").textContent)`)
}

// TestPredictACurve draws with the mouse, mends with keys, and opens a link with what can't be read.
func TestPredictACurve(t *testing.T) {
	p := ready(t, singleFile(), mattisLink+"&predict=overlap", 1280, 720)
	p.Wait(asked)
	at := func(kind input.DispatchMouseEventType, x, y float64) {
		left, top := p.Number(`document.querySelector(".asker").getBoundingClientRect().left`), p.Number(`document.querySelector(".asker").getBoundingClientRect().top`)
		width, height := p.Number(`document.querySelector(".asker").clientWidth`), p.Number(`document.querySelector(".asker").clientHeight`)
		mouse(t, p, kind, left+x*width, top+(1-y)*height)
	}
	at(input.DispatchMouseEventTypeMousePressed, 0.01, 0.3)
	for _, to := range [][2]float64{{0.2, 0.3}, {0.6, 0.7}, {0.99, 0.7}} {
		at(input.DispatchMouseEventTypeMouseMoved, to[0], to[1])
	}
	at(input.DispatchMouseEventTypeMouseReleased, 0.99, 0.7)
	p.Wait(`document.querySelectorAll(".knob").length === 4 && /guess=overlap\.[\d.e~-]+$/.test(location.hash)`)
	p.Do(`(window.before = location.hash, document.querySelector("#marker").focus(), 0)`)
	keys(t, p)(kb.ArrowUp, chromedp.ModifierShift)
	p.Wait(`location.hash !== before && document.querySelectorAll(".knob").length === 4`)
	keys(t, p)(kb.Enter)
	p.Wait(`/^Your curve is off by [\d.]+ decades on average · from theory by/.test(document.querySelector(".verdict").textContent) && (await cascade.svg("overlap")).includes(">your guess<")`)

	for link, says := range map[string]string{
		"&predict=t_9":                `is none of`,
		"&predict=t_c&guess=t_c.<b>":  `is not a number`,
		"&predict=t_c&guess=overlap.": `is a guess of`,
		"&guess=t_c.5":                `does not say of what`,
	} {
		p.Do("await cascade.load(`" + mattisLink + link + "`)")
		p.Wait(`document.querySelector(".notice")?.textContent.includes("` + says + `")`)
	}
}
