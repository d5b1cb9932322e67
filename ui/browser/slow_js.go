//go:build js && wasm

package browser

import (
	"encoding/json"

	"cascade/ui"
	"cascade/wasm/protocol"
)

// stageTime is how long a stage of slow motion lasts, in milliseconds.
const stageTime = 1200

// slowMotion does one update and shows it in three stages. The panels move with the last.
func (p *page) slowMotion() {
	p.closeSlow()
	p.orders++
	p.scrubber.stop()
	p.pump.hold = true
	turn := p.slowTurn
	p.client.ask(protocol.Command{Type: protocol.Phases}, func(result any, err error) {
		if turn != p.slowTurn {
			return
		}
		slow := &ui.Slow{Update: p.state.Update}
		text, _ := result.(string)
		if err != nil || json.Unmarshal([]byte(text), &slow.LastUpdate) != nil || len(slow.Phases) == 0 {
			p.closeSlow() // there was no update, or it is not one of weights
			return
		}
		slow.Update++
		if matches("(prefers-reduced-motion: reduce)") {
			slow.Stage = 2
		}
		p.nextStage(turn, slow)
	})
}

// nextStage lights one stage more.
func (p *page) nextStage(turn int, slow *ui.Slow) {
	if turn != p.slowTurn {
		return
	}
	slow.Stage++
	slow.Draw(p.gallery.scene.theme)
	p.screen.change(true, func() { shown := *slow; p.model.Slow = &shown })
	if slow.Stage < 3 {
		p.after(stageTime, func() { p.inbox.add(func() { p.nextStage(turn, slow) }) })
		return
	}
	p.release()
}

// recolourSlow draws the pictures of slow motion in the colours of another theme.
func (p *page) recolourSlow() {
	if p.model.Slow == nil {
		return
	}
	shown := *p.model.Slow
	shown.Draw(p.gallery.scene.theme)
	p.screen.change(true, func() { p.model.Slow = &shown })
}

// release lets the panels follow the run again.
func (p *page) release() {
	p.pump.hold, p.pump.wanted = false, true
	p.request()
}

// closeSlow ends slow motion, wherever it is.
func (p *page) closeSlow() {
	p.slowTurn++
	if p.pump.hold {
		p.release()
	}
	if p.model.Slow != nil {
		p.screen.change(true, func() { p.model.Slow = nil })
	}
}
