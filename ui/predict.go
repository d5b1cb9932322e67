package ui

import (
	"html"
	"math"
	"slices"
	"strconv"
	"strings"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// Prediction is a guess that the reader is asked for, or has made: until it is locked in, the page shows nothing that would give the answer away.
type Prediction struct {
	plot.Question
	Guess    plot.Guess
	Locked   bool
	Given    bool // the link asks
	Said     string
	Rejected int               // lines of others' guesses that could not be read
	For      map[string]string // with which values the run began that was guessed about, once that is locked
}

// GuessLock is what a link locks, beside parameters, to keep its readers from skipping the guess that it asks for.
const GuessLock = "guess"

// GuessesDialog takes the guesses of others.
const GuessesDialog = "guesses"

// Guessing says whether a guess is awaited.
func (m *Model) Guessing() bool { return m.Prediction != nil && !m.Prediction.Locked }

// What is answered to who wants to see the run all the same.
const (
	guessFirst = "guess first: the run starts when you lock your guess in"
	orSkip     = "; Skip shows it without one"
)

// Refuse tells the reader to guess first, and says so, while a guess is awaited. Whatever shows more of the run or hands it out asks.
func (m *Model) Refuse() bool {
	if m.Guessing() {
		said := guessFirst
		if !m.mustGuess() {
			said += orSkip
		}
		m.Seeking, m.Notices = false, []string{said}
		return true
	}
	return false
}

// mustGuess says whether the link asks for a guess and lets nobody skip it.
func (m *Model) mustGuess() bool {
	return m.Prediction != nil && m.Prediction.Given && m.Lock[GuessLock]
}

// Asks is told what may be asked of the run, which its parameters may have changed. A guess of what there is no more ends, and that is said.
func (m *Model) Asks(list []plot.Question) {
	m.Questions = list
	if p := m.Prediction; p != nil && !slices.ContainsFunc(list, func(q plot.Question) bool { return q.Of == p.Of }) {
		m.Prediction = nil
		m.Notices = append(slices.Clone(m.Notices), "with these parameters there is no "+p.Short+" any more, so the guess of it has ended")
	}
}

// Predict opens a prediction and says whether there is something of that name to ask for: a transition or a series, "" for the first transition,
// "curve" for the first curve.
func (m *Model) Predict(of string) bool {
	i := slices.IndexFunc(m.Questions, func(q plot.Question) bool {
		return q.Of == of || of == "" && !q.Curve || of == "curve" && q.Curve
	})
	if i < 0 {
		return false
	}
	q := m.Questions[i]
	m.Prediction = &Prediction{Question: q, Guess: plot.NoGuess(q.Of, q.Curve)}
	m.Missed = Missed{Measured: math.NaN(), Theory: math.NaN()}
	m.View.Preset = nil // which tells what to look for
	return true
}

// Options returns the link's options "predict" and "guess".
func (p *Prediction) Options() (predict, guess string) {
	if p == nil {
		return "", ""
	}
	return p.Of, p.Guess.String()
}

// predictDeeds are what the question and its answer can do.
func predictDeeds(deeds map[string]Deed) {
	with := func(do func(m *Model, a *Actions, p *Prediction, value string)) Deed {
		return func(m *Model, a *Actions, value string) {
			if m.Prediction != nil {
				do(m, a, m.Prediction, value)
			}
		}
	}
	deeds["predict"] = func(m *Model, a *Actions, value string) {
		if m.Guessing() && m.mustGuess() {
			return
		}
		if !m.Predict(value) && (value != "" || !m.Predict("curve")) {
			m.Notices = []string{"this experiment has no such moment or curve to guess"}
			return
		}
		if m.State.Running {
			call(a.Pause)
		}
		call1(a.Focus, "marker")
	}
	deeds["guess-at"] = with(func(_ *Model, _ *Actions, p *Prediction, value string) {
		x, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSpace(value), ",", "."), 64)
		if err != nil || !(x >= 0 && x <= plot.MaxGuess) {
			p.Said = "Please type a number from 0 to a million, of the axis “" + p.Axis + "”."
			return
		}
		p.Said, p.Guess.At = "", plot.Rounded(x)
	})
	deeds["guess-lock"] = with(func(m *Model, a *Actions, p *Prediction, _ string) {
		if p.Locked {
			return
		}
		if !p.Guess.Made() {
			p.Said = map[bool]string{false: "Place your marker first: drag it, press the arrow keys, or type a number.",
				true: "Draw your curve first, or begin with a straight line."}[p.Curve]
			return
		}
		p.Locked, p.Said, m.Notices = true, "", nil
		e := m.Experiment()
		p.For = StartValues(&e, m.State.Link, m.State.Values)
		if !m.done() {
			call(a.Play)
		}
		call1(a.Focus, "verdict")
	})
	deeds["guess-line"] = with(func(_ *Model, a *Actions, p *Prediction, _ string) { call(a.StraightGuess); p.Said = "" })
	deeds["guess-end"] = with(func(m *Model, _ *Actions, p *Prediction, _ string) {
		if p.Locked || !m.mustGuess() {
			m.Prediction = nil
		}
	})
	deeds["guess-again"] = with(func(m *Model, a *Actions, p *Prediction, _ string) {
		p.Locked, p.Guess = false, plot.NoGuess(p.Of, p.Curve)
		call1(a.Focus, "marker")
	})
	deeds["guess-others"] = with(func(_ *Model, _ *Actions, p *Prediction, value string) { p.Rejected = p.Guess.Collect(value) })
}

