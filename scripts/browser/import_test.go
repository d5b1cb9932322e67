package browser

import (
	"encoding/base64"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"

	"cascade/engine/experiments"
	"cascade/scripts/internal/chromium"
)

const importLink = "import?hidden=4&samples=16&batch=8&chains=8&modes=2&updates=20"

// giving lets a page make files and hand them over as a reader does.
const giving = `void (window.give = (how, target, ...files) => {
	const transfer = new DataTransfer();
	for (const [name, text] of files) transfer.items.add(new File([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], name));
	if (how === "pick") {
		const input = document.getElementById("open-" + target);
		input.files = transfer.files;
		input.dispatchEvent(new Event("change"));
		return;
	}
	for (const type of how.split(" ")) document.querySelector(target).dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer }));
})`

// give hands files to the page: how is "pick" with the kind of file as the target, or the events of a drop on an element.
func give(t *testing.T, p *chromium.TestPage, how, target string, files ...ownFile) {
	t.Helper()
	call := fmt.Sprintf("give(%q, %q", how, target)
	for _, f := range files {
		call += fmt.Sprintf(", [%q, %q]", f.name, base64.StdEncoding.EncodeToString(f.p))
	}
	p.Do(giving)
	p.Do("void " + call + ")")
}

// opened waits until the page says what it has read, and has a run of it.
func opened(p *chromium.TestPage, f ownFile) {
	p.Wait(fmt.Sprintf(`document.querySelector(".own p")?.textContent.startsWith(%q) && cascade.state().link.startsWith("import") && cascade.state().update === 0`, f.name+": "+f.says))
}

