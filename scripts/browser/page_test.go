package browser

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"cascade/engine/experiments"
	"cascade/scripts/internal/chromium"
	"cascade/scripts/internal/repo"
)

const (
	mattisLink = "mattis?n=100&samples=50&chains=40&seed=3&updates=400"
	digitsLink = "digits?side=10&hidden=20&samples=100&batch=50&chains=40&modes=3&updates=150"
)

// native runs a link in this process and returns its record and CSV.
func native(t *testing.T, text string) (*experiments.Record, string) {
	t.Helper()
	link, _, err := experiments.ParseLink(text)
	if err != nil {
		t.Fatal(err)
	}
	assets := &experiments.Assets{}
	if assets.Missing(link) != "" {
		p, err := repo.Unpack(filepath.Join(dist, "digits.bin.gz"))
		if err == nil {
			err = assets.Put("digits", "", p)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	s := experiments.Open(link, nil, assets)
	for !s.Done() {
		if err := s.Step(func() {}); err != nil {
			t.Fatal(err)
		}
	}
	record, order := s.Record("")
	var csv bytes.Buffer
	if err := record.WriteCSV(&csv, order); err != nil {
		t.Fatal(err)
	}
	return record, csv.String()
}

// ready opens the page at a link and waits until it can be used.
func ready(t *testing.T, url, link string, width, height int) *chromium.TestPage {
	t.Helper()
	p := open(t, width, height)
	p.Goto(url + "#" + link)
	p.Wait(booted)
	return p
}

// painted is true once every panel in sight has a canvas with more than a frame on it.
const painted = `(() => {
	const inView = [...document.querySelectorAll(".plot-host")].filter((h) => h.getBoundingClientRect().bottom <= innerHeight);
	return inView.length >= 3 && inView.every((host) => [...host.querySelectorAll("canvas")].some((c) => {
		const data = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
		let n = 0;
		for (let i = 3; i < data.length; i += 4) n += data[i] > 0;
		return n > 300;
	}));
})()`

// TestSameNumbersAsNatively runs an experiment in the served page and another in the single file, and compares hash, record
// and CSV with those of this process: the hash to the bit, the CSV to the byte save the name of the build. Then the panels on
// the first screen are painted.
func TestSameNumbersAsNatively(t *testing.T) {
	for link, url := range map[string]string{mattisLink: singleFile(), digitsLink: serve(t, "/", nil)} {
		t.Run(link[:6], func(t *testing.T) {
			want, wantCSV := native(t, link)
			p := ready(t, url, link, 1280, 720)
			if hash := p.Text(`(await cascade.run()).hash`); hash != want.Hash {
				t.Errorf("hash %s, natively %s", hash, want.Hash)
			}
			var got experiments.Record
			if err := json.Unmarshal([]byte(p.Text(`JSON.stringify(await cascade.record())`)), &got); err != nil {
				t.Fatal(err)
			}
			got.Build = want.Build
			a, err1 := json.Marshal(&got)
			b, err2 := json.Marshal(want)
			if err1 != nil || err2 != nil || !bytes.Equal(a, b) {
				t.Errorf("records differ: %v %v\n%.300s\n%.300s", err1, err2, a, b)
			}
			if csv := p.Text(`(await cascade.csv()).replace(/^# build: .*$/m, "# build: ")`); csv != wantCSV {
				t.Errorf("CSV differs:\n%.400s\n%.400s", csv, wantCSV)
			}
			p.Wait(painted)
		})
	}
}

// TestAddressFollowsAndRestores: set writes the link, a reload restores it, a new fragment loads it.
func TestAddressFollowsAndRestores(t *testing.T) {
	p := ready(t, serve(t, "/", nil), mattisLink, 1280, 720)
	p.Do(`await cascade.set("beta", "1.7")`)
	p.Wait(`location.hash.includes("beta=1.7")`)
	want := p.Text(`cascade.state().link`)
	if want != "mattis?beta=1.7&n=100&samples=50&chains=40&seed=3&updates=400" {
		t.Errorf("link %s", want)
	}
	address := p.Text(`location.href`)
	p.Goto("about:blank")
	p.Goto(address)
	p.Wait(booted)
	if got := p.Text(`cascade.state().link`); got != want {
		t.Errorf("the address restores %s", got)
	}
	p.Do(`location.hash = "#mattis?beta=2&n=50"`)
	p.Wait(`cascade.state().link === "mattis?beta=2&n=50"`)
	p.Wait(`document.querySelector("input[aria-label=beta][type=range]")?.value === "2"`)
}

// TestChangesDuringARunReplay makes two changes at known updates; the link that the page then shows runs natively to the
// same hash.
func TestChangesDuringARunReplay(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	p.Do(`await cascade.step(100)`)
	p.Do(`await cascade.set("beta", "2")`)
	p.Do(`await cascade.seek(250)`)
	p.Do(`await cascade.set("lr", "0.02")`)
	hash := p.Text(`(await cascade.run()).hash`)
	link := p.Text(`cascade.state().link`)
	if link != mattisLink+"&events=100.beta.2,250.lr.0.02" {
		t.Errorf("link %s", link)
	}
	if want, _ := native(t, link); want.Hash != hash {
		t.Errorf("hash %s, natively %s", hash, want.Hash)
	}
	p.Do(`await cascade.seek(30)`)
	if u := p.Number(`cascade.state().update`); u != 30 {
		t.Errorf("seek back to 30 ended at %v", u)
	}
	if again := p.Text(`(await cascade.run()).hash`); again != hash {
		t.Errorf("after going back the same run ends with %s, before %s", again, hash)
	}
}

// TestKeyboard drives the page without a mouse.
func TestKeyboard(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	press := func(key string) { press(t, p, key) }
	press(kb.ArrowRight)
	p.Wait(`cascade.state().update === 1`)
	press(" ")
	p.Wait(`cascade.state().update === 400 && !cascade.state().running`)
	press("r")
	p.Wait(`cascade.state().update === 0`)
	p.Do(`document.querySelector("input[aria-label=beta][type=range]").focus()`)
	press(kb.ArrowRight)
	p.Wait(`cascade.state().link.startsWith("mattis?beta=1.41")`)
	if u := p.Number(`cascade.state().update`); u != 0 {
		t.Errorf("the key moved the run to update %v as well", u)
	}
}

// shows waits until the page shows a sentence.
func shows(p *chromium.TestPage, sentence string) {
	p.Wait(fmt.Sprintf(`document.body.innerText.includes(%q)`, sentence))
}

// TestBadLinksAreSaidAndTheRestWorks: every correction is in sight, and the page runs.
func TestBadLinksAreSaidAndTheRestWorks(t *testing.T) {
	runs := func(t *testing.T, p *chromium.TestPage, sentence string) {
		shows(p, sentence)
		if n := p.Number(`document.querySelectorAll("#app b b, #app script").length`); n != 0 {
			t.Error("markup from the link came into the page")
		}
		p.Do(`await cascade.step(3)`)
		if u := p.Number(`cascade.state().update`); u != 3 {
			t.Errorf("after the notice the page stands at update %v", u)
		}
	}
	for link, sentence := range map[string]string{ // there is no run to keep
		"nonsense?beta=2": `here is no experiment "nonsense"`,
		"%E0%A4%A":        "here is no experiment",
		"mattis?n=50&" + strings.Repeat("y=1&", 20000): "only the first",
	} {
		t.Run(fmt.Sprintf("%.20s", link), func(t *testing.T) { runs(t, ready(t, singleFile(), link, 1000, 700), sentence) })
	}
	p := ready(t, singleFile(), "mattis?n=50&chains=5", 1000, 700)
	for link, sentence := range map[string]string{
		"mattis?beta=99&n=50":              `beta="99" is outside 0.1 to 4; using 4`,
		"mattis?beta=NaN&n=50":             `beta="NaN" is not a number; using 1.4`,
		"mattis?kappa=2&n=50":              `no parameter "kappa"`,
		"mattis?beta=2&beta=3&n=50":        "more than once",
		"mattis?be%zzta=2&n=50":            "not valid percent encoding",
		"mattis?n=50&x=<b>hot</b>":         `no parameter "x"`,
		"mattis?n=50&lr=1e-999&method=cat": "not one of exact, saddle, pcd, cd",
	} {
		p.Do(fmt.Sprintf(`location.hash = %q`, "#"+link))
		runs(t, p, sentence)
	}
}

// TestBadLinkKeepsWhatRuns: an unknown experiment in a running page is said, and the run goes on.
func TestBadLinkKeepsWhatRuns(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1000, 700)
	p.Do(`await cascade.step(5)`)
	if said := p.Text(`await cascade.load("nonsense").then(() => "loaded", (e) => String(e.message ?? e))`); !strings.Contains(said, "here is no experiment") {
		t.Errorf("load says %q", said)
	}
	p.Do(`await cascade.step(1)`)
	if u := p.Number(`cascade.state().update`); u != 6 {
		t.Errorf("the run stands at %v", u)
	}
}

// TestSpoiltDigits serves packs that are damaged in several ways: one sentence each time, the other experiment works, and in
// the end a sound pack is taken.
func TestSpoiltDigits(t *testing.T) {
	good, err := os.ReadFile(filepath.Join(dist, "digits.bin.gz"))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 0x55
	var pack []byte // what the server sends; nothing if it's empty
	url := serve(t, "/", func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch {
			case !strings.HasSuffix(r.URL.Path, "/digits.bin.gz"):
				next.ServeHTTP(w, r)
			case len(pack) == 0:
				http.NotFound(w, r)
			default:
				_, _ = w.Write(pack)
			}
		})
	})
	p := open(t, 1000, 700)
	p.Expect("404")
	p.Goto(url + "#digits")
	shows(p, "could not be loaded (404)")
	for _, c := range []struct {
		says string
		pack []byte
	}{{"not a file of pictures", []byte("these are no digits")}, {"can't be unpacked", good[:1000]}, {"can't be unpacked", flipped}} {
		p.Do(`await cascade.load("mattis?n=50")`)
		p.Do(`await cascade.step(2)`)
		pack = c.pack
		if said := p.Text(`await cascade.load("digits").then(() => "loaded", (e) => String(e.message ?? e))`); !strings.Contains(said, c.says) {
			t.Errorf("load says %q, want %q", said, c.says)
		}
		shows(p, c.says)
		p.Do(`await cascade.step(1)`)
		if u := p.Number(`cascade.state().update`); u != 3 {
			t.Errorf("mattis stands at %v", u)
		}
	}
	pack = good
	p.Do(`await cascade.load("digits?side=7&samples=20&chains=4")`)
}

