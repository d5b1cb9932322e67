package experiments

import (
	"math"
	"slices"

	"cascade/engine/theory"
)

// learnable returns the number of lumps at the end of training: 2 for each magnetised mode that has a hidden unit.
func (r *manyModes) learnable() int { return theory.Lumps(r.modes[:min(len(r.modes), r.hidden)]) }

// seedlings is the state of the weights that theory starts from.
type seedlings struct {
	update          int
	strength, sigma []float64
	blocks          []theory.Block // of sites with the same weights
	lumps           []theory.Lump
	drive           [][]float64
}

// samples is how many the run learns from: none yet in a preview, which stands for infinitely many.
func (r *manyModes) samples() int {
	if r.data == nil {
		return 0
	}
	return r.data.Chains
}

// foresight is how far predictions follow all modes together, in sweeps of one lump, before each is followed alone to a transition still to come: as
// far in short runs as in long ones, so that where a run ends does not move what lies beyond.
const foresight = 1 << 12

// predict follows the solved dynamics, and sets the predicted times of the transitions that have not been measured yet, beyond the end too. emit
// gets what theory says at each update that is recorded.
func (r *manyModes) predict(from, to int, pause func(), emit func(u int, s solution, f *foreseen)) {
	s, f := r.solve(from, pause)
	before := make([]float64, len(f.sigma))
	ahead := foresight
	for u := from; ; {
		if u <= to && (u > from || from == 0) {
			s.respond(f)
			emit(u, s, f)
		}
		pause()
		for next := nextScheduled(u); u < next; u++ {
			if ahead > 0 && ahead <= len(s.Lumps)*s.Sweeps {
				r.foretell(u, s, f)
			}
			ahead -= len(s.Lumps) * s.Sweeps
			if u >= to && (ahead <= 0 || !r.awaiting(f.sigma)) {
				return
			}
			copy(before, f.sigma)
			if s.step(f) != nil {
				return // diverged
			}
			r.foreseeCrossings(u, 1, before, f.sigma)
			if u%max(64/(len(s.Lumps)*s.Sweeps), 1) == 0 {
				pause()
			}
		}
	}
}

// foreseeCrossings sets the predicted times of the transitions between two states that are some updates apart.
func (r *manyModes) foreseeCrossings(u, updates int, before, after []float64) {
	for k := range after {
		if math.IsNaN(r.crossing[k]) && before[k] < 1 && after[k] >= 1 {
			r.predicted[k] = float64(u) - float64(updates)*math.Log(before[k])/math.Log(after[k]/before[k])
		}
	}
}

// seedlings takes the present state.
func (r *manyModes) seedlings(pause func()) seedlings {
	s := seedlings{update: r.update, strength: slices.Clone(r.strength), sigma: slices.Clone(r.sigma)}
	s.blocks = r.blocks()
	s.lumps = r.census(s.blocks, pause)
	s.drive = r.drive(pause)
	return s
}

// length returns the Euclidean norm.
func length(x []float64) float64 {
	sum := 0.0
	for _, y := range x {
		sum += float64(y * y)
	}
	return math.Sqrt(sum)
}

// foretell predicts the transitions that are still to come, of each mode alone, from the state at update u.
func (r *manyModes) foretell(u int, s solution, f *foreseen) {
	var growing, amplitudes, drives [][]float64
	for k := range r.modes {
		growing, amplitudes, drives = append(growing, make([]float64, r.hidden)), append(amplitudes, s.Mean(k)), append(drives, s.Modes[k].Drive)
	}
	r.mix(growing, drives)
	for k, y := range growing { // y += lr (rate y + drive) makes y + drive/rate grow
		share := 0.0
		if r.awaited(k, f.sigma) {
			share = 1 / theory.GrowthRate(r.n, r.second(k))
		}
		for x := range y {
			y[x] *= share
		}
	}
	r.mix(growing, amplitudes)
	theory.Perpendicular(growing)
	for k := range min(len(r.modes), r.hidden) {
		if r.awaited(k, f.sigma) {
			r.predicted[k] = float64(u) + s.Alone(k, growing[k], r.second(k))
		}
	}
}

// second returns the eigenvalue of the samples' covariance sqrt(f_k f_l) <m_k m_l> that belongs to their mode k.
func (r *manyModes) second(k int) float64 {
	if r.data == nil {
		return r.covariance(k)
	}
	return float64(r.learned.Values[k]*r.learned.Values[k]) / float64(r.data.Chains)
}

// awaited says whether mode k will have a transition that has neither been measured nor predicted.
func (r *manyModes) awaited(k int, sigma []float64) bool {
	return math.IsNaN(r.crossing[k]) && math.IsNaN(r.predicted[k]) && r.modes[k].Beta > 1 && sigma[k] < 1
}

