package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"cascade/scripts/internal/chromium"
	"cascade/ui"
)

// keys returns a function that presses keys in the page.
func keys(t *testing.T, p *chromium.TestPage) func(keys string, modifiers ...chromedp.Modifier) {
	return func(keys string, modifiers ...chromedp.Modifier) {
		t.Helper()
		if _, err := chromedp.Run(p.Context, chromedp.KeyEvent(keys, chromedp.KeyModifiers(modifiers...))); err != nil {
			t.Fatal(err)
		}
	}
}

// TestEveryKey presses each key of the map and waits for what it does.
func TestEveryKey(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	press := keys(t, p)
	link := `cascade.state().link`
	steps := []struct {
		key, becomes string
		modifiers    []chromedp.Modifier
	}{
		{kb.ArrowRight, `cascade.state().update === 1`, nil},
		{kb.ArrowRight, `cascade.state().update === 11`, []chromedp.Modifier{chromedp.ModifierShift}},
		{kb.ArrowLeft, `cascade.state().update === 10`, nil},
		{kb.ArrowLeft, `cascade.state().update === 0`, []chromedp.Modifier{chromedp.ModifierShift}},
		{" ", `cascade.state().update === 400 && !cascade.state().running`, nil},
		{"r", `cascade.state().update === 0`, nil},
		{"n", link + `.includes("seed=4")`, nil},
		{"b", `document.activeElement.id === "param-beta"`, nil},
		{kb.Escape, `document.activeElement.blur() === undefined`, nil},
		{"k", `document.activeElement.id === "param-lr"`, nil},
		{kb.Escape, `document.activeElement.blur() === undefined`, nil},
		{"]", link + `.includes("beta=1.41")`, nil},
		{"[", `!` + link + `.includes("beta=")`, nil},
		{"'", link + `.includes("lr=0.051")`, nil},
		{";", `!` + link + `.includes("lr=")`, nil},
		{"s", `document.querySelector(".copy [role]").textContent === "Copied" || document.querySelector(".notice li")?.textContent.includes("the link is")`, nil},
		{"?", `document.querySelector("dialog#help").open`, nil},
		{kb.Escape, `!document.querySelector("dialog#help").open`, nil},
		{"i", `document.querySelector(".explaining") && document.querySelector(".explain-hint p")`, nil},
		{"i", `!document.querySelector(".explaining") && !document.querySelector(".explain-hint p")`, nil},
		{"p", `document.querySelector(".presenting") && document.querySelectorAll(".panel").length === 1 && location.hash.includes("view=present")`, nil},
		{".", `document.querySelector("[data-panel=chi]") && location.hash.includes("view=present.chi")`, nil},
		{",", `document.querySelector("[data-panel=overlap]")`, nil},
		{"b", `!document.querySelector(".blank").hidden`, nil},
		{"b", `document.querySelector(".blank").hidden`, nil},
		{"g", `document.activeElement.id === "marker" && location.hash.includes("predict=t_c") && document.querySelector(".presenting .asker")`, nil},
		{"3", link + `.startsWith("hopfield") && document.querySelector(".presenting")`, nil},
		{"p", `!document.querySelector(".presenting") && !location.hash.includes("view")`, nil},
		{"1", link + ` === "mattis"`, nil},
	}
	for _, s := range steps {
		press(s.key, s.modifiers...)
		p.Wait(s.becomes)
	}
	p.Do(`document.querySelector("[popovertarget=learn]").click()`)
	p.Wait(`document.activeElement.closest("#learn")`)
	for _, s := range []struct{ key, becomes string }{{kb.End, "lastElementChild"}, {kb.Home, "firstElementChild"}, {"k", `querySelector("[data-value=help]")`}} {
		press(s.key)
		p.Wait(`document.activeElement === document.querySelector("#learn").` + s.becomes)
	}
	press(kb.Escape) // closes the menu, and nothing else
	p.Wait(`!document.querySelector(".menu:popover-open")`)
	p.Wait(`document.querySelector(".caption:not([hidden])")`)
	svg := func() string { return p.Text(`await cascade.svg("overlap")`) }
	with := strings.Count(svg(), "stroke-dasharray")
	press("t")
	p.Wait(fmt.Sprintf(`((await cascade.svg("overlap")).match(/stroke-dasharray/g) ?? []).length < %d`, with))
	press("t")
	p.Wait(fmt.Sprintf(`((await cascade.svg("overlap")).match(/stroke-dasharray/g) ?? []).length === %d`, with))
	p.Wait(`(await cascade.svg("overlap")).includes("10⁻")`)
	press("l")
	p.Wait(`!(await cascade.svg("overlap")).includes("10⁻")`)
	p.Do(`(document.documentElement.requestFullscreen = () => { window.full = true; return Promise.resolve(); }, 0)`)
	press("f")
	p.Wait(`window.full`)
}