// TestDeadWorkerIsSaidAndReplaced spoils the worker in the middle of a run.
func TestDeadWorkerIsSaidAndReplaced(t *testing.T) {
	p := open(t, 1000, 700)
	p.Before(`{ const W = Worker; window.workers = []; window.Worker = class extends W { constructor(...a) { super(...a); workers.push(this); } }; }`)
	p.Goto(singleFile() + "#" + mattisLink)
	p.Wait(booted)
	p.Do(`await cascade.step(5)`)
	p.Do(`(workers[0].terminate(), workers[0].dispatchEvent(new ErrorEvent("error", { message: "made to die" })))`)
	shows(p, "made to die")
	p.Do(`[...document.querySelectorAll("button")].find((b) => /restart|again|retry/i.test(b.textContent)).click()`)
	p.Wait(`workers.length === 2 && cascade.state().update === 0`)
	if hash, want := p.Text(`(await cascade.run()).hash`), func() string { r, _ := native(t, mattisLink); return r.Hash }(); hash != want {
		t.Errorf("the new worker ends with %s, want %s", hash, want)
	}
}

// TestDivergenceIsSaid: the paper's hidden variance 1 at a rate 900 times too large.
func TestDivergenceIsSaid(t *testing.T) {
	p := ready(t, singleFile(), "mattis?hvar=1&chains=50&samples=100", 1000, 700)
	p.Do(`cascade.play()`)
	shows(p, "ran away")
	if u := p.Number(`cascade.state().update`); u < 2 {
		t.Errorf("what ran before is lost: update %v", u)
	}
	p.Do(`await cascade.set("lr", "1e-4")`)
	p.Do(`await cascade.load("mattis?n=50")`)
	p.Do(`await cascade.step(2)`)
}

