package worker

import (
	"encoding/json"
	"time"

	"cascade/engine/experiments"
	"cascade/engine/kernels"
	"cascade/wasm/protocol"
)

// time times updates of a second session of the present link, which nobody helps. The run itself stays as it is.
func (w *worker) time(c protocol.Command) {
	w.sendState() // so that nobody takes the silence for death
	t := &protocol.Timing{Case: c.Name, Where: c.Value, Cores: c.N, Workers: 1, SIMD: kernels.Vectors(), Relaxed: kernels.Relaxed()}
	err := timeUpdates(t, experiments.Open(w.session.Restart(), nil, w.assets.Fork()), time.Duration(c.Rate*float64(time.Second)), w.port.Now)
	if err != nil {
		w.refuse(c, "%v", err)
		return
	}
	text, err := json.Marshal(t)
	if err != nil {
		panic(err) // it holds only text and finite numbers
	}
	w.reply(c.ID, string(text))
}

// timeUpdates does updates for that long, after a warm-up of a third of it. It yields to nothing, which would be timed, too.
func timeUpdates(t *protocol.Timing, s *experiments.Session, long time.Duration, now func() time.Duration) error {
	still := func() {}
	err := s.Prepare(still)
	rep := func() {
		if err == nil {
			err = s.Exercise(still)
		}
	}
	block := protocol.Enough(rep, long/3, now)
	t.Take(protocol.Repeat(rep, make([]float64, 0, 1<<16), long, block, now), block)
	return err
}
