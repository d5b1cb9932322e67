package browser

import (
	"fmt"
	"strings"
	"testing"

	"cascade/scripts/internal/chromium"
)

// sharedLink is a run that is worth sharing among workers.
const sharedLink = "genome?hidden=60&chains=700&samples=200&k=2"

// hired waits, during a long run, until so many workers compute.
func hired(p *chromium.TestPage, workers int) {
	p.Do(`cascade.play()`)
	p.Wait(fmt.Sprintf("cascade.state().workers === %d", workers))
}

// TestWorkersAndVectorsChangeNoBit: the same run with helping workers, without vectors, served and from the single file.
func TestWorkersAndVectorsChangeNoBit(t *testing.T) {
	want, _ := native(t, sharedLink+"&updates=3")
	served := serve(t, "/", nil)
	for _, c := range []struct {
		url     string
		workers int
		vectors bool
	}{
		{served + "?workers=3", 3, true},
		{singleFile() + "?workers=2", 2, true},
		{served + "?workers=2&vectors=off", 2, false},
	} {
		t.Run(c.url[strings.LastIndex(c.url, "/"):], func(t *testing.T) {
			p := ready(t, c.url, sharedLink+"&seed=2&updates=5000", 1280, 720)
			hired(p, c.workers)
			p.Do(`await cascade.load("` + sharedLink + `&updates=3")`)
			if hash := p.Text(`(await cascade.run()).hash`); hash != want.Hash {
				t.Errorf("hash %s, natively %s", hash, want.Hash)
			}
			want := fmt.Sprint(c.workers, " workers, vectors ", c.vectors)
			if got := p.Text("`${cascade.state().workers} workers, vectors ${cascade.state().vectors}`"); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// TestAWorkerThatHelpsMayDie: its part is done by the others.
func TestAWorkerThatHelpsMayDie(t *testing.T) {
	// Hands live in the simulation's worker, out of the page's reach: the script that starts them ends them at a message.
	p := open(t, 1280, 720)
	p.Before("const start = Blob; window.Blob = class extends start { constructor(parts, ...rest) { super(parts.map((x) => typeof x !== 'string' ? x :" +
		" x.replace('self.withoutVectors', 'let heard = 0; if (self.name === `hand`) addEventListener(`message`, () => { if (++heard === 6) self.close(); }); self.withoutVectors')), ...rest); } };")
	p.Goto(serve(t, "/", nil) + "?workers=3#" + sharedLink + "&updates=5000")
	p.Wait(booted)
	hired(p, 3)
	p.Wait(`cascade.state().workers === 1`)
	p.Do(`await cascade.pause()`)
	// In one look: an update that is midway when the run is paused is still finished.
	update, hash, _ := strings.Cut(p.Text(`(() => { const s = cascade.state(); return s.update + " " + s.hash; })()`), " ")
	if want, _ := native(t, sharedLink+"&updates="+update); hash != want.Hash {
		t.Errorf("hash %s, natively %s", hash, want.Hash)
	}
}
