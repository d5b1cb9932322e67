package browser

import "testing"

// fallen counts the pixels with ink of the waterfall's layer, those of a future that is faint left out, and says how far they reach to the
// right, as a share of the canvas. The third number stands for what is in the first part of the run.
const fallen = `(() => {
	const c = document.querySelector("[data-panel=waterfall] canvas.waterfall");
	const { data } = c.getContext("2d").getImageData(0, 0, c.width, c.height);
	let ink = 0, right = 0, sum = 0;
	for (let i = 3; i < data.length; i += 4) {
		if (data[i] < 100) continue;
		ink++;
		const x = (i >> 2) % c.width;
		right = Math.max(right, x);
		if (x < 0.3 * c.width) sum = (sum * 31 + data[i] + i) % 1e9; // without the edge, where columns are blended
	}
	return [ink, right / c.width, sum];
})()`

// settled waits until the picture stays as it is: panels are drawn one after the other.
const settled = `await (async () => {
	for (let before = 0, now; ; before = now) {
		now = String(` + fallen + `);
		if (now === before) return true;
		await new Promise((r) => setTimeout(r, 200));
	}
})()`

// TestWaterfallFills: the columns appear as the run goes, two bands after the transition, and going back what was there before, with the rest faint.
func TestWaterfallFills(t *testing.T) {
	p := ready(t, singleFile(), "mattis?n=100&samples=50&chains=200&seed=3&updates=600", 1600, 1000)
	p.Wait(`document.querySelector("[data-panel=waterfall] canvas.waterfall") !== null`)
	at := func(update string) (ink, right, sum float64) {
		p.Do(`await cascade.seek(` + update + `)`)
		p.Wait(settled)
		p.Do(`window.found = ` + fallen)
		return p.Number(`found[0]`), p.Number(`found[1]`), p.Number(`found[2]`)
	}
	ink, right, sum := at("150")
	if ink < 500 || right < 0.2 || right > 0.4 {
		t.Errorf("after a quarter of the run %v pixels, up to %v of the width", ink, right)
	}
	if late, end, _ := at("600"); late < 2*ink || end < 0.8 {
		t.Errorf("at the end %v pixels after %v, up to %v of the width", late, ink, end)
	}
	if _, again, same := at("150"); again != right || same != sum {
		t.Errorf("back at 150 the picture is another one: up to %v, was %v", again, right)
	}
	p.Do(`await cascade.set("lr", "0.1")`)
	p.Do(`await cascade.run()`)
	p.Wait(fallen + `[1] > 0.8`)
	if n := p.Number(`(await cascade.record()).fields.waterfall.cols - (await cascade.record()).series.q.x.length`); n != 0 {
		t.Errorf("%v columns more than points", n)
	}
}
