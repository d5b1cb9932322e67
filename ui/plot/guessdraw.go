package plot

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// GuessDash is the pattern of a guess, in pixels: neither a measurement's nor a prediction's. Its colour is ink.
var GuessDash = [4]float64{10, 4, 2, 4}

// Line draws the guess of a panel in the language of SVG paths: a vertical from top to bottom, or the curve.
func (g *Guess) Line(px, py func(float64) float64, top, bottom float64) string {
	switch {
	case !g.Made():
		return ""
	case !g.Curve:
		return fmt.Sprintf("M%s %sV%s", short(px(g.At)), short(top), short(bottom))
	}
	var b strings.Builder
	verb := "M"
	for i := range g.X {
		b.WriteString(verb + short(px(g.X[i])) + " " + short(min(max(py(g.Y[i]), 2*top-bottom), 2*bottom-top)))
		verb = "L"
	}
	return b.String()
}

// Dots draws the guesses of others as dots above the axis, stacked where they would meet, in the language of SVG paths for a pen with round ends
// that is so wide; as many as there is height for.
func (g *Guess) Dots(size, top, bottom float64, px func(float64) float64) string {
	var b strings.Builder
	column, count := math.Inf(-1), 0
	for _, at := range slices.Sorted(slices.Values(g.Others)) {
		if x := px(at); x-column >= size {
			column, count = x, 0
		}
		if y := bottom - size*(0.7+float64(count)); y > top {
			fmt.Fprintf(&b, "M%s %sh.01", short(column), short(y))
		}
		count++
	}
	return b.String()
}

// DotSize is the width of those dots in units of the font's size.
const DotSize = 0.6

// Note is what stands beside a guess in a plot, and where: at the top of its line.
func (g *Guess) Note() (text string, x, y float64) {
	median, n := g.Median()
	switch {
	case len(g.Others) > 0:
		return "median of " + Number(float64(n), 3) + " guesses: " + Number(median, 3), median, math.NaN()
	case !g.Made():
		return "", 0, 0
	case g.Curve:
		return "your guess", g.X[len(g.X)-1], g.Y[len(g.Y)-1]
	}
	return "your guess", g.At, math.NaN()
}

// guess draws what was guessed.
func (f *figure) guess() {
	g := &f.panel.Guess
	pattern := fmt.Sprintf(` stroke-dasharray="%g %g %g %g"`, GuessDash[0], GuessDash[1], GuessDash[2], GuessDash[3])
	if line := g.Line(f.px, f.py, f.top, f.bottom); line != "" {
		f.printf(`<path d="%s" stroke="%s" stroke-width="%s"%s/>`+"\n", line, f.theme.Ink, short(f.theme.Line), pattern)
	}
	if size := DotSize * f.theme.FontSize; len(g.Others) > 0 {
		f.printf(`<path d="%s" stroke="%s" stroke-width="%s" stroke-linecap="round"/>`+"\n", g.Dots(size, f.top, f.bottom, f.px), f.theme.Muted, short(0.85*size))
		median, _ := g.Median()
		f.printf(`<path d="M%s %sV%s" stroke="%s" stroke-width="%s"/>`+"\n", short(f.px(median)), short(f.top), short(f.bottom), f.theme.Muted, short(f.theme.Line))
	}
}

// guessNote names it.
func (f *figure) guessNote() {
	text, x, y := f.panel.Guess.Note()
	if text == "" {
		return
	}
	em := f.theme.FontSize
	px, py, anchor := f.panel.Guess.NotePlace(text, f.px(x), f.py(y), em, Box{f.left, f.top, f.right, f.bottom},
		f.panel.Crossings(f.store, f.panel.At(f.state), f.px, f.py))
	f.printf(`<g paint-order="stroke" stroke="%s" stroke-width="4" stroke-linejoin="round">`+"\n", f.theme.Paper)
	f.text(px, py, anchor, f.theme.Ink, text)
	f.printf("</g>\n")
}

// NotePlace returns where the note on a guess at x, y stands in an area, and its anchor as in SVG: right of it, or left of it where it would not
// fit. That of a vertical line, whose y is NaN, stands low, where most curves have left the axis, or higher where dots lie; or, where that would
// cross a curve, at the nearest height and side where it crosses the fewest. crossings counts those through a box.
func (g *Guess) NotePlace(text string, x, y, em float64, area Box, crossings func(Box) int) (px, py float64, anchor string) {
	wide, tall := em*TextWidth(text), area.Bottom-area.Top
	var heights []float64
	switch {
	case !math.IsNaN(y):
		heights = []float64{y - 0.7*em, y + 1.5*em, y - 2*em, y + 2.8*em}
	default:
		for _, share := range [...]float64{0.15, 0.42, 0.28, 0.55, 0.7, 0.85} {
			if len(g.Others) == 0 || share > 0.4 {
				heights = append(heights, area.Bottom-share*tall)
			}
		}
	}
	fewest := math.MaxInt
	for _, side := range [...]struct {
		anchor      string
		shift, from float64
	}{{"start", 0.5 * em, 0}, {"end", -0.5 * em, -wide}} {
		at := x + side.shift
		box := Box{Left: at + side.from, Right: at + side.from + wide}
		if side.anchor == "start" && box.Right >= area.Right-0.1*em || side.anchor == "end" && box.Left < area.Left && px != 0 {
			continue
		}
		for _, high := range heights {
			high = min(max(high, area.Top+1.2*em), area.Bottom-0.4*em)
			box.Top, box.Bottom = high-0.9*em, high+0.3*em
			if n := crossings(box); n < fewest {
				fewest, px, py, anchor = n, at, high, side.anchor
			}
		}
	}
	return px, py, anchor
}

// Crossings counts the curves and marks of a panel, and its guess, that go through a box; px and py map values to its units.
func (p *Panel) Crossings(s *Store, marks []Mark, px, py func(float64) float64) func(Box) int {
	type line struct{ x, y []float64 }
	var lines []line
	for i := range p.Curves {
		if c := &p.Curves[i]; !c.Points {
			xs, ys := p.Shown(s, c)
			l := line{make([]float64, len(xs)), make([]float64, len(xs))}
			for k := range xs {
				l.x[k], l.y[k] = px(float64(xs[k])), py(float64(ys[k]))
			}
			lines = append(lines, l)
		}
	}
	guess := line{}
	for i := range p.Guess.X {
		guess.x, guess.y = append(guess.x, px(p.Guess.X[i])), append(guess.y, py(p.Guess.Y[i]))
	}
	lines = append(lines, guess)
	for _, m := range marks {
		lines = append(lines, line{[]float64{px(m.At), px(m.At)}, []float64{-1e6, 1e6}})
	}
	return func(b Box) (n int) {
		for _, l := range lines {
			for k := 1; k < len(l.x); k++ {
				if l.x[k] >= b.Left && l.x[k-1] <= b.Right && max(l.y[k], l.y[k-1]) >= b.Top && min(l.y[k], l.y[k-1]) <= b.Bottom {
					n++
					break
				}
			}
		}
		return n
	}
}
