// Command generate writes the vector kernels to the file named by its argument.
package main

import (
	"log"
	"os"

	"cascade/engine/kernels/internal/simd"
)

func main() {
	if err := os.WriteFile(os.Args[1], simd.Encode(), 0o644); err != nil {
		log.Fatal(err)
	}
}
