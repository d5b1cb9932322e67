package browser

import (
	"bytes"
	"encoding/json"
	"html"
	"slices"
	"strings"

	"github.com/vugu/vugu"
)

// tree is what the components rendered: the nodes of the document in its order, components and templates resolved. What is shown
// becomes what shall be shown by the few edits in which two of them differ. Vugu's own renderer writes the whole document every
// time, which costs as much as drawing all plots.
type tree []treeNode

type treeNode struct {
	vugu   *vugu.VGNode
	owner  any // the component whose root it is, or nil
	parent int // its index; -1 for the root
	place  int // among the parent's children
	end    int // index behind the last node in it
}

// newTree lists the nodes of a build, about as many as size. It keeps nothing of br itself, which Vugu uses again.
func newTree(br *vugu.BuildResults, size int) tree {
	place := 0
	return make(tree, 0, size).add(br, br.Out.Out[0], nil, -1, &place)
}

func (t tree) add(br *vugu.BuildResults, n *vugu.VGNode, owner any, parent int, place *int) tree {
	switch {
	case n.Component != nil:
		return t.add(br, br.ResultFor(n.Component).Out[0], n.Component, parent, place)
	case n.IsTemplate():
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			t = t.add(br, child, nil, parent, place)
		}
		return t
	case n.Type == vugu.TextNode: // those that adjoin are one in HTML, and an empty one is none
		if last := len(t) - 1; last > parent && t[last].parent == parent && t[last].vugu.Type == vugu.TextNode {
			t[last].vugu = &vugu.VGNode{Type: vugu.TextNode, Data: t[last].vugu.Data + n.Data}
			return t
		} else if n.Data == "" {
			return t
		}
	}
	self, inner := len(t), 0
	t = append(t, treeNode{n, owner, parent, *place, 0})
	*place++
	if n.InnerHTML == nil {
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			t = t.add(br, child, nil, self, &inner)
		}
	}
	t[self].end = len(t)
	return t
}

// edit is one write that brings the document from one tree to another.
type edit struct {
	node        int // in the newer tree
	kind        editKind
	name, value string
}

type editKind int

const (
	setText editKind = iota
	setHTML
	setAttribute
	dropAttribute
	setProperty  // value is JSON
	replaceNode  // by a new one of that name, with all that is in it
	appendNode   // to its parent's children, with all that is in it
	dropLastNode // of its children
)

// edits returns what makes the document of t that of now, and for each node of now its index in t, or -1 if it has to be made. An
// element stays where it is and becomes another component's, if its kind allows that: so the focus survives.
func (t tree) edits(now tree) (list []edit, from []int) {
	from = slices.Repeat([]int{-1}, len(now))
	if len(t) == 0 || !t[0].like(&now[0]) {
		return []edit{{node: 0, kind: replaceNode}}, from
	}
	return t.follow(nil, 0, now, 0, from), from
}

// follow appends the edits of node i, which becomes node k of now, and of all that is in it.
func (t tree) follow(list []edit, i int, now tree, k int, from []int) []edit {
	from[k] = i
	list = t[i].edits(list, k, &now[k])
	old, next := i+1, k+1
	for old < t[i].end && next < now[k].end {
		if t[old].like(&now[next]) {
			list = t.follow(list, old, now, next, from)
		} else {
			list = append(list, edit{node: next, kind: replaceNode})
		}
		old, next = t[old].end, now[next].end
	}
	for ; old < t[i].end; old = t[old].end {
		list = append(list, edit{node: k, kind: dropLastNode})
	}
	for ; next < now[k].end; next = now[next].end {
		list = append(list, edit{node: next, kind: appendNode})
	}
	return list
}

// like tells whether a node can become another: an element of the same name, with the same listeners and properties, and with children, or HTML, or
// contents of somebody else as before.
func (n *treeNode) like(now *treeNode) bool {
	return n.vugu.Type == now.vugu.Type && (n.vugu.Type != vugu.ElementNode || n.vugu.Data == now.vugu.Data) &&
		(n.vugu.InnerHTML == nil) == (now.vugu.InnerHTML == nil) && (n.vugu.JSCreateHandler == nil) == (now.vugu.JSCreateHandler == nil) &&
		slices.EqualFunc(n.vugu.Prop, now.vugu.Prop, func(a, b vugu.VGProperty) bool { return a.Key == b.Key }) &&
		slices.EqualFunc(n.vugu.DOMEventHandlerSpecList, now.vugu.DOMEventHandlerSpecList, func(a, b vugu.DOMEventHandlerSpec) bool { return a.EventType == b.EventType })
}

// edits appends those of one node, which becomes node k.
func (n *treeNode) edits(list []edit, k int, now *treeNode) []edit {
	if n.vugu.Type != vugu.ElementNode {
		if n.vugu.Data != now.vugu.Data {
			list = append(list, edit{k, setText, "", now.vugu.Data})
		}
		return list
	}
	before := len(list)
	for _, a := range now.vugu.Attr {
		if old, ok := attribute(n.vugu, a.Key); !ok || old != a.Val {
			list = append(list, edit{k, setAttribute, a.Key, a.Val})
		}
	}
	for _, a := range n.vugu.Attr {
		if _, ok := attribute(now.vugu, a.Key); !ok {
			list = append(list, edit{k, dropAttribute, a.Key, ""})
		}
	}
	other := len(list) > before || n.owner != now.owner // then the browser, or a reader, may have changed the property
	for i := range now.vugu.Prop {
		if p := &now.vugu.Prop[i]; other || !bytes.Equal(n.vugu.Prop[i].JSONVal, p.JSONVal) {
			list = append(list, edit{k, setProperty, p.Key, string(p.JSONVal)})
		}
	}
	if n.vugu.InnerHTML != nil && *n.vugu.InnerHTML != *now.vugu.InnerHTML {
		list = append(list, edit{k, setHTML, "", *now.vugu.InnerHTML})
	}
	return list
}

func attribute(n *vugu.VGNode, key string) (value string, ok bool) {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val, true
		}
	}
	return "", false
}

// fromJSON returns the value of a property. Most are a plain text or true or false, for which a parser is slow.
func fromJSON(text []byte) (value any) {
	switch last := len(text) - 1; {
	case string(text) == "true", string(text) == "false":
		return string(text) == "true"
	case last > 0 && text[0] == '"' && !bytes.ContainsRune(text, '\\'):
		return string(text[1:last])
	}
	if err := json.Unmarshal(text, &value); err != nil {
		panic(err)
	}
	return value
}

// write writes node i, with all that is in it, as HTML.
func (t tree) write(b *strings.Builder, i int) {
	n := t[i].vugu
	if n.Type != vugu.ElementNode {
		b.WriteString(html.EscapeString(n.Data))
		return
	}
	b.WriteString("<" + n.Data)
	for _, a := range n.Attr {
		b.WriteString(" " + a.Key + `="` + html.EscapeString(a.Val) + `"`)
	}
	b.WriteByte('>')
	if n.Data == "input" || n.Data == "img" {
		return
	}
	if n.InnerHTML != nil {
		b.WriteString(*n.InnerHTML)
	}
	for child := i + 1; child < t[i].end; child = t[child].end {
		t.write(b, child)
	}
	b.WriteString("</" + n.Data + ">")
}
