package imports

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
)

// npyOf encodes float32 values.
func npyOf(shape string, values ...float32) []byte {
	head := fmt.Sprintf("{'descr': '<f4', 'fortran_order': False, 'shape': (%s), }", shape)
	head += strings.Repeat(" ", 117-len(head)) + "\n"
	p := append([]byte("\x93NUMPY\x01\x00\x76\x00"), head...)
	for _, v := range values {
		p = binary.LittleEndian.AppendUint32(p, math.Float32bits(v))
	}
	return p
}

// npzOf packs members, compressed, given as names and contents.
func npzOf(members ...any) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, err := z.Create(members[i].(string))
		if err == nil {
			_, err = w.Write(members[i+1].([]byte))
		}
		if err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// contained is what the page makes of an HDF5 file.
func contained(head any, values ...float32) []byte {
	text, err := json.Marshal(head)
	if err != nil {
		panic(err)
	}
	p := binary.LittleEndian.AppendUint32([]byte(machineMagic), uint32(len(text)))
	p = append(p, text...)
	for _, v := range values {
		p = binary.LittleEndian.AppendUint32(p, math.Float32bits(v))
	}
	return p
}

type part struct {
	Name   string
	Length int
}

type header struct {
	Model  string
	Shape  []int
	Arrays []part
}

func word(s string) []byte { return append([]byte("\x93NUMPY\x01\x00\x02\x00{}"), s...) }

func TestReadMachine(t *testing.T) {
	w, b, c := npyOf("3, 2", 1, 2, 3, 4, 5, 6), npyOf("3,", 7, 8, 9), npyOf("2,", 10, 11)
	same := func(m *Machine) bool {
		return m.Visible == 3 && m.Hidden == 2 && m.W[5] == 6 && m.B[2] == 9 && m.C[1] == 11
	}
	for name, file := range map[string][]byte{
		"ours":    npzOf("weight_matrix.npy", w, "vbias.npy", b, "hbias.npy", c, "chains.npy", npyOf("2, 3", 0, 1, 1, 1, 0, 0), "model_type.npy", word("BBRBM"), "cascade.json", []byte("{}")),
		"UTF-32":  npzOf("model_type.npy", word("B\x00\x00\x00B\x00\x00\x00R\x00\x00\x00B\x00\x00\x00M\x00\x00\x00"), "weight_matrix.npy", w, "vbias.npy", b, "hbias.npy", c, "parallel_chains.npy", npyOf("2, 3", 0, 1, 1, 1, 0, 0)),
		"authors": contained(header{"BBRBM", []int{3, 2}, []part{{"weight_matrix", 6}, {"vbias", 3}, {"hbias", 2}, {"chains", 6}}}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0, 1, 1, 1, 0, 0),
	} {
		m, err := ReadMachine(name, file)
		if err != nil || !same(m) || m.Count() != 2 || !bytes.Equal(m.Chains, []byte{0, 1, 1, 1, 0, 0}) || m.Notes != nil {
			t.Errorf("%s: %v %+v", name, err, m)
		}
	}
	m, err := ReadMachine("gaussian", npzOf("weight_matrix.npy", w, "chains.npy", npyOf("1, 3", -1, 1, 1), "model_type.npy", word("IGRBM")))
	if err != nil || !m.Gaussian || m.W[5] != 6 || !bytes.Equal(m.Chains, []byte{0, 1, 1}) {
		t.Errorf("Gaussian units: %v %+v", err, m)
	}
	m, err = ReadMachine("bare", npzOf("weight_matrix.npy", w))
	if err != nil || len(m.Notes) != 2 || m.B[2] != 0 || len(m.C) != 2 || m.Count() != 0 {
		t.Errorf("weights alone: %v %+v", err, m)
	}
}

