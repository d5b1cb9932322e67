package browser

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"cascade/scripts/internal/chromium"
)

const hopfieldLink = "hopfield?n=100&samples=50&chains=40&updates=400"

// mouse sends the browser one event of the pointer.
func mouse(t *testing.T, p *chromium.TestPage, kind input.DispatchMouseEventType, x, y float64) {
	t.Helper()
	if _, err := chromedp.Run(p.Context, chromedp.MouseEvent(kind, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1))); err != nil {
		t.Fatal(err)
	}
}

// middle returns the middle of an element.
func middle(p *chromium.TestPage, selector string) (x, y float64) {
	rect := fmt.Sprintf(`document.querySelector(%q).getBoundingClientRect()`, selector)
	return p.Number(`(() => { const r = ` + rect + `; return r.x + r.width / 2; })()`), p.Number(`(() => { const r = ` + rect + `; return r.y + r.height / 2; })()`)
}

// shown says what the point and both sliders show.
const shown = `(() => {
	const value = (name) => document.querySelector("input[type=range][aria-label=" + name + "]").value;
	return [document.querySelector(".plane-point").getAttribute("aria-valuetext"), value("beta"), value("kappa")].join(" | ");
})()`

// TestThePointIsTheTwoSliders: it is dragged, beyond the window too, moved by keys and by a slider; point, sliders and link agree, before it is let
// go and after.
func TestThePointIsTheTwoSliders(t *testing.T) {
	p := ready(t, serve(t, "/", nil), hopfieldLink, 1600, 1000)
	p.Wait(`document.querySelector(".plane-point")?.getAttribute("aria-valuetext") === "beta 2, kappa 0.3, retrieval of both patterns"`)
	x, y := middle(p, ".plane-point")
	mouse(t, p, input.DispatchMouseEventTypeMousePressed, x, y)
	mouse(t, p, input.DispatchMouseEventTypeMouseMoved, x-30, y-20)
	p.Wait(shown + ` !== "beta 2, kappa 0.3, retrieval of both patterns | 2 | 0.3"`)
	text := strings.Split(p.Text(shown), " | ")
	if want := fmt.Sprintf("beta %s, kappa %s, ", text[1], text[2]); !strings.HasPrefix(text[0], want) {
		t.Errorf("while it is dragged: %q", text)
	}
	mouse(t, p, input.DispatchMouseEventTypeMouseMoved, -500, -2000) // beyond the corner of the least beta and the largest kappa
	p.Wait(shown + ` === "beta 0.1, kappa 0.95, paramagnet | 0.1 | 0.95"`)
	mouse(t, p, input.DispatchMouseEventTypeMouseReleased, -500, -2000)
	p.Wait(`cascade.state().link.startsWith("hopfield?beta=0.1&kappa=0.95&")`)
	p.Wait(`location.hash.includes("kappa=0.95")`)
	mouse(t, p, input.DispatchMouseEventTypeMouseMoved, x, y)
	if got := p.Text(shown); !strings.HasPrefix(got, "beta 0.1,") {
		t.Errorf("it follows the pointer after it was let go: %s", got)
	}
	p.Do(`document.querySelector(".plane-point").focus()`)
	key := func(name string, modifiers ...chromedp.KeyOption) {
		t.Helper()
		if _, err := chromedp.Run(p.Context, chromedp.KeyEvent(name, modifiers...)); err != nil {
			t.Fatal(err)
		}
	}
	key(kb.ArrowRight)
	key(kb.ArrowDown, chromedp.KeyModifiers(chromedp.ModifierShift))
	p.Wait(shown + ` === "beta 0.11, kappa 0.85, paramagnet | 0.11 | 0.85"`)
	p.Wait(`cascade.state().link.startsWith("hopfield?beta=0.11&kappa=0.85&")`)
	if u := p.Number(`cascade.state().update`); u != 0 {
		t.Errorf("the keys moved the run to update %v as well", u)
	}
	p.Do(`document.querySelector("input[type=range][aria-label=beta]").focus()`)
	key(kb.End)
	p.Wait(shown + ` === "beta 4, kappa 0.85, pair retrieval | 4 | 0.85"`)
}

// TestADragIsFewEvents: of a learning rate in a run that goes on, and of the teacher in one that rests, where it is one of each parameter. What is shown
// in between is a preview, and the end of the window's focus ends it.
func TestADragIsFewEvents(t *testing.T) {
	p := ready(t, singleFile(), "hopfield?n=100&samples=50&chains=40&updates=1000000", 1600, 1000)
	events := `(cascade.state().link.match(/\d+\.(lr|beta|kappa)\./g) ?? []).length`
	slide := func(name string, milliseconds int) {
		t.Helper()
		p.Do(fmt.Sprintf(`await new Promise((done) => {
			const slider = document.querySelector("input[type=range][aria-label=%s]"), min = +slider.min, max = +slider.max, start = performance.now();
			const move = (now) => {
				const share = (now - start) / %d;
				slider.value = min + (max - min) * (0.3 + 0.2 * Math.min(Math.max(share, 0), 1));
				slider.dispatchEvent(new Event("input", { bubbles: true }));
				if (share < 1) return requestAnimationFrame(move);
				slider.dispatchEvent(new Event("change", { bubbles: true }));
				done();
			};
			requestAnimationFrame(move);
		})`, name, milliseconds))
	}
	p.Do(`(window.previews = 0, addEventListener("cascade-preview", () => previews++))`)
	p.Do(`cascade.play()`)
	p.Wait(`cascade.state().update > 3`)
	slide("lr", 1500)
	p.Do(`await cascade.pause()`)
	if n := p.Number(events); n < 1 || n > 8 {
		t.Errorf("%v events of a drag of the learning rate in a running run: %s", n, p.Text(`cascade.state().link`))
	}
	before := p.Number(events)
	slide("kappa", 150)
	p.Wait(events + fmt.Sprintf(` === %v`, before+1))
	if p.Number(`previews`) < 2 {
		t.Error("theory did not follow the slider")
	}
	p.Do(`await cascade.set("kappa", 0.3)`) // back where it was, before any update
	p.Wait(events + fmt.Sprintf(` === %v`, before))
	x, y := middle(p, ".plane-point")
	mouse(t, p, input.DispatchMouseEventTypeMousePressed, x, y)
	mouse(t, p, input.DispatchMouseEventTypeMouseMoved, x+20, y)
	p.Do(`dispatchEvent(new Event("blur"))`)
	p.Wait(events + fmt.Sprintf(` === %v`, before+1))
	was := p.Text(shown)
	mouse(t, p, input.DispatchMouseEventTypeMouseMoved, x-40, y)
	if now := p.Text(shown); now != was {
		t.Errorf("the drag goes on after the window lost the focus: %s, then %s", was, now)
	}
	mouse(t, p, input.DispatchMouseEventTypeMouseReleased, x-40, y)
	if math.IsNaN(p.Number(events)) || p.Number(events) != before+1 {
		t.Error("letting go of what had ended made an event")
	}
}
