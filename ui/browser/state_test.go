package browser

import (
	"reflect"
	"testing"

	"cascade/wasm/protocol"
)

func at(x float64) *float64 { return &x }

func TestReachedListsOnlyNewMoments(t *testing.T) {
	before := []protocol.Transition{{Name: "t_1", Update: at(7)}, {Name: "t_2", Theory: at(11)}, {Name: "t_3"}}
	now := []protocol.Transition{{Name: "t_1", Update: at(8)}, {Name: "t_2", Update: at(13), Theory: at(11)}, {Name: "t_3"}, {Name: "t_4", Update: at(17)}}
	got := reached(before, now)
	if len(got) != 2 || got[0].Name != "t_2" || got[1].Name != "t_4" {
		t.Errorf("reached %v, want t_2 and t_4", got)
	}
}

func TestSamePredictions(t *testing.T) {
	a := []protocol.Transition{{Name: "t_1", Theory: at(7)}, {Name: "t_2"}}
	for _, c := range []struct {
		b    []protocol.Transition
		want bool
	}{
		{[]protocol.Transition{{Name: "t_1", Theory: at(7), Update: at(3)}, {Name: "t_2"}}, true},
		{[]protocol.Transition{{Name: "t_1", Theory: at(8)}, {Name: "t_2"}}, false},
		{[]protocol.Transition{{Name: "t_1", Theory: at(7)}, {Name: "t_2", Theory: at(9)}}, false},
		{[]protocol.Transition{{Name: "t_1", Theory: at(7)}, {Name: "t_3"}}, false},
		{a[:1], false},
	} {
		if got := samePredictions(a, c.b); got != c.want {
			t.Errorf("samePredictions with %v is %v", c.b, got)
		}
	}
}

func TestDone(t *testing.T) {
	for _, c := range []struct {
		st   protocol.State
		want bool
	}{
		{protocol.State{}, false},
		{protocol.State{Update: 6, Updates: 7}, false},
		{protocol.State{Update: 7, Updates: 7, Running: true}, false},
		{protocol.State{Update: 7, Updates: 7}, true},
	} {
		if got := done(&c.st); got != c.want {
			t.Errorf("done(%+v) = %v", c.st, got)
		}
	}
}

func TestStateObjectLeavesOutWhatIsNotKnown(t *testing.T) {
	st := &protocol.State{Link: "mattis?n=300", Update: 5, Running: true, Hash: "ab", Workers: 3, Vectors: true, Scalars: []protocol.Scalar{
		{Name: "t_c", Theory: at(11)}, {Name: "rate", Value: at(2), Error: at(3), Theory: at(0)}, {Name: "m_final"}}}
	want := map[string]any{"link": "mattis?n=300", "update": 5, "running": true, "hash": "ab", "corrections": []any{"one"}, "workers": 3, "vectors": true,
		"scalars": map[string]any{"t_c": map[string]any{"theory": 11.0}, "rate": map[string]any{"value": 2.0, "error": 3.0, "theory": 0.0}, "m_final": map[string]any{}}}
	if got := stateObject(st, []string{"one"}); !reflect.DeepEqual(got, want) {
		t.Errorf("state %v\nwant  %v", got, want)
	}
	if got := stateObject(&protocol.State{}, nil)["corrections"]; !reflect.DeepEqual(got, []any{}) {
		t.Errorf("no corrections are %#v, want an empty list", got)
	}
}

func TestTransitionObject(t *testing.T) {
	got := transitionObject(&protocol.Transition{Name: "t_c", Update: at(277)})
	if want := map[string]any{"name": "t_c", "update": 277.0}; !reflect.DeepEqual(got, want) {
		t.Errorf("transition %v, want %v", got, want)
	}
}

func TestCapitalisedMakesSentences(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "the worker stopped": "The worker stopped.", "Is it?": "Is it?", "öffnen (bald)": "Öffnen (bald).",
		"digits.bin.gz is missing": "digits.bin.gz is missing.", "beta=9 is too large": "beta=9 is too large.",
	} {
		if got := capitalised(s); got != want {
			t.Errorf("capitalised(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestWholeNumber(t *testing.T) {
	for _, c := range []struct {
		x  float64
		n  int
		ok bool
	}{{3, 3, true}, {1, 1, true}, {0, 0, false}, {1.5, 0, false}, {1e12, 0, false}, {float64(nan), 0, false}, {-2, 0, false}} {
		n, err := wholeNumber("step", "a number", c.x, 1)
		if (err == nil) != c.ok || c.ok && n != c.n {
			t.Errorf("wholeNumber(%v) = %d, %v", c.x, n, err)
		}
	}
}

func TestThemeOf(t *testing.T) {
	for _, c := range []struct {
		name string
		dark bool
		want string
	}{{"auto", false, "light"}, {"auto", true, "dark"}, {"light", true, "light"}, {"dark", false, "dark"}, {"projector", true, "projector"}, {"pink", true, "dark"}} {
		if got := themeOf(c.name, c.dark); got.Name != c.want {
			t.Errorf("themeOf(%q, %v) is %s, want %s", c.name, c.dark, got.Name, c.want)
		}
	}
}
