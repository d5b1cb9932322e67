package imports

import (
	"bytes"
	"fmt"
)

// vcf is the state of reading a VCF file: sites are its rows, haplotypes the samples of the table.
type vcf struct {
	names  []string
	sites  [][]byte // of each kept site, the allele of each haplotype
	ploidy []int    // of each person, as in the first site
	row    int

	skipped, missing, unphased int
}

// readVCF reads the genotypes of a VCF file: each chromosome copy of each person is one sample, each site with exactly one
// alternative allele one unit. Sites with more, or with a missing genotype, are left out, and a note says how many. In
// unphased genotypes the alleles are taken in the order in which they stand.
func readVCF(p []byte) (*Table, error) {
	v := &vcf{}
	for line := range bytes.Lines(p) {
		v.row++
		line = bytes.TrimRight(line, "\r\n")
		switch {
		case len(line) == 0 || bytes.HasPrefix(line, []byte("##")):
		case line[0] == '#':
			if v.names != nil {
				return nil, fmt.Errorf("row %d: expected a site, found a second heading", v.row)
			}
			columns := bytes.Split(line, []byte{'\t'})
			if len(columns) < 10 {
				return nil, fmt.Errorf("row %d: expected a heading of 9 columns and the people, found %d columns", v.row, len(columns))
			}
			for _, c := range columns[9:] {
				v.names = append(v.names, string(c))
			}
		default:
			if err := v.site(line); err != nil {
				return nil, err
			}
		}
	}
	return v.table()
}

// site adds one row.
func (v *vcf) site(line []byte) error {
	if v.names == nil {
		return fmt.Errorf("row %d: expected the heading #CHROM ... with the people's names before the first site, found none", v.row)
	}
	var fixed [9][]byte // CHROM POS ID REF ALT QUAL FILTER INFO FORMAT
	for i := range fixed {
		var more bool
		if fixed[i], line, more = bytes.Cut(line, []byte{'\t'}); !more {
			return fmt.Errorf("row %d has %d columns, the heading %d", v.row, i+1, 9+len(v.names))
		}
	}
	if !bytes.HasPrefix(fixed[8], []byte("GT")) {
		return fmt.Errorf("row %d: expected a FORMAT that begins with GT, found %q", v.row, short(string(fixed[8])))
	}
	if bytes.IndexByte(fixed[4], ',') >= 0 || bytes.Equal(fixed[4], []byte{'.'}) {
		v.skipped++
		return nil
	}
	first := v.ploidy == nil
	var alleles []byte
	missing := false
	for person := range v.names {
		field, rest, more := bytes.Cut(line, []byte{'\t'})
		if more == (person == len(v.names)-1) {
			return fmt.Errorf("row %d: expected the genotypes of %d people, found another number", v.row, len(v.names))
		}
		line = rest
		copies, err := v.genotype(field, &alleles, &missing)
		if err != nil {
			return err
		}
		if first {
			v.ploidy = append(v.ploidy, copies)
		} else if copies != v.ploidy[person] && !missing {
			return fmt.Errorf("row %d: expected %d alleles of %q as in the rows above, found %d", v.row, v.ploidy[person], short(v.names[person]), copies)
		}
	}
	if missing {
		if first {
			v.ploidy = nil // a missing genotype does not tell how many copies there are
		}
		v.missing++
		return nil
	}
	v.sites = append(v.sites, alleles)
	if len(v.sites) > MaxUnits || len(v.sites)*len(alleles) > maxValues {
		return fmt.Errorf("expected at most %d sites, found more by row %d: thin the file first", min(MaxUnits, maxValues/max(len(alleles), 1)), v.row)
	}
	return nil
}

// genotype appends the alleles of a field such as 0|1:35:4.
func (v *vcf) genotype(field []byte, alleles *[]byte, missing *bool) (copies int, err error) {
	gt, _, _ := bytes.Cut(field, []byte{':'})
	for i, c := range gt {
		switch {
		case i%2 == 0 && (c == '0' || c == '1'):
			*alleles = append(*alleles, c-'0')
			copies++
		case i%2 == 0 && c == '.':
			*missing = true
			copies++
		case i%2 == 1 && c == '|':
		case i%2 == 1 && c == '/':
			v.unphased++
		default:
			return 0, fmt.Errorf("row %d: expected a genotype such as 0|1, found %q", v.row, short(string(field)))
		}
	}
	if len(gt)%2 == 0 {
		return 0, fmt.Errorf("row %d: expected a genotype such as 0|1, found %q", v.row, short(string(field)))
	}
	return copies, nil
}

// table turns sites and haplotypes about.
func (v *vcf) table() (*Table, error) {
	if len(v.sites) == 0 {
		return nil, fmt.Errorf("expected sites with one alternative allele and all genotypes, found none in %d rows", v.row)
	}
	t := &Table{Samples: len(v.sites[0]), Units: len(v.sites)}
	t.Values = make([]byte, t.Samples*t.Units)
	for i, alleles := range v.sites {
		for s, a := range alleles {
			t.Values[s*t.Units+i] = 255 * a
		}
	}
	for person, name := range v.names {
		for range v.ploidy[person] {
			t.Names = append(t.Names, name)
		}
	}
	for _, note := range []struct {
		n    int
		text string
	}{
		{v.skipped, "%d sites without exactly one alternative allele are left out"},
		{v.missing, "%d sites with missing genotypes are left out"},
		{v.unphased, "%d genotypes are unphased; their alleles are taken in the order in which they stand"},
	} {
		if note.n > 0 {
			t.Notes = append(t.Notes, fmt.Sprintf(note.text, note.n))
		}
	}
	return t, nil
}
