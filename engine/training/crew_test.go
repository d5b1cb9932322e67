package training

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"cascade/engine/models"
)

// crew is a Crew in the same program, which does a part when it is given, with the memory of the part before. lose tells which ones are lost, and what is left then.
type crew struct {
	hands int
	lose  func() bool
	done  map[int]*Part
	given int
}

func (c *crew) Hands() int { return c.hands }

// Speed changes from one update to the next.
func (c *crew) Speed(hand int) float64 { return []float64{1, 0.8, 1.5}[(c.given/3+hand)%3] }

func (c *crew) Give(hand int, p *Part) {
	if hand >= c.hands {
		panic("no such hand")
	}
	c.given++
	copyOf := c.done[hand]
	if copyOf == nil || !copyOf.Fit(p.Shape) {
		copyOf = NewPart(p.Shape)
	}
	exchange(copyOf.Task(), p.Task())
	copyOf.Do(still)
	c.done[hand] = copyOf
}

func (c *crew) Take(hand int, p *Part, pause func()) bool {
	if c.lose() {
		c.hands = max(0, c.hands-1)
		return false
	}
	exchange(p.Result(), c.done[hand].Result())
	return true
}

func exchange(to, from [][]byte) {
	for i := range to {
		if len(to[i]) != len(from[i]) {
			panic("the copy has another shape")
		}
		copy(to[i], from[i])
	}
}

// TestACrewChangesNothing: weights, states and generators are the same bits for any number of hands, and when some of them
// are lost.
func TestACrewChangesNothing(t *testing.T) {
	const nv, nh, chains = 260, 250, 1037
	run := func(c Crew, method Method, k int) *Binary {
		r := rand.New(rand.NewPCG(71, 72))
		m := models.New(models.Binary, models.Binary, nv, nh)
		for i := range nv {
			InitialWeights(m.W.Row(i), 0.3, r)
		}
		tr := NewBinary(m, randomLayer(nv, 300, 0.3, r), 100, chains, 9)
		tr.Crew, tr.K, tr.Rate, tr.Method = c, k, 0.1, method
		for range 3 {
			tr.Update(still)
		}
		return tr
	}
	for _, method := range []Method{PCD, CD, Rdm} {
		want := run(nil, method, 1)
		for _, hands := range []int{1, 2, 7} {
			for name, lose := range map[string]func() bool{"none": func() bool { return false }, "some": func() func() bool {
				r := rand.New(rand.NewPCG(73, 74))
				return func() bool { return r.IntN(3) == 0 }
			}()} {
				c := &crew{hands: hands, lose: lose, done: map[int]*Part{}}
				got := run(c, method, 1)
				what := fmt.Sprintf("%v, %d hands, %s lost", method, hands, name)
				if c.given == 0 || name == "none" && c.given != 3*hands {
					t.Errorf("%s: %d parts were given away", what, c.given)
				}
				if !slices.Equal(got.Machine.W.Data, want.Machine.W.Data) || !slices.Equal(got.Machine.B, want.Machine.B) || !slices.Equal(got.Machine.C, want.Machine.C) {
					t.Errorf("%s: other parameters", what)
				}
				if !slices.Equal(got.Chains.Nibbles, want.Chains.Nibbles) || !slices.Equal(got.Hidden.Nibbles, want.Hidden.Nibbles) || !slices.Equal(got.Streams.State, want.Streams.State) {
					t.Errorf("%s: other states or generators", what)
				}
			}
		}
	}
}

// TestPartitionIsComplete, in multiples of four, with something for everyone, and such that all end at about the same time.
func TestPartitionIsComplete(t *testing.T) {
	all := []float64{1, 1, 0.5, 2, 1, 0.25, 1.1}
	for _, chains := range []int{64, 100, 500, 1001, 5000} {
		for hands := 1; hands <= 7; hands++ {
			for _, k := range []int{0, 1, 10, 100} {
				for _, speeds := range [][]float64{all[:hands], slices.Repeat([]float64{1}, hands), slices.Repeat([]float64{1e-3}, hands), slices.Repeat([]float64{1e3}, hands)} {
					what := fmt.Sprintf("%d chains, k=%d, speeds %v", chains, k, speeds)
					bounds := partition(nil, chains, 500, k, speeds)
					if len(bounds) != hands+1 || bounds[hands] != chains {
						t.Fatalf("%s: %v", what, bounds)
					}
					each := sweepCost*k + statisticsCost
					from, least := 0, true // whether somebody has no more than is given to anyone
					for _, to := range bounds {
						if to <= from || from%4 != 0 {
							t.Fatalf("%s: %v", what, bounds)
						}
						least = least || to-from <= 8
						from = to
					}
					if least {
						continue
					}
					own := float64(bounds[0]*each + 500*statisticsCost + tablesCost*k)
					for h, s := range speeds {
						work := float64((bounds[h+1]-bounds[h])*each + tablesCost*k + exchangeCost)
						if d := work - own*s; math.Abs(d) > float64(8*each)*max(1, s) {
							t.Errorf("%s: %v: hand %d has %g, of %g in that time", what, bounds, h, work, own*s)
						}
					}
				}
			}
		}
	}
}

// TestNobodyIsHiredForASmallMachine: a crew that is asked how many there are starts them.
func TestNobodyIsHiredForASmallMachine(t *testing.T) {
	r := rand.New(rand.NewPCG(75, 76))
	tr := NewBinary(randomBinary(20, 10, r), randomLayer(20, 30, 0.3, r), 10, 100, 1)
	tr.Crew = unwanted{}
	tr.Update(still)
}

type unwanted struct{ Crew }

func (unwanted) Hands() int { panic("a small machine's crew was asked") }
