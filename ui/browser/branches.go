package browser

import (
	"strconv"
	"strings"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// difference names the parameters of e whose values differ, with their old values, as a branch of a plot is called: "β 1.4, k 2".
func difference(e *protocol.Experiment, old, now map[string]string) string {
	var list []string
	for i := range e.Params {
		if p := &e.Params[i]; p.Live && old[p.Name] != now[p.Name] {
			list = append(list, p.Symbol+" "+brief(old[p.Name]))
		}
	}
	return strings.Join(list, ", ")
}

// brief writes a value in few letters: a script's number may have seventeen digits.
func brief(value string) string {
	if x, err := strconv.ParseFloat(value, 64); err == nil && len(value) > 8 {
		return plot.Number(x, 4)
	}
	return value
}

// liveDifference is difference where nothing but live parameters differs, so that both are courses of one run; else it is empty.
func liveDifference(e *protocol.Experiment, old, now map[string]string) string {
	for name, value := range now {
		live := false
		for i := range e.Params {
			live = live || e.Params[i].Name == name && e.Params[i].Live
		}
		if !live && old[name] != value {
			return ""
		}
	}
	return difference(e, old, now)
}
