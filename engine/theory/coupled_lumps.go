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
		c.Lumps = append(c.Lumps, Lump{H: make([]float64, c.p), cov: make([]float64, c.p*c.p)})
	}
	for s := range c.Lumps {
		l := &c.Lumps[s]
		l.Share = 1 / float64(count)
		clear(l.H)
		clear(l.cov)
		for i := range c.Blocks {
			b := &c.Blocks[i]
			m := c.Modes[b.Mode].Overlap()
			free := (1 - float64(m*m)) * c.share(b) / float64(c.n)
			for j, k := range magnetised {
				if k == b.Mode && s>>j&1 == 1 {
					m = -m
				}
			}
			for x := range c.p {
				l.H[x] += float64(float64(c.share(b)*m) * b.Amplitude[x])
				for y := range c.p {
					l.cov[x*c.p+y] += float64(free * c.second(b, x, y))
				}
			}
		}
		for x := range c.p {
			l.cov[x*c.p+x] += 1 / float64(c.n)
		}
	}
}

// valleySweeps is how many sweeps take hidden values near enough to the bottom of their valley to see whether it is one.
const valleySweeps = 40

// Descend follows h to the bottom of its valley and leaves J there.
func (c *Coupled) Descend(h []float64) {
	next := make([]float64, c.p)
	for range valleySweeps {
		c.sweep(next, h)
		copy(h, next)
	}
	c.sweep(next, h)
}

// split divides the lumps of which the valley has become a ridge, and unites those that are at one place.
func (c *Coupled) split() {
	c.unite()
	for i := range c.Lumps {
		l := &c.Lumps[i]
		c.sweep(c.spare[0][:c.p], l.H)
		if !c.ridge() {
			continue
		}
		bottom := append(c.spare[1][:0], l.H...)
		c.Descend(bottom)
		if !c.ridge() {
			continue // it is still on its way down
		}
		_, vectors := symmetric(c.response, c.p)
		var e []float64
		for x := range c.p {
			e = append(e, vectors[x*c.p])
		}
		width := c.quadratic(l.cov, e)
		inner := 1 / float64(c.n)
		root, size := math.Sqrt(max(width, inner)), math.Sqrt(dot(l.H, l.H))
		for x := range c.p {
			for y := range c.p {
				l.cov[x*c.p+y] -= float64(max(width-inner, 0) * float64(e[x]*e[y]))
			}
		}
		if size > root { // otherwise the other half is its mirror image
			other := Lump{Share: l.Share / 2, H: make([]float64, c.p), cov: append([]float64(nil), l.cov...)}
			for x := range c.p {
				other.H[x] = l.H[x] - float64(root*e[x])
			}
			l.Share /= 2
			c.Lumps = append(c.Lumps, other)
			l = &c.Lumps[i]
		}
		for x := range c.p {
			l.H[x] += float64(root * e[x])
		}
	}
}

// ridge reports whether J has an eigenvalue above 1.
func (c *Coupled) ridge() bool {
	trace := 0.0
	for x := range c.p {
		trace += c.response[x*c.p+x]
	}
	if trace <= 1 {
		return false
	}
	values, _ := symmetric(c.response, c.p)
	return values[0] > 1
}