// TestSpinsAreUnits compares the law of a machine of spins with that of the units it becomes, state by state.
func TestSpinsAreUnits(t *testing.T) {
	w, b, c := []float32{0.3, -0.2, 0.5, 0.1, -0.4, 0.25}, []float32{0.2, -0.1, 0.3}, []float32{-0.3, 0.4}
	m, err := ReadMachine("s", npzOf("weight_matrix.npy", npyOf("3, 2", w...), "vbias.npy", npyOf("3,", b...), "hbias.npy", npyOf("2,", c...),
		"chains.npy", npyOf("1, 3", -1, 1, -1), "model_type.npy", word("IIRBM")))
	if err != nil || len(m.Notes) != 1 || !bytes.Equal(m.Chains, []byte{0, 1, 0}) {
		t.Fatalf("%v %+v", err, m)
	}
	energy := func(w, b, c []float32, state int, low float64) float64 {
		value := func(i int) float64 { return low + float64(state>>i&1)*(1-low) }
		e := 0.0
		for i := range 3 {
			e += value(i) * float64(b[i])
			for a := range 2 {
				e += value(i) * float64(w[2*i+a]) * value(3+a)
			}
		}
		for a := range 2 {
			e += value(3+a) * float64(c[a])
		}
		return e
	}
	shift := energy(w, b, c, 0, -1) - energy(m.W, m.B, m.C, 0, 0)
	for state := range 1 << 5 {
		if d := energy(w, b, c, state, -1) - energy(m.W, m.B, m.C, state, 0) - shift; math.Abs(d) > 1e-5 {
			t.Errorf("state %05b: the energies differ by %g", state, d)
		}
	}
}

// TestReadMachineRefuses: a sentence each.
func TestReadMachineRefuses(t *testing.T) {
	w, nan := npyOf("3, 2", 1, 2, 3, 4, 5, 6), float32(math.NaN())
	good := npzOf("weight_matrix.npy", w)
	one := header{"BBRBM", []int{3, 2}, []part{{"weight_matrix", 6}}}
	for _, c := range []struct {
		file []byte
		says string
	}{
		{nil, "cut off or damaged"},
		{good[:len(good)-9], "cut off or damaged"},
		{npzOf("weight_matrix.npy", w[:len(w)-3]), "the array weight_matrix: expected 24 bytes"},
		{npzOf("samples.npy", w), "expected an array weight_matrix in the NPZ file, found"},
		{npzOf("weight_matrix.npy", npyOf("6,", 1, 2, 3, 4, 5, 6)), "found the shape [6]"},
		{npzOf("weight_matrix.npy", npyOf("1, 6", 1, 2, 3, 4, 5, 6)), "found the shape [1 6]"},
		{npzOf("weight_matrix.npy", w, "vbias.npy", npyOf("2,", 1, 2)), "expected 3 numbers in vbias"},
		{npzOf("weight_matrix.npy", w, "hbias.npy", npyOf("3,", 1, 2, 3)), "expected 2 numbers in hbias"},
		{npzOf("weight_matrix.npy", npyOf("3, 2", 1, 2, nan, 4, 5, 6)), "found NaN at place 3"},
		{npzOf("weight_matrix.npy", w, "vbias.npy", npyOf("3,", 1, 2, float32(math.Inf(-1)))), "found -Inf at place 3"},
		{npzOf("weight_matrix.npy", w, "model_type.npy", word("PBRBM")), `found "PBRBM"`},
		{npzOf("weight_matrix.npy", w, "chains.npy", npyOf("1, 3", 0, 1, 1), "model_type.npy", word("IGRBM")), "expected states -1 and 1"},
		{npzOf("weight_matrix.npy", npyOf("2, 25", make([]float32, 50)...), "model_type.npy", word("IGRBM")), "at most 24 Gaussian hidden units, found 25"},
		{npzOf("weight_matrix.npy", w, "model_type.npy", []byte("x")), "the text model_type: expected an NPY header"},
		{npzOf("weight_matrix.npy", w, "chains.npy", npyOf("2, 2", 0, 1, 1, 0)), "expected chains of 3 units, found 4 states"},
		{npzOf("weight_matrix.npy", w, "chains.npy", npyOf("2, 3", 0, 1, 1, 0, -1, 0)), "found -1 in row 2"},
		{[]byte("CSWT"), "expected a header"},
		{contained(one)[:30], "expected a header"},
		{contained(one, 1, 2, 3), "expected 6 numbers in weight_matrix, found 3"},
		{contained(header{"", []int{3, -2}, nil}), "found [3 -2]"},
		{contained(header{"", []int{3, 2}, []part{{"weight_matrix", -1}}}, 1), "expected -1 numbers"},
		{contained(header{"", []int{3, 2}, nil}), "expected 6 weights, found 0"},
		{contained(header{"", []int{100000, 2}, nil}), "at most 4096 visible"},
		{contained("what"), "expected a header, found something else"},
	} {
		m, err := ReadMachine("dir/f.npz", c.file)
		if err == nil || !strings.HasPrefix(err.Error(), "f.npz: ") || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
			t.Errorf("want %q: %v %+v", c.says, err, m)
		}
	}
}

