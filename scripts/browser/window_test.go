package browser

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// apart lists the panels in sight whose canvases do not fill their host, or on which nothing is drawn.
const apart = `[...document.querySelectorAll(".plot-host")].filter((host) => {
	const box = host.getBoundingClientRect(), all = [...host.querySelectorAll("canvas")];
	if (box.top >= innerHeight || box.bottom <= 0) return false;
	return !all.some((c) => c.getContext("2d").getImageData(0, 0, c.width, c.height).data.some((x) => x)) || all.some((c) => {
		const r = c.getBoundingClientRect();
		return r.left < box.left - 2 || r.right > box.right + 2 || r.bottom > box.bottom + 2 || Math.abs(c.width - r.width * devicePixelRatio) > 2;
	});
}).map((host) => host.dataset.panel).join()`

// TestResizedInTheMiddleOfARun: the window gets other sizes while the run plays. It plays on, panels follow, and nothing of it is lost.
func TestResizedInTheMiddleOfARun(t *testing.T) {
	p := ready(t, singleFile(), "hopfield?n=100&samples=50&chains=40&updates=1000000", 1920, 1080)
	p.Do(`await cascade.play()`)
	for _, size := range [][2]int64{{390, 844}, {1280, 720}, {320, 180}, {1600, 900}, {1280, 720}} {
		if _, err := chromedp.Call(p.Context, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: size[0], Height: size[1], DeviceScaleFactor: 1}); err != nil {
			t.Fatal(err)
		}
		p.Do(`void (window.then = cascade.state().update)`)
		p.Wait(fmt.Sprintf(`innerWidth === %d && cascade.state().running && cascade.state().update > then + 2`, size[0]))
		p.Wait(`document.documentElement.scrollWidth <= innerWidth && ` + apart + ` === ""`)
		p.Wait(`(getComputedStyle(document.querySelector(".bar")).position === "static") === (innerHeight < 400)`) // it would take most of a small window
	}
	hash := p.Text(`(window.end = await cascade.pause()).hash`)
	if again := p.Text(script(`await cascade.load(end.link); return (await cascade.seek(end.update)).hash`)); again != hash {
		t.Errorf("the run came to %s, and again to %s", hash, again)
	}
}

// TestASliderAnswersInItsFrame: its number and the point of the phase diagram are where it is in the picture that shows it moved.
func TestASliderAnswersInItsFrame(t *testing.T) {
	p := ready(t, singleFile(), "hopfield?n=200&samples=50&chains=40&updates=1000000", 1600, 1000)
	p.Wait(`document.querySelector(".plane-point")?.getAttribute("aria-valuetext")`)
	p.Do(`await cascade.play()`)
	p.Do(`void (window.late = [], window.seen = window.behind = window.lost = 0, document.addEventListener("input", ({ target }) => {
		const { value } = target;
		const look = (frame) => requestAnimationFrame(() => { // and after all that is done for this frame
			const pipe = new MessageChannel();
			pipe.port1.onmessage = () => {
				if (target.value !== value) return; // another input came first
				const box = document.querySelector("input[type=range][aria-label=kappa]").closest(".row").querySelector(".box").value;
				const there = document.querySelector(".plane-point").getAttribute("aria-valuetext").includes("kappa " + value + ",");
				if (frame === 0) seen++;
				if (frame === 0 && Number(box) !== Number(value)) late.push(value + ": " + box);
				if (frame === 0 && !there) behind++;
				if (frame === 2 && !there) lost++;
				if (frame < 2) look(frame + 1);
			};
			pipe.port2.postMessage(0);
		});
		look(0);
	}, true))`)
	x, y := middle(p, "input[type=range][aria-label=kappa]")
	mouse(t, p, input.DispatchMouseEventTypeMousePressed, x, y)
	for i := range 12 {
		mouse(t, p, input.DispatchMouseEventTypeMouseMoved, x+float64(3*i), y)
		p.Do(`await new Promise((done) => setTimeout(done, 60))`) // a hand rests between its moves
	}
	p.Wait(`seen >= 5`)
	mouse(t, p, input.DispatchMouseEventTypeMouseReleased, x, y)
	if late := p.Text(`late.join()`); late != "" {
		t.Errorf("slider and number: %s", late)
	}
	t.Logf("of %v pictures the point was behind in %v, and in %v two frames later", p.Number(`seen`), p.Number(`behind`), p.Number(`lost`))
	if n := p.Number(`lost`); n != 0 {
		t.Errorf("two frames later the point of the phase diagram was still behind, %v times", n)
	}
	if p.Number(`behind / seen`) > 0.25 { // a picture that was begun before the input may be due first
		t.Errorf("the point of the phase diagram was behind in %v of %v frames", p.Number(`behind`), p.Number(`seen`))
	}
}
