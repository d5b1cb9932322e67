//go:build !js

package kernels

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// cellPairs is the argument of sampleSpins that cells are.
func cellPairs() (list []float32) {
	for _, c := range cells {
		list = append(list, c.off, c.on)
	}
	return list
}

// twinSpins compares sampleSpins for the chains from..to-1, with numbers drawn.
func twinSpins(t testing.TB, about string, r *source, sites, rows, chains, from, to int) {
	var w, h [][]float32
	for range rows {
		w, h = append(w, r.numbers(sites)), append(h, r.numbers(chains))
	}
	twinFields(t, about, r, r.layer(sites, chains), w, h, NewStreams(r.Uint64(), 2, chains), from, to)
}

// twinFields does it for given ones, as vectorSampleSpins does, and reports whether the module was asked.
func twinFields(t testing.TB, about string, r *source, out *Layer, vectors, h [][]float32, s *Streams, from, to int) bool {
	w, tables := theTwin(), NewTables(max(out.Units, to-from))
	p, ok := planSpins(tables, vectors, h, out.Units, from, to)
	if p.part = to - from; ok {
		p.place(len(vectors))
		ok = p.total <= len(tables.rows)
	}
	if !ok {
		SampleSpins(out, vectors, h, s, tables, from, to)
		return false
	}
	p.copyWeights(tables, vectors, out.Units)
	p.copyNumbers(tables, h, from, to-from)
	for a := range vectors {
		scale := p.scales(tables, a)
		for _, pack := range []struct {
			to, from, rows int
			scale          float32
		}{{p.pairs + a/2*p.width, p.w + a*p.width, p.width, scale.w}, {p.numbers + a/2*p.hWidth, p.h + a*p.hWidth, p.hWidth, scale.h}} {
			before, numbers := flatRows(tables.rows[pack.to:][:pack.rows]), flatRows(tables.rows[pack.from:][:pack.rows])
			after := slices.Clone(before)
			for i, x := range numbers {
				n := uint32(uint16(int16(math.RoundToEven(float64(x * pack.scale)))))
				after[i] = math.Float32frombits(math.Float32bits(after[i]) | n<<(16*(a%2)))
			}
			w.run(t, about, "packSpins", result(w, before, after, nil), given(w, numbers), len(numbers)/4, pack.scale, 16*(a%2))
			for i, x := range after {
				tables.rows[pack.to+i/Tile][i%Tile] = x
			}
		}
	}
	seed, state := r.Uint64(), slices.Clone(s.State)
	before, _ := spread(newSource(seed, 0), out.Nibbles, out.Stride, 0xee)
	SampleSpins(out, vectors, h, s, NewTables(out.Units), from, to)
	after, stride := spread(newSource(seed, 0), out.Nibbles, out.Stride, 0xee)
	laid := flatRows(tables.rows[:p.total])
	at := result(w, laid, laid, func(i int) bool {
		row := i / Tile
		return row >= p.open && row < p.pairs || row >= p.bytes
	})
	row := func(n int) int { return at + 4*Tile*n }
	w.run(t, about, "sampleSpins", result(w, before, after, nil)+from*stride, stride, result(w, state, s.State, nil)+64*from, to-from, out.Units, len(vectors),
		row(p.h), 4*Tile*p.hWidth, row(p.w), 4*Tile*p.width, row(p.pairs), row(p.numbers), p.pairRows, given(w, cellPairs()), row(p.open), row(p.bytes), row(p.list))
	return true
}

func flatRows(rows [][Tile]float32) (list []float32) {
	for i := range rows {
		list = append(list, rows[i][:]...)
	}
	return list
}

func TestTwinSampleSpins(t *testing.T) {
	for sites := 1; sites < 300; sites += 1 + sites/68*5 {
		for rows := range 5 {
			r := newSource(uint64(sites), 40*((sites+rows)%2))
			chains := 1 + r.IntN(5)
			from := r.IntN(chains)
			twinSpins(t, fmt.Sprint(sites, " sites, P = ", rows), r, sites, rows, chains, from, from+r.IntN(chains-from+1))
		}
	}
	twinSpins(t, "no chains", newSource(1, 0), 40, 1, 3, 3, 3)
}

