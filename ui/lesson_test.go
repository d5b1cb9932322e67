package ui

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"cascade/wasm/protocol"
)

const sampleLesson = `{"cascade-lesson":1,"title":"A <b>&","author":"\"x\"","steps":[{"title":"One","link":"#mattis?beta=2","text":"a"},
	{"text":"[see](#chi) and [set](lr=0.1)"},{"link":"mattis","text":"c"}]}`

func readSample(t *testing.T) *Lesson {
	t.Helper()
	l, err := ReadLesson([]byte(sampleLesson))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// What is wrong with a lesson is one sentence, with the step where it is one's fault.
func TestBrokenLessons(t *testing.T) {
	step := func(s string) string {
		return `{"cascade-lesson":1,"steps":[{"link":"mattis","text":""},{"text":""},` + s + `]}`
	}
	for text, want := range map[string]string{
		"":                                  "its JSON is broken at byte 0",
		`{"cascade-lesson":1,"steps":[{`:    "its JSON is broken at byte 30",
		`{"cascade":1}`:                     "it is no lesson",
		`[1]`:                               "which is not what belongs there",
		`{"cascade-lesson":"1"}`:            `"cascade-lesson" is of the kind string`,
		`{"cascade-lesson":2,"steps":[{}]}`: "it is of version 2",
		`{"cascade-lesson":1}`:              "it has no steps",
		`{"cascade-lesson":1,"steps":[{}]}`: "step 1 has no link",
		`{"cascade-lesson":1,"steps":[{"link":"mattis"}` + strings.Repeat(`,{}`, 9999) + `]}`: "it has 10000 steps, more than 200",
		step(`{"text":"[x](sigma>2)"}`):                             `step 3 has words that should do "sigma>2", which is none of play`,
		step(`{"text":"[x](@-1)"}`):                                 "step 3 has words",
		step(`{"text":"[x](javascript:a())"}`):                      "step 3 has words",
		step(`{"link":"mattis?lesson=tour.1"}`):                     "step 3 opens another lesson",
		step(`{"text":"` + strings.Repeat("a", 5000) + `"}`):        "step 3 has a text of more than 4000",
		step(`{"title":"` + strings.Repeat("a", 300) + `"}`):        "step 3 has a title of more than 200",
		step(`{"link":"mattis?` + strings.Repeat("a", 9000) + `"}`): "step 3 has a link of 9007 bytes",
		strings.Repeat(" ", MaxLesson+1):                            "bytes, more than",
	} {
		if l, err := ReadLesson([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v %v, want %q", text, l, err, want)
		}
	}
	l := readSample(t)
	l.Steps[2].Link = "isng?beta=2"
	if err := l.Check([]protocol.Experiment{{Name: "mattis"}}); err == nil || err.Error() != `step 3 opens "isng", and there is no such experiment; there are mattis` {
		t.Errorf("unknown experiment: %v", err)
	}
}

func TestLessonsAreWrittenAsTheyAreRead(t *testing.T) {
	l := readSample(t)
	again, err := ReadLesson(l.Write())
	if err != nil || fmt.Sprint(*again) != fmt.Sprint(*l) {
		t.Errorf("%v became %v, %v", l, again, err)
	}
	if l.LinkAt(1) != "mattis?beta=2" || l.LinkAt(2) != "mattis" {
		t.Error("a step without a link is not the run before")
	}
}

func TestLessonOption(t *testing.T) {
	for _, c := range [][3]string{
		{"mattis", "tour.4", "mattis?lesson=tour.4"}, {"mattis?beta=2&lesson=tour.1", "one.2", "mattis?beta=2&lesson=one.2"},
		{"mattis?lesson=tour.1&beta=2", "", "mattis?beta=2"}, {"mattis?lesson=tour.1", "", "mattis"}, {"", "tour.1", ""},
		{"mattis", "course/first one.json.2", "mattis?lesson=course/first%20one.json.2"},
	} {
		got := WithLesson(c[0], c[1])
		if got != c[2] {
			t.Errorf("WithLesson(%q, %q) = %q, want %q", c[0], c[1], got, c[2])
		}
		if _, option := CutLesson(got); option != c[1] && got != "" {
			t.Errorf("%q has lesson %q", got, option)
		}
	}
	if rest, option := CutLesson("#lesson=tour.4"); rest != "" || option != "tour.4" {
		t.Errorf("a lesson alone is %q, %q", rest, option)
	}
	for option, want := range map[string]string{"tour.4": "tour 3", "tour": "tour 0", "a/b.json": "a/b.json 0", "a/b.json.2": "a/b.json 1", "z.Ab-_.3": "z.Ab-_ 2", "tour.-7": "tour 0"} {
		name, step := SplitOption(option)
		if got := fmt.Sprint(name, " ", step); got != want {
			t.Errorf("%s is %s, want %s", option, got, want)
		}
	}
}

func TestWriteText(t *testing.T) {
	for text, want := range map[string]string{
		"a\nb\n\n c ":                "<p>a b</p><p>c</p>",
		"*a b* 2*3*4 * x *":          "<p><em>a b</em> 2<em>3</em>4 * x *</p>",
		"t_c t_{II} snake_case w_1²": "<p>t<sub>c</sub> t<sub>II</sub> snake_case w<sub>1</sub>²</p>",
		"? why":                      `<p class="question">why</p>`,
		"! so":                       "<details><summary>Answer</summary><p>so</p></details>",
		"<b>&\"'":                    "<p>&lt;b&gt;&amp;&#34;&#39;</p>",
		`\*a\* \[b](play)`:           "<p>*a* [b](play)</p>",
		"[a](nonsense!)":             "<p>a</p>",
		"[χ_1](#chi)":                `<p><button type="button" class="word" data-do="word" data-value="#chi" title="Show this plot">χ<sub>1</sub></button></p>`,
		"[a](play).":                 `<p><span class="kept"><button type="button" class="word" data-do="word" data-value="play" title="Run, or pause">a</button>.</span></p>`,
		"[a] (b) [](c) [d]()":        "<p>[a] (b) [](c) [d]()</p>",
	} {
		if got := WriteText(text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

var written = regexp.MustCompile(`</?(?:p|em|sub|details|summary|button)>|<p class="question">|<span class="kept">|</span>|<button type="button" class="word" data-do="word" data-value="[^"<>]*" title="[^"<>]*">|&(?:lt|gt|amp|#34|#39);`)

// FuzzWriteText: whatever a lesson says, what comes out is nothing but our own elements and escaped text.
func FuzzWriteText(f *testing.F) {
	for _, seed := range []string{"*a*", "[a](@3)", "[a](kappa=\"><script>)", "t_{<b>}", "? *[x](play)*", "[*a](#b)*", "\\<", "[a](x?y=<>\"')", "\xff*", "! [", "[a_{b](play)}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := WriteText(text)
		if rest := written.ReplaceAllString(got, ""); strings.ContainsAny(rest, `<>&"'`) {
			t.Errorf("%q became %s", text, got)
		}
		for _, tag := range []string{"p", "em", "sub", "button", "details"} {
			if strings.Count(got, "<"+tag) < strings.Count(got, "</"+tag+">") || strings.Count(got, "</"+tag+">") == 0 && strings.Contains(got, "<"+tag+">") {
				t.Errorf("%q leaves <%s> open: %s", text, tag, got)
			}
		}
		if strings.Count(got, `data-do="word"`) > len(Actionable(text)) {
			t.Errorf("%q has words that nobody checked: %s", text, got)
		}
	})
}

// lessonActions record what words ask for.
func lessonActions(s *sent) *Actions {
	a := deeds(s)
	a.GoTo = func(n int) { s.add(fmt.Sprint("to ", n)) }
	a.ShowPanel = func(id string) { s.add("show " + id) }
	a.SetAll = func(list []protocol.Change) { s.add(fmt.Sprint("set ", list)) }
	a.TurnLesson = func(run bool) { s.add(fmt.Sprint("turn ", run)) }
	a.KeepDraft = func() {}
	return a
}

// Words act on the figure, and pressed again take it back.
func TestWords(t *testing.T) {
	m, s := sampleModel(), &sent{}
	m.State.Updates = 400
	m.Lesson = &Playing{Lesson: readSample(t)}
	a := lessonActions(s)
	before := m.Value("lr")
	do := func(action, want string) {
		t.Helper()
		s.calls = nil
		Deeds["word"](m, a, action)
		if got := strings.Join(s.calls, "; "); got != want {
			t.Errorf("%s does %q, want %q", action, got, want)
		}
	}
	do("play", "play")
	do("pause", "pause")
	at := m.State.Update
	do("@300", "to 300")
	m.State.Update = 300
	do("@300", fmt.Sprint("to ", at))
	do("lr=0.1", "set [{lr 0.1}]")
	do("lr=0.1", "set [{lr "+before+"}]")
	do("#chi", "show chi")
	do("hopfield?beta=2", "load hopfield?beta=2")
	do("measured", "")
	if !m.View.MeasuredOnly {
		t.Error("the theory is still there")
	}
	do("theory", "")
	if m.View.MeasuredOnly {
		t.Error("the theory is not back")
	}
	for _, action := range []string{"@500", "kappa=0.2", "#nowhere", "surface"} {
		m.Notices = nil
		do(action, "")
		if len(m.Notices) != 1 {
			t.Errorf("%s says %q", action, m.Notices)
		}
	}
	m.View.Presenting = true
	do("#chi", "")
	if m.View.Panel != "chi" {
		t.Errorf("%q is presented", m.View.Panel)
	}
	do("#chi", "")
	if m.View.Panel != "overlap" {
		t.Errorf("then %q is presented", m.View.Panel)
	}
}

// A lesson is leafed through by keys, which do nothing at its ends and without it.
func TestLessonKeys(t *testing.T) {
	m, s := sampleModel(), &sent{}
	a := lessonActions(s)
	if KeyFor(m, "PageDown", false) != nil {
		t.Error("Page down is taken though there is no lesson")
	}
	m.Lesson = &Playing{Lesson: readSample(t), Name: "x.json"}
	for _, c := range []struct{ key, option, sends string }{
		{"PageUp", "x.json.1", ""}, {"PageDown", "x.json.2", "turn false"}, {"PageDown", "x.json.3", "turn true"}, {"PageDown", "x.json.3", ""}, {"PageUp", "x.json.2", "turn true"},
	} {
		s.calls = nil
		press(t, m, a, c.key, false)
		if m.Lesson.Option() != c.option || strings.Join(s.calls, ";") != c.sends {
			t.Errorf("%s leads to %s and sends %q", c.key, m.Lesson.Option(), s.calls)
		}
	}
	if strip := m.Strip(); strings.Contains(strip.Head, "<b>A <b>") || !strings.Contains(strip.Head, "A &lt;b&gt;&amp;") || !strings.Contains(strip.Body, "Step 2 of 3") {
		t.Errorf("%v", strip)
	}
	press(t, m, a, "Escape", false)
	if m.Lesson != nil || m.Strip().Name != "" {
		t.Error("Escape leaves the lesson open")
	}
}

// A step without a link goes on with the run before, but not with one that a word of that step has opened: its text is of the lesson's run.
func TestStepAfterAnotherRun(t *testing.T) {
	m, s := sampleModel(), &sent{}
	a := lessonActions(s)
	l := &Lesson{Steps: []Step{{Link: "mattis", Text: "or [colder](mattis?beta=2)"}, {Text: "the same run"}}}
	for link, sends := range map[string]string{"mattis": "turn false", "mattis?beta=2": "turn true", "mattis?beta=1.9": "turn false"} {
		m.Lesson, m.State.Link = &Playing{Lesson: l, Name: "x.json"}, WithLesson(link, "x.json.1")
		if turnTo(m, a, "+"); s.last() != sends {
			t.Errorf("from %s the next step sends %q", link, s.last())
		}
	}
}

// TestDraft writes a lesson as an author does.
func TestDraft(t *testing.T) {
	m, s := sampleModel(), &sent{}
	a := lessonActions(s)
	do := func(deed, value string) { Deeds[deed](m, a, value) }
	do("draft-open", "")
	m.Lesson = nil
	m.State.Link = "mattis?beta=2&lesson=tour.3"
	do("draft-record", "")
	m.State.Link = "mattis?events=300.beta.1.5&view=surface"
	do("draft-record", "")
	do("draft-name", "<i>Two")
	do("draft-text", "see [this](#chi)\n\n? why")
	do("draft-title", "T")
	links := func() (list []string) {
		for _, s := range m.Draft.Lesson.Steps {
			list = append(list, s.Link)
		}
		return list
	}
	if got := links(); !slices.Equal(got, []string{"mattis?beta=2", "mattis?events=300.beta.1.5&view=surface"}) {
		t.Errorf("recorded %q", got)
	}
	do("draft-move", "-")
	if m.Draft.At != 0 || links()[1] != "mattis?beta=2" {
		t.Errorf("moved to %d: %q", m.Draft.At, links())
	}
	if body := m.Strip().Body; strings.Contains(body, "<i>") || !strings.Contains(body, "&lt;i&gt;Two") {
		t.Errorf("the form holds markup: %s", body)
	}
	for _, f := range named.FindAllStringSubmatch(m.Strip().Head+m.Strip().Body+m.Strip().Foot, -1) {
		if Deeds[f[1]] == nil {
			t.Errorf("there is no deed %q", f[1])
		}
	}
	do("draft-preview", "")
	if m.Lesson == nil || !m.Lesson.Draft || m.Lesson.Option() != "" || s.last() != "turn true" {
		t.Errorf("the preview is %v", m.Lesson)
	}
	do("lesson-close", "")
	if m.Strip().Name != "Make a lesson" {
		t.Errorf("behind the preview is %q", m.Strip().Name)
	}
	do("draft-text", "[bad](!)")
	do("draft-preview", "")
	if m.Lesson != nil || !strings.Contains(m.Draft.Told, "step 1 has words") {
		t.Errorf("a broken draft says %q", m.Draft.Told)
	}
	do("draft-delete", "")
	do("draft-delete", "")
	do("draft-delete", "")
	if len(links()) != 0 || strings.Contains(m.Strip().Foot, "Preview") {
		t.Errorf("left: %q", links())
	}
}
