package plot

import (
	"bytes"
	"image"
	stdpng "image/png"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

// TestAnnotate: any reader still sees the picture, and the texts stand where the specification wants them.
func TestAnnotate(t *testing.T) {
	var file bytes.Buffer
	if err := stdpng.Encode(&file, image.NewGray(image.Rect(0, 0, 5, 3))); err != nil {
		t.Fatal(err)
	}
	got, err := Annotate(file.Bytes(), [][2]string{{"Title", "σ of β"}, {"Description", "link: a?b\x00c"}})
	if err != nil {
		t.Fatal(err)
	}
	if m, err := stdpng.Decode(bytes.NewReader(got)); err != nil || m.Bounds() != image.Rect(0, 0, 5, 3) { // checks the sums
		t.Errorf("%v", err)
	}
	for _, want := range []string{"iTXtTitle\x00\x00\x00\x00\x00σ of β", "iTXtDescription\x00\x00\x00\x00\x00link: a?bc"} {
		if at := bytes.Index(got, []byte(want)); at < 33 || at > bytes.Index(got, []byte("IDAT")) {
			t.Errorf("%q is at %d", want, at)
		}
	}
	for _, bad := range []string{"", "GIF89a", "\x89PNG\r\n\x1a\n", strings.Repeat("x", 99)} {
		if _, err := Annotate([]byte(bad), nil); err == nil {
			t.Errorf("%q is a picture", bad)
		}
	}
}

// TestProvenanceStays: what a figure says of itself outlives runs and branches.
func TestProvenanceStays(t *testing.T) {
	s := sampleStore()
	s.Origin = Origin{"b7", "the paper"}
	st := sampleState()
	st.Values = map[string]string{"seed": "7"}
	const want = "; hash: 0123456789abcdef; seed: 7; build: b7; paper: the paper"
	s.Restart("")
	if got := s.Provenance(st); !strings.HasPrefix(got, "link: mattis?beta=1.2&seed=7&events=10.lr.0.1; update: 17") || !strings.HasSuffix(got, want) {
		t.Errorf("got %q", got)
	}
	p := Panels(protocol.Experiment{Name: "mattis"}, map[string]string{"updates": "20"}, nil)[0]
	if text := SVG(&p, s, st, 331, 211, Light); !strings.Contains(text, want+"</metadata>") {
		t.Error("the figure does not say it")
	}
}
