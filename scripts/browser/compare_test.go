package browser

import (
	"encoding/csv"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"

	"cascade/engine/experiments"
)

const smallLink = "mattis?n=100&samples=50&chains=40&seed=3&updates=150"

// TestPairOfRunsIsOneLink: a link with a pin opens two runs, each with the hash that it has alone; B is drawn, told and in the table.
func TestPairOfRunsIsOneLink(t *testing.T) {
	pair := smallLink + "&pin=beta.1.2,seed.8,40.lr.0.02"
	p := ready(t, singleFile(), pair, 1280, 720)
	if n := p.Number(`document.querySelectorAll("#boot-failure:not([hidden]), .failure:not([hidden])").length`); n != 0 {
		t.Fatal("the page failed")
	}
	p.Wait(`cascade.state().pinned.update === 150`)
	a := p.Text(`(await cascade.run()).hash`)
	b := p.Text(`cascade.state().pinned.hash`)
	first, _ := native(t, smallLink)
	second, _ := native(t, "mattis?n=100&beta=1.2&samples=50&chains=40&seed=8&updates=150&events=40.lr.0.02")
	if a != first.Hash || b != second.Hash || a == b {
		t.Errorf("hashes %s and %s, natively %s and %s", a, b, first.Hash, second.Hash)
	}
	if link := p.Text(`cascade.state().link`); link != pair {
		t.Errorf("link %s", link)
	}
	svg := p.Text(`await cascade.svg("overlap")`)
	for _, want := range []string{`class="pinned"`, ">U A</text>", ">U B</text>"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the figure lacks %s", want)
		}
	}
	if text := p.Text(`document.querySelector(".versus").textContent`); !strings.Contains(text, "seed 3") || !strings.Contains(text, "β 1.2, seed 8, ε 0.02 from update 40 on") {
		t.Errorf("it says %q", text)
	}
	if text := p.Text(`document.querySelector(".scalars").textContent`); !strings.Contains(text, "B − A") {
		t.Error("no column of differences")
	}
	over := `document.querySelector(".hero .u-over").getBoundingClientRect()`
	mouse(t, p, input.DispatchMouseEventTypeMouseMoved, p.Number(over+".left")+0.6*p.Number(over+".width"), p.Number(over+".top")+0.4*p.Number(over+".height"))
	p.Wait(`/update 90.*U .*B U /s.test(document.querySelector(".hero .readout")?.textContent)`)

	p.Do(`document.querySelector("[data-menu=compare], [aria-label=Compare]").click()`)
	p.Wait(`document.querySelector("[data-do=swap]")`)
	p.Do(`document.querySelector("[data-do=swap]").click()`)
	p.Wait(`cascade.state().hash === "` + b + `" && cascade.state().pinned?.hash === "` + a + `"`)
	if link := p.Text(`cascade.state().link`); !strings.HasSuffix(link, "&events=40.lr.0.02&pin=beta.1.4,seed.3") {
		t.Errorf("swapped, the link is %s", link)
	}
}

// TestPinningByKey pins a run at its end: what is run next stands beside it, the pin outlives a new run, Z takes back what was pinned, and
// another experiment ends it with a word, which Z takes back, too.
func TestPinningByKey(t *testing.T) {
	p := ready(t, singleFile(), smallLink, 1280, 720)
	hash := p.Text(`(await cascade.run()).hash`)
	press(t, p, "c")
	p.Wait(`cascade.state().pinned?.hash === ` + strconv.Quote(hash))
	p.Do(`await cascade.set("n", 64)`)
	if link := p.Text(`cascade.state().link`); !strings.HasSuffix(link, "&pin=n.100") {
		t.Errorf("link %s", link)
	}
	p.Do(`await cascade.run()`)
	press(t, p, "c")
	p.Wait(`cascade.state().pinned.link.includes("n=64")`)
	press(t, p, "c")
	p.Wait(`!cascade.state().pinned`)
	press(t, p, "z")
	p.Wait(`cascade.state().pinned?.link.includes("n=64")`)
	p.Do(`await cascade.load("hopfield")`)
	p.Wait(`!cascade.state().pinned && cascade.state().link === "hopfield"`)
	shows(p, "Z goes back to both")
	press(t, p, "z")
	p.Wait(`cascade.state().pinned?.link.includes("n=64") && cascade.state().link.startsWith("mattis")`)
	p.Do(`await cascade.load("mattis?pin=hopfield")`)
	shows(p, "only a run of the same experiment can be compared")
}

