// Command generate writes the vector kernels to the files named by its arguments: all of them, and those in relaxed SIMD.
package main

import (
	"log"
	"os"

	"cascade/engine/kernels/internal/simd"
)

func main() {
	for i, code := range [][]byte{simd.Encode(), simd.EncodeRelaxed()} {
		if err := os.WriteFile(os.Args[1+i], code, 0o644); err != nil {
			log.Fatal(err)
		}
	}
}
