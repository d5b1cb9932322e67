package theory

import "math"

// restart puts the chains on the data: a lump for each pattern of signs of the magnetised modes.
func (c *Coupled) restart() {
	var magnetised []int
	for k, m := range c.Modes {
		if m.Beta > 1 {
			magnetised = append(magnetised, k)
		}
	}
	count := 1 << max(len(magnetised)-1, 0)
	c.Lumps = c.Lumps[:min(len(c.Lumps), count)]
	for len(c.Lumps) < count {
		c.Lumps = append(c.Lumps, Lump{H: make([]float64, c.p), Cov: make([]float64, c.p*c.p)})
	}
	for s := range c.Lumps {
		l := &c.Lumps[s]
		l.Share = 1 / float64(count)
		clear(l.H)
		clear(l.Cov)
		for i := range c.Blocks {
			b := &c.Blocks[i]
			m := c.Modes[b.Mode].Overlap()
			free := (1 - float64(m*m)) * b.share / float64(c.n)
			for j, k := range magnetised {
				if k == b.Mode && s>>j&1 == 1 {
					m = -m
				}
			}
			for x := range c.p {
				l.H[x] += float64(float64(b.share*m) * b.Amplitude[x])
				for y := range c.p {
					l.Cov[x*c.p+y] += float64(free * b.second[x*c.p+y])
				}
			}
		}
		for x := range c.p {
			l.Cov[x*c.p+x] += 1 / float64(c.n)
		}
	}
}

// valleySweeps is how many sweeps take hidden values near enough to the bottom of their valley to see whether it is one.
const valleySweeps = 40

// Descend follows h down its valley, to the bottom if it is steep, and leaves J there.
func (c *Coupled) Descend(h []float64) {
	next := make([]float64, c.p)
	for range valleySweeps {
		c.sweep(next, h, nil)
		moved := 0.0
		for x := range h {
			moved += math.Abs(next[x] - h[x])
		}
		copy(h, next)
		if moved < rested {
			break
		}
	}
	c.sweep(next, h, nil)
}

// split divides the lumps that lie on a ridge and are so wide that what is on its two sides goes two ways, and unites those that are at
// one place. Until then a Gaussian is all that a lump is.
func (c *Coupled) split() {
	c.unite()
	if c.updates%restEvery == 0 {
		c.rest()
	}
	for i := 0; i < len(c.Lumps) && len(c.Lumps) < maxLumps+c.Points; i++ {
		l := &c.Lumps[i]
		if l.point {
			continue
		}
		e, width, alone := c.ridge(l)
		if e == nil {
			continue
		}
		if !alone && c.Points > 0 {
			whole := *l
			c.Lumps = append(c.Lumps[:i], c.Lumps[i+1:]...)
			c.scatter(whole)
			i--
			continue
		}
		// The covariance is that of two halves around H +- side, and of what is left within each.
		left := min(1/(float64(c.n)*width), 1)
		side := make([]float64, c.p)
		for x := range c.p {
			side[x] = dot(l.Cov[x*c.p:(x+1)*c.p], e) / math.Sqrt(width) * math.Sqrt(1-left)
		}
		for x := range c.p {
			for y := range c.p {
				l.Cov[x*c.p+y] -= float64(side[x] * side[y])
			}
		}
		if dot(l.H, l.H) > float64(near*near) { // otherwise the other half is its mirror image
			other := Lump{Share: l.Share / 2, H: make([]float64, c.p), Cov: append([]float64(nil), l.Cov...)}
			for x := range c.p {
				other.H[x] = l.H[x] - side[x]
			}
			l.Share /= 2
			c.Lumps = append(c.Lumps, other)
			l = &c.Lumps[i]
		}
		for x := range c.p {
			l.H[x] += side[x]
		}
	}
}

const (
	maxLumps = 64
	rested   = 1e-5 // a step of hidden values that are at the bottom
	near     = 1e-6 // hidden values that are the same
	wide     = 0.05 // by how much a lump's width lowers the eigenvalue of J along it when it is time to split
)

// ridge returns the direction in which a lump lies across a ridge, and its variance there; nil if there is none, or if it is still narrow. alone
// means that no other direction is near to it.
// Where J without the lump's width has an eigenvalue j > 1 in a direction, chains move away from the ridge by j-1 times their distance.
func (c *Coupled) ridge(l *Lump) (e []float64, width float64, alone bool) {
	if c.total <= 1 {
		return nil, 0, true
	}
	next := c.spare[0][:c.p]
	c.sweep(next, l.H, nil)
	trace := 0.0
	for x := range c.p {
		trace += c.response[x*c.p+x]
	}
	if trace <= 1 {
		return nil, 0, true
	}
	values, vectors := c.symmetric(c.response)
	e = make([]float64, c.p)
	for k, v := range values {
		if v <= 1 {
			break
		}
		away := 0.0
		for x := range c.p {
			e[x] = vectors[x*c.p+k]
			away += float64(e[x] * (next[x] - l.H[x]))
		}
		width = c.quadratic(l.Cov, e)
		if math.Abs(away) > float64((v-1)*math.Sqrt(width)) {
			continue // on its way down
		}
		c.sweep(c.spare[1][:c.p], l.H, l.Cov)
		if v-c.quadratic(c.response, e) > wide {
			return e, width, k > 0 || len(values) == 1 || values[1] < soft
		}
	}
	return nil, 0, true
}

