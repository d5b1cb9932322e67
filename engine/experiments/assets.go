package experiments

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"cascade/engine/imports"
	"cascade/engine/teachers"
	"cascade/engine/training"
)

// Assets keeps what experiments need from outside: files, decoded once, and helping hands. The zero value is empty.
type Assets struct {
	Crew training.Crew // helps to train large machines; nil if there is none. It changes no result.

	pictures map[string]*teachers.Pictures // by the names in pictureAssets
	table    *imports.Table                // of the user's own file
	machine  *imports.Machine              // trained, of the user's own
	gaussian *imports.Machine              // the same, with Gaussian hidden units
	newest   *imports.Machine              // of the two
	files    map[string][]SourceFile       // of the table, with its labels, as OwnFile; of a machine, by the experiment that looks at it
}

// pictureAssets are the packs of pictures that come with the program.
var pictureAssets = []string{"digits", "faces"}

// Put decodes the bytes of a file by the asset's name: "digits" or "faces", the packs of pictures that come with the
// program; OwnFile, any file that package imports reads; or "labels", a table of labels for the samples of that file, which
// goes when the next one comes; or OwnMachine, a trained machine. file is its name on the user's disk, which may say what text is about. The error is one
// sentence that says what is wrong with the bytes; what was there before stays.
func (a *Assets) Put(name, file string, p []byte) error {
	switch {
	case name == OwnFile:
		t, err := imports.Read(file, p)
		if err != nil {
			return err
		}
		a.table = t
		a.remember(OwnFile, newSourceFile(file, p))
		return nil
	case name == OwnMachine:
		m, err := imports.ReadMachine(file, p)
		if err != nil {
			return err
		}
		if a.newest = m; m.Gaussian {
			a.gaussian = m
		} else {
			a.machine = m
		}
		a.remember(a.Looks(), newSourceFile(file, p))
		return nil
	case name == "labels" && a.table == nil:
		return errors.New("labels belong to a file of data: open that first")
	case name == "labels":
		l, err := imports.ReadLabels(file, p)
		if err != nil {
			return err
		}
		if err := a.table.Attach(l); err != nil {
			return fmt.Errorf("%s: %w", path.Base(file), err)
		}
		a.remember(OwnFile, a.files[OwnFile][0], newSourceFile(file, p))
		return nil
	case !slices.Contains(pictureAssets, name):
		return fmt.Errorf("there is no file %s to load", quote(name))
	}
	d, err := teachers.ParsePictures(p)
	if err != nil {
		return err
	}
	if d.Count() == 0 {
		return errors.New("the file of " + name + " holds no picture")
	}
	if a.pictures == nil {
		a.pictures = map[string]*teachers.Pictures{}
	}
	a.pictures[name] = d
	return nil
}

// remember notes what files there are.
func (a *Assets) remember(name string, files ...SourceFile) {
	if a.files == nil {
		a.files = map[string][]SourceFile{}
	}
	a.files[name] = files
}

// Pictures returns a pack of pictures that was put, nil if it was not.
func (a *Assets) Pictures(name string) *teachers.Pictures { return a.pictures[name] }

// Fork returns the same files, not copied, for sessions in another goroutine. They have no Crew, which serves one machine at a time. No
// file may be Put from then on.
func (a *Assets) Fork() *Assets {
	fork := &Assets{table: a.table, machine: a.machine, gaussian: a.gaussian, newest: a.newest, files: maps.Clone(a.files), pictures: map[string]*teachers.Pictures{}}
	for name, p := range a.pictures {
		fork.pictures[name] = p.Fork()
	}
	return fork
}

// Missing returns the first file that a link needs and a does not hold, or "".
func (a *Assets) Missing(link *Link) string {
	if link.Experiment.needs == nil {
		return ""
	}
	for _, name := range link.Experiment.needs(input{link, a}) {
		switch {
		case name == OwnFile && a.table == nil, name == OwnMachine && a.machineFor(link.Experiment) == nil,
			slices.Contains(pictureAssets, name) && a.pictures[name] == nil:
			return name
		}
	}
	return ""
}

// machineFor returns the trained machine that an experiment would look at, nil if there is none of its kind.
func (a *Assets) machineFor(e *Experiment) *imports.Machine {
	if e.Name == "gaussian" {
		return a.gaussian
	}
	return a.machine
}

// notes says what the reader of a link's data should know about them.
func (a *Assets) notes(link *Link) []string {
	if link.Experiment.notes == nil {
		return nil
	}
	return link.Experiment.notes(input{link, a})
}

// Looks returns the name of the experiment that looks at the newest trained machine, "" if there is none.
func (a *Assets) Looks() string {
	switch {
	case a.newest == nil:
		return ""
	case a.newest.Gaussian:
		return "gaussian"
	}
	return "machine"
}

// Describe says in a sentence what the user's own file of that name, OwnFile, "labels" or OwnMachine, holds; "" if there is none.
func (a *Assets) Describe(name string) string {
	if m := a.newest; name == OwnMachine && m != nil {
		return strings.Join(append([]string{describeMachine(m)}, m.Notes...), "; ")
	}
	t := a.table
	if t == nil {
		return ""
	}
	s := fmt.Sprintf("%d samples of %d values", t.Samples, t.Units)
	if t.Side > 0 {
		s = fmt.Sprintf("%d pictures of %d × %d", t.Samples, t.Side, t.Side)
	}
	if n := len(t.ClassNames); n > 0 {
		s += fmt.Sprintf(" with %d different labels", n)
	}
	return strings.Join(append([]string{s}, t.Notes...), "; ")
}
