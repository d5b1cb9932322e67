package observables

import "cascade/engine/kernels"

// PCA holds the principal components of binary data. With the means f_i = <v_i> over M samples it decomposes
//
//	C_ij = <v_i v_j> - f_i f_j               (principal components; C_ii = f_i(1-f_i)), or
//	(C - D)_ij, D = diag(f_i(1-f_i))         (the part that units do not have by themselves)
//
// Before the first transition a {0,1} machine trained with the centred gradient grows along the eigenvectors of C-D,
// mode a by ln(1 + lr*lambda_a/4) per update, which are close to those of C but not the same.
//
// The counts n_ij of samples with both units on are exact; C is never formed, a product with it being n x/M - f (f.x).
type PCA struct {
	Mean    []float64       // f_i
	Values  []float64       // K eigenvalues, descending
	Vectors *kernels.Matrix // K x units: row a is the unit vector of the a-th; its largest component is positive

	// OffDiagonal selects C-D.
	OffDiagonal bool
	// Tolerance bounds the relative residual |A x - value x|/value of each pair, Products the products with the matrix.
	Tolerance float64
	Products  int

	samples  float64
	counts   *kernels.Matrix // units x units: n_ij, exact in float32 up to 2^24 samples
	variance []float64       // f_i(1-f_i)
	s        *subspace
}

// quarter is the largest variance of a unit: C-D+1/4 has no negative eigenvalue, which the block iteration needs.
const quarter = 0.25

// NewPCA counts the samples (the chains of a layer), and makes room for so many components. Cost units^2 samples/64 bit
// operations: 784 units and 10,000 samples take some tenth of a second. It panics unless 1 <= components <= 20,
// components <= units and there are at most 2^24 samples.
func NewPCA(samples *kernels.Layer, components int, pause func()) *PCA {
	n := samples.Units
	if components < 1 || components > maxBlock-4 || components > n {
		panic("observables: number of components out of range")
	}
	if samples.Chains > 1<<24 {
		panic("observables: more samples than can be counted exactly")
	}
	p := &PCA{
		Mean: make([]float64, n), Values: make([]float64, components), Vectors: kernels.NewMatrix(components, n),
		Tolerance: 1e-5, Products: 400,
		samples: float64(samples.Chains), counts: kernels.NewMatrix(n, n), variance: make([]float64, n),
	}
	p.s = newSubspace(n, components, p.product)
	planes := kernels.NewBitPlanes(samples)
	pause()
	row := make([]int32, n)
	for i := range n {
		kernels.PairCounts(row, planes, i)
		for j, c := range row {
			p.counts.Row(i)[j] = float32(c)
		}
		p.Mean[i] = float64(row[i]) / p.samples
		pause()
	}
	Variances(p.variance, p.Mean)
	return p
}

// Covariance returns C_ij.
func (p *PCA) Covariance(i, j int) float64 {
	return float64(p.counts.Row(i)[j])/p.samples - float64(p.Mean[i]*p.Mean[j])
}

// Solve finds the components and returns the largest relative residual, which exceeds Tolerance only if Products were not
// enough. The overlap of a vector with the true one is 1 to about (residual * value/distance to the next value)^2.
// Values whose vectors may be exchanged by rounding (degenerate ones) come with some orthonormal basis of their space.
func (p *PCA) Solve(pause func()) (residual float64) {
	p.s.warm = false
	residual, err := p.s.solve(p.Tolerance, p.Products, pause)
	if err != nil {
		panic("observables: impossible counts")
	}
	for k := range p.Values {
		p.Values[k] = p.s.values[k]
		if p.OffDiagonal {
			p.Values[k] -= quarter
		}
		u := p.Vectors.Row(k)
		for i := range u {
			u[i] = float32(p.s.x[k/4][i][k%4])
		}
		if largest(u) < 0 {
			negate(u)
		}
	}
	return residual
}

// product sets y = C x, or (C-D+1/4) x.
func (p *PCA) product(y, x block, pause func()) {
	n := len(p.Mean)
	rows := max(2, sliceProducts/(4*n)&^1)
	for q := range x {
		var fx [4]float64
		for i, f := range p.Mean {
			for k := range 4 {
				fx[k] += float64(f * x[q][i][k])
			}
		}
		for i := 0; i < n; i += 2 {
			if i%rows == 0 {
				pause()
			}
			var t [2][4]float64
			kernels.Dots(&t[0], &t[1], p.counts.Data[i*p.counts.Stride:], p.counts.Data[(i+1)*p.counts.Stride:], x[q])
			for r := range min(2, n-i) {
				shift := 0.0
				if p.OffDiagonal {
					shift = quarter - p.variance[i+r]
				}
				for k := range 4 {
					y[q][i+r][k] = t[r][k]/p.samples - float64(p.Mean[i+r]*fx[k]) + float64(shift*x[q][i+r][k])
				}
			}
		}
	}
}

// Variances sets dst_i = mean_i (1 - mean_i), the variances of independent {0,1} units.
func Variances(dst, mean []float64) {
	dst = dst[:len(mean)]
	for i, f := range mean {
		dst[i] = f - float64(f*f)
	}
}

// Twin returns a PCA of the same samples that shares their counts, and has components of its own.
func (p *PCA) Twin() *PCA {
	t := *p
	t.Values, t.Vectors = make([]float64, len(p.Values)), kernels.NewMatrix(p.Vectors.Rows, p.Vectors.Cols)
	t.s = newSubspace(len(p.Mean), len(p.Values), t.product)
	return &t
}
