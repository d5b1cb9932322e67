package plot

import "math"

// Tick is one mark on an axis. A minor tick has no label.
type Tick struct {
	At    float64
	Label string
}

// Ticks returns the marks of an axis from lo to hi, about n of them labelled: multiples of 1, 2 or 5 times a power of ten;
// on a logarithmic axis powers of ten with unlabelled marks between them, with 2 and 5 labelled too where there are few decades and room.
// At least two are labelled, even if n is smaller, and no two alike.
// Panics unless lo < hi and n > 0, and on a logarithmic axis unless lo > 0.
func (a *Axis) Ticks(lo, hi float64, n int) []Tick {
	if !(lo < hi) || n < 1 || (a.Log && !(lo > 0)) {
		panic("plot: impossible axis")
	}
	kind := linearTicks
	if a.Log {
		kind = logTicks
	}
	const enough = 12 // labels asked for that always give two
	for {
		ticks := kind(lo, hi, n)
		if n++; labelled(ticks) >= 2 || n > enough {
			return ticks
		}
	}
}

// labelled counts the labels, and takes away those that repeat the one before: their axis is longer than its digits tell.
func labelled(ticks []Tick) int {
	count, last := 0, ""
	for i := range ticks {
		switch t := &ticks[i]; t.Label {
		case "":
		case last:
			t.Label = ""
		default:
			count, last = count+1, t.Label
		}
	}
	return count
}

func linearTicks(lo, hi float64, n int) []Tick {
	step, decimals := niceStep((hi - lo) / float64(n))
	var ticks []Tick
	first, last := math.Ceil(lo/step-1e-9), math.Floor(hi/step+1e-9)
	for i := first; i <= last; i++ {
		v := i * step
		ticks = append(ticks, Tick{v, tickLabel(v, step, decimals, math.Max(math.Abs(lo), math.Abs(hi)))})
	}
	return ticks
}

// niceStep returns the smallest 1, 2 or 5 times a power of ten that is not below min, and how many decimals it has.
func niceStep(min float64) (step float64, decimals int) {
	power := math.Floor(math.Log10(min))
	for _, m := range [...]float64{1, 2, 5, 10} {
		if step = m * math.Pow(10, power); step >= min*(1-1e-9) {
			if m == 10 {
				power++
			}
			break
		}
	}
	return step, int(math.Max(0, -power))
}

func logTicks(lo, hi float64, n int) []Tick {
	const slack = 1e-9
	if hi/lo < 6 { // hardly a decade: round numbers say more than powers
		return linearTicks(lo, hi, n)
	}
	first, last := math.Floor(math.Log10(lo)), math.Ceil(math.Log10(hi))
	decades := math.Log10(hi) - math.Log10(lo)
	every := math.Max(1, math.Ceil(decades/float64(n)))
	var ticks []Tick
	for e := first; e <= last; e++ {
		for m := 1.0; m < 10; m++ {
			v := m * math.Pow(10, e)
			if v < lo*(1-slack) || v > hi*(1+slack) {
				continue
			}
			few := decades < 2 && 3*decades <= 2*float64(n) && (m == 2 || m == 5)
			switch {
			case m == 1 && math.Mod(e, every) == 0, few:
				ticks = append(ticks, Tick{v, logLabel(v, e, lo, hi)})
			case every == 1: // between rare labels the minor marks would only be a smear
				ticks = append(ticks, Tick{v, ""})
			}
		}
	}
	return ticks
}

// logLabel writes plain numbers where a whole axis reads well with them, and otherwise all of them with powers of ten.
func logLabel(v, exponent, lo, hi float64) string {
	if lo > 0.0009 && hi < 50001 {
		return Number(v, 1)
	}
	power := "10" + superscript(int(exponent))
	if m := math.Round(v / math.Pow(10, exponent)); m != 1 {
		return fixed(m, 0) + "·" + power
	}
	return power
}

// tickLabel writes v with the decimals of its axis, whose largest absolute value is size.
func tickLabel(v, step float64, decimals int, size float64) string {
	if v == 0 {
		return "0"
	}
	if size >= 1e6 && size < 500*step || decimals > 4 { // three digits tell the steps apart
		return Number(v, 3)
	}
	return fixed(v, decimals)
}
