package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"cascade/scripts/internal/repo"
)

// Vugu draws by sending instructions to a JavaScript helper, which it evals at start. That helper rewrites every attribute
// and text at every render, clears canvases and deadlocks Go when the browser fires an event in the middle of a render. So
// the page loads a corrected copy as an ordinary script, and Vugu's own copy is never evaluated, which a strict content
// security policy would forbid.

// edit replaces old, which must occur count times in a script, by new. An "@" in new stands for old.
type edit struct {
	old, new string
	count    int
}

var helperEdits = []edit{
	// Go holds Vugu's lock while it renders and while it handles an event. An event that the browser fires meanwhile (blur
	// of a removed input, focus() in a handler) would take the lock twice, and the program would die: deliver it later.
	{"f = function (event) {", "@\n if (state.inRender || state.activeEvent) { setTimeout(f, 0, event); return; }", 1},
	// Of an event, hand over what the components ask for: all that an element can tell, its layout and its HTML, takes 2 ms.
	{"for (let i in event) {", `for (let i of ["key"]) {`, 1},
	{"for (let i in et) {", `for (let i of ["value"]) {`, 1},
	// An event is over even if its handler throws, as it does once the program has ended.
	{"state.eventHandlerFunc.call(null, eventBuffer);", "try { @ } finally { state.activeEvent = null; }", 1},

	// What the page shows before the program runs goes away as a whole; Vugu would reuse its elements.
	{"state.mountPointEl = el;", "@ el.replaceChildren();", 1},

	// Write only what differs. Writing the same again costs layout, clears canvases, closes <details>, loses selections.
	{"el.setAttribute(attrName, attrValue);", "if (el.getAttribute(attrName) !== attrValue) @", 1},
	{"el.setAttributeNS(attrNamespace, attrName, attrValue);", "if (el.getAttribute(attrName) !== attrValue) @", 1},
	{"el[propName] = JSON.parse(propValueJSON);", "const propValue = JSON.parse(propValueJSON); if (el[propName] !== propValue) el[propName] = propValue;", 1},
	{"state.el.textContent = content;", "if (state.el.data !== content) state.el.data = content;", 2}, // texts and comments
	{`state.el.innerHTML = (state.bufferedInnerHTML || "") + html;`,
		`const whole = (state.bufferedInnerHTML || "") + html; if (state.el.vuguHTML !== whole) { state.el.innerHTML = whole; state.el.vuguHTML = whole; }`, 1},
	// An element that is reused for one with children of its own no longer holds that HTML.
	{`state.nextElMove = "first_child";`, "state.el.vuguHTML = undefined; @", 1},
}

// evalStart is how the script begins that Vugu evals.
const evalStart = "(function(){if(window.vuguRender)return;"

// helperTail marks the time of a render, and swallows exactly Vugu's call of eval.
const helperTail = `;
(() => {
    const render = window.vuguRender;
    window.vuguRender = () => {
        const state = (window.vuguState ||= {});
        state.inRender = true;
        try { render.call(window); } finally { state.inRender = false; }
    };
    const original = window.eval;
    window.eval = (text) => {
        if (!String(text).startsWith("` + evalStart + `")) return original(text);
        window.eval = original;
    };
})();
`

// writeHelper writes dist/vugu-helper.js from the pinned version of Vugu.
func writeHelper(t tree) error {
	out, err := repo.Go(string(t), "list", "-m", "-f", "{{.Dir}}", "github.com/vugu/vugu").Output()
	if err != nil {
		return fmt.Errorf("where is Vugu: %w", err)
	}
	dir := filepath.Join(strings.TrimSpace(string(out)), "domrender")
	source, err := os.ReadFile(filepath.Join(dir, "renderer-js-script.js"))
	if err != nil {
		return err
	}
	evaled, err := os.ReadFile(filepath.Join(dir, "renderer-js-script.go"))
	if err != nil {
		return err
	}
	if !strings.Contains(string(evaled), evalStart) {
		return fmt.Errorf("Vugu no longer evals a script that begins with %s", evalStart)
	}
	helper, err := correctHelper(string(source))
	if err != nil {
		return err
	}
	return write(t.dist("vugu-helper.js"), []byte(helper))
}

// correctHelper returns Vugu's helper without comments, indentation and debugging lines, more than half of it, and with all edits made.
// It fails if the helper is not the text that the edits were made for.
func correctHelper(source string) (string, error) {
	var b strings.Builder
	b.WriteString("// From github.com/vugu/vugu, domrender/renderer-js-script.js (MIT licence), corrected by scripts/build.\n")
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, "/*DEBUG") {
			b.WriteString(line + "\n")
		}
	}
	text := b.String()
	if strings.Contains(text, "`") {
		return "", fmt.Errorf("Vugu's helper holds a text in backquotes, in which indentation would count")
	}
	text, err := corrected("Vugu's helper", text, helperEdits)
	return text + helperTail, err
}

// corrected makes all edits in a text of that name. It fails if that is not the text that they were made for.
func corrected(name, text string, edits []edit) (string, error) {
	for _, e := range edits {
		if n := strings.Count(text, e.old); n != e.count {
			return "", fmt.Errorf("%s holds %q %d times instead of %d: it has changed, so look at the edits again", name, e.old, n, e.count)
		}
		text = strings.ReplaceAll(text, e.old, strings.ReplaceAll(e.new, "@", e.old))
	}
	return text, nil
}
