package experiments

import (
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"testing"
)

// goldenFile holds one line per link: what a run of so many updates ended with. The same file holds natively and in wasm.
const goldenFile = "testdata/golden.json"

// trace is what is kept of a run: the hash to the bit, the last value of each series and each scalar to six digits.
type trace struct {
	Updates int               `json:"updates"`
	Hash    string            `json:"hash"`
	Last    map[string]string `json:"last"`
}

// goldenLinks are the runs that are held against the file. Digits are the made-up ones of madeUpDigits.
var goldenLinks = map[string]int{
	"mattis": 60,
	"mattis?beta=2&n=101&samples=37&lr=0.001&hvar=1&chains=23":    100,
	"mattis?n=50&samples=20&method=exact&chains=10":               200,
	"mattis?n=50&samples=20&method=saddle&chains=10":              200,
	"mattis?n=64&samples=30&method=cd&k=3&chains=11&seed=9":       80,
	"mattis?n=64&samples=30&chains=11&events=20.beta.2,40.lr.0.1": 80,

	"hopfield?n=101&samples=37&init=0.1&chains=23":                                                       150,
	"hopfield?n=64&samples=30&init=0.3&hidden=3&method=cd&k=2&chains=11&events=20.kappa.0.4,40.beta.1.8": 80,
	"hierarchy?modes=4&n=120&samples=40&init=0.1&chains=15":                                              150,

	"binary?n=50&hidden=30&samples=20&chains=10":                                                   150,
	"binary?n=101&hidden=37&lr=0.1&samples=30&method=cd&k=2&chains=11&events=20.beta.2,40.lr.0.05": 80,
	"scaling?sizes=2&sweeps=8&chains=20":                                                           96,
	"scaling?layer=hidden&sizes=1&points=8&sweeps=8&chains=20":                                     16,
	"relaxation?sizes=2&points=3&sweeps=200&chains=20":                                             6,
	"hysteresis?w=6&k=2&sweeps=3&chains=20&field=1.5&steps=9&size=50":                              20,
	"scaling?machine=genome&sizes=1&points=8&sweeps=8&chains=20":                                   lessonSteps + 16,

	smallDigits: 100,
	"digits?hidden=37&samples=150&lr=0.2&batch=50&k=3&chains=20&modes=5":     40,
	"digits?side=12&hidden=8&samples=90&method=cd&chains=14&modes=1":         70,
	"digits?side=33&hidden=20&samples=50&threshold=0.3&method=rdm&chains=10": 20,
	smallGenome: 90,
	"genome?drift=random&hidden=9&samples=40&lr=0.02&batch=20&chains=12&modes=2":      20,
	"genome?source=import&coarse=1&hidden=7&samples=60&lr=0.1&batch=20&chains=12":     40,
	"faces?side=10&hidden=12&samples=70&lr=0.3&batch=30&method=rdm&chains=14&modes=2": 30,
	"machine?samples=10&k=2&chains=9&modes=3":                                         30,
	"gaussian?k=2&chains=9": 30,
	"import?threshold=0.3&hidden=9&samples=80&lr=0.2&batch=30&k=2&chains=16&modes=2": 60,
}

// TestGoldenTraces re-runs every golden link. UPDATE_GOLDEN=1 writes the file anew: say in the commit why numbers moved.
func TestGoldenTraces(t *testing.T) {
	got := map[string]trace{}
	for link, updates := range goldenLinks {
		s := steps(t, open(t, link), updates)
		record, order := s.Record("")
		tr := trace{updates, s.Hash(), map[string]string{}}
		for _, name := range order {
			y := record.Series[name].Y
			tr.Last[name] = six(y[len(y)-1])
		}
		for name, sc := range record.Scalars {
			tr.Last["scalar "+name] = six(sc.Value) + " ± " + six(sc.Error) + ", theory " + six(sc.Theory)
		}
		got[link] = tr
	}
	if os.Getenv("UPDATE_GOLDEN") != "" {
		p, err := json.MarshalIndent(got, "", " ")
		if err == nil {
			err = os.WriteFile(goldenFile, append(p, '\n'), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	p, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]trace
	if err := json.Unmarshal(p, &want); err != nil {
		t.Fatal(err)
	}
	for link, w := range want {
		g, ok := got[link]
		if !ok {
			t.Errorf("%s has a golden trace but no test", link)
			continue
		}
		if g.Updates != w.Updates || g.Hash != w.Hash {
			t.Errorf("%s: hash %s after %d updates, golden %s after %d", link, g.Hash, g.Updates, w.Hash, w.Updates)
		}
		for name, value := range w.Last {
			if g.Last[name] != value {
				t.Errorf("%s: %s is %s, golden %s", link, name, g.Last[name], value)
			}
		}
		if len(g.Last) != len(w.Last) {
			t.Errorf("%s: %d numbers, golden %d", link, len(g.Last), len(w.Last))
		}
	}
	for link := range got {
		if _, ok := want[link]; !ok {
			t.Errorf("%s has no golden trace", link)
		}
	}
}

func six(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

// TestEveryExperimentHasAGoldenTrace keeps the list honest as the catalogue grows.
func TestEveryExperimentHasAGoldenTrace(t *testing.T) {
	var names []string
	for link := range goldenLinks {
		l, notes, err := ParseLink(link)
		if err != nil || len(notes) > 0 || l.String() != link {
			t.Errorf("%s is not canonical: %v %v", link, l, notes)
			continue
		}
		names = append(names, l.Experiment.Name)
	}
	for _, name := range Names() {
		if !slices.Contains(names, name) {
			t.Errorf("%s has no golden trace", name)
		}
	}
}
