package imports

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"
)

// Limits of a machine: what the kernels and the plots are made for.
const (
	maxHidden     = 4096
	maxGaussian   = 24   // hidden units
	maxSpins      = 5000 // under them
	maxParameters = 1 << 24
)

// Machine is a trained machine, whatever file it came from: E = -sum v_i W_ia h_a - b.v - c.h of {0,1} units; or Gaussian, one of spins
// v = -1, +1 under Gaussian hidden units of variance 1/Visible, to whose E Visible sum h_a^2/2 is added.
type Machine struct {
	Visible, Hidden int
	Gaussian        bool
	W               []float32 // Visible x Hidden
	B, C            []float32
	Chains          []byte // states 0 and 1 (of spins: -1 and +1) of the visible units, chain by chain; nil where the file has none
	Notes           []string
}

// Count returns the number of chains.
func (m *Machine) Count() int { return len(m.Chains) / m.Visible }

// Biased reports whether any unit has a bias.
func (m *Machine) Biased() bool { return anyBias(m.B) || anyBias(m.C) }

func anyBias(list []float32) bool {
	for _, x := range list {
		if x != 0 {
			return true
		}
	}
	return false
}

// ReadMachine reads an NPZ file with the arrays weight_matrix (visible x hidden), vbias, hbias and maybe chains (or parallel_chains, one
// chain a row) and model_type; or what the page makes of the HDF5 files of the authors' library. Spins -1, +1 become units 0, 1 of the same
// law: v = (s+1)/2 for W -> 4W, b -> 2b - 2 W 1, c -> 2c - 2 W'1. A machine of type IGRBM stays one of spins and Gaussian units. Any other
// is refused. The error is one sentence.
func ReadMachine(name string, p []byte) (*Machine, error) {
	m, err := readMachine(p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", short(path.Base(name)), err)
	}
	return m, nil
}

// gaussianKind is what the authors' library calls a machine of spins and Gaussian units.
const gaussianKind = "IGRBM"

// raw is a machine as a file has it.
type raw struct {
	kind   string
	shape  []int // of the weights
	arrays map[string][]float32
}

func readMachine(p []byte) (*Machine, error) {
	read := npzMachine
	if bytes.HasPrefix(p, []byte(machineMagic)) {
		read = containedMachine
	}
	r, err := read(p)
	if err != nil {
		return nil, err
	}
	w, most := r.arrays["weight_matrix"], MaxUnits
	if r.kind == gaussianKind {
		most = maxSpins
	}
	switch {
	case len(r.shape) != 2 || r.shape[0] < 2 || r.shape[1] < 1:
		return nil, fmt.Errorf("expected weight_matrix with a row for each visible unit, found the shape %d", r.shape)
	case r.shape[0] > most || r.shape[1] > maxHidden || len(w) > maxParameters:
		return nil, fmt.Errorf("expected at most %d visible and %d hidden units and %d million weights, found %d × %d", most, maxHidden, maxParameters>>20, r.shape[0], r.shape[1])
	case len(w) != r.shape[0]*r.shape[1]:
		return nil, fmt.Errorf("expected %d weights, found %d", r.shape[0]*r.shape[1], len(w))
	}
	m := &Machine{Visible: r.shape[0], Hidden: r.shape[1], W: w, B: r.arrays["vbias"], C: r.arrays["hbias"]}
	for _, bias := range []struct {
		name string
		at   *[]float32
		want int
	}{{"vbias", &m.B, m.Visible}, {"hbias", &m.C, m.Hidden}} {
		if *bias.at == nil {
			*bias.at = make([]float32, bias.want)
			m.Notes = append(m.Notes, "the file has no "+bias.name+": it is taken to be 0")
		}
		if len(*bias.at) != bias.want {
			return nil, fmt.Errorf("expected %d numbers in %s for weights of %d × %d, found %d", bias.want, bias.name, m.Visible, m.Hidden, len(*bias.at))
		}
	}
	if err := m.checkNumbers(); err != nil {
		return nil, err
	}
	spins := false
	switch r.kind {
	case "BBRBM", "":
	case "IIRBM":
		spins = true
		m.fromSpins()
		m.Notes = append(m.Notes, "its spins −1, +1 are shown as units 0, 1 of the same law: weights are four times as large")
	case gaussianKind:
		spins, m.Gaussian = true, true
		if m.Hidden > maxGaussian {
			return nil, fmt.Errorf("expected at most %d Gaussian hidden units, found %d", maxGaussian, m.Hidden)
		}
		if anyBias(m.C) {
			m.Notes = append(m.Notes, "its hidden values h are shown less hbias/N, their mean without the spins")
		}
	default:
		return nil, fmt.Errorf("expected a machine of two-valued units (BBRBM or IIRBM) or of spins and Gaussian units (IGRBM), found %q, at which this page can't look", short(r.kind))
	}
	return m, m.setChains(r.arrays["chains"], spins)
}

