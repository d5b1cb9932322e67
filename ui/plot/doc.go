// Package plot turns what the worker reports into drawings, without touching a page.
//
// [Panels] says what is worth drawing for an experiment, [Store] holds what has arrived, [Panel.Limits], [Axis.Ticks],
// [Tiles] and [Theme] are the decisions that the live canvases and the exported figure share, and [SVG] writes the figure.
// There is no JavaScript, no page framework and no physics here: everything can be tested as text.
package plot
