package ui

import "github.com/vugu/vugu"

// What follows is called by the generated components, in place of code that is there again and again; see internal/shorten.

func addText(parent *vugu.VGNode, text string) *vugu.VGNode {
	return add(parent, &vugu.VGNode{Type: vugu.TextNode, Data: text})
}

// addElement appends an element with these attributes, each a name and a value.
func addElement(parent *vugu.VGNode, name string, attributes ...string) *vugu.VGNode {
	n := &vugu.VGNode{Type: vugu.ElementNode, Data: name, Attr: make([]vugu.VGAttribute, len(attributes)/2)}
	for i := range n.Attr {
		n.Attr[i] = vugu.VGAttribute{Key: attributes[2*i], Val: attributes[2*i+1]}
	}
	return add(parent, n)
}

func add(parent, n *vugu.VGNode) *vugu.VGNode {
	parent.AppendChild(n)
	return n
}

func hear(n *vugu.VGNode, event string, f func(vugu.DOMEvent)) {
	n.DOMEventHandlerSpecList = append(n.DOMEventHandlerSpecList, vugu.DOMEventHandlerSpec{EventType: event, Func: f})
}

func addComponent(parent *vugu.VGNode, out *vugu.BuildOut, c vugu.Builder) *vugu.VGNode {
	out.Components = append(out.Components, c)
	return add(parent, &vugu.VGNode{Component: c})
}

// component returns the component that was at a place before, or a new one.
func component[T any, P interface {
	*T
	vugu.Builder
}](in *vugu.BuildIn, key vugu.CompKey) P {
	c, _ := in.BuildEnv.CachedComponent(key).(P)
	if c == nil {
		c = new(T)
		in.BuildEnv.WireComponent(c)
	}
	in.BuildEnv.UseComponent(key, c)
	return c
}
