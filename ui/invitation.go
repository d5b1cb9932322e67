package ui

import "strings"

// Invitation asks for a file of the reader's own, for a link that trains on one: how to open it, what can be read, and where
// the data of the paper are.
type Invitation struct {
	Model   *Model
	Actions *Actions
}

// title says what the file is for.
func (c *Invitation) title() string {
	if name, _, _ := strings.Cut(c.Model.Wanted, "?"); name == MachineExperiment {
		return "Look at a trained machine of your own"
	}
	return "Train on data of your own"
}
