package scripts

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cascade/engine/experiments"
	"cascade/scripts/internal/repo"
	"cascade/static/lessons"
	"cascade/ui"
)

// claims are the numbers that the lessons tell of their runs; a run goes on from one to the next.
var claims = []struct {
	lesson string
	step   int    // from 1
	link   string // that a word of the step opens; empty: the step's own run
	what   string // see lessonRun.measure
	says   string // the number, as the text has it
}{
	{"tour", 2, "", "t_c", "277"}, {"tour", 2, "mattis?beta=2", "t_c", "202"},
	{"tour", 3, "", "t_c", "203"},
	{"tour", 4, "", "q at 288", "1.69"}, {"tour", 4, "", "q at 600", "1.41"},
	{"tour", 5, "", "t_I", "136"}, {"tour", 5, "", "t_II", "394"},
	{"tour", 7, "", "t_1", "218"}, {"tour", 7, "", "t_2", "327"}, {"tour", 7, "", "t_3", "657"},
	{"tour", 8, "", "t_c", "202"},
	{"tour", 9, "", "t_1", "166"}, {"tour", 9, "", "t_2", "233"},
	{"one", 1, "", "t_c", "277"},
	{"one", 2, "", "theory of rate", "0.0325"}, {"one", 2, "mattis?lr=0.025&updates=1000", "t_c", "550"},
	{"one", 3, "mattis?init=0.001", "t_c", "348"},
	{"one", 4, "", "t_c", "203"},
	{"one", 6, "", "q at 288", "1.69"}, {"one", 6, "", "q at 600", "1.41"},
	{"one", 7, "mattis?beta=1.2", "t_c", "425"},
	{"cascade", 3, "", "t_II", "394"},
	{"cascade", 2, "", "rate1", "0.0615"}, {"cascade", 2, "", "rate2", "0.0227"}, {"cascade", 2, "", "theory of rate1", "0.0615"}, {"cascade", 2, "", "theory of rate2", "0.0227"},
	{"cascade", 2, "", "t_I", "136"},
	{"cascade", 4, "", "t_I", "123"},
	{"cascade", 5, "", "t_3", "657"},
	{"cascade", 5, "hierarchy?ratio=0.8", "t_1", "252"}, {"cascade", 5, "hierarchy?ratio=0.8", "t_2", "307"},
	{"cascade", 6, "", "predicted t_4", "1156"},
	{"data", 2, "", "t_1", "166"}, {"data", 2, "", "t_2", "233"},
	{"data", 4, "", "theory of w_c1", "4.45"}, {"data", 4, "", "w_c1", "4.50"},
	{"data", 6, "", "predicted t_2", "287"}, {"data", 6, "", "predicted t_3", "1866"},
}

// TestLessonClaims runs what the lessons speak of, as far as they do, and compares each number to its last digit. Where a text leads to the
// update of a transition it is this number. (Late ones that would take
// long are left out.)
func TestLessonClaims(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds")
	}
	runs := map[string]*lessonRun{}
	for _, c := range claims {
		l, err := ui.ReadLesson([]byte(lessons.Read(c.lesson)))
		if err != nil {
			t.Fatal(err)
		}
		step, link := l.Steps[c.step-1], c.link
		if link == "" {
			link = strings.TrimRight(strings.Replace(l.LinkAt(c.step-1), "autoplay=1", "", 1), "?&")
		} else if !strings.Contains(step.Text, "("+link) {
			t.Errorf("%s, step %d: no word opens %s", c.lesson, c.step, link)
		}
		if !strings.Contains(step.Text, c.says) {
			t.Errorf("%s, step %d does not say %s", c.lesson, c.step, c.says)
		}
		if runs[link] == nil {
			runs[link] = openLessonRun(t, link)
			if list := runs[link].session.Corrections(); c.link == "" && len(list) > 0 {
				t.Errorf("%s, step %d opens with a remark: %q", c.lesson, c.step, list)
			}
		}
		_, decimals, _ := strings.Cut(c.says, ".")
		got := runs[link].measure(c.what)
		if text := strconv.FormatFloat(got, 'f', len(decimals), 64); text != c.says {
			t.Errorf("%s, step %d says %s: %s of %s is %v", c.lesson, c.step, c.says, c.what, link, got)
		}
	}
}

// lessonRun is a run that goes on as far as is asked.
type lessonRun struct {
	t       *testing.T
	session *experiments.Session
}

func openLessonRun(t *testing.T, text string) *lessonRun {
	link, _, err := experiments.ParseLink(text)
	if err != nil {
		t.Fatal(err)
	}
	assets := &experiments.Assets{}
	if name := assets.Missing(link); name != "" {
		file := filepath.Join("..", "dist", name+".bin.gz")
		pack, err := repo.Unpack(file)
		if os.IsNotExist(err) {
			t.Skip("run 'make dist' first")
		}
		if err == nil {
			err = assets.Put(name, file, pack)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	r := &lessonRun{t, experiments.Open(link, nil, assets)}
	r.must(r.session.Prepare(func() {}))
	return r
}

func (r *lessonRun) must(err error) {
	if err != nil {
		r.t.Fatal(err)
	}
}

// until goes on until enough says so, or to the end.
func (r *lessonRun) until(enough func() bool) {
	for !enough() && !r.session.Done() {
		r.must(r.session.Step(func() {}))
	}
}

// measure reads "t_c" (a transition, some updates after it), "predicted t_c", "q at 288" (a series), "rate" (a scalar, as of the
// update that the claims before have led to) or "theory of rate".
func (r *lessonRun) measure(what string) float64 {
	words := strings.Fields(what)
	name := words[len(words)-1]
	switch {
	case words[0] == "predicted":
		return r.transition(name).Theory
	case len(words) == 3 && words[1] == "at":
		update, err := strconv.Atoi(name)
		r.must(err)
		r.until(func() bool { return r.session.Update() >= update })
		got := math.NaN()
		r.session.MainSeries(0, func(name string, x, y []float64) {
			if i := slices.Index(x, float64(update)); name == words[0] && i >= 0 {
				got = y[i]
			}
		})
		return got
	case strings.HasPrefix(name, "t_"):
		r.until(func() bool { at := r.transition(name).Update; return at < float64(r.session.Update()-8) })
		return r.transition(name).Update
	}
	for _, s := range r.session.Scalars() {
		if s.Name == name && len(words) == 1 {
			return s.Value
		} else if s.Name == name {
			return s.Theory
		}
	}
	return math.NaN()
}

func (r *lessonRun) transition(name string) experiments.Transition {
	for _, t := range r.session.Transitions() {
		if t.Name == name {
			return t
		}
	}
	r.t.Errorf("no transition %s", name)
	return experiments.Transition{}
}
