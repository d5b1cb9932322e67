package ui

// Invitation asks for a file of the reader's own, for a link that trains on one: how to open it, what can be read, and where
// the data of the paper are.
type Invitation struct {
	Model   *Model
	Actions *Actions
}
