package protocol

import (
	"errors"
	"math"
	"reflect"
	"testing"
)

func sample() Frame {
	return Frame{Run: 3, Segment: 1, Since: 200, Update: 257, Running: true, Preview: true, Blocks: []Block{
		{Kind: Series, Name: "overlap", From: 17, Rows: 2, Cols: 3, Data: []float32{1, 2, 3, 0.5, 0.25, -0.125}},
		{Kind: Field, Name: "f", Rows: 1, Cols: 1, Extent: [4]float32{-1, 1, 0, 2}, Data: []float32{float32(math.Inf(1))}},
		{Kind: Columns, Name: "waterfall", From: 7, Rows: 5, Cols: 1, Extent: [4]float32{0, 0, -1, 1}, Data: []float32{7, -0.5, 0.5, 255, 10}},
		{Kind: Field, Name: "χ¹", Rows: 0, Cols: 5, Data: []float32{}},
	}}
}

func TestFrameComesBack(t *testing.T) {
	f := sample()
	p := f.Append([]byte("before"))
	if string(p[:6]) != "before" {
		t.Error("Append overwrote what was there")
	}
	p = f.Append(nil)
	if len(p)%4 != 0 {
		t.Errorf("%d bytes are not aligned", len(p))
	}
	var back Frame
	if err := back.Decode(p); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(back, f) {
		t.Errorf("got %+v, want %+v", back, f)
	}
}

// TestDecodeRefusesEveryDamage cuts the frame at every length and spoils every byte of its structure.
func TestDecodeRefusesEveryDamage(t *testing.T) {
	f := sample()
	whole := f.Append(nil)
	var back Frame
	for n := range whole {
		if err := back.Decode(whole[:n]); !errors.Is(err, ErrFrame) {
			t.Errorf("the first %d bytes: %v", n, err)
		}
	}
	if err := back.Decode(append(whole, 0, 0, 0, 0)); !errors.Is(err, ErrFrame) {
		t.Errorf("four bytes more: %v", err)
	}
	for _, at := range []int{0, 24, 28, 36, 40, 44} { // magic, block count; kind, rows, cols, name length of a block
		p := append([]byte(nil), whole...)
		p[at+3] = 0xff
		if err := back.Decode(p); !errors.Is(err, ErrFrame) {
			t.Errorf("byte %d spoilt: %v", at+3, err)
		}
	}
}

func TestAppendPanicsOnAWrongShape(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	f := Frame{Blocks: []Block{{Rows: 2, Cols: 2, Data: make([]float32, 3)}}}
	f.Append(nil)
}

// FuzzDecode: noise never panics, and what decodes encodes to the same bytes.
func FuzzDecode(f *testing.F) {
	whole := sample()
	f.Add(whole.Append(nil))
	f.Add((&Frame{}).Append(nil))
	f.Fuzz(func(t *testing.T, p []byte) {
		var back Frame
		if back.Decode(p) != nil {
			return
		}
		var again Frame
		if err := again.Decode(back.Append(nil)); err != nil || len(again.Blocks) != len(back.Blocks) {
			t.Errorf("does not come back: %v", err)
		}
	})
}
