package kernels

// Matrix is a dense float32 matrix, row by row. Rows and columns are padded to multiples of Tile with zeros, which stay
// zero. Element (i,j) is Data[i*Stride+j].
type Matrix struct {
	Rows, Cols int
	Stride     int       // floats per row; never a multiple of 128
	Data       []float32 // Pad(Rows) x Stride
}

// NewMatrix returns a matrix of zeros.
func NewMatrix(rows, cols int) *Matrix {
	stride, n := padded(rows, cols)
	return &Matrix{Rows: rows, Cols: cols, Stride: stride, Data: make([]float32, n)}
}

// IntMatrix is a Matrix of integers: numbers in fixed point, and sums of them, which are exact and so the same in any order.
type IntMatrix struct {
	Rows, Cols int
	Stride     int
	Data       []int32 // Pad(Rows) x Stride
}

// NewIntMatrix returns a matrix of zeros.
func NewIntMatrix(rows, cols int) *IntMatrix {
	m, _ := NewIntMatrixIn(rows, cols, 0)
	return m
}

// NewIntMatrixIn returns a matrix of zeros at the beginning of a slice that goes on for more numbers: all can be copied at once.
func NewIntMatrixIn(rows, cols, more int) (m *IntMatrix, all []int32) {
	stride, n := padded(rows, cols)
	all = make([]int32, n+more)
	return &IntMatrix{Rows: rows, Cols: cols, Stride: stride, Data: all[:n:n]}, all
}

// Zero sets every element to zero.
func (m *IntMatrix) Zero() { clear(m.Data) }

// Row returns the elements (i,0)..(i,Cols-1), to read or to write.
func (m *Matrix) Row(i int) []float32 {
	if uint(i) >= uint(m.Rows) {
		panic("kernels: no such row")
	}
	at := i * m.Stride
	return m.Data[at : at+m.Cols : at+m.Cols]
}

// padded returns the length of a padded row of such a matrix, and of all of them. Rows that begin at multiples of 512 bytes would fall on the
// same few sets of the first-level cache when a column is read; so such strides are made 64 bytes longer.
func padded(rows, cols int) (stride, n int) {
	if rows < 1 || cols < 1 {
		panic("kernels: matrix needs at least one row and one column")
	}
	stride = Pad(cols)
	if stride%128 == 0 {
		stride += 16
	}
	return stride, Pad(rows) * stride
}

// CopyFrom copies a matrix of the same shape.
func (m *Matrix) CopyFrom(src *Matrix) {
	if m.Rows != src.Rows || m.Cols != src.Cols {
		panic("kernels: matrices have different shapes")
	}
	copy(m.Data, src.Data)
}

// Zero sets every element to zero.
func (m *Matrix) Zero() { clear(m.Data) }

// tileAt returns the 32 elements of Data that begin at an index.
func (m *Matrix) tileAt(index int) *[Tile]float32 { return (*[Tile]float32)(m.Data[index:]) }