// FuzzReadMachine: whatever the bytes, no panic, and a machine that was read fits together.
func FuzzReadMachine(f *testing.F) {
	f.Add(npzOf("weight_matrix.npy", npyOf("3, 2", 1, 2, 3, 4, 5, 6), "vbias.npy", npyOf("3,", 1, 2, 3), "model_type.npy", word("IIRBM")))
	f.Add(contained(header{"BBRBM", []int{3, 2}, []part{{"weight_matrix", 6}, {"chains", 3}}}, 1, 2, 3, 4, 5, 6, 0, 1, 1))
	f.Fuzz(func(t *testing.T, p []byte) {
		m, err := ReadMachine("f", p)
		if err == nil && (len(m.W) != m.Visible*m.Hidden || len(m.B) != m.Visible || len(m.C) != m.Hidden || len(m.Chains)%m.Visible != 0) {
			t.Errorf("%d × %d: %d weights, %d and %d biases, %d states", m.Visible, m.Hidden, len(m.W), len(m.B), len(m.C), len(m.Chains))
		}
	})
}

// TestSpoiltNPZ cuts files at every place and spoils every byte: whatever part of the file it is, the answer is a machine or a table, or one
// sentence for readers, that names the file and quotes no decoder.
func TestSpoiltNPZ(t *testing.T) {
	w := npyOf("3,2", 1, 2, 3, 4, 5, 6)
	machine := npzOf("weight_matrix.npy", w, "vbias.npy", npyOf("3,", 0, 0, 1), "hbias.npy", npyOf("2,", 0, 1), "chains.npy", npyOf("2,3", 0, 1, 1, 0, 0, 1), "model_type.npy", word("BBRBM"))
	table := npz(map[string][]byte{"samples": npy(1, "|u1", "(3, 2)", false, []byte{1, 0, 0, 1, 1, 1})}, "samples")
	read := map[string]func(p []byte) error{
		"machine": func(p []byte) error { _, err := ReadMachine("m.npz", p); return err },
		"table":   func(p []byte) error { _, err := Read("m.npz", p); return err },
	}
	for kind, good := range map[string][]byte{"machine": machine, "table": table} {
		if err := read[kind](good); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		judge := func(how string, p []byte, must bool) {
			err := read[kind](p)
			if err == nil {
				if must {
					t.Errorf("%s %s is read", kind, how)
				}
				return
			}
			said := err.Error()
			if len(said) > 300 || !strings.HasPrefix(said, "m.npz: ") || strings.ContainsAny(said, "\n\x00") {
				t.Errorf("%s %s: %q", kind, how, said)
			}
			for _, jargon := range []string{"zip:", "EOF", "flate", "runtime error", "unexpected", "%!"} {
				if strings.Contains(said, jargon) {
					t.Errorf("%s %s: %q", kind, how, said)
				}
			}
		}
		for n := range good {
			judge(fmt.Sprintf("of %d bytes of %d", n, len(good)), good[:n], true)
			for _, bits := range []byte{1, 0x80, 0xff} {
				p := bytes.Clone(good)
				p[n] ^= bits
				judge(fmt.Sprintf("with byte %d changed by %x", n, bits), p, false)
			}
		}
	}
}
