package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"cascade/scripts/internal/chromium"
)

// boxed is what the box says, empty while there is none.
const boxed = `(document.querySelector("#what:popover-open")?.textContent ?? "")`

// point moves the mouse to the middle of an element.
func point(t *testing.T, p *chromium.TestPage, selector string) {
	t.Helper()
	x, y := middle(p, selector)
	moveTo(t, p, x, y)
}

// moveTo moves the mouse to a place of the window.
func moveTo(t *testing.T, p *chromium.TestPage, x, y float64) {
	t.Helper()
	if _, err := chromedp.Run(p.Context, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, y)); err != nil {
		t.Fatal(err)
	}
}

// TestWhatIsThis: a symbol explains itself with its formula to who points at it or moves to it by keyboard; Escape ends that and the
// pointer may go into the box; in the mode for it a press asks and does nothing else. All of it works in the single file.
func TestWhatIsThis(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	press := keys(t, p)
	point(t, p, ".row label")
	p.Wait(boxed + `.includes("teacher") && document.querySelector("#what math") && document.querySelector("[aria-details=what]")`)
	point(t, p, "#what")
	p.Do(`await new Promise((done) => setTimeout(done, 600))`)
	p.Wait(boxed + ` !== ""`)
	press(kb.Escape)
	p.Wait(boxed + ` === ""`)
	pointTo(t, p, "x overlap")
	p.Wait(boxed + `.includes("log-likelihood")`)
	point(t, p, ".hero .plot-host")
	p.Wait(boxed + ` === ""`)

	p.Do(`document.querySelector(".controls .head button:last-of-type").focus()`)
	press(kb.Tab)
	p.Wait(`document.activeElement.closest(".row") && ` + boxed + ` !== ""`)
	press(kb.ArrowRight)
	p.Wait(boxed + ` === ""`)

	p.Do(`document.activeElement.blur()`)
	press("i")
	p.Wait(`document.querySelector(".explaining")`)
	x, y := middle(p, ".play")
	if _, err := chromedp.Run(p.Context, chromedp.MouseClickXY(x, y)); err != nil {
		t.Fatal(err)
	}
	p.Wait(boxed + ` !== "" && !cascade.state().running`)
	p.Wait(`document.querySelector(".scalars tbody th")`)
	p.Do(`document.querySelector(".scalars tbody th").focus()`)
	press(kb.Escape)
	press(kb.Escape)
	p.Wait(`!document.querySelector(".explaining") && ` + boxed + ` === ""`)

	p.Do(`document.querySelector(".learn").click()`)
	p.Do(`document.querySelector("#learn [data-value=physics]").click()`)
	p.Wait(`document.querySelectorAll("#physics math").length > 20`)
	p.Do(`document.querySelector("#physics [data-value=hopfield]").click()`)
	p.Wait(`cascade.state().link.startsWith("hopfield") && !document.querySelector("#physics").open`)
}

// TestAPageThatMovesAsksNothing: what comes to lie under a pointer at rest, since a press of it has moved the page, does not explain itself.
func TestAPageThatMovesAsksNothing(t *testing.T) {
	p := ready(t, singleFile(), "hopfield", 1920, 1080) // where the results come to lie under the button
	p.Wait(`document.querySelector(".scalars tbody th") && !document.querySelector(".caption").hidden`)
	x, y := middle(p, ".more")
	mouse(t, p, input.DispatchMouseEventTypeMouseMoved, x, y)
	mouse(t, p, input.DispatchMouseEventTypeMousePressed, x, y)
	mouse(t, p, input.DispatchMouseEventTypeMouseReleased, x, y)
	p.Wait(fmt.Sprintf(`document.querySelector(".controls.all") && document.elementFromPoint(%v, %v).closest("[data-what]")`, x, y))
	p.Do(`await new Promise((done) => setTimeout(done, 900))`)
	if s := p.Text(boxed); s != "" {
		t.Errorf("explained without a question: %q", s)
	}
	point(t, p, ".scalars thead th:nth-child(2)")
	p.Wait(boxed + ` !== ""`)
}