// question is what the bar above the hero says: the question with what answers it, or how good the answer was. It does not change
// while the reader answers, since it is written anew when it does.
func (m *Model) question() string {
	p := m.Prediction
	if p == nil {
		return ""
	}
	var b strings.Builder
	if p.Locked {
		b.WriteString(`<button type="button" class="plain" data-do="guess-again">Guess again</button>`)
		if !p.Curve {
			b.WriteString(`<button type="button" class="plain" data-do="open" data-value="` + GuessesDialog + `">Add guesses</button>`)
		}
		b.WriteString(`<button type="button" class="plain" data-do="guess-end">Done</button>`)
		return b.String()
	}
	if b.WriteString("<b>" + html.EscapeString(p.Text) + "</b>"); p.Given || len(m.Questions) < 2 {
		b.WriteString(" ")
	} else {
		b.WriteString(`<select data-set="predict" id="asked" aria-label="What to guess">`)
		for _, q := range m.Questions {
			selected := ""
			if q.Of == p.Of {
				selected = " selected"
			}
			b.WriteString(`<option value="` + html.EscapeString(q.Of) + `"` + selected + `>` + html.EscapeString(q.Short) + `</option>`)
		}
		b.WriteString(`</select>`)
	}
	if p.Curve {
		b.WriteString(`<button type="button" data-do="guess-line">Straight line</button>`)
	} else {
		b.WriteString(`<input class="box" id="guess" data-set="guess-at" inputmode="decimal" autocomplete="off" aria-label="Your guess: ` + html.EscapeString(p.Axis) + `" placeholder="` + html.EscapeString(p.Axis) + `">`)
	}
	b.WriteString(`<button type="button" class="lock" data-do="guess-lock">Lock in</button>`)
	if !m.mustGuess() {
		b.WriteString(`<button type="button" class="plain" data-do="guess-end">Skip</button>`)
	}
	return b.String()
}

