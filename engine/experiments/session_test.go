package experiments

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"cascade/engine/teachers"
)

func still() {}

// open starts a session of a link that needs no correction. Digits and faces are small made-up pictures, and the user's own file
// is a made-up one.
func open(t testing.TB, text string) *Session {
	t.Helper()
	link, notes, err := ParseLink(text)
	if err != nil || len(notes) > 0 {
		t.Fatalf("%s: %v %v", text, notes, err)
	}
	a := &Assets{}
	for name := a.Missing(link); name != ""; name = a.Missing(link) {
		p := madeUpDigits().Pack()
		if name == OwnFile {
			p = madeUpTable()
		} else if name == OwnMachine {
			p = madeUpMachine()
			if link.Experiment == gaussianExperiment {
				p = madeUpGaussian()
			}
		}
		if err := a.Put(name, "made-up.csv", p); err != nil {
			t.Fatal(err)
		}
	}
	return Open(link, nil, a)
}

// madeUpTable is a CSV file of 90 samples of two kinds with labels, and 23 values of which one is constant. The grey values
// are 0, 3 and 9.
func madeUpTable() []byte {
	p := []byte("label")
	for range 23 {
		p = append(p, ",x"...)
	}
	p = append(p, '\n')
	for s := range 90 {
		p = append(p, "ab"[s%2])
		for i := range 23 {
			v := byte('0')
			switch {
			case i == 7:
				v = '9'
			case (s%2 == 0) == (i < 11) && (s*s+7*i)%5 != 0:
				v = '9'
			case (s+3*i)%4 == 0:
				v = '3'
			}
			p = append(p, ',', v)
		}
		p = append(p, '\n')
	}
	return p
}

// madeUpDigits draws bars of 40 slopes and positions, so that tests need no file.
func madeUpDigits() *teachers.Pictures {
	const side, count = 28, 200
	d := &teachers.Pictures{Side: side, Depth: 4, Grey: make([]byte, side*side*count), Labels: make([]byte, count)}
	for i := range count {
		d.Labels[i] = byte(i % 10)
		for y := range side {
			for x := range side {
				off := (x-side/2)*(i%5-2) + (y-side/2)*(i%7-3) + i%11 - 5
				d.Grey[(i*side+y)*side+x] = byte(max(0, 15-2*off*off))
			}
		}
	}
	return d
}

