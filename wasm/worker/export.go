package worker

import (
	"bytes"
	"io"
	"slices"

	"cascade/engine/experiments"
	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// Formats are those in which Export writes a run.
var Formats = append(slices.Clone(experiments.Formats), "ipynb")

// Export writes a run so far in one of the Formats: as [experiments.Session.Export] does, or as a Jupyter notebook that plots what the page
// shows of it. The page and the command line both call it, so that their files are equal.
func Export(w io.Writer, s *experiments.Session, format, build string) error {
	if format != "ipynb" {
		return s.Export(w, format, build)
	}
	var record bytes.Buffer
	if err := s.Export(&record, "json", build); err != nil {
		return err
	}
	list := Catalogue()
	at := slices.IndexFunc(list, func(e protocol.Experiment) bool { return e.Name == s.Link().Experiment.Name })
	notebook, err := plot.Notebook(record.Bytes(), plot.Panels(list[at], s.Values(), s.Sizes()))
	if err == nil {
		_, err = w.Write(notebook)
	}
	return err
}

// export replies with the record, its CSV, or a file.
func (w *worker) export(c protocol.Command) {
	format := map[string]string{protocol.Record: "json", protocol.CSV: "csv", protocol.Export: c.Value}[c.Type]
	var b bytes.Buffer
	if err := Export(&b, w.session, format, w.build); err != nil {
		w.refuse(c, "%v", err)
		return
	}
	m := &protocol.Message{Type: protocol.ReplyType, Run: w.runID, ID: c.ID}
	if c.Type == protocol.Export {
		m.Bytes = b.Bytes()
	} else {
		m.Text = b.String()
	}
	w.port.Send(m)
}