// unite makes one lump of those that are in one place, up to the sign.
func (c *Coupled) unite() {
	const near = 1e-6
	list := c.Lumps[:0]
next:
	for _, l := range c.Lumps {
		for i := range list {
			plus, minus := 0.0, 0.0
			for x, h := range l.H {
				a, b := h-list[i].H[x], h+list[i].H[x]
				plus += float64(a * a)
				minus += float64(b * b)
			}
			if min(plus, minus) < near*near {
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
	count := 0
next:
	for _, l := range c.Lumps {
		h := append([]float64(nil), l.H...)
		c.Descend(h)
		for _, b := range bottoms {
			if AlikeUpToSign(h, b) {
				continue next
			}
		}
		bottoms = append(bottoms, h)
		if count++; !AlikeUpToSign(h, make([]float64, c.p)) {
			count++
		}
	}
	return count
}

// AlikeUpToSign reports whether two points of the hidden units, of which Descend knows the bottoms of valleys, are in one valley or in two that
// mirror each other.
func AlikeUpToSign(a, b []float64) bool {
	const near = 0.1
	plus, minus := 0.0, 0.0
	for i, x := range a {
		plus += float64((x - b[i]) * (x - b[i]))
		minus += float64((x + b[i]) * (x + b[i]))
	}
	return min(plus, minus) < near*near
}

// Magnetised returns how large mode k's magnetisation is at most in a lump.
func (c *Coupled) Magnetised(k int) float64 {
	top := 0.0
	for i := range c.Lumps {
		m := 0.0
		for j := range c.Blocks {
			if b := &c.Blocks[j]; b.Mode == k {
				t, _ := c.magnetised(b, c.Lumps[i].H)
				m += float64(t*float64(b.Sites)) / c.sites[k]
			}
		}
		top = max(top, math.Abs(m))
	}
	return top
}

// Susceptibility returns N_k Var(m_k) of mode k within a lump, on the average over the lumps.
func (c *Coupled) Susceptibility(k int) float64 {
	chi := 0.0
	g := c.spare[1][:c.p]
	for _, l := range c.Lumps {
		free := 0.0
		clear(g)
		for j := range c.Blocks {
			b := &c.Blocks[j]
			if b.Mode != k {
				continue
			}
			_, d := c.magnetised(b, l.H)
			part := float64(b.Sites) / c.sites[k]
			free += float64(part * d)
			for x := range c.p {
				g[x] += float64(float64(part*d) * b.Amplitude[x])
			}
		}
		chi += float64(l.Share * (free + float64(c.sites[k]*c.quadratic(l.cov, g))))
	}
	return chi
}

// symmetric returns the eigenvalues of a symmetric p x p matrix, the largest first, and the vectors as the columns of a matrix. (Jacobi's rotations.)
func symmetric(m []float64, p int) (values, vectors []float64) {
	a := append([]float64(nil), m...)
	vectors = make([]float64, p*p)
	for x := range p {
		vectors[x*p+x] = 1
	}
	for range 30 {
		rest := 0.0
		for x := range p {
			for y := range x {
				if a[x*p+y] == 0 {
					continue
				}
				rest += math.Abs(a[x*p+y])
				rotate(a, vectors, p, x, y)
			}
		}
		if rest == 0 {
			break
		}
	}
	for x := range p {
		values = append(values, a[x*p+x])
	}
	for x := range p { // the largest first
		best := x
		for y := x + 1; y < p; y++ {
			if values[y] > values[best] {
				best = y
			}
		}
		values[x], values[best] = values[best], values[x]
		for i := range p {
			vectors[i*p+x], vectors[i*p+best] = vectors[i*p+best], vectors[i*p+x]
		}
	}
	return values, vectors
}

// rotate makes the elements (x,y) and (y,x) of a vanish.
func rotate(a, vectors []float64, p, x, y int) {
	theta := (a[y*p+y] - a[x*p+x]) / (2 * a[x*p+y])
	t := math.Copysign(1, theta) / (math.Abs(theta) + math.Sqrt(float64(theta*theta)+1))
	cos := 1 / math.Sqrt(float64(t*t)+1)
	sin := float64(t * cos)
	for i := range p {
		u, v := a[i*p+x], a[i*p+y]
		a[i*p+x], a[i*p+y] = float64(cos*u)-float64(sin*v), float64(sin*u)+float64(cos*v)
	}
	for i := range p {
		u, v := a[x*p+i], a[y*p+i]
		a[x*p+i], a[y*p+i] = float64(cos*u)-float64(sin*v), float64(sin*u)+float64(cos*v)
	}
	a[x*p+y], a[y*p+x] = 0, 0
	for i := range p {
		u, v := vectors[i*p+x], vectors[i*p+y]
		vectors[i*p+x], vectors[i*p+y] = float64(cos*u)-float64(sin*v), float64(sin*u)+float64(cos*v)
	}
}