// TestFrameVerbsAndEvents talks to the page in a sandboxed frame as a course site would.
func TestFrameVerbsAndEvents(t *testing.T) {
	file := filepath.Join(t.TempDir(), "parent.html")
	if err := os.WriteFile(file, []byte(`<!doctype html><meta charset="utf-8"><title>course</title>
<iframe id="frame" sandbox="allow-scripts" width="1000" height="640" src="`+singleFile()+`#`+mattisLink+`"></iframe>
<script>
const answers = new Map(), events = [];
let last = 0;
addEventListener("message", (e) => {
	if (e.source !== frame.contentWindow || e.data?.cascade !== 1) return;
	if (e.data.id) answers.get(e.data.id)(e.data); else events.push(e.data.event ?? e.data.type);
});
const call = (verb, ...args) => new Promise((done) => {
	answers.set(++last, done);
	frame.contentWindow.postMessage({ cascade: 1, id: last, verb, args }, "*");
});
</script>`), 0o644); err != nil {
		t.Fatal(err)
	}
	p := open(t, 1100, 700)
	p.Goto("file://" + file)
	p.Wait(`events.includes("cascade-ready")`)
	p.Do(`(frame.contentWindow.postMessage("foreign", "*"), frame.contentWindow.postMessage({ cascade: 2 }, "*"), frame.contentWindow.postMessage({ cascade: 1, verb: 7 }, "*"))`)
	want, _ := native(t, mattisLink)
	if hash := p.Text(`(await call("run")).result.hash`); hash != want.Hash {
		t.Errorf("hash %s, natively %s", hash, want.Hash)
	}
	for _, e := range []string{"cascade-frame", "cascade-transition", "cascade-done"} {
		p.Wait(fmt.Sprintf(`events.includes(%q)`, e))
	}
	if n := p.Number(`(await call("catalogue")).result.length`); n != float64(len(experiments.Catalogue())) {
		t.Errorf("catalogue of %v", n)
	}
	for verb, says := range map[string]string{`"dance"`: "dance", `"step", -1`: "step", `"load", "nonsense"`: "no experiment", `"png", "nonsense"`: "nonsense", `"set", "nonsense", 1`: "nonsense"} {
		if text := p.Text(`JSON.stringify(await call(` + verb + `))`); !strings.Contains(text, says) {
			t.Errorf("%s is answered with %s", verb, text)
		}
	}
	if svg := p.Text(`(await call("svg", "overlap")).result`); !strings.HasPrefix(svg, "<svg") || !strings.Contains(svg, mattisLink[:6]) {
		t.Errorf("svg %.200s", svg)
	}
	if png := p.Text(`(await call("png", "overlap")).result`); !strings.HasPrefix(png, "data:image/png;base64,") {
		t.Errorf("png %.50s", png)
	}
	for _, url := range p.Requests() {
		if !strings.HasPrefix(url, "file:") && !strings.HasPrefix(url, "blob:") {
			t.Errorf("request for %s", url)
		}
	}
}

