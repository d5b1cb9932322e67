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
	all             []int32            // the memory of these three
	fraction        int                // digits behind the point
	per             float32            // what turns sums of v into means
	perMean         float32            // what turns sums with h into means

	states int                 // room for so many at a time
	gather *kernels.Transposed `memory:"-"` // nil before the first ones
	means  *kernels.IntMatrix  `memory:"-"`
	fixed  bool                // gather holds the whole data set already
}

// newStatistics returns those of so many states at a time, of total ones in all parts together.
func newStatistics(nv, nh, states, total int) *statistics {
	products, all := kernels.NewIntMatrixIn(nv, nh, kernels.Pad(nv)+kernels.Pad(nh))
	n := len(products.Data)
	s := &statistics{
		products: products, visible: all[n : n+kernels.Pad(nv)], hidden: all[n+kernels.Pad(nv):], all: all,
		fraction: kernels.Fraction(total), per: 1 / float32(total), states: states,
	}
	s.perMean = s.per / float32(int32(1)<<s.fraction)
	return s
}

// collect sets the sums to those over the states of a layer, tile by tile. keep says that the layer is the same each time. also, unless
// it is nil, is called for each tile when the tables t hold its weights, which it finds filled then.
func (s *statistics) collect(m *kernels.Fixed, v *kernels.Layer, t *kernels.IntTables, keep bool, also func(tile int), pause func()) {
	if s.gather == nil {
		s.gather, s.means = kernels.NewTransposed(s.products.Rows, s.states), kernels.NewIntMatrix(s.states, s.products.Cols)
	}
	if !s.fixed {
		s.gather.From(v)
		s.fixed = keep
		pause()
	}
	copy(s.visible, s.gather.Ones)
	for tile := range kernels.Tiles(m.W.Cols) {
		kernels.MeanHidden(s.means, m, v, t, s.fraction, tile)
		if also != nil {
			also(tile)
		}
		kernels.Correlate(s.products, s.hidden, s.gather, s.means, t, tile)
		pause()
	}
}

// merge adds the sums of another part.
func (s *statistics) merge(o *statistics) {
	kernels.AddInts(s.all, o.all)
}
