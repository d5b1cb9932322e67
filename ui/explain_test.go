package ui

import (
	"strings"
	"testing"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

func TestExplain(t *testing.T) {
	m := sampleModel()
	m.Experiment().Params[0].Origin = protocol.Origin{Formula: `x<y`, Source: "eq. (2)"}
	m.Lock = map[string]bool{"beta": true}
	e, ok := m.Explain("param beta")
	text := e.HTML(func(tex string) string { return "<math>" + tex + "</math>" })
	for _, part := range []string{"Inverse temperature.", "locked by the link", "<math>x<y</math>", "Paper: eq. (2)"} {
		if !ok || !strings.Contains(strings.ToLower(text), strings.ToLower(part)) {
			t.Errorf("%q is missing in %s", part, text)
		}
	}
	m.Panels = []plot.Panel{{ID: "p", Title: "A <title>", Note: "A note.", X: plot.Axis{Time: true}, Y: plot.Axis{Label: "χ"}, Marks: []string{"t_c"}}}
	for key, want := range map[string]string{"param seed": "same seed", "word delta": "standard errors", "result t_9": "becomes critical", "boundary t_II": "comes before the run&#39;s last update", "panel p": "A &lt;title&gt;",
		"x p": "gradient", "y p": "<p class=\"head\">χ</p><p>A note"} {
		e, ok := m.Explain(key)
		if text := e.HTML(func(string) string { return "" }); !ok || !strings.Contains(text, want) {
			t.Errorf("%s: %q", key, text)
		}
	}
	for _, key := range []string{"", "param nothing", "panel nothing", "word nothing", "nonsense"} {
		if e, ok := m.Explain(key); ok {
			t.Errorf("%q is explained: %v", key, e)
		}
	}
	for i := range words {
		if w := &words[i]; len([]rune(w.Text)) > 200 || w.Text == "" {
			t.Errorf("%s: %q", w.name, w.Text)
		}
	}
}
