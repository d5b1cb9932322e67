//go:build js && wasm && !nosimd

package kernels

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"
)

// TestVectorsAreThere: otherwise the tests under node would compare the specification with itself.
func TestVectorsAreThere(t *testing.T) {
	if !vectors {
		t.Fatal("the program's host does not take the module: see static/kernels.js")
	}
}

// eachWay runs f without and with vectors, and compares the bits of all that it returns. f makes everything anew, its arguments
// included, as it would without this test.
func eachWay(t *testing.T, about string, f func() [][]float64) {
	t.Helper()
	defer func(v bool) { vectors = v }(vectors)
	vectors = false
	want := f()
	vectors = true
	for n, list := range f() {
		if len(list) != len(want[n]) || len(list) == 0 {
			t.Fatalf("%s: result %d has %d numbers, want %d", about, n, len(list), len(want[n]))
		}
		for i, x := range list {
			if y := want[n][i]; math.Float64bits(x) != math.Float64bits(y) && (x == x || y == y) {
				t.Fatalf("%s: number %d of result %d is %v, without vectors %v", about, i, n, x, y)
			}
		}
	}
}

// doubles keeps the bits apart that numbers have, the sign of zero too.
func doubles[T byte | uint16 | int32 | uint32 | float32](list []T) []float64 {
	wide := make([]float64, len(list))
	for i, x := range list {
		wide[i] = float64(x)
	}
	return wide
}

// listed returns what the lists of a layer say.
func listed(l *Layer) (entries []float64) {
	for c := range l.Chains {
		entries = append(append(entries, -1), doubles(l.list(c))...)
	}
	return entries
}

var awkward = []float32{0, float32(math.Copysign(0, -1)), 1e-45, -1e-39, 0x1p-126, float32(math.Inf(1)), float32(math.Inf(-1)),
	float32(math.NaN()), math.MaxFloat32, -math.MaxFloat32, 41.5, -41.500004, 1e-20, -16.64}

// spoil makes about one number in rarity awkward; 0: none.
func spoil(list []float32, rarity, seed int) []float32 {
	for i := range list {
		if h := splitmix(uint64(seed)<<32 | uint64(i)); rarity > 0 && h%uint64(rarity) == 0 {
			list[i] = awkward[h>>32%uint64(len(awkward))]
		}
	}
	return list
}

func spoilt(m *Matrix, rarity, seed int) *Matrix {
	randomMatrix(m, uint64(seed))
	for i := range m.Rows {
		spoil(m.Row(i), rarity, seed+i)
	}
	return m
}

// shapes calls f for awkward sizes, without and with awkward numbers.
func shapes(f func(a, b, chains, rarity, seed int, about string)) {
	n := 0
	for _, a := range []int{1, 3, 4, 31, 32, 33, 61, 127, 128, 129} {
		for _, b := range []int{1, 5, 32, 37, 64, 67} {
			n++
			chains, rarity := []int{1, 2, 33, 4, 5, 40}[n%6], []int{0, 40, 400}[n%3]
			f(a, b, chains, rarity, n, fmt.Sprintf("%d, %d, %d chains, rarity %d", a, b, chains, rarity))
		}
	}
}

func TestVectorsHalfStep(t *testing.T) {
	shapes(func(inputs, outputs, chains, rarity, seed int, about string) {
		for _, d := range directions {
			eachWay(t, d.name+": "+about, func() [][]float64 {
				fx := newFixture(inputs, outputs, chains, d.transposed, uint64(seed))
				fx.in = randomLayer(inputs, chains, float32(seed%5)/4, uint64(seed)) // dense layers too
				spoilt(fx.w, rarity, seed)
				spoil(fx.bias, rarity, seed)
				m, ints := fx.fixed(), NewIntTables(inputs)
				out, s, tables := randomLayer(outputs, chains, 0.5, 1), NewStreams(2, 3, chains), NewTables(inputs)
				x, mean := NewMatrix(chains, outputs), NewIntMatrix(chains, outputs)
				for range 2 {
					for tile := range Tiles(outputs) {
						d.sample(out, m, fx.in, s, ints, tile)
						if !d.transposed {
							InputHidden(x, fx.w, fx.bias, fx.in, tables, tile)
							MeanHidden(mean, m, fx.in, ints, 21, tile)
						}
					}
				}
				checkLayer(t, out)
				checkPadding(t, x)
				checkIntPadding(t, mean)
				return [][]float64{doubles(out.Nibbles), listed(out), doubles(s.State), doubles(x.Data), doubles(mean.Data)}
			})
		}
	})
}

