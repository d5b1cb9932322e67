package ui

import "fmt"

// About says what the page is, where the physics and the data come from, and which build it is.
type About struct {
	Model *Model
}

// machinery says what computes, once that is known.
func (c *About) machinery() string {
	st := &c.Model.State
	text := ""
	switch {
	case st.Workers > 1:
		text = fmt.Sprintf(" · %d workers compute", st.Workers)
	case st.Workers == 1:
		text = " · one worker computes"
	default:
		return ""
	}
	if !st.Vectors {
		return text + ", slowly, without SIMD"
	}
	return text + " with SIMD"
}
