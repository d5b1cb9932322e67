package imports

import (
	"bytes"
	"fmt"
	"math"
	"path"
	"strconv"
	"strings"
)

// splitter returns the function that cuts a line into fields, for the separator that the beginning of the text has most
// of: comma, semicolon, tab, or any white space. A field loses spaces and quotation marks around it.
func splitter(p []byte) func(line []byte) [][]byte {
	head := p[:min(len(p), 4096)]
	best, most := byte(0), 0
	for _, c := range []byte{'\t', ';', ','} {
		if n := bytes.Count(head, []byte{c}); n > most {
			best, most = c, n
		}
	}
	var fields [][]byte
	return func(line []byte) [][]byte {
		line, fields = bytes.TrimRight(line, "\r\n"), fields[:0]
		if best == 0 {
			fields = append(fields, bytes.Fields(line)...)
			return fields
		}
		if len(bytes.TrimSpace(line)) == 0 {
			return nil
		}
		for {
			field, rest, more := bytes.Cut(line, []byte{best})
			if !more && len(field) == 0 && len(fields) > 0 { // a separator at the end of the line
				return fields
			}
			fields = append(fields, trim(field))
			if !more {
				return fields
			}
			line = rest
		}
	}
}

func trim(field []byte) []byte {
	if len(field) == 1 {
		return field
	}
	field = bytes.TrimSpace(field)
	if n := len(field); n >= 2 && (field[0] == '"' || field[0] == '\'') && field[n-1] == field[0] {
		field = field[1 : n-1]
	}
	return field
}

// value reads a number, or true or false.
func value(field []byte) (float64, bool) {
	if len(field) == 1 && field[0]-'0' < 10 {
		return float64(field[0] - '0'), true
	}
	if n := len(field); n > 0 && n < 4 {
		sum := 0
		for _, c := range field {
			if c-'0' > 9 {
				sum = -1
				break
			}
			sum = 10*sum + int(c-'0')
		}
		if sum >= 0 {
			return float64(sum), true
		}
	}
	x, err := strconv.ParseFloat(string(field), 64)
	if err != nil {
		switch strings.ToLower(string(field)) {
		case "true":
			return 1, true
		case "false":
			return 0, true
		}
	}
	return x, err == nil && !math.IsNaN(x) && !math.IsInf(x, 0)
}

// missing reports whether a field stands for a number that is not there, or not finite: it is neither a name nor a label.
func missing(field []byte) bool {
	if len(field) == 0 || bytes.EqualFold(field, []byte("na")) || bytes.EqualFold(field, []byte("null")) {
		return true
	}
	x, err := strconv.ParseFloat(string(field), 64)
	return err == nil && (math.IsNaN(x) || math.IsInf(x, 0))
}

// text is the state of reading rows of numbers.
type text struct {
	split  func([]byte) [][]byte
	row    int
	width  int // fields of a row; 0 before the first
	lead   int // fields before the values that are no numbers
	label  int // column of labels, -1 for none
	dense  bool
	units  int
	values *numbers
	names  []string
	labels []string
}

// readText reads CSV, TSV and rows with white space: one sample in each row. Leading fields that are no numbers are tag and
// name (in .hapt files always two), a heading may name a column of labels, and a row may be one word of zeros and ones.
func readText(name string, p []byte) (*Table, error) {
	t := &text{split: splitter(p), label: -1, values: &numbers{}}
	hapt := strings.EqualFold(path.Ext(name), ".hapt")
	p = bytes.TrimPrefix(p, []byte("\xef\xbb\xbf"))
	for line := range bytes.Lines(p) {
		t.row++
		fields := t.split(line)
		if len(fields) == 0 || bytes.HasPrefix(fields[0], []byte("#")) {
			continue
		}
		if t.width == 0 {
			if !hapt && heading(fields) {
				t.label = max(t.label, labelColumn(fields))
				if len(fields[0]) == 0 { // as pandas writes the heading of its index
					t.lead = 1
				}
				continue
			}
			if t.begin(fields, hapt); t.units < 1 {
				return nil, fmt.Errorf("row %d: expected numbers beside the label, found none", t.row)
			}
		}
		if err := t.sample(fields); err != nil {
			return nil, err
		}
	}
	if t.width == 0 {
		return nil, fmt.Errorf("expected rows of numbers, found none")
	}
	table, err := t.values.table(t.values.len()/t.units, t.units)
	if err != nil {
		return nil, err
	}
	if hapt {
		table.Side = 0
	}
	table.Names = t.names
	if t.labels != nil {
		table.classify(t.labels)
	}
	return table, nil
}

// heading reports whether a row that comes before all numbers names the columns: most fields are no numbers, or the fields
// are a count, 0 1 2 3 ... or 1 2 3 ...
func heading(fields [][]byte) bool {
	numeric, count, last := 0, 0, math.NaN()
	for _, f := range fields {
		x, ok := value(f)
		if ok || dense(f) || len(f) > 0 && missing(f) {
			numeric++
		}
		if ok && x == last+1 {
			count++
		}
		last = x
	}
	return 2*numeric < len(fields) || count > 2 && count >= len(fields)-2
}

// begin looks at the first row of numbers. A last field that is no number is the label.
func (t *text) begin(fields [][]byte, hapt bool) {
	last := len(fields) - 1
	t.width = len(fields)
	if _, ok := value(fields[last]); t.label < 0 && !ok && !dense(fields[last]) && !missing(fields[last]) && last > 0 {
		t.label = last
	}
	if t.label > last {
		t.label = -1
	}
	if hapt {
		t.lead = min(2, last)
	}
	for t.lead < last && !hapt {
		if _, ok := value(fields[t.lead]); ok || missing(fields[t.lead]) || t.lead == t.label {
			break
		}
		t.lead++
	}
	t.units = t.width - t.lead
	if t.label >= t.lead {
		t.units--
	}
	if t.units == 1 && dense(fields[last]) {
		t.dense, t.units = true, len(fields[last])
	}
}

// dense reports whether a field is a word of zeros and ones rather than a number.
func dense(field []byte) bool {
	return len(field) > 4 && len(bytes.Trim(field, "01")) == 0
}

// sample adds one row.
func (t *text) sample(fields [][]byte) error {
	if len(fields) != t.width {
		return fmt.Errorf("row %d has %d fields, the rows above it %d", t.row, len(fields), t.width)
	}
	if t.units > MaxUnits || t.values.len()+t.units > maxValues {
		return checkSize(int64(t.values.len()/t.units+1), int64(t.units), 0, 0)
	}
	if t.lead > 0 {
		t.names = append(t.names, string(fields[t.lead-1]))
	}
	if t.label >= 0 {
		t.labels = append(t.labels, string(fields[t.label]))
	}
	if t.dense {
		word := fields[t.width-1]
		if len(word) != t.units || !dense(word) {
			return fmt.Errorf("row %d: expected %d zeros and ones, found %q", t.row, t.units, short(string(word)))
		}
		for _, c := range word {
			t.values.add(float64(c - '0'))
		}
		return nil
	}
	for i, field := range fields[t.lead:] {
		if i+t.lead == t.label {
			continue
		}
		x, ok := value(field)
		if !ok {
			return fmt.Errorf("row %d, column %d: expected a number, found %q", t.row, i+t.lead+1, short(string(field)))
		}
		t.values.add(x)
	}
	return nil
}
