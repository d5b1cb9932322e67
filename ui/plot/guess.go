package plot

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Guess is what readers expected before the run showed it: the moment of a transition, or the course of a series.
type Guess struct {
	Of     string    // name of a transition, as in protocol.Transition, or of a series
	Curve  bool      // of a series
	At     float64   // the moment, NaN if there is none
	Others []float64 // moments that others guessed
	X, Y   []float64 // the corners of the curve, X ascending
}

// maxCorners is how many corners a guessed curve has at most, so that it fits into a link that a camera can read; maxOthers how many
// guesses of others are kept.
const (
	maxCorners = 12
	maxOthers  = 250
)

// MaxGuess is the largest guess that can be typed: no run is longer.
const MaxGuess = 1_000_000

// NoGuess is a guess of a transition or, with curve, of a series that is still to be made.
func NoGuess(of string, curve bool) Guess { return Guess{Of: of, Curve: curve, At: math.NaN()} }

// Made says whether there is something to compare with the run.
func (g *Guess) Made() bool { return g.Of != "" && (!g.Curve && !math.IsNaN(g.At) || len(g.X) > 1) }

// String writes a guess as the option "guess" of a link: "t_I.210", with the guesses of others behind it "t_I.210~180~195", or the corners of a
// curve one after the other, "sigma1.0~0.01~120~0.9~400~1". Numbers have three digits. A guess that was not made is empty.
func (g *Guess) String() string {
	var numbers []string
	switch {
	case g.Curve:
		for i := range g.X {
			numbers = append(numbers, brief(g.X[i]), brief(g.Y[i]))
		}
	case !math.IsNaN(g.At) || len(g.Others) > 0:
		for _, x := range append([]float64{g.At}, g.Others...) {
			numbers = append(numbers, brief(x))
		}
	}
	if numbers == nil {
		return ""
	}
	return g.Of + "." + strings.Join(numbers, "~")
}

// brief writes a number with three digits, as short as it gets; nothing for NaN.
func brief(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	three := Rounded(x)
	short, power := strconv.FormatFloat(three, 'f', -1, 64), strings.ReplaceAll(strconv.FormatFloat(three, 'e', -1, 64), "e+", "e")
	if len(power) < len(short) {
		return power
	}
	return short
}

// Rounded returns x with three digits, as links write it; whole numbers up to a million keep all of theirs.
func Rounded(x float64) float64 {
	if x == math.Trunc(x) && math.Abs(x) < 1e6 {
		return x
	}
	three, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 3, 64), 64)
	return three
}

// ParseGuess reads what String wrote, for a guess of that kind. What it can't use is told in an error of one sentence.
func ParseGuess(text string, of string, curve bool) (Guess, error) {
	g := NoGuess(of, curve)
	if text == "" {
		return g, nil
	}
	list, ok := strings.CutPrefix(text, of+".") // a name may hold a point
	if !ok {
		name, _, _ := strings.Cut(text, ".")
		return g, fmt.Errorf("guess=%.60q is a guess of %.60q, not of %s, which is asked for; it is ignored", text, name, of)
	}
	var numbers []float64
	for i, word := range strings.Split(list, "~") {
		x, err := strconv.ParseFloat(word, 64)
		if word == "" && i == 0 && !curve {
			x, err = math.NaN(), nil
		} else if math.IsNaN(x) || math.IsInf(x, 0) {
			err = strconv.ErrSyntax
		}
		if err != nil {
			return g, fmt.Errorf("guess=%.60q: %.60q is not a number; it is ignored", text, word)
		}
		numbers = append(numbers, x)
	}
	if !curve {
		g.At, g.Others = numbers[0], numbers[1:min(len(numbers), maxOthers+1)]
		return g, nil
	}
	if len(numbers)%2 != 0 || len(numbers) < 4 || len(numbers) > 2*maxCorners {
		return g, fmt.Errorf("guess=%.60q is not a curve of 2 to %d corners; it is ignored", text, maxCorners)
	}
	for i := 0; i < len(numbers); i += 2 {
		if i > 0 && numbers[i] <= numbers[i-2] {
			return NoGuess(of, curve), fmt.Errorf("guess=%.60q: the corners of a curve do not stand from left to right; it is ignored", text)
		}
		g.X, g.Y = append(g.X, numbers[i]), append(g.Y, numbers[i+1])
	}
	return g, nil
}