// TestEnsembleIsItsRuns: three seeds in the background, one of whose workers dies on the way, found what the same three runs find natively.
func TestEnsembleIsItsRuns(t *testing.T) {
	p := open(t, 1280, 720)
	p.Before(`{ const W = Worker; window.workers = []; window.Worker = class extends W { constructor(...a) { super(...a); workers.push(this); } }; }`)
	p.Goto(singleFile() + "#" + smallLink)
	p.Wait(booted)
	p.Do(script(`window.found = cascade.ensemble(3); while (workers.length < 2) await new Promise((done) => setTimeout(done, 5));
		workers[1].terminate(); workers[1].dispatchEvent(new ErrorEvent("error", { message: "made to die" }));`))
	text := p.Text(`await found`)
	if s := p.Text(`JSON.stringify(cascade.state().ensemble)`); !strings.Contains(s, `"done":3`) || !strings.Contains(s, `"skipped":0`) {
		t.Errorf("%s", s)
	}
	head, rest, _ := strings.Cut(text, "series,")
	if !strings.Contains(head, "# link: "+smallLink+"&seeds=3\n") || !strings.Contains(head, "# seeds: ") {
		t.Errorf("head %s", head)
	}
	curves, scalars, _ := strings.Cut("series,"+rest, "\n\n")
	var runs []*experiments.Record
	for seed := 3; seed < 6; seed++ {
		r, _ := native(t, strings.Replace(smallLink, "seed=3", fmt.Sprintf("seed=%d", seed), 1))
		runs = append(runs, r)
		for _, want := range []string{"t_c", "m_final"} {
			if s, ok := r.Scalars[want]; ok && float64(s.Value) == float64(s.Value) && !strings.Contains(scalars, fmt.Sprintf("\n%s,%d,%s,", want, seed, strconv.FormatFloat(float64(s.Value), 'g', -1, 64))) {
				t.Errorf("seed %d: no %s = %v", seed, want, s.Value)
			}
		}
	}
	rows, err := csv.NewReader(strings.NewReader(curves)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	checked := 0
	for _, row := range rows[1:] {
		if row[0] != "overlap" {
			continue
		}
		var values []float64
		u, _ := strconv.ParseFloat(row[1], 64)
		for _, r := range runs {
			s := r.Series["overlap"]
			if i := slices.Index([]float64(s.X), u); i >= 0 {
				values = append(values, float64(float32(s.Y[i])))
			}
		}
		slices.Sort(values)
		for i, column := range map[int]int{0: 3, 1: 5, 2: 7} {
			if got, _ := strconv.ParseFloat(row[column], 64); len(values) != 3 || math.Abs(got-values[i]) > 1e-6*math.Abs(values[i]) {
				t.Fatalf("update %g: %v, natively %v", u, row, values)
			}
		}
		checked++
	}
	if checked < 100 {
		t.Errorf("%d points of the overlap", checked)
	}
	if svg := p.Text(`await cascade.svg("overlap")`); !strings.Contains(svg, `class="band"`) {
		t.Error("the band is not drawn")
	}
	if text := p.Text(`document.querySelector(".versus").textContent`); !strings.Contains(text, "3 of 3 seeds") {
		t.Errorf("it says %q", text)
	}
	p.Do(`[...document.querySelectorAll(".versus button")].find((b) => /End/.test(b.title)).click()`)
	p.Wait(`!cascade.state().ensemble`)
	if n := p.Number(`workers.length`); n > 4 {
		t.Errorf("%v workers for three seeds", n)
	}
}

// TestNumberOfSeedsByHand types how many seeds there shall be: the button that is pressed next, by mouse, by Tab or by Enter, stays where it is while
// the dialog follows, and what was typed becomes what was understood.
func TestNumberOfSeedsByHand(t *testing.T) {
	p := ready(t, singleFile(), smallLink, 1280, 720)
	p.Do(`document.querySelector("[popovertarget=compare]").click()`)
	p.Wait(`document.querySelector("#compare [data-value=ensemble]")`)
	p.Do(`document.querySelector("#compare [data-value=ensemble]").click()`)
	p.Wait(`document.querySelector("#ensemble-run")?.getBoundingClientRect().width > 0`)
	typed := func(text string) {
		p.Do(`document.querySelector("#seeds").select(), document.querySelector("#seeds").focus()`)
		press(t, p, text)
	}
	seeds := func(n string) { p.Wait(`cascade.state().ensemble?.seeds === ` + n) }
	typed("4")
	x, y := middle(p, "#ensemble-run")
	mouse(t, p, input.DispatchMouseEventTypeMousePressed, x, y)
	p.Wait(`document.querySelector("#seeds").getAttribute("value") === "4"`) // the dialog was changed under the pointer
	mouse(t, p, input.DispatchMouseEventTypeMouseReleased, x, y)
	seeds("4")
	typed("3")
	press(t, p, kb.Tab)
	p.Wait(`document.activeElement.id === "ensemble-run" && document.querySelector("#seeds").getAttribute("value") === "3"`)
	press(t, p, kb.Enter)
	seeds("3")
	typed("1")
	press(t, p, kb.Enter)
	seeds("2")
	p.Wait(`document.querySelector("#seeds").value === "2"`)
	p.Wait(`cascade.state().ensemble.done === 2`)
}

// TestWhatIsWrongOfAPairIsSaid: values of B that can't be are corrected and said, as those of A are, and so is what of B has no plot.
func TestWhatIsWrongOfAPairIsSaid(t *testing.T) {
	p := ready(t, singleFile(), smallLink+"&pin=beta.-5,seed.x", 1280, 720)
	shows(p, "run B: beta=")
	p.Wait(`cascade.state().pinned.link.includes("beta=0.1") && location.hash.includes("pin=beta.0.1,seed.1")`)
	p.Do("await cascade.load(`hierarchy?n=60&samples=50&chains=40&modes=2&updates=30&pin=modes.3`)")
	shows(p, "of B is not drawn, as A has none")
}

// TestProtocolsStandSideBySide: B is drawn over the field as soon as it is complete, without anybody moving anything, and a curve over it may be guessed.
func TestProtocolsStandSideBySide(t *testing.T) {
	p := ready(t, singleFile(), "hysteresis?pin=w.4", 1280, 720)
	p.Do(`await cascade.run()`)
	p.Wait(`cascade.state().pinned.update === 122`)
	p.Wait(`(await cascade.svg("m")).includes(">up B</text>") && document.querySelector(".versus").textContent.includes("w 4")`)
	// B crosses the middle of the plot, where A is above and below.
	p.Wait(`(() => { const all = [...document.querySelectorAll(".hero canvas")]; return all.some((c) => {
		const w = c.width, h = c.height, d = c.getContext("2d").getImageData(Math.round(0.46 * w), Math.round(0.4 * h), Math.round(0.1 * w), Math.round(0.3 * h)).data;
		let n = 0; for (let i = 0; i < d.length; i += 4) n += d[i + 3] > 100 && Math.max(d[i], d[i + 1], d[i + 2]) - Math.min(d[i], d[i + 1], d[i + 2]) > 60;
		return n > 50; }); })()`)
	p.Do("await cascade.load(`hysteresis?predict=m_up&guess=m_up.-0.8~-0.8~0.8~0.8`)")
	p.Wait(`document.querySelector(".knob")?.ariaLabel.startsWith("Your curve at field h") && document.querySelector("[data-do=guess-lock]") !== null`)
	p.Do(`document.querySelector("[data-do=guess-lock]").click()`)
	p.Wait(`/^Your curve is off by [\d.]+ on average . from theory by/.test(document.querySelector(".verdict").textContent)`)
}
