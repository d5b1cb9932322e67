package theory

import "math"

// Values sets the squared singular values of the weights over N, the largest first.
func (c *Coupled) Values(dst []float64) {
	gram := c.spare[0]
	clear(gram)
	for i := range c.Blocks {
		b := &c.Blocks[i]
		for j, m := range b.second {
			gram[j] += float64(b.share * m)
		}
	}
	values, _ := c.symmetric(gram)
	for k := range dst {
		dst[k] = 0
		if k < c.p {
			dst[k] = max(values[k], 0)
		}
	}
}

// symmetric returns the eigenvalues of a symmetric P x P matrix, the largest first, and the vectors as the columns of a matrix, until it is called
// again. (Jacobi's rotations.)
func (c *Coupled) symmetric(m []float64) (values, vectors []float64) {
	p, a, vectors := c.p, c.jacobi[0], c.jacobi[1]
	copy(a, m)
	clear(vectors)
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
	values = c.values
	for x := range p {
		values[x] = a[x*p+x]
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
