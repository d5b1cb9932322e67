package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"time"

	"cascade/scripts/bench/cases"
	"cascade/scripts/internal/chromium"
)

// pageCase measures the page itself.
type pageCase struct {
	name    string
	measure func(b *chromium.Browser, served, file string, seconds float64) (cases.Result, error)
}

var pageCases = []pageCase{
	{"frame", frame("digits?side=14&batch=500&chains=500&updates=1000000", 196, 100)},
	{"frameheat", frame("hopfield?updates=1000000", 1000, 2)},
	{"drag", drag},
	{"answer", answer},
	{"seek", seek},
	{"memory", memory("digits?hidden=500&samples=10000&updates=1000000", 784, 500)},
	{"memoryheat", memory("hopfield?n=1000&updates=1000000", 1000, 2)},
	{"firstplot", func(b *chromium.Browser, served, _ string, s float64) (cases.Result, error) {
		return firstPlot(b, served, s)
	}},
	{"firstplotfile", func(b *chromium.Browser, _, file string, s float64) (cases.Result, error) {
		return firstPlot(b, file, s)
	}},
	{"secondplot", func(b *chromium.Browser, served, _ string, s float64) (cases.Result, error) {
		return secondPlot(b, served, s)
	}},
	{"secondplotfile", func(b *chromium.Browser, _, file string, s float64) (cases.Result, error) {
		return secondPlot(b, file, s)
	}},
}

func findPageCase(name string) *pageCase {
	for i := range pageCases {
		if pageCases[i].name == name {
			return &pageCases[i]
		}
	}
	return nil
}

// ready waits for the page's own word that it can be used.
const ready = `window.cascade && (await cascade.ready, true)`

// firstPlot measures from the start of navigation to the animation frame behind the first drawn plot, in a fresh page each
// time, whose caches are empty.
func firstPlot(b *chromium.Browser, url string, seconds float64) (cases.Result, error) {
	return plots(max(5, int(seconds)), func() (float64, error) { return untilPlot(b, url, 1) })
}

// secondPlot is firstPlot for a reader who comes back to the page after having looked at it for some seconds.
func secondPlot(b *chromium.Browser, url string, seconds float64) (cases.Result, error) {
	return plots(max(5, int(seconds/5)), func() (float64, error) { return untilPlot(b, url, 2) })
}

func plots(n int, measure func() (float64, error)) (r cases.Result, err error) {
	times := make([]float64, n)
	for i := range times {
		if times[i], err = measure(); err != nil {
			return r, err
		}
	}
	r.Take(times, 1)
	return r, nil
}

// untilPlot visits an address so many times and returns how many seconds the last visit took to its first plot.
func untilPlot(b *chromium.Browser, url string, visits int) (seconds float64, err error) {
	const watch = `addEventListener("cascade-frame", () => requestAnimationFrame(() => { window.firstPlot ??= performance.now(); }), { once: true })`
	page, err := b.Open(1280, 720)
	if err != nil {
		return 0, err
	}
	defer page.Close()
	if err := page.Before(watch); err != nil {
		return 0, err
	}
	for visit := range visits {
		if visit > 0 {
			time.Sleep(4 * time.Second) // browsers keep machine code when most of it has been improved
			if err := page.Goto("about:blank"); err != nil {
				return 0, err
			}
		}
		if err := page.Goto(url); err != nil {
			return 0, err
		}
		if err := page.Wait(`window.firstPlot`); err != nil {
			return 0, err
		}
	}
	t, err := chromium.Eval[float64](page, `firstPlot`)
	return t / 1000, err
}

// heavy is a machine whose updates take longer than the page may make anyone wait.
const heavy = "#digits?hidden=500&batch=500&chains=500&updates=1000000"

// ask opens an address, evaluates a script there when the page is ready, and reads the JSON that it answers into result.
func ask(b *chromium.Browser, url, script string, result any) error {
	page, err := b.Open(1280, 720)
	if err != nil {
		return err
	}
	defer page.Close()
	if err := page.Goto(url); err != nil {
		return err
	}
	if err := page.Wait(ready); err != nil {
		return err
	}
	text, err := chromium.Eval[string](page, script)
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(text), result)
}

// answer measures how long the page waits for the worker's answer to play, pause, set and step orders while a 784x500
// machine trains, one update of which takes longer than any of them may.
func answer(b *chromium.Browser, served, _ string, seconds float64) (r cases.Result, err error) {
	var times []float64
	err = ask(b, served+heavy, fmt.Sprintf(`(async () => {
		await cascade.step(2);
		const times = [], end = performance.now() + %g;
		const orders = [() => cascade.play(), () => cascade.set("lr", "0.04"), () => cascade.set("lr", "0.05"), () => cascade.pause()];
		for (let i = 0; performance.now() < end; i++) {
			const start = performance.now();
			await orders[i %% 4]();
			times.push(performance.now() - start);
			await new Promise((done) => setTimeout(done, 37 + 11 * (i %% 7)));
		}
		return JSON.stringify(times);
	})()`, 1000*seconds), &times)
	if err != nil {
		return r, err
	}
	for i := range times {
		times[i] /= 1000
	}
	r.NV, r.NH, r.Batch, r.K = 784, 500, 500, 1
	r.Take(times, 1)
	fmt.Fprintf(os.Stderr, "answer: the slowest of %d took %.1f ms\n", len(times), 1000*slices.Max(times))
	return r, nil
}

