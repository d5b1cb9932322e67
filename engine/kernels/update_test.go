package kernels

import "testing"

func TestCentredEqualsOracle(t *testing.T) {
	for _, rows := range unitSizes {
		for _, cols := range unitSizes {
			s := &Centred{W: NewMatrix(rows, cols), D: NewIntMatrix(rows, cols), M: NewIntMatrix(rows, cols), PerD: 3e-9, PerM: 5e-9, Rate: 0.3}
			randomMatrix(s.W, 1)
			randomInts(s.D, 30, 2)
			randomInts(s.M, 30, 7)
			old := NewMatrix(rows, cols)
			old.CopyFrom(s.W)
			padded := func(n int, seed uint64) []float32 {
				v := make([]float32, Pad(n))
				copy(v, randomVector(n, seed))
				return v
			}
			s.VD, s.DV, s.HD, s.DH = padded(rows, 3), padded(rows, 4), padded(cols, 5), padded(cols, 6)
			s.GB, s.GC = make([]float32, Pad(rows)), make([]float32, Pad(cols))
			wantC := make([]float32, cols)
			s.Step(0, rows/2)
			s.Step(rows/2, rows)
			checkPadding(t, s.W)
			for i := range rows {
				var lanes [4]float32
				for j := range cols {
					g := float32(s.PerD*float32(s.D.Data[i*s.D.Stride+j])) - float32(s.PerM*float32(s.M.Data[i*s.M.Stride+j]))
					g = g - float32(s.VD[i]*s.DH[j]) - float32(s.DV[i]*s.HD[j])
					same(t, "w", s.W.Row(i)[j], old.Row(i)[j]+float32(s.Rate*g))
					lanes[j%4] += float32(g * s.HD[j])
					wantC[j] += float32(s.VD[i] * g)
				}
				same(t, "gb", s.GB[i], ((lanes[0]+lanes[1])+lanes[2])+lanes[3])
			}
			for j, want := range wantC {
				same(t, "gc", s.GC[j], want)
			}
		}
	}
}
