package browser

import (
	"os"
	"path/filepath"
	"testing"

	"cascade/scripts/internal/chromium"
)

// instructions lets a page write Vugu's render instructions by hand, numbered as in its renderer-js-script.js.
const instructions = `
window.render = (...parts) => {
	const bytes = [];
	const u32 = (n) => bytes.push(n >>> 24, n >>> 16 & 255, n >>> 8 & 255, n & 255);
	for (const part of [...parts, 0]) {
		if (typeof part === "number") { bytes.push(part); continue; }
		const text = new TextEncoder().encode(part);
		u32(text.length);
		bytes.push(...text);
	}
	vuguGetRenderArray().set(bytes);
	vuguRender();
};
const MOUNT = 7, ATTR = 6, OTHERS = 5, CHILD = 20, ELEMENT = 21, TEXT = 23, PARENT = 25, SIBLING = 26, LISTEN = 28, HTML = 29, PROPERTY = 35, ATTR_NS = 38, ELEMENT_NS = 39;
window.drawn = (word) => render(MOUNT, "#app", "div", ATTR, "class", "root", OTHERS,
	CHILD, ELEMENT, "canvas", ATTR, "width", "30", OTHERS,
	SIBLING, ELEMENT, "p", CHILD, TEXT, word, PARENT,
	SIBLING, ELEMENT, "section", HTML, "<details><summary>s</summary>static</details>",
	SIBLING, ELEMENT_NS, "svg", "http://www.w3.org/2000/svg", ATTR_NS, "", "viewBox", "0 0 1 1", OTHERS,
	SIBLING, ELEMENT, "input", PROPERTY, "value", JSON.stringify(word), LISTEN, "pos", "blur", 0, 0, PARENT);
window.undrawn = () => render(MOUNT, "#app", "div", ATTR, "class", "root", OTHERS, CHILD, ELEMENT, "b", PARENT);
window.nested = () => render(MOUNT, "#app", "div", CHILD, ELEMENT, "canvas", SIBLING, ELEMENT, "p", SIBLING, ELEMENT, "section", CHILD, TEXT, "own", PARENT, PARENT);
window.changes = (act) => {
	const observer = new MutationObserver(() => {});
	observer.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
	act();
	return observer.takeRecords().length;
};`

// helperPage opens a page that holds the corrected helper, some old content to mount on, and nothing else.
func helperPage(t *testing.T) *chromium.TestPage {
	helper, err := os.ReadFile(filepath.Join(dist, "vugu-helper.js"))
	if err != nil {
		t.Fatal(err)
	}
	page := "<!doctype html><meta charset=utf-8><div id=app><i></i><p class=old></p></div><script>" +
		string(helper) + "</script><script>" + instructions + "</script>"
	file := filepath.Join(t.TempDir(), "helper.html")
	if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	p := open(t, 400, 300)
	p.Goto("file://" + file)
	return p
}

// TestHelperWritesOnlyChanges renders the same twice: the second time must not touch the page at all.
func TestHelperWritesOnlyChanges(t *testing.T) {
	p := helperPage(t)
	p.Do(`drawn("one")`)
	if text := p.Text(`document.body.innerHTML.includes("class=\"old") ? "old content" : document.querySelector("p").textContent`); text != "one" {
		t.Fatalf("after the first render the page shows %q", text)
	}
	p.Do(`void (document.querySelector("canvas").getContext("2d").fillRect(0, 0, 9, 9), document.querySelector("details").open = true)`)
	p.Do(`void Object.defineProperty(document.querySelector("input"), "value", { configurable: true, get: () => "one", set: () => { throw "written"; } })`)
	if n := p.Number(`changes(() => drawn("one"))`); n != 0 {
		t.Errorf("rendering the same again makes %v changes", n)
	}
	if n := p.Number(`document.querySelector("canvas").getContext("2d").getImageData(3, 3, 1, 1).data[3]`); n != 255 {
		t.Error("rendering the same again clears a canvas")
	}
	p.Do(`delete document.querySelector("input").value`)
	if n := p.Number(`changes(() => drawn("two"))`); n != 1 {
		t.Errorf("rendering one other text makes %v changes", n)
	}
	if text := p.Text(`document.querySelector("input").value`); text != "two" {
		t.Errorf("the property holds %q", text)
	}
	p.Do(`nested()`)
	p.Do(`drawn("two")`)
	if text := p.Text(`document.querySelector("section").textContent`); text != "sstatic" {
		t.Errorf("an element that had other children in between shows %q", text)
	}
}

// TestHelperDefersEvents checks that Go never hears an event while it renders or handles another one.
func TestHelperDefersEvents(t *testing.T) {
	p := helperPage(t)
	p.Do(`drawn("one")`)
	p.Do(`void (window.depth = 0, window.calls = [], window.nest = false, vuguSetEventHandler(() => {
		calls.push(++depth);
		if (nest) { nest = false; document.querySelector("input").dispatchEvent(new Event("blur")); }
		depth--;
	}))`)
	p.Do(`void (document.querySelector("input").focus(), undrawn(), calls.push("rendered"))`) // removing a focused input blurs it
	p.Wait(`calls.length === 2`)
	p.Do(`void (drawn("one"), nest = true, document.querySelector("input").dispatchEvent(new Event("blur")))`)
	p.Wait(`calls.length === 4`)
	if text := p.Text(`calls.join(" ")`); text != "rendered 1 1 1" {
		t.Errorf("the handler was called as %q: the numbers are how deep", text)
	}
}

// TestHelperSurvivesAThrow checks that an event whose handler throws does not block the later ones.
func TestHelperSurvivesAThrow(t *testing.T) {
	p := helperPage(t)
	p.Expect("stopped")
	p.Do(`drawn("one")`)
	p.Do(`void (window.calls = 0, vuguSetEventHandler(() => { calls++; throw new Error("stopped"); }))`)
	p.Do(`void [1, 2].forEach(() => document.querySelector("input").dispatchEvent(new Event("blur")))`)
	if n := p.Number(`calls`); n != 2 {
		t.Errorf("the handler heard %v of 2 events", n)
	}
}

// TestHelperSwallowsOneEval checks that Vugu's call of eval, and no other, is ignored.
func TestHelperSwallowsOneEval(t *testing.T) {
	p := helperPage(t)
	if n := p.Number(`window.eval("6*7")`); n != 42 {
		t.Errorf("eval gives %v", n)
	}
	p.Do(`window.eval("(function(){if(window.vuguRender)return;window.evaluated=1})()")`)
	if text := p.Text(`typeof window.evaluated + " " + window.eval.toString().includes("native code")`); text != "undefined true" {
		t.Errorf("after Vugu's call: %q", text)
	}
}
