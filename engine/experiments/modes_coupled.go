package experiments

import (
	"math"
	"slices"

	"cascade/engine/kernels"
	"cascade/engine/theory"
)

// Theory starts from the weights as they are, block by block: theory.Coupled. Initial weights are not orthogonal to each other, and a teacher whose
// modes change their sites leaves weights that are not even uniform on the new modes.

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

// theoryPoints is how many points theory follows in place of chains while modes split at one time.
const theoryPoints = 256

// coupled returns the machine with these weights and the lumps that the chains are in, each at the bottom of its valley.
func (r *manyModes) coupled(blocks []theory.Block, lumps []theory.Lump) *theory.Coupled {
	blocks, lumps = slices.Clone(blocks), slices.Clone(lumps)
	for i := range blocks {
		blocks[i].Amplitude, blocks[i].Spread = slices.Clone(blocks[i].Amplitude), slices.Clone(blocks[i].Spread)
	}
	for i := range lumps {
		lumps[i].H, lumps[i].Cov = slices.Clone(lumps[i].H), slices.Clone(lumps[i].Cov)
	}
	var modes []theory.Taught
	for k, m := range r.modes {
		modes = append(modes, theory.Taught{Mode: m, Square: r.moments[k].square, Fourth: r.moments[k].fourth, With: r.together[k]})
		if r.origin.drive != nil {
			modes[k].Drive = slices.Clone(r.origin.drive[k])
		}
	}
	c := theory.NewCoupled(r.hidden, blocks, modes, lumps)
	c.LR, c.Sweeps, c.Restart, c.Samples, c.Points = r.in.float("lr"), r.in.int("k"), restart(r.in) > 0, r.samples(), theoryPoints
	return c
}

// census returns the lumps that the chains are in: where those are that lead to the bottom of one valley, or of its mirror image.
func (r *manyModes) census(blocks []theory.Block, pause func()) []theory.Lump {
	chains := r.trainer.Chains
	if chains == nil {
		return nil
	}
	p, w := r.hidden, r.trainer.Machine.W
	h := make([][]float32, p)
	for x := range w {
		h[x] = make([]float32, chains.Chains)
		kernels.ProjectSpins(h[x], chains, w[x], r.tables)
		pause()
	}
	c := r.coupled(blocks, nil)
	var list []theory.Lump
	var bottoms [][]float64
	at, down := make([]float64, p), make([]float64, p)
	for i := range chains.Chains {
		for x := range w {
			at[x] = float64(h[x][i]) / float64(r.n)
		}
		copy(down, at)
		j := alike(bottoms, down)
		if i%256 == 255 {
			pause()
		}
		if j == len(bottoms) {
			c.Descend(down)
			j = alike(bottoms, down)
		}
		if j == len(bottoms) {
			bottoms = append(bottoms, slices.Clone(down))
			list = append(list, theory.Lump{H: make([]float64, p), Cov: make([]float64, p*p)})
		}
		l, sign := &list[j], 1.0
		if theory.Opposite(at, bottoms[j]) {
			sign = -1
		}
		l.Share++
		for x := range p {
			l.H[x] += float64(sign * at[x])
			for y := range p {
				l.Cov[x*p+y] += float64(at[x] * at[y])
			}
		}
	}
	for j := range list {
		l := &list[j]
		count := l.Share
		l.Share = count / float64(chains.Chains)
		for x := range p {
			l.H[x] /= count
		}
		if length(bottoms[j]) < 0.1 { // its own mirror image
			clear(l.H)
		}
		for x := range p {
			for y := range p {
				l.Cov[x*p+y] = l.Cov[x*p+y]/count - float64(l.H[x]*l.H[y])
			}
			l.Cov[x*p+x] += 1 / float64(r.n) // of h given the spins
		}
	}
	return list
}

// alike returns the first of some points that is like h up to the sign, or how many they are.
func alike(points [][]float64, h []float64) int {
	for j, b := range points {
		if theory.AlikeUpToSign(b, h) {
			return j
		}
	}
	return len(points)
}

// drive returns, for each mode k and hidden unit, <m_k h> over the samples, h being what the weights besides the modes' amplitudes make of a sample; nil
// without samples.
func (r *manyModes) drive(pause func()) [][]float64 {
	if r.data == nil {
		return nil
	}
	w, rest := r.trainer.Machine.W, make([]float32, r.n)
	h, m := make([][]float32, len(w)), make([]float32, r.data.Chains)
	for x := range w {
		first := 0
		for k, size := range r.law.Sizes {
			for i := first; i < first+size; i++ {
				rest[i] = w[x][i] - float32(r.amplitudes[k][x])
			}
			first += size
		}
		h[x] = make([]float32, r.data.Chains)
		kernels.ProjectSpins(h[x], r.data, rest, r.tables)
		pause()
	}
	list := make([][]float64, len(r.modes))
	for k := range list {
		kernels.ProjectSpins(m, r.data, r.groups[k], r.tables)
		pause()
		for x := range w {
			sum := 0.0
			for c, y := range m {
				sum += float64(float64(y) * float64(h[x][c]))
			}
			list[k] = append(list[k], sum/float64(r.n*r.data.Chains))
		}
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
	c := r.coupled(blocks, r.census(blocks, func() {}))
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
