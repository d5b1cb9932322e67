package ui

import (
	"math"
	"strconv"
	"strings"

	"cascade/wasm/protocol"
)

// A slider of a parameter with Log moves in log10 of the value, any other in the value itself.

func scale(p *protocol.Param, x float64) float64 {
	if p.Log {
		return clean(math.Log10(x))
	}
	return x
}

func sliderMin(p *protocol.Param) string { return formatValue(scale(p, p.Min)) }

func sliderMax(p *protocol.Param) string { return formatValue(scale(p, p.Max)) }

// sliderStep is "any" unless the values themselves are equidistant: valueAt rounds, with no error at the ends.
func sliderStep(p *protocol.Param) string {
	if p.Log || p.Step == 0 {
		return "any"
	}
	return formatValue(p.Step)
}

// share returns where x lies between the ends of the slider, from 0 to 1.
func share(p *protocol.Param, x float64) float64 {
	lo, hi := scale(p, p.Min), scale(p, p.Max)
	at := (scale(p, x) - lo) / (hi - lo)
	if math.IsNaN(at) {
		return 0
	}
	return min(max(at, 0), 1)
}

// position returns where the slider stands for value x.
func position(p *protocol.Param, x float64) string {
	lo, hi := scale(p, p.Min), scale(p, p.Max)
	return formatValue(lo + (hi-lo)*share(p, x))
}

// valueAt returns the value for a slider's position, rounded to what is worth setting by hand: multiples of Step, two
// digits on a logarithmic slider, about 200 values on a continuous one. A position off the present value always gives
// another value, so that an arrow key never gets stuck. It reports false if the position is no number.
func valueAt(p *protocol.Param, position string, now float64) (float64, bool) {
	at, err := strconv.ParseFloat(position, 64)
	if err != nil || math.IsNaN(at) {
		return 0, false
	}
	wanted := at
	if p.Log {
		wanted = math.Pow(10, at)
	}
	x := snap(p, wanted)
	const slack = 1e-9
	if off := at - scale(p, now); x == now && math.Abs(off) > slack*(1+math.Abs(at)) {
		x = neighbour(p, now, off > 0)
	}
	return x, true
}

// snap rounds x to a value worth setting and keeps it in range; the ends themselves are always worth setting.
func snap(p *protocol.Param, x float64) float64 {
	grid := grain(p, x)
	return clean(min(max(math.Round(x/grid)*grid, p.Min), p.Max))
}

// grain is the distance between values worth setting near x.
func grain(p *protocol.Param, x float64) float64 {
	if !p.Log && p.Step > 0 {
		return p.Step
	}
	grid := math.Pow(10, math.Floor(math.Log10((p.Max-p.Min)/200)))
	if p.Log {
		grid = math.Pow(10, math.Floor(math.Log10(x*(1+1e-9)))-1)
	}
	if p.Step > 0 {
		return p.Step * math.Max(1, math.Round(grid/p.Step))
	}
	return grid
}

// neighbour returns the next value worth setting above or below x.
func neighbour(p *protocol.Param, x float64, up bool) float64 {
	direction := -1.0
	if up {
		direction = 1
	}
	for _, reach := range [...]float64{0.6, 1, 1.6} {
		if y := snap(p, x+direction*reach*grain(p, x*(1+direction*1e-6))); y != x { // below 100 values are 1 apart, above 10
			return y
		}
	}
	return x
}

// clean removes the dust of binary fractions: 0.30000000000000004 is 0.3.
func clean(x float64) float64 {
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 12, 64), 64)
	return y
}

// shortExponent writes exponents as links do, asTyped undoes how people write numbers. Making a replacer takes longer than using it.
var (
	shortExponent = strings.NewReplacer("e+0", "e", "e+", "e", "e-0", "e-")
	asTyped       = strings.NewReplacer("−", "-", "\u2009", "", "\u202f", "", "\u00a0", "", " ", "", "×10^", "e", "*10^", "e")
)

// formatValue writes x as links do: the shortest text that reads back, plain or scientific, whichever is shorter.
func formatValue(x float64) string {
	plain := strconv.FormatFloat(x, 'f', -1, 64)
	short := strconv.FormatFloat(x, 'e', -1, 64)
	short = shortExponent.Replace(short)
	if len(short) < len(plain) {
		return short
	}
	return plain
}

// isWhole says whether the values of a parameter are whole numbers.
func isWhole(p *protocol.Param) bool {
	return p.Step > 0 && p.Step == math.Trunc(p.Step) && p.Min == math.Trunc(p.Min)
}

// grouped says whether a number has commas between its thousands. A regular expression would cost the page 120 kB of code.
func grouped(text string) bool {
	groups := strings.Split(strings.TrimLeft(text, "+-"), ",")
	for i, digits := range groups {
		if n := len(digits); n > 3 || n < 1 || i > 0 && n < 3 || strings.Trim(digits, "0123456789") != "" {
			return false
		}
	}
	return len(groups) > 1
}

// parseValue reads a number as people type it: with a decimal comma, a true minus sign, thin or ordinary spaces between
// thousands, or "1.5×10^-3". Where values are whole, commas before three digits part thousands: "1,000" is one thousand there
// and one elsewhere. It reports false for anything else, for infinity and for NaN.
func parseValue(p *protocol.Param, text string) (float64, bool) {
	text = asTyped.Replace(text)
	if grouped(text) && (isWhole(p) || strings.Count(text, ",") > 1) {
		text = strings.ReplaceAll(text, ",", "")
	}
	if strings.Count(text, ",") == 1 && !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsInf(x, 0) || math.IsNaN(x) {
		return 0, false
	}
	return x, true
}

// Snap returns the value worth setting that is nearest to x, as text.
func Snap(p *protocol.Param, x float64) string { return formatValue(snap(p, x)) }

// Nudge returns the value that lies so many steps of the slider above the one given, or below it.
func Nudge(p *protocol.Param, value string, steps int) string {
	x, ok := parseValue(p, value)
	if !ok {
		return value
	}
	for ; steps > 0; steps-- {
		x = neighbour(p, x, true)
	}
	for ; steps < 0; steps++ {
		x = neighbour(p, x, false)
	}
	return formatValue(x)
}
