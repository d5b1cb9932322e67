package observables

import "math"

// Rows finds the singular value decomposition of a matrix of few long rows, such as the weights of a handful of hidden
// units (P x N), through the P x P matrix of their scalar products, of which it takes all eigenvectors. A singular value is
// precise to 1e-8 of the largest one.
type Rows struct {
	Values  []float64   // P singular values, descending
	Vectors [][]float64 // P x P: row k is the unit vector over the rows that belongs to Values[k]

	values        [maxBlock]float64
	gram, vectors square
}

// NewRows returns the instrument for 1 to 24 rows.
func NewRows(rows int) *Rows {
	if rows < 1 || rows > maxBlock {
		panic("observables: Rows takes 1 to 24 rows")
	}
	r := &Rows{Values: make([]float64, rows), Vectors: make([][]float64, rows)}
	for k := range r.Vectors {
		r.Vectors[k] = make([]float64, rows)
	}
	return r
}

// Solve decomposes w, whose rows are equally long. The sign of a vector is arbitrary. NaN in, NaN out. Cost: P^2/2 products for
// each column. It panics for another number of rows.
func (r *Rows) Solve(w [][]float32) {
	p := len(r.Values)
	if len(w) != p {
		panic("observables: another number of rows")
	}
	for a := range p {
		for b := a; b < p; b++ {
			r.gram[a][b] = rowProduct(w[a], w[b])
		}
	}
	jacobi(&r.values, &r.vectors, &r.gram, p)
	for k := range p {
		r.Values[k] = math.Sqrt(max(r.values[k], 0))
		for a := range p {
			r.Vectors[k][a] = r.vectors[a][k]
		}
	}
}

// rowProduct returns the scalar product of two rows.
func rowProduct(x, y []float32) float64 {
	sum := 0.0
	for i, a := range x {
		sum += float64(float64(a) * float64(y[i]))
	}
	return sum
}
