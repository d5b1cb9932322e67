package memory

import (
	"math/rand/v2"
	"slices"
	"testing"
)

type node struct {
	value int
	next  *node
}

type zoo struct {
	numbers []float32
	view    []float32 // of numbers
	rows    [][]int
	ring    *node
	any     any
	source  *rand.PCG
	text    string
	list    [2][]int
	scratch []int `memory:"-"`
	double  func(int) int
	owner   owner
}

// owner has a sum that is not saved.
type owner struct{ *sums }

type sums struct {
	terms []int
	total []int `memory:"-"`
}

func (s *sums) Restored() { s.total[0] = s.terms[0] + s.terms[1] }

func newZoo() *zoo {
	z := &zoo{numbers: []float32{1, 2, 3, 4}, rows: [][]int{{1}, {2, 3}}, any: &node{value: 7},
		source: rand.NewPCG(1, 2), text: "old", list: [2][]int{{5}, nil}, scratch: []int{1}, double: func(x int) int { return 2 * x }}
	z.view = z.numbers[1:3]
	z.owner.sums = &sums{[]int{1, 2}, []int{3}}
	z.ring = &node{value: 1, next: &node{value: 2}}
	z.ring.next.next = z.ring
	return z
}

func (z *zoo) change() {
	z.numbers[2] = 9
	z.numbers = append(z.numbers, 5)
	z.rows[1][0], z.rows[0] = 8, []int{7, 7}
	z.ring.next.value, z.ring.next.next = 3, nil
	z.any.(*node).value = 8
	z.any = "else"
	z.source.Uint64()
	z.text, z.list[0][0], z.scratch[0] = "new", 6, 2
	z.owner.terms[0], z.owner.total[0] = 5, 7
}

func TestRestorePutsEverythingBack(t *testing.T) {
	z, want := newZoo(), newZoo()
	thing, random := z.any, rand.NewPCG(1, 2).Uint64()
	m := Take(z, nil, 1<<20)
	for range 2 {
		z.change()
		m.Restore()
		if !slices.Equal(z.numbers, want.numbers) || &z.view[0] != &z.numbers[1] || z.view[1] != 3 {
			t.Errorf("numbers %v, view %v", z.numbers, z.view)
		}
		if !slices.Equal(z.rows[0], want.rows[0]) || !slices.Equal(z.rows[1], want.rows[1]) {
			t.Errorf("rows %v", z.rows)
		}
		if z.ring.next.value != 2 || z.ring.next.next != z.ring {
			t.Errorf("ring %v", z.ring)
		}
		if z.any != thing || z.any.(*node).value != 7 || z.text != "old" || z.list[0][0] != 5 || z.double(2) != 4 {
			t.Errorf("any %v, text %s, list %v", z.any, z.text, z.list)
		}
		if z.owner.total[0] != 3 {
			t.Errorf("the sum is %d", z.owner.total[0])
		}
		if z.scratch[0] != 2 {
			t.Errorf("what is not saved was restored: %v", z.scratch)
		}
		if x := z.source.Uint64(); x != random {
			t.Errorf("the generator gives %x, want %x", x, random)
		}
	}
}

func TestImagesShareWhatStays(t *testing.T) {
	type machine struct{ data, state []float32 }
	m := &machine{make([]float32, 1000), make([]float32, 10)}
	first := Take(m, nil, 1<<20)
	m.state[0] = 1
	second := Take(m, first, 1<<20)
	if size := Size([]*Image{first, second}); size < 4080 || size > 4200 {
		t.Errorf("two images take %d bytes", size)
	}
	if Take(m, nil, 4000) != nil {
		t.Error("an image is larger than it may be")
	}
	m.data[5] = 2
	first.Restore()
	if m.data[5] != 0 || m.state[0] != 0 {
		t.Error("what is shared was not restored")
	}
	if second.Restore(); m.state[0] != 1 {
		t.Error("the second image is spoilt")
	}
}
