package theory

import (
	"math"

	"cascade/engine/portable"
)

// Coupled is the solved training of the machine of [TwoHidden], with any number P of hidden units of variance 1/N, on a teacher of modes, from
// any weights: the amplitudes of the modes need be neither uniform on a mode's sites nor orthogonal to each other, as [Mode.Trajectory] takes them
// to be, and the chains need not follow the machine at once.
//
// Sites that always were of one mode together form a block b. Their weights are a vector a_b in the space of the hidden units, and a rest of covariance
// S_b around it. The machine's samples are in lumps of free energy, each of which has a share of the chains, the mean h and the covariance C
// of the hidden units, and on block b the magnetisation t_b = E tanh(w.h), d_b = 1-E tanh^2, of which two values of w.h that have its mean and
// variance stand for the average. A Gibbs sweep is
//
//	h' = sum_b f_b (a_b t_b + d_b S_b h),  C' = J C J + (1+J)/N,  J = sum_b f_b d_b (a_b a_b' + S_b)
//
// (tanh replaced by its best linear function over a Gaussian), and one update of gradient ascent, y_k being sqrt(f_k) times the mean of a_b over
// the sites of mode k, X_kl = sqrt(f_k f_l) <m_k m_l> of the samples,
//
//	a_b += lr [Drive_k + (X y)_k/sqrt(f_k) + (1-c_k)/N (a_b - y_k/sqrt(f_k)) - <t_b h' + d_b (J C + 1/N) a_b>]
//	S_b by the same rule for the deviation from a_b, of which the first term is the samples' noise
//
// with <> over the lumps. h and C live on from update to update (persistent chains) or start at the data. A lump that lies across a ridge (J
// without its width has an eigenvalue above 1 there) splits in two when its width has begun to matter, as far apart as it was wide; if another
// direction is as good as unstable, it becomes Points until valleys have formed. Lumps keep their shares: between them chains do not pass.
// What chance makes of the shares is not predicted; strongly magnetised modes (beta > 2) feel it most, by up to 45 % of sigma_1^2.
//
// [CPT, eq. (4)] for N -> infinity, with the finite-size terms of order 1/N. An update costs P^2 (blocks + P) products and two exponentials
// for each block, lump and sweep: 3 modes 5 µs, while Points stand for chains 100 times that.
type Coupled struct {
	LR      float64
	Sweeps  int  // of the chains in one update
	Restart bool // the chains start at the data
	Samples int  // size of the data set; 0: infinite
	Points  int  // that stand for all chains while several directions split at one time; 0: none, lumps divide in two then too
	Blocks  []Block
	Lumps   []Lump // of each pair that is alike but for the sign, one
	Modes   []Taught

	n, p     int
	updates  int
	random   uint64
	root     []float64   // P x P: of the points' noise
	sites    []float64   // of each mode
	means    [][]float64 // amplitudes of each mode
	pull     [][]float64
	response []float64 // J of the present lump
	moved    []float64 // P: S h of the present block
	total    float64   // sum_b f_b (|a_b|^2 + tr S_b): J has no larger trace anywhere
	spare    [3][]float64
	jacobi   [2][]float64 // P x P: what symmetric works on
	values   []float64    // P
	negative [][]float64  // for each block, <v h> of its mean
	decay    [][]float64  // for each block, P x P
}

// Block is a number of sites of one mode with alike weights.
type Block struct {
	Sites, Mode int
	Amplitude   []float64 // P
	Spread      []float64 // P x P: covariance of the weights around it
	noise       []float64 // P: what the samples' noise adds, along one direction of the sites
	share       float64   // f_b
	second      []float64 // P x P: second moment of the weights
	t, d        float64   // in the last sweep
	first       bool      // of its mode
}

// Lump is a cloud of the machine's samples. All of them without their mirror images have shares that add up to 1.
type Lump struct {
	Share float64
	H     []float64 // P
	Cov   []float64 // P x P; nil: as after many sweeps
	point bool      // it stands for one chain, and has noise in place of a covariance
}

// Taught is what a mode's data are like: the moments E[m^2] and E[m^4] of its magnetisation; With are sqrt(f_k f_l) E[m_k m_l], over all modes l,
// and Drive is what the samples' noise makes of the weights besides the modes' amplitudes, (1/N) E[m_k sum_i (w_i - a) v_i], over the P hidden units;
// nil: nothing. LR, if it is not 0, is the mode's own learning rate.
type Taught struct {
	Mode
	Square, Fourth float64
	With, Drive    []float64
	LR             float64
}

