package plot

import (
	"slices"
	"strconv"

	"cascade/wasm/protocol"
)

// Name is one entry of the key above a plot: a word in the colour of what it names.
type Name struct {
	Text, Colour string
	What         string // key of the explanation
	Spare        bool   // left out where there is no room for all
}

// EntryGap is between two entries of a key, and letterWidth about that of a letter, in units of the font's size.
const (
	EntryGap    = 0.8
	letterWidth = 0.64
)

// maxEntry is how many letters of a class's name a key shows.
const maxEntry = 18

// HasKey says whether the curves of p are named in a line above the area instead of at their ends.
func (p *Panel) HasKey() bool { return p.Clouds() || p.Keyed }

// Key lists the names of the curves of p from left to right. Where the points of a cloud have the hues of their classes, and
// st says what the classes are called, these follow its name. How many minima there are comes first, because the end
// of a key may be cut.
func (p *Panel) Key(s *Store, st *protocol.State, t *Theme) []Name {
	var minima, names, classes []Name
	for i := range p.Curves {
		c := &p.Curves[i]
		x, _ := s.Curve(c)
		if _, ok := s.Field(c.Labels); ok && len(st.Classes) > 0 {
			classes = append(classes, Name{p.entry(c), t.Muted, p.What(c), true})
			for k, class := range st.Classes {
				classes = append(classes, Name{cut(class), t.Colour(k), "class " + class, false})
			}
		} else if c.Rings && len(x) > 0 {
			minima = append(minima, Name{c.counted(len(x)), t.curveColour(c), p.What(c), false})
		} else if c.Label != "" && !c.Rings {
			names = append(names, Name{p.entry(c), t.curveColour(c), p.What(c), false})
		}
	}
	return slices.Concat(minima, names, classes)
}

// entry is what the key says of a curve. That of a cloud begins with the mark that its points have.
func (p *Panel) entry(c *Curve) string {
	switch {
	case p.Clouds() && c.Cross:
		return "× " + c.Label
	case p.Clouds() && c.Area:
		return "● " + c.Label
	case p.Clouds():
		return "• " + c.Label
	}
	return c.Label
}

// counted says how many points a curve of rings has.
func (c *Curve) counted(n int) string {
	if n == 1 {
		return "○ 1 " + c.Label
	}
	return "○ " + strconv.Itoa(n) + " " + c.Many
}

func cut(s string) string {
	if r := []rune(s); len(r) > maxEntry {
		return string(r[:maxEntry-1]) + "…"
	}
	return s
}

// FitKey makes the names fit beside what else is in their line: room in units of the font's size, of which taken are taken.
// If they do not, they get a line of their own, of length line; names for which there is no room there either are counted in a last entry.
func FitKey(names []Name, room, taken, line float64, t *Theme) (fit []Name, ownLine bool) {
	if KeyWidth(names) <= room-taken {
		return names, false
	}
	if KeyWidth(names) > line {
		names = slices.DeleteFunc(slices.Clone(names), func(n Name) bool { return n.Spare })
	}
	for n := len(names); n > 0; n-- {
		fit = names[:n:n]
		if rest := len(names) - n; rest > 0 {
			fit = append(fit, Name{"+" + strconv.Itoa(rest), t.Muted, "word more", false})
		}
		if KeyWidth(fit) <= line {
			break
		}
	}
	return fit, true
}

// LabelSpace is the room that the labels of the curves need right of the area, in units of the font's size. They are short and may
// consist of the widest letters, "N=800".
func (p *Panel) LabelSpace() float64 {
	longest := 0
	for i := range p.Curves {
		if p.Kind == Lines && !p.Keyed {
			longest = max(longest, len([]rune(p.NameA(&p.Curves[i]))))
		}
	}
	return max(1+0.64*float64(longest), p.Right)
}

// TickSpace is the room that the labels of y need left of the area, in units of the font's size.
func (p *Panel) TickSpace(ticks []Tick) float64 {
	widest := 0
	for _, t := range ticks {
		widest = max(widest, len([]rune(t.Label)))
	}
	return max(tickSpace(widest), p.Left)
}

func tickSpace(letters int) float64 { return 1.2 + 0.56*float64(letters) }

// KeyWidth is the width of a key in units of the font's size.
func KeyWidth(names []Name) float64 {
	w := 0.0
	for _, n := range names {
		w += EntryGap + letterWidth*float64(len([]rune(n.Text)))
	}
	return w
}

// Colour returns the colour of a hue; InkHue and other negative ones are ink.
func (t *Theme) Colour(hue int) string {
	if hue < 0 {
		return t.Ink
	}
	return t.Hues[hue%MaxHues]
}

// InkHue is the hue of points that lie among others whose hues mean something.
const InkHue = -1

// LineWidth is how thick the lines of p are: thin where they lie on what they predict.
func (p *Panel) LineWidth(t *Theme) float64 {
	if p.Kind == Columns {
		return 0.75 * t.Line
	}
	return t.Line
}

// curveColour is the colour of a curve: predictions differ from measurements, to show where both coincide.
func (t *Theme) curveColour(c *Curve) string {
	if c.Dash {
		return t.Prediction(c.Hue)
	}
	return t.Colour(c.Hue)
}
