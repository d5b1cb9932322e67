package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"cascade/scripts/internal/chromium"
)

const (
	wellsLink = "hopfield?n=100&samples=200&chains=40&seed=3&updates=400"
	host      = `document.querySelector("[data-panel=free_energy]")`
	glCanvas  = host + `.querySelector("canvas.surface")`
	// view is the button of that name, above the map.
	viewButton = `[...document.querySelectorAll(".views button")].find((b) => b.textContent === %q)`
	// surfaceDrawn is true once the surface is more than an empty canvas.
	surfaceDrawn = glCanvas + ` && (await cascade.png("free_energy")).length > 8000`
)

func button(name string) string { return strings.Replace(viewButton, "%q", `"`+name+`"`, 1) }

// webgl skips a test where the browser has none.
func webgl(t *testing.T, p *chromium.TestPage) {
	t.Helper()
	if p.Text(`document.createElement("canvas").getContext("webgl2") ? "yes" : "no"`) == "no" {
		t.Skip("this browser has no WebGL 2")
	}
}

// TestSurface goes from the map to the surface and back by the control, turns it by key and by drag, and reads link and picture:
// in the single file, whose policy is the strictest.
func TestSurface(t *testing.T) {
	p := ready(t, singleFile(), wellsLink, 1280, 720)
	webgl(t, p)
	p.Do(`await cascade.run()`)
	flat := p.Text(`await cascade.png("free_energy")`)
	const figure = `(await cascade.svg("free_energy")).replace(/<metadata>.*/, "")` // which names the link
	svg := p.Text(figure)
	p.Do(button("Surface") + `.click()`)
	p.Wait(surfaceDrawn)
	p.Wait(`cascade.state().link.includes("view=surface") && location.hash.includes("view=surface")`)
	p.Wait(button("Surface") + `.getAttribute("aria-pressed") === "true" && ` + button("Map") + `.getAttribute("aria-pressed") === "false"`)
	seen := map[string]bool{flat: true}
	look := func(what string) {
		t.Helper()
		picture := p.Text(`await cascade.png("free_energy")`)
		if seen[picture] {
			t.Errorf("%s changes nothing", what)
		}
		seen[picture] = true
	}
	look("the surface")
	update := p.Number(`cascade.state().update`)
	p.Do(glCanvas + `.focus()`)
	for _, key := range []string{kb.ArrowRight, kb.ArrowUp, "+"} {
		press(t, p, key)
		look("the key " + key)
	}
	press(t, p, kb.Home)
	if picture := p.Text(`await cascade.png("free_energy")`); !seen[picture] {
		t.Error("Home does not return to the first view")
	}
	p.Do(`(() => {
		const c = ` + glCanvas + `, at = c.getBoundingClientRect(), x = at.x + at.width / 2, y = at.y + at.height / 2;
		const fire = (type, dx) => c.dispatchEvent(new PointerEvent(type, { pointerId: 1, button: 0, clientX: x + dx, clientY: y, bubbles: true }));
		fire("pointerdown", 0); fire("pointermove", 60); fire("pointerup", 60); fire("pointermove", 500);
	})()`)
	look("a drag")
	if now := p.Number(`cascade.state().update`); now != update {
		t.Errorf("the keys of the surface moved the run from update %v to %v", update, now)
	}
	if p.Text(figure) != svg {
		t.Error("the exported figure is not the map any more")
	}
	p.Do(button("Map") + `.click()`)
	p.Wait(`!` + glCanvas + ` && !cascade.state().link.includes("view")`)
	if p.Text(`await cascade.png("free_energy")`) != flat {
		t.Error("the map is not what it was")
	}
}

func press(t *testing.T, p *chromium.TestPage, key string) {
	t.Helper()
	if err := chromedp.Do(p.Context, chromedp.KeyEvent(key)); err != nil {
		t.Fatal(err)
	}
}

// TestSurfaceFollows: a link opens the surface, it moves with the run, and it is drawn again in other colours from where it was.
func TestSurfaceFollows(t *testing.T) {
	p := ready(t, serve(t, "/", nil), wellsLink+"&view=surface", 1280, 720)
	webgl(t, p)
	p.Wait(surfaceDrawn)
	before := p.Text(`await cascade.png("free_energy")`)
	p.Do(`await cascade.seek(300)`)
	after := p.Text(`await cascade.png("free_energy")`)
	if before == after {
		t.Error("the surface stands still while the run moves")
	}
	p.Do(`document.querySelector(".tools .theme").click()`) // light
	p.Do(`document.querySelector(".tools .theme").click()`)
	p.Wait(`document.documentElement.dataset.theme === "dark"`)
	p.Wait(surfaceDrawn)
	if p.Text(`await cascade.png("free_energy")`) == after {
		t.Error("the surface keeps its colours in another theme")
	}
	p.Do(`await cascade.load("mattis?n=50")`)
	p.Wait(`!document.querySelector("canvas.surface")`)
}

// TestSurfaceLost takes the graphics away: the map takes the surface's place, a sentence says why, and the control brings it back.
func TestSurfaceLost(t *testing.T) {
	p := ready(t, serve(t, "/", nil), wellsLink+"&view=surface", 1280, 720)
	webgl(t, p)
	p.Wait(surfaceDrawn)
	p.Do(glCanvas + `.getContext("webgl2").getExtension("WEBGL_lose_context").loseContext()`)
	p.Wait(`!` + glCanvas + ` && document.querySelector(".notice").innerText.includes("the map shows the same heights")`)
	p.Wait(button("Map") + `.getAttribute("aria-pressed") === "true"`)
	p.Do(button("Surface") + `.click()`)
	p.Wait(surfaceDrawn)
}

// TestNoWebGL: the map stays, and the control says why there is no surface.
func TestNoWebGL(t *testing.T) {
	p := open(t, 1280, 720)
	p.Before(`const get = HTMLCanvasElement.prototype.getContext;
		HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { return kind.startsWith("webgl") ? null : get.call(this, kind, ...rest); };`)
	p.Goto(singleFile() + "#" + wellsLink + "&view=surface")
	p.Wait(booted)
	p.Wait(button("Surface") + `.disabled && ` + button("Surface") + `.title.includes("WebGL")`)
	p.Wait(host + `.querySelector("canvas.heat") && (await cascade.png("free_energy")).length > 8000`)
	if p.Text(`String(document.querySelector("canvas.surface"))`) != "null" {
		t.Error("an empty surface is left")
	}
}
