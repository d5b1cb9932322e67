package ui

import (
	"cmp"
	"fmt"
	"html"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/vugu/vugu"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// EnsembleDialog starts ensembles and shows what they find.
const EnsembleDialog = "ensemble"

// Pinned is the run that is shown beside the present one: B beside A.
type Pinned struct {
	Values  map[string]string // with which it starts
	Events  string            // its changes, as a link writes them
	State   protocol.State    // as far as it has come
	Stopped string            // why it comes no further, a sentence; empty: it will
	Drawn   bool              // the experiment has plots over its updates
	Beyond  []string          // series of modes or sizes that the present run has not, and its plots no curves for
}

// Ensemble is what is known of runs that differ in nothing but their seeds.
type Ensemble struct {
	Wanted, Done int
	First        uint32 // seed
	Spreads      []plot.Spread
	Off          float64 // how far theory is from the runs over the hero's points, in sigmas, see plot.Ensemble.Off; NaN: not known
	Theory, Run  float64 // share of the points of the hero's bands at which theory, and the run itself, lies within them; NaN: not known
	Drawn        bool
	Skipped      []string // seeds that failed, and why
}

// fewWords is up to how many differences are named in words beside their symbols.
const fewWords = 2

// Differences names the parameters in which two runs of e differ, with the values of each: "pattern overlap κ 0.3" and "κ 0.6".
func Differences(e *protocol.Experiment, a, b map[string]string) (ofA, ofB string) {
	var listA, listB, words []string
	add := func(name, symbol, word string) {
		if a[name] != b[name] {
			listA, listB, words = append(listA, symbol+" "+a[name]), append(listB, symbol+" "+b[name]), append(words, word)
		}
	}
	trains := false
	for i := range e.Params {
		p := &e.Params[i]
		add(p.Name, p.Symbol, cmp.Or(p.Title, strings.ReplaceAll(p.Name, "_", " ")))
		trains = trains || p.Live
	}
	if add("seed", "seed", "seed"); trains {
		add("updates", "updates", "updates")
	}
	for i, word := range words {
		if len(words) <= fewWords && !strings.HasPrefix(listA[i], word+" ") {
			listA[i] = word + " " + listA[i]
		}
	}
	return strings.Join(listA, ", "), strings.Join(listB, ", ")
}

// StartValues returns the values with which the run of a canonical link starts; values are those that it has at some update, which its changes may have
// moved away from there.
func StartValues(e *protocol.Experiment, link string, values map[string]string) map[string]string {
	start := maps.Clone(values)
	_, query, _ := strings.Cut(link, "?")
	given := map[string]string{}
	for _, part := range strings.Split(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		given[name] = value
	}
	for i := range e.Params {
		if p := &e.Params[i]; p.Live && start[p.Name] != "" {
			start[p.Name] = cmp.Or(given[p.Name], p.Default)
		}
	}
	return start
}

// EndValues returns the values that the run of a canonical link has at update last; values are those that it has at an earlier one.
func EndValues(link string, values map[string]string, last int) map[string]string {
	end := maps.Clone(values)
	for _, event := range strings.Split(EventsOf(link), ",") {
		parts := strings.SplitN(event, ".", 3)
		if update, err := strconv.Atoi(parts[0]); err == nil && len(parts) == 3 && update < last {
			end[parts[1]] = parts[2]
		}
	}
	return end
}

// EventsOf returns the changes in a link as it writes them.
func EventsOf(link string) string {
	_, query, _ := strings.Cut(link, "?")
	for _, part := range strings.Split(query, "&") {
		if events, ok := strings.CutPrefix(part, "events="); ok {
			return events
		}
	}
	return ""
}

// sample is a piece of line as the plots draw it.
const sample = `<svg class="line" viewBox="0 0 28 6" aria-hidden="true"><path d="M0 3H28"%s></path></svg>`

// comparison says which run is drawn how, and in what they differ. It is empty without a pinned run.
func (m *Model) comparison() vugu.HTML {
	b := m.Pinned
	if b == nil {
		return ""
	}
	e := m.Experiment()
	ofA, ofB := Differences(&e, StartValues(&e, m.State.Link, m.State.Values), b.Values)
	if eventsOfA := EventsOf(m.State.Link); eventsOfA != b.Events {
		ofA, ofB = join(ofA, changed(&e, eventsOfA)), join(ofB, changed(&e, b.Events))
	}
	remark := ""
	switch st := &b.State; {
	case b.Stopped != "":
		remark = b.Stopped
	case ofA == "" && ofB == "":
		remark = "the same run so far: change a slider, and B stays"
	case !b.Drawn:
		remark = "in the results; these plots show one moment"
	case st.Updates == 0:
		remark = "getting ready"
	case st.Update < st.Updates:
		remark = fmt.Sprintf("at %s of %s", plot.Number(float64(st.Update), 9), plot.Number(float64(st.Updates), 9))
	case slices.ContainsFunc(m.Panels, func(p plot.Panel) bool {
		return p.Hero && p.Kind == plot.Lines && slices.ContainsFunc(p.Curves, func(c plot.Curve) bool { return c.Rings })
	}):
		remark = ringsOfA
	}
	if more := m.beyond(); more != "" && (remark == "" || remark == ringsOfA) {
		remark = strings.TrimPrefix(remark+"; "+more, "; ")
	}
	text := "<span>" + fmt.Sprintf(sample, "") + "<b>A</b> " + html.EscapeString(ofA) + " </span><span>" + fmt.Sprintf(sample, ` stroke-dasharray="14 5"`) + "<b>B</b> " + html.EscapeString(ofB) + "</span>"
	if remark != "" {
		text += ` <i>` + html.EscapeString(remark) + `</i>`
	}
	return vugu.HTML(text)
}

const ringsOfA = "rings: of A alone"

// beyond says what of the pinned run is not drawn: "σ²₃ and σ²₄ of B are not drawn, as A has none".
func (m *Model) beyond() string {
	var names []string
	for _, name := range m.Pinned.Beyond {
		if base, size, found := strings.Cut(name, "."); found {
			names = append(names, quantity(m.Experiment().Series, base).Symbol+" (N="+size+")")
		} else {
			names = append(names, quantity(m.Experiment().Series, name).Symbol)
		}
	}
	switch n := len(names); {
	case n == 0:
		return ""
	case n == 1:
		return names[0] + " of B is not drawn, as A has none"
	case n > fewWords:
		return strconv.Itoa(n) + " curves of B are not drawn, as A has none such"
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1] + " of B are not drawn, as A has none"
	}
}

