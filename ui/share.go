package ui

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"cascade/wasm/protocol"
)

// ShareDialog is the dialog in which a reader makes a link for others: what it shows, hides and locks.
const ShareDialog = "share-link"

// Share is what the link for others is to say of the page.
type Share struct {
	Base       string // address of the page that the link opens, without a fragment
	Local      bool   // nobody else can open that address
	UI, Theme  string
	Presenting bool
	Autoplay   bool
	Hide, Lock map[string]bool
	Code       Code
	Said       string // what has been done with it
}

// Code is a QR code: its outline in a square of Size units, or why there is none.
type Code struct {
	Text, Path, Why string
	Size            int
}

// shareOptions are the options of links that the dialog decides about, in their order in a link; laterOptions come behind them.
var (
	shareOptions = []string{"view", "ui", "hide", "lock", "theme", "autoplay"}
	laterOptions = []string{"pin", "seeds", "predict", "guess", "lesson"}
)

func init() {
	set := func(name string, do func(s *Share, value string)) {
		Deeds["share-"+name] = func(m *Model, a *Actions, value string) {
			do(&m.Share, value)
			m.Share.Said = ""
			call1(a.Encode, m.SharedURL())
		}
	}
	set("ui", func(s *Share, value string) { s.UI = value })
	set("theme", func(s *Share, value string) { s.Theme = value })
	set("present", func(s *Share, value string) { s.Presenting = value != "" })
	set("autoplay", func(s *Share, value string) { s.Autoplay = value != "" })
	set("hide", func(s *Share, value string) { s.Hide = toggled(s.Hide, value) })
	set("lock", func(s *Share, value string) { s.Lock = toggled(s.Lock, value) })
	set("base", func(s *Share, value string) {
		if value = strings.TrimSpace(value); value != "" {
			s.Base, _, _ = strings.Cut(value, "#")
			s.Local = !strings.HasPrefix(s.Base, "http")
		}
	})
	Deeds["share"] = func(m *Model, a *Actions, _ string) {
		m.View.Dialog, m.Share = ShareDialog, m.shared()
		call1(a.Encode, m.SharedURL())
	}
	Deeds["share-copy"] = func(m *Model, a *Actions, _ string) { call2(a.CopyText, m.SharedURL(), "The link is copied.") }
	Deeds["share-embed"] = func(m *Model, a *Actions, _ string) {
		call2(a.CopyText, m.embedding(), "The code for a course page is copied.")
	}
	Deeds["share-save"] = func(m *Model, a *Actions, _ string) { call1(a.SaveWhole, m.Share.Link(m.State.Link)) }
}

// toggled returns the set with a name put in or taken out.
func toggled(set map[string]bool, name string) map[string]bool {
	changed := map[string]bool{}
	for old, in := range set {
		changed[old] = in
	}
	changed[name] = !set[name]
	return changed
}

// shared is what the dialog begins with: the page as it is.
func (m *Model) shared() Share {
	s := Share{Base: m.Share.Base, Local: m.Share.Local, UI: m.UI, Theme: m.Loaded.Options["theme"], Presenting: m.View.Presenting,
		Autoplay: m.Loaded.Options["autoplay"] == "1", Hide: m.Hide, Lock: m.Lock, Code: m.Share.Code}
	return s
}

// Link returns a canonical link with what is chosen in place of its own options of the page.
func (s *Share) Link(link string) string {
	name, query, _ := strings.Cut(link, "?")
	var parts []string
	view := ""
	for _, part := range strings.Split(query, "&") {
		option, value, _ := strings.Cut(part, "=")
		if option == "view" {
			view = value
		}
		if part != "" && !slices.Contains(shareOptions, option) {
			parts = append(parts, part)
		}
	}
	chosen := map[string]string{"view": s.view(view), "hide": listed(s.Hide), "lock": listed(s.Lock)}
	if s.UI != Full {
		chosen["ui"] = s.UI
	}
	if s.Theme != "auto" {
		chosen["theme"] = s.Theme
	}
	if s.Autoplay {
		chosen["autoplay"] = "1"
	}
	at := slices.IndexFunc(parts, func(part string) bool {
		option, _, _ := strings.Cut(part, "=")
		return slices.Contains(laterOptions, option)
	})
	if at < 0 {
		at = len(parts)
	}
	for _, option := range shareOptions {
		if value := chosen[option]; value != "" {
			parts = slices.Insert(parts, at, option+"="+value)
			at++
		}
	}
	if len(parts) == 0 {
		return name
	}
	return name + "?" + strings.Join(parts, "&")
}

// view is the option of that name: as the page has it, with or without a presentation.
func (s *Share) view(now string) string {
	var v View
	v.Read(now)
	if v.Presenting = s.Presenting; !v.Presenting {
		v.Panel = ""
	}
	return v.Option()
}