func TestVectorsLearn(t *testing.T) {
	shapes(func(visible, hidden, chains, rarity, seed int, about string) {
		eachWay(t, about, func() [][]float64 {
			v, list, tables := randomLayer(visible, chains, 0.4, uint64(seed)), NewTransposed(visible, chains), NewIntTables(chains)
			h, g, w := NewIntMatrix(chains, hidden), NewIntMatrix(visible, hidden), spoilt(NewMatrix(visible, hidden), rarity, seed)
			randomInts(h, 26, uint64(seed))
			randomInts(g, 26, uint64(seed+1000))
			list.From(v)
			list.From(v) // over what was
			entries := []float64{-1}
			for i := range visible {
				entries = append(append(entries, -1), doubles(list.list(i))...)
			}
			sums := make([]int32, Pad(hidden))
			for tile := range Tiles(hidden) {
				Correlate(g, sums, list, h, tables, tile)
			}
			AddInts(sums[1:hidden], g.Data[:hidden-1])
			padded := func(n, k int) []float32 {
				return append(spoil(randomVector(n, uint64(seed+k)), rarity, seed+k), make([]float32, Pad(n)-n)...)
			}
			s := &Centred{W: w, D: g, M: g, PerD: 1e-8, PerM: 3e-9, Rate: 0.1, VD: padded(visible, 1), DV: padded(visible, 2), GB: padded(visible, 3),
				HD: padded(hidden, 4), DH: padded(hidden, 5), GC: padded(hidden, 6)}
			s.Step(0, visible/2)
			s.Step(visible/2, visible)
			inputs := spoil(randomVector(5*hidden+visible, 7), rarity, seed)
			return [][]float64{entries, doubles(g.Data), doubles(sums), doubles(w.Data), doubles(s.GB), doubles(s.GC), {SumSoftplus(inputs, 0.7)}}
		})
	})
}

func TestVectorsSpins(t *testing.T) {
	shapes(func(a, b, chains, rarity, seed int, about string) {
		sites, rows := 2*a+b, seed%5
		for _, room := range []int{sites, 8 * sites} { // tables with little room and with enough of it
			eachWay(t, fmt.Sprint(about, ", P = ", rows, ", room ", room), func() [][]float64 {
				var w, h [][]float32
				for k := range rows {
					w = append(w, spoil(randomVector(sites, uint64(seed+k)), rarity, seed+k))
					h = append(h, spoil(randomVector(chains, uint64(seed+k+50)), rarity, seed+k+50))
				}
				out, s, tables := NewLayer(sites, chains), NewStreams(4, 5, chains), NewTables(room)
				for i := range tables.rows {
					tables.rows[i] = [Tile]float32{7, 4: 3, 9: -2, 31: sentinel} // left there by others
				}
				for range 3 {
					SampleSpins(out, w, h, s, tables, 0, chains/2)
					SampleSpins(out, w, h, s, tables, chains/2, chains)
				}
				dst, g, x := make([]float32, chains+1), make([]float32, sites+1), spoil(randomVector(sites, 7), rarity, seed)
				ProjectSpins(dst, out, x, tables)
				CorrelateSpins(g, out, spoil(randomVector(chains, 8), rarity, seed), 0.3, tables)
				out.List()
				checkLayer(t, out)
				return [][]float64{doubles(out.Nibbles), doubles(s.State), doubles(dst), doubles(g)}
			})
		}
	})
}

