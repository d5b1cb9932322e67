package theory

import "math"

// Where several directions become unstable at one time, two halves are too coarse for what a lump becomes: it is followed as a number of
// points, each as noisy as a chain, until they are in valleys again. Chains that still cross shallow ridges are then accounted for.

const (
	pointSweeps = 4    // of points in one update: what is known of them is not worth more
	soft        = 0.75 // eigenvalue of J from which on a direction is near to unstable
	steep       = 0.6  // eigenvalue of J below which a valley is steep
	restEvery   = 16   // updates
)

// scatter replaces a lump by points.
func (c *Coupled) scatter(l Lump) {
	count := max(int(math.Round(float64(c.Points)*l.Share)), 1)
	c.cholesky(l.Cov)
	for range count {
		point := Lump{Share: l.Share / float64(count), H: append([]float64(nil), l.H...), point: true}
		c.shake(point.H)
		c.Lumps = append(c.Lumps, point)
	}
}

// move takes a point to next, the mean of where a sweep takes it, and adds the noise of spins and hidden units, (1+J)/N.
func (c *Coupled) move(h, next []float64) {
	copy(h, next)
	for x := range c.p {
		c.response[x*c.p+x]++
	}
	for i := range c.response {
		c.response[i] /= float64(c.n)
	}
	c.cholesky(c.response)
	c.shake(h)
}

// shake adds noise to h, of the covariance that cholesky was given.
func (c *Coupled) shake(h []float64) {
	z := c.spare[2][:c.p]
	for x := range z {
		z[x] = c.noise()
	}
	for x := range h {
		h[x] += dot(c.root[x*c.p:x*c.p+x+1], z)
	}
}

// noise returns a random number of mean 0 and variance 1: the sum of three uniform ones.
func (c *Coupled) noise() float64 {
	sum := 0.0
	for range 3 {
		c.random = c.random*6364136223846793005 + 1442695040888963407 // Knuth's
		sum += float64(c.random>>11)/(1<<52) - 1
	}
	return sum
}

// cholesky sets root, the lower triangle whose product with its transpose is m, of which what is not positive counts as 0.
func (c *Coupled) cholesky(m []float64) {
	p := c.p
	for x := range p {
		for y := range x + 1 {
			rest := m[x*p+y] - dot(c.root[x*p:x*p+y], c.root[y*p:y*p+y])
			switch {
			case x == y:
				c.root[x*p+x] = math.Sqrt(max(rest, 0))
			case c.root[y*p+y] > 0:
				c.root[x*p+y] = rest / c.root[y*p+y]
			default:
				c.root[x*p+y] = 0
			}
		}
	}
}

// valleysToCome returns how many pairs of valleys the data will make.
func (c *Coupled) valleysToCome() int {
	learnable := 0
	for _, m := range c.Modes {
		if m.Beta > 1 {
			learnable++
		}
	}
	return 1 << max(min(learnable, c.p)-1, 0)
}

// rest makes lumps of the points, one for each valley, once there are as many valleys as there will be and all are steep. They
// have equal shares, as the halves of a lump have: what chance makes of them in a run is more than so many points can tell.
func (c *Coupled) rest() {
	var bottoms [][]float64
	var lumps []Lump
	whole := 0.0 // share
	for _, l := range c.Lumps {
		if !l.point {
			continue
		}
		down := append([]float64(nil), l.H...)
		c.Descend(down)
		j := 0
		for ; j < len(bottoms) && !AlikeUpToSign(bottoms[j], down); j++ {
		}
		if j == len(bottoms) {
			if values, _ := c.symmetric(c.response); values[0] > steep {
				return
			}
			bottoms = append(bottoms, down)
			lumps = append(lumps, Lump{H: make([]float64, c.p), Cov: make([]float64, c.p*c.p)})
		}
		sign := 1.0
		if Opposite(down, bottoms[j]) {
			sign = -1
		}
		lumps[j].add(l.H, l.Share*sign, l.Share)
		whole += l.Share
	}
	if len(lumps) < c.valleysToCome() {
		return
	}
	kept := c.Lumps[:0]
	for _, l := range c.Lumps {
		if !l.point {
			kept = append(kept, l)
		}
	}
	c.Lumps = kept
	for j := range lumps {
		lumps[j].average(AlikeUpToSign(bottoms[j], make([]float64, c.p)))
		lumps[j].Share = whole / float64(len(lumps))
		c.Lumps = append(c.Lumps, lumps[j])
	}
}

// add adds hidden values h to the sums of a lump: weight h to H, share h h' to Cov.
func (l *Lump) add(h []float64, weight, share float64) {
	l.Share += share
	for x, a := range h {
		l.H[x] += float64(weight * a)
		for y, b := range h {
			l.Cov[x*len(h)+y] += float64(share * float64(a*b))
		}
	}
}

// average makes mean and covariance of the sums; a lump that is its own mirror image has mean 0.
func (l *Lump) average(even bool) {
	p := len(l.H)
	for x := range l.H {
		l.H[x] /= l.Share
		if even {
			l.H[x] = 0
		}
	}
	for x, a := range l.H {
		for y, b := range l.H {
			l.Cov[x*p+y] = l.Cov[x*p+y]/l.Share - float64(a*b)
		}
	}
}
