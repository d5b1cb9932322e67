package main

import (
	"bytes"
	"testing"

	"cascade/engine/teachers"
)

func TestDecodeFaces(t *testing.T) {
	drawn := []byte{2, 0, 127, 128, 255, 1, 255, 0, 0, 200}
	d, err := decodeFaces(drawn, 2, 2)
	if err != nil {
		t.Fatal(err)
	}
	back, err := teachers.ParsePictures(d.Pack())
	if err != nil {
		t.Fatal(err)
	}
	if back.Side != 2 || !bytes.Equal(back.Labels, []byte{2, 1}) || !bytes.Equal(back.Pixels(0), []byte{0, 0, 1, 1}) {
		t.Errorf("side %d, labels %d, first picture %d", back.Side, back.Labels, back.Pixels(0))
	}
	if second := back.Pixels(1); !bytes.Equal(second, []byte{1, 0, 0, 1}) {
		t.Errorf("second picture %d", second)
	}
	if _, err := decodeFaces(drawn[1:], 2, 2); err == nil {
		t.Error("a byte too few, and no error")
	}
}
