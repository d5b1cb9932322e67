package browser

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cascade/wasm/protocol"
)

// reached lists the transitions that have a measured moment now and had none before.
func reached(before, now []protocol.Transition) []protocol.Transition {
	var list []protocol.Transition
	for _, t := range now {
		if old := transition(before, t.Name); t.Update != nil && (old == nil || old.Update == nil) {
			list = append(list, t)
		}
	}
	return list
}

// samePredictions tells whether the two lists name the same transitions with the same predicted moments.
func samePredictions(a, b []protocol.Transition) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, y := a[i].Theory, b[i].Theory
		if a[i].Name != b[i].Name || (x == nil) != (y == nil) || x != nil && *x != *y {
			return false
		}
	}
	return true
}

func transition(list []protocol.Transition, name string) *protocol.Transition {
	for i := range list {
		if list[i].Name == name {
			return &list[i]
		}
	}
	return nil
}

// done tells whether the last update of a run is behind it.
func done(st *protocol.State) bool { return st.Updates > 0 && st.Update >= st.Updates && !st.Running }

// stateObject is the answer of the page's API to state(): {link, update, running, scalars, hash, corrections, workers, vectors}, with scalars
// as {name: {value, error, theory}} where what is not known is left out.
func stateObject(st *protocol.State, corrections []string) map[string]any {
	scalars := map[string]any{}
	for _, s := range st.Scalars {
		parts := map[string]any{}
		for name, x := range map[string]*float64{"value": s.Value, "error": s.Error, "theory": s.Theory} {
			if x != nil {
				parts[name] = *x
			}
		}
		scalars[s.Name] = parts
	}
	list := make([]any, len(corrections))
	for i, c := range corrections {
		list[i] = c
	}
	return map[string]any{"link": st.Link, "update": st.Update, "running": st.Running, "scalars": scalars, "hash": st.Hash, "corrections": list,
		"workers": st.Workers, "vectors": st.Vectors}
}

// transitionObject is what the page's events say about a transition.
func transitionObject(t *protocol.Transition) map[string]any {
	o := map[string]any{"name": t.Name}
	if t.Update != nil {
		o["update"] = *t.Update
	}
	if t.Theory != nil {
		o["theory"] = *t.Theory
	}
	return o
}

// capitalised makes a message a sentence: a capital letter in front, unless the message begins with a name such as that of a
// file, and a full stop behind.
func capitalised(s string) string {
	word, _, _ := strings.Cut(s, " ")
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	if last, _ := utf8.DecodeLastRuneInString(s); !strings.ContainsRune(".!?", last) {
		s += "."
	}
	if strings.ContainsAny(word, ".=_") {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
