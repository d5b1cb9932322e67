package exports

import (
	"io"
	"strconv"
	"strings"
)

// WriteNPZ writes the machine as a file for numpy.load: the arrays weight_matrix (Visible x Hidden), vbias, hbias, chains (states of the
// visible units, one chain a row) and model_type, and the text cascade.json, which says where it comes from. The members are not
// compressed, as numpy.savez leaves them: weights are noise to a packer.
func (w *Weights) WriteNPZ(out io.Writer) error {
	_, err := out.Write(archive([]member{
		{"weight_matrix.npy", npy("<f4", w.W, w.Visible, w.Hidden)},
		{"vbias.npy", npy("<f4", w.B, w.Visible)},
		{"hbias.npy", npy("<f4", w.C, w.Hidden)},
		{"chains.npy", npy("|i1", w.Chains, w.Count(), w.Visible)},
		{"model_type.npy", npy("|S"+strconv.Itoa(len(w.Kind)), w.Kind)},
		{"cascade.json", w.About.JSON()},
	}))
	return err
}

// npy encodes an array, version 1.0: the header is padded so that the values begin at a multiple of 64 bytes.
func npy(descr string, values any, shape ...int) []byte {
	size := ""
	for i, n := range shape {
		if i > 0 {
			size += " "
		}
		size += strconv.Itoa(n) + ","
	}
	if len(shape) > 1 {
		size = strings.TrimSuffix(size, ",")
	}
	header := "{'descr': '" + descr + "', 'fortran_order': False, 'shape': (" + size + "), }"
	header += strings.Repeat(" ", 63-(10+len(header))%64) + "\n"
	return pack("\x93NUMPY\x01\x00", uint16(len(header)), header, values)
}
