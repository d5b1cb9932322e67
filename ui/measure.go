package ui

import (
	"fmt"
	"html"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// MeasureDialog times how fast this computer trains.
const MeasureDialog = "measure"

// Bench is what was found out about this computer.
type Bench struct {
	Timings []protocol.Timing // in the order of protocol.Workloads; fewer as long as some are missing
	Lines   string            // the same as the command bench prints it, a line of JSON each
	Running bool
	Said    string // what came of it, or of copying it
}

func init() {
	Deeds["measure"] = func(_ *Model, a *Actions, value string) { call1(a.Measure, value) }
}

// measureDialog is where the computer is measured, and where the numbers are.
func (m *Model) measureDialog() (title, contents string) {
	b := &m.Bench
	text, last := "", ""
	for i, w := range protocol.Workloads {
		median, spread := "–", ""
		if i < len(b.Timings) {
			t := &b.Timings[i]
			median, spread = plot.Number(1000*t.SecPerUpdate, 3), plot.Number(1000*t.P10, 3)+"–"+plot.Number(1000*t.P90, 3)
			last = fmt.Sprintf("%s, %d logical cores. ", t.Vectors(), t.Cores)
		} else if b.Running && i == len(b.Timings) {
			median = "measuring …"
		}
		text += `<tr><th scope="row">` + w.Title + "</th><td><b>" + median + "</b></td><td>" + spread + "</td><td>" + plot.Number(w.Reference, 3) + "</td></tr>"
	}
	press := func(value, label string) string {
		return `<button type="button" id="measure-` + value + `" autofocus data-do="measure" data-value="` + value + `">` + label + "</button> "
	}
	buttons := press("stop", "Stop")
	if !b.Running {
		buttons = press("start", "Measure")
		if b.Lines != "" {
			buttons += press("copy", "Copy")
		}
	}
	return "Measure this computer", `<p class="remark">The time of one update, without what is measured and drawn between updates, in one worker that nobody helps. Your run rests meanwhile and then goes on.</p>
<div class="numbers" tabindex="0" role="region" aria-label="Numbers"><table><thead><tr><th scope="col">500 chains, batch of 500</th><th scope="col">ms an update</th><th scope="col">10–90 %</th><th scope="col">reference</th></tr></thead><tbody>` +
		text + `</tbody></table></div><p class="form">` + buttons + `</p><p role="status">` + html.EscapeString(b.Said) + `</p><p class="remark">` + last + `Reference: headless Chromium on one core of a small cloud machine (AMD EPYC).</p>`
}
