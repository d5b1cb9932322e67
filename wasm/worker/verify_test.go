package worker

import (
	"bytes"
	"strings"
	"testing"

	"cascade/engine/experiments"
	"cascade/wasm/protocol"
)

// exported returns what a session of the link gives after so many updates, without a worker.
func exported(t *testing.T, text string, updates int, format string) []byte {
	t.Helper()
	link, _, err := experiments.ParseLink(text)
	if err != nil {
		t.Fatal(err)
	}
	s := experiments.Open(link, nil, &experiments.Assets{})
	for err = s.Prepare(func() {}); err == nil && s.Update() < updates; {
		err = s.Step(func() {})
	}
	var b bytes.Buffer
	if err == nil {
		err = Export(&b, s, format, "test")
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestExportsAreThoseOfTheCommandLine asks for every format in the middle of a run.
func TestExportsAreThoseOfTheCommandLine(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	w.commands <- protocol.Command{Type: protocol.Seek, Run: 1, N: 9, ID: 2}
	w.reply(2)
	for i, format := range Formats {
		w.commands <- protocol.Command{Type: protocol.Export, Run: 1, Value: format, ID: 10 + i}
		if got, want := w.reply(10+i).Bytes, exported(t, small, 9, format); !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, want %d: %.200s", format, len(got), len(want), got)
		}
	}
	w.commands <- protocol.Command{Type: protocol.Record, Run: 1, ID: 20}
	if text := w.reply(20).Text; text != string(exported(t, small, 9, "json")) {
		t.Errorf("the record is another: %.200s", text)
	}
	w.commands <- protocol.Command{Type: protocol.Export, Run: 1, Value: "pdf", ID: 21}
	if m := w.until(protocol.FailureType); m.ID != 21 || !strings.Contains(m.Text, "pdf") {
		t.Errorf("%+v", m)
	}
	w.load(2, "scaling?sizes=1")
	w.commands <- protocol.Command{Type: protocol.Export, Run: 2, Value: "npz", ID: 22}
	if m := w.until(protocol.FailureType); m.ID != 22 || !strings.Contains(m.Text, "no machine to save") {
		t.Errorf("%+v", m)
	}
}

// TestVerifyBesideARun replays records while another run stands; it must not move.
func TestVerifyBesideARun(t *testing.T) {
	w := start(t, 0)
	w.load(1, small+"&seed=5")
	w.commands <- protocol.Command{Type: protocol.Seek, Run: 1, N: 4, ID: 2}
	w.reply(2)
	record := exported(t, small+"&events=20.beta.1.2", 40, "json")
	verify := func(id int, p []byte) protocol.Command {
		return protocol.Command{Type: protocol.Verify, Run: 1, Name: "r.json", Bytes: p, ID: id}
	}
	w.commands <- verify(3, record)
	if text := w.reply(3).Text; !strings.HasPrefix(text, "r.json: reproduced bit for bit: mattis?") || !strings.Contains(text, "40 updates") {
		t.Errorf("verdict %q", text)
	}
	for i, c := range []struct{ from, to, says string }{
		{"20.beta.1.2", "21.beta.1.2", "the first update that differs is 21"},
		{`"build":"test"`, `"build":"old"`, `the record was made by build "old", this is "test"`},
		{`"cascade":1`, `"cascade":7`, "format 7"},
		{"mattis?", "import?", "open that first"},
		{"mattis?", "nothing?", "there is no experiment"},
		{`{"cascade"`, `["cascade"`, "not a Cascade record"},
	} {
		w.commands <- verify(10+i, bytes.ReplaceAll(record, []byte(c.from), []byte(c.to)))
		m := w.next(10 + i)
		if !strings.Contains(m.Text, c.says) || strings.Contains(c.to, "old") != (m.Type == protocol.ReplyType) {
			t.Errorf("%s: %s %q", c.to, m.Type, m.Text)
		}
	}
	// A record that needs a file waits for it; a second one takes its place.
	w.commands <- verify(30, bytes.ReplaceAll(record, []byte("mattis?n=50"), []byte("digits?updates=40")))
	if m := w.until(protocol.NeedType); m.Text != "digits" {
		t.Errorf("need %q", m.Text)
	}
	w.commands <- verify(31, record)
	if m := w.next(30); m.Type != protocol.FailureType {
		t.Errorf("%+v", m)
	}
	if m := w.next(31); m.Type != protocol.ReplyType {
		t.Errorf("%+v", m)
	}
	// One that would take long is stopped.
	w.commands <- verify(32, bytes.ReplaceAll(exported(t, small+"&updates=1000000", 3, "json"), []byte(`"update":3`), []byte(`"update":900000`)))
	if m := w.next(32); !strings.Contains(m.Text, "its trail has 4 hashes") {
		t.Errorf("%+v", m)
	}
	long, _, _ := bytes.Cut(exported(t, small+"&updates=1000000", 3, "json"), []byte(`"trail":`))
	w.commands <- verify(33, append(bytes.ReplaceAll(long, []byte(`"update":3`), []byte(`"update":900000`)), `"trail":""}`...))
	if m := w.until(protocol.CheckType); m.State.Updates != 900000 {
		t.Errorf("%+v", m)
	}
	w.commands <- protocol.Command{Type: protocol.Verify, Run: 1, ID: 34}
	if m := w.next(33); m.Type != protocol.FailureType || !strings.Contains(m.Text, "r.json was not verified: you stopped it") {
		t.Errorf("%+v", m)
	}
	w.reply(34)
	w.commands <- protocol.Command{Type: protocol.Export, Run: 1, Value: "csv", ID: 40}
	if got := w.reply(40).Bytes; !bytes.Equal(got, exported(t, small+"&seed=5", 4, "csv")) {
		t.Errorf("the run beside it is another: %.300s", got)
	}
}

// next returns the answer to a command, whatever it is.
func (w *wire) next(id int) protocol.Message {
	w.t.Helper()
	for m := range w.messages {
		if m.ID == id {
			return m
		}
	}
	panic("the messages ended")
}
