package training

import "math/rand/v2"

// batches deals the samples of a data set out in minibatches: each epoch is a fresh random order, every sample once.
type batches struct {
	source *rand.PCG
	rand   *rand.Rand
	order  []int32
	next   int
}

func newBatches(samples int, seed uint64) *batches {
	src := rand.NewPCG(seed, StreamBatches)
	b := &batches{source: src, rand: rand.New(src), order: make([]int32, samples), next: samples}
	for i := range b.order {
		b.order[i] = int32(i)
	}
	return b
}

// deal returns the index of the next sample.
func (b *batches) deal() int {
	if b.next == len(b.order) {
		b.rand.Shuffle(len(b.order), func(i, j int) { b.order[i], b.order[j] = b.order[j], b.order[i] })
		b.next = 0
	}
	b.next++
	return int(b.order[b.next-1])
}

// state returns the generator's state, for a run's hash.
func (b *batches) state() []byte {
	p, err := b.source.MarshalBinary()
	if err != nil {
		panic("training: a PCG always marshals")
	}
	return append(p, byte(b.next), byte(b.next>>8), byte(b.next>>16), byte(b.next>>24))
}
