package experiments

// recall keeps what costly measurements gave, by a digest of all that they depend on. A run that was brought back comes by the same states
// again, and need not measure them twice. What is kept is no part of the run's state, so a field of this type has the tag memory:"-".
type recall[T any] struct {
	results map[digest]T
	most    int
}

// newRecall keeps at most so many results; one more, and it forgets all others.
func newRecall[T any](most int) *recall[T] { return &recall[T]{map[digest]T{}, most} }

// of returns the result of a measurement: that which is kept, or else a new one.
func (r *recall[T]) of(key digest, measure func() T) T {
	if kept, ok := r.results[key]; ok {
		return kept
	}
	result := measure()
	if len(r.results) >= r.most {
		clear(r.results)
	}
	r.results[key] = result
	return result
}
