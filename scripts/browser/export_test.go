package browser

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"cascade/engine/experiments"
	"cascade/scripts/internal/chromium"
	"cascade/wasm/worker"
)

// catching keeps what the page saves, by name, instead of leaving it to the browser.
const catching = `void (() => {
	window.saved = {};
	let last;
	const make = URL.createObjectURL;
	URL.createObjectURL = (blob) => { last = blob; return make.call(URL, blob); };
	const click = HTMLAnchorElement.prototype.click;
	HTMLAnchorElement.prototype.click = function () { if (this.download) saved[this.download] = last; else click.call(this); };
	window.sum = async (name) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", await saved[name].arrayBuffer()))].map((b) => b.toString(16).padStart(2, "0")).join("");
})()`

// taken runs a link natively and returns its file of a format, as the command line writes it for that build.
func taken(t *testing.T, text, format, build string) []byte {
	t.Helper()
	link, _, err := experiments.ParseLink(text)
	if err != nil {
		t.Fatal(err)
	}
	s := experiments.Open(link, nil, &experiments.Assets{})
	for !s.Done() {
		if err := s.Step(func() {}); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := worker.Export(&b, s, format, build); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const takeLink = "hopfield?n=60&samples=40&seed=3&updates=90&chains=20"

// save presses a button of the dialog and waits for the file.
func save(p *chromium.TestPage, what, name string) {
	p.Do(fmt.Sprintf(`document.getElementById("take-%s").click()`, what))
	p.Wait(fmt.Sprintf(`window.saved[%q]`, name))
}

// TestFilesAreThoseOfTheCommandLine takes everything home: CSV, record, notebook and weights are equal to the byte to what this process
// writes, figures are whole, and say where they come from.
func TestFilesAreThoseOfTheCommandLine(t *testing.T) {
	p := ready(t, serve(t, "/", nil), takeLink, 1280, 720)
	p.Do(catching)
	p.Do(`await cascade.run()`)
	p.Do(`document.dispatchEvent(new KeyboardEvent("keydown", { key: "e", bubbles: true }))`)
	p.Wait(`document.querySelector("#export[open]")`)
	build := p.Text(`document.querySelector("meta[name=build]").content`)
	const stem = "hopfield-n60-samples40-chains20-seed3-at90"
	for _, format := range worker.Formats {
		name := stem + "." + format
		save(p, format, name)
		want := sha256.Sum256(taken(t, takeLink, format, build))
		if got := p.Text(fmt.Sprintf(`await sum(%q)`, name)); got != hex.EncodeToString(want[:]) {
			t.Errorf("%s: the page's file is another", format)
		}
	}
	p.Wait(`document.querySelector("#export .saved").textContent.includes("is saved")`)
	for _, panel := range strings.Fields(p.Text(`[...document.querySelectorAll("#export-panel option")].map((o) => o.value).join(" ")`)) {
		p.Do(fmt.Sprintf(`(() => { const s = document.getElementById("export-panel"); s.value = %q; s.dispatchEvent(new Event("change", { bubbles: true })); })()`, panel))
		p.Wait(fmt.Sprintf(`document.querySelector("#export-panel option[selected]").value === %q`, panel))
		name := stem + "-" + panel
		save(p, "svg", name+".svg")
		text := p.Text(fmt.Sprintf(`await saved[%q].text()`, name+".svg"))
		if text != p.Text(fmt.Sprintf(`await cascade.svg(%q)`, panel)) {
			t.Errorf("%s: the file is not the figure", panel)
		}
		if err := xml.Unmarshal([]byte(text), new(struct{})); err != nil {
			t.Errorf("%s: %v", panel, err)
		}
		for _, want := range []string{"link: hopfield?n=60&amp;", "seed: 3", "build: " + build, "update: 90", "arXiv:2405.14689", "<text"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s.svg lacks %q", panel, want)
			}
		}
	}
	save(p, "png3", stem+"-minima.png")
	if got := p.Text(fmt.Sprintf(`await (async () => {
		const file = saved[%q], picture = await createImageBitmap(file), figure = new DOMParser().parseFromString(await cascade.svg("minima"), "image/svg+xml").documentElement;
		const text = new TextDecoder("latin1").decode(await file.arrayBuffer());
		return [picture.width / figure.getAttribute("width"), picture.height / figure.getAttribute("height"), text.includes("iTXtDescription"), text.includes("seed: 3; build: ")].join(" ");
	})()`, stem+"-minima.png")); got != "3 3 true true" {
		t.Errorf("the picture: %s", got)
	}
}

// TestRecordIsVerified drops records: the run in sight stays where it is.
func TestRecordIsVerified(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	build := p.Text(`document.querySelector("meta[name=build]").content`)
	record := taken(t, takeLink, "json", build)
	p.Do(`await cascade.step(5)`)
	at := strings.Index(string(record), `"trail":"`) + len(`"trail":"`) + 8*12
	changed := bytes.Clone(record)
	changed[at] ^= 1
	for _, c := range []struct{ text, says string }{
		{string(record), "reproduced bit for bit: hopfield?"},
		{string(changed), "the first update that differs is 12 "},
		{strings.Replace(string(record), build, "old", 1), `the record was made by build "old"`},
		{`{"cascade":1}`, "expected the record of a run"},
		{`{"cascade":`, "its JSON is broken at byte 11"},
		{strings.Replace(string(record), "hopfield?", "nothing?", 1), "there is no experiment"},
	} {
		give(t, p, "dragenter dragover drop", "h1", ownFile{name: "r.json", p: []byte(c.text)})
		p.Wait(fmt.Sprintf(`document.querySelector(".notice:not([hidden])")?.textContent.includes(%q)`, c.says))
		if got := p.Text(`cascade.state().link + " " + cascade.state().update`); got != mattisLink+" 5" {
			t.Errorf("%s: the run in sight is %s", c.says, got)
		}
	}
}

// TestRecordWaitsForTheRun drops a record while a run waits for its data: it is verified once the run is there.
func TestRecordWaitsForTheRun(t *testing.T) {
	p := ready(t, serve(t, "/", func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "digits") {
				time.Sleep(time.Second)
			}
			h.ServeHTTP(w, r)
		})
	}), mattisLink, 1280, 720)
	record := taken(t, takeLink, "json", p.Text(`document.querySelector("meta[name=build]").content`))
	p.Do(`(window.coming = cascade.load("digits?hidden=4&samples=16&chains=8&batch=8&updates=9"), 0)`)
	give(t, p, "dragenter dragover drop", "h1", ownFile{name: "r.json", p: record})
	p.Wait(`document.querySelector(".notice:not([hidden])")?.textContent.includes("r.json: reproduced bit for bit")`)
	p.Do(`await coming`)
}

