// Package browser is the page role: the only place in the program that touches the DOM.
//
// It mounts the components of package ui, talks to the worker, pulls frames, draws the panels on canvases that it owns, and
// keeps address bar, keyboard and the page's API. Files whose name ends in _js.go need a browser; the rest is plain Go and
// tested natively.
//
// # Who may touch what
//
// One goroutine, the loop, owns everything. Callbacks from JavaScript never block and never change anything: they put a
// function into the loop's inbox. They may read what the loop owns, because JavaScript runs only while the loop waits or
// is itself inside a JavaScript call. The components' model is changed under the render lock, because event handlers of
// components run outside the loop; they reach the page through ui.Actions, which also only fill the inbox.
//
// # Errors
//
// Where an exception is an answer (a sandbox forbids something, a worker cannot start) calls go through safejs and return
// it as an error. In drawing code it would be a mistake of ours: there it ends the callback or the loop's turn, is
// recovered there, and shown as the page's failure.
package browser
