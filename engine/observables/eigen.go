package observables

import "math"

// maxBlock is the most vectors that a block holds, and the order of the largest matrix for jacobi.
const maxBlock = 24

// square is a small square matrix; the first n rows and columns are in use.
type square [maxBlock][maxBlock]float64

// jacobi finds all eigenvalues, in descending order, and orthonormal eigenvectors (the columns of vectors) of the
// symmetric n x n matrix a, of which it reads the upper triangle and destroys everything. It rotates each off-diagonal
// element to zero in cyclic order until all are below 1e-17 of the Frobenius norm: some 6 sweeps of 2n^3 products.
// NaN in, NaN out.
//
// It exists because the bits must be the same on every target, which gonum's assembly does not promise.
// Golub and Van Loan, Matrix Computations, 4th edition, algorithms 8.5.1 and 8.5.3.
func jacobi(values *[maxBlock]float64, vectors, a *square, n int) {
	norm := 0.0
	for i := range n {
		clear(vectors[i][:n])
		vectors[i][i] = 1
		norm += float64(a[i][i] * a[i][i])
		for j := i + 1; j < n; j++ {
			a[j][i] = a[i][j]
			norm += 2 * float64(a[i][j]*a[i][j])
		}
	}
	small := 1e-17 * math.Sqrt(norm)
	for sweep, rotated := 0, true; rotated && sweep < 30; sweep++ {
		rotated = false
		for p := range n {
			for q := p + 1; q < n; q++ {
				if math.Abs(a[p][q]) > small {
					rotate(vectors, a, p, q, n)
					rotated = true
				}
			}
		}
	}
	for i := range n {
		values[i] = a[i][i]
	}
	sortColumns(values, vectors, n)
}

// rotate applies the rotation in the plane (p, q) that makes a[p][q] vanish.
func rotate(vectors, a *square, p, q, n int) {
	theta := (a[q][q] - a[p][p]) / (2 * a[p][q])
	t := 1 / (math.Abs(theta) + math.Sqrt(float64(theta*theta)+1)) // tangent of the smaller angle; 0 if theta^2 overflows
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Sqrt(float64(t*t)+1)
	s := float64(t * c)
	for k := range n {
		x, y := a[k][p], a[k][q]
		a[k][p], a[k][q] = float64(c*x)-float64(s*y), float64(s*x)+float64(c*y)
		x, y = vectors[k][p], vectors[k][q]
		vectors[k][p], vectors[k][q] = float64(c*x)-float64(s*y), float64(s*x)+float64(c*y)
	}
	for k := range n {
		x, y := a[p][k], a[q][k]
		a[p][k], a[q][k] = float64(c*x)-float64(s*y), float64(s*x)+float64(c*y)
	}
	a[p][q], a[q][p] = 0, 0
}

// sortColumns brings the values into descending order and the columns of vectors with them; equal ones keep their order.
func sortColumns(values *[maxBlock]float64, vectors *square, n int) {
	for i := 1; i < n; i++ {
		for j := i; j > 0 && values[j] > values[j-1]; j-- {
			values[j], values[j-1] = values[j-1], values[j]
			for k := range n {
				vectors[k][j], vectors[k][j-1] = vectors[k][j-1], vectors[k][j]
			}
		}
	}
}
