package experiments

import (
	"math"

	"cascade/engine/observables"
)

// ascent follows the weights of a run that learns one pattern: from their growth through the one transition to their end.
type ascent struct {
	update         int
	along, q       float64          // ξ.w/N and the squared length of w now, critical at 1
	origin         seedling         // where the present segment began
	first          seedling         // where the run began
	growth         observables.Fit  // of what grows exponentially, over the linear regime
	grown          rateLaw          // what theory says of the updates that growth holds
	recent, before observables.Stat // of |along| after the transition, since the last power of two and the one before
	crossing       float64          // measured t_c
	predicted      float64          // its theory
}

// seedling is the state of the weights that theory starts from.
type seedling struct {
	update        int // -1: not taken
	along, across float64
}

// rateLaw is the predicted growth of ln U per update, and how much it varies with the samples.
type rateLaw struct{ rate, stdErr float64 }

func newAscent() ascent { return ascent{crossing: math.NaN(), predicted: math.NaN()} }

// retaught begins the growth anew after a change of parameters: it measures one rate.
func (a *ascent) retaught() {
	if math.IsNaN(a.crossing) {
		a.growth = observables.Fit{}
	}
}

// advance counts an update; was is what q was before it.
func (a *ascent) advance(was float64) {
	a.update++
	if math.IsNaN(a.crossing) && was < 1 && a.q >= 1 {
		a.crossing = float64(a.update) - math.Log(a.q)/math.Log(a.q/was)
	}
}

// settle adds the present weight to the statistics of the end.
func (a *ascent) settle() {
	if a.update&(a.update-1) == 0 {
		a.before, a.recent = a.recent, observables.Stat{}
	}
	a.recent.Add(math.Abs(a.along))
}

// grow adds a logarithm to the fit of the growth, of which law tells the theory.
func (a *ascent) grow(logarithm float64, law func() rateLaw) {
	if a.growth.N() == 0 {
		a.grown = law()
	}
	a.growth.Add(float64(a.update), logarithm)
}

// rate returns the fitted growth, its standard error and theory. One data set gives one slope, straight to many digits; what is
// uncertain is how far it stands for its teacher. Before there is enough to fit, now tells the theory.
func (a *ascent) rate(now func() rateLaw) (slope, stdErr float64, law rateLaw) {
	if a.growth.N() < 5 {
		return math.NaN(), math.NaN(), now()
	}
	slope, fitErr := a.growth.Slope()
	return slope, hypot(fitErr, a.grown.stdErr), a.grown
}

// noise returns the standard deviation of the weight at the end, which follows the chains' noise.
func (a *ascent) noise() float64 {
	end := a.recent
	if end.N() < 32 {
		end.Merge(a.before)
	}
	return math.Sqrt(end.Variance())
}

func (a *ascent) transitions() []Transition { return []Transition{{"t_c", a.crossing, a.predicted}} }
