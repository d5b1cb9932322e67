package browser

import (
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
	return root, func() tree { return newTree(env.RunBuild(root)) }
}

// TestNewsIsAFewWrites: what a running page shows anew ten times a second must not take a walk through the document.
func TestNewsIsAFewWrites(t *testing.T) {
	root, build := example()
	before := build()
	if list, same := before.changes(build()); !same || len(list) != 0 {
		t.Fatalf("nothing changed, yet shape same is %v and changes are %v", same, list)
	}
	st := &root.Model.State
	later := 0.25
	st.Update, st.Speed, st.Scalars = 5, 8, []protocol.Scalar{{Name: "rate", Value: &later}}
	now := build()
	list, same := before.changes(now)
	if !same || len(list) == 0 || len(list) > 10 {
		t.Fatalf("shape same is %v, changes are %v", same, list)
	}
	kinds := map[changeKind]bool{}
	for _, c := range list {
		kinds[c.kind] = true
	}
	if !kinds[setHTML] || !kinds[setAttribute] || !kinds[setProperty] {
		t.Errorf("the count is text, the track's fill an attribute and its place a property: %v", list)
	}
	root.Model.Failure = "Oh."
	if list, same := now.changes(build()); !same || !slices.ContainsFunc(list, func(c change) bool { return c.kind == dropAttribute && c.name == "hidden" }) {
		t.Errorf("a failure is not hidden any more: %v, %v", same, list)
	}
}

// TestOtherShapesAreToldApart: rows, panels and experiments that come or go.
func TestOtherShapesAreToldApart(t *testing.T) {
	for name, alter := range map[string]func(m *ui.Model){
		"a row":         func(m *ui.Model) { m.State.Scalars = append(m.State.Scalars, protocol.Scalar{Name: "r"}) },
		"a panel":       func(m *ui.Model) { m.Panels = append(m.Panels, plot.Panel{ID: "b", Title: "B"}) },
		"no slider":     func(m *ui.Model) { m.Catalogue[0].Params[0].Max = 0 },
		"a menu":        func(m *ui.Model) { m.Catalogue[0].Params[0].Choices = []string{"1", "2"} },
		"another param": func(m *ui.Model) { m.Catalogue[0].Params[0].Name = "gamma" },
	} {
		root, build := example()
		before := build()
		alter(root.Model)
		if list, same := before.changes(build()); same {
			t.Errorf("%s: taken for the same shape, with %v", name, list)
		}
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