// changed tells the changes that a run of e sees, or how many, if they are many: "β 1.2 from update 40 on".
func changed(e *protocol.Experiment, events string) string {
	list := strings.Split(events, ",")
	switch {
	case events == "":
		return "no changes"
	case len(list) > fewWords:
		return strconv.Itoa(len(list)) + " changes in the run"
	}
	for k, event := range list {
		at, rest, _ := strings.Cut(event, ".")
		name, value, _ := strings.Cut(rest, ".")
		for i := range e.Params {
			if e.Params[i].Name == name {
				name = e.Params[i].Symbol
			}
		}
		list[k] = name + " " + value + " from update " + at + " on"
	}
	return strings.Join(list, ", ")
}

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + ", " + b
}

// ensembleLine says in one sentence what an ensemble has found. It is empty without one.
func (m *Model) ensembleLine() vugu.HTML {
	e := m.Ensemble
	if e == nil {
		return ""
	}
	text := fmt.Sprintf("<b>%d of %d seeds</b>", e.Done, e.Wanted)
	if e.Drawn {
		text += ` <svg class="line" viewBox="0 0 28 12" aria-hidden="true"><path class="band" d="M0 1H28V11H0z"></path><path d="M0 6H28"></path></svg>median and 16–84 %`
	}
	if verdict := m.agreement(); verdict != "" {
		text += " <i>" + verdict + "</i>"
	}
	return vugu.HTML(text)
}

// agreement tells whether theory agrees with the ensemble, as HTML: "theory inside the band at 96 % of its points; runs off theory by 1.1σ (chance: 1); t_I off by 0.4σ".
func (m *Model) agreement() string {
	e := m.Ensemble
	var list []string
	if e.Done > 1 && !math.IsNaN(e.Theory) {
		text := fmt.Sprintf("theory inside the band at %.0f %% of its points", 100*e.Theory)
		if !math.IsNaN(e.Run) {
			text += fmt.Sprintf(", this run at %.0f %%", 100*e.Run)
		}
		list = append(list, text)
	}
	if e.Done > 1 && e.Off < 1000 {
		list = append(list, fmt.Sprintf("runs off theory by %.1fσ (chance: 1)", e.Off))
	}
	moments := map[string]bool{}
	for _, t := range m.State.Transitions {
		moments[t.Name] = true
	}
	for i := range e.Spreads {
		if s := &e.Spreads[i]; moments[s.Name] && s.N > 1 && m.off(s) != "" && len(list) < 3 {
			text := string(symbolHTML(s.Name)) + " off by " + strings.TrimLeft(m.off(s), "+−")
			if s.N < e.Done {
				text += fmt.Sprintf(" in the %d runs that have it", s.N)
			}
			list = append(list, text)
		}
	}
	if n := len(e.Skipped); n > 0 {
		list = append(list, strconv.Itoa(n)+" skipped: "+html.EscapeString(e.Skipped[n-1]))
	}
	return strings.Join(list, "; ")
}

// off is the distance of an ensemble's mean from theory in standard errors, "limit" where theory is but that, empty if it is not known.
func (m *Model) off(s *plot.Spread) string {
	switch q := quantity(m.Experiment().Scalars, s.Name); {
	case math.IsNaN(s.Theory):
		return ""
	case q.Limit:
		return limit
	case math.IsNaN(s.Off) || math.Abs(s.Off) >= 1000:
		return ""
	}
	return distance(s.Off)
}

