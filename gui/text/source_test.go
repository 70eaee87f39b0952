package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// keyShape is what a catalogue's key looks like: at least two parts joined by dots.
var keyShape = regexp.MustCompile(`^[a-z][a-zA-Z0-9-]*(\.[a-zA-Z0-9-]+)+$`)

// prefixShape is the part of a key that code writes before it adds a name.
var prefixShape = regexp.MustCompile(`^[a-z][a-zA-Z0-9-]*(\.[a-zA-Z0-9-]+)*[.-]$`)

// literal is a string in our sources.
type literal struct {
	file  string // from the module's root, with slashes
	line  int
	text  string
	node  ast.Node
	outer []ast.Node // what encloses it, the innermost last
}

// sources lists every string literal outside tests under gui and cmd, without import paths and tags.
func sources(t *testing.T) []literal {
	t.Helper()
	var all []literal
	root := filepath.Join("..", "..")
	for _, top := range []string{"gui", "cmd"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			name, err := filepath.Rel(root, path)
			if err != nil {
				return err
			}
			code, err := os.ReadFile(path)
			if err == nil {
				all = append(all, literals(t, filepath.ToSlash(name), string(code))...)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(all) == 0 {
		t.Fatal("no sources found")
	}
	return all
}

func literals(t *testing.T, name, code string) []literal {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, code, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var all []literal
	var outer []ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			outer = outer[:len(outer)-1]
			return true
		}
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.BasicLit:
			if field, tag := last(outer).(*ast.Field); n.Kind == token.STRING && !(tag && field.Tag == n) {
				text, err := strconv.Unquote(n.Value)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, literal{name, set.Position(n.Pos()).Line, text, n, slices.Clone(outer)})
			}
		}
		outer = append(outer, n)
		return true
	})
	return all
}

func last(nodes []ast.Node) ast.Node {
	if len(nodes) == 0 {
		return nil
	}
	return nodes[len(nodes)-1]
}

// call is the innermost call that the literal is an argument of, by its written name ("fmt.Errorf",
// "Say"), and whether the literal begins its first argument.
func (l literal) call() (name string, first bool) {
	for i, n := range slices.Backward(l.outer) {
		switch n := n.(type) {
		case *ast.CallExpr:
			below := l.node
			if i+1 < len(l.outer) {
				below = l.outer[i+1]
			}
			return written(n.Fun), len(n.Args) > 0 && below == n.Args[0]
		case *ast.BinaryExpr, *ast.ParenExpr:
		default:
			return "", false
		}
	}
	return "", false
}

func written(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		if x := written(e.X); x != "" {
			return x + "." + e.Sel.Name
		}
		return e.Sel.Name
	case *ast.CallExpr:
		return ""
	}
	return ""
}

// begins and ends tell whether the literal is the left or the right part of a sum of strings.
func (l literal) begins() bool {
	sum, ok := last(l.outer).(*ast.BinaryExpr)
	return ok && sum.Op == token.ADD && sum.X == l.node
}

func (l literal) ends() bool {
	sum, ok := last(l.outer).(*ast.BinaryExpr)
	return ok && sum.Op == token.ADD && sum.Y == l.node
}

// key is the literal as the catalogue has it: paper's own say puts its room before it.
func (l literal) key() string {
	if name, _ := l.call(); strings.HasPrefix(l.file, "gui/paper/") && strings.HasSuffix(name, "say") {
		return "paper." + l.text
	}
	return l.text
}

// says tells whether the literal is a key handed to Say (of any package), or Message{Key: …}.
func (l literal) says() bool {
	name, first := l.call()
	if base := strings.ToLower(name[strings.LastIndex(name, ".")+1:]); base == "say" {
		return first
	}
	if pair, ok := last(l.outer).(*ast.KeyValueExpr); ok && len(l.outer) > 1 {
		field, isName := pair.Key.(*ast.Ident)
		whole, isWhole := l.outer[len(l.outer)-2].(*ast.CompositeLit)
		return isName && isWhole && field.Name == "Key" && strings.HasSuffix(written(whole.Type), "Message")
	}
	return false
}

// usedByPrefix are beginnings of keys that code makes from parts no literal shows, with where it does.
var usedByPrefix = map[string]string{}

// notAPrefix are sums that make keys of what the test reads in full elsewhere.
var notAPrefix = map[string]string{"paper.": "see literal.key"}

func TestEveryKeyThatCodeSaysIsInTheCatalogue(t *testing.T) {
	known := catalogue(t, Slovene)
	keys := sorted(known)
	for _, l := range sources(t) {
		switch {
		case !l.says(), l.ends(), notAPrefix[l.text] != "":
		case l.begins():
			if !slices.ContainsFunc(keys, func(key string) bool { return strings.HasPrefix(key, l.key()) }) {
				t.Errorf("%s:%d: no key begins with %q", l.file, l.line, l.key())
			}
		case known[l.key()] == nil:
			t.Errorf("%s:%d: %q is not in the catalogue", l.file, l.line, l.key())
		}
	}
}

// uses is what the sources say: whole keys, beginnings that a name is added to, and in each file the
// endings that are added to a whole key there.
func uses(t *testing.T) (whole map[string]bool, prefixes []string) {
	whole = map[string]bool{}
	bases, endings := map[string][]string{}, map[string][]string{}
	for prefix := range usedByPrefix {
		prefixes = append(prefixes, prefix)
	}
	for _, l := range sources(t) {
		whole[l.key()] = true
		if strings.HasPrefix(l.file, "gui/paper/") {
			whole["paper."+l.text] = true // its tables of keys go through its own say
		}
		switch {
		case notAPrefix[l.text] != "":
		case l.begins() && prefixShape.MatchString(l.text):
			prefixes = append(prefixes, l.key())
		case l.ends() && strings.HasPrefix(l.text, "."):
			endings[l.file] = append(endings[l.file], l.text)
		case keyShape.MatchString(l.text):
			bases[l.file] = append(bases[l.file], l.key())
		}
	}
	for file, all := range endings {
		for _, ending := range all {
			for _, base := range bases[file] {
				whole[base+ending] = true
			}
		}
	}
	return whole, prefixes
}

func TestEveryKeyIsUsed(t *testing.T) {
	whole, prefixes := uses(t)
	for _, key := range sorted(catalogue(t, Slovene)) {
		if !whole[key] && !slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(key, p) }) {
			t.Errorf("%q is said nowhere", key)
		}
	}
}
