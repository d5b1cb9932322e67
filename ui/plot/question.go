package plot

import (
	"math"
	"slices"
)

// Question is something about a run that readers may guess before they see it.
type Question struct {
	Of    string // a transition, a scalar or a series
	Curve bool   // of a series
	Axis  string // else: what is marked along the hero's axis across, "update" or "weight w"
	Short string // "first transition", "curve of U"
	Text  string // in plain words
}

// ordinals of transitions.
var ordinals = []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}

// Questions lists what may be asked of a run with these panels: when each transition of the hero comes, and how each of its measured curves goes.
// There is none where the hero draws no lines of what is measured.
func Questions(panels []Panel) []Question {
	i := slices.IndexFunc(panels, func(p Panel) bool { return p.Hero })
	if i < 0 || !panels[i].Comparable() {
		return nil
	}
	var list []Question
	hero := &panels[i]
	for k, name := range hero.Marks {
		short := "transition"
		if len(hero.Marks) > 1 && k < len(ordinals) {
			short = ordinals[k] + " transition"
		}
		list = append(list, Question{Of: name, Short: short, Text: "At which update does the " + short + " come?"})
	}
	list = append(list, hero.Places...)
	for k := range list {
		list[k].Axis = hero.X.Label
	}
	for k := range hero.Curves {
		c := &hero.Curves[k]
		if c.isTheory() || !hero.Compares(c) || c.Label == "" {
			continue
		}
		text := "How does " + c.Label + " change over the run? Draw its curve."
		if !hero.isTime() {
			text = "How does " + hero.Y.Label + " (" + c.Label + ") change with the " + hero.X.Label + "? Draw its curve."
		}
		list = append(list, Question{Of: c.Source, Curve: true, Short: "curve of " + c.Label, Text: text})
	}
	return list
}

// Secret is what panels say that would give a guess away.
const Secret = "hidden until you have guessed"

// Hide returns the panels as they are while a guess is awaited: the hero without curves and moments, on axes that do not tell, and the others
// covered, but for those that speak of no run. ends are those of the hero's axes, see [SecretRange].
func Hide(panels []Panel, q Question, ends Ends) []Panel {
	shown := slices.Clone(panels)
	for i := range shown {
		p := &shown[i]
		switch {
		case p.Hero:
			p.Right = p.LabelSpace() // the area does not move when its labels come
			p.Curves, p.Marks, p.VerticalField, p.Asks, p.Note = nil, nil, "", q, q.Text
			p.Y.Min, p.Y.Max = ends.Y[0], ends.Y[1]
			if !p.X.Time {
				p.X.Min, p.X.Max = ends.X[0], ends.X[1]
			}
		case p.Kind == Plane || p.ID == "data":
		default:
			*p = Panel{ID: p.ID, Title: p.Title, Kind: Covered}
		}
	}
	return shown
}

// Ends are those of both axes of a plot, NaN where they are not known.
type Ends struct{ X, Y [2]float64 }

// NoEnds is where nothing is known.
var NoEnds = Ends{[2]float64{math.NaN(), math.NaN()}, [2]float64{math.NaN(), math.NaN()}}

// SecretRange returns ends of the hero's axes that leave open where its curves go: across as far as theory reaches, or without one all that there
// is, and upwards those widened to whole decades and one more, or to about twice. ok is false while there is nothing to go by.
func SecretRange(panels []Panel, s *Store) (ends Ends, ok bool) {
	ends = NoEnds
	i := slices.IndexFunc(panels, func(p Panel) bool { return p.Hero })
	if i < 0 {
		return ends, false
	}
	hero := panels[i]
	predicted := hero
	predicted.Curves = slices.DeleteFunc(slices.Clone(hero.Curves), func(c Curve) bool { return !c.isTheory() })
	x, y := predicted.Ranges(s)
	if y.Empty {
		if x, y = hero.Ranges(s); y.Empty {
			return ends, false
		}
	}
	ends.X = x.Data
	lo, hi := y.Data[0], y.Data[1]
	if hero.Y.Log {
		ends.Y = [2]float64{math.Pow(10, math.Floor(math.Log10(lo))), math.Pow(10, math.Floor(math.Log10(hi))+1)}
		return ends, true
	}
	top := math.Pow(10, math.Floor(math.Log10(max(hi, -lo, math.SmallestNonzeroFloat32))))
	for _, step := range []float64{1, 2, 5, 10, 20} {
		if top*step >= 1.4*max(hi, -lo) {
			top *= step
			break
		}
	}
	if ends.Y = [2]float64{0, top}; lo < 0 {
		ends.Y[0] = -top
	}
	return ends, true
}

// Reveal returns the panels with a guess in the hero.
func Reveal(panels []Panel, g Guess) []Panel {
	shown := slices.Clone(panels)
	for i := range shown {
		if p := &shown[i]; p.Hero && (g.Made() || len(g.Others) > 0) {
			p.Guess = g
		}
	}
	return shown
}

// asked returns the curve of p that a guess is about, with its prediction; nil if there is none.
func (p *Panel) asked(of string) (measured, theory *Curve) {
	for i := range p.Curves {
		switch c := &p.Curves[i]; c.Source {
		case of:
			measured = c
		case of + ".theory":
			theory = c
		}
	}
	return measured, theory
}

// Missed returns how far the guess of p is from measurement and from theory, see [Guess.Distance]; NaN where that can't be said. unit is that
// of both: " decades", or empty.
func (p *Panel) Missed(s *Store) (measured, theory float64, unit string) {
	distance := func(c *Curve) float64 {
		if c == nil {
			return math.NaN()
		}
		x, y := s.Curve(c)
		return p.Guess.Distance(x, y, &p.X, &p.Y)
	}
	m, t := p.asked(p.Guess.Of)
	if p.Y.Log {
		unit = " decades"
	}
	return distance(m), distance(t), unit
}

// Secretive says whether p keeps something back.
func (p *Panel) Secretive() bool { return p.Kind == Covered || p.Asks.Of != "" }
