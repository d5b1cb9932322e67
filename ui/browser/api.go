package browser

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"cascade/wasm/protocol"
)

// answer is called once, with a result that js.ValueOf takes or with an error that is a sentence.
type answer func(result any, err error)

// Names of the verbs of the page's API.
const (
	verbReady     = "ready"
	verbLoad      = "load"
	verbPlay      = "play"
	verbPause     = "pause"
	verbStep      = "step"
	verbSeek      = "seek"
	verbRun       = "run"
	verbSet       = "set"
	verbState     = "state"
	verbRecord    = "record"
	verbCSV       = "csv"
	verbSVG       = "svg"
	verbPNG       = "png"
	verbCatalogue = "catalogue"
	verbEnsemble  = "ensemble"
)

// promised are the verbs whose answer comes later; verbState and verbCatalogue answer at once.
var promised = []string{verbLoad, verbPlay, verbPause, verbStep, verbSeek, verbRun, verbSet, verbRecord, verbCSV, verbSVG, verbPNG, verbEnsemble}

// wrongArgument is the sentence for an argument that a verb can't use.
func wrongArgument(verb, wants string) error {
	return &refusal{"TypeError", fmt.Sprintf("the verb %s needs %s", verb, wants)}
}

// refusal is the sentence for what a script can't have, and the kind of error that it is told by.
type refusal struct{ kind, sentence string }

func (r *refusal) Error() string { return r.sentence }

// settable returns why a script can't set a parameter of e to a value; nil if it can. A number beyond the parameter's range can be set: it
// is corrected, as in a link, and the answer says so.
func settable(e *protocol.Experiment, name, value string) error {
	refuse := func(format string, args ...any) error { return &refusal{"RangeError", fmt.Sprintf(format, args...)} }
	names := []string{"seed", "updates"}
	for i := range e.Params {
		p := &e.Params[i]
		if p.Name == name && p.Choices != nil {
			if !slices.Contains(p.Choices, value) {
				return refuse("%s=%q is none of %s", name, value, strings.Join(p.Choices, ", "))
			}
			return nil
		}
		names = append(names, p.Name)
	}
	if !slices.Contains(names, name) {
		return refuse("%s has no parameter %q; it has %s", e.Name, name, strings.Join(names, ", "))
	}
	if x, err := strconv.ParseFloat(value, 64); err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return refuse("%s=%q is not a number", name, value)
	}
	return nil
}

// wholeNumber reads a count or an update number from a script's number.
func wholeNumber(verb, what string, x float64, least int) (int, error) {
	if n := int(x); float64(n) == x && n >= least && x < 1<<31 {
		return n, nil
	}
	return 0, wrongArgument(verb, fmt.Sprintf("%s: a whole number from %d on", what, least))
}
