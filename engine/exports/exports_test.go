package exports

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"hash/crc32"
	"io"
	"math"
	"strings"
	"testing"
)

func sample() *Weights {
	return &Weights{Kind: BinaryBinary, Visible: 3, Hidden: 2, W: []float32{1, 2, 3, 4, 5, -6.5}, B: []float32{0.5, 0, -1}, C: []float32{7, 8},
		Chains: []int8{0, 1, 1, 1, 0, 0}, Batch: 20, Sweeps: 3, Rate: 0.25,
		About: Provenance{Cascade: 1, Experiment: "digits", Link: "digits?k=3", Build: "b1", Seed: 9, Update: 40, Hash: "00ff", Citation: Citation}}
}

// TestNPZ reads the archive with the standard library, whose reader checks the sums.
func TestNPZ(t *testing.T) {
	var b bytes.Buffer
	if err := sample().WriteNPZ(&b); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	members := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		p, err := io.ReadAll(r)
		if err != nil || f.Method != zip.Store || f.CRC32 != crc32.ChecksumIEEE(p) {
			t.Fatalf("%s: %v", f.Name, err)
		}
		members[f.Name] = string(p)
	}
	for name, header := range map[string]string{
		"weight_matrix.npy": "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }",
		"vbias.npy":         "{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }",
		"hbias.npy":         "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }",
		"chains.npy":        "{'descr': '|i1', 'fortran_order': False, 'shape': (2, 3), }",
		"model_type.npy":    "{'descr': '|S5', 'fortran_order': False, 'shape': (), }",
	} {
		m := members[name]
		if len(m) < 64 || !strings.HasPrefix(m, "\x93NUMPY\x01\x00") || !strings.HasPrefix(m[10:], header) || m[127] != '\n' || (10+int(m[8])+256*int(m[9]))%64 != 0 {
			t.Errorf("%s begins with %q", name, m[:min(len(m), 128)])
		}
	}
	if w := members["weight_matrix.npy"]; math.Float32frombits(binary.LittleEndian.Uint32([]byte(w[len(w)-4:]))) != -6.5 {
		t.Error("the last weight is another")
	}
	if c := members["chains.npy"]; c[len(c)-6:] != "\x00\x01\x01\x01\x00\x00" {
		t.Errorf("chains %q", c[len(c)-6:])
	}
	var about Provenance
	if err := json.Unmarshal([]byte(members["cascade.json"]), &about); err != nil || about != sample().About {
		t.Errorf("%v, about %+v", err, about)
	}
}

// reader follows the pointers of an HDF5 file, as a library does; it panics where they lead nowhere.
type reader struct {
	t *testing.T
	p []byte
}

func (r reader) word(at uint64) uint64 { return binary.LittleEndian.Uint64(r.p[at:]) }

// messages returns the parts of an object's header by kind; attributes come behind each other.
func (r reader) messages(at uint64) map[uint16][][]byte {
	found := map[uint16][][]byte{}
	size := binary.LittleEndian.Uint32(r.p[at+8:])
	for m, end := at+16, at+16+uint64(size); m < end; {
		kind, length := binary.LittleEndian.Uint16(r.p[m:]), uint64(binary.LittleEndian.Uint16(r.p[m+2:]))
		found[kind] = append(found[kind], r.p[m+8:m+8+length])
		m += 8 + length
	}
	return found
}

// members returns the places of a group's members.
func (r reader) members(at uint64) map[string]uint64 {
	table := r.messages(at)[symbolTableMessage][0]
	tree, heap := binary.LittleEndian.Uint64(table), r.word(binary.LittleEndian.Uint64(table[8:])+24)
	node := r.word(tree + 32)
	list, before := map[string]uint64{}, ""
	for i := range uint64(binary.LittleEndian.Uint16(r.p[node+6:])) {
		text := r.p[heap+r.word(node+8+40*i):]
		name := string(text[:bytes.IndexByte(text, 0)])
		if name <= before {
			r.t.Errorf("%q stands behind %q", name, before)
		}
		list[name], before = r.word(node+16+40*i), name
	}
	return list
}

// data returns the bytes of a dataset.
func (r reader) data(at uint64) []byte {
	layout := r.messages(at)[layoutMessage][0]
	from, size := binary.LittleEndian.Uint64(layout[2:]), binary.LittleEndian.Uint64(layout[10:])
	return r.p[from : from+size]
}

// TestHDF5 follows the pointers to everything that the authors' library looks for.
func TestHDF5(t *testing.T) {
	var b bytes.Buffer
	if err := sample().WriteHDF5(&b); err != nil {
		t.Fatal(err)
	}
	r := reader{t, b.Bytes()}
	if !strings.HasPrefix(b.String(), "\x89HDF\r\n\x1a\n") || r.word(40) != uint64(b.Len()) {
		t.Fatalf("the superblock is % x", r.p[:96])
	}
	root := r.word(64)
	top := r.members(root)
	update := r.members(top["update_40"])
	params := r.members(update["params"])
	for _, name := range []string{"weight_matrix", "vbias", "hbias"} {
		if params[name] == 0 || params[name] != update[name] {
			t.Errorf("%s is at %d and at %d", name, params[name], update[name])
		}
		if links := binary.LittleEndian.Uint32(r.p[params[name]+4:]); links != 2 {
			t.Errorf("%s counts %d links", name, links)
		}
	}
	w := r.data(params["weight_matrix"])
	if len(w) != 24 || math.Float32frombits(binary.LittleEndian.Uint32(w[20:])) != -6.5 {
		t.Errorf("weights % x", w)
	}
	if space := r.messages(params["weight_matrix"])[dataspaceMessage][0]; space[1] != 2 || space[8] != 3 || space[16] != 2 {
		t.Errorf("the weights' shape is % x", space)
	}
	if c := r.data(top["parallel_chains"]); len(c) != 24 || math.Float32frombits(binary.LittleEndian.Uint32(c[4:])) != 1 {
		t.Errorf("chains % x", c)
	}
	if m := string(r.data(top["model_type"])); m != "BBRBM" {
		t.Errorf("model %q", m)
	}
	hyper := r.members(top["hyperparameters"])
	if rate := math.Float64frombits(binary.LittleEndian.Uint64(r.data(hyper["learning_rate"]))); rate != 0.25 || len(hyper) != 6 {
		t.Errorf("rate %g among %v", rate, hyper)
	}
	attributes := bytes.Join(r.messages(root)[attributeMessage], nil)
	for _, want := range []string{"link\x00", "digits?k=3", "build\x00", "b1", "hash\x00", "00ff", "citation\x00", "arXiv:2405.14689"} {
		if !bytes.Contains(attributes, []byte(want)) {
			t.Errorf("the attributes lack %q", want)
		}
	}
}

// TestHDF5OfExtremes: a link as long as any, nothing in a text, no chains.
func TestHDF5OfExtremes(t *testing.T) {
	w := sample()
	w.About.Link, w.About.Build, w.Chains = strings.Repeat("x", 1<<17), "", nil
	var b bytes.Buffer
	if err := w.WriteHDF5(&b); err != nil {
		t.Fatal(err)
	}
	r := reader{t, b.Bytes()}
	if c := r.data(r.members(r.word(64))["parallel_chains"]); len(c) != 0 {
		t.Errorf("%d bytes of chains", len(c))
	}
}
