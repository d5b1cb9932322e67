package plot

import (
	"math"

	"cascade/wasm/protocol"
)

// seriesBlock makes a block of points from, from+1, ... of y(x).
func seriesBlock(name string, from, n int, y func(x float64) float64) protocol.Block {
	b := protocol.Block{Kind: protocol.Series, Name: name, From: from, Rows: 2, Cols: n, Data: make([]float32, 2*n)}
	for i := range n {
		x := float64(from + i)
		b.Data[i], b.Data[n+i] = float32(x), float32(y(x))
	}
	return b
}

func fieldBlock(name string, rows, cols int, at func(i int) float64) protocol.Block {
	b := protocol.Block{Kind: protocol.Field, Name: name, Rows: rows, Cols: cols, Data: make([]float32, rows*cols)}
	for i := range b.Data {
		b.Data[i] = float32(at(i))
	}
	return b
}

// sampleStore holds a run of length 31 of which 17 updates are done.
func sampleStore() *Store {
	grow := func(x float64) float64 { return 0.05 * math.Exp(0.2*x) }
	s := &Store{}
	s.Apply(&protocol.Frame{Run: 3, Update: 10, Blocks: []protocol.Block{
		seriesBlock("overlap.theory", 0, 31, grow),
		seriesBlock("overlap", 0, 11, grow),
	}})
	s.Apply(&protocol.Frame{Run: 3, Segment: 1, Since: 10, Update: 17, Blocks: []protocol.Block{
		seriesBlock("overlap", 11, 7, func(x float64) float64 {
			if x == 13 {
				return math.NaN()
			}
			return 0.9 * grow(x)
		}),
		fieldBlock("histogram", 2, 5, func(i int) float64 { return []float64{-1, -.5, 0, .5, 1, .1, .4, 1, .4, .1}[i] }),
		fieldBlock("histogram.theory", 1, 2, func(i int) float64 { return []float64{-.7, .7}[i] }),
		pictureBlock("modes", 3, 2, func(i int) float64 { return float64(i-5) / 10 }),
		fieldBlock("projections", 2, 3, func(i int) float64 { return float64(i*i) - 7 }),
	}})
	return s
}

func sampleState() *protocol.State {
	measured, predicted := 15.5, 15.0
	return &protocol.State{Link: "mattis?beta=1.2&seed=7&events=10.lr.0.1", Update: 17, Updates: 31, Hash: "0123456789abcdef",
		Transitions: []protocol.Transition{{Name: "t_c", Update: &measured, Theory: &predicted}}}
}

// pictureBlock makes a field of square pictures.
func pictureBlock(name string, rows, side int, at func(i int) float64) protocol.Block {
	b := fieldBlock(name, rows, side*side, at)
	b.Extent = [4]float32{0, float32(side), 0, float32(side)}
	return b
}
