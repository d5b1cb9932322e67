package experiments

import (
	"math"
	"slices"

	"cascade/engine/kernels"
	"cascade/engine/theory"
)

// A teacher whose modes change their sites leaves weights that are neither uniform on the new modes nor orthogonal to each other. From then on
// theory follows them block by block: theory.Coupled.

// maxBlocks bounds the blocks of sites that theory tells apart; the oldest boundaries go first.
const maxBlocks = 24

// bound adds the boundaries of the present modes to those of the modes that were.
func (r *manyModes) bound() {
	end := 0
	for _, size := range r.law.Sizes {
		end += size
		r.ends = slices.DeleteFunc(r.ends, func(e int) bool { return e == end })
		r.ends = append(r.ends, end) // the newest last
	}
	if spare := len(r.ends) - maxBlocks; spare > 0 {
		r.ends = slices.Delete(r.ends, 0, spare)
	}
}

// rearranged reports whether the modes have not always had the sites that they have.
func (r *manyModes) rearranged() bool { return len(r.ends) > len(r.modes) }

// blocks returns the weights as they are, block by block.
func (r *manyModes) blocks() []theory.Block {
	ends := slices.Sorted(slices.Values(r.ends))
	w := r.trainer.Machine.W
	var list []theory.Block
	first, mode, last := 0, 0, r.law.Sizes[0]
	for _, end := range ends {
		for first >= last {
			mode++
			last += r.law.Sizes[mode]
		}
		b := theory.Block{Sites: end - first, Mode: mode, Amplitude: make([]float64, r.hidden), Spread: make([]float64, r.hidden*r.hidden)}
		n := float64(b.Sites)
		for x := range w {
			for _, u := range w[x][first:end] {
				b.Amplitude[x] += float64(u) / n
			}
			for y := range w[:x+1] {
				sum := 0.0
				for i, u := range w[x][first:end] {
					sum += float64((float64(u) - b.Amplitude[x]) * (float64(w[y][first+i]) - b.Amplitude[y]))
				}
				b.Spread[x*r.hidden+y], b.Spread[y*r.hidden+x] = sum/n, sum/n
			}
		}
		list = append(list, b)
		first = end
	}
	return list
}

// coupled returns the machine with these weights and the lumps that the chains are in, each at the bottom of its valley.
func (r *manyModes) coupled(blocks []theory.Block, lumps []theory.Lump) *theory.Coupled {
	blocks, lumps = slices.Clone(blocks), slices.Clone(lumps)
	for i := range blocks {
		blocks[i].Amplitude, blocks[i].Spread = slices.Clone(blocks[i].Amplitude), slices.Clone(blocks[i].Spread)
	}
	for i := range lumps {
		lumps[i].H = slices.Clone(lumps[i].H)
	}
	var modes []theory.Taught
	for k, m := range r.modes {
		modes = append(modes, theory.Taught{Mode: m, Square: r.moments[k].square, Fourth: r.moments[k].fourth, Direction: r.learned.Vectors[k]})
	}
	c := theory.NewCoupled(r.hidden, blocks, modes, lumps)
	c.LR, c.Sweeps, c.Restart, c.Samples = r.in.float("lr"), r.in.int("k"), restart(r.in) > 0, r.samples()
	return c
}

// censusChains is how many chains are asked for the lumps.
const censusChains = 128

// census returns the lumps that the chains are in.
func (r *manyModes) census(blocks []theory.Block) []theory.Lump {
	chains := r.trainer.Chains
	if chains == nil {
		return nil
	}
	w := r.trainer.Machine.W
	h := make([][]float32, len(w))
	for x := range w {
		h[x] = make([]float32, chains.Chains)
		kernels.ProjectSpins(h[x], chains, w[x], r.tables)
	}
	c := r.coupled(blocks, nil)
	count := min(censusChains, chains.Chains)
	var list []theory.Lump
next:
	for i := range count {
		at := make([]float64, len(w))
		for x := range w {
			at[x] = float64(h[x][i]) / float64(r.n)
		}
		c.Descend(at)
		for j := range list {
			if theory.AlikeUpToSign(list[j].H, at) {
				list[j].Share += 1 / float64(count)
				continue next
			}
		}
		list = append(list, theory.Lump{Share: 1 / float64(count), H: at})
	}
	return list
}

// valleyOverlaps returns how large the modes' magnetisations are at most in the lumps that the chains are in.
func (r *manyModes) valleyOverlaps() []float64 {
	if !r.rearranged() {
		var list []float64
		for k := range r.modes {
			list = append(list, theory.Magnetisation(r.sigma[k]))
		}
		return list
	}
	blocks := r.blocks()
	c := r.coupled(blocks, r.census(blocks))
	var list []float64
	for k := range r.modes {
		list = append(list, c.Magnetised(k))
	}
	return list
}

// parted reports of each mode whether the chains are in lumps that differ in its sign.
func (r *manyModes) parted() []bool {
	var list []bool
	if !r.rearranged() {
		for _, q := range r.sigma {
			list = append(list, q >= 1)
		}
		return list
	}
	for k, m := range r.valleyOverlaps() {
		list = append(list, m > 2/math.Sqrt(float64(r.law.Sizes[k])))
	}
	return list
}
