package plot

import (
	"math"
	"strconv"
	"strings"
)

// waterfallPanel shows how the magnetisation along one mode splits. Its dashed lines are theory for the weights of the run itself.
func waterfallPanel(field, title string, time, magnetisation Axis, marks []string, hue int) Panel {
	return Panel{
		ID: field, Title: title, Kind: Columns, Field: field, Hue: hue, X: time, Y: magnetisation, Marks: marks,
		Note:   "All chains at each update, in full colour where most are: one band becomes two at the transition. Dashed: theory for that update's weights.",
		Curves: []Curve{{Source: field + ".lower", Hue: hue, Dash: true}, {Source: field + ".upper", Hue: hue, Dash: true}},
	}
}

// still makes p one of a machine that learns no more: no transition is to come.
func (p *Panel) still() {
	p.Marks = nil
	if p.Kind == Columns {
		p.Title = strings.Replace(p.Title, "splits", "over time", 1)
		p.Note = "All chains at each update, in full colour where most are: two bands where the machine has split the mode. Dashed: theory."
	}
}

// oneWaterfall is that of a machine which learns one pattern.
func oneWaterfall(time Axis, marks []string) Panel {
	return waterfallPanel("waterfall", "The magnetisation splits", time, spins("magnetisation m"), marks, 2)
}

// modeWaterfall is that of mode k = 1, 2, ...
func modeWaterfall(k int, time, magnetisation Axis, marks []string) Panel {
	return waterfallPanel("waterfall"+strconv.Itoa(k), "Mode "+strconv.Itoa(k)+" splits", time, magnetisation, marks, k-1)
}

// modeWaterfalls are those of the first modes of a teacher.
func modeWaterfalls(time Axis, marks []string) []Panel {
	var list []Panel
	for k := 1; k <= min(len(marks), 3); k++ {
		list = append(list, modeWaterfall(k, time, spins("m"+subscript(k)), marks))
	}
	return list
}

// spins is the axis of a magnetisation of spins.
func spins(label string) Axis { return Axis{Label: label, Min: -1.05, Max: 1.05} }

// projection is the axis of the chains' projection on mode k, less that of the data's means.
func projection(k int) Axis {
	return Axis{Label: "u" + subscript(k) + "·(v − ⟨v⟩)", Min: math.NaN(), Max: math.NaN()}
}
