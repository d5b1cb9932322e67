package imports

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
)

// maxClasses is how many different labels a table keeps apart.
const maxClasses = 255

// classify gives each sample the class of its label. With more than maxClasses different labels there are no classes, and
// a note says so. Classes are in the order of their names, whole numbers by value.
func (t *Table) classify(labels []string) {
	names := slices.Compact(slices.SortedFunc(slices.Values(labels), byValue))
	if len(names) > maxClasses {
		t.Notes = append(t.Notes, fmt.Sprintf("there are %d different labels, too many to show", len(names)))
		return
	}
	index := map[string]byte{}
	for k, name := range names {
		index[name] = byte(k)
	}
	t.Classes, t.ClassNames = make([]byte, len(labels)), names
	for i, label := range labels {
		t.Classes[i] = index[label]
	}
}

// byValue compares labels: whole numbers by value, before all others.
func byValue(a, b string) int {
	x, errA := strconv.Atoi(a)
	y, errB := strconv.Atoi(b)
	switch {
	case errA == nil && errB == nil:
		return x - y
	case errA == nil:
		return -1
	case errB == nil:
		return 1
	}
	return strings.Compare(a, b)
}

// Labels are the classes of samples: by name, or one after the other where names is nil.
type Labels struct{ names, labels []string }

// ReadLabels reads a table of labels: text with a name and a label in each row (or a label alone), with or without a
// heading, or an IDX or NPY file with one dimension. Where a heading has a column "super_pop", as the panels of the 1000
// Genomes Project do, or "label", that one is taken.
func ReadLabels(name string, p []byte) (*Labels, error) {
	l, err := readLabels(path.Base(name), p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", short(path.Base(name)), err)
	}
	return l, nil
}

func readLabels(name string, p []byte) (*Labels, error) {
	_, p, err := unpack(name, p)
	if err != nil {
		return nil, err
	}
	var a *array
	switch {
	case bytes.HasPrefix(p, []byte(npyMagic)):
		a, err = parseNPY(p)
	case isIDX(p):
		a, err = parseIDX(p)
	default:
		return readLabelText(p)
	}
	if err != nil {
		return nil, err
	}
	if len(a.shape) != 1 {
		return nil, fmt.Errorf("expected one label for each sample, found an array of shape %d", a.shape)
	}
	return &Labels{labels: a.texts()}, nil
}

func readLabelText(p []byte) (*Labels, error) {
	l, row, width, column := &Labels{}, 0, 0, 1
	split := splitter(p)
	for line := range bytes.Lines(p) {
		row++
		fields := split(line)
		if len(fields) == 0 || bytes.HasPrefix(fields[0], []byte("#")) && row > 1 {
			continue
		}
		if width == 0 {
			width = len(fields)
			if heading := labelColumn(fields); heading >= 0 {
				column = heading
				continue
			}
			column = min(column, width-1)
		}
		if len(fields) != width {
			return nil, fmt.Errorf("row %d has %d fields, the rows above it %d", row, len(fields), width)
		}
		if width > 1 {
			l.names = append(l.names, string(fields[0]))
		}
		l.labels = append(l.labels, string(fields[column]))
	}
	if len(l.labels) == 0 {
		return nil, fmt.Errorf("expected rows of a name and a label, found none")
	}
	return l, nil
}

// labelHeadings are names of columns that hold labels, the best first.
var labelHeadings = []string{"super_pop", "superpopulation", "label", "class", "pop", "population", "y", "target"}

// labelColumn returns the column of labels if the fields are a heading, otherwise -1.
func labelColumn(fields [][]byte) int {
	for _, name := range labelHeadings {
		for i, f := range fields {
			if strings.EqualFold(strings.Trim(string(f), "#"), name) {
				return i
			}
		}
	}
	return -1
}

// Attach gives the samples of t their labels: by name (a haplotype's "_A" or ".1" behind a person's name is optional), or in
// order if one of the two has no names and their numbers are equal. The error says why that was impossible; t keeps what it
// had.
func (t *Table) Attach(l *Labels) error {
	if l.names == nil || t.Names == nil {
		if len(l.labels) != t.Samples {
			return fmt.Errorf("expected %d labels, one for each sample, found %d", t.Samples, len(l.labels))
		}
		t.classify(l.labels)
		return nil
	}
	byName := map[string]string{}
	for i, name := range l.names {
		byName[name] = l.labels[i]
	}
	const unknown = "?"
	labels, found := make([]string, t.Samples), 0
	for i, name := range t.Names {
		label, ok := byName[name]
		if cut := strings.LastIndexAny(name, "_.-"); !ok && cut >= 0 {
			label, ok = byName[name[:cut]]
		}
		if labels[i] = label; ok {
			found++
		} else {
			labels[i] = unknown
		}
	}
	if found == 0 {
		return fmt.Errorf("expected labels of samples such as %q, found labels of others, such as %q", short(t.Names[0]), short(l.names[0]))
	}
	if found < t.Samples {
		t.Notes = append(t.Notes, fmt.Sprintf("%d of %d samples have no label", t.Samples-found, t.Samples))
	}
	t.classify(labels)
	return nil
}
