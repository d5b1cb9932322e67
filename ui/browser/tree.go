package browser

import (
	"bytes"

	"github.com/vugu/vugu"
)

// tree is what the components rendered: the nodes of the document in its order, components and templates resolved. Two of them
// that have the same shape differ in what they show only, so that the newer one is shown by a few writes. Vugu's own renderer
// walks the whole document every time, which costs as much as drawing all plots.
type tree []treeNode

type treeNode struct {
	vugu   *vugu.VGNode
	owner  any // the component whose root it is, or nil
	parent int // its index; -1 for the root
	place  int // among the parent's children
}

// newTree lists the nodes of a build. It keeps nothing of br itself, which Vugu uses again.
func newTree(br *vugu.BuildResults) tree {
	var t tree
	place := 0
	return t.add(br, br.Out.Out[0], nil, -1, &place)
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
	}
	self, inner := len(t), 0
	t = append(t, treeNode{n, owner, parent, *place})
	*place++
	if n.InnerHTML != nil {
		return t
	}
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		t = t.add(br, child, nil, self, &inner)
	}
	return t
}

// change is one write that brings the document from one tree to another.
type change struct {
	node        int
	kind        changeKind
	name, value string
}

type changeKind int

const (
	setText changeKind = iota
	setHTML
	setAttribute
	dropAttribute
	setProperty // value is JSON
)

// changes returns what makes the document of t that of now. It reports false if their shapes differ: other elements, listeners
// or components. Listeners that Vugu installed for t stay, so what a component's handler refers to must be the component.
func (t tree) changes(now tree) (list []change, same bool) {
	if len(t) != len(now) {
		return nil, false
	}
	for i := range t {
		if !t[i].sameShape(&now[i]) {
			return nil, false
		}
		list = t[i].changes(list, i, &now[i])
	}
	return list, true
}

func (n *treeNode) sameShape(now *treeNode) bool {
	if n.parent != now.parent || n.place != now.place || n.owner != now.owner || n.vugu.Type != now.vugu.Type || n.vugu.Namespace != now.vugu.Namespace ||
		n.vugu.Type == vugu.ElementNode && n.vugu.Data != now.vugu.Data || (n.vugu.InnerHTML == nil) != (now.vugu.InnerHTML == nil) ||
		len(n.vugu.Prop) != len(now.vugu.Prop) || len(n.vugu.DOMEventHandlerSpecList) != len(now.vugu.DOMEventHandlerSpecList) {
		return false
	}
	for i := range n.vugu.Prop {
		if n.vugu.Prop[i].Key != now.vugu.Prop[i].Key {
			return false
		}
	}
	for i := range n.vugu.DOMEventHandlerSpecList {
		if n.vugu.DOMEventHandlerSpecList[i].EventType != now.vugu.DOMEventHandlerSpecList[i].EventType {
			return false
		}
	}
	return true
}

// changes appends those of one node.
func (n *treeNode) changes(list []change, i int, now *treeNode) []change {
	if n.vugu.Type != vugu.ElementNode {
		if n.vugu.Data != now.vugu.Data {
			list = append(list, change{i, setText, "", now.vugu.Data})
		}
		return list
	}
	for _, a := range now.vugu.Attr {
		if old, ok := attribute(n.vugu, a.Key); !ok || old != a.Val {
			list = append(list, change{i, setAttribute, a.Key, a.Val})
		}
	}
	for _, a := range n.vugu.Attr {
		if _, ok := attribute(now.vugu, a.Key); !ok {
			list = append(list, change{i, dropAttribute, a.Key, ""})
		}
	}
	for k := range now.vugu.Prop {
		if !bytes.Equal(n.vugu.Prop[k].JSONVal, now.vugu.Prop[k].JSONVal) {
			list = append(list, change{i, setProperty, now.vugu.Prop[k].Key, string(now.vugu.Prop[k].JSONVal)})
		}
	}
	if n.vugu.InnerHTML != nil && *n.vugu.InnerHTML != *now.vugu.InnerHTML {
		list = append(list, change{i, setHTML, "", *now.vugu.InnerHTML})
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
