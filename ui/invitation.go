package ui

import "strings"

// Invitation asks for a file of the reader's own, for a link that trains on one: how to open it, what can be read, and where
// the data of the paper are.
type Invitation struct {
	Model   *Model
	Actions *Actions
}

// weights says which files hold a machine.
const weights = "NPZ or HDF5 with “weight_matrix”, “vbias” and “hbias”, as “Take home” and the paper’s authors save them"

// machine says whether the link wants a trained machine, not data.
func (c *Invitation) machine() bool {
	name, _, _ := strings.Cut(c.Model.Wanted, "?")
	return samples(name)
}

// title says what the file is for.
func (c *Invitation) title() string {
	if c.machine() {
		return "Look at a trained machine of your own"
	}
	return "Train on data of your own"
}
