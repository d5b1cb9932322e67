package plot

import (
	"math"
	"slices"
)

// Question is something about a run that readers may guess before they see it.
type Question struct {
	Of    string // a transition or a series
	Curve bool   // of a series
	Short string // "first transition", "curve of U"
	Text  string // in plain words
}

// ordinals of transitions.
var ordinals = []string{"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}

// Questions lists what may be asked of a run with these panels: when each transition of the hero comes, and how each of its measured curves goes.
// There is none where the hero does not show the course of the run.
func Questions(panels []Panel) []Question {
	i := slices.IndexFunc(panels, func(p Panel) bool { return p.Hero })
	if i < 0 || !panels[i].isTime() {
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
	for k := range hero.Curves {
		if c := &hero.Curves[k]; !c.isTheory() && !c.Dash && c.Label != "" {
			list = append(list, Question{Of: c.Source, Curve: true, Short: "curve of " + c.Label, Text: "How does " + c.Label + " change over the run? Draw its curve."})
		}
	}
	return list
}

// Secret is what panels say that would give a guess away.
const Secret = "hidden until you have guessed"

// Hide returns the panels as they are while a guess is awaited: the hero without curves and moments, on axes that do not tell, and the others
// covered, but for those that speak of no run. up are the ends of the hero's vertical axis, see [SecretRange].
func Hide(panels []Panel, q Question, up [2]float64) []Panel {
	shown := slices.Clone(panels)
	for i := range shown {
		p := &shown[i]
		switch {
		case p.Hero:
			p.Right = p.LabelSpace() // the area does not move when its labels come
			p.Curves, p.Marks, p.VerticalField, p.Asks, p.Note = nil, nil, "", q, q.Text
			p.Y.Min, p.Y.Max = up[0], up[1]
		case p.Kind == Plane || p.ID == "data":
		default:
			*p = Panel{ID: p.ID, Title: p.Title, Kind: Covered}
		}
	}
	return shown
}

// SecretRange returns ends of the hero's vertical axis that leave open where its curves go: those of theory, or without one of all that there
// is, widened to whole decades and one more, or to about twice. ok is false while there is nothing to go by.
func SecretRange(panels []Panel, s *Store) (up [2]float64, ok bool) {
	up = [2]float64{math.NaN(), math.NaN()}
	i := slices.IndexFunc(panels, func(p Panel) bool { return p.Hero })
	if i < 0 {
		return up, false
	}
	hero := panels[i]
	predicted := hero
	predicted.Curves = slices.DeleteFunc(slices.Clone(hero.Curves), func(c Curve) bool { return !c.isTheory() })
	_, y := predicted.Ranges(s)
	if y.Empty {
		if _, y = hero.Ranges(s); y.Empty {
			return up, false
		}
	}
	lo, hi := y.Data[0], y.Data[1]
	if hero.Y.Log {
		return [2]float64{math.Pow(10, math.Floor(math.Log10(lo))), math.Pow(10, math.Floor(math.Log10(hi))+1)}, true
	}
	top := math.Pow(10, math.Floor(math.Log10(max(hi, -lo, math.SmallestNonzeroFloat32))))
	for _, step := range []float64{1, 2, 5, 10, 20} {
		if top*step >= 1.4*max(hi, -lo) {
			top *= step
			break
		}
	}
	if lo < 0 {
		return [2]float64{-top, top}, true
	}
	return [2]float64{0, top}, true
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
