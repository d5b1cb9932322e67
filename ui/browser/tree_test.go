package browser

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vugu/vugu"
	"github.com/vugu/vugu/staticrender"

	"cascade/ui"
	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// example is a page with a run in it.
func example() (*ui.Root, func() tree) {
	value := 0.5
	m := &ui.Model{UI: ui.Full, Ready: true, Panels: []plot.Panel{{ID: "a", Title: "A"}},
		Catalogue: []protocol.Experiment{{Name: "mattis", Title: "Mattis", Params: []protocol.Param{{Name: "beta", Symbol: "β", Max: 2, Live: true}}}},
		Loaded:    protocol.Loaded{Experiment: "mattis", Values: map[string]string{"beta": "1"}},
		State:     protocol.State{Update: 3, Updates: 10, Running: true, Speed: 7, Values: map[string]string{"beta": "1"}, Scalars: []protocol.Scalar{{Name: "rate", Value: &value}}}}
	root := &ui.Root{Model: m, Actions: &ui.Actions{}}
	env, err := vugu.NewBuildEnv(&staticrender.RWMutexEventEnv{})
	if err != nil {
		panic(err)
	}
	return root, func() tree { return newTree(env.RunBuild(root), 0) }
}

// TestNewsIsAFewWrites: what a running page shows anew ten times a second must not take a walk through the document.
func TestNewsIsAFewWrites(t *testing.T) {
	root, build := example()
	before := build()
	if list, _ := before.edits(build()); len(list) != 0 {
		t.Fatalf("nothing changed, yet the edits are %v", list)
	}
	st := &root.Model.State
	later := 0.25
	st.Update, st.Speed, st.Scalars = 5, 8, []protocol.Scalar{{Name: "rate", Value: &later}}
	now := build()
	list, _ := before.edits(now)
	if len(list) == 0 || len(list) > 10 {
		t.Fatalf("the edits are %v", list)
	}
	kinds := map[editKind]bool{}
	for _, c := range list {
		kinds[c.kind] = true
	}
	if !kinds[setHTML] || !kinds[setAttribute] || !kinds[setProperty] {
		t.Errorf("the count is text, the track's fill an attribute and its place a property: %v", list)
	}
	root.Model.Failure = "Oh."
	if list, _ := now.edits(build()); !slices.ContainsFunc(list, func(e edit) bool { return e.kind == dropAttribute && e.name == "hidden" }) {
		t.Errorf("a failure is not hidden any more: %v", list)
	}
}

// TestOnlyWhatIsNewIsMade: rows, panels and controls that come or go are made or dropped, and all others stay. Made in a document of the nodes' names, the edits
// lead to what the components rendered.
func TestOnlyWhatIsNewIsMade(t *testing.T) {
	for name, alter := range map[string]func(m *ui.Model){
		"a row":         func(m *ui.Model) { m.State.Scalars = append(m.State.Scalars, protocol.Scalar{Name: "r"}) },
		"a panel":       func(m *ui.Model) { m.Panels = append(m.Panels, plot.Panel{ID: "b", Title: "B"}) },
		"no panel":      func(m *ui.Model) { m.Panels = nil },
		"no slider":     func(m *ui.Model) { m.Catalogue[0].Params[0].Max = 0 },
		"a menu":        func(m *ui.Model) { m.Catalogue[0].Params[0].Choices = []string{"1", "2"} },
		"another param": func(m *ui.Model) { m.Catalogue[0].Params[0].Name = "gamma" },
	} {
		root, build := example()
		before := build()
		alter(root.Model)
		now := build()
		list, from := before.edits(now)
		made := 0
		for _, i := range from {
			if i < 0 {
				made++
			}
		}
		if len(list) == 0 || made > 100 || made == len(now) {
			t.Errorf("%s: %d of %d nodes are made, by %v", name, made, len(now), list)
		}
		if got, want := edited(before, now, list), domOf(now, 0); got.String() != want.String() {
			t.Errorf("%s: the document is\n%s\nand should be\n%s", name, got, want)
		}
	}
}

// dom is an element of a document, or a text.
type dom struct {
	name     string
	children []*dom
}

func (d *dom) String() string { return fmt.Sprint(d.name, d.children) }

func domOf(t tree, i int) *dom {
	d := &dom{name: t[i].vugu.Data}
	for k := i + 1; k < t[i].end; k = t[k].end {
		d.children = append(d.children, domOf(t, k))
	}
	return d
}

// edited makes edits in the document of before, as screen does.
func edited(before, now tree, list []edit) *dom {
	root := domOf(before, 0)
	var find func(i int) *dom
	find = func(i int) *dom {
		if i == 0 {
			return root
		}
		return find(now[i].parent).children[now[i].place]
	}
	for _, e := range list {
		switch e.kind {
		case setText:
			find(e.node).name = e.value
		case replaceNode:
			*find(e.node) = *domOf(now, e.node)
		case appendNode:
			parent := find(now[e.node].parent)
			parent.children = append(parent.children, domOf(now, e.node))
		case dropLastNode:
			node := find(e.node)
			node.children = node.children[:len(node.children)-1]
		}
	}
	return root
}