// seek measures how long the page takes to show another update, anywhere in the first 200 of the run of a 784x500 machine.
func seek(b *chromium.Browser, served, _ string, seconds float64) (r cases.Result, err error) {
	var times []float64
	err = ask(b, served+heavy, fmt.Sprintf(`(async () => {
		await cascade.seek(200);
		const times = [], end = performance.now() + %g;
		for (let i = 0; performance.now() < end || i < 5; i++) {
			const start = performance.now();
			await cascade.seek(Math.round(199 * (i * 0.618 %% 1)));
			times.push((performance.now() - start) / 1000);
		}
		return JSON.stringify(times);
	})()`, 1000*seconds), &times)
	if err != nil {
		return r, err
	}
	r.NV, r.NH, r.Batch, r.K = 784, 500, 500, 1
	r.Take(times, 1)
	fmt.Fprintf(os.Stderr, "seek: the slowest of %d took %.2f s\n", len(times), slices.Max(times))
	return r, nil
}

// frame returns a measurement of the intervals between animation frames while the machine of a link, nv x nh, trains at full
// speed with all panels; it counts the main thread's tasks over 50 ms, too.
func frame(link string, nv, nh int) func(b *chromium.Browser, served, _ string, seconds float64) (cases.Result, error) {
	return func(b *chromium.Browser, served, _ string, seconds float64) (cases.Result, error) {
		r, err := frames(b, served+"#"+link, seconds)
		r.NV, r.NH = nv, nh
		return r, err
	}
}

func frames(b *chromium.Browser, url string, seconds float64) (r cases.Result, err error) {
	var m struct {
		Times []float64
		Long  int
	}
	err = ask(b, url, fmt.Sprintf(`(async () => {
		cascade.play();
		await new Promise((done) => { const see = () => cascade.state().update > 3 ? done() : requestAnimationFrame(see); see(); });
		const times = []; let last, long = 0;
		const observer = new PerformanceObserver((list) => { long += list.getEntries().length; });
		observer.observe({ type: "longtask" });
		await new Promise((done) => {
			const end = performance.now() + %g;
			const tick = (now) => { if (last) times.push(now - last); last = now; now < end ? requestAnimationFrame(tick) : done(); };
			requestAnimationFrame(tick);
		});
		cascade.pause();
		return JSON.stringify({ times, long });
	})()`, 1000*seconds), &m)
	if err != nil {
		return r, err
	}
	for i := range m.Times {
		m.Times[i] /= 1000
	}
	r.LongTasks = &m.Long
	r.Take(m.Times, 1)
	return r, nil
}

// drag measures the intervals between animation frames while the slider of kappa moves in every one of them, how long it takes from a
// movement until theory and landscape are drawn for it, and how long after the frame of the movement that of this picture begins. A movement
// comes at the beginning of a frame, as those of a pointer do.
func drag(b *chromium.Browser, served, _ string, seconds float64) (r cases.Result, err error) {
	var m struct{ Intervals, Drawn, Shown, Tasks []float64 }
	err = ask(b, served+"#hopfield", fmt.Sprintf(`(async () => {
		const slider = document.querySelector("input[type=range][aria-label=kappa]"), tasks = [];
		let step = 0;
		const move = () => {
			slider.value = (0.4 + 0.3 * Math.sin(++step / 40)).toFixed(2);
			slider.dispatchEvent(new Event("input", { bubbles: true }));
		};
		new PerformanceObserver((list) => { for (const e of list.getEntries()) tasks.push(e.duration); }).observe({ type: "longtask" });
		const intervals = []; let last;
		const frames = () => new Promise((done) => {
			const end = performance.now() + %g;
			const tick = (now) => { if (last) intervals.push(now - last); last = now; move(); now < end ? requestAnimationFrame(tick) : done(); };
			requestAnimationFrame(tick);
		});
		await frames();
		await new Promise((done) => setTimeout(done, 600));
		const drawn = [], shown = [];
		for (let i = 0; i < 60; i++) {
			await new Promise((done) => setTimeout(done, 60 + 7 * (i %% 5)));
			const frame = await new Promise(requestAnimationFrame), start = performance.now();
			const picture = new Promise((done) => addEventListener("cascade-preview", () => {
				const now = performance.now();
				requestAnimationFrame((next) => { drawn.push(now - start); shown.push(next - frame); done(); });
			}, { once: true }));
			step += 9;
			move();
			await Promise.race([picture, new Promise((done) => setTimeout(done, 1000))]);
		}
		slider.dispatchEvent(new Event("change", { bubbles: true }));
		return JSON.stringify({ intervals, drawn, shown, tasks });
	})()`, 1000*seconds), &m)
	if err != nil {
		return r, err
	}
	if len(m.Drawn) == 0 {
		return r, fmt.Errorf("no preview was drawn")
	}
	slices.Sort(m.Drawn)
	slices.Sort(m.Shown)
	middle, most := len(m.Drawn)/2, len(m.Drawn)*9/10
	fmt.Fprintf(os.Stderr, "drag: from a movement until its picture is drawn %.1f ms (median of %d), %.1f ms (p90), in the frame that begins %.1f ms (%.1f ms) after its own; longest task over 50 ms: %.0f ms\n",
		m.Drawn[middle], len(m.Drawn), m.Drawn[most], m.Shown[middle], m.Shown[most], slices.Max(append(m.Tasks, 0)))
	for i := range m.Intervals {
		m.Intervals[i] /= 1000
	}
	long := len(m.Tasks)
	r.NV, r.NH, r.LongTasks = 1000, 2, &long
	r.Take(m.Intervals, 1)
	return r, nil
}
