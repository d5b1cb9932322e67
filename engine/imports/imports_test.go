package imports

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

const (
	fixtureSamples = 11
	fixtureUnits   = 49
)

// fixture returns bits of which no column is constant.
func fixture() []byte {
	r := rand.New(rand.NewPCG(2, 3))
	bits := make([]byte, fixtureSamples*fixtureUnits)
	for i := range bits {
		bits[i] = byte(r.IntN(2))
	}
	for i := range fixtureUnits {
		bits[i], bits[fixtureUnits+i] = 0, 1
	}
	return bits
}

// rows writes the fixture as text.
func rows(lead func(s int) string, separator, end string) []byte {
	var b strings.Builder
	for s := range fixtureSamples {
		var fields []string
		if lead != nil {
			fields = append(fields, lead(s))
		}
		for _, v := range fixture()[s*fixtureUnits:][:fixtureUnits] {
			fields = append(fields, string('0'+rune(v)))
		}
		b.WriteString(strings.Join(fields, separator) + end)
	}
	return []byte(b.String())
}

func idx(kind byte, size []uint32, data []byte) []byte {
	p := []byte{0, 0, kind, byte(len(size))}
	for _, n := range size {
		p = binary.BigEndian.AppendUint32(p, n)
	}
	return append(p, data...)
}

// npy writes values in NumPy's format, version 1 or 2.
func npy(version byte, descr, shape string, fortran bool, data []byte) []byte {
	order := map[bool]string{false: "False", true: "True"}[fortran]
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n", descr, order, shape)
	p := append([]byte(npyMagic), version, 0)
	if version == 1 {
		p = binary.LittleEndian.AppendUint16(p, uint16(len(header)))
	} else {
		p = binary.LittleEndian.AppendUint32(p, uint32(len(header)))
	}
	return append(append(p, header...), data...)
}

// encode writes the fixture's values by f, in C or Fortran order.
func encode(fortran bool, f func(p []byte, v byte) []byte) []byte {
	var p []byte
	bits := fixture()
	for i := range bits {
		at := i
		if fortran {
			at = i%fixtureSamples*fixtureUnits + i/fixtureSamples
		}
		p = f(p, bits[at])
	}
	return p
}

func asByte(p []byte, v byte) []byte { return append(p, v) }
func asFloat(p []byte, v byte) []byte {
	return binary.LittleEndian.AppendUint32(p, math.Float32bits(float32(v)))
}
func asBigDouble(p []byte, v byte) []byte {
	return binary.BigEndian.AppendUint64(p, math.Float64bits(float64(v)))
}
func asLong(p []byte, v byte) []byte { return binary.LittleEndian.AppendUint64(p, uint64(v)) }
func signed(p []byte, v byte) []byte { return append(p, byte(2*int8(v)-1)) }