// TestHTMLOfATree: what is written of a tree has what it shows in quotes that nothing ends.
func TestHTMLOfATree(t *testing.T) {
	root, build := example()
	root.Model.Panels[0].Title = `"<b>&`
	var b strings.Builder
	build().write(&b, 0)
	for _, want := range []string{`aria-label="&#34;&lt;b&gt;&amp;"`, `data-what="panel a">&#34;&lt;b&gt;&amp;</h2>`, `<option value="mattis">Mattis</option>`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in %s", want, b.String())
		}
	}
	if n, m := strings.Count(b.String(), "<div"), strings.Count(b.String(), "</div>"); n != m || strings.Contains(b.String(), "</input>") {
		t.Errorf("%d of %d elements end", m, n)
	}
}

// TestTreeFollowsTheDocument: each node's place is that of its element among the parent's children.
func TestTreeFollowsTheDocument(t *testing.T) {
	_, build := example()
	nodes := build()
	children := map[int]int{}
	for i, n := range nodes {
		if n.place != children[n.parent] || n.parent >= i {
			t.Fatalf("node %d is child %d of %d, which has %d before it", i, n.place, n.parent, children[n.parent])
		}
		children[n.parent]++
	}
	count := slices.IndexFunc(nodes, func(n treeNode) bool { return n.vugu.InnerHTML != nil && *n.vugu.InnerHTML == "3" })
	if count < 0 {
		t.Fatal("nowhere is the update")
	}
	var path []string
	for i := count; i >= 0; i = nodes[i].parent {
		path = append(path, nodes[i].vugu.Data)
	}
	if got := strings.Join(path, " "); got != "b output div header div" {
		t.Errorf("the update is in %s", got)
	}
}

func TestValuesOfProperties(t *testing.T) {
	for text, want := range map[string]any{`true`: true, `false`: false, `""`: "", `"0.5"`: "0.5", `"a\"<\u003c"`: `a"<<`, `"\\"`: `\`, `3`: 3.0, `null`: nil} {
		if got := fromJSON([]byte(text)); got != want {
			t.Errorf("%s is %v", text, got)
		}
	}
}

// TestWhatCanBecomeWhat: an element becomes another only where name, listeners, properties and who fills it are the same.
func TestWhatCanBecomeWhat(t *testing.T) {
	html := "x"
	element := func(change func(*vugu.VGNode)) *treeNode {
		n := &vugu.VGNode{Type: vugu.ElementNode, Data: "p", Prop: []vugu.VGProperty{{Key: "value"}}, DOMEventHandlerSpecList: []vugu.DOMEventHandlerSpec{{EventType: "click"}}}
		change(n)
		return &treeNode{vugu: n}
	}
	plain := element(func(*vugu.VGNode) {})
	for name, c := range map[string]struct {
		change func(*vugu.VGNode)
		like   bool
	}{
		"attributes": {func(n *vugu.VGNode) { n.Attr = []vugu.VGAttribute{{Key: "id", Val: "a"}} }, true},
		"name":       {func(n *vugu.VGNode) { n.Data = "b" }, false},
		"text":       {func(n *vugu.VGNode) { n.Type = vugu.TextNode }, false},
		"HTML":       {func(n *vugu.VGNode) { n.InnerHTML = &html }, false},
		"property":   {func(n *vugu.VGNode) { n.Prop[0].Key = "checked" }, false},
		"listener":   {func(n *vugu.VGNode) { n.DOMEventHandlerSpecList[0].EventType = "input" }, false},
		"creation":   {func(n *vugu.VGNode) { n.JSCreateHandler = struct{ vugu.JSValueHandler }{} }, false},
	} {
		if other := element(c.change); plain.like(other) != c.like || other.like(plain) != c.like {
			t.Errorf("another %s: %v, want %v", name, !c.like, c.like)
		}
	}
	old := tree{{vugu: plain.vugu, parent: -1, end: 1}}
	if list, from := old.edits(tree{{vugu: element(func(n *vugu.VGNode) { n.Data = "b" }).vugu, parent: -1, end: 1}}); len(list) != 1 || list[0].kind != replaceNode || from[0] != -1 {
		t.Errorf("another root: %v, %v", list, from)
	}
	// another component's element: its properties are written though they are the same
	if list, _ := old.edits(tree{{vugu: plain.vugu, owner: t, parent: -1, end: 1}}); len(list) != 1 || list[0].kind != setProperty {
		t.Errorf("another owner: %v", list)
	}
}

// TestTextsOfATree: adjoining texts are one node, as the browser's parser has them, those in and behind an element are not, and empty ones are none.
func TestTextsOfATree(t *testing.T) {
	text := func(s string) *vugu.VGNode { return &vugu.VGNode{Type: vugu.TextNode, Data: s} }
	root, inner := &vugu.VGNode{Type: vugu.ElementNode, Data: "p"}, &vugu.VGNode{Type: vugu.ElementNode, Data: "b"}
	for _, s := range []string{"", "1", "2"} {
		root.AppendChild(text(s))
	}
	root.AppendChild(inner)
	inner.AppendChild(text("3"))
	root.AppendChild(text("4"))
	empty := &vugu.VGNode{Type: vugu.ElementNode, Data: "i"}
	root.AppendChild(empty)
	empty.AppendChild(text(""))
	tr := newTree(&vugu.BuildResults{Out: &vugu.BuildOut{Out: []*vugu.VGNode{root}}}, 0)
	var b strings.Builder
	if tr.write(&b, 0); b.String() != "<p>12<b>3</b>4<i></i></p>" || len(tr) != 6 || tr[4].place != 2 || tr[3].parent != 2 {
		t.Errorf("%s in %d nodes", b.String(), len(tr))
	}
}
