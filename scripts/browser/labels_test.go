package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"cascade/scripts/internal/chromium"
	"cascade/ui"
)

// wordsOnCanvas keeps, for each canvas, the words that were painted since it was empty: those with a letter, since numbers at axes need no explanation.
const wordsOnCanvas = `
window.wordsOn = new Map();
const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
CanvasRenderingContext2D.prototype.clearRect = function (...args) { wordsOn.set(this.canvas, []); return clearRect.apply(this, args); };
CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
	if (/\p{L}/u.test(text)) {
		const width = this.measureText(text).width, align = { left: 0.5, center: 0, right: -0.5 }[this.textAlign];
		const at = this.getTransform().transformPoint(new DOMPoint(x + align * width, y - 0.3 * parseFloat(this.font)));
		if (!wordsOn.has(this.canvas)) wordsOn.set(this.canvas, []);
		wordsOn.get(this.canvas).push({ text, x: at.x, y: at.y });
	}
	return fillText.call(this, text, x, y);
};`

// unexplained presses, while everything explains itself, every word that is painted, every symbol and every control, and lists what gets no sentence
// as an answer. Symbols and painted words need a formula or a source as well, and a painted word must not be answered by its panel.
const unexplained = `(() => {
	const bad = [], box = document.getElementById("what");
	const ask = (element, x, y, strictly) => {
		element.dispatchEvent(new PointerEvent("click", { clientX: x, clientY: y, bubbles: true, cancelable: true, pointerType: "mouse" }));
		const open = box.matches(":popover-open");
		if (strictly) {
			return open && [...box.querySelectorAll("p:not(.head, .remark), dd")].some((e) => /\p{L}{2}.* .*\./u.test(e.textContent)) && box.querySelector("math, .remark");
		}
		return open && [...box.querySelectorAll("p:not(.remark), dd")].some((e) => e.textContent.trim().split(/\s+/).length > (e.className === "head" ? 3 : 1));
	};
	let words = 0;
	for (const [canvas, list] of wordsOn) {
		const plot = canvas.closest(".plot");
		if (!plot || !canvas.isConnected) continue;
		const r = canvas.getBoundingClientRect(), ratio = canvas.width / r.width;
		for (const w of list) {
			if (w.text === "no data yet") continue;
			words++;
			if (!ask(plot, r.left + w.x / ratio, r.top + w.y / ratio, true) || !document.querySelector(".painted [aria-details=what]")) bad.push(plot.dataset.panel + ": painted " + w.text);
		}
	}
	const skip = "#what, .explain-hint, dialog, .menu, [hidden], .strip";
	let elements = 0;
	for (const e of document.querySelectorAll("[data-what], [data-about], button, select, input, summary, [role=slider]")) {
		if (e.closest(skip) || e.closest(".painted") || !e.checkVisibility({ visibilityProperty: true }) || e.disabled) continue;
		elements++;
		if (!ask(e, 0, 0, /^(param|result|x|y) /.test(e.dataset.what))) bad.push((e.dataset.what ?? e.dataset.about ?? e.tagName + " " + e.className) + " " + (e.ariaLabel ?? e.textContent.trim().slice(0, 40)));
	}
	for (const o of document.querySelectorAll(".painted > *")) if (!ask(o, 0, 0, true)) bad.push("word " + o.dataset.what);
	return words < 4 || elements < 25 ? "only " + words + " words and " + elements + " elements" : [...new Set(bad)].join("; ");
})()`

// labelled is true once every panel is drawn; it brings the first that is not into sight.
const labelled = `(() => {
	const plots = [...document.querySelectorAll(".plot")], next = plots.find((p) => p.clientWidth > 0 && !p.querySelector(".painted"));
	next?.scrollIntoView({ block: "center" });
	return plots.length > 0 && !next;
})()`

// TestEverythingExplainsItself asks every painted word, symbol, axis and control of every figure on offer, and of trained machines.
func TestEverythingExplainsItself(t *testing.T) {
	p := open(t, 1280, 720)
	p.Before(wordsOnCanvas)
	p.Goto(singleFile() + "#mattis")
	p.Wait(booted)
	p.Do(`document.querySelector(".more")?.click()`)
	press := keys(t, p)
	check := func(t *testing.T, link string) {
		steps := map[string]int{"scaling": 12, "relaxation": 12, "hysteresis": 90}[link] // until machines are measured
		p.Wait(labelled)
		p.Do(fmt.Sprintf(`await cascade.step(%d)`, max(steps, 3)))
		p.Wait(labelled)
		press("i")
		p.Wait(`document.querySelector(".explaining") && ` + labelled)
		if bad := p.Text(unexplained); bad != "" {
			t.Errorf("%s: %s", link, bad)
		}
		press("i")
		p.Wait(`!document.querySelector(".explaining")`)
	}
	for _, format := range []string{"machine", "gaussian"} {
		t.Run(format, func(t *testing.T) {
			link := map[string]string{"machine": "genome?hidden=8&chains=40&samples=60&updates=3", "gaussian": "hopfield?n=60&samples=30&chains=20&updates=3"}[format]
			give(t, p, "drop", "body", ownFile{"w.npz", taken(t, link, "npz", "test"), ""})
			p.Wait(`cascade.state().link.startsWith("` + format + `")`)
			check(t, format)
		})
	}
	for _, preset := range ui.Presets {
		t.Run(preset.Title, func(t *testing.T) {
			p.Do(`await cascade.load(` + quoted(preset.Link) + `)`)
			p.Wait(`cascade.state().link === ` + quoted(preset.Link))
			check(t, preset.Link)
		})
	}
}

func quoted(text string) string { return "\"" + strings.ReplaceAll(text, "\"", "\\\"") + "\"" }

// TestPaintedWords: words in a plot answer to the pointer; the keyboard moves through them, and the run rests.
func TestPaintedWords(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	p.Wait(`document.querySelectorAll(".hero .painted > *").length >= 4`)
	press := keys(t, p)
	p.Do(`document.querySelector(".hero .painted").focus()`)
	p.Wait(boxed + ` !== ""`)
	active := `document.getElementById(document.activeElement.getAttribute("aria-activedescendant")).dataset.what`
	seen := map[string]bool{}
	for range int(p.Number(`document.querySelectorAll(".hero .painted > *").length`)) {
		seen[p.Text(active)] = true
		press(kb.ArrowRight)
	}
	for _, what := range []string{"x overlap", "y overlap", "mark t_c", "curve overlap q"} {
		if !seen[what] {
			t.Errorf("the keys do not come to %q: %v", what, seen)
		}
	}
	p.Wait(`document.activeElement.querySelector("[aria-selected=true]").getAttribute("aria-description") !== null && cascade.state().update === 0`)
	press(kb.Escape)
	p.Wait(boxed + ` === ""`)
	p.Do(`document.activeElement.blur()`)
	pointTo(t, p, "mark t_c")
	p.Wait(boxed + `.includes("Vertical lines")`)
}

// pointTo moves the mouse to a word that is painted in the hero.
func pointTo(t *testing.T, p *chromium.TestPage, what string) {
	t.Helper()
	press := keys(t, p)
	press("i") // lays the options over the words
	p.Wait(`document.querySelector(".explaining")`)
	selector := `.hero .painted [data-what="` + what + `"]`
	x, y := middle(p, selector)
	press("i")
	p.Wait(`!document.querySelector(".explaining")`)
	moveTo(t, p, x, y)
}
