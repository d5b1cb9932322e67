package browser

import (
	"reflect"
	"testing"

	"cascade/wasm/protocol"
)

func TestLinkOfFragment(t *testing.T) {
	for fragment, want := range map[string]string{
		"": firstLink, "#": firstLink, "#mattis?beta=1.2": "mattis?beta=1.2", "#digits": "digits",
		"#%zz?%": "%zz?%", // garbage is the worker's to name
	} {
		if got := linkOf(fragment); got != want {
			t.Errorf("linkOf(%q) = %q, want %q", fragment, got, want)
		}
	}
}

func TestNameSet(t *testing.T) {
	for list, want := range map[string]map[string]bool{
		"": {}, ",,": {}, "beta": {"beta": true}, "beta, samples,": {"beta": true, "samples": true},
	} {
		if got := nameSet(list); !reflect.DeepEqual(got, want) {
			t.Errorf("nameSet(%q) = %v, want %v", list, got, want)
		}
	}
}

func TestExperimentOf(t *testing.T) {
	catalogue := []protocol.Experiment{{Name: "mattis"}, {Name: "digits"}}
	if e := experimentOf(catalogue, "digits"); e != &catalogue[1] {
		t.Errorf("experimentOf digits = %v", e)
	}
	if e := experimentOf(catalogue, "dig"); e != nil {
		t.Errorf("experimentOf dig = %v", e)
	}
}

func TestViewOfALink(t *testing.T) {
	for _, c := range [][3]string{
		{"mattis", "present", "mattis?view=present"}, {"mattis?view=present", "", "mattis"}, {"mattis?beta=2&ui=basic", "present.chi", "mattis?beta=2&view=present.chi&ui=basic"},
		{"mattis?beta=2&view=present&theme=dark", "present.q", "mattis?beta=2&view=present.q&theme=dark"}, {"", "present", ""},
	} {
		if got := withView(c[0], c[1]); got != c[2] {
			t.Errorf("withView(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
	}
	if got := withoutOptions("mattis?beta=2&view=present&theme=dark"); got != "mattis?beta=2" {
		t.Errorf("without options: %q", got)
	}
}