// awaiting says whether there is such a mode that has a hidden unit.
func (r *manyModes) awaiting(sigma []float64) bool {
	for k := range min(len(r.modes), r.hidden) {
		if r.awaited(k, sigma) {
			return true
		}
	}
	return false
}

// rateLaw predicts the growth of the logarithm of mode k's strength in one update. What the samples add to its error is the spread of m_k^2,
// and how far the modes that chance mixes repel each other.
func (r *manyModes) rateLaw(k int) rateLaw {
	lr, rate := r.in.float("lr"), r.covariance(k)
	spread := r.modes[k].Fraction * stdErr(&r.square[k])
	for l := range r.modes[:min(len(r.modes), r.hidden)] {
		if l != k {
			spread = hypot(spread, repulsion(rate-r.covariance(l), math.Sqrt(rate*r.covariance(l)/float64(r.data.Chains))))
		}
	}
	return rateLaw{theory.GrowthPerUpdate(lr, theory.GrowthRate(r.n, rate)), lr * spread}
}

// covariance returns f_k E[m_k^2], the rate of mode k in infinitely many samples, but for 1/N.
func (r *manyModes) covariance(k int) float64 {
	return float64(r.modes[k].Fraction * r.moments[k].square)
}

// repulsion returns by how much a coupling moves each of two eigenvalues that are apart by a gap: by coupling^2/gap if it is small.
func repulsion(gap, coupling float64) float64 {
	half := math.Abs(gap) / 2
	return math.Sqrt(float64(half*half)+float64(coupling*coupling)) - half
}

// follow adds the present strengths to the fits of the linear growth.
func (r *manyModes) follow() {
	for k, s := range r.strength {
		if math.IsNaN(r.crossing[k]) && s > max(0.02, 2*r.first.strength[k]) && s < 0.3 {
			if r.growth[k].N() == 0 {
				r.grown[k] = r.rateLaw(k)
			}
			r.growth[k].Add(float64(r.update), math.Log(s))
		}
	}
}

// rateScalar reports how fast mode k grew. One data set gives one slope, straight to many digits; what is uncertain is how far it
// stands for its teacher. The weights of a mode that was learned, on sites that are another's then, fade while that one grows: its U is off by
// a percent then, which the curves show and no formula does.
func (r *manyModes) rateScalar(k int) Scalar {
	slope, fitErr := r.growth[k].Slope()
	law := r.fitted(k)
	err := hypot(fitErr, law.stdErr)
	if r.growth[k].N() < 5 {
		slope, err = math.NaN(), math.NaN()
	}
	if k >= r.hidden || r.disturbed[k] {
		law.rate = math.NaN()
	}
	return Scalar{"rate" + number(k), slope, err, law.rate}
}

// fitted returns the law of the updates that mode k's fit holds, if it holds enough, or else the present one. The chains add to its error.
func (r *manyModes) fitted(k int) rateLaw {
	law := r.grown[k]
	if r.growth[k].N() < 5 {
		law = r.rateLaw(k)
	}
	law.stdErr = hypot(law.stdErr, r.chainNoise(k))
	return law
}

// closure is how far theory may be off by itself, as a part of the time of a transition and for each transition up to that one: it follows the
// means and widths of lumps. Over 24 transitions of hopfield and hierarchy whose noise was less it was off by 0.02, 0.05, 0.1 and 0.17 % at the
// first to the fourth.
const closure = 3e-4

// timeScalar reports when mode k had its transition. Theory knows samples and initial weights; what it does not know is the noise of the chains. It
// adds lr sigma_0/(N sqrt(R)) to each mode's strength in an update, most while that is small; what it adds to a faster mode is taken from a slower one.
func (r *manyModes) timeScalar(k int) Scalar {
	turn := 0.0
	for l := range r.modes[:min(k+1, r.hidden)] {
		grown := 2 * theory.GrowthRate(r.n, r.covariance(l)) * float64(r.n*r.n*r.trainer.Chains.Chains)
		turn += r.in.float("lr") * r.first.sigma[0] / float64(grown*float64(r.first.strength[l]*r.first.strength[l]))
	}
	noise := hypot(r.crossing[k]*r.chainNoise(k), math.Sqrt(max(turn, 0))) / r.fitted(k).rate
	return Scalar{r.names[k], r.crossing[k], hypot(noise, closure*float64(k+1)*r.crossing[k]), r.predicted[k]}
}

// chainNoise returns the error of mode k's rate that the chains make: their own <m^2> = f/N, which is subtracted, is a mean over as many draws as
// there were chains and updates.
func (r *manyModes) chainNoise(k int) float64 {
	draws := float64(r.trainer.Chains.Chains * max(r.growth[k].N(), 1))
	return r.in.float("lr") * math.Sqrt(2/draws) / float64(r.n)
}
