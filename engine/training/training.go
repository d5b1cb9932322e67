// Package training learns: stochastic and exact gradients of the log-likelihood, one parameter update at a time.
//
// The gradient is <v_i h_a>_data - <v_i h_a>_model. The data term uses E[h|v]; the model term comes from Markov chains
// (persistent, started at the data, or started at random) with E[h|v] as well, which removes the hidden noise from the
// statistics, or for the few-hidden machine from an integral. An update is cut into pieces of about a millisecond by calls
// of pause, so that a worker can answer in between; whatever pause does, the numbers are the same.
package training

import (
	"math"
	"math/rand/v2"
)

// Method says where the model term of the gradient comes from.
type Method int

const (
	PCD    Method = iota // persistent chains, k sweeps per update
	CD                   // chains start at the minibatch
	Rdm                  // chains start at random
	Exact                // the full average: FewHidden with one hidden unit only
	Saddle               // the average in its saddle point, N = infinity: FewHidden with one hidden unit only
)

// Purposes of the generators derived from a run's seed: adding a chain does not change the data.
const (
	StreamData    = 1 // the teacher's samples
	StreamInit    = 2 // initial weights
	StreamChains  = 3 // Markov chains
	StreamBatches = 4 // order of the minibatches
	StreamProbe   = 5 // measurements: likelihood, fresh samples
)

// InitialWeights fills w with independent Normal(0, deviation^2) numbers from r.
func InitialWeights(w []float32, deviation float64, r *rand.Rand) {
	for i := range w {
		w[i] = float32(deviation * r.NormFloat64())
	}
}

// BiasFromMeans sets each bias to the log-odds of the unit's mean, so that the machine without weights has those means.
// Means are kept within 1e-4 of 0 and 1, as a pixel that is never on must stay possible.
func BiasFromMeans(b []float32, means []float64) {
	for i, f := range means {
		f = min(max(f, 1e-4), 1-1e-4)
		b[i] = float32(math.Log(f / (1 - f)))
	}
}
