package browser

import (
	"strconv"
	"strings"
	"testing"
)

// shortly makes the page measure for shorter, and smaller machines.
const shortly = `(() => {
	const post = Worker.prototype.postMessage;
	Worker.prototype.postMessage = function (parcel, ...rest) {
		const cmd = parcel?.cmd && JSON.parse(parcel.cmd);
		if (cmd?.type === "time") Object.assign(cmd, { rate: window.measureTime ?? 0.03 });
		if (cmd?.link?.startsWith("digits?hidden=500")) cmd.link = cmd.link.replace("hidden=500&samples=10000", "hidden=16&side=10&samples=100");
		return post.call(this, cmd ? { ...parcel, cmd: JSON.stringify(cmd) } : parcel, ...rest);
	};
})()`

const (
	openMeasure = `(document.querySelector("#learn [data-value=measure]").click(), await new Promise((done) => { const see = () => document.querySelector("#measure[open]") ? done() : requestAnimationFrame(see); see(); }))`
	benchStatus = `document.querySelector("#measure [role=status]").textContent`
)

// TestMeasuringThisComputer measures the three workloads while a run waits, which then goes on to the same hash; what is copied are the bench's lines.
// Stop, and closing the dialog, end it and let the run play.
func TestMeasuringThisComputer(t *testing.T) {
	const link = "mattis?n=100&samples=50&chains=40&seed=3&updates=1000000"
	want, _ := native(t, strings.Replace(link, "1000000", "60", 1))
	p := open(t, 1280, 720)
	p.Before(shortly)
	p.Before(`window.copied = ""; navigator.clipboard && Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text; } } });
		Object.defineProperty(document, "execCommand", { value: () => { window.copied = document.activeElement.value; return true; } })`)
	p.Goto(singleFile() + "#" + link)
	p.Wait(booted)
	p.Do(`await cascade.seek(40)`)
	p.Do(`document.querySelector(".learn").click()`)
	p.Do(openMeasure)
	if focus := p.Text(`document.activeElement.textContent`); focus != "Measure" {
		t.Errorf("the focus is on %q", focus)
	}
	p.Do(`document.activeElement.click()`)
	p.Wait(`document.getElementById("measure-copy")`)
	if said := p.Text(benchStatus); !strings.HasPrefix(said, "Measured: ") || strings.Count(said, " ms") != 3 {
		t.Errorf("it says %q", said)
	}
	if n := p.Number(`[...document.querySelectorAll("#measure tbody td b")].filter((b) => parseFloat(b.textContent) > 0).length`); n != 3 {
		t.Errorf("%v of 3 times are there", n)
	}
	if focus := p.Text(`document.activeElement.id`); focus != "measure-start" {
		t.Errorf("then the focus is on %q", focus)
	}
	p.Do(`document.getElementById("measure-copy").click()`)
	p.Wait(benchStatus + ` === "Copied."`)
	if text := p.Text(`copied.trim().split("\n").map((line) => JSON.parse(line)).map((t) => [t.case, t.workers, t.cores > 0, t.where === navigator.userAgent, t.p10 <= t.sec_per_update && t.sec_per_update <= t.p90 && t.p10 > 0, t.reps >= 5, t.simd].join()).join(" ")`); text != "bb784x500k1,1,true,true,true,true,true bb784x500k10,1,true,true,true,true,true bg900k1,1,true,true,true,true,true" {
		t.Errorf("copied %q", text)
	}
	p.Do(`document.querySelector("#measure [data-close]").click()`)
	p.Wait(`!document.querySelector("dialog[open]")`)
	p.Do(`await cascade.seek(60)`)
	p.Wait(`cascade.state().hash === ` + strconv.Quote(want.Hash))
	p.Do(`window.measureTime = 600`)
	for _, end := range []string{`document.getElementById("measure-stop").click()`, `document.querySelector("#measure [data-close]").click()`} {
		p.Do(`await cascade.play()`)
		p.Wait(`cascade.state().running`)
		p.Do(`document.querySelector(".learn").click()`)
		p.Do(openMeasure)
		p.Do(`document.getElementById("measure-start").click()`)
		p.Wait(`document.querySelector("#measure tbody").textContent.includes("measuring …") && !cascade.state().running`)
		p.Do(end)
		p.Wait(`cascade.state().running && document.getElementById("measure-start") && !document.getElementById("measure-stop") && ` + benchStatus + ` === "Stopped."`)
		p.Do(`document.querySelector("#measure[open] [data-close]")?.click()`)
		p.Wait(`!document.querySelector("dialog[open]")`)
	}
}
