package experiments

import (
	"strings"
	"testing"
)

// TestBadInputGetsOneSentence: what a link or a file of one's own may get wrong is either corrected and told, or refused; in both
// cases by one clear sentence, and what is left runs.
func TestBadInputGetsOneSentence(t *testing.T) {
	const small = "hidden=4&samples=12&batch=5&chains=6&modes=2"
	const good = "0,1,0,1\n1,0,0,1\n0,1,1,0\n1,1,0,0\n0,0,1,1\n"
	rows := []struct{ link, file, told, refused string }{
		{"import?" + small, good, "", ""},
		{"import?" + small, "", "", "x.csv: the file is empty"},
		{"import?" + small, "\n\n", "", "x.csv: expected rows of numbers, found none"},
		{"import?" + small, "a,b,c\n", "", "x.csv: expected rows of numbers, found none"},
		{"import?" + small, "0,1,0\n1,0\n", "", "x.csv: row 2 has 2 fields, the rows above it 3"},
		{"import?" + small, "0,1,x\n1,0,y\n1,oops,y\n", "", "x.csv: row 3, column 2: expected a number"},
		{"import?" + small, "0,1,1,0\n", "", "x.csv: expected at least 2 samples, found 1"},
		{"import?" + small, "0\n1\n0\n", "", "x.csv: expected at least 2 values in a sample, found 1"},
		{"import?" + small, "0,1\n0,1\n0,1\n", "", "x.csv: expected samples that differ, found all 3 equal"},
		{"import?" + small, "\x89PNG\r\n\x1a\nxx", "", "x.csv: expected a PNG picture, found a damaged one"},
		{"import?" + small, "\x1f\x8bxx", "", "x.csv: expected a gzip file, found a damaged one"},
		{"import?" + small, "1,0,1\n1,1,0\n1,0,0\n", "1 of the 3 columns are the same in all samples", ""},
		{"import?" + small, "-3,0.5,7\n2,7,1\n1,0,0\n", "the values from -3 to 7 are mapped to 0 to 1", ""},
		{"import?threshold=0.9&" + small, "0,0.5\n0.3,0.1\n", "", "all samples are equal at this threshold"},
		{"import?hidden=4&samples=12&batch=50&chains=6&modes=2", good, "a minibatch of 50 is more than the 12 samples", ""},
		{"import?hidden=4&samples=12&batch=5&chains=6&modes=9", good, "a machine with 4 hidden units has 4 modes, not 9", ""},
		{"import?hidden=9&samples=12&batch=5&chains=6&modes=9", good, "", ""}, // more modes than values
		{"import?hidden=1&samples=12&batch=5&chains=6&modes=2", good, `hidden="1" is outside 2 to 1000; using 2`, ""},
		{"import?lr=50&" + small, good, `lr="50" is outside 1e-5 to 1; using 1`, ""},
		{"import?lr=1&init=1&k=1&" + small, good, "", ""}, // as fast as can be
		{"import?lr=1&" + small, strings.Repeat(strings.Repeat("0,", 19)+"0\n"+strings.Repeat("1,", 19)+"1\n", 3), "the learning rate is too large; it is stable up to about 0.84", ""},
		{"import?method=best&" + small, good, `method="best" is not one of pcd, cd, rdm; using pcd`, ""},
		{"genome?source=import&coarse=3&" + small, good, "", "too few sites to be coarse-grained so often"},
		{"digits?side=7.4&" + small, "", `side="7.4" is not a multiple of 1; using 7`, ""},
		{"digits?side=13&" + small, "", "", ""}, // 28 pixels do not divide by 13
		{"digits?side=13&threshold=0.95&" + small, "", "", "all samples are equal at this threshold"},
		{"faces?side=7&samples=1&hidden=4&batch=5&chains=6&modes=2", "", `samples="1" is outside 10 to 3000; using 10`, ""},
	}
	for _, row := range rows {
		link, told, err := ParseLink(row.link)
		if err != nil {
			t.Fatal(err)
		}
		a := &Assets{}
		for name := a.Missing(link); name != "" && err == nil; name = a.Missing(link) {
			p := []byte(row.file)
			if name != OwnFile {
				p = madeUpDigits().Pack()
			}
			err = a.Put(name, "x.csv", p)
		}
		if err == nil {
			s := Open(link, told, a)
			for u := 0; u < 40 && err == nil; u++ {
				err = s.Step(still)
			}
			told = s.Corrections() // those that the data show, too
		}
		name := row.link + " " + row.file
		switch text := strings.Join(told, "; "); {
		case (err == nil) != (row.refused == "") || err != nil && (!strings.Contains(err.Error(), row.refused) || strings.Contains(err.Error(), "\n")):
			t.Errorf("%q: error %v, want %q", name, err, row.refused)
		case row.told == "" && text != "" || !strings.Contains(text, row.told):
			t.Errorf("%q: told %q, want %q", name, text, row.told)
		}
	}
}