// unite makes one lump of those that are in one place, up to the sign.
func (c *Coupled) unite() {
	list := c.Lumps[:0]
next:
	for _, l := range c.Lumps {
		for i := range list {
			if l.point || list[i].point {
				continue
			}
			if apartUpToSign(l.H, list[i].H) < near*near {
				list[i].Share += l.Share
				continue next
			}
		}
		list = append(list, l)
	}
	c.Lumps = list
}

// Count returns the number of minima of the free energy in which there are samples, or to which they are on their way.
func (c *Coupled) Count() int {
	var bottoms [][]float64
	for _, l := range c.Lumps {
		bottoms = c.valleys(bottoms, append([]float64(nil), l.H...), c.p)
	}
	count := 0
	for _, h := range bottoms {
		if count++; !AlikeUpToSign(h, make([]float64, c.p)) {
			count++
		}
	}
	return count
}

// valleys adds the bottoms to which h leads, on both sides if it lies on a ridge, to those that are known; it does not cross more ridges
// than so many.
func (c *Coupled) valleys(bottoms [][]float64, h []float64, ridges int) [][]float64 {
	c.Descend(h)
	for _, b := range bottoms {
		if AlikeUpToSign(h, b) {
			return bottoms
		}
	}
	values, vectors := c.symmetric(c.response)
	if values[0] <= 1 || ridges == 0 {
		return append(bottoms, h)
	}
	other := make([]float64, c.p)
	for x := range c.p {
		step := float64(0.2 * vectors[x*c.p])
		other[x] = h[x] - step
		h[x] += step
	}
	return c.valleys(c.valleys(bottoms, h, ridges-1), other, ridges-1)
}

// AlikeUpToSign reports whether two points of the hidden units, of which Descend knows the bottoms of valleys, are in one valley or in two that
// mirror each other.
func AlikeUpToSign(a, b []float64) bool {
	const alike = 0.1
	return apartUpToSign(a, b) < alike*alike
}

// apartUpToSign returns the smaller of |a-b|^2 and |a+b|^2.
func apartUpToSign(a, b []float64) float64 {
	minus, plus := 0.0, 0.0
	for i, x := range a {
		minus += float64((x - b[i]) * (x - b[i]))
		plus += float64((x + b[i]) * (x + b[i]))
	}
	return min(minus, plus)
}

// Opposite reports whether b is nearer to the mirror image of a than to a.
func Opposite(a, b []float64) bool { return dot(a, b) < 0 }

// Magnetised returns how large mode k's magnetisation is at most in a lump.
func (c *Coupled) Magnetised(k int) float64 {
	top := 0.0
	for i := range c.Lumps {
		m := 0.0
		for j := range c.Blocks {
			if b := &c.Blocks[j]; b.Mode == k {
				t, _, _ := c.magnetised(b, c.Lumps[i].H, nil)
				m += float64(t*float64(b.Sites)) / c.sites[k]
			}
		}
		top = max(top, math.Abs(m))
	}
	return top
}

// Susceptibility returns N_k Var(m_k) of mode k within a lump, on the average over the lumps; over points, that of |m_k|.
func (c *Coupled) Susceptibility(k int) float64 {
	chi := 0.0
	var share, first, second float64 // of the points' |m|
	g := c.spare[1][:c.p]
	for _, l := range c.Lumps {
		free, m := 0.0, 0.0
		clear(g)
		for j := range c.Blocks {
			b := &c.Blocks[j]
			if b.Mode != k {
				continue
			}
			t, d, _ := c.magnetised(b, l.H, l.Cov)
			part := float64(b.Sites) / c.sites[k]
			free += float64(part * d)
			m += float64(part * t)
			for x := range c.p {
				g[x] += float64(float64(part*d) * b.Amplitude[x])
			}
		}
		chi += float64(l.Share * free)
		if l.point {
			share += l.Share
			first += float64(l.Share * math.Abs(m))
			second += float64(l.Share * float64(m*m))
			continue
		}
		chi += float64(float64(l.Share*c.sites[k]) * c.quadratic(l.Cov, g))
	}
	if share > 0 {
		chi += float64(c.sites[k] * (second - float64(first*first)/share))
	}
	return chi
}
