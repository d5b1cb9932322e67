package plot

import (
	"slices"
	"testing"

	"cascade/wasm/protocol"
)

// TestBeyond: of a family that a panel draws it tells the members that it does not.
func TestBeyond(t *testing.T) {
	var c Course
	f := protocol.Frame{Run: 1}
	for _, name := range []string{"sigma10", "sigma2", "sigma1", "sigma3", "overlap1", "q", "sigma3.theory"} {
		f.Blocks = append(f.Blocks, protocol.Block{Kind: protocol.Series, Name: name, Rows: 2, Cols: 1, Data: []float32{1, 2}})
	}
	c.Apply(&f)
	p := Panel{Curves: numbered("sigma", "σ²", 2)}
	if got, want := c.Beyond(&p), []string{"sigma10", "sigma3"}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
