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
	px, py, anchor := f.panel.Guess.NotePlace(text, f.px(x), f.py(y), em, Box{f.left, f.top, f.right, f.bottom})
	f.printf(`<g paint-order="stroke" stroke="%s" stroke-width="4" stroke-linejoin="round">`+"\n", f.theme.Paper)
	f.text(px, py, anchor, f.theme.Ink, text)
	f.printf("</g>\n")
}

// NotePlace returns where the note on a guess at x, y stands in an area, and its anchor as in SVG: right of it, or left of it where it would not
// fit. That of a vertical line, whose y is NaN, stands low, where most curves have left the axis, or
// higher where dots lie: not at the top, where curves run level once they have saturated.
func (g *Guess) NotePlace(text string, x, y, em float64, area Box) (px, py float64, anchor string) {
	switch {
	case !math.IsNaN(y):
		y = max(y-0.7*em, area.Top+1.2*em)
	case len(g.Others) > 0:
		y = area.Bottom - 0.42*(area.Bottom-area.Top)
	default:
		y = area.Bottom - 0.15*(area.Bottom-area.Top)
	}
	if x+em*(0.6+TextWidth(text)) < area.Right {
		return x + 0.5*em, y, "start"
	}
	return x - 0.5*em, y, "end"
}
