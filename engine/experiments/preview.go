package experiments

import "slices"

// Change is a wanted value of a parameter, as text.
type Change struct{ Name, Value string }

// Preview is what theory alone says of a run with other parameters, in a few milliseconds: without data, as if there were infinitely many
// samples, and in larger steps than the run's, which move a transition by less than 2 % of its time and sigma by less than 20 %. It is for the time in which a
// slider moves.
type Preview struct {
	rec         *recorder
	Fields      []Field      // in place of the session's: the free energy where the run's last update would leave it, and nothing on it
	Transitions []Transition // with theory only
	Scalars     []Scalar     // with theory only, and without the times of transitions
}

// Series calls emit for each curve.
func (p *Preview) Series(emit func(name string, x, y []float64)) {
	for _, name := range p.rec.names {
		emit(name, p.rec.others[name].X, p.rec.others[name].Y)
	}
}

// previewer is a run that can be foreseen.
type previewer interface {
	// preview adds theory from update from to update to to the records. The run was just started, and its prepare never called; now is the one
	// whose weights it would go on with, nil to begin with its own initial ones.
	preview(now run, rec *recorder, from, to int) *Preview
}

// previewSteps is about how many steps of all solved trajectories together a preview takes, and previewPoints how many of them it shows.
const (
	previewSteps  = 384
	previewPoints = 128
)

// Preview foresees the run as [Session.SetAll] would change it, and leaves it as it is: from the present update if all changes can be made in
// the run, which must then stand between two updates, otherwise a new one from its beginning. nil if there is no such theory.
func (s *Session) Preview(changes []Change) *Preview {
	if _, ok := s.run.(previewer); !ok { // one that is not may need a file, also to be started only
		return nil
	}
	next, live := s.Restart(), s.prepared && s.update > 0 && !s.Done()
	for _, c := range changes {
		next.assign(c.Name, c.Value, &notices{})
		i := next.Experiment.index(c.Name)
		live = live && i >= 0 && next.Experiment.Params[i].Live
	}
	r := next.Experiment.start(input{link: next})
	p := r.(previewer)
	rec := newRecorder(r.columns(), next.Experiment.Series)
	if !live {
		return p.preview(nil, rec, 0, min(next.Updates, previewReach))
	}
	for _, name := range s.rec.names {
		past := s.rec.others[name]
		if seen, _ := slices.BinarySearch(past.X, float64(s.update)+0.5); seen > 0 {
			rec.curve(name, past.Symbol, "", past.X[:seen], past.Y[:seen])
		}
	}
	return p.preview(s.run, rec, s.update, min(next.Updates, s.update+previewReach))
}

// previewReach is how many updates a preview looks ahead at most.
const previewReach = 1 << 13

// SetAll is [Session.Set] for several parameters at once: if one of them asks for a new run, restart has all of them.
func (s *Session) SetAll(changes []Change) (restart *Link, corrections []string) {
	for _, c := range changes {
		next, notes := s.Set(c.Name, c.Value)
		corrections = append(corrections, notes...)
		switch i := s.link.Experiment.index(c.Name); {
		case next == nil:
		case restart == nil:
			restart = next
		case i >= 0:
			restart.Values[i] = next.Values[i]
		default:
			restart.Seed = next.Seed
		}
	}
	if restart != nil {
		for i := range restart.Values { // changes of the run that ends here
			if slices.ContainsFunc(changes, func(c Change) bool { return c.Name == restart.Experiment.Params[i].Name }) {
				continue
			}
			restart.Values[i] = s.pending(i)
		}
		restart.refit()
	}
	return restart, corrections
}

// stretch returns how many updates one step stands for when so many trajectories are followed, and how far they are followed. The end
// of the training stays stable: there the weights are pulled back at the rate 2 beta dm^2/dbeta, which is 3 to 6 at a transition and less beyond,
// so that lr in a step is a quarter at most.
func stretch(from, to, trajectories int, lr float64) (updates, end int) {
	most := previewSteps / max(trajectories, 1)
	updates = min((to-from)/most+1, max(1, int(0.25/lr)))
	return updates, min(to, from+4*most*updates)
}
