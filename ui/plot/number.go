package plot

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Number writes v for reading, rounded to so many significant digits, without trailing zeros, with a true minus sign,
// thousands set apart, and a power of ten outside 0.0001 ... 999999: "0.6635", "12 000", "3×10⁻⁶". NaN and infinities
// give "–".
func Number(v float64, digits int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	if v == 0 {
		return "0"
	}
	mantissa, exponent := scientific(v, digits)
	if exponent < -4 || exponent > 5 {
		m := trimZeros(mantissa)
		if m == "1" || m == "-1" {
			return minus(strings.TrimSuffix(m, "1")) + "10" + superscript(exponent)
		}
		return minus(m) + "×10" + superscript(exponent)
	}
	rounded, _ := strconv.ParseFloat(mantissa+"e"+strconv.Itoa(exponent), 64)
	return fixed(rounded, -1)
}

// scientific returns v = mantissa x 10^exponent with so many significant digits, 1 <= |mantissa| < 10.
func scientific(v float64, digits int) (mantissa string, exponent int) {
	s := strconv.FormatFloat(v, 'e', max(digits, 1)-1, 64)
	mantissa, power, _ := strings.Cut(s, "e")
	exponent, _ = strconv.Atoi(power)
	return mantissa, exponent
}

// fixed writes v with so many decimals (-1: as many as needed), thousands set apart by thin spaces from 10 000 on.
func fixed(v float64, decimals int) string {
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	whole, rest, hasPoint := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if len(whole) > 4 {
		for i := len(whole) - 3; i > 0; i -= 3 {
			whole = whole[:i] + "\u2009" + whole[i:]
		}
	}
	if hasPoint {
		whole += "." + rest
	}
	if strings.HasPrefix(s, "-") && strings.Trim(whole, "0.") != "" {
		return "−" + whole
	}
	return whole
}

func trimZeros(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

func minus(s string) string { return strings.Replace(s, "-", "−", 1) }

func superscript(n int) string { return digits(n, "⁰¹²³⁴⁵⁶⁷⁸⁹", "⁻") }

func subscript(n int) string { return digits(n, "₀₁₂₃₄₅₆₇₈₉", "₋") }

func digits(n int, glyphs, sign string) string {
	set := []rune(glyphs)
	var b strings.Builder
	for _, r := range strconv.Itoa(n) {
		if r == '-' {
			b.WriteString(sign)
		} else {
			b.WriteRune(set[r-'0'])
		}
	}
	return b.String()
}

// Measured writes a value with its standard error: the error with two significant digits, the value with the same last
// digit, one power of ten for both where one is needed: "0.6635 ± 0.0012", "(6.64 ± 0.12)×10⁻⁶". Without an error (nil, not
// positive or not finite) it is Number(value, 4).
func Measured(value float64, err *float64) string {
	if err == nil || !(*err > 0) || math.IsInf(*err, 0) || math.IsNaN(value) || math.IsInf(value, 0) {
		return Number(value, 4)
	}
	_, last := scientific(*err, 2) // exponent of the error's leading digit, after rounding
	top := last
	if value != 0 {
		_, lead := scientific(value, 17)
		top = max(last, lead)
	}
	if top < -4 || top > 5 {
		unit := math.Pow(10, float64(-top))
		decimals := max(0, top-last+1)
		return "(" + fixed(value*unit, decimals) + " ± " + fixed(*err*unit, decimals) + ")×10" + superscript(top)
	}
	decimals := max(0, 1-last)
	return fixed(value, decimals) + " ± " + fixed(*err, decimals)
}

// Capital writes a sentence's first letter large.
func Capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
