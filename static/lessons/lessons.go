// Package lessons holds the lessons that come with the page, as files that anyone could have written: package ui documents the format.
package lessons

import _ "embed" // as text: a file system would cost 20 kB of code

//go:embed tour.json
var tour string

//go:embed one.json
var one string

//go:embed cascade.json
var cascade string

//go:embed data.json
var data string

// Names are those of the lessons, in the order in which they are offered. The first is the tour.
var Names = []string{"tour", "one", "cascade", "data"}

// Read returns the lesson of that name, empty if there is none.
func Read(name string) string {
	switch name {
	case "tour":
		return tour
	case "one":
		return one
	case "cascade":
		return cascade
	case "data":
		return data
	}
	return ""
}
