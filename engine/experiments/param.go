package experiments

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Param declares one adjustable quantity of an experiment. Everything the rest of the program knows about the quantity
// (slider, number box, link key, range check, help text, catalogue) is derived from this value.
type Param struct {
	Name   string `json:"name"`            // key in links and on the command line: "beta"
	Title  string `json:"title,omitempty"` // in words, where Name is none: "inverse temperature"
	Symbol string `json:"symbol"`          // as printed: "β"
	Doc    string `json:"doc"`             // one sentence
	*Origin
	Unit    string   `json:"unit,omitempty"`
	Min     float64  `json:"min"`
	Max     float64  `json:"max"`
	Step    float64  `json:"step,omitempty"` // values are multiples of Step; 0 means continuous, 1 a count
	Default float64  `json:"-"`
	Choices []string `json:"choices,omitempty"` // not nil: a menu, and the value is an index into it
	Log     bool     `json:"log,omitempty"`     // sliders move in log10
	Live    bool     `json:"live,omitempty"`    // may change during a run; a change of any other starts a new run
}

// MarshalJSON writes p with its default as a link writes it.
func (p Param) MarshalJSON() ([]byte, error) {
	type plain Param
	return json.Marshal(struct {
		plain
		Default string `json:"default"`
	}{plain(p), p.Format(p.Default)})
}

// Format writes x as a link does: the shortest text that reads back as the same number, or the choice's name.
func (p *Param) Format(x float64) string {
	if p.Choices != nil {
		return p.Choices[int(x)]
	}
	return formatShort(x)
}

// formatShort returns the shortest digits that read back as x, in the form that is easier to read: plain for 0.001, 1.25
// and 20000, scientific where that saves at least two characters of a small number (1e-5) or x has more than six digits.
func formatShort(x float64) string {
	plain := strconv.FormatFloat(x, 'f', -1, 64)
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
	e, _ := strconv.Atoi(exponent) // FormatFloat wrote it
	scientific := mantissa + "e" + strconv.Itoa(e)
	if (e < 0 || e > 5) && len(scientific)+2 <= len(plain) {
		return scientific
	}
	return plain
}

// Parse reads a value for p. It always returns a value in range; the sentence is empty if text was exactly that value,
// and otherwise says what was wrong and what is used instead.
func (p *Param) Parse(text string) (x float64, sentence string) {
	if p.Choices != nil {
		i := slices.IndexFunc(p.Choices, func(c string) bool { return strings.EqualFold(c, text) })
		if i < 0 {
			return p.Default, fmt.Sprintf("%s=%s is not one of %s; using %s", p.Name, quote(text), strings.Join(p.Choices, ", "), p.Format(p.Default))
		}
		return float64(i), ""
	}
	x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if math.IsInf(x, 0) && err != nil { // 1e999 is a number, only too large for us
		err = nil
	}
	if err != nil || math.IsNaN(x) {
		return p.Default, fmt.Sprintf("%s=%s is not a number; using %s", p.Name, quote(text), p.Format(p.Default))
	}
	y := p.Clamp(x)
	switch {
	case y == x:
		return y, ""
	case x < p.Min || x > p.Max:
		return y, fmt.Sprintf("%s=%s is outside %s to %s; using %s", p.Name, quote(text), formatShort(p.Min), formatShort(p.Max), p.Format(y))
	default:
		return y, fmt.Sprintf("%s=%s is not a multiple of %s; using %s", p.Name, quote(text), formatShort(p.Step), p.Format(y))
	}
}

// Clamp returns the allowed value nearest to x: inside [Min, Max], and a multiple of Step where there is one.
func (p *Param) Clamp(x float64) float64 {
	if p.Choices != nil {
		return min(max(math.Round(x), 0), float64(len(p.Choices)-1))
	}
	x = min(max(x, p.Min), p.Max)
	if p.Step > 0 {
		// Dividing by the reciprocal keeps decimal steps exact: 14*0.1 is 1.4000000000000001, 14/10 is 1.4.
		if inv := math.Round(1 / p.Step); inv >= 1 && math.Abs(inv*p.Step-1) < 1e-9 {
			return min(max(math.Round(x*inv)/inv, p.Min), p.Max)
		}
		return min(max(math.Round(x/p.Step)*p.Step, p.Min), p.Max)
	}
	return x
}

// quote returns text in quotation marks, cut to a length that fits a sentence and with control characters escaped.
func quote(text string) string {
	const limit = 40
	if r := []rune(text); len(r) > limit {
		text = string(r[:limit]) + "…"
	}
	return strconv.Quote(text)
}