// TestVerificationIsStopped: it says how far it is, and a press ends it.
func TestVerificationIsStopped(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	build := p.Text(`document.querySelector("meta[name=build]").content`)
	record, _, _ := strings.Cut(string(taken(t, "mattis?n=400&samples=2000&chains=2000&updates=1", "json", build)), `"trail":`)
	record = strings.NewReplacer(`"update":1,`, `"update":900000,`, `updates=1"`, `updates=900000"`).Replace(record) + `"trail":""}`
	give(t, p, "dragenter dragover drop", "h1", ownFile{name: "long<b>.json", p: []byte(record)})
	p.Wait(`document.querySelector(".checking:not([hidden])")?.textContent.includes("Verifying long<b>.json: 0 % of 900")`)
	p.Do(`document.querySelector(".checking button").click()`)
	p.Wait(`document.querySelector(".checking[hidden]") && document.querySelector(".notice:not([hidden])")?.textContent.includes("was not verified: you stopped it")`)
}

// TestGaussianWeightsComeBack opens what was saved of a machine with Gaussian units: its free energy has the minima that it had.
func TestGaussianWeightsComeBack(t *testing.T) {
	p := ready(t, singleFile(), takeLink, 1280, 720)
	p.Do(catching)
	p.Do(`await cascade.run()`)
	p.Do(`window.before = (await cascade.record()).fields`)
	p.Do(`document.dispatchEvent(new KeyboardEvent("keydown", { key: "e", bubbles: true }))`)
	p.Wait(`document.querySelector("#export[open]")`)
	for _, format := range []string{"npz", "h5"} {
		name := "hopfield-n60-samples40-chains20-seed3-at90." + format
		save(p, format, name)
	}
	p.Do(`document.querySelector("#export [data-close]").click()`)
	for _, format := range []string{"npz", "h5"} {
		p.Do(fmt.Sprintf(`(() => {
			const transfer = new DataTransfer(), input = document.getElementById("open-import");
			transfer.items.add(new File([saved["hopfield-n60-samples40-chains20-seed3-at90.%s"]], "w.%[1]s"));
			input.files = transfer.files;
			input.dispatchEvent(new Event("change"));
		})()`, format))
		p.Wait(fmt.Sprintf(`cascade.state().link === "gaussian" && document.querySelector(".own p")?.textContent.startsWith("w.%s: a machine of 60 × 2 spins and Gaussian units with 20 chains")`, format))
		if got := p.Text(`await (async () => {
			const sorted = (f) => [...f["free_energy.minima"].z].sort((a, b) => a - b), after = (await cascade.record()).fields;
			const a = sorted(before), b = sorted(after);
			return a.length === b.length && a.every((x, i) => Math.abs(x - b[i]) < 1e-5) ? "same" : a + " and " + b;
		})()`); got != "same" {
			t.Errorf("%s: minima %s", format, got)
		}
	}
}

