package ui

import (
	"html"
	"strconv"
	"strings"
	"unicode"

	"github.com/vugu/vugu"

	"cascade/ui/plot"
)

// Notices lists what was corrected in a link or a value, until the user dismisses it. It is a live region, so it stays in
// the page when it is empty.
type Notices struct {
	Model   *Model
	Actions *Actions
}

// Checking is how far the verification of a record is.
type Checking struct {
	Name     string // of its file; "" if none is verified
	Done, Of int    // updates
}

func (c *Checking) text() string {
	if c.Of == 0 {
		return "Verifying " + c.Name
	}
	return "Verifying " + c.Name + ": " + strconv.Itoa(100*c.Done/c.Of) + " % of " + plot.Number(float64(c.Of), 7) + " updates"
}

// share is in thousandths.
func (c *Checking) share() int { return 1000 * c.Done / max(c.Of, 1) }

func (c *Notices) dismiss() {
	c.Model.Notices = nil
	call(c.Actions.DismissNotice)
}

// text is a notice as the page prints it. What it quotes, as beta="99", is the link's own and stays; otherwise parameters have their
// symbols, and numbers true minus signs and powers of ten: "lr=1e-6" is "ε = 10⁻⁶".
func (c *Notices) text(notice string) vugu.HTML {
	symbols := map[string]string{}
	for _, p := range c.Model.Experiment().Params {
		symbols[p.Name] = p.Symbol
	}
	var out strings.Builder
	rest := strings.ReplaceAll(notice, "->", "→")
	for before := ""; rest != ""; {
		n := wordLength(rest)
		if n == 0 { // what stands between two words
			n = max(1, strings.IndexFunc(rest, isWord))
			if strings.IndexFunc(rest, isWord) < 0 {
				n = len(rest)
			}
			between, next := rest[:n], rest[n:]
			if strings.HasSuffix(between, "-") && (symbols[next[:wordLength(next)]] != "" || len(between) > 1 && next != "" && next[0] <= '9') {
				between = between[:len(between)-1] + "−"
			}
			before = between
			out.WriteString(html.EscapeString(between))
			rest = next
			continue
		}
		word, after := rest[:n], rest[n:]
		switch symbol := symbols[word]; {
		case strings.HasSuffix(before, `"`):
			out.WriteString(html.EscapeString(word))
		case symbol != "" && strings.HasPrefix(after, "=") && !strings.HasPrefix(after, "=\""):
			out.WriteString(html.EscapeString(symbol) + " = ")
			after = after[1:]
		case symbol != "" && unicode.Is(unicode.Greek, []rune(symbol)[0]) && !strings.HasPrefix(after, "="):
			out.WriteString(html.EscapeString(symbol))
		case strings.HasPrefix(word, "t_"): // a moment
			out.WriteString(string(symbolHTML(word)))
		default:
			out.WriteString(html.EscapeString(number(word)))
		}
		rest = after
	}
	return vugu.HTML(out.String())
}

// wordLength is how long the name or number is with which a text begins, 0 if it begins with none.
func wordLength(text string) int {
	for i, r := range text {
		exponent := r == '-' && i > 1 && text[i-1] == 'e' && text[i-2] <= '9'
		if !isWord(r) && !exponent {
			return i
		}
	}
	return len(text)
}

// isWord says whether a letter is part of a name or a number.
func isWord(r rune) bool { return r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// number prints a text that is a number as plots do, and leaves every other one.
func number(text string) string {
	digits := strings.TrimRight(text, ".") // of a sentence
	if strings.Trim(digits, "0123456789.e-") != "" || !strings.Contains(digits, "e") {
		return text
	}
	x, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return text
	}
	return plot.Number(x, 6) + text[len(digits):]
}
