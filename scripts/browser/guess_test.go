package browser

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"cascade/scripts/internal/chromium"
)

// decoded is what a reader of QR codes (jsQR) sees in the dialog that shares a link: the code is drawn as a picture first, as a camera would have it.
const decoded = `await (async () => {
	const svg = document.querySelector("#share-link svg.code").cloneNode(true), side = 8 * svg.viewBox.baseVal.width;
	svg.setAttribute("width", side), svg.setAttribute("height", side), svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
	const picture = new Image(), canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
	picture.src = "data:image/svg+xml," + encodeURIComponent(svg.outerHTML);
	await picture.decode();
	canvas.width = canvas.height = side;
	pen.drawImage(picture, 0, 0);
	return jsQR(pen.getImageData(0, 0, side, side).data, side, side)?.data ?? "nothing";
})()`

// shareCode opens the dialog that shares a link and returns what its QR code says.
func shareCode(t *testing.T, p *chromium.TestPage) string {
	t.Helper()
	reader, err := os.ReadFile(filepath.Join(filepath.Dir(dist), "static", "node_modules", "jsqr", "dist", "jsQR.js"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(p.Context, chromedp.Evaluate[chromedp.Void](string(reader)+"; 0")); err != nil {
		t.Fatal(err)
	}
	p.Do(`document.querySelector(".copy").click()`)
	p.Do(`document.querySelector("#share [data-do=share]").click()`)
	p.Wait(`document.querySelector("#share-link[open] svg.code")`)
	return p.Text(decoded)
}

// TestGuessInACode: the QR code of a page with a guess is read back, and what it says opens the guess, of a moment and of a curve with as many corners as
// there may be.
func TestGuessInACode(t *testing.T) {
	curve := "overlap.0~0.1"
	for _, corner := range []string{"36~0.12", "72~0.15", "109~0.21", "145~0.33", "181~0.52", "218~1.1", "254~3.14", "290~9.99", "327~12.3", "363~14.5", "400~15.6"} {
		curve += "~" + corner
	}
	for of, guess := range map[string]string{"t_c": "t_c.222~180~195", "overlap": curve} {
		p := ready(t, serve(t, "/", nil), mattisLink+"&predict="+of+"&guess="+guess, 1280, 720)
		p.Wait(asked)
		said := shareCode(t, p)
		if want := p.Text(`document.getElementById("share-url").value`); said != want || !strings.HasSuffix(said, "&predict="+of+"&guess="+guess) {
			t.Errorf("the code says %s, the dialog %s", said, want)
		}
		other := open(t, 1280, 720)
		other.Goto(said)
		other.Wait(booted)
		other.Wait(asked + ` && cascade.state().link.endsWith("guess=` + guess + `")`)
	}
}

// TestGuessInStillness: with reduced motion a guess is made and judged as ever.
func TestGuessInStillness(t *testing.T) {
	p := open(t, 1280, 720)
	if _, err := chromedp.Call(p.Context, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-reduced-motion", Value: "reduce"}}}); err != nil {
		t.Fatal(err)
	}
	p.Goto(singleFile() + "#" + mattisLink)
	p.Wait(booted)
	press := keys(t, p)
	press("g")
	p.Wait(asked + ` && document.activeElement.id === "marker"`)
	if n := p.Number(`document.getAnimations().filter((a) => a.timeline === document.timeline && a.playState === "running").length`); n != 0 { // others move as the reader scrolls
		t.Errorf("%v animations run", n)
	}
	press(kb.ArrowRight)
	press(kb.Enter)
	p.Wait(`/off by [\d.]+\s%$/.test(document.querySelector(".verdict").textContent) && document.activeElement.id === "verdict" && ` + inked + ` > 500`)
}

// TestNothingLeaksFromAGuess: while a guess is open a record is verified beside it, and the page is printed: neither shows anything of the run, and the
// guess stays.
func TestNothingLeaksFromAGuess(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	p.Do(`await cascade.run()`)
	build := p.Text(`document.querySelector("meta[name=build]").content`)
	p.Wait(`document.querySelectorAll(".scalars tbody tr").length > 2`)
	press := keys(t, p)
	press("g")
	p.Wait(asked + ` && document.activeElement.id === "marker" && ` + inked + ` === 0`)
	press(kb.ArrowRight)
	p.Wait(`/guess=t_c\.\d+$/.test(location.hash)`)
	give(t, p, "dragenter dragover drop", "h1", ownFile{name: "r.json", p: taken(t, mattisLink, "json", build)})
	p.Wait(`document.querySelector(".notice:not([hidden])")?.textContent.includes("reproduced bit for bit")`)
	hidden := asked + ` && /guess=t_c\.\d+$/.test(location.hash) && ` + inked + ` === 0 && document.querySelectorAll(".scalars tbody tr").length === 0`
	p.Wait(hidden)

	p.Do(`window.dispatchEvent(new Event("beforeprint"))`)
	if leak := p.Text(`[...document.querySelectorAll(".panel:not(:has([data-panel=plane])) .printed")].map((f) => f.innerHTML).filter((s) => /stroke-width="2"|t<tspan|σ|±|exponential/.test(s)).join("\n")`); leak != "" {
		t.Errorf("on paper:\n%s", leak)
	}
	if n := p.Number(`document.querySelectorAll(".printed svg").length`); n < 4 {
		t.Errorf("%v figures are printed", n)
	}
	p.Do(`window.dispatchEvent(new Event("afterprint"))`)
	p.Wait(`!document.querySelector(".printed") && ` + hidden)
	press(kb.Enter)
	p.Wait(`/off by/.test(document.querySelector(".verdict").textContent)`)
}

// TestAFieldIsGuessedFromZero: the marker goes no further to the left than links and the box may say.
func TestAFieldIsGuessedFromZero(t *testing.T) {
	p := ready(t, singleFile(), "hysteresis?sweeps=3&chains=20&steps=9&size=50&predict=coercive", 1280, 720)
	p.Wait(`document.querySelector("#marker")`)
	p.Do(`document.querySelector("#marker").focus()`)
	press := keys(t, p)
	press(kb.ArrowRight)
	p.Wait(`/guess=coercive\.0\.0[\d.]+$/.test(location.hash)`)
	press(kb.Home)
	p.Wait(`location.hash.endsWith("guess=coercive.0")`)
}

// TestGuessAWeight asks where a susceptibility diverges: the marker stands on an axis of weights.
func TestGuessAWeight(t *testing.T) {
	p := ready(t, singleFile(), "scaling?sizes=2&chains=100&sweeps=20&points=6&predict=w_c", 1280, 720)
	p.Wait(`document.querySelector("#marker") && document.querySelectorAll(".covered").length >= 1`)
	p.Do(`document.querySelector("#marker").focus()`)
	press := keys(t, p)
	press(kb.ArrowRight)
	p.Wait(`/^weight w [\d.]+$/.test(document.querySelector("#marker").getAttribute("aria-valuetext")) && /guess=w_c\.[\d.]+$/.test(location.hash)`)
	press(kb.Enter)
	p.Wait(`/^Your guess: [\d.]+ · measured [\d.]+ ± [\d.]+ · .*off by [\d.]+\s%$/.test(document.querySelector(".verdict").textContent)`)
}
