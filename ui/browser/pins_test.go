package browser

import (
	"maps"
	"strings"
	"testing"

	"cascade/engine/experiments"
	"cascade/ui"
	"cascade/wasm/protocol"
)

// described is an experiment of the engine as the page knows it.
func described(name string) *protocol.Experiment {
	x := experiments.Find(name)
	e := &protocol.Experiment{Name: name}
	for _, p := range x.Params {
		e.Params = append(e.Params, protocol.Param{Name: p.Name, Symbol: p.Symbol, Live: p.Live, Default: p.Format(p.Default)})
	}
	return e
}

// TestPairIsOneLink: two runs, written as one link, read by the engine, give the same two runs.
func TestPairIsOneLink(t *testing.T) {
	for _, c := range []struct{ a, b, option string }{
		{"mattis?beta=1.2", "mattis?seed=8", "beta.1.4,seed.8"},
		{"mattis?beta=1.2&view=present", "mattis?beta=1.2", "seed.1"},
		{"mattis?beta=1.2", "mattis", "beta.1.4"},
		{"mattis?events=40.lr.0.02", "mattis", "seed.1"},
		{"mattis?seed=3&updates=700", "mattis?seed=3&events=300.beta.1.5,400.lr.0.02", "updates.600,300.beta.1.5,400.lr.0.02"},
		{"mattis?lr=1e-05&hide=beta&seeds=16", "mattis?init=1e-06&theme=dark", ""},
		{"hopfield", "hopfield?kappa=0.6", "kappa.0.6"},
		{"hysteresis?seed=4", "hysteresis?seed=9", "seed.9"},
	} {
		a, _, err := experiments.ParseLink(c.a)
		if err != nil {
			t.Fatal(err)
		}
		b, _, _ := experiments.ParseLink(c.b)
		e := described(a.Experiment.Name)
		option := pinOption(e, a.Texts(), b.Texts(), ui.EventsOf(b.String()))
		if c.option != "" && option != c.option {
			t.Errorf("%s beside %s: %q, want %q", c.b, c.a, option, c.option)
		}
		pair, corrections, err := experiments.ParseLink(withOption(a.String(), "pin", option))
		if err != nil || len(corrections) > 0 || pair.String() != withOption(a.String(), "pin", option) {
			t.Errorf("%s: %v, %v; written anew %s", withOption(a.String(), "pin", option), err, corrections, pair)
			continue
		}
		link, values, problems := pinnedLink(e, pair.String(), pair.Texts(), pair.Options["pin"])
		back, corrections, err := experiments.ParseLink(link)
		if err != nil || len(problems)+len(corrections) > 0 || back.String() != withoutOptions(b.String()) || !maps.Equal(values, b.Texts()) {
			t.Errorf("%s came back as %s (%s): %v %v %v", c.b, back, link, err, problems, corrections)
		}
	}
}

func TestPinsThatCannotBeCompared(t *testing.T) {
	e := described("mattis")
	link, _, problems := pinnedLink(e, "mattis", map[string]string{}, "hopfield?kappa=0.3")
	if link != "" || len(problems) != 1 || !strings.Contains(problems[0], "only a run of the same experiment can be compared") {
		t.Errorf("%q, %v", link, problems)
	}
	link, _, problems = pinnedLink(e, "mattis", map[string]string{}, "kappa.3,seed.2,")
	if link != "mattis?seed=2" || len(problems) != 1 {
		t.Errorf("%q, %v", link, problems)
	}
}

func TestOptionsKeepTheirOrder(t *testing.T) {
	link := "mattis?beta=1.2&seed=2"
	for _, c := range [][2]string{{"lesson", "x"}, {"seeds", "16"}, {"view", "present"}, {"pin", "seed.1"}} {
		link = withOption(link, c[0], c[1])
	}
	if want := "mattis?beta=1.2&seed=2&view=present&pin=seed.1&seeds=16&lesson=x"; link != want {
		t.Errorf("%s, want %s", link, want)
	}
	if link = withOption(withOption(link, "pin", ""), "seeds", "3"); link != "mattis?beta=1.2&seed=2&view=present&seeds=3&lesson=x" {
		t.Error(link)
	}
	if got := withSeed(link, 9); got != "mattis?beta=1.2&seed=9" || withSeed("mattis?updates=9", 1) != "mattis?seed=1&updates=9" || withOption("", "pin", "a.1") != "" {
		t.Error(got)
	}
}

func TestSeedsOption(t *testing.T) {
	for _, c := range []struct {
		n              int
		first, present uint32
		text           string
	}{{16, 1, 1, "16"}, {200, 5, 7, "200.5"}} {
		text := seedsOption(c.n, c.first, c.present)
		if n, first, problem := readSeeds(text, c.present); text != c.text || n != c.n || first != c.first || problem != "" {
			t.Errorf("%+v came back from %q as %d from %d, %q", c, text, n, first, problem)
		}
	}
	for _, text := range []string{"1", "201", "x", "3.x", "", "3.-1", "1e9"} {
		if _, _, problem := readSeeds(text, 1); problem == "" {
			t.Errorf("seeds=%s was accepted", text)
		}
	}
}

// TestPairAfterChangesIsThePair: changes in either run move its present values, not those with which the other is described.
func TestPairAfterChangesIsThePair(t *testing.T) {
	e := described("mattis")
	for _, c := range []struct{ a, b, option string }{
		{"mattis?seed=3&events=40.beta.1.2", "mattis?beta=1.2&seed=3", "beta.1.2"},
		{"mattis?seed=3", "mattis?seed=3&events=60.beta.1.1", "60.beta.1.1"},
		{"mattis?events=30.lr.0.1", "mattis?events=60.beta.1.1", "60.beta.1.1"},
	} {
		a, _, _ := experiments.ParseLink(c.a)
		b, _, _ := experiments.ParseLink(c.b)
		now := func(l *experiments.Link) map[string]string { // at the end
			values := l.Texts()
			for _, change := range l.Events {
				values[l.Experiment.Params[change.Param].Name] = l.Experiment.Params[change.Param].Format(change.Value)
			}
			return values
		}
		startA, startB := ui.StartValues(e, a.String(), now(a)), ui.StartValues(e, b.String(), now(b))
		if !maps.Equal(startA, a.Texts()) || !maps.Equal(startB, b.Texts()) {
			t.Errorf("%s starts with %v, %s with %v", c.a, startA, c.b, startB)
		}
		if got := pinOption(e, startA, startB, ui.EventsOf(b.String())); got != c.option {
			t.Errorf("%s beside %s: %q, want %q", c.b, c.a, got, c.option)
		}
	}
}