// TestWeightsComeBack takes a machine home and opens the file, of both formats: the same run in the page as natively.
func TestWeightsComeBack(t *testing.T) {
	p := ready(t, singleFile(), digitsLink, 1280, 720)
	p.Do(catching)
	p.Do(`await cascade.run()`)
	p.Do(`document.dispatchEvent(new KeyboardEvent("keydown", { key: "e", bubbles: true }))`)
	p.Wait(`document.querySelector("#export[open]")`)
	p.Do(`window.sigma = (await cascade.record()).series.sigma1.y.at(-1)`)
	hashes := map[string]bool{}
	for _, format := range []string{"npz", "h5"} {
		name := p.Text(fmt.Sprintf(`await (async () => {
			document.getElementById("take-%s").click();
			for (;;) { const name = Object.keys(saved).find((n) => n.endsWith(".%[1]s")); if (name) return name; await new Promise((r) => setTimeout(r, 20)); }
		})()`, format))
		p.Do(fmt.Sprintf(`(() => {
			const transfer = new DataTransfer(), input = document.getElementById("open-import");
			transfer.items.add(new File([saved[%q]], "w.%s"));
			input.files = transfer.files;
			input.dispatchEvent(new Event("change"));
		})()`, name, format))
		p.Wait(fmt.Sprintf(`cascade.state().link === "machine" && document.querySelector(".own p")?.textContent.startsWith("w.%s: a machine of 100 × 20 units with 40 chains")`, format))
		hashes[p.Text(`(await cascade.seek(9)).hash`)] = true
		p.Wait(`cascade.state().update === 9 && Math.abs((await cascade.record()).series.sigma1.y.at(-1) / sigma - 1) < 1e-3`)
		p.Do(fmt.Sprintf(`await cascade.load(%q)`, digitsLink))
		p.Do(`await cascade.run()`)
		p.Do(`document.dispatchEvent(new KeyboardEvent("keydown", { key: "e", bubbles: true }))`)
		p.Wait(`document.querySelector("#export[open]")`)
	}
	if len(hashes) != 1 {
		t.Errorf("the two files of one machine make %d runs", len(hashes))
	}
}
