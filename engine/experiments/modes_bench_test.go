package experiments

import "testing"

// The page's costs at the default size: an update, what a frame shows, and new theory curves after a change of kappa.
func BenchmarkHopfieldUpdate(b *testing.B) {
	s := steps(b, open(b, "hopfield"), 10)
	b.ReportAllocs()
	for b.Loop() {
		if err := s.run.step(still); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkHopfieldFrame(b *testing.B) {
	s := steps(b, open(b, "hopfield"), 420)
	r := s.run.(*hopfield)
	for b.Loop() {
		r.seen, r.wellsAt = -1, -1
		s.Fields(func(Field) {})
		s.Scalars()
	}
}

func BenchmarkHopfieldObserve(b *testing.B) {
	s := steps(b, open(b, "hopfield"), 420)
	r := s.run.(*hopfield)
	rec := newRecorder(r.columns(), nil)
	for b.Loop() {
		r.wellsAt = -1
		if err := r.observe(rec, still); err != nil {
			b.Fatal(err)
		}
	}
}

func benchmarkTheory(b *testing.B, link string) {
	s := steps(b, open(b, link), 1)
	for b.Loop() {
		s.update = 0
		s.predict(still)
	}
}

func BenchmarkHopfieldTheory(b *testing.B)  { benchmarkTheory(b, "hopfield") }
func BenchmarkHierarchyTheory(b *testing.B) { benchmarkTheory(b, "hierarchy") }

// BenchmarkHopfieldChange is the whole of a step's work before the update when kappa was changed: samples and theory.
func BenchmarkHopfieldChange(b *testing.B) {
	s := steps(b, open(b, "hopfield"), 1)
	for b.Loop() {
		if err := s.run.changed("kappa", still); err != nil {
			b.Fatal(err)
		}
		s.predict(still)
	}
}
