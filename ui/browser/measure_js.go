//go:build js && wasm

package browser

import (
	"encoding/json"
	"errors"

	"cascade/ui"
	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// bench times the updates of protocol.Workloads, one after the other, in a worker of its own. Meanwhile the page's run and those in the
// background rest.
type bench struct {
	page          *page
	client        client
	playing       bool // the run was
	begun, orders int  // of the page then
	loaded        bool // the next workload is there
}

// benchTime is how long a workload is measured, in seconds; a third of that goes before it.
const benchTime = 3

// measure times the workloads, ends that, or copies what it found.
func (p *page) measure(what string) {
	if what == "copy" {
		p.copyText(p.model.Bench.Lines, func() { p.tellBench(func(r *ui.Bench) { r.Said = "Copied." }) })
		return
	}
	p.endBench("stopped")
	if what != "start" {
		return
	}
	b := &bench{page: p, playing: p.state.Running, begun: p.begun, orders: p.orders}
	b.client = client{alone: true, scope: scope{failed: p.failed}, do: p.inbox.add, message: func(*protocol.Message) {}, frame: func(*protocol.Frame) {}, died: p.endBench}
	p.bench = b
	p.client.send(protocol.Command{Type: protocol.Pause})
	p.tick()
	p.tellBench(func(r *ui.Bench) { *r = ui.Bench{Running: true} })
	if err := b.client.start(); err != nil {
		p.endBench(err.Error())
		return
	}
	b.client.load(protocol.Workloads[0].Link, b.next)
	p.focus("measure-stop")
}

// next takes an answer of the worker and asks for what comes then.
func (b *bench) next(result any, err error) {
	p := b.page
	if p.bench != b {
		return
	}
	r := &p.model.Bench
	w := &protocol.Workloads[len(r.Timings)]
	var t protocol.Timing
	switch text, timed := result.(string); {
	case err != nil:
	case !b.loaded:
		b.loaded = true
		b.client.ask(protocol.Command{Type: protocol.Time, Rate: benchTime, Name: w.Case, Value: window.Get("navigator").Get("userAgent").String(), N: cores()}, b.next)
		return
	case timed:
		err = json.Unmarshal([]byte(text), &t)
		b.loaded = false
		p.tellBench(func(r *ui.Bench) { r.Timings, r.Lines = append(r.Timings, t), r.Lines+text+"\n" })
	}
	switch n := len(r.Timings); {
	case err != nil:
		p.endBench(err.Error())
	case n < len(protocol.Workloads):
		b.client.load(protocol.Workloads[n].Link, b.next)
	default:
		said := "measured: "
		for i := range r.Timings {
			said += plot.Number(1000*r.Timings[i].SecPerUpdate, 3) + " ms, "
		}
		p.endBench(said[:len(said)-2])
	}
}

// endBench ends the measurement, if there is one, and lets the runs go on.
func (p *page) endBench(why string) {
	b := p.bench
	if b == nil {
		return
	}
	p.bench = nil
	b.client.stop(errors.New(why))
	p.tellBench(func(r *ui.Bench) { r.Running, r.Said = false, capitalised(why) })
	p.focus("measure-start")
	if b.playing && p.begun == b.begun && p.orders == b.orders {
		p.client.send(protocol.Command{Type: protocol.Play})
	}
	p.tick()
}

// tellBench changes what the dialog says.
func (p *page) tellBench(f func(r *ui.Bench)) {
	p.screen.change(false, func() { f(&p.model.Bench) })
	p.renewDialog()
}
