package cases

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cascade/engine/experiments"
	"cascade/scripts/internal/repo"
	"cascade/ui/plot"
	"cascade/wasm/protocol"
)

// TestCasesAreLinks: links make the machines that the cases are named for, and one of them runs.
func TestCasesAreLinks(t *testing.T) {
	want := map[string][5]int{"bb784x500k1": {784, 500, 500, 500, 1}, "bb784x500k10": {784, 500, 500, 500, 10}, "bb196x100k1": {196, 100, 500, 500, 1},
		"bg900k1": {900, 1, 500, 500, 1}, "bg900x2k1": {900, 2, 500, 500, 1}}
	for _, c := range All() {
		if w, ok := want[c.Case]; ok && w != [5]int{c.NV, c.NH, c.Batch, c.Chains, c.K} {
			t.Errorf("%s: %+v", c.Case, c.Result)
		}
		delete(want, c.Case)
	}
	if len(want) > 0 {
		t.Errorf("there are no cases %v", want)
	}
	if r := Find("bg900k1").Run(&experiments.Assets{}, 0.02); r.Reps < 5 || !(r.ChainSweeps > 0) || r.AllocsPerUpdate > 1 {
		t.Errorf("got %+v", r)
	}
}

// TestReferencesAreTheReadme: what the page compares a computer with is what README says.
func TestReferencesAreTheReadme(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, chapter, _ := strings.Cut(string(text), "## How fast")
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	for _, w := range protocol.Workloads {
		if number := plot.Number(w.Reference, 3) + " ms"; !strings.Contains(chapter, number) {
			t.Errorf("%s: README does not say %s", w.Case, number)
		}
	}
}
