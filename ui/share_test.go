package ui

import (
	"strings"
	"testing"
)

// TestSharedLink puts the dialog's choices into a link and leaves the rest of it as it is.
func TestSharedLink(t *testing.T) {
	plain := Share{UI: Full, Theme: "auto"}
	for _, c := range []struct {
		share      Share
		link, want string
	}{
		{plain, "mattis", "mattis"},
		{plain, "mattis?beta=2&hide=n&theme=dark&autoplay=1", "mattis?beta=2"},
		{Share{UI: Basic, Theme: "dark", Autoplay: true, Hide: map[string]bool{"n": true, "k": true, "lr": false}, Lock: map[string]bool{"beta": true}},
			"hopfield?kappa=0.4&seed=7&events=30.beta.2&view=surface&seeds=8", "hopfield?kappa=0.4&seed=7&events=30.beta.2&view=surface&ui=basic&hide=k,n&lock=beta&theme=dark&autoplay=1&seeds=8"},
		{Share{UI: Full, Theme: "auto", Presenting: true}, "mattis?pin=beta.2", "mattis?view=present&pin=beta.2"},
		{plain, "mattis?view=present.overlap", "mattis"},
		{Share{UI: Full, Theme: "auto", Presenting: true}, "hopfield?view=present.free_energy.surface", "hopfield?view=present.free_energy.surface"},
	} {
		if got := c.share.Link(c.link); got != c.want {
			t.Errorf("%s becomes %s, want %s", c.link, got, c.want)
		}
	}
}

// TestShareDialog opens the dialog, ticks and chooses, and copies what it offers.
func TestShareDialog(t *testing.T) {
	m, s := sampleModel(), &sent{}
	m.UI, m.State.Link, m.Share.Base = Full, `mattis?beta=1.5&seed=7`, "https://example.org/cascade/"
	a := &Actions{Encode: func(text string) { s.add("encode " + text) }, CopyText: func(text, _ string) { s.add("copy " + text) }, SaveWhole: func(link string) { s.add("save " + link) }}
	do := func(name, value, want string) {
		t.Helper()
		Deeds[name](m, a, value)
		if s.last() != want {
			t.Errorf("%s %s sends %q, want %q", name, value, s.last(), want)
		}
	}
	do("share", "", "encode https://example.org/cascade/#mattis?beta=1.5&seed=7")
	if m.View.Dialog != ShareDialog {
		t.Errorf("the dialog open is %q", m.View.Dialog)
	}
	do("share-hide", "lr", "encode https://example.org/cascade/#mattis?beta=1.5&seed=7&hide=lr")
	do("share-lock", "beta", "encode https://example.org/cascade/#mattis?beta=1.5&seed=7&hide=lr&lock=beta")
	do("share-hide", "lr", "encode https://example.org/cascade/#mattis?beta=1.5&seed=7&lock=beta")
	do("share-ui", Basic, "encode https://example.org/cascade/#mattis?beta=1.5&seed=7&ui=basic&lock=beta")
	do("share-base", " https://b.org/#x ", "encode https://b.org/#mattis?beta=1.5&seed=7&ui=basic&lock=beta")
	do("share-copy", "", "copy https://b.org/#mattis?beta=1.5&seed=7&ui=basic&lock=beta")
	do("share-save", "", "save mattis?beta=1.5&seed=7&ui=basic&lock=beta")
	Deeds["share-embed"](m, a, "")
	if !strings.Contains(s.last(), `src="https://b.org/#mattis?beta=1.5&amp;seed=7&amp;ui=basic&amp;lock=beta"`) {
		t.Errorf("the frame is %s", s.last())
	}
	m.Share.Code = Code{Size: 21, Path: "M0 0h7v1h-7z"}
	text := m.Dialog(ShareDialog)
	for _, want := range []string{`id="share-lock-beta" data-do="share-lock" data-value="beta" aria-label="Lock `, `viewBox="-4 -4 29 29"`, `<option value="basic" selected>`, `id="share-hide-seed"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the dialog lacks %s", want)
		}
	}
	if n := strings.Count(text, " checked"); n != 1 {
		t.Errorf("%d boxes are ticked, want the lock of beta alone", n)
	}
	m.Share.Code = Code{Why: "The link is <too> long."}
	if text := m.Dialog(ShareDialog); !strings.Contains(text, "&lt;too&gt;") || strings.Contains(text, "<path fill") {
		t.Error("the reason for no code is not shown as text")
	}
}
