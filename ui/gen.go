// Package ui holds the page's components.
//
// Every component is a struct in x.go with its markup in x.vugu; [Root] contains the others. They show a [Model] and report
// what the user does through [Actions]: they know neither the worker nor the canvases, which package browser puts into the
// empty hosts of the panels. Package browser changes the Model under the render lock and loads static/style.css and static/layout.css, which
// lay the page out and colour it.
package ui

//go:generate go tool vugugen -skip-go-mod -skip-main .
//go:generate sh -c "gofmt -w *_gen.go"
//go:generate go run ./internal/shorten
//go:generate sh -c "gofmt -w *_gen.go"