// TestTwinRefinesSpins has fields so small, and cells so tight, that many spins need more than eight bits, and many chains, so
// that the streams' extra draws shift all that follows.
func TestTwinRefinesSpins(t *testing.T) {
	for n := range 60 {
		twinSpins(t, fmt.Sprint("run ", n), newSource(uint64(n), 0), 1+37*n%700, 1+n%3, 40, 0, 40)
	}
}

// TestTwinRefinesSpinsAtTheThreshold gives each of many chains of one site the field at which its own uniform number, of the
// cell and of the draw after the block's eight, just decides: only there does it matter how that number is rounded.
func TestTwinRefinesSpinsAtTheThreshold(t *testing.T) {
	const chains = 400
	r, up, refined := newSource(3, 0), 0, 0
	for n := range 12 {
		s, out, h := NewStreams(uint64(n), 3, chains), NewLayer(1, chains), make([]float32, chains)
		for c := range chains {
			lane := laneOf(s, c, 0)
			j := float64(lane.plusPlus() & 255)
			for range 7 {
				lane.plusPlus()
			}
			u := (j + float64(uniform(lane.plusPlus()))) / 256
			h[c] = float32(math.Log(u/(1-u)) + math.Pow(10, -2-6*r.Float64())*r.NormFloat64())
		}
		before := slices.Clone(s.State)
		twinFields(t, fmt.Sprint("run ", n), r, out, [][]float32{{0.5}}, [][]float32{h}, s, 0, chains)
		for c := range chains {
			up += int(out.Nibbles[c*out.Stride])
			eight := (&Streams{State: before}).chain(c)
			drawBytes(eight, new([spinBlock]uint8))
			if eight[0] != s.chain(c)[0] {
				refined++
			}
		}
	}
	if total := 12 * chains; refined < total*9/10 || up < total/3 || up > total*2/3 {
		t.Errorf("of %d spins %d were refined and %d are up: not at the threshold", total, refined, up)
	}
}

func TestTwinProjectsAndCorrelatesSpins(t *testing.T) {
	w := theTwin()
	compare := func(r *source, about string, sites, chains int) {
		l, weights, h, tables := r.layer(sites, max(chains, 1)), r.numbers(sites), r.numbers(max(chains, 1)), junkTables(Pad(sites))
		l.Chains = chains
		before, dst := r.numbers(chains), make([]float32, chains)
		ProjectSpins(dst, l, weights, tables)
		table := flat(&tables.subsets)[:16*(sites/4)]
		w.run(t, about, "tabulateSpins", result(w, r.numbers(len(table)), table, nil), given(w, weights), sites/4)
		w.run(t, about, "projectSpins", result(w, before, dst, nil), given(w, l.Nibbles), l.Stride, chains, given(w, flat(&tables.subsets)))

		sums := &Tables{subsets[float32]{make([][Tile]float32, l.Stride/2)}}
		for i := range sums.rows {
			copy(sums.rows[i][:], r.numbers(Tile))
		}
		old := flat(&sums.subsets)
		sumByNibble(sums.rows, l, h)
		w.run(t, about, "correlateSpins", result(w, old, flat(&sums.subsets), nil), given(w, l.Nibbles), l.Stride, chains, given(w, h))

		whole, scale := sites&^3, r.number()
		g := r.numbers(sites)
		dst = slices.Clone(g[:whole])
		CorrelateSpins(g, l, h, scale, tables)
		w.run(t, about, "addSpinSums", result(w, dst, g[:whole], nil), given(w, flat(&tables.subsets)), sites/4, scale)
	}
	everyLength(func(n int, r *source, about string) {
		compare(r, "sites: "+about, max(n, 1), 1+r.IntN(4))
		compare(r, "chains: "+about, 1+r.IntN(70), n)
	})
}
