package chromium

import (
	"bytes"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestPageSeesWhatGoesWrong opens a page that fails in every way that a test should hear of.
func TestPageSeesWhatGoesWrong(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<!doctype html><link rel="icon" href="data:,"><script>
			console.error("said", 17);
			setTimeout(() => { throw new Error("thrown"); });
			Promise.reject(new Error("rejected"));
			fetch("missing");
			new Worker(URL.createObjectURL(new Blob(["setTimeout(() => { throw new Error('in the worker'); }, 10)"])));
		</script><iframe sandbox="allow-scripts" srcdoc="<script>console.error('in the frame')</script>"></iframe>`)
	}))
	defer server.Close()
	b, err := Launch()
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	p, err := b.Open(320, 200)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Before("window.early = 5"); err != nil {
		t.Fatal(err)
	}
	if err := p.Goto(server.URL); err != nil {
		t.Fatal(err)
	}
	wanted := []string{"said 17", "thrown", "rejected", "404", "in the worker", "in the frame"}
	var all string
	for deadline := time.Now().Add(Patience); ; time.Sleep(20 * time.Millisecond) {
		all = strings.Join(p.Problems(), "\n")
		lacking := slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(all, w) })
		if !lacking || time.Now().After(deadline) {
			break
		}
	}
	for _, w := range wanted {
		if !strings.Contains(all, w) {
			t.Errorf("nobody reports %q; reported:\n%s", w, all)
		}
	}
	if asked := p.Requests(); !slices.Contains(asked, server.URL+"/missing") {
		t.Errorf("the recorded requests are %q", asked)
	}
	if early, err := Eval[int](p, "await Promise.resolve(window.early)"); err != nil || early != 5 {
		t.Errorf("the script before all others left %d, %v", early, err)
	}
	if err := p.Wait("nonsense()"); err == nil || !strings.Contains(err.Error(), "nonsense is not defined") {
		t.Errorf("waiting for nonsense: %v", err)
	}
	picture, err := p.Screenshot()
	if err != nil {
		t.Fatal(err)
	}
	config, err := png.DecodeConfig(bytes.NewReader(picture))
	if err != nil || config.Width != 320 || config.Height != 200 {
		t.Errorf("the picture is %d x %d: %v", config.Width, config.Height, err)
	}
}