// TestNewsLeavesElementsAlone: while a run runs, numbers are written and no element is made or dropped; a key press that changes nothing writes nothing.
func TestNewsLeavesElementsAlone(t *testing.T) {
	p := ready(t, serve(t, "/", nil), mattisLink, 1280, 720)
	p.Do(`(() => {
		const rate = document.querySelector("select.rate");
		rate.value = "1"; // so that nothing changes between two updates
		rate.dispatchEvent(new Event("change", { bubbles: true }));
		cascade.play();
	})()`)
	p.Wait(`cascade.state().update >= 2`)
	p.Do(`(() => {
		window.written = [];
		window.elements = [];
		const own = (e) => !(e.parentElement ?? e).closest(".plot-host, .question");
		const observer = new MutationObserver((records) => {
			for (const r of records) if (own(r.target)) {
				written.push(r.type);
				for (const e of [...r.addedNodes, ...r.removedNodes]) if (e.nodeType === 1 && e.matches("section, tr, button, input, option, p")) elements.push(e.outerHTML);
			}
		});
		observer.observe(document.querySelector(".cascade"), { subtree: true, childList: true, attributes: true, characterData: true });
	})()`)
	p.Wait(`cascade.state().update >= 4 && document.querySelector("output.count b").textContent === String(cascade.state().update)`)
	if text := p.Text(`written.length ? elements.join("\n") : "nothing written"`); text != "" {
		t.Errorf("two updates made or dropped %s", text)
	}
	const press = `await (async () => {
		for (let i = 0; i < 5; i++) {
			await cascade.pause();
			for (let k = 0; k < 20; k++) await new Promise(requestAnimationFrame);
			written.length = 0;
			document.querySelector("input.box").dispatchEvent(new KeyboardEvent("keydown", { key: "Shift", bubbles: true }));
			for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame);
			if (!written.length) return "nothing";
		}
		return written.join();
	})()`
	if got := p.Text(press); got != "nothing" {
		t.Errorf("a key that does nothing writes %s", got)
	}
}

// TestEventsInTheMiddle: an event that the browser fires while a component hears of another, or while the document is being written, is heard afterwards.
func TestEventsInTheMiddle(t *testing.T) {
	p := ready(t, serve(t, "/", nil), mattisLink, 1280, 720)
	p.Do(`(() => {
		const box = document.querySelector("input.box");
		box.focus();
		box.value = "1.3";
		box.dispatchEvent(new Event("input", { bubbles: true }));
		box.addEventListener("keydown", () => box.blur()); // runs after the component's listener
		box.dispatchEvent(new KeyboardEvent("keydown", { key: "a", bubbles: true }));
	})()`)
	p.Wait(`cascade.state().link.includes("1.3") || document.querySelector("input.box").value !== ""`)
	p.Do(`(() => {
		const box = document.querySelector("input.box");
		box.focus();
		box.value = "oh";
		box.dispatchEvent(new Event("input", { bubbles: true }));
		cascade.load("digits"); // which takes the box away, or makes it another's
	})()`)
	p.Wait(`cascade.state().link.startsWith("digits") && !document.querySelector(".panels").textContent.includes("mattis")`)
	p.Do(`cascade.play()`)
	p.Wait(`cascade.state().update > 0`)
	if text := p.Text(`[...document.querySelectorAll("input.box")].map((e) => e.value).join()`); strings.Contains(text, "oh") {
		t.Errorf("what was being typed in one parameter stands in another: %s", text)
	}
}
