package repo

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
)

// Unpack reads a gzip file.
func Unpack(file string) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s is not a gzip file: %w", file, err)
	}
	p, err := io.ReadAll(z)
	if err != nil {
		return nil, fmt.Errorf("%s is damaged: %w", file, err)
	}
	return p, nil
}
