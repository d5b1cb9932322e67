package training

import "cascade/engine/kernels"

// statistics are sums over states of what the gradient of a {0,1} machine needs, with E[h|v] for h:
//
//	products_ij = Σ v_i h_j,    visible_i = Σ v_i,    hidden_j = Σ h_j
//
// The means are in fixed point with as many digits as the total number of states leaves room for, so the sums are exact: parts
// may be summed in any order, in any place.
type statistics struct {
	products        *kernels.IntMatrix // Nv x Nh
	visible, hidden []int32            // padded Nv, Nh
	fraction        int                // digits behind the point
	per             float32            // what turns sums of v into means
	perMean         float32            // what turns sums with h into means

	gather *kernels.Transposed
	means  *kernels.IntMatrix
	tables *kernels.IntTables
	fixed  bool // gather and visible hold the whole data set already
}

// newStatistics has room for so many states at a time, of total ones in all parts together.
func newStatistics(nv, nh, states, total int) *statistics {
	s := &statistics{
		products: kernels.NewIntMatrix(nv, nh), visible: make([]int32, kernels.Pad(nv)), hidden: make([]int32, kernels.Pad(nh)),
		fraction: kernels.Fraction(total), per: 1 / float32(total),
		gather: kernels.NewTransposed(nv, states), means: kernels.NewIntMatrix(states, nh),
		tables: kernels.NewIntTables(max(nv, states)),
	}
	s.perMean = s.per / float32(int32(1)<<s.fraction)
	return s
}

// collect sets the sums to those over the states of a layer. keep says that the layer is the same each time.
func (s *statistics) collect(m *kernels.Fixed, v *kernels.Layer, keep bool, pause func()) {
	s.products.Zero()
	clear(s.hidden)
	if !s.fixed {
		s.gather.From(v)
		for i := range m.W.Rows {
			s.visible[i] = int32(s.gather.Count(i))
		}
		s.fixed = keep
		pause()
	}
	for tile := range kernels.Tiles(m.W.Cols) {
		kernels.MeanHidden(s.means, m, v, s.tables, s.fraction, tile)
		pause()
	}
	for tile := range kernels.Tiles(m.W.Cols) {
		kernels.Correlate(s.products, s.gather, s.means, s.tables, tile)
		pause()
	}
	kernels.SumColumns(s.hidden, s.means, v.Chains)
	pause()
}

// merge adds the sums of another part.
func (s *statistics) merge(o *statistics) {
	kernels.AddInts(s.products.Data, o.products.Data)
	kernels.AddInts(s.visible, o.visible)
	kernels.AddInts(s.hidden, o.hidden)
}
