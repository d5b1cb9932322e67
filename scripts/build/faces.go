package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"

	"cascade/engine/teachers"
)

// faceCount and faceSide are how many drawn faces the page carries, and their size.
const (
	faceCount = 3000
	faceSide  = 64
)

// packFaces writes dist/faces.bin.gz: faces drawn by static/faces.mjs, in black and white, as the engine reads them.
func packFaces(t tree) error {
	out, script := t.dist("faces.bin.gz"), t.static("faces.mjs")
	done, err := fresh(out, t.packer(), script, t.nodeModules(".package-lock.json"), t.path("engine", "teachers", "container.go"), t.path("scripts", "build", "faces.go"))
	if done || err != nil {
		return err
	}
	node := exec.Command("node", script, strconv.Itoa(faceCount), strconv.Itoa(faceSide))
	node.Stderr = os.Stderr
	drawn, err := node.Output()
	if err != nil {
		return fmt.Errorf("node %s: %w", script, err)
	}
	faces, err := decodeFaces(drawn, faceCount, faceSide)
	if err != nil {
		return err
	}
	return packInto(t, out, faces.Pack())
}

// decodeFaces reads n faces, each a label and side x side pixels with 255 for ink, into black and white.
func decodeFaces(drawn []byte, n, side int) (*teachers.Pictures, error) {
	pixels := side * side
	if len(drawn) != n*(1+pixels) {
		return nil, fmt.Errorf("%d bytes for %d faces of %d pixels", len(drawn), n, pixels)
	}
	d := &teachers.Pictures{Side: side, Depth: 1, Labels: make([]byte, n), Grey: make([]byte, 0, n*pixels)}
	for i := range n {
		face := drawn[i*(1+pixels):][:1+pixels]
		d.Labels[i] = face[0]
		for _, ink := range face[1:] {
			d.Grey = append(d.Grey, ink>>7)
		}
	}
	return d, nil
}