// NewCoupled returns the training of a machine with hidden units p. Blocks, modes and lumps become its own; without lumps the chains
// are where the hidden units are 0.
func NewCoupled(p int, blocks []Block, modes []Taught, lumps []Lump) *Coupled {
	c := &Coupled{Sweeps: 1, Blocks: blocks, Lumps: lumps, Modes: modes, p: p, sites: make([]float64, len(modes)), response: make([]float64, p*p), root: make([]float64, p*p), moved: make([]float64, p), values: make([]float64, p)}
	for i := range c.Blocks {
		b := &c.Blocks[i]
		c.n += b.Sites
		b.first = c.sites[b.Mode] == 0
		c.sites[b.Mode] += float64(b.Sites)
		b.noise, b.second = make([]float64, p), make([]float64, p*p)
		c.negative, c.decay = append(c.negative, make([]float64, p)), append(c.decay, make([]float64, p*p))
	}
	for range modes {
		c.pull, c.means = append(c.pull, make([]float64, p)), append(c.means, make([]float64, p))
	}
	for i := range c.spare {
		c.spare[i] = make([]float64, p*p)
	}
	for i := range c.jacobi {
		c.jacobi[i] = make([]float64, p*p)
	}
	for i := range c.Blocks {
		b := &c.Blocks[i]
		b.share = float64(b.Sites) / float64(c.n)
		c.weigh(b)
	}
	c.sum()
	if len(c.Lumps) == 0 {
		c.Lumps = []Lump{{Share: 1, H: make([]float64, p)}}
	}
	for i := range c.Lumps {
		if l := &c.Lumps[i]; l.Cov == nil {
			l.Cov = c.settled(l.H)
		}
	}
	return c
}

// weigh sets the second moment of a block's weights.
func (c *Coupled) weigh(b *Block) {
	for x, a := range b.Amplitude {
		for y, other := range b.Amplitude {
			b.second[x*c.p+y] = float64(a*other) + b.Spread[x*c.p+y] + float64(b.noise[x]*b.noise[y])
		}
	}
}

// sum sets total, in the order in which sweep adds up J.
func (c *Coupled) sum() {
	c.total = 0
	for x := range c.p {
		sum := 0.0
		for i := range c.Blocks {
			b := &c.Blocks[i]
			sum += float64(b.share * b.second[x*c.p+x])
		}
		c.total += sum
	}
}

// magnetised returns t_b and d_b for hidden values of mean h and covariance cov, nil for none, and along, what they have of the noise; it sets moved.
// What the spins of half the block feel is one standard deviation above the mean, of half below.
func (c *Coupled) magnetised(b *Block, h, cov []float64) (t, d, along float64) {
	p, x, s := c.p, 0.0, 0.0
	for i, y := range h {
		x += float64(b.Amplitude[i] * y)
		c.moved[i] = dot(b.Spread[i*p:(i+1)*p], h)
		s += float64(y * c.moved[i])
		along += float64(b.noise[i] * y)
	}
	if cov != nil {
		s += c.quadratic(cov, b.Amplitude)
	}
	if s < 0 {
		s = 0
	}
	s = math.Sqrt(s + float64(along*along))
	up, down := portable.Tanh(x+s), portable.Tanh(x-s)
	return (up + down) / 2, 1 - (float64(up*up)+float64(down*down))/2, along
}

// quadratic returns h.M h.
func (c *Coupled) quadratic(m, h []float64) float64 {
	sum := 0.0
	for i, x := range h {
		sum += float64(x * dot(m[i*c.p:(i+1)*c.p], h))
	}
	return sum
}

// sweep sets J for hidden values of mean h and covariance cov, nil for none, and next to where a sweep takes them.
func (c *Coupled) sweep(next, h, cov []float64) {
	clear(next)
	response := c.response
	clear(response)
	for i := range c.Blocks {
		b := &c.Blocks[i]
		t, d, along := c.magnetised(b, h, cov)
		b.t, b.d = t, d
		for x, moved := range c.moved {
			next[x] += float64(b.share * (float64(b.Amplitude[x]*t) + float64(d*(moved+float64(b.noise[x]*along)))))
		}
		d = float64(b.share * d)
		for j, m := range b.second {
			response[j] += float64(d * m)
		}
	}
}

// settled returns the covariance of the hidden units around h after many sweeps, in a machine that is not critical.
func (c *Coupled) settled(h []float64) []float64 {
	cov := make([]float64, c.p*c.p)
	c.sweep(c.spare[0][:c.p], h, nil)
	values, vectors := c.symmetric(c.response)
	for k, v := range values {
		width := 1 / (float64(c.n) * max(1-v, 1/math.Sqrt(float64(c.n))))
		for x := range c.p {
			for y := range c.p {
				cov[x*c.p+y] += float64(float64(vectors[x*c.p+k]*vectors[y*c.p+k]) * width)
			}
		}
	}
	return cov
}

// Step makes one update. It returns a *ConvergenceError when the weights have diverged.
func (c *Coupled) Step() error {
	if c.Restart {
		c.restart()
	} else {
		c.split()
	}
	c.updates++
	for i := range c.Blocks {
		clear(c.negative[i])
		clear(c.decay[i])
	}
	for i := range c.Lumps {
		c.answer(&c.Lumps[i])
	}
	c.positive()
	return c.ascend()
}