// TestVectorsSpinsWithoutRoom: with many vectors, or many chains of few sites, the tables cannot hold what the module needs; then
// the Go body does it. Both cases are there, and on both sides of the limit.
func TestVectorsSpinsWithoutRoom(t *testing.T) {
	taken := map[bool]int{}
	for _, c := range []struct{ sites, rows, chains int }{{1, 1, 3700}, {1, 1, 3780}, {1, 1, 3800}, {40, 60, 3}, {40, 61, 3}, {40, 62, 3}, {40, 63, 3}, {1, 30, 2}, {900, 3, 2}} {
		eachWay(t, fmt.Sprint(c), func() [][]float64 {
			w, h := slices.Repeat([][]float32{randomVector(c.sites, 1)}, c.rows), slices.Repeat([][]float32{randomVector(c.chains, 2)}, c.rows)
			out, s, tables := NewLayer(c.sites, c.chains), NewStreams(6, 7, c.chains), NewTables(c.sites)
			if vectors {
				taken[vectorSampleSpins(NewLayer(c.sites, c.chains), w, h, NewStreams(6, 7, c.chains), tables, 0, c.chains)]++
			}
			SampleSpins(out, w, h, s, tables, 0, c.chains)
			return [][]float64{doubles(out.Nibbles), doubles(s.State)}
		})
	}
	if taken[true] < 3 || taken[false] < 3 {
		t.Errorf("the module did %d of them, and could not do %d: there should be more of both", taken[true], taken[false])
	}
}

func TestVectorsLandscape(t *testing.T) {
	shapes(func(units, b, _, rarity, seed int, about string) {
		for _, size := range []float32{1e-3, 1, 8, 60} { // the last takes logarithms one by one
			eachWay(t, fmt.Sprint(about, ", size ", size), func() [][]float64 {
				u, v := randomVector(units, uint64(seed)), randomVector(units, uint64(seed+1))
				for i := range u {
					u[i] *= size
				}
				if rarity > 0 {
					u[0], v[units-1] = float32(math.Copysign(0, -1)), awkward[seed%5]
				}
				l := NewLandscape(units, 2+b%9)
				l.Set(v, v, 1)
				l.Set(u, v, 2)
				grid := make([]float32, l.Points*l.Points)
				for r := range l.Rows() {
					l.Row(grid, r)
				}
				return [][]float64{doubles(grid)}
			})
		}
	})
}

func TestVectorsPanels(t *testing.T) {
	for n := range 40 {
		for _, rarity := range []int{0, 20} {
			eachWay(t, fmt.Sprint(n, " components, rarity ", rarity), func() [][]float64 {
				w0, w1 := spoil(randomVector(n+1, 1), rarity, n), spoil(randomVector(n, 2), rarity, n+1)
				x, numbers := make([][4]float64, n), doubles(spoil(randomVector(4*n, 3), rarity, n+2))
				for j := range x {
					x[j] = [4]float64(numbers[4*j:])
				}
				t0, t1 := [4]float64{9, 9}, [4]float64{9, 9}
				Dots(&t0, &t1, w0, w1, x)
				results := [][]float64{slices.Clone(t0[:]), slices.Clone(t1[:])}
				t1[2] /= 3 // bits that a float32 has not
				AddProducts(x, &t0, &t1, w0, w1)
				for _, four := range x {
					results = append(results, four[:])
				}
				return results
			})
		}
	}
}

var grown [][]byte // on the heap

// TestVectorsInAGrowingMemory: Go's memory is another one for JavaScript each time it grows; the module has to follow, with what
// lies in the new part too.
func TestVectorsInAGrowingMemory(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 4 {
		grown = append(grown, make([]byte, 16<<20))
		f := newFixture(61, 67, 5, false, 1)
		x := &Matrix{Rows: 5, Cols: 67, Stride: 96, Data: make([]float32, 1<<20)} // 4 MB
		eachWay(t, "a larger memory", func() [][]float64 {
			clear(x.Data)
			tables := NewTables(61)
			for tile := range Tiles(67) {
				InputHidden(x, f.w, f.bias, f.in, tables, tile)
			}
			return [][]float64{doubles(x.Data[:32*96])}
		})
	}
	runtime.ReadMemStats(&after)
	if after.Sys-before.Sys < 48<<20 {
		t.Errorf("the memory has grown by %d bytes only", after.Sys-before.Sys)
	}
	grown = nil
}
