package browser

import (
	"math"
	"reflect"
	"testing"
)

var nan = float32(math.NaN())

// same compares columns, with NaN equal to NaN.
func same(a, b []float32) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && (a[i] == a[i] || b[i] == b[i]) {
			return false
		}
	}
	return true
}

func TestJoinMergesByX(t *testing.T) {
	for _, c := range []struct {
		name   string
		curves []points
		want   [][]float32 // x, then a column per curve
		pieces [][]int
	}{
		{"measured is a beginning of predicted",
			[]points{{X: []float32{0, 1, 2}, Y: []float32{5, 6, 7}}, {X: []float32{0, 1, 2, 4, 6}, Y: []float32{1, 2, 3, 4, 5}}},
			[][]float32{{0, 1, 2, 4, 6}, {5, 6, 7, nan, nan}, {1, 2, 3, 4, 5}},
			[][]int{{0, 2}, {0, 4}}},
		{"a sparse curve is not cut at the x of others",
			[]points{{X: []float32{0, 4}, Y: []float32{5, 6}}, {X: []float32{0, 2, 3, 4, 6}, Y: []float32{1, 2, 3, 4, 5}}},
			[][]float32{{0, 2, 3, 4, 6}, {5, 5.5, 5.75, 6, nan}, {1, 2, 3, 4, 5}},
			[][]int{{0, 3}, {0, 4}}},
		{"different x interleave",
			[]points{{X: []float32{0, 3, 5}, Y: []float32{1, 2, 3}}, {X: []float32{-1, 3, 4, 9}, Y: []float32{7, 8, 9, 6}}},
			[][]float32{{-1, 0, 3, 4, 5, 9}, {nan, 1, 2, 2.5, 3, nan}, {7, 7.25, 8, 9, 8.4, 6}},
			[][]int{{1, 4}, {0, 5}}},
		{"equal x are kept, as a jump",
			[]points{{X: []float32{0, 2, 2, 3}, Y: []float32{1, 2, 9, 3}}, {X: []float32{2}, Y: []float32{4}}},
			[][]float32{{0, 2, 2, 3}, {1, 2, 9, 3}, {nan, 4, nan, nan}},
			[][]int{{0, 1, 2, 3}, {1, 1}}},
		{"NaN is a gap",
			[]points{{X: []float32{1, 2, 3, 4, 5}, Y: []float32{nan, 2, nan, 4, 5}}},
			[][]float32{{1, 2, 3, 4, 5}, {nan, 2, nan, 4, 5}},
			[][]int{{1, 1, 3, 4}}},
		{"on a logarithmic axis only positive numbers show",
			[]points{{X: []float32{1, 2, 3, 5, 7}, Y: []float32{-1, 2, 3, 0, 5}, Log: true}},
			[][]float32{{1, 2, 3, 5, 7}, {nan, 2, 3, nan, 5}},
			[][]int{{1, 2, 4, 4}}},
		{"an empty curve", []points{{}, {X: []float32{1}, Y: []float32{2}}}, [][]float32{{1}, {nan}, {2}}, [][]int{nil, {0, 0}}},
		{"nothing", nil, [][]float32{{}}, nil},
	} {
		var j joined
		j.join([]points{{X: []float32{1, 2, 3, 4, 5, 6, 7}, Y: make([]float32, 7)}}) // what a reused one still holds must not show
		j.join(c.curves)
		for i, want := range c.want {
			if got := j.column(i); !same(got, want) {
				t.Errorf("%s: column %d is %v, want %v", c.name, i, got, want)
			}
		}
		for i, want := range c.pieces {
			if got := j.Pieces[i]; len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
				t.Errorf("%s: pieces of curve %d are %v, want %v", c.name, i, got, want)
			}
		}
	}
}

func TestJoinAllocatesNothingTheSecondTime(t *testing.T) {
	x := make([]float32, 521)
	for i := range x {
		x[i] = float32(i)
	}
	curves := []points{{X: x[:311], Y: x[:311]}, {X: x, Y: x}, {X: x[:17], Y: x[:17]}}
	var j joined
	j.join(curves)
	if n := testing.AllocsPerRun(7, func() { j.join(curves) }); n > 0 {
		t.Errorf("join allocated %v times", n)
	}
}

func TestLastPointAndValueAtARow(t *testing.T) {
	var j joined
	j.join([]points{{X: []float32{0, 4, 7, 9}, Y: []float32{5, 6, nan, 8}}, {X: []float32{0, 1, 2, 3, 4, 7, 9, 11}, Y: make([]float32, 8)}, {}})
	if row, y, ok := j.last(0); row != 6 || y != 8 || !ok {
		t.Errorf("last = %d %v %v, want 6 8 true", row, y, ok)
	}
	if _, _, ok := j.last(2); ok {
		t.Error("an empty curve has a last point")
	}
	for row, want := range []float32{5, 5.25, 5.5, 5.75, 6, nan, 8, nan} {
		got, ok := j.at(0, row)
		if ok != (want == want) || ok && got != want {
			t.Errorf("value at row %d is %v %v, want %v", row, got, ok, want)
		}
	}
	if _, ok := j.at(2, 3); ok {
		t.Error("an empty curve has a value")
	}
}

// On a logarithmic axis a hole that were a zero would be a line down to the bottom.
func TestJoinFillsHolesOnALogarithmicAxis(t *testing.T) {
	var j joined
	j.join([]points{{X: []float32{0, 150, 154}, Y: []float32{1, 8, 2}, Log: true}, {X: []float32{0, 150, 150, 152, 154}, Y: make([]float32, 5)}})
	if got, want := j.column(1), []float32{1, 8, 8, 4, 2}; !same(got, want) {
		t.Errorf("column %v, want %v", got, want)
	}
	if got, want := j.Pieces[0], []int{0, 4}; !reflect.DeepEqual(got, want) {
		t.Errorf("pieces %v, want %v", got, want)
	}
}
