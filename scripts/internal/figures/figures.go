// Package figures holds what each figure panel of the paper claims, runs the links that show it, and judges.
package figures

import (
	"fmt"
	"io"
	"strings"

	"cascade/engine/experiments"
)

// panel is one claim of a figure: what is asked of the runs, and how it is measured.
type panel struct {
	figure    string   // "1 left": the paper's figure and panel
	links     []string // the runs that show it; the first is the one to open
	criterion string   // in Markdown
	// measure judges the records of links, in their order. measured is one line of Markdown. An error is for
	// a record that lacks what the claim is about.
	measure func(r []*experiments.Record) (measured string, pass bool, err error)
}

// Runner runs a link to its end.
type Runner func(link string) (*experiments.Record, error)

// Names lists the figures in their order, each once.
func Names() []string {
	var list []string
	for _, p := range panels() {
		if len(list) == 0 || list[len(list)-1] != p.figure {
			list = append(list, p.figure)
		}
	}
	return list
}

// panels returns all claims in the paper's order.
func panels() []panel {
	var list []panel
	for _, part := range [][]panel{earlyPanels(), dataPanels(), scalingPanels()} {
		list = append(list, part...)
	}
	return list
}

// preface stands before the whole table.
const preface = `# The paper's figures, checked

What each figure panel of "Cascade of phase transitions in the training of energy-based models" (arXiv:2405.14689) claims, and what Cascade
measures. ` + "`make figures`" + ` runs all links, a quarter of an hour on one core, and writes this file; ` + "`go run ./scripts/cascade figures -only '3 B'`" + ` runs
one figure. To see a row, put its link behind the ` + "`#`" + ` of the page's address. Errors are standard errors; where a claim of the
paper is put differently the row says why. Not all data of the paper can be had: genomes are synthetic, faces are generated.

`

// Write runs what the figures whose name starts with only need, each link once, and writes a Markdown table, row by row.
// It returns how many claims failed.
func Write(w io.Writer, only string, run Runner) (failed int, err error) {
	done := map[string]*experiments.Record{}
	if only == "" {
		fmt.Fprint(w, preface)
	}
	fmt.Fprintln(w, "| figure | criterion | measured | | link |\n|---|---|---|---|---|")
	for _, p := range panels() {
		if !strings.HasPrefix(p.figure, only) {
			continue
		}
		var list []*experiments.Record
		for _, link := range p.links {
			if done[link] == nil {
				if done[link], err = run(link); err != nil {
					return failed, fmt.Errorf("figure %s: %s: %w", p.figure, link, err)
				}
			}
			list = append(list, done[link])
		}
		measured, pass, err := p.measure(list)
		if err != nil {
			return failed, fmt.Errorf("figure %s: %w", p.figure, err)
		}
		verdict := "pass"
		if !pass {
			verdict, failed = "**fail**", failed+1
		}
		cell := strings.NewReplacer("|", `\|`)
		fmt.Fprintf(w, "| %s | %s | %s | %s | `%s` |\n", p.figure, cell.Replace(p.criterion), cell.Replace(measured), verdict, strings.Join(p.links, "` `"))
	}
	return failed, nil
}
