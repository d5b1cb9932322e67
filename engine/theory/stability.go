package theory

import (
	"math"

	"cascade/engine/portable"
)

// Stiffness says how the end of a training answers a small deviation x of the weights: the gradient is -x times the sum of
// the parts' Pull, once the machine's own samples have settled. Of what the samples still lack, a Gibbs sweep leaves the share Memory.
//
// An update of size lr, x' = x - lr Pull y, where y are samples that follow x, overshoots by more than x beyond
//
//	exact integral, or chains that settle      lr < 2/sum Pull
//	persistent chains, k sweeps in an update   lr < 2/sum Pull (1-g^k)/(1+g^k),  g = Memory
//	chains that start at the data              lr < 2/sum Pull (1-g^k)
//
// (the eigenvalue of the linearised update that is -1 there). Beyond, the weights swing about the end instead of settling. The noise
// of samples and chains is not in it.
type Stiffness []struct{ Pull, Memory float64 }

// Exact returns the largest stable learning rate of a training with exact averages; +Inf without a pull.
func (s Stiffness) Exact() float64 { return s.bound(func(float64) float64 { return 1 }) }

// Persistent returns it for persistent chains of k sweeps an update.
func (s Stiffness) Persistent(k int) float64 {
	return s.bound(func(g float64) float64 { p := power(g, k); return (1 - p) / (1 + p) })
}

// Restarted returns it for chains that begin each update at the data.
func (s Stiffness) Restarted(k int) float64 {
	return s.bound(func(g float64) float64 { return 1 - power(g, k) })
}

func (s Stiffness) bound(answer func(memory float64) float64) float64 {
	sum := 0.0
	for _, part := range s {
		sum += float64(part.Pull * answer(part.Memory))
	}
	return 2 / sum
}

// power returns g^k for 0 <= g < 1.
func power(g float64, k int) float64 {
	if g <= 0 {
		return 0
	}
	return portable.Exp(float64(float64(k) * math.Log(g)))
}

// Stiffness returns that of the length of the mode's weights, for a mode on so many spins, trained at hidden variance 1/N: in
//
//	w' = w + lr Fraction w (E_Beta[m^2] - E_{w^2}[m^2]),  w -> sqrt(Beta),
//
// the pull is Fraction 2 Beta dE[m^2]/dBeta. A sweep takes m to tanh(Beta m): the memory is Beta (1-m^2) for a magnetised mode;
// Beta^2 for the <m^2> of one that is not; at most 1-1/sqrt(size), what a finite size leaves of critical slowing down. size = 0 stands
// for infinitely many spins, as in the saddle point; it is empty for Beta <= 1, where nothing pulls.
func (m Mode) Stiffness(size int) Stiffness {
	square := m.Overlap()
	square *= square
	memory := float64(m.Beta * (1 - square))
	if square == 0 {
		memory *= memory
	}
	if size == 0 {
		if square == 0 {
			return nil
		}
		return Stiffness{{m.Fraction * float64(4*m.Beta) * float64(square*(1-square)) / (1 - memory), memory}}
	}
	const d = 1e-3
	law := NewCurieWeiss(size, m.Beta+d)
	slope := law.Square()
	law.Beta = m.Beta - d
	slope = (slope - law.Square()) / (2 * d)
	return Stiffness{{float64(2*m.Fraction) * float64(m.Beta*slope), min(memory, 1-1/math.Sqrt(float64(size)))}}
}

// Tilt returns the stiffness of the product of two modes' amplitudes a_k.a_l in the space of the hidden units, which is 0 at the end.
// It couples the modes within each of their four lumps, where the chains are taken to stay,
//
//	<m_k m_l> = (a_k.a_l) [f_l m_l^2 c_k/(1-Beta_k c_k) + f_k m_k^2 c_l/(1-Beta_l c_l)],  c = 1-m^2,
//
// and falls at lr (Beta_k + Beta_l) <m_k m_l> in an update: often twice as stiff as the modes' lengths. Chains that crossed between lumps
// within an update (few spins, many sweeps) would make it stiffer still, 2 N f_k f_l m_k^2 m_l^2 (Beta_k+Beta_l)/2. Empty unless both modes are magnetised.
func Tilt(k, l Mode) Stiffness {
	if k.Beta <= 1 || l.Beta <= 1 {
		return nil
	}
	var s Stiffness
	for _, pair := range [][2]Mode{{k, l}, {l, k}} {
		a, b := pair[0], pair[1]
		ma, mb := a.Overlap(), b.Overlap()
		c := 1 - float64(ma*ma)
		memory := float64(a.Beta * c)
		s = append(s, Stiffness{{(a.Beta + b.Beta) * float64(b.Fraction*float64(float64(mb*mb)*c)) / (1 - memory), memory}}...)
	}
	return s
}

// Stiffness returns that of the shared weight: with c = 1-m^2, d = 1-tau^2 and e = tau + w d m/Alpha at the end, the pull is
// c e^2/(1-g), the memory g = w^2 c d/Alpha. Empty for Beta <= 1, where the weights end where nothing pulls at N -> infinity.
func (s SharedWeight) Stiffness() Stiffness {
	w, tau := s.Stationary()
	if w == 0 {
		return nil
	}
	m := Magnetisation(s.Beta)
	c, d := 1-float64(m*m), 1-float64(tau*tau)
	e := tau + float64(float64(w*d)*m)/s.Alpha
	memory := float64(float64(w*w)*float64(c*d)) / s.Alpha
	return Stiffness{{float64(c*float64(e*e)) / (1 - memory), memory}}
}
