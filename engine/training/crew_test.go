package training

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"cascade/engine/models"
)

// crew is a Crew in the same program, which does a part when it is given. lose tells which ones are lost, and what is left then.
type crew struct {
	hands int
	lose  func() bool
	done  map[int]*Part
	given int
}

func (c *crew) Hands() int { return c.hands }

func (c *crew) Give(hand int, p *Part) {
	if hand >= c.hands {
		panic("no such hand")
	}
	c.given++
	copyOf := NewPart(p.Shape)
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

// TestPartitionIsComplete, in multiples of four, and about as much work for everyone.
func TestPartitionIsComplete(t *testing.T) {
	for _, chains := range []int{64, 100, 500, 1001, 5000} {
		for hands := 1; hands <= 7; hands++ {
			for _, k := range []int{0, 1, 10, 100} {
				bounds := partition(chains, 500, k, hands)
				if len(bounds) != hands+1 || bounds[hands] != chains {
					t.Fatalf("%d chains, %d hands, k=%d: %v", chains, hands, k, bounds)
				}
				each, from, work := sweepCost*k+statisticsCost, 0, 500*statisticsCost
				most, least := work+bounds[0]*each, work+bounds[0]*each
				for i, to := range bounds {
					if to <= from || from%4 != 0 {
						t.Fatalf("%d chains, %d hands, k=%d: %v", chains, hands, k, bounds)
					}
					if i > 0 {
						most, least = max(most, (to-from)*each), min(least, (to-from)*each)
					}
					from = to
				}
				if bounds[0] > 4 && most-least > 12*each {
					t.Errorf("%d chains, %d hands, k=%d: between %d and %d to do", chains, hands, k, least, most)
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