// verdict compares a guess with the run and with theory, or says what is wrong with it.
func (m *Model) verdict() string {
	p := m.Prediction
	switch {
	case p == nil:
		return ""
	case !p.Locked:
		return p.Said
	case p.Curve:
		return m.curveVerdict()
	}
	parts := []string{"Your guess" + m.madeFor() + ": " + plot.Number(p.Guess.At, 4)}
	if !p.Guess.Made() {
		parts = nil
	}
	if median, n := p.Guess.Median(); len(p.Guess.Others) > 0 {
		parts = append(parts, "median of "+plot.Number(float64(n), 3)+": "+plot.Number(median, 4))
	}
	measured, deviation, theory := m.moment(p.Of)
	truth := theory
	switch {
	case measured != nil:
		truth = measured
		parts = append(parts, "measured "+plot.Measured(*measured, deviation))
	case m.done():
		parts = append(parts, "not reached in this run")
	default:
		parts = append(parts, "not measured yet")
	}
	if theory != nil {
		parts = append(parts, "theory "+plot.Number(*theory, 4))
	}
	if truth != nil && *truth > 0 && p.Guess.Made() {
		parts = append(parts, "off by "+percent(math.Abs(p.Guess.At / *truth - 1)))
	}
	return strings.Join(parts, " · ")
}

// madeFor tells which run a guess was about, where the parameters have changed since: " (made for β 1.4)".
func (m *Model) madeFor() string {
	e := m.Experiment()
	ofGuess, _ := Differences(&e, m.Prediction.For, StartValues(&e, m.State.Link, m.State.Values))
	if m.Prediction.For == nil || m.State.Values == nil || ofGuess == "" {
		return ""
	}
	return " (made for " + ofGuess + ")"
}

// percent writes a share: whole percents from ten on.
func percent(share float64) string {
	if share >= 0.1 {
		share = math.Round(100*share) / 100
	}
	return plot.Number(100*share, max(2, len(strconv.Itoa(int(100*share))))) + "\u00a0%" // no break before the sign
}

// moment returns what is known of a transition, or of a scalar.
func (m *Model) moment(name string) (measured, deviation, theory *float64) {
	for _, t := range m.Measured {
		if t.Name == name {
			measured, theory = t.Update, t.Theory
		}
	}
	if i := slices.IndexFunc(m.State.Scalars, func(s protocol.Scalar) bool { return s.Name == name }); i >= 0 {
		s := &m.State.Scalars[i]
		if !slices.ContainsFunc(m.Measured, func(t protocol.Transition) bool { return t.Name == name }) {
			measured, theory = s.Value, s.Theory
		}
		if measured != nil {
			deviation = s.Error
		}
	}
	return measured, deviation, theory
}

// curveVerdict says how far the drawn curve is from the measured one; the distances were found by who has the curves.
func (m *Model) curveVerdict() string {
	d := m.Missed
	if math.IsNaN(d.Measured) {
		return "Your curve" + m.madeFor() + ", beside what the run does"
	}
	text := "Your curve" + m.madeFor() + " is off by " + plot.Number(d.Measured, 2) + d.Unit + " on average"
	if !m.done() {
		text += " so far"
	}
	if !math.IsNaN(d.Theory) {
		text += " · from theory by " + plot.Number(d.Theory, 2) + d.Unit
	}
	return text
}

// Missed is how far a drawn curve is from measurement and theory, in Unit.
type Missed struct {
	Measured, Theory float64
	Unit             string
}

// guessesHTML is the dialog that takes the guesses of others.
func (m *Model) guessesHTML() (title, contents string) {
	p := m.Prediction
	if p == nil || p.Curve || !p.Locked {
		return "", ""
	}
	var lines strings.Builder
	for _, x := range p.Guess.Others {
		lines.WriteString(strconv.FormatFloat(x, 'f', -1, 64) + "\n")
	}
	said := "Each becomes a dot in the figure."
	if median, n := p.Guess.Median(); len(p.Guess.Others) > 0 {
		said = plot.Number(float64(n), 3) + " guesses in all, median " + plot.Number(median, 4) + "."
	}
	if p.Rejected > 0 {
		said += " Lines that are neither a number nor a link with a guess, or too many: " + strconv.Itoa(p.Rejected) + "."
	}
	return "Guesses of others", `<p><label for="guesses-lines">Numbers, or the links of others, one in each line</label></p><textarea id="guesses-lines" data-set="guess-others" rows="10" spellcheck="false">` +
		html.EscapeString(lines.String()) + `</textarea><p class="remark" role="status">` + html.EscapeString(said) + `</p><p><button type="button" class="play" data-close>Show them</button></p>`
}
