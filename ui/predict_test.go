package ui

import (
	"strings"
	"testing"

	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// askedModel is a run whose first transition may be guessed.
func askedModel() *Model {
	m := sampleModel()
	m.Questions = []plot.Question{{Of: "t_I", Short: "first transition", Text: "When?"}, {Of: "sigma1", Curve: true, Short: "curve of σ", Text: "How?"}}
	return m
}

// TestPredictionFromQuestionToVerdict answers by number box, locks in and reads the verdict.
func TestPredictionFromQuestionToVerdict(t *testing.T) {
	m := askedModel()
	played := 0
	a := &Actions{Play: func() { played++ }}
	Deeds["predict"](m, a, "")
	if !m.Guessing() || m.Prediction.Of != "t_I" {
		t.Fatalf("prediction %+v", m.Prediction)
	}
	open := m.question()
	for _, want := range []string{"When?", `data-do="guess-lock"`, `id="guess"`, `<option value="sigma1">`} {
		if !strings.Contains(open, want) {
			t.Errorf("the question %s lacks %s", open, want)
		}
	}
	Deeds["guess-lock"](m, a, "")
	if !m.Guessing() || !strings.Contains(m.verdict(), "Place your marker first") || played != 0 {
		t.Errorf("without a guess: %q", m.verdict())
	}
	for _, typed := range []string{"x", "-1", "1e7", "NaN"} {
		m.Prediction.Said = ""
		if Deeds["guess-at"](m, a, typed); m.Prediction.Guess.Made() || !strings.Contains(m.verdict(), "number from 0 to a million") {
			t.Errorf("%s: %q", typed, m.verdict())
		}
	}
	Deeds["guess-at"](m, a, " 210 ")
	if m.question() != open {
		t.Error("the question is written anew while it is answered: the box would lose the focus")
	}
	Deeds["guess-lock"](m, a, "")
	if m.Guessing() || played != 1 {
		t.Errorf("played %d times", played)
	}
	if predict, guess := m.Prediction.Options(); predict != "t_I" || guess != "t_I.210" {
		t.Errorf("the link gets %s, %s", predict, guess)
	}
	measured, theory, deviation := 139.6, 139.2, 0.5
	m.Report(&protocol.State{Transitions: []protocol.Transition{{Name: "t_I", Update: &measured, Theory: &theory}}, Scalars: []protocol.Scalar{{Name: "t_I", Value: &measured, Error: &deviation}}})
	if got, want := m.verdict(), "Your guess: 210 · measured 139.60 ± 0.50 · theory 139.2 · off by 50\u00a0%"; got != want {
		t.Errorf("verdict %q, want %q", got, want)
	}
	Deeds["guess-others"](m, a, "100\n140\nten")
	if got := m.verdict(); !strings.Contains(got, "median of 3: 140") {
		t.Errorf("verdict %q", got)
	}
	if dialog := m.Dialog(GuessesDialog); !strings.Contains(dialog, "100\n140\n") || !strings.Contains(dialog, "neither a number nor a link with a guess, or too many: 1") {
		t.Errorf("dialog %s", dialog)
	}
	Deeds["guess-again"](m, a, "")
	if !m.Guessing() || m.Prediction.Guess.Made() {
		t.Error("the guess stays")
	}
	Deeds["guess-end"](m, a, "")
	if m.Prediction != nil || m.question()+m.verdict() != "" {
		t.Error("the question stays")
	}
}

func TestVerdictOnACurve(t *testing.T) {
	m := askedModel()
	Deeds["predict"](m, &Actions{}, "curve")
	if m.Prediction.Of != "sigma1" || strings.Contains(m.question(), `id="guess"`) {
		t.Fatalf("question %s", m.question())
	}
	m.Prediction.Guess.X, m.Prediction.Guess.Y = []float64{0, 1}, []float64{1, 1}
	Deeds["guess-lock"](m, &Actions{}, "")
	m.State.Update, m.State.Updates = 10, 10
	m.Missed = Missed{0.412, 0.35, " decades"}
	if got, want := m.verdict(), "Your curve is off by 0.41 decades on average · from theory by 0.35 decades"; got != want {
		t.Errorf("verdict %q, want %q", got, want)
	}
}

// TestAnOpenQuestionKeepsSilent: no invitation to start, no tick on the track; and a link's own question offers no other.
func TestAnOpenQuestionKeepsSilent(t *testing.T) {
	m := askedModel()
	m.Predict("t_I")
	m.Prediction.Given = true
	if strings.Contains(m.question(), "<select") {
		t.Error("a question of the link can be changed")
	}
	for i := range m.Panels {
		if (&Frame{Panel: m.Panels[i], Model: m}).inviting() {
			t.Error("the page invites to start")
		}
	}
	if m.Predict("t_X") {
		t.Error("there is no t_X")
	}
	for share, want := range map[float64]string{0.0061: "0.61 %", 0.5: "50 %", 0.504: "50 %", 1.065: "107 %", 0: "0 %", 12: "1200 %"} {
		if got := strings.ReplaceAll(percent(share), "\u00a0", " "); got != want {
			t.Errorf("%v is %q, want %q", share, got, want)
		}
	}
}

// TestTheGuessThatCanNotBeSkipped: where the link locks it there is no way around; what a reader is told says so.
func TestTheGuessThatCanNotBeSkipped(t *testing.T) {
	m := askedModel()
	m.Predict("t_I")
	m.Prediction.Given, m.Lock = true, map[string]bool{GuessLock: true}
	Deeds["guess-end"](m, &Actions{}, "")
	Deeds["predict"](m, &Actions{}, "sigma1")
	if !m.Guessing() || m.Prediction.Of != "t_I" || strings.Contains(m.question(), "Skip") {
		t.Errorf("skipped: %+v, %s", m.Prediction, m.question())
	}
	if !m.Refuse() || strings.Contains(m.Notices[0], "Skip") {
		t.Errorf("%q", m.Notices)
	}
	Deeds["guess-at"](m, &Actions{}, "200")
	Deeds["guess-lock"](m, &Actions{}, "")
	if Deeds["guess-end"](m, &Actions{}, ""); m.Prediction != nil {
		t.Error("an answered question can't be closed")
	}
	if m.Predict("t_I"); !strings.Contains(m.question(), "Skip") {
		t.Error("the lock is that of the link's own question")
	}
}

// TestAGuessBelongsToItsRun: of other parameters than those now it says which; of a transition that there is no more it ends, with a word.
func TestAGuessBelongsToItsRun(t *testing.T) {
	m := comparing()
	m.Pinned = nil
	m.Questions = askedModel().Questions
	m.Predict("t_I")
	m.Prediction.Guess.At = 5
	Deeds["guess-lock"](m, &Actions{}, "")
	if got := m.verdict(); !strings.HasPrefix(got, "Your guess: 5") {
		t.Errorf("verdict %q", got)
	}
	m.State.Values = map[string]string{"kappa": "0.7", "beta": "3", "seed": "1", "updates": "9"} // beta by a change in the run
	if got := m.verdict(); !strings.HasPrefix(got, "Your guess (made for pattern overlap κ 0.3): 5") {
		t.Errorf("verdict %q", got)
	}
	if m.Asks(m.Questions); m.Prediction == nil || m.Notices != nil {
		t.Error("it ends for nothing")
	}
	if m.Asks(m.Questions[1:]); m.Prediction != nil || len(m.Notices) != 1 || !strings.Contains(m.Notices[0], "no first transition any more") {
		t.Errorf("%+v, %q", m.Prediction, m.Notices)
	}
}

// TestNothingIsHandedOutBeforeTheGuess: neither files nor what an ensemble found, nor what stands beside the run.
func TestNothingIsHandedOutBeforeTheGuess(t *testing.T) {
	m := askedModel()
	m.Predict("t_I")
	m.Ensemble = &Ensemble{Wanted: 3, Done: 3, Spreads: []plot.Spread{{Name: "t_I", N: 3, Mean: 139.125}}}
	m.Pinned = &Pinned{}
	acted := ""
	a := &Actions{Export: func(what, _ string) { acted = what }, EnsembleCSV: func() { acted = "csv" }, Swap: func() { acted = "swap" }, Ensemble: func(int) { acted = "ensemble" }}
	for _, deed := range []string{"export", "ensemble-csv", "swap", "ensemble", "take-home"} {
		m.Notices = nil
		if Deeds[deed](m, a, "csv"); acted != "" || m.View.Dialog != "" || len(m.Notices) != 1 {
			t.Errorf("%s: %q, dialog %q, told %q", deed, acted, m.View.Dialog, m.Notices)
		}
	}
	if _, text := m.ensembleDialog(); strings.Contains(text, "139.1") || !strings.Contains(text, "Hidden until you have guessed") {
		t.Error(text)
	}
	if (&Frame{Panel: m.Panels[0], Model: m}).beside() {
		t.Error("what stands beside the run is told")
	}
}

// TestGuessOfAPlace: a scalar of a protocol is guessed as a place on its axis, and judged by what was measured, with its error.
func TestGuessOfAPlace(t *testing.T) {
	m := sampleModel()
	q := plot.Question{Of: "w_c", Short: "critical weight", Text: "At which weight?", Axis: "weight w"}
	m.Questions = []plot.Question{q}
	m.Predict("")
	deeds := map[string]Deed{}
	predictDeeds(deeds)
	if html := m.question(); !strings.Contains(html, `aria-label="Your guess: weight w"`) {
		t.Error(html)
	}
	deeds["guess-at"](m, &Actions{}, "four")
	if !strings.Contains(m.verdict(), "weight w") {
		t.Error(m.verdict())
	}
	deeds["guess-at"](m, &Actions{}, "4.2")
	deeds["guess-lock"](m, &Actions{}, "")
	if v := m.verdict(); !strings.Contains(v, "not measured yet") && !strings.Contains(v, "not reached") {
		t.Error(v)
	}
	value, err, theory := 4.0, 0.05, 4.1
	m.State.Scalars = []protocol.Scalar{{Name: "w_c", Value: &value, Error: &err, Theory: &theory}}
	if v := m.verdict(); !strings.Contains(v, "Your guess") || !strings.Contains(v, "4.2 · measured 4.000 ± 0.050 · theory 4.1 · off by 5\u00a0%") {
		t.Error(v)
	}
}
