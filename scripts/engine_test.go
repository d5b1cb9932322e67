package scripts

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// unequal are the functions of package math whose last bit differs between processors: engine/portable has its own.
var unequal = []string{"Exp", "Pow", "Tanh", "Sinh", "Cosh", "Erf", "Erfc", "Gamma", "Lgamma", "Sin", "Cos", "Sincos", "Tan", "Atan2", "FMA"}

// TestEngineIsTheSameEverywhere reads the engine's sources, tests aside, for what would make one link give two results.
func TestEngineIsTheSameEverywhere(t *testing.T) {
	files := token.NewFileSet()
	err := filepath.WalkDir(filepath.Join(root(t), "engine"), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() && entry.Name() == "check" {
			return fs.SkipDir // the tests' vocabulary
		}
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				t.Errorf("%s: a goroutine, whose order is chance", files.Position(n.Pos()))
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "math" && slices.Contains(unequal, n.Sel.Name) {
					t.Errorf("%s: math.%s differs between processors", files.Position(n.Pos()), n.Sel.Name)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
