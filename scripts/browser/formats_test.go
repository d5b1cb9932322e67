package browser

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"strings"

	"cascade/scripts/internal/hdf5"
)

// The fixture: so many samples of so many bits, of three kinds.
const (
	fixtureSamples = 16
	fixtureSide    = 6
	fixtureUnits   = fixtureSide * fixtureSide
)

var kinds = []string{"north", "south", "east"}

// bit is 1 with another pattern for each kind, with exceptions.
func bit(sample, unit int) byte {
	on := (unit/(1+sample%3))%2 == 0
	if (sample*7+unit*5)%11 == 0 {
		on = !on
	}
	if on {
		return 1
	}
	return 0
}

func bits(scale byte) []byte {
	var p []byte
	for s := range fixtureSamples {
		for u := range fixtureUnits {
			p = append(p, scale*bit(s, u))
		}
	}
	return p
}

func zipped(members ...[]byte) []byte {
	var b bytes.Buffer
	for _, m := range members {
		z := gzip.NewWriter(&b)
		_, _ = z.Write(m) // to memory
		_ = z.Close()
	}
	return b.Bytes()
}

func idx() []byte {
	p := []byte{0, 0, 8, 3}
	for _, n := range []uint32{fixtureSamples, fixtureSide, fixtureSide} {
		p = binary.BigEndian.AppendUint32(p, n)
	}
	return append(p, bits(255)...)
}

func npy() []byte {
	head := fmt.Sprintf("{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d), }", fixtureSamples, fixtureUnits)
	head += strings.Repeat(" ", 117-len(head)) + "\n"
	return append([]byte("\x93NUMPY\x01\x00\x76\x00"+head), bits(1)...)
}

func npz() []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create("samples.npy")
	if err == nil {
		_, err = w.Write(npy())
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		panic(err)
	}
	return b.Bytes()
}

func table(separator string, first func(sample int) string) []byte {
	var b strings.Builder
	for s := range fixtureSamples {
		b.WriteString(first(s))
		for u := range fixtureUnits {
			if u > 0 {
				b.WriteString(separator)
			}
			b.WriteByte('0' + bit(s, u))
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

func plain(int) string { return "" }

func person(s int) string { return fmt.Sprintf("P%d_%c", s/2, 'A'+s%2) }

func hapt() []byte {
	return table(" ", func(s int) string { return "Real " + person(s) + " " })
}

func vcf() []byte {
	var b strings.Builder
	b.WriteString("##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT")
	for s := range fixtureSamples / 2 {
		fmt.Fprintf(&b, "\tP%d", s)
	}
	b.WriteByte('\n')
	for u := range fixtureUnits {
		fmt.Fprintf(&b, "22\t%d\trs%d\tA\tC\t.\tPASS\t.\tGT", u+1, u)
		for s := range fixtureSamples / 2 {
			fmt.Fprintf(&b, "\t%d|%d", bit(2*s, u), bit(2*s+1, u))
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

func strip() []byte {
	m := image.NewGray(image.Rect(0, 0, fixtureSide*fixtureSamples, fixtureSide))
	for s := range fixtureSamples {
		for u := range fixtureUnits {
			m.Pix[u/fixtureSide*m.Stride+s*fixtureSide+u%fixtureSide] = 255 * bit(s, u)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// labelTable names the kind of each person or sample.
func labelTable(name func(s int) string) []byte {
	var b strings.Builder
	for s := range fixtureSamples {
		fmt.Fprintf(&b, "%s %s\n", name(s), kinds[s%3])
	}
	return []byte(b.String())
}

func numbers() []int32 {
	var list []int32
	for s := range fixtureSamples {
		list = append(list, int32(s%3))
	}
	return list
}

// ownFile is a file to open, and what the page has to say about it.
type ownFile struct {
	name string
	p    []byte
	says string
}

const (
	asPictures = "16 pictures of 6 × 6"
	asRows     = "16 samples of 36 values"
)

// goodFiles are the fixture in every format.
func goodFiles() []ownFile {
	text := vcf()
	return []ownFile{
		{"d.idx3-ubyte", idx(), asPictures},
		{"d.idx.gz", zipped(idx()), asPictures},
		{"d.npy", npy(), asPictures},
		{"d.npz", npz(), asPictures},
		{"d.csv", table(",", plain), asPictures},
		{"d.tsv", table("\t", plain), asPictures},
		{"d.hapt", hapt(), asRows},
		{"d.vcf", text, asRows},
		{"d.vcf.gz", zipped(text[:700], text[700:900], text[900:]), asRows},
		{"d.png", strip(), asPictures},
		{"d.h5", hdf5.Encode(fixtureSamples, fixtureUnits, bits(1), numbers()), asPictures + " with 3 different labels"},
	}
}

// badFiles are broken, one for each format.
func badFiles() []ownFile {
	cut := func(p []byte) []byte { return p[:len(p)-40] }
	ragged := strings.Replace(string(table(",", plain)), "\n", ",1\n", 1)
	noSamples := bytes.Replace(hdf5.Encode(1, fixtureUnits, bits(1)[:fixtureUnits], numbers()), []byte("samples"), []byte("\x00amples"), 1)
	return []ownFile{
		{"b.idx", cut(idx()), "expected 576 bytes"},
		{"b.idx.gz", cut(zipped(idx())), "expected a gzip file, found a damaged one"},
		{"b.npy", cut(npy()), "expected 576 bytes"},
		{"b.npz", cut(npz()), "expected"},
		{"b.csv", []byte(ragged), "row 2 has 36 fields"},
		{"b.tsv", bytes.Replace(table("\t", plain), []byte("\t1"), []byte("\tx"), 1), "row 1"},
		{"b.hapt", hapt()[:len(hapt())-3], "row 16"},
		{"b.vcf", cut(vcf()), "row 38"},
		{"b.vcf.gz", cut(zipped(vcf()[:700], vcf()[700:])), "damaged"},
		{"b.png", cut(strip()), "expected a PNG picture"},
		{"b.h5", hdf5.Encode(fixtureSamples, fixtureUnits, bits(1), nil)[:1200], "expected an HDF5 file"},
		{"c.h5", noSamples, "expected"},
		{"b.bin", []byte("\x01\x02\x00\x04 nothing known"), "expected IDX, NPY"},
		{"b.txt", nil, "the file is empty"},
	}
}
