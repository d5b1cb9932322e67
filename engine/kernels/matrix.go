package kernels

// Matrix is a dense float32 matrix, row by row. Rows and columns are padded to multiples of Tile with zeros, which stay
// zero. Element (i,j) is Data[i*Stride+j].
type Matrix struct {
	Rows, Cols int
	Stride     int       // floats per row; never a multiple of 128, see NewMatrix
	Data       []float32 // Pad(Rows) x Stride
}

// NewMatrix returns a matrix of zeros.
//
// Rows that begin at multiples of 512 bytes would fall on the same few sets of the first-level cache when a column is
// read; so such strides are made 64 bytes longer.
func NewMatrix(rows, cols int) *Matrix {
	if rows < 1 || cols < 1 {
		panic("kernels: matrix needs at least one row and one column")
	}
	stride := Pad(cols)
	if stride%128 == 0 {
		stride += 16
	}
	return &Matrix{Rows: rows, Cols: cols, Stride: stride, Data: make([]float32, Pad(rows)*stride)}
}

// Row returns the elements (i,0)..(i,Cols-1), to read or to write.
func (m *Matrix) Row(i int) []float32 {
	if uint(i) >= uint(m.Rows) {
		panic("kernels: no such row")
	}
	at := i * m.Stride
	return m.Data[at : at+m.Cols : at+m.Cols]
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
