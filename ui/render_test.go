package ui

import (
	"bytes"
	"strings"
	"testing"

	"github.com/vugu/vugu"
	"github.com/vugu/vugu/staticrender"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// page is a component as the browser would see it, and the way to press its buttons. It is the only place that knows how
// components are rendered without a browser.
type page struct {
	t     *testing.T
	root  vugu.Builder
	env   *vugu.BuildEnv
	built *vugu.BuildResults
	html  string
}

func render(t *testing.T, root vugu.Builder) *page {
	t.Helper()
	env, err := vugu.NewBuildEnv(&staticrender.RWMutexEventEnv{})
	if err != nil {
		t.Fatal(err)
	}
	p := &page{t: t, root: root, env: env}
	p.render()
	return p
}

// render builds again, with the components' state kept, as after an event.
func (p *page) render() {
	p.t.Helper()
	p.built = p.env.RunBuild(p.root)
	p.each(p.built.Out, func(n *vugu.VGNode) { // properties are not in static HTML: show them as attributes
		for _, prop := range n.Prop {
			if v := strings.Trim(string(prop.JSONVal), `"`); v != "false" {
				n.Attr = append(n.Attr, vugu.VGAttribute{Key: prop.Key, Val: v})
			}
		}
	})
	var b bytes.Buffer
	if err := staticrender.New(&b).Render(p.built); err != nil {
		p.t.Fatal(err)
	}
	p.html = b.String()
}

// each visits the elements of all components.
func (p *page) each(out *vugu.BuildOut, visit func(*vugu.VGNode)) {
	for _, n := range out.Out {
		_ = n.Walk(func(n *vugu.VGNode) error {
			if n.Component == nil {
				visit(n)
			} else if inner := p.built.ResultFor(n.Component); inner != nil {
				p.each(inner, visit)
			}
			return nil
		})
	}
}

func attr(n *vugu.VGNode, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *vugu.VGNode, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

// find returns the element with an attribute of that value: find("id", "param-beta").
func (p *page) find(key, value string) *vugu.VGNode {
	p.t.Helper()
	var hit *vugu.VGNode
	p.each(p.built.Out, func(n *vugu.VGNode) {
		if hit == nil && has(n, key) && attr(n, key) == value {
			hit = n
		}
	})
	if hit == nil {
		p.t.Fatalf("no element with %s=%q in\n%s", key, value, p.html)
	}
	return hit
}

// fire lets an event happen on an element whose value is now value, and renders.
func (p *page) fire(n *vugu.VGNode, event, value string) {
	p.t.Helper()
	p.happen(n, event, map[string]any{"target": map[string]any{"value": value}})
}

// press lets a key go down on an element, and renders.
func (p *page) press(n *vugu.VGNode, key string) {
	p.t.Helper()
	p.happen(n, "keydown", map[string]any{"key": key})
}

func (p *page) happen(n *vugu.VGNode, event string, properties map[string]any) {
	p.t.Helper()
	for _, spec := range n.DOMEventHandlerSpecList {
		if spec.EventType == event {
			spec.Func(vugu.NewDOMEvent(&staticrender.RWMutexEventEnv{}, properties))
			p.render()
			return
		}
	}
	p.t.Fatalf("<%s> does not listen to %q", n.Data, event)
}

func (p *page) wants(parts ...string) {
	p.t.Helper()
	for _, part := range parts {
		if !strings.Contains(p.html, part) {
			p.t.Errorf("%q is missing in\n%s", part, p.html)
		}
	}
}

func (p *page) wantsNot(parts ...string) {
	p.t.Helper()
	for _, part := range parts {
		if strings.Contains(p.html, part) {
			p.t.Errorf("%q does not belong in\n%s", part, p.html)
		}
	}
}

// sampleModel is a page with one experiment, loaded and paused at update 17 of 607.
func sampleModel() *Model {
	e := protocol.Experiment{
		Name: "mattis", Title: "One pattern", Doc: "One pattern is learned.",
		Params: []protocol.Param{
			{Name: "beta", Symbol: "β", Doc: "Inverse temperature.", Min: 0.5, Max: 3, Step: 0.01, Default: "1.4"},
			{Name: "n", Symbol: "N", Doc: "Visible units", Min: 20, Max: 2000, Step: 1, Default: "900", Log: true},
			{Name: "lr", Symbol: "ε", Doc: "Learning rate", Unit: "per update", Min: 1e-4, Max: 1, Default: "0.05", Log: true, Live: true},
			{Name: "method", Symbol: "∇", Doc: "Gradient", Choices: []string{"exact", "pcd"}, Default: "pcd"},
		},
		Scalars: []protocol.Quantity{{Name: "t_c", Symbol: "t_c", Doc: "Transition", Unit: "updates"}, {Name: "chi_max", Symbol: "χ", Doc: "Peak of mode #"}, {Name: "coercive", Limit: true}},
	}
	values := map[string]string{"beta": "1.4", "n": "900", "lr": "0.05", "method": "pcd", "seed": "7", "updates": "607"}
	return &Model{
		Ready: true, Build: "b1", Catalogue: []protocol.Experiment{{Name: "digits", Title: "Digits"}, e},
		Loaded: protocol.Loaded{Experiment: "mattis", Link: "mattis?seed=7", Values: values},
		State:  protocol.State{Link: "mattis?seed=7", Values: values, Update: 17, Updates: 607, Hash: "0123456789abcdef"},
		Panels: plot.Panels(e, values, nil), Theme: "auto",
	}
}

// sent records what a component asked for.
type sent struct{ calls []string }

func (s *sent) add(call string) { s.calls = append(s.calls, call) }

// last returns the last call, empty if there was none.
func (s *sent) last() string {
	if len(s.calls) == 0 {
		return ""
	}
	return s.calls[len(s.calls)-1]
}
