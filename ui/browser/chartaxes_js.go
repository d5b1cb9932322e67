//go:build js && wasm

package browser

import "syscall/js"

// axisNames are invisible elements over the painted names of a chart's axes, which explain themselves (explainer).
type axisNames struct {
	elements [2]js.Value // x, y
	at       [2]rect     // in CSS pixels
}

func newAxisNames(root js.Value, panel string) (n axisNames) {
	for i, kind := range [...]string{"x ", "y "} {
		n.elements[i] = element("div", "axis-name")
		n.elements[i].Get("dataset").Set("what", kind+panel)
		root.Call("append", n.elements[i])
	}
	return n
}

// place follows the painted names, and changes nothing where they stand still.
func (n *axisNames) place(c *chart, p *pen) {
	a := &c.area
	length := func(label string) float64 { return float64(len([]rune(label)))*0.6*p.em + p.em }
	right, top := a.left+a.width, a.top-(c.top-0.1)*p.em
	at := [2]rect{
		{right - length(c.panel.X.Label), a.top + a.height + 1.6*p.em, right, a.top + a.height + bottomSpace*p.em},
		{a.left - 0.3*p.em, top, a.left + length(c.panel.Y.Label), top + 1.3*p.em},
	}
	if at == n.at {
		return
	}
	n.at = at
	for i, r := range at {
		style := n.elements[i].Get("style")
		for name, length := range map[string]float64{"left": r.left, "top": r.top, "width": r.right - r.left, "height": r.bottom - r.top} {
			style.Set(name, px(length/p.ratio))
		}
	}
}
