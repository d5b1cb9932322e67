package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"cascade/scripts/internal/chromium"
	"cascade/static/lessons"
	"cascade/ui"
)

// dropLesson drops a file of that text on the page.
func dropLesson(p *chromium.TestPage, text string) {
	p.Do(fmt.Sprintf(`(() => {
		const transfer = new DataTransfer();
		transfer.items.add(new File([%q], "<b>lesson.json"));
		document.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
	})()`, text))
}

// TestTourByKeyboard leafs through the tour as a presenter's clicker does, and lets words drive the figure.
func TestTourByKeyboard(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	press := keys(t, p)
	tour, err := ui.ReadLesson([]byte(lessons.Read("tour")))
	if err != nil {
		t.Fatal(err)
	}
	p.Do(`document.querySelector(".learn").click()`)
	p.Wait(`document.querySelector("#learn [data-value=tour]")`)
	p.Do(`document.querySelector("#learn [data-value=tour]").click()`)
	p.Wait(`document.querySelector(".lesson h2")?.textContent === "` + tour.Steps[0].Title + `" && cascade.state().link === "mattis?lesson=tour.1"`)
	press(kb.PageDown)
	p.Wait(`cascade.state().link === "mattis?lesson=tour.2" && document.querySelector(".lesson h2").textContent === "` + tour.Steps[1].Title + `"`)
	p.Do(`document.querySelector('.word[data-value="@277"]').focus()`)
	press(kb.Enter)
	p.Wait(`document.querySelector(".count b").textContent === "277"`) // what the reader sees counts, not what is on its way
	press(kb.Enter)                                                    // again: back
	p.Wait(`cascade.state().update === 0 && document.querySelector(".count b").textContent === "0"`)
	press(kb.Enter + kb.Enter) // on its way, too
	p.Do(`await cascade.step(1)`)
	p.Wait(`document.querySelector(".count b").textContent === "1" && cascade.state().update === 1 && !cascade.state().running`)
	p.Wait(`[...document.querySelectorAll(".progress")].some((e) => getComputedStyle(e).outlineStyle === "solid")`)
	press(kb.PageDown)
	p.Wait(`cascade.state().link.includes("lesson=tour.3") && document.activeElement.id === "lesson-next"`)
	press(kb.PageUp)
	p.Wait(`cascade.state().link.startsWith("mattis?") && cascade.state().link.includes("lesson=tour.2")`)
	p.Do(`document.querySelector("#param-beta").focus()`)
	press(kb.PageDown) // the field keeps the key
	p.Do(`document.activeElement.blur()`)
	p.Wait(`cascade.state().link.includes("lesson=tour.2")`)
	p.Do(`document.querySelector("#lesson-step-4").click()`)
	p.Wait(`cascade.state().link.startsWith("hopfield") && location.hash.includes("lesson=tour.5")`)
	if over := p.Number(`document.querySelector(".lesson").getBoundingClientRect().right - document.querySelector(".hero").getBoundingClientRect().left`); over > 0 {
		t.Errorf("the lesson covers %v pixels of the figure", over)
	}
	p.Do(`cascade.load("hopfield?kappa=0.2&lesson=tour.6")`)
	p.Wait(`cascade.state().link === "hopfield?kappa=0.2&lesson=tour.6"`)
	press(kb.Escape)
	p.Wait(`document.querySelector(".lesson").hidden && cascade.state().link === "hopfield?kappa=0.2" && !document.documentElement.hasAttribute("data-lesson")`)
}

// TestLessonFiles drops lessons, whole and broken, and finds the place in one again.
func TestLessonFiles(t *testing.T) {
	p := ready(t, serve(t, "/", nil), mattisLink, 1000, 700)
	press := keys(t, p)
	steps := `{"title":"First <i>","link":"mattis?n=60&updates=50","text":"*a* [set](lr=0.1) <script>window.bad = 1</script>"},{"link":"mattis?n=70&updates=50","text":"two"}`
	dropLesson(p, `{"cascade-lesson":1,"title":"Mine","steps":[`+steps+`]}`)
	p.Wait(`document.querySelector(".lesson h2")?.textContent === "First <i>" && cascade.state().link.startsWith("mattis?n=60&updates=50&lesson=z.")`)
	p.Do(`document.querySelector('.word').click()`)
	p.Wait(`cascade.state().link.includes("lr=0.1")`)
	p.Do(`document.querySelector('.word').click()`)
	p.Wait(`!cascade.state().link.includes("lr=")`)
	press(kb.PageDown)
	p.Wait(`cascade.state().link.startsWith("mattis?n=70&") && location.hash.endsWith(".2")`)
	for text, says := range map[string]string{
		`{"cascade-lesson":1,"steps":[`: "broken at byte", `{"cascade-lesson":9,"steps":[{}]}`: "version 9",
		`{"cascade-lesson":1,"steps":[` + steps + `,{"link":"isng","text":""}]}`:              `step 3 opens "isng"`,
		`{"cascade-lesson":1,"steps":[` + steps + strings.Repeat(`,{"text":""}`, 9998) + `]}`: "10000 steps",
	} {
		dropLesson(p, text)
		shows(p, says)
		p.Wait(`cascade.state().link.startsWith("mattis?n=70&") && document.querySelector(".lesson-step p").textContent === "two"`)
	}
	if p.Number(`window.bad ?? 0`) != 0 {
		t.Error("a script of a lesson ran")
	}
	address := p.Text(`location.href`)
	p.Goto("about:blank")
	p.Goto(address)
	p.Wait(booted)
	p.Wait(`document.querySelector(".lesson-step p")?.textContent === "two" && cascade.state().link.startsWith("mattis?n=70")`)
	p.Do(`cascade.load("lesson=one.3")`)
	p.Wait(`cascade.state().link === "mattis?autoplay=1&lesson=one.3"`)
	p.Goto("about:blank")
	p.Goto(address[:strings.Index(address, "#")] + "#" + mattisLink)
	p.Wait(booted)
	p.Do(`document.querySelector(".learn").click()`)
	p.Wait(`document.querySelector("#learn [data-value=one]")?.textContent.includes("go on at step 3")`)
	p.Do(`cascade.load("lesson=nowhere.1").catch(() => {})`)
	shows(p, `there is none of that name`)
}

