package experiments

import (
	"fmt"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Link is a run in one string: `mattis?beta=1.2&seed=7` is the page's fragment, the command line's argument, the key of a
// golden trace and the title of a bug report.
type Link struct {
	Experiment *Experiment
	Values     []float64 // one per Experiment.Params, always in range
	Seed       uint32
	Updates    int
	Events     []Event           // sorted by update
	Options    map[string]string // what concerns only the page: those of pageOptions
}

// Event is a parameter change during a run: before the update Update+1, parameter Param takes Value.
type Event struct {
	Update int
	Param  int // index into Experiment.Params
	Value  float64
}

const (
	version      = 1       // of the link format: the reserved name v
	maxLink      = 1 << 16 // bytes; more than the longest link that String writes; a longer link is cut
	maxNotices   = 20      // corrections listed one by one; the rest is counted
	maxEvents    = 1000
	defaultSeed  = 1
	maxGuess     = 1_000_000 // no run is longer
	maxOptionLen = 200       // bytes of an option, unless optionLengths says otherwise
)

// pageOptions are the reserved names that concern only the page, in the order in which they are written.
var pageOptions = []string{"view", "ui", "hide", "lock", "theme", "autoplay", "pin", "seeds", "predict", "guess", "lesson"}

// optionDefaults are the values that need not be written.
var optionDefaults = map[string]string{"view": "map", "ui": "full", "theme": "auto", "autoplay": "0"}

// optionLengths are the bytes of those options that may be long: the changes of a run, a drawn curve, a whole lesson.
var optionLengths = map[string]int{"pin": 4000, "guess": 2000, "lesson": 1 << 15}

// optionEscape makes of form encoding what a fragment needs, and no more.
var optionEscape = strings.NewReplacer("+", "%20", "%2C", ",")

// optionChoices lists the values of those options that are menus.
var optionChoices = map[string][]string{
	"ui": {"full", "basic", "none"}, "theme": {"auto", "light", "dark", "projector"}, "autoplay": {"0", "1"},
}

// UnknownExperimentError is returned for a link whose experiment does not exist.
type UnknownExperimentError struct{ Name string }

func (e *UnknownExperimentError) Error() string {
	return fmt.Sprintf("there is no experiment %s; there are %s", quote(e.Name), strings.Join(Names(), ", "))
}

// Default returns the link of e with every parameter at its default.
func (e *Experiment) Default() *Link {
	l := &Link{Experiment: e, Seed: defaultSeed, Options: map[string]string{}}
	for i := range e.Params {
		l.Values = append(l.Values, e.Params[i].Default)
	}
	l.Updates = l.normalLength()
	return l
}

// normalLength returns the length of a run whose link does not speak of it: the default, or what the parameters fix.
func (l *Link) normalLength() int {
	if l.Experiment.length != nil {
		return l.Experiment.length(input{link: l})
	}
	return l.Experiment.Updates
}

// refit makes a protocol as long as its parameters ask for, after one of them changed.
func (l *Link) refit() {
	if l.Experiment.length != nil {
		l.Updates = l.normalLength()
	}
}

// ParseLink reads a link, with or without a leading '#'. Only an unknown experiment is an error (*UnknownExperimentError).
// Anything else that is unknown, unreadable or out of range is replaced (clamped, or the default) and told in corrections,
// one sentence each; so is a repeated name, of which the last counts.
func ParseLink(text string) (link *Link, corrections []string, err error) {
	text = strings.TrimPrefix(strings.TrimSpace(text), "#")
	notes := &notices{}
	if len(text) > maxLink {
		notes.add("the link has %d bytes; only the first %d were read", len(text), maxLink)
		text = text[:maxLink]
	}
	name, query, _ := strings.Cut(text, "?")
	e := Find(unescape(name, notes))
	if e == nil {
		return nil, notes.list(), &UnknownExperimentError{name}
	}
	link = e.Default()
	seen := map[string]bool{}
	for _, pair := range strings.Split(query, "&") {
		if pair == "" {
			continue
		}
		key, value, _ := strings.Cut(pair, "=")
		key, value = unescape(key, notes), unescape(value, notes)
		if seen[key] {
			notes.add("%s is given more than once; the last one counts", quote(key))
		}
		seen[key] = true
		link.assign(key, value, notes)
	}
	for _, e := range link.Events {
		if e.Update >= link.Updates {
			notes.add("the change of %s at update %d comes after the run's end at %d", e.name(link), e.Update, link.Updates)
		}
	}
	return link, notes.list(), nil
}

func (e Event) name(l *Link) string { return l.Experiment.Params[e.Param].Name }

// assign sets one name of a link.
func (l *Link) assign(key, value string, notes *notices) {
	if i := l.Experiment.index(key); i >= 0 {
		var note string
		l.Values[i], note = l.Experiment.Params[i].Parse(value)
		notes.addText(note)
		l.refit()
		return
	}
	switch {
	case key == "seed":
		l.Seed = uint32(notes.integer(key, value, 0, math.MaxUint32, defaultSeed))
	case key == "updates" && l.Experiment.length != nil:
		notes.add("the length of a %s run follows from its other parameters; updates=%s is ignored", l.Experiment.Name, quote(value))
	case key == "updates":
		l.Updates = int(notes.integer(key, value, 1, float64(l.Experiment.MaxUpdates), l.Experiment.Updates))
	case key == "events":
		l.parseEvents(value, notes)
	case key == "v":
		if v := notes.integer(key, value, 1, math.MaxInt32, version); v > version {
			notes.add("the link is of format %d, newer than this program's %d: some of it may be misread", v, version)
		}
	case slices.Contains(pageOptions, key):
		if choices := optionChoices[key]; choices != nil && !slices.Contains(choices, value) {
			notes.add("%s=%s is not one of %s; it is ignored", key, quote(value), strings.Join(choices, ", "))
		} else if most := max(maxOptionLen, optionLengths[key]); len(value) > most {
			notes.add("%s has %d characters, more than %d; it is ignored", key, len(value), most)
		} else if key == "guess" && l.Experiment.misplaces(value) {
			notes.add("guess=%s: a guess is a number from 0 to %d; it is ignored", quote(value), maxGuess)
		} else if value == "" || optionDefaults[key] == value {
			delete(l.Options, key)
		} else {
			l.Options[key] = value
			l.keepNames(key, notes)
		}
	default:
		notes.add("%s has no parameter %s; it is ignored", l.Experiment.Name, quote(key))
	}
}

// misplaces says whether one of the numbers of a guess can't be where a transition comes, t_c.210~180, or what a scalar is, coercive.0.5: the page's
// box and marker take no other either. What else may be wrong with a guess is for the page to say.
func (e *Experiment) misplaces(guess string) bool {
	name, list, _ := strings.Cut(guess, ".")
	if !strings.HasPrefix(name, "t_") && !slices.ContainsFunc(e.Scalars, func(q Quantity) bool { return q.Name == name }) {
		return false
	}
	return slices.ContainsFunc(strings.Split(list, "~"), func(word string) bool {
		x, err := strconv.ParseFloat(word, 64)
		return err == nil && !(x >= 0 && x <= maxGuess)
	})
}

// keepNames drops from a list of parameters to hide or lock what names none; lock may also name the guess that a link asks for, which then can't be skipped.
func (l *Link) keepNames(key string, notes *notices) {
	if key != "hide" && key != "lock" {
		return
	}
	names := slices.DeleteFunc(strings.Split(l.Options[key], ","), func(name string) bool {
		unknown := name != "seed" && name != "updates" && (key != "lock" || name != "guess") && l.Experiment.index(name) < 0
		if unknown {
			notes.add("%s names %s, which is no parameter of %s", key, quote(name), l.Experiment.Name)
		}
		return unknown
	})
	if l.Options[key] = strings.Join(names, ","); len(names) == 0 {
		delete(l.Options, key)
	}
}

// parseEvents reads `300.beta.1.5,800.kappa.0.2`.
func (l *Link) parseEvents(text string, notes *notices) {
	l.Events = nil
	for _, item := range strings.Split(text, ",") {
		if item == "" {
			continue
		}
		if len(l.Events) == maxEvents {
			notes.add("events has more than %d changes; the rest is ignored", maxEvents)
			break
		}
		at, rest, _ := strings.Cut(item, ".")
		name, value, ok := strings.Cut(rest, ".")
		update, err := strconv.Atoi(at)
		i := l.Experiment.index(name)
		if !ok || err != nil || update < 1 || i < 0 || !l.Experiment.Params[i].Live {
			notes.add("event %s is not of the form update.parameter.value with a parameter that may change during a run; it is ignored", quote(item))
			continue
		}
		x, note := l.Experiment.Params[i].Parse(value)
		notes.addText(note)
		l.Events = append(l.Events, Event{update, i, x})
	}
	slices.SortStableFunc(l.Events, func(a, b Event) int { return a.Update - b.Update })
}

// String returns the canonical link: only what differs from the defaults, parameters in declaration order, then the
// reserved names, each value in its shortest form. ParseLink reads it back without a correction.
func (l *Link) String() string {
	e := l.Experiment
	var parts []string
	for i := range e.Params {
		if p := &e.Params[i]; l.Values[i] != p.Default {
			parts = append(parts, p.Name+"="+p.Format(l.Values[i]))
		}
	}
	if l.Seed != defaultSeed {
		parts = append(parts, "seed="+strconv.FormatUint(uint64(l.Seed), 10))
	}
	if l.Updates != l.normalLength() {
		parts = append(parts, "updates="+strconv.Itoa(l.Updates))
	}
	var events []string
	for _, ev := range l.Events {
		p := &e.Params[ev.Param]
		events = append(events, fmt.Sprintf("%d.%s.%s", ev.Update, p.Name, p.Format(ev.Value)))
	}
	if events != nil {
		parts = append(parts, "events="+strings.Join(events, ","))
	}
	for _, name := range pageOptions {
		if v, ok := l.Options[name]; ok {
			parts = append(parts, name+"="+optionEscape.Replace(url.QueryEscape(v)))
		}
	}
	if parts == nil {
		return e.Name
	}
	return e.Name + "?" + strings.Join(parts, "&")
}

// Clone returns a copy that shares nothing changeable with l.
func (l *Link) Clone() *Link {
	c := *l
	c.Values, c.Events = slices.Clone(l.Values), slices.Clone(l.Events)
	c.Options = make(map[string]string, len(l.Options))
	for k, v := range l.Options {
		c.Options[k] = v
	}
	return &c
}

// Texts returns every parameter's value as a link writes it, with seed and updates.
func (l *Link) Texts() map[string]string {
	m := map[string]string{"seed": strconv.FormatUint(uint64(l.Seed), 10), "updates": strconv.Itoa(l.Updates)}
	for i := range l.Experiment.Params {
		p := &l.Experiment.Params[i]
		m[p.Name] = p.Format(l.Values[i])
	}
	return m
}

// unescape undoes percent encoding; text that is not valid encoding is kept as it is.
func unescape(s string, notes *notices) string {
	t, err := url.PathUnescape(s)
	if err != nil {
		notes.add("%s is not valid percent encoding; it is read as it stands", quote(s))
		t = s
	}
	return strings.ToValidUTF8(t, "\uFFFD")
}

// notices collects corrections.
type notices struct {
	texts []string
	more  int
}

func (n *notices) addText(text string) {
	switch {
	case text == "":
	case len(n.texts) < maxNotices:
		n.texts = append(n.texts, text)
	default:
		n.more++
	}
}

func (n *notices) add(format string, args ...any) { n.addText(fmt.Sprintf(format, args...)) }

// integer reads a whole number from lo to hi.
func (n *notices) integer(key, text string, lo, hi float64, def int) int64 {
	p := Param{Name: key, Min: lo, Max: hi, Step: 1, Default: float64(def)}
	x, note := p.Parse(text)
	n.addText(note)
	return int64(x)
}

func (n *notices) list() []string {
	if n.more > 0 {
		return append(n.texts, fmt.Sprintf("and %d more of this kind", n.more))
	}
	return n.texts
}
