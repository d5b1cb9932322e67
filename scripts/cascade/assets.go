package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"cascade/engine/experiments"
	"cascade/scripts/internal/repo"
)

// files are the flags that name files which an experiment needs.
type files struct{ digits, faces, own, labels *string }

func fileFlags(fs *flag.FlagSet) *files {
	return &files{
		digits: fs.String("digits", "", "the packed digits (default dist/digits.bin.gz of this project)"),
		faces:  fs.String("faces", "", "the packed faces (default dist/faces.bin.gz of this project)"),
		own:    fs.String("import", "", "data of your own, or the weights of a machine (NPZ): IDX, NPY, NPZ, CSV, TSV, .hapt, VCF or a PNG strip; HDF5 is read in the page only"),
		labels: fs.String("labels", "", "labels of the samples of -import: a table of names and labels"),
	}
}

// open starts a session with the files that it needs, and tells what there is to know of them.
func open(link *experiments.Link, corrections []string, named *files) (*experiments.Session, error) {
	assets := &experiments.Assets{}
	if err := load(assets, link, named); err != nil {
		return nil, err
	}
	return experiments.Open(link, corrections, assets), nil
}

// load reads the files that a link needs and assets does not hold.
func load(assets *experiments.Assets, link *experiments.Link, named *files) error {
	for name := assets.Missing(link); name != ""; name = assets.Missing(link) {
		var err error
		if name == experiments.OwnFile || name == experiments.OwnMachine {
			err = putOwn(assets, named, name)
			if other := assets.Looks(); err == nil && name == experiments.OwnMachine && other != link.Experiment.Name {
				err = fmt.Errorf("%s holds %s: run the experiment %q", *named.own, assets.Describe(name), other)
			}
		} else {
			err = putPack(assets, name, map[string]string{"digits": *named.digits, "faces": *named.faces}[name])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// putPack loads one of the packs that the build makes.
func putPack(assets *experiments.Assets, name, file string) error {
	if file == "" {
		root, err := repo.Root()
		if err != nil {
			return err
		}
		file = filepath.Join(root, "dist", name+".bin.gz")
	}
	p, err := repo.Unpack(file)
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("the %s are not packed yet: run 'make %s', or name the pack with -%s (looked for %s)", name, name, name, file)
	}
	if err != nil {
		return err
	}
	if err := assets.Put(name, file, p); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// putOwn loads the user's own file, and the labels if they are named.
func putOwn(assets *experiments.Assets, named *files, name string) error {
	if *named.own == "" {
		return errors.New("this experiment trains on a file of your own: name it with -import")
	}
	for _, part := range []struct{ name, file string }{{name, *named.own}, {"labels", *named.labels}} {
		if part.file == "" {
			continue
		}
		p, err := os.ReadFile(part.file)
		if err != nil {
			return err
		}
		if err := assets.Put(part.name, part.file, p); err != nil {
			return err
		}
	}
	return nil
}