// TestAWordLeavesItsSlider: what a word sets during a run is shown only until something else sets it, too.
func TestAWordLeavesItsSlider(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	dropLesson(p, `{"cascade-lesson":1,"title":"t","steps":[{"title":"t","link":"mattis?n=60","text":"[faster](lr=0.1)"}]}`)
	p.Wait(`document.querySelector(".word") && cascade.state().link.startsWith("mattis?n=60")`)
	p.Do(`await cascade.step(5)`)
	p.Do(`document.querySelector(".word").click()`)
	p.Wait(`cascade.state().link.includes("events=5.lr.0.1") && document.querySelector("#param-lr").value === "0.1"`)
	p.Do(`await cascade.set("lr", 0.3)`)
	p.Wait(`document.querySelector("#param-lr").value === "0.3"`)
}

// TestLessonFromTheServer opens a lesson in a file beside the page, and one that is not there.
func TestLessonFromTheServer(t *testing.T) {
	file := filepath.Join(dist, "lesson-of-a-test.json")
	if err := os.WriteFile(file, []byte(`{"cascade-lesson":1,"title":"Served","steps":[{"link":"mattis?n=60","text":"here"}]}`), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Remove(file) })
	p := ready(t, serve(t, "/", nil), "lesson=lesson-of-a-test.json.1", 1000, 700)
	p.Wait(`document.querySelector(".lesson-step p")?.textContent === "here" && cascade.state().link === "mattis?n=60&lesson=lesson-of-a-test.json.1"`)
	p.Expect("404")
	p.Do(`cascade.load("mattis?n=70&lesson=none.json.1")`)
	shows(p, "the server says 404")
}

// TestMakingALesson records two runs, sees them, and takes the lesson along as a link.
func TestMakingALesson(t *testing.T) {
	p := ready(t, serve(t, "/", nil), mattisLink, 1280, 720)
	p.Do(`document.querySelector(".learn").click()`)
	p.Wait(`document.querySelector("#learn [data-do=draft-open]")`)
	p.Do(`document.querySelector("#learn [data-do=draft-open]").click()`)
	p.Wait(`document.querySelector("#draft-record")`)
	p.Do(`document.querySelector("#draft-record").click()`)
	p.Wait(`document.querySelector("#draft-text")`)
	p.Do(`await cascade.load("hopfield?n=60&updates=40")`)
	p.Do(`document.querySelector("#draft-record").click()`)
	p.Wait(`document.querySelector(".lesson-step .link").textContent === "hopfield?n=60&updates=40"`)
	p.Do(`(() => { const e = document.querySelector("#draft-text"); e.value = "Look [there](#sigma)"; e.dispatchEvent(new Event("change", { bubbles: true })); })()`)
	p.Do(`document.querySelector("#draft-preview").click()`)
	p.Wait(`document.querySelector(".lesson .word[data-value='#sigma']")`)
	p.Do(`document.querySelector("#lesson-close").click()`)
	p.Wait(`document.querySelector("#draft-text")?.value === "Look [there](#sigma)"`)
	p.Do(`(navigator.clipboard.writeText = (text) => { window.copied = text; return Promise.resolve(); }, 0)`)
	p.Do(`document.querySelector("#draft-link").click()`)
	p.Wait(`window.copied?.includes("#lesson=z.") && document.querySelector(".told[role]").textContent.includes("copied")`)
	link := p.Text(`window.copied`)
	p.Goto("about:blank")
	p.Goto(link)
	p.Wait(booted)
	p.Wait(`document.querySelector(".lesson-head")?.textContent.includes("Step 1 of 2")`)
	p.Do(`document.querySelector(".learn").click()`)
	p.Wait(`document.querySelector("#learn [data-do=draft-open]")`)
	p.Do(`document.querySelector("#learn [data-do=draft-open]").click()`) // kept since
	p.Wait(`document.querySelector(".lesson-head").textContent.includes("of 2")`)
}
