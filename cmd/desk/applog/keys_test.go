package applog

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestEveryKeyThatIsLoggedIsAllowed: what the project logs under a key that is not on the list is
// quietly left out of the log; then the list or the key is wrong.
func TestEveryKeyThatIsLoggedIsAllowed(t *testing.T) {
	seen := 0
	for _, top := range []string{"client", "gui", "cmd"} {
		err := filepath.WalkDir(filepath.Join("..", "..", "..", top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			set := token.NewFileSet()
			tree, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			ast.Inspect(tree, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				for _, key := range loggedKeys(call) {
					seen++
					if !Allowed[key] && key != "dropped" {
						t.Errorf("%s logs under the key %q", set.Position(call.Pos()), key)
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
	if seen < 10 {
		t.Errorf("only %d keys found: this test no longer sees how the project logs", seen)
	}
}

// loggedKeys are the keys written out in a call: slog.String("key", …), and the pairs of
// log.Info("message", "key", …).
func loggedKeys(call *ast.CallExpr) (keys []string) {
	fun, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	first := -1
	switch on, _ := fun.X.(*ast.Ident); fun.Sel.Name {
	case "String", "Int", "Int64", "Uint64", "Bool", "Duration", "Time", "Any", "Float64":
		if on != nil && on.Name == "slog" {
			return literalKey(call.Args[0])
		}
	case "Debug", "Info", "Warn", "Error":
		if len(call.Args) > 1 {
			first = 1
		}
	}
	for i := first; first > 0 && i < len(call.Args); i += 2 {
		keys = append(keys, literalKey(call.Args[i])...)
	}
	return keys
}

func literalKey(e ast.Expr) []string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	key, err := strconv.Unquote(lit.Value)
	if err != nil {
		return nil
	}
	return []string{key}
}
