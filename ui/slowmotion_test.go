package ui

import (
	"strings"
	"testing"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

func TestSlowMotion(t *testing.T) {
	m, s := sampleModel(), &sent{}
	p := render(t, &SlowMotion{Model: m, Actions: &Actions{SlowMotion: func() { s.add("next") }, CloseSlow: func() { s.add("close") }}})
	if !has(p.find("aria-label", "One update in slow motion"), "hidden") {
		t.Error("slow motion of nothing is shown")
	}
	m.Slow = &Slow{Update: 241, Stage: 1, LastUpdate: protocol.LastUpdate{Phases: []protocol.Phase{
		{Symbol: "w₁", Before: 0.5, Data: 0.04, Model: 0.01, Change: 0.003, After: 0.503}, {Symbol: "w₂", Data: -0.02, Model: 0.02, Change: -0.004}}}}
	p.render()
	p.wants("Update 241", `class="stage lit"`, `class="stage"`, `style="--fill: 1.0000"`, `class="bar-of negative" style="--fill: 0.5000"`, ">0.04<", ">−0.02<")
	p.wantsNot("Data 0.04. Model", "<img")
	cells := make([]float32, 9)
	m.Slow.Unit = &protocol.UnitPhases{Side: 3, Unit: 7, Sample: cells, Fantasy: cells, Data: cells, Model: cells, Change: cells, Weights: cells,
		HiddenData: cells[:7], HiddenModel: cells[:7]}
	m.Slow.Draw(&plot.Light)
	p.render()
	p.wants(`src="data:image/png;base64,`, "data term of hidden unit 7<")
	if n := strings.Count(p.html, "<img"); n != 9 {
		t.Errorf("%d pictures", n)
	}
	m.Slow.Stage = 3
	p.render()
	p.wants("takes w₁ from 0.5 to 0.503.", "Update 241. Data 0.04. Model 0.01. ε × difference 0.003.")
	p.wantsNot(`class="stage"`)
	if p.fire(p.find("aria-label", "Close"), "click", ""); s.last() != "close" {
		t.Errorf("sent %v", s.calls)
	}
}
