package browser

import "fmt"

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
)

// promised are the verbs whose answer comes later; verbState and verbCatalogue answer at once.
var promised = []string{verbLoad, verbPlay, verbPause, verbStep, verbSeek, verbRun, verbSet, verbRecord, verbCSV, verbSVG, verbPNG}

// wrongArgument is the sentence for an argument that a verb can't use.
func wrongArgument(verb, wants string) error {
	return fmt.Errorf("the verb %s needs %s", verb, wants)
}

// wholeNumber reads a count or an update number from a script's number.
func wholeNumber(verb, what string, x float64, least int) (int, error) {
	if n := int(x); float64(n) == x && n >= least && x < 1<<31 {
		return n, nil
	}
	return 0, wrongArgument(verb, fmt.Sprintf("%s: a whole number from %d on", what, least))
}