// ownHash runs the fixture natively.
func ownHash(t *testing.T, f ownFile) string {
	t.Helper()
	link, _, err := experiments.ParseLink(importLink)
	assets := &experiments.Assets{}
	if err == nil {
		err = assets.Put(experiments.OwnFile, f.name, f.p)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := experiments.Open(link, nil, assets)
	for !s.Done() {
		if err := s.Step(func() {}); err != nil {
			t.Fatal(err)
		}
	}
	return s.Hash()
}

// TestEveryFormatIsRead picks the same samples in every format from the single file: the same run each time, and the one that this
// process does. The served page differs in the reader of HDF5, which it fetches: it's given that and one more. Nothing goes over the network but, where the page is served, the reader of HDF5.
func TestEveryFormatIsRead(t *testing.T) {
	want := ownHash(t, goodFiles()[4])
	served := serve(t, "/", nil)
	all := goodFiles()
	for name, address := range map[string]string{"served": served, "file": singleFile()} {
		files := all
		if name == "served" {
			files = all[len(all)-2:]
		}
		t.Run(name, func(t *testing.T) {
			p := ready(t, address, importLink, 1280, 720)
			before := len(p.Requests())
			for i, f := range files {
				if i%2 == 0 {
					give(t, p, "pick", "import", f)
				} else {
					give(t, p, "dragenter dragover drop", "h1", f)
				}
				opened(p, f)
				if hash := p.Text(`(await cascade.run()).hash`); hash != want {
					t.Errorf("%s: hash %s, natively %s", f.name, hash, want)
				}
			}
			for _, asked := range p.Requests()[before:] {
				if u, err := url.Parse(asked); err != nil || u.Scheme != "blob" && !strings.HasSuffix(u.Path, "/hdf5.js") {
					t.Errorf("request for %s", asked)
				}
			}
		})
	}
}

// TestOwnDataHaveSliders: one is dragged while the run stands at its start and later; the run is asked for theory that it has none of, and lives.
func TestOwnDataHaveSliders(t *testing.T) {
	p := ready(t, singleFile(), importLink, 1280, 720)
	f := goodFiles()[4]
	give(t, p, "pick", "import", f)
	opened(p, f)
	p.Wait(`document.querySelector("input[type=range][aria-label=lr]")`)
	for i, becomes := range []string{`/^import\?.*&lr=[^&]+&/.test(cascade.state().link)`, `/&events=3\.lr\.[^&]+$/.test(cascade.state().link)`} {
		x, y := middle(p, "input[type=range][aria-label=lr]")
		mouse(t, p, input.DispatchMouseEventTypeMousePressed, x, y)
		mouse(t, p, input.DispatchMouseEventTypeMouseMoved, x+float64(20-40*i), y)
		mouse(t, p, input.DispatchMouseEventTypeMouseReleased, x+float64(20-40*i), y)
		p.Wait(becomes)
		p.Do(`await cascade.step(3)`)
	}
	if u := p.Number(`cascade.state().update`); u != 6 {
		t.Errorf("the run stands at %v", u)
	}
}

// TestEveryBrokenFileIsOneSentence: it names the file, and what runs goes on.
func TestEveryBrokenFileIsOneSentence(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	p.Do(`await cascade.step(5)`)
	for i, f := range badFiles() {
		give(t, p, "drop", "body", f)
		p.Wait(fmt.Sprintf(`document.querySelector(".notice:not([hidden]) li")?.textContent.startsWith(%q)`, f.name+": "))
		said := p.Text(`[...document.querySelectorAll(".notice li")].map((e) => e.textContent).join(" | ")`)
		if !strings.Contains(said, f.says) || strings.Contains(said, " | ") || len(said) > 260 || !strings.HasSuffix(said, ".") {
			t.Errorf("%s: the page says %q, want one sentence with %q", f.name, said, f.says)
		}
		p.Do(`await cascade.step(1)`)
		if u := p.Number(`cascade.state().update`); u != float64(6+i) {
			t.Errorf("after %s the run stands at %v", f.name, u)
		}
	}
}

// TestLabelsColourThePoints drops data with their labels, and opens other labels and wrong ones afterwards.
func TestLabelsColourThePoints(t *testing.T) {
	p := ready(t, singleFile(), importLink, 1280, 720)
	give(t, p, "drop", "body", ownFile{"l.txt", labelTable(person), ""}, ownFile{"d.hapt", hapt(), ""})
	opened(p, ownFile{"d.hapt", nil, asRows + " with 3 different labels"})
	drawn := func(class string) string {
		p.Do(`await cascade.step(1)`)
		p.Wait(`(await cascade.svg("projections")).includes(">` + class + `<")`)
		return p.Text(`await cascade.svg("projections")`)
	}
	if svg := drawn("east"); strings.Count(svg, ">north<")+strings.Count(svg, ">south<")+strings.Count(svg, ">east<") != 3 || strings.Contains(svg, ">data<") {
		t.Errorf("the key does not name the classes:\n%s", svg)
	}
	give(t, p, "pick", "labels", ownFile{"m.txt", []byte(strings.Repeat("a\nb\n", fixtureSamples/2)), ""})
	opened(p, ownFile{"d.hapt", nil, asRows + " with 2 different labels"})
	if svg := drawn("b"); strings.Contains(svg, ">north<") {
		t.Errorf("the key shows the old classes:\n%s", svg)
	}
	give(t, p, "pick", "labels", ownFile{"n.txt", []byte("a\nb\nc\n"), ""})
	shows(p, "n.txt: expected 16 labels, one for each sample, found 3")
	if u := p.Number(`cascade.state().update`); u != 1 {
		t.Errorf("wrong labels moved the run to update %v", u)
	}
}

// TestAnInvitationWhereAFileIsMissing: the link stays, what runs goes on, and the file then opens the very link that asked.
func TestAnInvitationWhereAFileIsMissing(t *testing.T) {
	const invited = `!document.querySelector(".invitation").hidden`
	p := ready(t, serve(t, "/", nil), importLink, 1280, 720)
	p.Wait(invited)
	if said := p.Text(`await Promise.all([cascade.run(), cascade.svg("sigma"), cascade.csv()].map((p) => p.catch((e) => e.message))).then((all) => all.join(" | "))`); !strings.Contains(said, "no run to seek") || !strings.Contains(said, "no run to csv") {
		t.Errorf("without a run a script is told %q", said)
	}
	for _, word := range []string{"HDF5", "VCF", "Human Genome Dataset", "CelebA", "never leaves"} {
		shows(p, word)
	}
	if hash := p.Text(`location.hash`); hash != "#"+importLink {
		t.Errorf("the address is %s", hash)
	}
	p.Do(`document.querySelector(".invitation [aria-label=Dismiss]").click()`)
	p.Wait(`cascade.state().link === "mattis"`)

	p.Do(`await cascade.load("genome?hidden=4&samples=16&batch=8&chains=8&modes=2&updates=20")`)
	p.Do(`await cascade.step(2)`)
	if said := p.Text(`await cascade.set("source", "import").then(() => "set", (e) => e.message)`); !strings.Contains(said, "a file of yours") {
		t.Errorf("set says %q", said)
	}
	p.Wait(invited)
	p.Do(`await cascade.step(1)`)
	if u := p.Number(`cascade.state().update`); u != 3 {
		t.Errorf("the run beside the invitation stands at %v", u)
	}
	give(t, p, "dragenter", "body", goodFiles()[0])
	p.Wait(`"drop" in document.documentElement.dataset`)
	give(t, p, "dragleave", "body", goodFiles()[0])
	p.Wait(`!("drop" in document.documentElement.dataset)`)
	give(t, p, "pick", "import", goodFiles()[0])
	p.Wait(`cascade.state().link.startsWith("genome?source=import&hidden=4") && document.querySelector(".invitation").hidden`)
}

// TestTheFileSurvives changes of parameters, other experiments, and the worker's death.
func TestTheFileSurvives(t *testing.T) {
	p := open(t, 1000, 700)
	p.Before(`{ const W = Worker; window.workers = []; window.Worker = class extends W { constructor(...a) { super(...a); workers.push(this); } }; }`)
	p.Goto(singleFile() + "#" + importLink)
	p.Wait(booted)
	f := goodFiles()[4]
	give(t, p, "pick", "import", f)
	opened(p, f)
	want := p.Text(`(await cascade.run()).hash`)
	p.Do(`await cascade.set("hidden", 5)`)
	p.Do(`await cascade.step(1)`)
	p.Do(`await cascade.load("mattis?n=50")`)
	p.Do(`await cascade.load("` + importLink + `")`)
	if hash := p.Text(`(await cascade.run()).hash`); hash != want {
		t.Errorf("hash %s, before %s", hash, want)
	}
	p.Do(`(workers[0].terminate(), workers[0].dispatchEvent(new ErrorEvent("error", { message: "made to die" })))`)
	shows(p, "made to die")
	p.Do(`[...document.querySelectorAll("button")].find((b) => /again/i.test(b.textContent)).click()`)
	p.Wait(`workers.length === 2 && cascade.state().update === 0`)
	if hash := p.Text(`(await cascade.run()).hash`); hash != want {
		t.Errorf("in the new worker hash %s, before %s", hash, want)
	}
}
