package experiments

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestParseLink(t *testing.T) {
	for _, c := range []struct {
		text, canonical string
		notes           []string // what each correction contains
	}{
		{"mattis", "mattis", nil},
		{"#mattis?", "mattis", nil},
		{"mattis?beta=1.4&seed=1&updates=600&method=pcd&v=1", "mattis", nil}, // defaults are not written
		{"mattis?seed=7&beta=1.2", "mattis?beta=1.2&seed=7", nil},            // declaration order
		{"mattis?lr=1e-05&n=1e3", "mattis?n=1000&lr=1e-5", nil},
		{"mattis?method=CD&hvar=1", "mattis?hvar=1&method=cd", nil},
		{"mattis?hvar=1%2Fn&beta=1%2e3", "mattis?beta=1.3", nil},
		{"mattis?beta=9", "mattis?beta=4", []string{`beta="9" is outside 0.1 to 4; using 4`}},
		{"mattis?beta=1e999", "mattis?beta=4", []string{"outside"}},
		{"mattis?beta=-Inf", "mattis?beta=0.1", []string{"outside"}},
		{"mattis?beta=NaN", "mattis", []string{`beta="NaN" is not a number; using 1.4`}},
		{"mattis?beta=", "mattis", []string{"not a number"}},
		{"mattis?beta", "mattis", []string{"not a number"}},
		{"mattis?beta=1,3", "mattis", []string{"not a number"}},
		{"mattis?beta=1.234", "mattis?beta=1.23", []string{"not a multiple of 0.01; using 1.23"}},
		{"mattis?n=100.5", "mattis?n=101", []string{"not a multiple"}},
		{"mattis?method=dream", "mattis", []string{"not one of exact, saddle, pcd, cd; using pcd"}},
		{"mattis?kappa=2", "mattis", []string{`mattis has no parameter "kappa"; it is ignored`}},
		{"mattis?beta=2&beta=3", "mattis?beta=3", []string{"more than once; the last one counts"}},
		{"mattis?be%ta=2", "mattis", []string{"percent", "no parameter"}},
		{"mattis?beta=%FF", "mattis", []string{"not a number"}},
		{"mattis?=&&&=", "mattis", []string{"no parameter", "more than once", "no parameter"}},
		{"mattis?seed=4294967295", "mattis?seed=4294967295", nil},
		{"mattis?seed=4294967296", "mattis?seed=4294967295", []string{"outside"}},
		{"mattis?seed=-1", "mattis?seed=0", []string{"outside"}},
		{"mattis?updates=0", "mattis?updates=1", []string{"outside"}},
		{"mattis?events=300.beta.1.5,100.lr.0.02", "mattis?events=100.lr.0.02,300.beta.1.5", nil},
		{"mattis?events=300.beta.99", "mattis?events=300.beta.4", []string{"outside"}},
		{"mattis?events=300.n.100,x.beta.1,5,0.beta.2", "mattis", []string{"not of the form", "not of the form", "not of the form", "not of the form"}},
		{"mattis?ui=basic&theme=dark&hide=seed,k&autoplay=1", "mattis?ui=basic&hide=seed,k&theme=dark&autoplay=1", nil},
		{"mattis?ui=huge", "mattis", []string{"ui=\"huge\" is not one of full, basic, none"}},
		{"mattis?hide=%3Cscript%3E", "mattis", []string{"hide names \"<script>\", which is no parameter of mattis"}},
		{"mattis?lock=guess&predict=t_c", "mattis?lock=guess&predict=t_c", nil},
		{"mattis?predict=t_c&guess=t_c.-5", "mattis?predict=t_c", []string{"guess=\"t_c.-5\": a guess is a number from 0 to 1000000"}},
		{"mattis?guess=t_c.210~1000001", "mattis", []string{"from 0 to 1000000"}},
		{"mattis?guess=t_c.0~1000000", "mattis?guess=t_c.0~1000000", nil},
		{"hysteresis?guess=coercive.-0.5", "hysteresis", []string{"guess=\"coercive.-0.5\": a guess is a number from 0 to 1000000; it is ignored"}},
		{"hysteresis?guess=t_c.-5", "hysteresis", []string{"a guess is a number from 0 to 1000000"}},
		{"hysteresis?guess=coercive.0.5", "hysteresis?guess=coercive.0.5", nil},
		{"hysteresis?guess=m_up.-0.5~-1~0.5~1", "hysteresis?guess=m_up.-0.5~-1~0.5~1", nil},
		{"mattis?lock=beta,foo,seed&hide=", "mattis?lock=beta,seed", []string{"lock names \"foo\""}},
		{"mattis?lock=guess,seed&hide=guess", "mattis?lock=guess,seed", []string{"hide names \"guess\""}},
		{"mattis?ui=full&theme=auto&autoplay=0&view=", "mattis", nil},
		{"mattis?view=a%20b%2Cc", "mattis?view=a%20b,c", nil},
		{"mattis?updates=50&events=50.beta.2", "mattis?updates=50&events=50.beta.2", []string{"comes after the run's end at 50"}},
		{"mattis?v=9", "mattis", []string{"newer than this program"}},
		{"mattis?beta=" + strings.Repeat("1", 100), "mattis?beta=4", []string{"…"}},
	} {
		link, notes, err := ParseLink(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := link.String(); got != c.canonical {
			t.Errorf("%s: canonical %s, want %s", c.text, got, c.canonical)
		}
		if len(notes) != len(c.notes) {
			t.Errorf("%s: corrections %q, want %d", c.text, notes, len(c.notes))
			continue
		}
		for i, want := range c.notes {
			if !strings.Contains(notes[i], want) || strings.Contains(notes[i], "\n") {
				t.Errorf("%s: correction %q, want %q", c.text, notes[i], want)
			}
		}
	}
}

func TestParseLinkRefusesUnknownExperiments(t *testing.T) {
	for _, text := range []string{"", "#", "?beta=2", "nonsense?beta=2", "MATTIS", "mattis/..", strings.Repeat("x", 1<<20), "\x00"} {
		_, _, err := ParseLink(text)
		e, ok := err.(*UnknownExperimentError)
		if !ok || len(e.Error()) > 200 || !strings.Contains(e.Error(), "there are mattis, ") {
			t.Errorf("%.20q: error %v", text, err)
		}
	}
}

func TestHugeLinksAreCutAndSaid(t *testing.T) {
	var b strings.Builder
	b.WriteString("mattis?beta=1.3")
	for i := range 20000 {
		fmt.Fprintf(&b, "&x%d=1", i)
	}
	link, notes, err := ParseLink(b.String())
	if err != nil || link.String() != "mattis?beta=1.3" {
		t.Fatalf("%v, %v", link, err)
	}
	if len(notes) != maxNotices+1 || !strings.Contains(notes[0], fmt.Sprintf("only the first %d were read", maxLink)) || !strings.Contains(notes[maxNotices], "more of this kind") {
		t.Errorf("%d corrections: %q ... %q", len(notes), notes[0], notes[len(notes)-1])
	}
}

// FuzzParseLink: whatever the text, every value is in range and the canonical link reads back as itself without a correction.
func FuzzParseLink(f *testing.F) {
	for _, s := range []string{"mattis?beta=2&seed=7", "digits?side=14&events=3.lr.0.1", "mattis?%zz=%", "digits?k=1e309&v=-0", "mattis?lr=0x1p-4&hide=a%20b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		link, _, err := ParseLink(text)
		if err != nil {
			return
		}
		for i, p := range link.Experiment.Params {
			if x := link.Values[i]; p.Choices == nil && !(x >= p.Min && x <= p.Max) || p.Clamp(x) != x {
				t.Errorf("%s=%v is out of range", p.Name, x)
			}
		}
		again, notes, err := ParseLink(link.String())
		if err != nil || again.String() != link.String() || !slices.Equal(again.Values, link.Values) {
			t.Errorf("%q reads back as %q with %q, %v", link, again, notes, err)
		}
	})
}

