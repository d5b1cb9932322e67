package worker

import (
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

func TestBadInputIsOneSentenceAndNothingIsLost(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 4, ID: 1}
	w.reply(1)
	for _, c := range []protocol.Command{
		{Type: protocol.Load, Run: 2, Link: "nonsense?beta=2"},
		{Type: "dance", Run: 1},
		{Type: protocol.Asset, Name: "cats", Bytes: []byte("meow")},
	} {
		w.commands <- c
		if c.Type == protocol.Asset {
			continue // nobody waits for it, so nobody is told
		}
		if m := w.until(protocol.FailureType); m.Text == "" || strings.Contains(m.Text, "\n") {
			t.Errorf("%s: failure %q is not a sentence", c.Type, m.Text)
		}
	}
	w.commands <- protocol.Command{Type: protocol.Pull, Run: 99} // of a run that isn't
	w.commands <- protocol.Command{Type: protocol.Set, Run: 1, Name: "beta", Value: "hot", ID: 7}
	if m := w.reply(7); !strings.Contains(m.Text, `beta="hot" is not a number`) {
		t.Errorf("correction %q", m.Text)
	}
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 1, ID: 8}
	w.reply(8)
	s := w.state(func(s *protocol.State) bool { return s.Update == 5 && !s.Running })
	if want := hashOf(t, small, 5); s.Hash != want {
		t.Errorf("hash %s after bad input, want %s", s.Hash, want)
	}
}

func TestMissingAndCorruptAssets(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	for _, answer := range []protocol.Command{
		{Type: protocol.Asset, Name: "digits", Bytes: []byte("not a pack")},
		{Type: protocol.Asset, Name: "digits", Error: "the digits could not be loaded (404)"},
	} {
		w.commands <- protocol.Command{Type: protocol.Load, Run: 2, Link: "digits"}
		if need := w.until(protocol.NeedType); need.Text != "digits" || need.Run != 2 {
			t.Fatalf("need %+v", need)
		}
		w.commands <- answer
		if m := w.until(protocol.FailureType); m.Run != 2 || m.Text == "" {
			t.Errorf("failure %+v", m)
		}
	}
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 1, ID: 3} // the run before lives on
	w.reply(3)
}

// TestAFileOfOnesOwn: without one a sentence asks for it; a bad one is refused with a sentence, and what runs goes on; a good
// one is described, and can be trained on.
func TestAFileOfOnesOwn(t *testing.T) {
	w := start(t, 0)
	w.load(1, small)
	const own = "import?hidden=3&samples=10&batch=4&chains=5&modes=2"
	w.commands <- protocol.Command{Type: protocol.Load, Run: 2, Link: own}
	if m := w.until(protocol.FailureType); m.Run != 2 || m.Link != own || !m.Own || !strings.Contains(m.Text, "a file of yours") {
		t.Errorf("failure %+v", m)
	}
	put := func(id int, name, file, text string) {
		w.commands <- protocol.Command{Type: protocol.Asset, ID: id, Name: name, Value: file, Bytes: []byte(text)}
	}
	refused := func(id int, want string) {
		t.Helper()
		if m := w.match(protocol.FailureType, func(m protocol.Message) bool { return m.ID == id }); m.Text != want {
			t.Errorf("refused with %q, want %q", m.Text, want)
		}
	}
	put(3, "labels", "l.txt", "a\nb\n")
	refused(3, "labels belong to a file of data: open that first")
	put(4, "import", "d.csv", "1,0\n1,2,3\n")
	refused(4, "d.csv: row 2 has 3 fields, the rows above it 2")
	put(5, "import", "d.csv", "1,0,1,0\n1,1,0,0\n1,0,0,1\n")
	if m := w.reply(5); m.Text != "3 samples of 4 values; 1 of the 4 columns are the same in all samples and carry nothing" {
		t.Errorf("described as %q", m.Text)
	}
	put(6, "labels", "l.txt", "a\nb\na\n")
	if m := w.reply(6); !strings.HasPrefix(m.Text, "3 samples of 4 values with 2 different labels") {
		t.Errorf("described as %q", m.Text)
	}
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 1, ID: 7} // the run before lives on
	w.reply(7)
	if l := w.load(8, own); len(l.Corrections) != 1 {
		t.Errorf("corrections %q", l.Corrections)
	}
	w.commands <- protocol.Command{Type: protocol.Step, Run: 8, N: 5, ID: 9}
	w.reply(9)
	w.state(func(s *protocol.State) bool { return s.Update == 5 && strings.Join(s.Classes, " ") == "a b" })
}

// TestASetThatWantsAFile: what runs goes on until the file is there.
func TestASetThatWantsAFile(t *testing.T) {
	w := start(t, 0)
	const genome = "genome?hidden=3&samples=10&batch=4&chains=5&modes=2"
	w.load(1, genome)
	w.commands <- protocol.Command{Type: protocol.Set, Run: 1, ID: 2, Name: "source", Value: "import"}
	m := w.match(protocol.FailureType, func(m protocol.Message) bool { return m.ID == 2 })
	if want := strings.Replace(genome, "?", "?source=import&", 1); !m.Own || m.Link != want {
		t.Errorf("refused with %+v, want one of %s", m, want)
	}
	w.commands <- protocol.Command{Type: protocol.Step, Run: 1, N: 2, ID: 3}
	w.reply(3)
	w.state(func(s *protocol.State) bool { return s.Update == 2 && s.Link == genome })
	w.commands <- protocol.Command{Type: protocol.Asset, ID: 4, Name: "import", Value: "d.csv", Bytes: []byte("1,0,1,0\n1,1,0,0\n1,0,0,1\n")}
	w.reply(4)
	w.commands <- protocol.Command{Type: protocol.Set, Run: 1, ID: 5, Name: "source", Value: "import"}
	w.reply(5)
	w.state(func(s *protocol.State) bool { return s.Update == 0 && s.Values["source"] == "import" })
}
