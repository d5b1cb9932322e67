package ui

// About says what the page is, where the physics and the data come from, and which build it is.
type About struct {
	Model *Model
}
