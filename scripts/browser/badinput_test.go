package browser

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"cascade/scripts/internal/chromium"
)

// markup is what a name should not be able to do.
const markup = `<img src=x onerror="window.bad=1"><b>&amp;`

// oneSentence waits for a notice and says what is wrong with it: it should be one sentence, with these words, that runs no markup, and the run should be
// where it was.
func oneSentence(t *testing.T, p *chromium.TestPage, what, words string, update float64) {
	t.Helper()
	const notices = `[...document.querySelectorAll(".notice:not([hidden]) li")]`
	p.Wait(notices + `.length > 0`)
	said := p.Text(notices + `.map((e) => e.textContent).join(" | ")`)
	if !strings.Contains(said, words) || strings.Contains(said, " | ") || len([]rune(said)) > 330 || !strings.HasSuffix(said, ".") {
		t.Errorf("%s: the page says %q, want one sentence with %q", what, said, words)
	}
	if n := p.Number(`document.querySelectorAll("body img, .notice b, .notice script").length + (window.bad ?? 0)`); n != 0 {
		t.Errorf("%s: markup became %v elements", what, n)
	}
	p.Do(`document.querySelector(".notice:not([hidden]) button").click()`)
	p.Wait(notices + `.length === 0`)
	p.Do(`await cascade.step(1)`)
	if u := p.Number(`cascade.state().update`); u != update {
		t.Errorf("%s: the run stands at %v, not at %v", what, u, update)
	}
}

// zipOf packs files.
func zipOf(t *testing.T, files ...ownFile) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		if err == nil {
			_, err = w.Write(f.p)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// spoiltFiles are lessons, records, weights and data that can't be used, with what the page should say.
func spoiltFiles(t *testing.T) []ownFile {
	record := string(taken(t, mattisLink, "json", "test"))
	weights := taken(t, takeLink, "npz", "test")
	field := func(name, value string) []byte {
		at := strings.Index(record, `"`+name+`":`)
		rest := record[at:]
		return []byte(record[:at] + `"` + name + `":` + value + rest[strings.IndexAny(rest, ",\n"):])
	}
	list := []ownFile{
		{markup + ".json", []byte(`{"cascade-lesson":1,"steps":[`), "its JSON is broken at byte"},
		{"l.json", []byte(`{"cascade-lesson":1,"title":"x","steps":[{"link":"` + strings.ReplaceAll(markup, `"`, `\"`) + `","text":""}]}`), "step 1 opens"},
		{"l.json", []byte(`{"cascade-lesson":1,"title":"x","steps":[{"link":"mattis","text":"[a](` + strings.ReplaceAll(markup, `"`, `\"`) + `)"}]}`), "step 1"},
		{"l.json", []byte(`{"cascade-lesson":7,"title":"x","steps":[]}`), "version 7"},
		{"r.json", field("cascade", "9"), "format 9"},
		{"r.json", field("link", `"isng?n=7"`), "there is no experiment"},
		{"r.json", field("trail", `"00"`), "r.json"},
		{markup + ".json", []byte(`{"a":1}`), "expected the record of a run or a lesson"},
		{"w.npz", zipOf(t, ownFile{markup + ".npy", []byte("no array"), ""}), "the array"},
		{"w.npz", zipOf(t, ownFile{"weight_matrix.npy", []byte(markup), ""}), "weight_matrix"},
		{"w.npz", zipOf(t), "no array"},
		{markup + ".csv", []byte("1,0\n1," + markup + "\n"), "row 2"},
		{markup + ".npy", []byte(markup), "expected rows of numbers"},
	}
	for _, cut := range []int{30, 200, len(weights) / 3, len(weights) / 2, len(weights) - 400, len(weights) - 30, len(weights) - 1} {
		list = append(list, ownFile{"w.npz", weights[:cut], "cut off or damaged"})
	}
	return list
}

// TestSpoiltFilesAreOneSentence drops files that can't be used, with names full of markup: each is one sentence, and what runs goes on.
func TestSpoiltFilesAreOneSentence(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	p.Do(`await cascade.step(5)`)
	for i, f := range spoiltFiles(t) {
		give(t, p, "dragenter dragover drop", "h1", f)
		oneSentence(t, p, fmt.Sprintf("%d %s", i, f.name), f.says, float64(6+i))
	}
}

// TestNamesOfMarkupStayText: lessons, classes and files whose names are markup are shown with these names.
func TestNamesOfMarkupStayText(t *testing.T) {
	p := ready(t, singleFile(), importLink, 1280, 720)
	labels := ownFile{"l.txt", labelTable(func(s int) string { return person(s) }), ""}
	labels.p = bytes.ReplaceAll(labels.p, []byte("north"), []byte("<img/src=x/onerror=bad=1>"))
	give(t, p, "drop", "body", labels, ownFile{markup + ".hapt", hapt(), ""})
	p.Wait(`document.querySelector(".own p")?.textContent.startsWith("<img src=x") && cascade.state().link.startsWith("import")`)
	p.Wait(`await cascade.step(1).then(() => true, () => false)`) // once there is a run
	p.Wait(`(await cascade.svg("projections")).includes("&lt;img")`)
	dropLesson(p, `{"cascade-lesson":1,"title":"<b>T","author":"<i>","steps":[{"title":"<u>one","link":"mattis?n=60","text":"<s>text [<q>](lr=0.1)"}]}`)
	p.Wait(`document.querySelector(".lesson h2")?.textContent === "<u>one" && document.querySelector(".lesson-step .word").textContent === "<q>"`)
	if n := p.Number(`document.querySelectorAll("body img, .lesson :is(u, s, q, i)").length + (window.bad ?? 0)`); n != 0 {
		t.Errorf("markup became %v elements", n)
	}
}

// TestEndlessLinks opens links of 100 kB, of a page and of a lesson: a sentence, and what ran goes on, or the rest of the link does.
func TestEndlessLinks(t *testing.T) {
	noise := make([]byte, 75000)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	packed := base64.RawURLEncoding.EncodeToString(noise)
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	p.Do(`await cascade.step(5)`)
	p.Expect("lesson")
	follow := func(link string) {
		if _, err := chromedp.Run(p.Context, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("location.hash = %q; 0", link))); err != nil {
			t.Fatal(err)
		}
	}
	follow("lesson=z." + packed + ".1")
	oneSentence(t, p, "a lesson of noise", "can't be opened: ", 6)
	follow("mattis?n=60&updates=30&lesson=z." + packed + ".1")
	p.Wait(`cascade.state().link === "mattis?n=60&updates=30"`)
	oneSentence(t, p, "a run with a lesson of noise", "can't be opened: ", 1)
	follow("mattis?n=70&updates=30&x=" + strings.Repeat("y", 100000))
	p.Wait(`cascade.state().link === "mattis?n=70&updates=30"`)
	const said = `[...document.querySelectorAll(".notice li")].map((e) => e.textContent).join(" | ")`
	p.Wait(said + `.includes("only the first 65536 were read")`)
	if n := p.Number(said + `.length`); n > 700 {
		t.Errorf("what is said of a link of 100 kB has %v letters", n)
	}
	p.Do(`await cascade.step(1)`)
	if u := p.Number(`cascade.state().update`); u != 1 {
		t.Errorf("the run stands at %v", u)
	}
}
