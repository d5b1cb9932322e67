// Package kernels holds the float32 hot loops of sampling and learning in restricted Boltzmann machines.
//
// The plain Go bodies in this package are the specification: a fast twin (SIMD128 WebAssembly) has to give the same bits.
// Therefore each kernel states the order of its operations, and uses only operations that four lanes can do in that order:
// additions, products rounded before they are added (float32(a*b) + c, which no compiler may fuse), comparisons, and integer
// operations on bits. Nothing depends on the target, on the number of chains handled per call, or on who handles them.
//
// # States
//
// Units have two values. A [Layer] holds one bit per unit and chain (a Markov chain, or a sample of a data set), as one
// byte per group of four units, together with a list of the groups that are not empty. Bit 1 means 1 for {0,1} units and
// +1 for ±1 spins.
//
// # Subset sums
//
// The input of an output unit is bias + Σ w over the input units that are on. Four input units have 16 subsets, so the sums
// over all subsets of each group of four are tabulated once for all chains, for a tile of 32 output units ([Tables]); a
// chain then adds one table row per non-empty group. Digits have about 100 of 784 pixels on, in about 50 groups: 50 additions
// instead of 784 products. The same scheme, with groups of four chains, gives the correlations of the gradient.
//
// # Fixed point
//
// What is sampled is a machine in fixed point ([Fixed]): weights times a power of two, rounded to integers. Then the input of a
// unit, x = bias + Σ w, is exact and the same in any order; so is, with the means of hidden units in fixed point too, what the
// gradient sums over chains. The unit is on if u(1 + e^(-x)) < 1, u being the next uniform number of the lane (unit mod 4) of
// the chain's stream.
//
// Projections and free energies ([InputHidden]) are sums of float32 in this order: x = bias, then x = x + (row of the group) for
// the groups in ascending order, where the row of a group with units a, b, c, d is (a+b) + (c+d) with the units that are off
// left out.
//
// # Padding
//
// Units are padded to a multiple of [Tile] and chains to a multiple of 4. Padding bits, rows and columns are zero and
// every kernel keeps them zero.
//
// Functions of this package panic with a constant string if shapes do not fit, and never allocate unless their name begins
// with New.
package kernels
