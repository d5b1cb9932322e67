package ui

import (
	"strings"

	"github.com/vugu/vugu"
)

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

// readable lists what can be read.
func (c *Invitation) readable() vugu.HTML {
	if c.machine() {
		return vugu.HTML(definition("Weights", weights))
	}
	return vugu.HTML(definition("Arrays", "NPY, NPZ, IDX, HDF5 with a dataset “samples” (and “labels”)") +
		definition("Tables", "CSV, TSV or text with one sample in a row") +
		definition("Genomes", "VCF, and .hapt: a tag, a name, then 0 and 1") +
		definition("Pictures", "PNG, a strip of square pictures") +
		definition("Machines", "weights of a trained machine, "+weights) +
		definition("Labels", "a table of names and labels, dropped together with the data or opened after them"))
}
