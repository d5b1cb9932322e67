package main

import (
	"strings"
	"testing"
)

// helperLike returns a text that holds what every edit looks for, as often as it expects.
func helperLike() string {
	var b strings.Builder
	for _, e := range helperEdits {
		b.WriteString(strings.Repeat(e.old+"\n", e.count))
	}
	return b.String()
}

func TestCorrectHelper(t *testing.T) {
	got, err := correctHelper("  kept\n   /*DEBUG*/ console.log('dropped')\n\n  // dropped\n" + helperLike())
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\nkept\n", "if (el.getAttribute(attrName) !== attrValue) el.setAttribute(attrName, attrValue);", "el.replaceChildren()", evalStart} {
		if !strings.Contains(got, want) {
			t.Errorf("the corrected helper lacks %q", want)
		}
	}
	for _, unwanted := range []string{"dropped", "@"} {
		if strings.Contains(got, unwanted) {
			t.Errorf("the corrected helper holds %q", unwanted)
		}
	}
}

// TestCorrectHelperNoticesChanges removes or doubles each text that is to be edited: no edit may be lost in silence.
func TestCorrectHelperNoticesChanges(t *testing.T) {
	for _, e := range helperEdits {
		for _, changed := range []string{strings.Replace(helperLike(), e.old, "other", 1), helperLike() + e.old, helperLike() + "`"} {
			if _, err := correctHelper(changed); err == nil {
				t.Errorf("a helper with another number of %q was accepted", e.old)
			}
		}
	}
}