// TestSingleKeysOff switches them off in the help; the page remembers it.
func TestSingleKeysOff(t *testing.T) {
	p := ready(t, serve(t, "/", nil), mattisLink, 1000, 700)
	press := keys(t, p)
	press("?")
	p.Wait(`document.querySelector("dialog#help").open`)
	p.Do(`document.querySelector("[data-set=letters]").click()`)
	press(kb.Escape)
	p.Wait(`!document.querySelector("dialog#help").open`)
	press("]")
	press(kb.ArrowRight)
	p.Wait(`cascade.state().update === 1`)
	if link := p.Text(`cascade.state().link`); link != mattisLink {
		t.Errorf("a key that is off changed the link to %s", link)
	}
	address := p.Text(`location.href`)
	p.Goto("about:blank")
	p.Goto(address)
	p.Wait(booted)
	press("?")
	press(kb.ArrowRight)
	p.Wait(`cascade.state().update === 1 && !document.querySelector("dialog#help").open`)
}

// TestHeldArrow holds an arrow key; the run follows and stops with the key.
func TestHeldArrow(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1000, 700)
	p.Do(`(() => { for (let i = 0; i < 300; i++) document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", repeat: i > 0, bubbles: true })); })()`)
	p.Wait(`cascade.state().update >= 2`)
	p.Do(`await new Promise((done) => setTimeout(done, 300))`)
	if u := p.Number(`cascade.state().update`); u > 100 {
		t.Errorf("300 repeats that came at once moved the run to %v", u)
	}
	p.Do(`(() => { for (let i = 0; i < 30; i++) document.dispatchEvent(new KeyboardEvent("keydown", { key: " ", repeat: i > 0, bubbles: true })); })()`)
	p.Wait(`cascade.state().update === 400`) // a held space runs once, and does not pause
}

// TestPresets opens the figures, chooses one, reads what to look for, and dismisses it.
func TestPresets(t *testing.T) {
	p := ready(t, serve(t, "/", nil), mattisLink, 1280, 720)
	p.Do(`document.querySelector(".figures").click()`)
	p.Wait(`document.querySelector("dialog#figures").open`)
	if n := p.Number(`document.querySelectorAll("dialog#figures [data-do=load]").length`); n != float64(len(ui.Presets)) {
		t.Errorf("%v figures are offered", n)
	}
	p.Do(`[...document.querySelectorAll("dialog#figures [data-do=load]")].find((b) => b.dataset.value === "hopfield").click()`)
	p.Wait(`cascade.state().link === "hopfield" && !document.querySelector("dialog#figures").open`)
	shows(p, ui.PresetOf("hopfield").Look)
	p.Do(`document.querySelector(".caption button").click()`)
	p.Wait(`document.querySelector(".caption").hidden`)
}

// TestFirstScreen checks at several sizes that the hero, the two sliders and the button to press are in sight and nothing is
// cut off at the side, and that one press makes something move.
func TestFirstScreen(t *testing.T) {
	for _, size := range [][2]int{{1920, 1080}, {1280, 720}, {1024, 768}, {600, 520}, {390, 844}, {320, 600}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			p := ready(t, singleFile(), mattisLink, size[0], size[1])
			for _, e := range []string{".hero", ".start"} {
				p.Wait(fmt.Sprintf(`(() => { const r = document.querySelector(%q).getBoundingClientRect(); return r.width > 80 && r.bottom <= innerHeight && r.right <= innerWidth; })()`, e))
			}
			if n := p.Number(`document.documentElement.scrollWidth - innerWidth`); n > 0 {
				t.Errorf("the page is %v pixels too wide", n)
			}
			if size[1] >= 700 || size[0] > 900 {
				p.Wait(`[...document.querySelectorAll(".row.main .box")].every((b) => b.getBoundingClientRect().bottom <= innerHeight)`)
			}
			if n := p.Number(`[...document.querySelectorAll(".row")].filter((r) => r.getClientRects().length).length`); n != 2 {
				t.Errorf("%v parameters at first", n)
			}
			p.Do(`document.querySelector(".start").click()`)
			p.Wait(`cascade.state().update > 0 && document.querySelector(".start").hidden`)
		})
	}
}