// answer makes the sweeps of a lump, and adds the last one's negative terms.
func (c *Coupled) answer(l *Lump) {
	next, around := c.spare[0][:c.p], c.spare[1]
	sweeps := c.Sweeps
	if l.point {
		sweeps = min(sweeps, pointSweeps)
	}
	for s := range sweeps {
		c.sweep(next, l.H, l.Cov)
		clear(around)
		if l.Cov != nil {
			c.product(around, c.response, l.Cov) // J C
		}
		if s == sweeps-1 {
			c.collect(l, next, around)
		}
		if l.point {
			c.move(l.H, next)
			continue
		}
		c.product(l.Cov, around, c.response)
		for x := range c.p {
			for y := range c.p {
				l.Cov[x*c.p+y] += c.response[x*c.p+y] / float64(c.n)
			}
			l.Cov[x*c.p+x] += 1 / float64(c.n)
		}
		copy(l.H, next)
	}
}

// collect adds <v h'> of a lump whose hidden values h the last sweep takes to next; around is J C.
func (c *Coupled) collect(l *Lump, next, around []float64) {
	for i := range c.Blocks {
		b := &c.Blocks[i]
		t, d := b.t, b.d
		for x := range c.p {
			c.negative[i][x] += float64(l.Share * float64(t*next[x]))
			for y := range c.p {
				// C is symmetric, J C only when settled
				wide := (around[x*c.p+y] + around[y*c.p+x]) / 2
				if x == y {
					wide += 1 / float64(c.n)
				}
				wide *= float64(l.Share * d)
				c.negative[i][x] += float64(wide * b.Amplitude[y])
				c.decay[i][x*c.p+y] += wide + float64(float64(l.Share*d)*float64(next[x]*l.H[y]))
			}
		}
	}
}

// positive sets, for each mode, the pull of the data on the mean of its amplitudes.
func (c *Coupled) positive() {
	for l, m := range c.Modes {
		clear(c.pull[l])
		copy(c.pull[l], m.Drive)
	}
	for l, m := range c.Modes {
		mean := c.means[l]
		c.mean(mean, l)
		for k := range c.pull {
			weight := m.With[k] * math.Sqrt(m.Fraction/c.Modes[k].Fraction)
			for x, a := range mean {
				c.pull[k][x] += float64(weight * a)
			}
		}
	}
}

// Mean returns the mean amplitude of mode k's sites.
func (c *Coupled) Mean(k int) []float64 {
	mean := make([]float64, c.p)
	c.mean(mean, k)
	return mean
}

func (c *Coupled) mean(mean []float64, k int) {
	clear(mean)
	for i := range c.Blocks {
		if b := &c.Blocks[i]; b.Mode == k {
			for x, a := range b.Amplitude {
				mean[x] += float64(float64(b.Sites)*a) / c.sites[k]
			}
		}
	}
}

// ascend adds the gradient to the weights.
func (c *Coupled) ascend() error {
	sum := 0.0
	for k, m := range c.Modes {
		mean, lr := c.means[k], c.LR
		if m.LR != 0 {
			lr = m.LR
		}
		n := c.sites[k]
		rest := (1 - (float64(n*m.Square)-1)/max(n-1, 1)) / float64(c.n)
		noise := 0.0
		if c.Samples > 0 {
			noise = float64(m.Fraction) * math.Sqrt(max(m.Square-m.Fourth, 0)/float64(c.Samples))
		}
		for i := range c.Blocks {
			b := &c.Blocks[i]
			if b.Mode != k {
				continue
			}
			left := c.spare[0] // 1 + lr (rest - decay)
			for j, d := range c.decay[i] {
				left[j] = -float64(lr * d)
			}
			for x := range c.p {
				left[x*c.p+x] += 1 + float64(lr*rest)
			}
			c.product(c.spare[1], left, b.Spread)
			for x := range c.p {
				for y := range c.p {
					b.Spread[x*c.p+y] = dot(c.spare[1][x*c.p:(x+1)*c.p], left[y*c.p:(y+1)*c.p])
				}
			}
			moved := c.spare[2][:c.p]
			if m.Drive != nil && b.first {
				for x := range c.p {
					moved[x] = dot(left[x*c.p:(x+1)*c.p], m.Drive)
				}
				copy(m.Drive, moved)
			}
			for x := range c.p {
				moved[x] = dot(left[x*c.p:(x+1)*c.p], b.noise) + float64(float64(lr*noise)*mean[x])
			}
			copy(b.noise, moved)
			for x := range c.p {
				step := c.pull[k][x] + float64(rest*(b.Amplitude[x]-mean[x])) - c.negative[i][x]
				b.Amplitude[x] += float64(lr * step)
				sum += float64(b.Amplitude[x]*b.Amplitude[x]) + b.Spread[x*c.p+x]
			}
			c.weigh(b)
		}
	}
	c.sum()
	if math.IsNaN(sum) || math.IsInf(sum, 0) {
		return &ConvergenceError{Quantity: "the weights of coupled modes", Residual: sum}
	}
	return nil
}

// product sets dst = x y.
func (c *Coupled) product(dst, x, y []float64) {
	for i := range c.p {
		for j := range c.p {
			sum := 0.0
			for k := range c.p {
				sum += float64(x[i*c.p+k] * y[k*c.p+j])
			}
			dst[i*c.p+j] = sum
		}
	}
}
