// Command shorten rewrites the components that vugugen has generated in the current folder. What is there again and again becomes calls
// of the functions in nodes.go, and the space between lines of a template, which no layout of ours shows, is left out.
//
// A browser compiles a function of Go's again, at length, the sooner the larger it is: it counts what is jumped over, and nearly
// each branch jumps to the function's head. As generated, the components were among the largest functions of the program, and were all compiled
// again while the page opened, for 0.3 s of a processor.
package main

import (
	"log"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

const text = `("(?:[^"\\]|\\.)*")`

// rules are what becomes what, in this order, in code formatted by gofmt.
var rules = []struct {
	from *regexp.Regexp
	to   string
}{
	{regexp.MustCompile(`vgn = &vugu\.VGNode\{Type: vugu\.VGNodeType\(1\), Data: "\\n *"\}\n\s*vgparent\.AppendChild\(vgn\)\n\s*`), ""},
	{regexp.MustCompile(`vgn = &vugu\.VGNode\{Type: vugu\.VGNodeType\(1\), Data: ` + text + `\}\n\s*vgparent\.AppendChild\(vgn\)`), "vgn = addText(vgparent, $1)"},
	{regexp.MustCompile(`vgn\.DOMEventHandlerSpecList = append\(vgn\.DOMEventHandlerSpecList, vugu\.DOMEventHandlerSpec\{\n\s*EventType: ("\w+"),\n\s*Func:\s*(.*),\n.*TODO.*\n\s*\}\)`), "hear(vgn, $1, $2)"},
	{regexp.MustCompile(`vgcompKey := (vugu\.MakeCompKey\(.*\))\n.*\n\s*vgcomp, _ := vgin\.BuildEnv\.CachedComponent\(vgcompKey\)\.\(\*(\w+)\)\n\s*if vgcomp == nil \{\n(?:.*\n){3}\s*\}\n\s*vgin\.BuildEnv\.UseComponent.*\n`), "vgcomp := component[$2](vgin, $1)\n"},
	{regexp.MustCompile(`vgout\.Components = append\(vgout\.Components, vgcomp\)\n\s*vgn = &vugu\.VGNode\{Component: vgcomp\}\n\s*vgparent\.AppendChild\(vgn\)`), "vgn = addComponent(vgparent, vgout, vgcomp)"},
}

var (
	element   = regexp.MustCompile(`vgn = &vugu\.VGNode\{Type: vugu\.VGNodeType\(3\), Namespace: "\w*", Data: ("\w+"), Attr: (.*)\}\n\s*vgparent\.AppendChild\(vgn\)`)
	attribute = regexp.MustCompile(`Key: ` + text + `, Val: ` + text)
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("shorten: ")
	names, err := filepath.Glob("*_gen.go")
	if err != nil {
		log.Fatal(err)
	}
	for _, name := range names {
		code, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(name, []byte(shorten(string(code))), 0o644)
		}
		if err != nil {
			log.Fatal(err)
		}
	}
}

func shorten(code string) string {
	for _, r := range rules {
		code = r.from.ReplaceAllString(code, r.to)
	}
	return element.ReplaceAllStringFunc(code, func(found string) string {
		parts := element.FindStringSubmatch(found)
		words := []string{"vgparent", parts[1]}
		for _, a := range attribute.FindAllStringSubmatch(parts[2], -1) {
			words = append(words, a[1], a[2])
		}
		return "vgn = addElement(" + strings.Join(words, ", ") + ")"
	})
}