func steps(t testing.TB, s *Session, n int) *Session {
	t.Helper()
	for range n {
		if err := s.Step(still); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

const smallMattis = "mattis?n=50&samples=20&chains=10"
const smallDigits = "digits?side=9&hidden=13&samples=60&batch=17&chains=12&modes=3"

func TestScheduleIsDenseThenLogarithmic(t *testing.T) {
	points, last := 0, -1
	for u := 0; u <= 1<<16; u = nextScheduled(u) {
		if u > 128 && float64(u-last)/float64(u) > 1.0/64 {
			t.Errorf("from %d to %d nothing is recorded", last, u)
		}
		if u <= 128 && u != last+1 {
			t.Errorf("after %d comes %d", last, u)
		}
		points, last = points+1, u
	}
	if points != 129+64*9 {
		t.Errorf("%d points up to 2^16, want %d", points, 129+64*9)
	}
}

// TestSetWithinAnUpdateReplays changes a parameter in the middle of an update, as a page does while a slow one runs.
func TestSetWithinAnUpdateReplays(t *testing.T) {
	for link, value := range map[string]string{smallMattis: "0.2", smallDigits: "0.07"} {
		s := steps(t, open(t, link), 5)
		calls := 0
		if err := s.Step(func() {
			if calls++; calls == 3 {
				if restart, notes := s.Set("lr", value); restart != nil || len(notes) > 0 {
					t.Errorf("%v %v", restart, notes)
				}
			}
		}); err != nil {
			t.Fatal(err)
		}
		steps(t, s, 6)
		if want := link + "&events=6.lr." + value; s.Link().String() != want {
			t.Errorf("link %s, want %s", s.Link(), want)
		}
		replay := steps(t, open(t, s.Link().String()), 12)
		if replay.Hash() != s.Hash() {
			t.Errorf("%s replays to %s, was %s", s.Link(), replay.Hash(), s.Hash())
		}
		if s.Segment() != 1 || s.Values()["lr"] != value {
			t.Errorf("segment %d, lr %s", s.Segment(), s.Values()["lr"])
		}
		if steps(t, open(t, link), 12).Hash() == s.Hash() {
			t.Error("the change had no effect")
		}
	}
}

func TestDraggingWhilePausedLeavesOneEvent(t *testing.T) {
	s := steps(t, open(t, smallMattis+"&events=40.k.2"), 5)
	for _, v := range []string{"1.5", "1.6", "1.7"} {
		s.Set("beta", v)
	}
	if got := s.Link().String(); got != smallMattis+"&events=5.beta.1.7" {
		t.Errorf("link %s; what the link had in store must go, and one change remain", got)
	}
	changes := s.Changes()
	s.Set("beta", "1.4") // back where it was: nothing happens there
	if got := s.Link().String(); got != smallMattis || s.Changes() == changes {
		t.Errorf("link %s; the change must go, and that be known", got)
	}
	if steps(t, s, 3); s.Hash() != steps(t, open(t, smallMattis), 8).Hash() || s.Segment() != 0 {
		t.Error("the run goes another way")
	}
}

func TestSetAtTheStartOrOfAFixedParameterRestarts(t *testing.T) {
	s := open(t, smallMattis)
	if restart, _ := s.Set("beta", "1.5"); restart.String() != "mattis?beta=1.5&n=50&samples=20&chains=10" {
		t.Errorf("restart %v", restart)
	}
	steps(t, s, 3)
	s.Set("beta", "1.5")
	steps(t, s, 3)
	if restart, _ := s.Set("seed", "9"); restart.String() != "mattis?beta=1.5&n=50&samples=20&chains=10&seed=9" {
		t.Errorf("restart %v", restart)
	}
	if restart, notes := s.Set("n", "1e9"); restart.String() != "mattis?beta=1.5&n=5000&samples=20&chains=10" || len(notes) != 1 {
		t.Errorf("restart %v %v", restart, notes)
	}
	if restart, notes := s.Set("k", "many"); restart != nil || len(notes) != 1 || s.Values()["k"] != "1" || s.Values()["beta"] != "1.5" {
		t.Errorf("unreadable k: restart %v, %v, now %s", restart, notes, s.Values()["k"])
	}
	if restart, notes := s.Set("beta", "hot"); restart != nil || len(notes) != 1 || s.Values()["beta"] != "1.5" {
		t.Errorf("unreadable beta: restart %v, %v, now %s", restart, notes, s.Values()["beta"])
	}
	if restart, notes := s.Set("nonsense", "1"); restart != nil || len(notes) != 1 {
		t.Errorf("restart %v %v", restart, notes)
	}
}

func TestUpdatesMayGrowDuringTheRun(t *testing.T) {
	s := steps(t, open(t, smallMattis+"&updates=20"), 10)
	if restart, notes := s.Set("updates", "90"); restart != nil || len(notes) > 0 {
		t.Fatal(restart, notes)
	}
	s.Settle(still)
	end := 0.0
	s.OtherSeries(func(name string, x, _ []float64) { end = x[len(x)-1] })
	if end != 90 || s.Updates() != 90 {
		t.Errorf("theory reaches to %v, the run to %d; want 90", end, s.Updates())
	}
	if s.Set("updates", "3"); s.Updates() != 10 || !s.Done() {
		t.Errorf("a run of 10 updates was cut to %d", s.Updates())
	}
}

// TestRecordIsJSONAndComesBack also holds before the transition, where much is not known yet.
func TestRecordIsJSONAndComesBack(t *testing.T) {
	for _, link := range []string{smallMattis, smallDigits, "mattis?beta=0.5&n=50&samples=1&chains=2"} {
		s := steps(t, open(t, link), 3)
		record, order := s.Record("test build")
		p, err := json.Marshal(record)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(p), "NaN") || strings.Contains(string(p), "Inf") {
			t.Error("the record holds a number that is not finite")
		}
		var back Record
		if err := json.Unmarshal(p, &back); err != nil {
			t.Fatal(err)
		}
		q, err := json.Marshal(&back)
		if err != nil || !bytes.Equal(p, q) {
			t.Errorf("%s: the record changes on its way through JSON: %v\n%.300s\n%.300s", link, err, p, q)
		}
		if back.Link != link || back.Hash != s.Hash() || back.Update != 3 || len(back.Trail) != 4 || len(back.Series) != len(order) {
			t.Errorf("record %s %s %d %d", back.Link, back.Hash, back.Update, len(back.Trail))
		}
		for _, q := range s.link.Experiment.Scalars {
			if _, ok := back.Scalars[q.Name]; !ok && !strings.HasPrefix(q.Name, "chi_max") && !strings.HasPrefix(q.Name, "lambda") {
				t.Errorf("%s: no scalar %s", link, q.Name)
			}
		}
		for _, name := range order {
			if n := len(back.Series[name].X); n != len(back.Series[name].Y) || n == 0 {
				t.Errorf("%s has %d x and %d y", name, n, len(back.Series[name].Y))
			}
		}
	}
}

func TestWriteCSV(t *testing.T) {
	r := &Record{Cascade: 1, Link: "mattis", Build: "b", Citation: "c", Params: map[string]any{"seed": 3}, Hash: "h", Update: 2, Series: map[string]*Series{
		"q": {X: Reals{0, 1, 2}, Y: Reals{0.5, math.NaN(), 0.25}}, "q.theory": {X: Reals{1, 4}, Y: Reals{1e-9, 3}},
	}}
	var b strings.Builder
	if err := r.WriteCSV(&b, []string{"q", "q.theory"}); err != nil {
		t.Fatal(err)
	}
	const want = "# cascade 1\n# link: mattis\n# build: b\n# seed: 3\n# hash: h after update 2\n# paper: c\n" +
		"# units: update in parameter updates; all series dimensionless\nupdate,q,q.theory\n0,0.5,\n1,,1e-09\n2,0.25,\n4,,3\n"
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
}

// TestDivergenceKeepsWhatWasMeasured runs with an absurd learning rate and weights.
func TestDivergenceKeepsWhatWasMeasured(t *testing.T) {
	s := open(t, "digits?side=9&hidden=13&samples=60&batch=17&chains=12&modes=3")
	steps(t, s, 4)
	s.run.(*trained).trainer.Machine.W.Row(3)[2] = float32(math.Inf(1)) // what an overflow would leave
	var err error
	for range 3 {
		if err = s.Step(still); err != nil {
			break
		}
	}
	var d *DivergedError
	if !errors.As(err, &d) || d.Update != 5 || s.Update() != 4 {
		t.Fatalf("error %v at update %d", err, s.Update())
	}
	if again := s.Step(still); again != err {
		t.Errorf("the next step says %v", again)
	}
	if r, _ := s.Record(""); r.Update != 4 || len(r.Series["sigma1"].X) != 5 {
		t.Errorf("the record ends at %d with %d points", r.Update, len(r.Series["sigma1"].X))
	}
}

// TestMattisDivergenceNamesTheBoundAndKeepsTheState: the paper's hidden variance 1 wants a rate N times smaller.
func TestMattisDivergenceNamesTheBoundAndKeepsTheState(t *testing.T) {
	for _, link := range []string{"mattis?hvar=1&updates=200&chains=50&samples=100", "mattis?method=exact&lr=10&init=2&updates=200&n=10"} {
		s := open(t, link)
		var err error
		for err == nil && !s.Done() {
			err = s.Step(still)
		}
		var d *DivergedError
		if !errors.As(err, &d) || d.Update != s.Update()+1 || !strings.Contains(d.Error(), "stable up to about") {
			t.Errorf("%s: error %v at update %d", link, err, s.Update())
			continue
		}
		for _, x := range s.Scalars() {
			if x.Name == "w_final" && !finite(x.Value) {
				t.Errorf("%s: the last good weight is %v", link, x.Value)
			}
		}
		if h := s.Hash(); h != steps(t, open(t, link), s.Update()).Hash() {
			t.Errorf("%s: the hash is not that of update %d", link, s.Update())
		}
	}
}

// TestSessionsAreIndependentOfHowTheyAreDriven: pauses, and looking at everything, change nothing.
func TestSessionsAreIndependentOfHowTheyAreDriven(t *testing.T) {
	for _, link := range []string{smallMattis, smallDigits, smallMattis + "&method=exact", smallMattis + "&method=cd", smallDigits + "&method=rdm"} {
		plain := steps(t, open(t, link), 20)
		s := open(t, link)
		for range 20 {
			if err := s.Step(func() { s.Link(); s.Values() }); err != nil {
				t.Fatal(err)
			}
			s.Fields(func(Field) {})
			s.Scalars()
			s.Transitions()
			s.Record("")
		}
		if s.Hash() != plain.Hash() {
			t.Errorf("%s: looking changed the run", link)
		}
	}
}

func TestSeedsAndParametersChangeTheHash(t *testing.T) {
	seen := map[string]string{}
	for _, link := range []string{smallMattis, smallMattis + "&seed=2", smallMattis + "&k=2", smallMattis + "&init=0.02", smallDigits, smallDigits + "&seed=2", smallDigits + "&threshold=0.4"} {
		h := steps(t, open(t, link), 2).Hash()
		if other, ok := seen[h]; ok {
			t.Errorf("%s and %s have the same hash", link, other)
		}
		seen[h] = link
	}
}

// TestStepDoesNotAllocate: between two recorded updates a step leaves no garbage, save the growth of the trail.
func TestStepDoesNotAllocate(t *testing.T) {
	for _, link := range []string{smallMattis, smallDigits} {
		s := steps(t, open(t, link), 130)
		s.trail = append(make(Trail, 0, 10000), s.trail...)
		n := testing.AllocsPerRun(1, func() { // from 130 the odd updates are not recorded
			if err := s.run.step(still); err != nil {
				t.Fatal(err)
			}
			s.rehash()
		})
		if n > 2 { // the state of the minibatch generator
			t.Errorf("%s: a step allocates %v times", link, n)
		}
	}
}

func TestDigestSeesEveryBit(t *testing.T) {
	hash := func(f []float32, b []byte, w []uint32) digest {
		d := digestStart
		d.floats(f)
		d.bytes(b)
		d.words(w)
		return d
	}
	f, b, w := []float32{1, 2, 3}, []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, []uint32{1, 2, 3}
	base := hash(f, b, w)
	differs := func(kind string, i int) {
		if hash(f, b, w) == base {
			t.Errorf("%s %d changes nothing", kind, i)
		}
	}
	for i := range f {
		f[i] = math.Float32frombits(math.Float32bits(f[i]) ^ 1)
		differs("float", i)
		f[i] = math.Float32frombits(math.Float32bits(f[i]) ^ 1)
	}
	for i := range b {
		b[i] ^= 0x80
		differs("byte", i)
		b[i] ^= 0x80
	}
	for i := range w {
		w[i] ^= 1 << 31
		differs("word", i)
		w[i] ^= 1 << 31
	}
}

// TestSetAtAnyPauseReplays changes a parameter at every place where a run pauses, also while an earlier change is applied
// and the theory renewed: the link must always lead to the same state.
func TestSetAtAnyPauseReplays(t *testing.T) {
	const link = smallMattis + "&updates=40&events=5.beta.2"
	for at := 1; ; at++ {
		s := steps(t, open(t, link), 4)
		calls := 0
		pause := func() {
			if calls++; calls == at {
				s.Set("beta", "1.7")
				s.Set("lr", "0.06")
			}
		}
		for range 6 {
			if err := s.Step(pause); err != nil {
				t.Fatal(err)
			}
		}
		if calls < at {
			if at < 30 {
				t.Errorf("only %d pauses", at)
			}
			return
		}
		if replay := steps(t, open(t, s.Link().String()), 10); replay.Hash() != s.Hash() {
			t.Fatalf("pause %d: %s replays to %s, was %s", at, s.Link(), replay.Hash(), s.Hash())
		}
		if v := s.Values(); v["beta"] != "1.7" || v["lr"] != "0.06" {
			t.Fatalf("pause %d: beta %s, lr %s", at, v["beta"], v["lr"])
		}
	}
}

// TestLengthensLikeALongerLink: a run whose length was changed on the way has the record of the link that it then has.
func TestLengthensLikeALongerLink(t *testing.T) {
	for _, link := range []string{smallMattis, smallDigits} {
		s := steps(t, open(t, link+"&updates=30"), 20)
		s.Set("updates", "25")
		s.Settle(still)
		s.Set("updates", "140")
		s.Settle(still)
		steps(t, s, 120)
		a, _ := s.Record("")
		b, _ := steps(t, open(t, link+"&updates=140"), 140).Record("")
		p, err1 := json.Marshal(a)
		q, err2 := json.Marshal(b)
		if err1 != nil || err2 != nil || !bytes.Equal(p, q) {
			t.Errorf("%s: the records differ: %v %v", link, err1, err2)
		}
	}
}

// TestSeriesHaveEachUpdateOnce also after changes.
func TestSeriesHaveEachUpdateOnce(t *testing.T) {
	for _, link := range []string{smallMattis + "&events=20.lr.0.1,30.k.2", smallDigits + "&events=20.lr.0.1,30.k.2"} {
		s := steps(t, open(t, link), 40)
		s.Settle(still)
		r, order := s.Record("")
		for _, name := range order {
			for i := 1; i < len(r.Series[name].X); i++ {
				if r.Series[name].X[i] <= r.Series[name].X[i-1] {
					t.Errorf("%s: %s has %v behind %v", link, name, r.Series[name].X[i], r.Series[name].X[i-1])
				}
			}
		}
	}
}

// TestLongRunsStartAtOnce: a link of a million updates must not predict them all before the first.
func TestLongRunsStartAtOnce(t *testing.T) {
	s := open(t, "mattis?beta=0.5&n=50&samples=20&chains=10&updates=1000000")
	pauses, last := 0, 0.0
	if err := s.Prepare(func() { pauses++ }); err != nil {
		t.Fatal(err)
	}
	s.OtherSeries(func(_ string, x, _ []float64) { last = x[len(x)-1] })
	if last != 1<<13 || pauses < 100 {
		t.Errorf("theory reaches to %v, with %d pauses", last, pauses)
	}
	steps(t, s, 1<<12+1)
	s.Settle(still)
	s.OtherSeries(func(_ string, x, _ []float64) { last = x[len(x)-1] })
	if last != 1<<14 {
		t.Errorf("after %d updates theory reaches to %v", s.Update(), last)
	}
}