// Collect reads the guesses of others, one in each line: a number, or a link that holds one. rejected counts the lines that are neither.
func (g *Guess) Collect(lines string) (rejected int) {
	g.Others = nil
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		if _, rest, ok := strings.Cut(line, "guess="); ok {
			rest, _, _ = strings.Cut(rest, "&")
			if theirs, err := ParseGuess(rest, g.Of, false); err == nil {
				line = brief(theirs.At)
			}
		}
		x, err := strconv.ParseFloat(strings.ReplaceAll(line, ",", "."), 64)
		switch {
		case line == "":
		case err != nil || !(x >= 0 && x <= MaxGuess) || len(g.Others) == maxOthers:
			rejected++
		default:
			g.Others = append(g.Others, Rounded(x))
		}
	}
	return rejected
}

// Median returns that of all guesses of a moment, and how many they are.
func (g *Guess) Median() (median float64, count int) {
	all := slices.Clone(g.Others)
	if !math.IsNaN(g.At) {
		all = append(all, g.At)
	}
	if slices.Sort(all); len(all) == 0 {
		return math.NaN(), 0
	}
	return (all[(len(all)-1)/2] + all[len(all)/2]) / 2, len(all)
}

// Value returns the height of a guessed curve at x, straight between its corners as the axes show them; NaN beside them.
func (g *Guess) Value(x float64, across, up *Axis) float64 {
	i, _ := slices.BinarySearch(g.X, x)
	switch {
	case len(g.X) == 0 || i == len(g.X) || i == 0 && x < g.X[0]:
		return math.NaN()
	case i == 0:
		return g.Y[0]
	}
	part := (across.unit(x) - across.unit(g.X[i-1])) / (across.unit(g.X[i]) - across.unit(g.X[i-1]))
	return up.fromUnit(up.unit(g.Y[i-1]) + part*(up.unit(g.Y[i])-up.unit(g.Y[i-1])))
}

// Distance returns how far a guessed curve is from a series: the root of the mean square of the vertical distance, over equal parts of the axis
// across where there are both; in decades where the vertical axis is logarithmic, else in its own unit. NaN: they nowhere overlap.
func (g *Guess) Distance(x, y []float32, across, up *Axis) float64 {
	if len(g.X) < 2 || len(x) < 2 {
		return math.NaN()
	}
	const parts = 400
	line := Guess{}
	if x[0] > x[len(x)-1] {
		x, y = slices.Clone(x), slices.Clone(y)
		slices.Reverse(x)
		slices.Reverse(y)
	}
	for i := range x {
		if across.shows(x[i]) && up.shows(y[i]) && (len(line.X) == 0 || float64(x[i]) > line.X[len(line.X)-1]) {
			line.X, line.Y = append(line.X, float64(x[i])), append(line.Y, float64(y[i]))
		}
	}
	if len(line.X) < 2 {
		return math.NaN()
	}
	from, to := across.unit(max(g.X[0], line.X[0])), across.unit(min(g.X[len(g.X)-1], line.X[len(line.X)-1]))
	sum, count := 0.0, 0
	for i := range parts + 1 {
		at := across.fromUnit(from + (to-from)*(float64(i)+0.5)/(parts+1))
		if d := up.unit(g.Value(at, across, up)) - up.unit(line.Value(at, across, up)); !math.IsNaN(d) {
			sum, count = sum+d*d, count+1
		}
	}
	if count == 0 || !(from < to) {
		return math.NaN()
	}
	return math.Sqrt(sum / float64(count))
}

// unit maps a value so that equal lengths on the axis are equal differences: decades on a logarithmic one.
func (a *Axis) unit(v float64) float64 {
	if a.Log {
		return math.Log10(v)
	}
	return v
}

func (a *Axis) fromUnit(u float64) float64 {
	if a.Log {
		return math.Pow(10, u)
	}
	return u
}