// listed writes a set of names as links do.
func listed(set map[string]bool) string {
	var names []string
	for name, in := range set {
		if in {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ",")
}

// SharedURL is the whole address that the dialog offers.
func (m *Model) SharedURL() string { return m.Share.Base + "#" + m.Share.Link(m.State.Link) }

// embedding is what a course page puts into its text to show the run.
func (m *Model) embedding() string {
	return fmt.Sprintf(`<iframe src="%s" title="%s" width="100%%" height="620" loading="lazy" allow="fullscreen" sandbox="allow-scripts allow-downloads"></iframe>`,
		html.EscapeString(m.SharedURL()), html.EscapeString("Cascade: "+m.Experiment().Title))
}

func shareHTML(m *Model) string {
	s := &m.Share
	var b strings.Builder
	url := html.EscapeString(m.SharedURL())
	b.WriteString(`<div class="share"><div>`)
	fmt.Fprintf(&b, `<label class="field"><span>Link</span><textarea id="share-url" readonly rows="3">%s</textarea></label>
<div class="takes"><button type="button" id="share-copy" data-do="share-copy"><b>Copy the link</b><span>%d characters</span></button>
<button type="button" id="share-embed" data-do="share-embed"><b>Copy for a course page</b><span>a frame of HTML</span></button>
<button type="button" id="share-save" data-do="share-save"><b>Save as one HTML file</b><span>opens like this, offline</span></button></div>
<p class="remark saved" role="status">%s</p>`, url, len([]rune(m.SharedURL())), html.EscapeString(s.Said))
	base := "Page that it opens"
	if s.Local {
		base = "Page that it opens (this one is on your disk: give the address of one that others can reach)"
	}
	fmt.Fprintf(&b, `<label class="field"><span>%s</span><input id="share-base" type="text" data-set="share-base" value="%s"></label>`, base, html.EscapeString(s.Base))
	b.WriteString(`<div class="choices">`)
	selectHTML(&b, "ui", "Shows", s.UI, [][2]string{{Full, "everything"}, {Basic, "one figure, two sliders"}, {None, "the plots alone"}})
	selectHTML(&b, "theme", "Colours", s.Theme, [][2]string{{"auto", "as the reader has them"}, {"light", "light"}, {"dark", "dark"}, {"projector", "projector"}})
	boxHTML(&b, "present", "Opens as a presentation", "", s.Presenting)
	boxHTML(&b, "autoplay", "Starts by itself", "", s.Autoplay)
	b.WriteString("</div></div><div>" + codeHTML(s) + "</div></div>" + m.sharedParams())
	return b.String()
}

func selectHTML(b *strings.Builder, name, label, chosen string, values [][2]string) {
	fmt.Fprintf(b, `<label class="field"><span>%s</span><select id="share-%s" data-set="share-%s">`, label, name, name)
	for _, v := range values {
		selected := ""
		if v[0] == chosen {
			selected = " selected"
		}
		fmt.Fprintf(b, `<option value="%s"%s>%s</option>`, v[0], selected, v[1])
	}
	b.WriteString("</select></label>")
}

// boxHTML writes a box to tick; one that belongs to a name passes that name, whether it is ticked or not.
func boxHTML(b *strings.Builder, name, label, value string, on bool) {
	checked, id, do := "", "share-"+name, `data-set="share-`+name+`"`
	if on {
		checked = " checked"
	}
	if value != "" {
		id += "-" + value
		do = fmt.Sprintf(`data-do="share-%s" data-value="%s" aria-label="%s"`, name, value, html.EscapeString(label))
		label = ""
	}
	fmt.Fprintf(b, `<label class="check"><input type="checkbox" id="%s" %s%s>`, id, do, checked)
	if label != "" {
		b.WriteString(" <span>" + html.EscapeString(label) + "</span>")
	}
	b.WriteString("</label>")
}

// codeHTML is the QR code on white with its quiet zone, as cameras want it in any theme.
func codeHTML(s *Share) string {
	if s.Code.Why != "" || s.Code.Path == "" {
		return `<p class="remark">` + html.EscapeString(s.Code.Why) + "</p>"
	}
	return fmt.Sprintf(`<svg class="code" role="img" aria-label="QR code of the link" viewBox="-4 -4 %d %d" shape-rendering="crispEdges"><path fill="#fff" d="M-4-4h%dv%dh-%dz"></path><path fill="#000" d="%s"></path></svg>`,
		s.Code.Size+8, s.Code.Size+8, s.Code.Size+8, s.Code.Size+8, s.Code.Size+8, s.Code.Path)
}

// sharedParams is the table in which controls are hidden or locked.
func (m *Model) sharedParams() string {
	var b strings.Builder
	b.WriteString(`<h3>Controls</h3><div class="numbers" tabindex="0" role="region" aria-label="Controls"><table class="locks"><thead><tr><th scope="col">parameter</th><th scope="col">value</th><th scope="col">hide</th><th scope="col">lock</th></tr></thead><tbody>`)
	e := m.Experiment()
	row := func(p *protocol.Param) {
		name := p.Title
		if name == "" {
			name = p.Name
		}
		fmt.Fprintf(&b, `<tr><th scope="row">%s %s</th><td>%s</td><td>`, symbolHTML(p.Symbol), html.EscapeString(name), html.EscapeString(m.Value(p.Name)))
		boxHTML(&b, "hide", "Hide "+name, p.Name, m.Share.Hide[p.Name])
		b.WriteString("</td><td>")
		boxHTML(&b, "lock", "Lock "+name, p.Name, m.Share.Lock[p.Name])
		b.WriteString("</td></tr>")
	}
	for i := range e.Params {
		row(&e.Params[i])
	}
	for _, name := range []string{"seed", "updates"} {
		row(&protocol.Param{Name: name})
	}
	if m.Prediction != nil {
		b.WriteString(`<tr><th scope="row">guess</th><td>can’t be skipped</td><td></td><td>`)
		boxHTML(&b, "lock", "Lock the guess: it can’t be skipped", GuessLock, m.Share.Lock[GuessLock])
		b.WriteString("</td></tr>")
	}
	b.WriteString("</tbody></table></div>")
	if m.Owns() {
		b.WriteString(`<p class="remark">The file of this run is neither in the link nor in the page that is saved: who opens them is asked for it.</p>`)
	}
	return b.String()
}
