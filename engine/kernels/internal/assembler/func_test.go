//go:build !js

package assembler

import (
	"bytes"
	"fmt"
	"testing"
)

func TestStatements(t *testing.T) {
	m := run(t, map[string]func(f *Func){
		// while sums n + (n-1) + ... + 1.
		"while": func(f *Func) {
			out, n, sum := f.IntArg(), f.IntArg(), Int{}
			sum = f.Int(I(0))
			f.While(n, func() {
				f.Inc(sum, n)
				f.Set(n, n.Sub(I(1)))
			})
			f.Store(out, 0, sum)
		},
		// for visits 0, 3, 6, ... below n, which shrinks by 1 on the way, and counts the rounds.
		"for": func(f *Func) {
			out, n := f.IntArg(), f.IntArg()
			sum, rounds := f.Int(I(0)), f.Int(I(0))
			f.For(n, 3, func(i Int) {
				f.Inc(sum, i)
				f.Inc(rounds, I(1))
				f.Set(n, n.Sub(I(1)))
			})
			f.Store(out, 0, sum)
			f.Store(out, 4, rounds)
		},
		// times nests two loops around a condition.
		"times": func(f *Func) {
			out, n := f.IntArg(), f.IntArg()
			even, all := f.Int(I(0)), f.Int(I(0))
			f.Times(n, func() {
				f.For(n, 1, func(i Int) {
					f.If(i.And(I(1)).Xor(I(1)), func() { f.Inc(even, I(1)) })
					f.Inc(all, I(1))
				})
			})
			f.Store(out, 0, even)
			f.Store(out, 4, all)
		},
		// many has more variables than one byte can name, of mixed kinds.
		"many": func(f *Func) {
			out, n := f.IntArg(), f.IntArg()
			var ints []Int
			for k := range 150 {
				ints = append(ints, f.Int(n.Add(I(int32(k)))))
				if k%50 == 3 {
					f.Float(F(1))
					f.NewVecs(2)
				}
			}
			for k, v := range ints {
				f.Set(v, v.Mul(I(2)))
				f.Store(out, 4*k, v)
			}
		},
		"float variable": func(f *Func) {
			out, x := f.IntArg(), f.FloatArg()
			y := f.Float(x.Add(F(1)))
			f.SetFloat(y, y.Mul(y))
			f.StoreFloat(out, 0, y)
		},
		// narrow moves parts of a word.
		"narrow": func(f *Func) {
			out, at := f.IntArg(), f.IntArg()
			f.Store8(out, 1, at.Load8(3))
			f.Store16(out, 130, at.Load16(1))
			f.Store(out, 200, at.Load8(0).Add(at.Load16(2)))
			f.StoreFloat(out, 300, at.LoadFloat(0))
		},
	})
	for n := range uint32(9) {
		m.call(t, "while", 1000, n)
		equal(t, fmt.Sprint("while ", n), false, m.word(1000), n*(n+1)/2)

		sum, rounds, limit := uint32(0), uint32(0), n
		for i := uint32(0); i < limit; i += 3 {
			sum, rounds, limit = sum+i, rounds+1, limit-1
		}
		m.call(t, "for", 1000, n)
		equal(t, fmt.Sprint("sum of for ", n), false, m.word(1000), sum)
		equal(t, fmt.Sprint("rounds of for ", n), false, m.word(1004), rounds)

		m.call(t, "times", 1000, n)
		equal(t, fmt.Sprint("even of times ", n), false, m.word(1000), n*((n+1)/2))
		equal(t, fmt.Sprint("all of times ", n), false, m.word(1004), n*n)
	}
	m.call(t, "many", 1000, 7)
	for k := range 150 {
		equal(t, fmt.Sprint("variable ", k), false, m.word(1000+4*k), uint32(2*(7+k)))
	}
	m.call(t, "float variable", 1000, 0x40000000)
	equal(t, "(2+1)^2", true, m.word(1000), 0x41100000)

	clear(m.memory)
	m.words(5000, 0x44332211)
	want := bytes.Clone(m.memory)
	want[2001], want[2130], want[2131] = 0x44, 0x22, 0x33
	copy(want[2200:], "\x44\x44\x00\x00")
	copy(want[2300:], "\x11\x22\x33\x44")
	m.call(t, "narrow", 2000, 5000)
	if !bytes.Equal(m.memory, want) {
		t.Error("narrow loads and stores touch other bytes")
	}
}

func TestMistakesPanic(t *testing.T) {
	const target = "assembler: only a variable can be assigned to"
	for _, c := range []struct {
		want  string
		build func(f *Func)
	}{
		{"assembler: parameters come first", func(f *Func) { f.Int(I(0)); f.IntArg() }},
		{"assembler: parameters come first", func(f *Func) { f.Store(f.IntArg(), 0, I(0)); f.FloatArg() }},
		{target, func(f *Func) { f.Set(I(0), I(1)) }},
		{target, func(f *Func) { n := f.IntArg(); f.Set(n.Add(I(1)), I(2)) }},
		{target, func(f *Func) { f.SetVec(Vec{}, V(1)) }},
		{"assembler: a vector has four lanes", func(*Func) { V(0).Pick(V(0), 1, 2, 3) }},
	} {
		func() {
			defer func() {
				if got := recover(); got != c.want {
					t.Errorf("panic %v, want %q", got, c.want)
				}
			}()
			NewModule("a", "b").Func("c", c.build)
		}()
	}
}
