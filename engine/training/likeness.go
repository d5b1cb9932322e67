package training

import (
	"slices"

	"cascade/engine/kernels"
)

// likeness is an order of the samples of a data set in which neighbours are alike. A minibatch in this order has fewer groups of
// four samples in which a unit is on in at least one, a sixth for digits; and those are what its correlations cost. Sums over a
// minibatch are exact, so its order changes nothing else.
type likeness struct {
	order, place []int32 // the sample at each place, the place of each sample
	dealt        []int32 // the samples of the latest minibatch, as they were dealt
	places       []int32 // theirs, ascending
}

// cluster is how many samples are alike enough: finer is no better, as a minibatch has few of each cluster.
const cluster = 64

// newLikeness orders the samples for minibatches of a size. Cost: some log2(samples/cluster) looks at the data, n log n each.
func newLikeness(data *kernels.Layer, batch int) *likeness {
	n := data.Chains
	l := &likeness{order: make([]int32, n), place: make([]int32, n), dealt: make([]int32, batch), places: make([]int32, batch)}
	for s := range l.order {
		l.order[s] = int32(s)
	}
	split(data, l.order, make([]int64, n))
	for p, s := range l.order {
		l.place[s] = int32(p)
	}
	return l
}

// split orders samples by how much nearer they are to one end of the cloud than to the other, and goes on with both halves. keys is
// scratch memory.
func split(data *kernels.Layer, samples []int32, keys []int64) {
	n := len(samples)
	if n <= cluster {
		return
	}
	one := farthest(data, samples, samples[0])
	other := farthest(data, samples, one)
	for k, s := range samples {
		nearer := data.Differences(int(s), int(one)) - data.Differences(int(s), int(other))
		keys[k] = int64(nearer)<<32 | int64(s)
	}
	slices.Sort(keys[:n])
	for k, key := range keys[:n] {
		samples[k] = int32(key)
	}
	split(data, samples[:n/2], keys)
	split(data, samples[n/2:], keys)
}

// farthest returns one of the first samples that differs most from a sample: good enough for an end.
func farthest(data *kernels.Layer, samples []int32, from int32) int32 {
	best, most := from, 0
	for _, s := range samples[:cluster] {
		if d := data.Differences(int(s), int(from)); d > most {
			best, most = s, d
		}
	}
	return best
}

// deal deals the samples of the next minibatch.
func (l *likeness) deal(from *batches) {
	for c := range l.dealt {
		l.dealt[c] = int32(from.deal())
		l.places[c] = l.place[l.dealt[c]]
	}
}

// gather copies the dealt samples of data to all chains of dst in this order, with their lists.
func (l *likeness) gather(dst, data *kernels.Layer) {
	slices.Sort(l.places)
	for c, p := range l.places {
		dst.CopyChain(c, data, int(l.order[p]))
	}
}
