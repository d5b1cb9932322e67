package main

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"cascade/engine/teachers"
)

// idx returns an IDX file of unsigned bytes.
func idx(data []byte, size ...uint32) []byte {
	file := []byte{0, 0, 8, byte(len(size))}
	for _, n := range size {
		file = binary.BigEndian.AppendUint32(file, n)
	}
	return append(file, data...)
}

// images returns n images of 3 x 3 pixels that count upwards in steps of 7.
func images(n int) []byte {
	data := make([]byte, 9*n)
	for i := range data {
		data[i] = byte(7 * i)
	}
	return data
}

func TestDecodeDigits(t *testing.T) {
	d, err := decodeDigits(idx(images(5), 5, 3, 3), idx([]byte{3, 1, 4, 1, 5}, 5), 2)
	if err != nil {
		t.Fatal(err)
	}
	if d.Side != 3 || !bytes.Equal(d.Labels, []byte{3, 1}) || len(d.Grey) != 18 {
		t.Fatalf("side %d, labels %d, %d pixels", d.Side, d.Labels, len(d.Grey))
	}
	for i, grey := range d.Grey {
		v := 7 * i
		if low, high := 255*(2*int(grey)-1), 255*(2*int(grey)+1); 30*v < low || 30*v > high {
			t.Errorf("pixel %d: %d became %d, not the nearest of 16 greys", i, v, grey)
		}
	}
	back, err := teachers.ParsePictures(d.Pack())
	if err != nil || !bytes.Equal(slices.Concat(bytes.Clone(back.Pixels(0)), back.Pixels(1)), d.Grey) || !bytes.Equal(back.Labels, d.Labels) {
		t.Errorf("the engine reads something else: %v", err)
	}
}

func TestFourBits(t *testing.T) {
	for v, want := range map[byte]byte{0: 0, 8: 0, 9: 1, 127: 7, 128: 8, 246: 14, 247: 15, 255: 15} {
		if got := fourBits(v); got != want {
			t.Errorf("fourBits(%d) = %d, expected %d", v, got, want)
		}
	}
}

func TestDecodeDigitsRefuses(t *testing.T) {
	pictures, labels := idx(images(5), 5, 3, 3), idx([]byte{3, 1, 4, 1, 5}, 5)
	for _, c := range []struct {
		images, labels []byte
		sentence       string
	}{
		{idx(images(5), 45), labels, "begins with"},
		{pictures, pictures, "begins with"},
		{pictures[:10], labels, "too few"},
		{pictures[:len(pictures)-1], labels, "bytes of data"},
		{idx(images(5), 5, 9, 1), labels, "not square"},
		{idx(images(1), 1, 3, 3), labels, "at least 2"},
		{pictures, idx([]byte{3}, 1), "at least 2"},
	} {
		if _, err := decodeDigits(c.images, c.labels, 2); err == nil || !strings.Contains(err.Error(), c.sentence) {
			t.Errorf("got %v, expected an error with %q", err, c.sentence)
		}
	}
}