func TestFormatIsShortAndExact(t *testing.T) {
	p := Param{}
	tenth := 0.1
	for x, want := range map[float64]string{
		0.05: "0.05", 0.001: "0.001", 1e-4: "1e-4", 1e-5: "1e-5", 1000: "1000", 20000: "20000", 1e6: "1e6", 1.25: "1.25", 0: "0",
		tenth + 0.2: "0.30000000000000004", 1.5e-7: "1.5e-7", 123456789: "123456789",
	} {
		if got := p.Format(x); got != want {
			t.Errorf("%v is written %s, want %s", x, got, want)
		}
	}
}

func TestClampSnapsDecimals(t *testing.T) {
	p := Param{Min: 0, Max: 2, Step: 0.1}
	for i := range 21 {
		want := float64(i) / 10
		if got := p.Clamp(want + 0.04); got != want {
			t.Errorf("%v snaps to %v", want+0.04, got)
		}
	}
	if got := p.Clamp(math.Inf(1)); got != 2 {
		t.Errorf("infinity is clamped to %v", got)
	}
}

// TestDeclarations holds every parameter to what the page and the documentation need of it.
func TestDeclarations(t *testing.T) {
	for _, e := range Catalogue() {
		if e.Title == "" || e.Doc == "" || e.Default().Updates < 1 || e.length == nil && e.MaxUpdates < e.Updates {
			t.Errorf("%s is not described", e.Name)
		}
		seen := map[string]bool{"seed": true, "updates": true, "events": true, "v": true}
		for _, o := range pageOptions {
			seen[o] = true
		}
		symbols := map[string]bool{"s": true, "t_max": true} // seed and updates on the page
		for _, p := range e.Params {
			if seen[p.Name] {
				t.Errorf("%s: the name %s is taken", e.Name, p.Name)
			}
			if symbols[p.Symbol] {
				t.Errorf("%s: the symbol %s stands for two parameters", e.Name, p.Symbol)
			}
			seen[p.Name], symbols[p.Symbol] = true, true
			if p.Symbol == "" || p.Doc == "" || p.Clamp(p.Default) != p.Default || p.Log && p.Min <= 0 || p.Choices == nil && p.Min >= p.Max {
				t.Errorf("%s: %s is not well declared", e.Name, p.Name)
			}
		}
		for _, q := range slices.Concat(e.Series, e.Scalars) {
			if q.Name == "" || q.Symbol == "" || q.Doc == "" || strings.Contains(q.Doc, "#") {
				t.Errorf("%s: quantity %q is not described", e.Name, q.Name)
			}
		}
	}
}
