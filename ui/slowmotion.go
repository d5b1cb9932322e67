package ui

import (
	"math"
	"slices"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// SlowMotion shows one update in three stages: what the data contribute, what the model contributes, and the change of the weights.
type SlowMotion struct {
	Model   *Model
	Actions *Actions
}

// Slow is an update in slow motion.
type Slow struct {
	Update int
	Stage  int // 1 to 3: how many stages are lit
	protocol.LastUpdate
	pictures [3][3]picture // of each stage: visible units, hidden units, one column of the weights; empty where the samples are no pictures
}

// picture is a small square of cells.
type picture struct {
	url, name string // name: of what it shows
}

// Draw makes the pictures, in a theme's colours. The two terms of the gradient are on one scale, and so are the
// hidden units' means, which are near ½ for long.
func (s *Slow) Draw(t *plot.Theme) {
	u := s.Unit
	if u == nil {
		return
	}
	terms := max(plot.Largest(u.Data), plot.Largest(u.Model))
	draw := func(name string, cells []float32, top float32, signed bool) picture {
		return picture{plot.Square(cells, u.Side, top, signed, t), name}
	}
	hidden := func(name string, means []float32, top float32) picture {
		side := int(math.Ceil(math.Sqrt(float64(len(means)))))
		return picture{plot.Square(append(slices.Clone(means), make([]float32, side*side-len(means))...), side, top, true, t), name}
	}
	data, model, difference := slices.Clone(u.HiddenData), slices.Clone(u.HiddenModel), slices.Clone(u.HiddenData)
	for i := range data {
		difference[i] -= model[i]
		data[i] -= 0.5
		model[i] -= 0.5
	}
	means := max(plot.Largest(data), plot.Largest(model))
	of := " of hidden unit " + plot.Number(float64(u.Unit), 4)
	s.pictures = [3][3]picture{
		{draw("a sample", u.Sample, 1, false), hidden("hidden units, mean − ½", data, means), draw("data term"+of, u.Data, terms, true)},
		{draw("one of the machine's own", u.Fantasy, 1, false), hidden("hidden units, mean − ½", model, means), draw("model term"+of, u.Model, terms, true)},
		{draw("weights now"+of, u.Weights, plot.Largest(u.Weights), true), hidden("hidden units, difference", difference, plot.Largest(difference)), draw("change of the weights"+of, u.Change, plot.Largest(u.Change), true)},
	}
}

// mostPhases is how many modes a stage shows.
const mostPhases = 4

// term is one bar of a stage.
type term struct {
	symbol, value, style, class string
}

// stage is one box.
type stage struct {
	title, sign, class, sentence string
	terms                        []term
	pictures                     []picture
}

func (c *SlowMotion) title() string {
	if c.Model.Slow == nil {
		return ""
	}
	return "Update " + plot.Number(float64(c.Model.Slow.Update), 7)
}

// stages are the three boxes.
func (c *SlowMotion) stages() []stage {
	s := c.Model.Slow
	if s == nil || len(s.Phases) == 0 {
		return nil
	}
	first := &s.Phases[0]
	list := []stage{
		{title: "Data", sentence: "What the samples and the hidden units do together pulls the weights up."},
		{title: "Model", sign: "−", sentence: "The same in the machine's own samples: what it knows already."},
		{title: "ε × difference", sign: "→", sentence: "The learning rate times (data − model) takes " + base(first.Symbol) + " from " + plot.Number(first.Before, 5) + " to " + plot.Number(first.After, 5) + "."},
	}
	parts := [3]func(*protocol.Phase) float64{
		func(p *protocol.Phase) float64 { return p.Data }, func(p *protocol.Phase) float64 { return p.Model }, func(p *protocol.Phase) float64 { return p.Change },
	}
	shown := s.Phases[:min(len(s.Phases), mostPhases)]
	terms := max(largest(shown, parts[0]), largest(shown, parts[1])) // both terms on one scale
	for i := range list {
		if list[i].class = "stage"; s.Unit != nil {
			list[i].pictures = s.pictures[i][:]
		}
		if s.Stage > i {
			list[i].class += " lit"
		}
		scale := terms
		if i == 2 {
			scale = largest(shown, parts[2])
		}
		for k := range shown {
			list[i].terms = append(list[i].terms, newTerm(base(shown[k].Symbol), parts[i](&shown[k]), scale))
		}
	}
	return list
}

func newTerm(symbol string, x, scale float64) term {
	t := term{symbol: symbol, value: plot.Number(x, 3), class: "bar-of", style: fillStyle(math.Abs(x) / scale)}
	if x < 0 {
		t.class += " negative"
	}
	return t
}

func largest(list []protocol.Phase, part func(*protocol.Phase) float64) float64 {
	top := math.SmallestNonzeroFloat64
	for i := range list {
		top = max(top, math.Abs(part(&list[i])))
	}
	return top
}

// base is a symbol without its markup.
func base(symbol string) string {
	b, sub := plot.Subscript(symbol)
	return b + sub
}

// live is what is read out, once all of it is there.
func (c *SlowMotion) live() string {
	list := c.stages()
	if list == nil || c.Model.Slow.Stage < len(list) {
		return ""
	}
	text := c.title() + "."
	for _, s := range list {
		text += " " + s.title + " " + s.terms[0].value + "."
	}
	return text + " " + list[2].sentence
}
