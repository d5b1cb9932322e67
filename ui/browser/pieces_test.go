package browser

import "testing"

func TestPathsOfPiecesAndRings(t *testing.T) {
	a := area{left: 10, top: 20, width: 100, height: 50, x: [2]float64{0, 2}, y: [2]float64{-1, 1}, logX: false}
	if got, want := string(a.pieces([]byte("p"), []float32{0, -1, 2, 1, 1, 0, 1, 0.5})), "pM10 70L110 20M60 45L60 32.5"; got != want {
		t.Errorf("pieces %q, want %q", got, want)
	}
	if got, want := string(a.rings(nil, []float32{1}, []float32{0}, 5)), "M55 45a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"; got != want {
		t.Errorf("rings %q, want %q", got, want)
	}
	a.logY, a.y = true, [2]float64{1, 10}
	if got := a.rings(nil, []float32{1}, []float32{0}, 5); len(got) != 0 {
		t.Errorf("a ring around what has no place: %q", got)
	}
}