func npz(files map[string][]byte, names ...string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		f, err := z.Create(name + ".npy")
		if err == nil {
			_, err = f.Write(files[name])
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

// compress packs in so many members, as bgzip does.
func compress(p []byte, members int) []byte {
	var b bytes.Buffer
	for k := range members {
		z := gzip.NewWriter(&b)
		if _, err := z.Write(p[k*len(p)/members : (k+1)*len(p)/members]); err != nil {
			panic(err)
		}
		if err := z.Close(); err != nil {
			panic(err)
		}
	}
	return b.Bytes()
}

func strip(vertical bool) []byte {
	w, h := 7*fixtureSamples, 7
	if vertical {
		w, h = h, w
	}
	m := image.NewGray(image.Rect(0, 0, w, h))
	for i, v := range fixture() {
		s, y, x := i/49, i%49/7, i%7
		if vertical {
			y += 7 * s
		} else {
			x += 7 * s
		}
		m.SetGray(x, y, color.Gray{Y: 255 * v})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// vcfFile writes the fixture as six people, of whom the last has one copy. Samples are the copies, so that 2*5+1 = 11.
func vcfFile(end string, edit func(site, person int, gt string) string) []byte {
	var b strings.Builder
	b.WriteString("##fileformat=VCFv4.2" + end + "##contig=<ID=22>" + end)
	b.WriteString("#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP0\tP1\tP2\tP3\tP4\tP5" + end)
	bits := fixture()
	for i := range fixtureUnits {
		fmt.Fprintf(&b, "22\t%d\trs%d\tA\tC\t.\tPASS\t.\tGT:DP", i, i)
		for person := range 6 {
			gt := fmt.Sprintf("%d", bits[2*person*fixtureUnits+i])
			if person < 5 {
				gt += fmt.Sprintf("|%d", bits[(2*person+1)*fixtureUnits+i])
			}
			if edit != nil {
				gt = edit(i, person, gt)
			}
			b.WriteString("\t" + gt + ":9")
		}
		b.WriteString(end)
	}
	return []byte(b.String())
}

func matrix(kind, labels byte, data []byte) []byte {
	p := append([]byte(matrixMagic), 1, kind, labels)
	p = binary.LittleEndian.AppendUint32(p, fixtureSamples)
	p = binary.LittleEndian.AppendUint32(p, fixtureUnits)
	p = append(p, data...)
	for s := range fixtureSamples * int(labels) {
		p = fmt.Appendln(p, 10-s%3)
	}
	return p
}

// files are the fixture in every format.
func files() map[string][]byte {
	comma := rows(nil, ",", "\n")
	person := func(s int) string { return fmt.Sprintf("P%d_%c", s/2, 'A'+s%2) }
	shape := fmt.Sprintf("(%d, %d)", fixtureSamples, fixtureUnits)
	labels := npy(1, "<i8", "(11,)", false, encode(false, asLong)[:11*8])
	return map[string][]byte{
		"a.csv":           comma,
		"a2.csv":          rows(nil, ",", "\r\n"),
		"bom.csv":         append([]byte("\xef\xbb\xbf"), comma...),
		"trail.csv":       rows(nil, ",", ",\n"),
		"unended.csv":     bytes.TrimRight(comma, "\n"),
		"a.csv.gz":        compress(comma, 1),
		"many.csv.gz":     compress(comma, 3),
		"twice.csv.gz":    compress(compress(comma, 1), 1),
		"a.tsv":           rows(nil, "\t", "\n"),
		"a.txt":           rows(nil, "  ", "\n"),
		"semi.csv":        rows(nil, "; ", "\n"),
		"comment.csv":     append([]byte("# made up\n\n"), comma...),
		"named.csv":       rows(person, ",", "\n"),
		"quoted.csv":      bytes.ReplaceAll(comma, []byte("1"), []byte(`"1.0"`)),
		"bool.csv":        bytes.ReplaceAll(bytes.ReplaceAll(comma, []byte("1"), []byte("True")), []byte("0"), []byte("False")),
		"heading.csv":     append([]byte("name,"+strings.Repeat("rs,", fixtureUnits-1)+"rs\n"), rows(person, ",", "\n")...),
		"pandas.csv":      append([]byte(counted(fixtureUnits)+"\n"), rows(func(s int) string { return fmt.Sprint(s + 5) }, ",", "\n")...),
		"labelled.csv":    append([]byte("label,"+strings.Repeat("x,", fixtureUnits-1)+"x\n"), rows(func(s int) string { return fmt.Sprint(10 - s%3) }, ",", "\n")...),
		"words.txt":       rows(nil, "", "\n"),
		"named-words.txt": rows(func(s int) string { return person(s) + " " }, "", "\n"),
		"a.hapt":          rows(func(s int) string { return "Real " + person(s) }, " ", "\n"),
		"numbers.hapt":    rows(func(s int) string { return fmt.Sprintf("1 %d", s) }, " ", "\n"),
		"a-idx2":          idx(8, []uint32{11, 49}, fixture()),
		"a-idx3":          idx(8, []uint32{11, 7, 7}, fixture()),
		"a-idx4.gz":       compress(idx(8, []uint32{11, 7, 7, 1}, fixture()), 1),
		"f-idx3":          idx(13, []uint32{11, 7, 7}, encode(false, func(p []byte, v byte) []byte { return binary.BigEndian.AppendUint32(p, math.Float32bits(float32(v))) })),
		"s-idx2":          idx(9, []uint32{11, 49}, encode(false, signed)),
		"u1.npy":          npy(1, "|u1", shape, false, encode(false, asByte)),
		"b1.npy":          npy(1, "|b1", shape, false, encode(false, asByte)),
		"f4.npy":          npy(1, "<f4", shape, false, encode(false, asFloat)),
		"f8.npy":          npy(2, ">f8", shape, false, encode(false, asBigDouble)),
		"i8.npy":          npy(3, "<i8", shape, false, encode(false, asLong)),
		"fortran.npy":     npy(1, "<f4", shape, true, encode(true, asFloat)),
		"pictures.npy":    npy(1, "|u1", "(11, 1, 7, 7)", false, encode(false, asByte)),
		"signed.npy":      npy(1, "|i1", shape, false, encode(false, signed)),
		"a.npz":           npz(map[string][]byte{"arr_0": npy(1, "|u1", shape, false, encode(false, asByte))}, "arr_0"),
		"b.npz": npz(map[string][]byte{"y": labels, "extra": npy(1, "|u1", "(3, 2)", false, make([]byte, 6)),
			"x": npy(1, "<f4", shape, true, encode(true, asFloat))}, "extra", "x", "y"),
		"side.png":   strip(false),
		"down.png":   strip(true),
		"a.vcf":      vcfFile("\n", nil),
		"a2.vcf":     vcfFile("\r\n", nil),
		"a.vcf.gz":   compress(vcfFile("\n", nil), 5),
		"slash.vcf":  vcfFile("\n", func(_, _ int, gt string) string { return strings.ReplaceAll(gt, "|", "/") }),
		"u.matrix":   matrix(1, 0, encode(false, asByte)),
		"f.matrix":   matrix(4, 1, encode(false, asFloat)),
		"folder/x/a": comma,
	}
}

func counted(n int) string {
	s := ""
	for i := range n {
		s += fmt.Sprintf(",%d", i)
	}
	return s
}

// TestEveryFormatGivesTheSameTable reads one set of bits from all kinds of files.
func TestEveryFormatGivesTheSameTable(t *testing.T) {
	want := fixture()
	for i := range want {
		want[i] *= 255
	}
	for name, p := range files() {
		before := bytes.Clone(p)
		got, err := Read(name, p)
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		if got.Samples != fixtureSamples || got.Units != fixtureUnits || !bytes.Equal(got.Values, want) {
			t.Errorf("%s: %d x %d, or other values", name, got.Samples, got.Units)
		}
		genetic := strings.Contains(name, ".hapt") || strings.Contains(name, ".vcf")
		if want := map[bool]int{true: 0, false: 7}[genetic]; got.Side != want {
			t.Errorf("%s: side %d, want %d", name, got.Side, want)
		}
		noted := strings.Contains(name, "signed") || strings.Contains(name, "slash") || name == "s-idx2"
		if noted != (len(got.Notes) == 1) {
			t.Errorf("%s: notes %q", name, got.Notes)
		}
		labelled := name == "labelled.csv" || name == "b.npz" || name == "f.matrix"
		if labelled != (got.Classes != nil) {
			t.Errorf("%s: classes %d", name, got.Classes)
		}
		if !bytes.Equal(p, before) {
			t.Errorf("%s: the file was changed", name)
		}
	}
}

func TestNamesAndLabels(t *testing.T) {
	all := files()
	read := func(name string) *Table {
		got, err := Read(name, all[name])
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	for _, name := range []string{"a.hapt", "named.csv", "heading.csv", "named-words.txt"} {
		if got := read(name); len(got.Names) != 11 || got.Names[3] != "P1_B" {
			t.Errorf("%s: names %q", name, got.Names)
		}
	}
	if got := read("a.vcf"); !slices.Equal(got.Names, []string{"P0", "P0", "P1", "P1", "P2", "P2", "P3", "P3", "P4", "P4", "P5"}) {
		t.Errorf("VCF: names %q", got.Names)
	}
	for _, name := range []string{"labelled.csv", "f.matrix"} {
		got := read(name)
		if !slices.Equal(got.ClassNames, []string{"8", "9", "10"}) || !slices.Equal(got.Classes[:4], []byte{2, 1, 0, 2}) {
			t.Errorf("%s: classes %d of %q", name, got.Classes, got.ClassNames)
		}
	}
	if got := read("b.npz"); !slices.Equal(got.ClassNames, []string{"0"}) || len(got.Classes) != 11 {
		t.Errorf("NPZ: classes %d of %q", got.Classes, got.ClassNames)
	}
	for _, row := range []struct {
		data, labels, text string
		classes            []string
		fails              string
	}{
		{"a.hapt", "pops.txt", "P0 AFR\nP1 EUR\nP2 EUR\nP3 EAS\nP4 EAS\nP5 AFR\n", []string{"AFR", "EAS", "EUR"}, ""},
		{"a.vcf", "panel.tsv", "sample\tpop\tsuper_pop\tsex\nP0\tYRI\tAFR\t1\nP1\tCHB\tEAS\t2\nP5\tYRI\tAFR\t1\n", []string{"?", "AFR", "EAS"}, ""},
		{"a.csv", "order.txt", strings.Repeat("b\na\n", 5) + "a\n", []string{"a", "b"}, ""},
		{"a.csv", "few.txt", "b\na\n", nil, "expected 11 labels, one for each sample, found 2"},
		{"a.hapt", "others.txt", "Q0 x\nQ1 y\n", nil, `expected labels of samples such as "P0_A", found labels of others, such as "Q0"`},
	} {
		l, err := ReadLabels(row.labels, []byte(row.text))
		if err != nil {
			t.Errorf("%v", err)
			continue
		}
		got := read(row.data)
		if err := got.Attach(l); (err == nil) != (row.fails == "") || err != nil && err.Error() != row.fails {
			t.Errorf("%s: error %v", row.labels, err)
		}
		if !slices.Equal(got.ClassNames, row.classes) {
			t.Errorf("%s: classes %q", row.labels, got.ClassNames)
		}
	}
	l, err := ReadLabels("labels-idx1", idx(8, []uint32{11}, []byte{5, 0, 4, 1, 9, 2, 1, 3, 1, 4, 3}))
	if err != nil {
		t.Fatal(err)
	}
	got := read("a-idx3")
	if err := got.Attach(l); err != nil || got.Classes[0] != 5 || got.ClassNames[5] != "5" {
		t.Errorf("%v: classes %d of %q", err, got.Classes, got.ClassNames)
	}
}

// TestSitesThatAreLeftOut: a site with two alternative alleles, one with a missing genotype.
func TestSitesThatAreLeftOut(t *testing.T) {
	p := vcfFile("\n", func(site, person int, gt string) string {
		if site == 0 && person == 2 {
			return ".|."
		}
		return gt
	})
	p = bytes.Replace(p, []byte("rs7\tA\tC"), []byte("rs7\tA\tC,G"), 1)
	got, err := Read("x.vcf", p)
	if err != nil || got.Units != fixtureUnits-2 || len(got.Notes) != 2 {
		t.Fatalf("%v: %+v", err, got)
	}
	if got.Values[0*got.Units+6] != 255*fixture()[8] { // site 8 is now the seventh
		t.Error("sites are out of order")
	}
}

func TestSheetsOfPictures(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 18, 12)) // 3 x 2 pictures of side 6
	for y := range 12 {
		for x := range 18 {
			g := uint8(40*(y/6*3+x/6) + y%6 + x%6)
			m.Set(x, y, color.RGBA{g, g, g, 255})
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	got, err := Read("sheet-6x6.png", b.Bytes())
	if err != nil || got.Samples != 6 || got.Side != 6 {
		t.Fatalf("%v: %+v", err, got)
	}
	for s := range 6 { // values 0..210 are stretched to 0..255
		if v, want := got.Values[36*s], math.Round(float64(40*s)*255/210); float64(v) != want {
			t.Errorf("picture %d begins with %d, want %v", s, v, want)
		}
	}
	if _, err := Read("sheet.png", b.Bytes()); err == nil || !strings.Contains(err.Error(), "18 x 12 pixels, which 12 does not divide") {
		t.Errorf("%v", err)
	}
}

// TestErrorsSayWhatAndWhere holds each kind of broken file against the sentence it gets.
func TestErrorsSayWhatAndWhere(t *testing.T) {
	comma := string(files()["a.csv"])
	cut := func(name string, n int) []byte { return files()[name][:n] }
	vcf := func(old, new string) []byte { return bytes.Replace(vcfFile("\n", nil), []byte(old), []byte(new), 1) }
	for _, row := range []struct {
		name string
		p    []byte
		want string
	}{
		{"e.csv", nil, "e.csv: the file is empty"},
		{"e.csv", []byte("\n\n"), "expected rows of numbers, found none"},
		{"e.csv", []byte("1,0\n1,1,0\n"), "row 2 has 3 fields, the rows above it 2"},
		{"e.csv", []byte("1,0\n1,x\n"), `row 2, column 2: expected a number, found "x"`},
		{"e.csv", []byte("a,b\n1,0\n1,nan\n"), `row 3, column 2: expected a number, found "nan"`},
		{"e.csv", []byte("nan,1,0\n1,0,1\n"), `row 1, column 1: expected a number, found "nan"`},   // neither a name
		{"e.csv", []byte("0,1,inf\n1,0,1\n"), `row 1, column 3: expected a number, found "inf"`},   // nor a label
		{"e.csv", []byte("nan,NA\n1,0\n0,1\n"), `row 1, column 1: expected a number, found "nan"`}, // nor a heading
		{"e.csv", []byte("1,0\n1,inf\n"), `row 2, column 2: expected a number, found "inf"`},
		{"e.csv", []byte("1,0,1\n"), "expected at least 2 samples, found 1"},
		{"e.csv", []byte("1\n0\n"), "expected at least 2 values in a sample, found 1"},
		{"e.csv", []byte("label\n1\n0\n"), "expected numbers beside the label, found none"},
		{"e.csv", []byte("1,0\n1,0\n1,0\n"), "expected samples that differ, found all 3 equal"},
		{"e.csv", []byte("7,7\n7,7\n"), "expected samples that differ, found all 2 equal"},
		{"e.csv", []byte(strings.Repeat("0,", MaxUnits) + "1\n"), "expected at most 4096 values in a sample, found 4097"},
		{"words.txt", []byte("010101\n01012\n"), `row 2: expected 6 zeros and ones, found "01012"`},
		{"e.csv.gz", []byte{0x1f, 0x8b, 8}, "expected a gzip file, found a damaged one"},
		{"e.csv.gz", cut("a.csv.gz", 60), "expected a gzip file, found a damaged one after"},
		{"e.bin", []byte{1, 2, 3, 0, 5}, "expected IDX, NPY, NPZ, CSV, TSV, .hapt, VCF or PNG, found a file that begins with"},
		{"e.h5", []byte("\x89HDF\r\n\x1a\n"), "HDF5 files are read in the page only"},
		{"e-idx", idx(8, []uint32{11, 7, 8}, fixture()), "expected 616 bytes for 11 x 56 values, found 539"},
		{"e-idx", idx(8, []uint32{11}, fixture()[:11]), "expected samples of several values, found an array of shape [11]"},
		{"e-idx", idx(8, []uint32{1 << 31, 1 << 31, 1 << 31}, nil), "expected sizes from 1 to 64 million"},
		{"e-idx", idx(8, []uint32{1 << 20, 1 << 12}, nil), "expected at most 64 million values, found 1048576 x 4096"},
		{"e-idx", idx(8, []uint32{3, 2, 4, 5}, nil)[:12], "expected 20 bytes of IDX header, found 12"},
		{"e.npy", []byte(npyMagic + "\x01"), "expected an NPY header, found 7 bytes"},
		{"e.npy", cut("u1.npy", 40), "bytes of NPY header, found 30"},
		{"e.npy", cut("u1.npy", 200), "expected 539 bytes for 11 x 49 values, found"},
		{"e.npy", npy(1, "<c8", "(2, 2)", false, nil), `expected an array of bool, whole numbers, float16, float32 or float64, found "<c8"`},
		{"e.npy", npy(1, "<f4", "(2, x)", false, nil), `expected a 'shape' of whole numbers in the NPY header, found "x"`},
		{"e.npy", npy(1, "<f4", "()", false, nil), "found a single number"},
		{"e.npy", npy(1, "<f4", "(11,)", false, make([]byte, 44)), "expected samples of several values, found an array of shape [11]"},
		{"e.npy", npy(1, "<f4", "(9223372036854775807, 4)", false, nil), "expected at most 64 million values"},
		{"e.npy", npy(1, "<f4", "(2, 2)", false, binary.LittleEndian.AppendUint32(make([]byte, 12), 0x7fc00000)), "expected numbers, found NaN in row 2, column 2"},
		{"e.npz", []byte("PK\x03\x04nonsense"), "expected a whole NPZ file, found one that is cut off or damaged"},
		{"e.npz", npz(map[string][]byte{"y": npy(1, "|u1", "(2,)", false, []byte{1, 0})}, "y"), `expected samples, an array with a row for each, or the weight_matrix of a machine in the NPZ file, found "y"`},
		{"e.npz", npz(map[string][]byte{"x": []byte("no array")}, "x"), `the array "x": expected an NPY header`},
		{"e.png", []byte("\x89PNG\r\n\x1a\nxxxx"), "expected a PNG picture, found a damaged one"},
		{"e.vcf", vcf("#CHROM\tPOS", "#CHROM POS ID REF ALT QUAL FILTER INFO FORMAT\nCHROM\tPOS"), "row 3: expected a heading of 9 columns and the people, found 1 columns"},
		{"e.vcf", vcf("#CHROM", "CHROM"), "row 3: expected the heading #CHROM"},
		{"e.vcf", vcf("GT:DP", "DP:GT"), `row 4: expected a FORMAT that begins with GT, found "DP:GT"`},
		{"e.vcf", vcf("rs5\tA\tC\t.\tPASS\t.\tGT:DP\t", "rs5\tA\tC\t.\tPASS\t.\tGT:DP\t0|1\t"), "row 9: expected the genotypes of 6 people, found another number"},
		{"e.vcf", vcf("rs5\tA\tC\t.\tPASS\t.\tGT:DP\t", "rs5\tA\tC\t.\tPASS\t.\tGT:DP\t2"), `row 9: expected a genotype such as 0|1, found "2`},
		{"e.vcf", vcf("rs5\tA\tC\t.\tPASS\t.\tGT:DP\t", "rs5\tA\tC\t.\tPASS\t.\tGT:DP\t0|"), `row 9: expected 2 alleles of "P0" as in the rows above, found 3`},
		{"e.vcf", append(vcfFile("\n", nil), "#CHROM\n"...), "row 53: expected a site, found a second heading"},
		{"e.vcf", []byte("##fileformat=VCFv4.2\n"), "expected sites with one alternative allele and all genotypes, found none in 1 rows"},
		{"e.matrix", files()["u.matrix"][:14], "expected at least 15 bytes, found 14"},
		{"e.matrix", append([]byte("CSMX\x01\x02\x00"), make([]byte, 8)...), "found [1 2 0]"},
		{"e.matrix", files()["u.matrix"][:400], "expected 554 bytes for 11 x 49 values, found 400"},
		{"e.matrix", files()["f.matrix"][:15+11*49*4+5], "expected 11 labels, one for each sample, found 2"},
		{"a\nb.csv", []byte(comma + "1\n"), "ab.csv: row 12 has 1 fields, the rows above it 49"},
	} {
		got, err := Read(row.name, row.p)
		if err == nil || !strings.Contains(err.Error(), row.want) || strings.ContainsAny(err.Error(), "\n") || len(err.Error()) > 300 {
			t.Errorf("%s: %+v, error %q, want %q", row.name, got, err, row.want)
		}
	}
	for _, row := range []struct {
		p    []byte
		want string
	}{
		{nil, "expected rows of a name and a label, found none"},
		{[]byte("a b\nc\n"), "row 2 has 1 fields, the rows above it 2"},
		{idx(8, []uint32{2, 3}, make([]byte, 6)), "expected one label for each sample, found an array of shape [2 3]"},
	} {
		if _, err := ReadLabels("l.txt", row.p); err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("labels: error %q, want %q", err, row.want)
		}
	}
}

func TestNotesOnValues(t *testing.T) {
	got, err := Read("grey.csv", []byte("0,2,1\n2,2,4\n1,2,0\n"))
	if err != nil || len(got.Notes) != 2 || got.Notes[0] != "the values from 0 to 4 are mapped to 0 to 1" ||
		got.Notes[1] != "1 of the 3 columns are the same in all samples and carry nothing" {
		t.Fatalf("%v: %q", err, got.Notes)
	}
	if !bytes.Equal(got.Values, []byte{0, 128, 64, 128, 128, 255, 64, 128, 0}) {
		t.Errorf("values %d", got.Values)
	}
}

// FuzzRead: whatever a file holds, there is a table that fits together or a sentence.
func FuzzRead(f *testing.F) {
	for name, p := range files() {
		f.Add(name, p)
	}
	f.Fuzz(func(t *testing.T, name string, p []byte) {
		got, err := Read(name, p)
		if err != nil {
			if strings.ContainsAny(err.Error(), "\n") {
				t.Errorf("error of several lines: %q", err)
			}
			return
		}
		if got.Samples < 2 || got.Units < 2 || got.Units > MaxUnits || len(got.Values) != got.Samples*got.Units ||
			got.Side != 0 && got.Side*got.Side != got.Units || got.Names != nil && len(got.Names) != got.Samples ||
			got.Classes != nil && len(got.Classes) != got.Samples {
			t.Errorf("a table that does not fit together: %d x %d", got.Samples, got.Units)
		}
		for _, c := range got.Classes {
			if int(c) >= len(got.ClassNames) {
				t.Errorf("class %d of %d", c, len(got.ClassNames))
			}
		}
	})
}

func FuzzReadLabels(f *testing.F) {
	f.Add("l.txt", []byte("P0 a\nP1 b\n"))
	f.Add("l.csv", []byte("sample,label\nP0,a\n"))
	f.Add("l-idx1", idx(8, []uint32{2}, []byte{1, 2}))
	f.Fuzz(func(t *testing.T, name string, p []byte) {
		l, err := ReadLabels(name, p)
		if err != nil {
			return
		}
		table := &Table{Samples: 3, Names: []string{"P0_A", "", "x."}}
		if table.Attach(l) == nil && len(table.Classes) != 3 && len(table.ClassNames) > 0 {
			t.Errorf("classes %d", table.Classes)
		}
	})
}

func BenchmarkCSV5008x805(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1))
	var p []byte
	for range 5008 {
		for i := range 805 {
			if i > 0 {
				p = append(p, ',')
			}
			p = append(p, '0'+byte(r.IntN(2)))
		}
		p = append(p, '\n')
	}
	b.SetBytes(int64(len(p)))
	for b.Loop() {
		if _, err := Read("a.csv", p); err != nil {
			b.Fatal(err)
		}
	}
}