// TestPresentation opens a link with a presentation of one panel on an old projector, and leaves it.
func TestPresentation(t *testing.T) {
	p := ready(t, singleFile(), mattisLink+"&view=present.chi", 1920, 1080)
	p.Wait(`document.querySelectorAll(".panel").length === 1 && document.querySelector("[data-panel=chi] canvas")`)
	if size := p.Text(`getComputedStyle(document.documentElement).fontSize`); size != "24px" {
		t.Errorf("text of %s", size)
	}
	if n := p.Number(`[...document.querySelectorAll(".row")].filter((r) => r.getClientRects().length).length`); n != 2 {
		t.Errorf("%v sliders", n)
	}
	if n := p.Number(`document.querySelector(".plot-host").getBoundingClientRect().height / innerHeight`); n < 0.7 {
		t.Errorf("the figure has but %v of the height", n)
	}
	if _, err := chromedp.Run(p.Context, chromedp.EmulateViewport(1024, 768)); err != nil {
		t.Fatal(err)
	}
	p.Wait(`parseFloat(getComputedStyle(document.documentElement).fontSize) < 18 && document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth`)
	p.Do(`document.querySelector(".present").click()`)
	p.Wait(`document.querySelectorAll(".panel").length === 7 && !cascade.state().link.includes("view") && !location.hash.includes("view")`)
	p.Do(`await cascade.load("mattis?n=50&view=sideways")`)
	shows(p, `view="sideways" is none of`)
}

// TestData opens the numbers behind a plot.
func TestData(t *testing.T) {
	p := ready(t, singleFile(), mattisLink, 1280, 720)
	p.Do(`await cascade.run()`)
	p.Do(`document.querySelector(".hero .corner").click()`)
	p.Wait(`document.querySelector("dialog#data").open && document.querySelectorAll("#data tbody tr").length > 40`)
	if n := p.Number(`document.querySelectorAll("#data tbody tr").length`); n > 50 {
		t.Errorf("%v rows", n)
	}
	if last := p.Text(`document.querySelector("#data tbody tr:last-child").textContent`); !strings.HasPrefix(last, "400") {
		t.Errorf("the last row is %q", last)
	}
	p.Wait(`/^The run is complete at update 400\. U .*theory.*crossed at/.test(document.querySelector(".summary").textContent)`)
}

// TestPrint prints a page that was never scrolled: no panel is blank, no control is there, and the link is.
func TestPrint(t *testing.T) {
	p := ready(t, singleFile(), digitsLink, 800, 500)
	p.Do(`await cascade.seek(60)`)
	if _, err := chromedp.Call(p.Context, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		t.Fatal(err)
	}
	p.Do(`(dispatchEvent(new Event("beforeprint")), 0)`)
	if text := p.Text(`[...document.querySelectorAll(".panel")].filter((s) => { const g = s.querySelector(".printed svg"); return !g || g.getBoundingClientRect().height < 100 || !g.querySelector("image") && g.querySelectorAll("path").length < 3; }).map((s) => s.ariaLabel).join()`); text != "" {
		t.Errorf("blank on paper: %s", text)
	}
	for _, e := range []string{".bar", ".controls", ".corner", ".start", "canvas"} {
		if n := p.Number(fmt.Sprintf(`[...document.querySelectorAll(%q)].filter((e) => e.getClientRects().length).length`, e)); n != 0 {
			t.Errorf("%v of %s are printed", n, e)
		}
	}
	if n := p.Number(`document.documentElement.scrollWidth - innerWidth`); n > 0 {
		t.Errorf("the paper is %v pixels too narrow", n)
	}
	if text := p.Text(`document.querySelector(".source").innerText`); !strings.Contains(text, digitsLink) {
		t.Errorf("the paper says it comes from %q", text)
	}
	p.Do(`(dispatchEvent(new Event("afterprint")), 0)`)
	if n := p.Number(`document.querySelectorAll(".printed").length`); n != 0 {
		t.Errorf("%v figures stay behind", n)
	}
	if _, err := chromedp.Call(p.Context, cdp.PrintToPDF, cdp.PrintToPDFParams{}); err != nil {
		t.Errorf("printing: %v", err)
	}
}

// takeHome opens the dialog to save files.
const takeHome = `document.querySelector(".corner[aria-label^='Take home']").click()`

