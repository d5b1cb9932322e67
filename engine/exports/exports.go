// Package exports writes what a run leaves behind in the formats of other programs: a trained machine as NPZ for NumPy, and as HDF5
// in the layout that the authors' library rbms keeps its trainings in. Every file says where it comes from.
package exports

import "encoding/json"

// Citation is the paper whose physics the program shows.
const Citation = `D. Bachtis, G. Biroli, A. Decelle and B. Seoane, "Cascade of phase transitions in the training of energy-based models", NeurIPS 2024, arXiv:2405.14689`

// Provenance is where numbers come from, and all that is needed to make them again.
type Provenance struct {
	Cascade    int    `json:"cascade"` // format version
	Experiment string `json:"experiment"`
	Link       string `json:"link"`
	Build      string `json:"build"`
	Seed       uint32 `json:"seed"`
	Update     int    `json:"update"`
	Hash       string `json:"hash"` // of weights, chains and generators after that update
	Citation   string `json:"citation"`
}

// JSON returns the provenance as JSON, a line for each part.
func (p *Provenance) JSON() []byte {
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		panic(err) // it holds texts and numbers only
	}
	return append(text, '\n')
}

// Kinds of machines, by the names that the authors' library gives them. The energy of all is -sum v_i W_ia h_a - b.v - c.h.
const (
	BinaryBinary  = "BBRBM" // units in {0,1}
	SpinGaussian  = "IGRBM" // visible spins -1, +1; Gaussian hidden units of variance 1/Nv
	SpinSpin      = "IIRBM" // spins -1, +1 in both layers; the library has dropped this one
	MaxParameters = 1 << 24 // of a machine's weights: a file of 64 MB
)

// Weights is a machine with its chains.
type Weights struct {
	Kind            string
	Visible, Hidden int
	W               []float32 // Visible x Hidden
	B, C            []float32 // biases of the visible and of the hidden units
	Chains          []int8    // states of the visible units, chain by chain; nil for none
	// What the training was told; the authors' files have it.
	Batch, Sweeps int
	Rate          float64
	About         Provenance
}

// Count returns the number of chains.
func (w *Weights) Count() int { return len(w.Chains) / w.Visible }