// checkNumbers refuses what no training leaves.
func (m *Machine) checkNumbers() error {
	for _, list := range []struct {
		name   string
		values []float32
	}{{"weight_matrix", m.W}, {"vbias", m.B}, {"hbias", m.C}} {
		for i, x := range list.values {
			if math.IsNaN(float64(x)) || math.Abs(float64(x)) > 1e6 {
				return fmt.Errorf("expected numbers up to a million in %s, found %v at place %d", list.name, x, i+1)
			}
		}
	}
	return nil
}

func (m *Machine) fromSpins() {
	for i := range m.Visible {
		m.B[i] *= 2
	}
	for a := range m.Hidden {
		m.C[a] *= 2
	}
	for i := range m.Visible {
		row := m.W[i*m.Hidden:][:m.Hidden]
		for a, x := range row {
			m.B[i] -= 2 * x
			m.C[a] -= 2 * x
			row[a] = 4 * x
		}
	}
}

// setChains takes over states: 0 or 1, or spins.
func (m *Machine) setChains(states []float32, spins bool) error {
	if len(states)%m.Visible != 0 {
		return fmt.Errorf("expected chains of %d units, found %d states", m.Visible, len(states))
	}
	low := float32(0)
	if spins {
		low = -1
	}
	for i, s := range states {
		if s != low && s != 1 {
			return fmt.Errorf("expected states %v and 1 in the chains, found %v in row %d", low, s, i/m.Visible+1)
		}
		m.Chains = append(m.Chains, byte(max(s, 0)))
	}
	return nil
}

// memberNames are the arrays of a machine, by their names in files.
var memberNames = map[string]string{"weight_matrix": "weight_matrix", "vbias": "vbias", "hbias": "hbias", "chains": "chains", "parallel_chains": "chains"}

func npzMachine(p []byte) (*raw, error) {
	z, err := zip.NewReader(bytes.NewReader(p), int64(len(p)))
	if err != nil {
		return nil, errCutZip
	}
	r := &raw{arrays: map[string][]float32{}}
	var names []string
	for _, f := range z.File {
		name := strings.TrimSuffix(f.Name, ".npy")
		names = append(names, name)
		if name == "model_type" {
			if r.kind, err = npyText(f); err != nil {
				return nil, fmt.Errorf("the text model_type: %w", err)
			}
			continue
		}
		if memberNames[name] == "" {
			continue
		}
		a, err := openNPY(f)
		if err != nil {
			return nil, fmt.Errorf("the array %s: %w", name, err)
		}
		if name == "weight_matrix" {
			r.shape = a.shape
		}
		values := make([]float32, a.values.len())
		for i := range values {
			values[i] = float32(a.values.at(i))
		}
		r.arrays[memberNames[name]] = values
	}
	if r.shape == nil {
		return nil, fmt.Errorf("expected an array weight_matrix in the NPZ file, found %s", listed(names))
	}
	return r, nil
}

// npyText reads a single text, of bytes or of UTF-32.
func npyText(f *zip.File) (string, error) {
	r, err := f.Open()
	if err != nil {
		return "", errDamaged
	}
	defer r.Close()
	var head [256]byte
	n, _ := r.Read(head[:]) // a damaged member is no text
	p := head[:n]
	if len(p) < 10 || !bytes.HasPrefix(p, []byte(npyMagic)) {
		return "", fmt.Errorf("expected an NPY header, found %d bytes", n)
	}
	end := min(10+int(binary.LittleEndian.Uint16(p[8:])), len(p))
	return strings.ReplaceAll(string(p[end:]), "\x00", ""), nil // the zeros of UTF-32 and of padding
}

// The page, which reads HDF5, hands machines over in a container, all numbers little-endian: "CSWT", the length of a header, uint32, the
// header, JSON, and float32 numbers: weights, and as far as they are there, vbias, hbias and chains.
const machineMagic = "CSWT"

func containedMachine(p []byte) (*raw, error) {
	var head struct {
		Model  string
		Shape  []int
		Arrays []struct {
			Name   string
			Length int
		}
	}
	body := p[min(8, len(p)):]
	length := 0
	if len(p) >= 8 {
		length = int(binary.LittleEndian.Uint32(p[4:]))
	}
	if length < 2 || length > len(body) {
		return nil, fmt.Errorf("expected a header of %d bytes, found %d", length, len(body))
	}
	if err := json.Unmarshal(body[:length], &head); err != nil {
		return nil, fmt.Errorf("expected a header, found something else (%w)", err)
	}
	body = body[length:]
	r := &raw{kind: head.Model, shape: head.Shape, arrays: map[string][]float32{}}
	for _, a := range head.Arrays {
		if a.Length < 0 || a.Length > len(body)/4 {
			return nil, fmt.Errorf("expected %d numbers in %s, found %d", a.Length, short(a.Name), len(body)/4)
		}
		values := make([]float32, a.Length)
		for i := range values {
			values[i] = math.Float32frombits(binary.LittleEndian.Uint32(body[4*i:]))
		}
		r.arrays[a.Name], body = values, body[4*a.Length:]
	}
	if !slices.ContainsFunc(head.Shape, func(n int) bool { return n < 0 || n > maxValues }) {
		return r, nil
	}
	return nil, fmt.Errorf("expected the shape of weights, found %d", head.Shape)
}