// TestAccessible lets axe-core look for violations of WCAG 2.2 AA in every state of the page.
func TestAccessible(t *testing.T) {
	axe, err := os.ReadFile(filepath.Join(filepath.Dir(dist), "static", "node_modules", "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	url := serve(t, "/", nil)
	for _, c := range []struct {
		name, link    string
		width, height int
		theme, before string
	}{
		{"start", "mattis", 1280, 720, "light", ""},
		{"dark", "mattis", 1280, 720, "dark", ""},
		{"more parameters", "mattis", 1280, 720, "light", `document.querySelector(".more").click()`},
		{"running digits", digitsLink, 1280, 720, "light", `await cascade.seek(30)`},
		{"help", "mattis", 1280, 720, "light", `document.querySelector(".learn").click(), document.querySelector("#learn [data-value=help]").click()`},
		{"figures", "mattis", 1280, 720, "dark", `document.querySelector(".figures").click()`},
		{"what is this", "mattis", 1280, 720, "light", `(document.querySelector(".panel-help").click(), await new Promise((done) => setTimeout(done, 300)))`},
		{"everything explains itself", "hopfield", 1280, 720, "dark", `document.dispatchEvent(new KeyboardEvent("keydown", { key: "i", bubbles: true }))`},
		{"physics", "mattis", 1280, 720, "dark", `(document.querySelector(".learn").click(), document.querySelector("#learn [data-value=physics]").click(), await new Promise((done) => setTimeout(done, 500)))`},
		{"measuring", "mattis", 390, 844, "dark", `(document.querySelector(".learn").click(), ` + openMeasure + `)`},
		{"data", mattisLink, 1280, 720, "light", `await cascade.seek(50).then(() => document.querySelector(".corner").click())`},
		{"take home", mattisLink, 1280, 720, "light", takeHome},
		{"take home, dark and narrow", mattisLink, 320, 640, "dark", takeHome},
		{"presentation", mattisLink + "&view=present", 1024, 768, "light", ""},
		{"question", mattisLink + "&predict=t_c", 1280, 720, "light", ""},
		{"curve to draw", mattisLink + "&predict=overlap&guess=overlap.0~0.01~200~1~400~1", 390, 844, "dark", ""},
		{"verdict", mattisLink + "&predict=t_c&guess=t_c.200", 1280, 720, "dark", `(document.querySelector("[data-do=guess-lock]").click(), await cascade.run())`},
		{"guesses", mattisLink + "&predict=t_c&guess=t_c.200", 1280, 720, "light", `(document.querySelector("[data-do=guess-lock]").click(), await cascade.run(), document.querySelector("[data-value=guesses]").click())`},
		{"embed", mattisLink + "&ui=basic", 600, 520, "light", ""},
		{"lesson", "mattis?lesson=one.1", 1280, 720, "light", `document.querySelector(".lesson summary").click()`},
		{"narrow lesson", "mattis?lesson=tour.2", 390, 844, "dark", ""},
		{"making a lesson", "mattis", 1280, 720, "light", `await (async () => { document.querySelector(".learn").click(); document.querySelector("#learn [data-do=draft-open]").click(); await new Promise((done) => setTimeout(done, 200)); document.querySelector("#draft-record").click(); })()`},
		{"narrow", mattisLink, 390, 844, "light", ""},
		{"narrow dark", mattisLink, 320, 600, "dark", `await cascade.load("mattis?beta=99&n=50")`},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, c.width, c.height)
			if _, err := chromedp.Call(p.Context, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
				{Name: "prefers-color-scheme", Value: c.theme}, {Name: "prefers-reduced-motion", Value: "reduce"}}}); err != nil {
				t.Fatal(err)
			}
			p.Goto(url + "#" + c.link)
			p.Wait(booted)
			if c.before != "" {
				p.Do(c.before)
			}
			p.Do(`await new Promise((done) => setTimeout(done, 250))`)
			if _, err := chromedp.Run(p.Context, chromedp.Evaluate[chromedp.Void](string(axe)+"; 0")); err != nil {
				t.Fatal(err)
			}
			var found []struct {
				ID, Help string
				Nodes    []struct{ HTML, FailureSummary string }
			}
			text := p.Text(`JSON.stringify((await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })).violations)`)
			if err := json.Unmarshal([]byte(text), &found); err != nil {
				t.Fatal(err)
			}
			for _, v := range found {
				for _, n := range v.Nodes {
					t.Errorf("%s: %s: %.200s: %.300s", v.ID, v.Help, n.HTML, n.FailureSummary)
				}
			}
		})
	}
}
