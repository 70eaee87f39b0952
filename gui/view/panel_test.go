package view

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"testing"

	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// panelsOfTheFlow are all that the flow can show, by their constants.
func panelsOfTheFlow(t *testing.T) (all []flow.Panel) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../flow/counter.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if of, named := spec.Type.(*ast.Ident); named && of.Name == "Panel" {
			name, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, flow.Panel(name))
		}
		return true
	})
	if len(all) < 10 {
		t.Fatalf("only the panels %v were found", all)
	}
	return all
}

// A panel that the shell doesn't know leaves the clerk before an empty window.
func TestWhateverTheFlowShowsIsDrawn(t *testing.T) {
	s := NewShell(atCounter(t, flowtest.NewOffice()), test.NewTempWindow(t, nil).Canvas(), ShellNeeds{})
	s.build()
	var drawn []flow.Panel
	for _, p := range s.work.panels {
		drawn = append(drawn, p.name)
	}
	want := panelsOfTheFlow(t)
	slices.Sort(drawn)
	slices.Sort(want)
	if !slices.Equal(drawn, want) {
		t.Errorf("drawn are %v, shown may be %v", drawn, want)
	}
}
