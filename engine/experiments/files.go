package experiments

import (
	"fmt"
	"hash/crc32"
	"path"
	"slices"
	"strings"
)

// SourceFile names a file of the user's own that a run was made with, which its link does not hold.
type SourceFile struct {
	Name string `json:"name"` // on the user's disk
	// Digest is "crc32:" and the checksum of zip and gzip, in hexadecimal: of the file; of HDF5, of what the page read from it.
	Digest string `json:"digest"`
}

func newSourceFile(file string, p []byte) SourceFile {
	return SourceFile{path.Base(file), fmt.Sprintf("crc32:%08x", crc32.ChecksumIEEE(p))}
}

func (f SourceFile) String() string { return quote(f.Name) + " (" + f.Digest + ")" }

// sources returns the files of the user's own that a link's run is made with now.
func (a *Assets) sources(link *Link) []SourceFile {
	if link.Experiment.needs == nil {
		return nil
	}
	var list []SourceFile
	for _, name := range link.Experiment.needs(input{link, a}) {
		switch name {
		case OwnFile:
			list = append(list, a.files[OwnFile]...)
		case OwnMachine:
			list = append(list, a.files[link.Experiment.Name]...)
		}
	}
	return slices.Clone(list)
}

// Sources names the files of the user's own that the record was made with.
func (r *Record) Sources() string { return joined(r.Files) }

func joined(files []SourceFile) string {
	var names []string
	for _, f := range files {
		names = append(names, f.String())
	}
	if names == nil {
		return "a file of yours"
	}
	return strings.Join(names, " and ")
}

// checkSources says that a record was made with other files than those which are open. Records of older builds do not name theirs.
func (r *Record) checkSources(now []SourceFile) error {
	digest := func(f SourceFile) string { return f.Digest }
	if r.Files == nil || slices.EqualFunc(r.Files, now, func(a, b SourceFile) bool { return digest(a) == digest(b) }) {
		return nil
	}
	return fmt.Errorf("the record was made with %s, and what is open is %s: open the record's files, then verify it again", r.Sources(), joined(now))
}
