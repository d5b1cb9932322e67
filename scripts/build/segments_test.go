package main

import (
	"bytes"
	"context"
	"os"
	"slices"
	"testing"

	"cascade/scripts/internal/repo"

	"github.com/tetratelabs/wazero"
)

// memoryModule is a module with one page of memory and these segments.
func memoryModule(segments ...segment) []byte {
	module := []byte("\x00asm\x01\x00\x00\x00")
	module = append(module, 5, 3, 1, 0, 1)
	module = append(module, 7, 7, 1, 3, 'm', 'e', 'm', 2, 0)
	return appendBytes(append(module, 11), writeSegments(segments))
}

// TestMergedSegments lets a WebAssembly runtime initialise a memory from scattered and from merged segments.
func TestMergedSegments(t *testing.T) {
	apart := []segment{{5000, []byte("late")}, {70, []byte("b")}, {0, []byte("a")}, {63, []byte("cd")}, {5004, []byte("st")}, {65535, []byte("end")[:1]}, {5140, []byte("x")}}
	module := memoryModule(apart...)
	merged, err := mergeSegments(module)
	if err != nil {
		t.Fatal(err)
	}
	if want, got := initialised(t, module), initialised(t, merged); !bytes.Equal(want, got) {
		t.Error("merged segments initialise another memory")
	}
	joined := joinSegments(slices.Clone(apart))
	if len(joined) != 4 {
		t.Errorf("%d segments are left, expected 0.., 5000.., 5140.. and 65535..", len(joined))
	}
	for n := range module {
		mergeSegments(module[:n]) // whatever it says, it does not panic
	}
	if _, err := mergeSegments(module[:len(module)-1]); err == nil {
		t.Error("a module that ends too early passes")
	}
	if _, err := mergeSegments(bytes.Replace(module, []byte{activeSegment, opConst}, []byte{1, opConst}, 1)); err == nil {
		t.Error("a passive segment passes")
	}
}

func initialised(t *testing.T, module []byte) []byte {
	ctx := context.Background()
	runtime := wazero.NewRuntimeWithConfig(ctx, wazero.NewRuntimeConfigInterpreter())
	defer runtime.Close(ctx)
	instance, err := runtime.Instantiate(ctx, module)
	if err != nil {
		t.Fatal(err)
	}
	memory, _ := instance.ExportedMemory("mem").Read(0, 65536)
	return slices.Clone(memory)
}

// TestProgramSegments checks that the built program has been merged.
func TestProgramSegments(t *testing.T) {
	root, err := repo.Root()
	if err != nil {
		t.Fatal(err)
	}
	module, err := os.ReadFile(tree(root).dist("cascade.wasm"))
	if err != nil {
		t.Fatalf("%v (make dist)", err)
	}
	again, err := mergeSegments(module)
	if err != nil || !bytes.Equal(module, again) {
		t.Errorf("merging the program's segments changes it still: %v", err)
	}
}
