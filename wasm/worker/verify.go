package worker

import (
	"errors"
	"strings"
	"time"

	"cascade/engine/experiments"
	"cascade/wasm/protocol"
)

// check is the verification of a record. The present run stays as it is; while it plays, the verification waits.
type check struct {
	command     protocol.Command
	record      *experiments.Record
	link        *experiments.Link
	corrections []string
	replay      *experiments.Replay
	job         *job // nil: the link's files are still on their way
	told        time.Duration
}

// checking reports whether a record is being replayed.
func (w *worker) checking() bool { return w.check != nil && w.check.job != nil }

// verify starts the verification of a record, in place of one that has not ended, which is all that a command without a file does.
func (w *worker) verify(c protocol.Command) {
	if k := w.check; k != nil {
		why := "another record is verified now"
		if c.Name == "" {
			why = k.command.Name + " was not verified: you stopped it"
		}
		w.refuse(k.command, "%s", why)
		w.endCheck()
	}
	if c.Name == "" {
		w.reply(c.ID, "")
		return
	}
	record, err := experiments.ReadRecord(c.Name, c.Bytes)
	c.Bytes = nil
	if err != nil {
		w.refuse(c, "%v", err)
		return
	}
	link, corrections, err := experiments.ParseLink(record.Link)
	if err != nil {
		w.refuse(c, "%s: %v", c.Name, err)
		return
	}
	w.check = &check{command: c, record: record, link: link, corrections: corrections}
	w.startCheck("")
}

// startCheck begins the replay once the link's files are here, and asks for the first that is not. why is what keeps it from coming.
func (w *worker) startCheck(why string) {
	k := w.check
	name := w.assets.Missing(k.link)
	switch {
	case why != "":
	case name == experiments.OwnFile, name == experiments.OwnMachine:
		why = "the record was made with " + k.record.Sources() + ": open that first, then drop the record again"
	case name != "":
		w.port.Send(&protocol.Message{Type: protocol.NeedType, Run: k.command.Run, Text: name})
		return
	}
	var err error
	if why == "" { // helping hands serve one machine, that of the present run
		k.replay, err = experiments.NewReplay(k.record, k.link, k.corrections, w.assets.Fork(), w.build)
	} else {
		err = errors.New(why)
	}
	if err != nil {
		w.refuse(k.command, "%s: %v", k.command.Name, err)
		w.endCheck()
		return
	}
	k.job, k.told = newJob(k.replay.Session), w.port.Now()
}

// advanceCheck does one piece of the replay.
func (w *worker) advanceCheck() {
	k := w.check
	finished, err := k.job.advance()
	if err == nil && finished {
		err = k.replay.Check()
	}
	notes := ""
	for _, n := range k.replay.Notes {
		notes += "; " + n
	}
	switch now := w.port.Now(); {
	case err != nil:
		w.refuse(k.command, "%s: %s%s", k.command.Name, strings.TrimSuffix(err.Error(), "."), notes)
	case finished && k.replay.Done():
		w.reply(k.command.ID, k.command.Name+": "+k.replay.Success()+notes)
	default:
		if now-k.told >= stateTime {
			k.told = now
			w.port.Send(&protocol.Message{Type: protocol.CheckType, Run: w.runID, State: &protocol.State{Update: k.replay.Update(), Updates: k.replay.Until()}})
		}
		return
	}
	w.endCheck()
}

// endCheck forgets the verification, wherever it is.
func (w *worker) endCheck() {
	if w.checking() {
		w.check.job.close()
	}
	w.check = nil
}
