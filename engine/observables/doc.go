// Package observables holds the measuring instruments: averages with honest error bars, singular modes of the weights,
// principal components of the data, susceptibilities over chains, and likelihoods.
//
// Everything is a deterministic function of its inputs with the same bits on every target: sums are float64, every product
// that is added is rounded explicitly, and all transcendental functions are those of packages portable and kernels.
// Instruments own their scratch memory and allocate nothing after construction unless they say so.
//
// The long ones take a function pause, which they call after about every millisecond of work, so that a program with one
// thread can answer messages in between. It must not be nil, and must not change what the instrument is looking at.
package observables