// ensembleDialog is where ensembles are started, and where their numbers are.
func (m *Model) ensembleDialog() (title, contents string) {
	var b strings.Builder
	e := m.Ensemble
	fmt.Fprintf(&b, `<p class="remark">The same run with other random numbers, again and again in the background, while you go on here. The plots show the median and between which lines two thirds of the runs lie.</p>
<p class="form"><label for="seeds">Seeds, from %s on</label> <input id="seeds" type="number" min="2" max="200" value="%d" data-set="seeds" data-enter="ensemble-run"> <button type="button" id="ensemble-run" data-do="ensemble">Run them</button>`,
		html.EscapeString(m.Value("seed")), m.seeds())
	if e == nil {
		return "Ensemble of seeds", b.String() + "</p>"
	}
	if m.Guessing() {
		return "Ensemble of seeds", b.String() + "</p><p>" + plot.Capital(plot.Secret) + ".</p>"
	}
	b.WriteString(` <button type="button" id="ensemble-csv" data-do="ensemble-csv">Save as CSV</button> <button type="button" id="ensemble-end" data-do="ensemble-end">Clear</button></p>`)
	fmt.Fprintf(&b, `<p><progress max="%d" value="%d"></progress> %d of %d seeds. `, e.Wanted, e.Done+len(e.Skipped), e.Done, e.Wanted)
	if v := m.agreement(); v != "" {
		b.WriteString(plot.Capital(v) + ".")
	}
	b.WriteString("</p>")
	if len(e.Spreads) > 0 {
		b.WriteString(`<div class="numbers" tabindex="0" role="region" aria-label="Numbers"><table><thead><tr><th scope="col"></th><th scope="col">mean ± standard error</th><th scope="col">spread</th><th scope="col">theory</th><th scope="col">Δ</th></tr></thead><tbody>`)
		for i := range e.Spreads {
			s := &e.Spreads[i]
			q := quantity(m.Experiment().Scalars, s.Name)
			of := ""
			if s.N < e.Done {
				of = fmt.Sprintf(" of %d runs", s.N)
			}
			fmt.Fprintf(&b, `<tr><th scope="row" title="%s">%s%s</th><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>`, html.EscapeString(q.Doc), symbolHTML(q.Symbol),
				of, plot.Measured(s.Mean, finite(s.Error)), numberOr(s.Deviation, 2), numberOr(s.Theory, 4), m.off(s))
		}
		b.WriteString(`</tbody></table></div><p class="remark">Δ: the mean difference to what theory says for each run, in standard errors of that mean, as of a normal distribution. The line of theory is that of the run shown: from its own start, so it lies outside of the band where that run does; one run lies inside at about 68 % of them. Runs off theory: of each run from the line of its own start, the mean over the seeds in its standard errors, r.m.s. over the points; a right theory gives about 1.</p>`)
	}
	return "Ensemble of seeds", b.String()
}

func finite(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

func numberOr(x float64, digits int) string {
	if finite(x) == nil {
		return "–"
	}
	return plot.Number(x, digits)
}

// besideRow is what the results say of a scalar or transition of the pinned run: its value, and how much larger it is than that of the run, in
// standard errors of both, when both are complete.
func (m *Model) besideRow(name string, a protocol.Scalar) (value, off string) {
	b := m.Pinned
	if b == nil {
		return "", ""
	}
	var s protocol.Scalar
	for _, t := range b.State.Transitions {
		if t.Name == name {
			s.Value = t.Update
		}
	}
	for _, x := range b.State.Scalars {
		if x.Name == name {
			s = x
		}
	}
	if s.Value == nil {
		return "–", ""
	}
	value = plot.Measured(*s.Value, s.Error)
	if !m.done() || b.State.Update < b.State.Updates || a.Value == nil || a.Error == nil || s.Error == nil {
		return value, ""
	}
	if both := math.Hypot(*a.Error, *s.Error); both > 0 {
		if x := (*s.Value - *a.Value) / both; math.Abs(x) < 1000 {
			off = distance(x)
		}
	}
	return value, off
}

// compareItems are those of the menu.
var compareItems = []Item{
	{Label: "Pin this run", Does: "it stays, as B, beside what you run next", Key: "C", Do: "pin", When: func(m *Model) bool { return m.Pinned == nil }},
	{Label: "Pin this run instead", Does: "in place of B", Key: "C", Do: "pin", When: func(m *Model) bool { return m.Pinned != nil }},
	{Label: "Swap A and B", Does: "open the pinned run, with this one pinned", Do: "swap", When: func(m *Model) bool { return m.Pinned != nil }},
	{Label: "Let go of B", Does: "show this run alone", Do: "unpin", When: func(m *Model) bool { return m.Pinned != nil }},
	{Label: "Ensemble of seeds", Does: "median, band, and theory in sigmas", Do: "open", Value: EnsembleDialog},
}

// defaultSeeds is how many an ensemble has unless the reader says otherwise.
const defaultSeeds = 16

// seeds is how many were asked for.
func (m *Model) seeds() int {
	if m.Seeds == 0 {
		return defaultSeeds
	}
	return m.Seeds
}

// setSeeds takes how many seeds an ensemble shall have; what is no number asks for nothing.
func setSeeds(m *Model, _ *Actions, value string) {
	if n, err := strconv.Atoi(strings.TrimSpace(value)); err == nil {
		m.Seeds = min(max(n, 2), 200)
	}
}
