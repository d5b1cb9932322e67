// Package models holds the machines: units, and the restricted Boltzmann machine built of two layers of them.
//
//	E(v,h) = - sum_ia v_i W_ia h_a - sum_i b_i v_i - sum_a c_a h_a [ + sum_a h_a^2/(2 sigma^2) for Gaussian units ],  p = e^-E / Z
//
// [RBM] is dense and general; [FewHidden] is the paper's theory machine, +-1 spins under a handful of Gaussian units. Both
// leave sampling to the kernels; what stands here defines what those must agree with.
package models

import (
	"cascade/engine/portable"
)

// Unit is a kind of unit. Given its input x (the sum of what the other layer sends, and its bias) a unit has the density
// proportional to e^(x s) over its values s.
type Unit int

const (
	Binary   Unit = iota // s in {0,1}
	Spin                 // s in {-1,+1}
	Gaussian             // s real, with prior e^(-s^2/(2 variance))
)

// LogPartition returns ln of the sum (integral) of e^(x s) over the unit's values: softplus x, ln 2cosh x, or
// variance x^2/2 (up to the constant ln sqrt(2 pi variance), which no gradient sees). variance is used by Gaussian only.
func (u Unit) LogPartition(x, variance float64) float64 {
	switch u {
	case Binary:
		return portable.Softplus(x)
	case Spin:
		return portable.Log2Cosh(x)
	default:
		return variance * x * x / 2
	}
}

// Mean returns the unit's mean given its input: the derivative of LogPartition.
func (u Unit) Mean(x, variance float64) float64 {
	switch u {
	case Binary:
		return portable.Sigmoid(x)
	case Spin:
		return portable.Tanh(x)
	default:
		return variance * x
	}
}

// Variance returns the unit's variance given its input: the second derivative of LogPartition.
func (u Unit) Variance(x, variance float64) float64 {
	m := u.Mean(x, variance)
	switch u {
	case Binary:
		return m * (1 - m)
	case Spin:
		return 1 - m*m
	default:
		return variance
	}
}

// Values returns the values of a discrete unit, or nil.
func (u Unit) Values() []float64 {
	switch u {
	case Binary:
		return []float64{0, 1}
	case Spin:
		return []float64{-1, 1}
	default:
		return nil
	}
}
