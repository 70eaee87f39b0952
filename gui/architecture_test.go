package gui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "cekr.kranj.si/desk/"

// arrows are the rooms and what each may never reach, directly or through others.
var arrows = []struct {
	room  string
	never []string
	why   string
}{
	{"client", []string{module + "gui", "fyne.io", module + "client/sandbox", module + "assets"}, "client speaks HTTP and knows no screen"},
	{"client/ident", []string{module + "client/", module + "gui", "fyne.io", "net/http"}, "a number is judged the same wherever it stands"},
	{"client/money", []string{module + "client/", "fyne.io", "net/http"}, "money is arithmetic"},
	{"client/plaintext", []string{module + "client/", module + "gui", "fyne.io", "net/http"}, "text is checked the same wherever it stands"},
	{"client/upn", []string{module + "client/", module + "gui", "fyne.io", "net/http"}, "an order knows no paper and no wire"},
	{"client/journal", []string{module + "gui", module + "client/sandbox", "fyne.io", "net/http"}, "the journal is a file"},
	{"client/sandbox", []string{module + "client", module + "gui", "fyne.io"}, "the office is the other side of the wire"},
	{"gui/text", []string{"fyne.io", module + "client", "net/http"}, "words are not drawn"},
	{"gui/flow", []string{"fyne.io", module + "gui/", module + "client/sandbox"}, "a flow decides and draws nothing"},
	{"gui/flow/task", []string{"fyne.io", module + "gui/", module + "client/sandbox"}, "what every task stands on knows none"},
	{"gui/flow/outbox", []string{"fyne.io", module + "gui/", module + "client/sandbox"}, "the outbox knows no task and no other room of the window"},
	{"gui/paper", []string{"fyne.io", module + "client/journal", module + "client/sandbox", "net/http", module + "gui/flow", module + "gui/view"}, "paper is ink in millimetres"},
	{"gui/paper/ink", []string{"fyne.io", module + "client", module + "gui", "net/http"}, "ink knows no document, no flow and no sentence"},
	{"gui/theme", []string{module + "client", module + "gui/"}, "colours mean nothing to themselves"},
	{"gui/field", []string{module + "client", module + "gui/flow", module + "gui/view", module + "gui/paper"}, "a control knows no task"},
	{"gui/field/reading", []string{"fyne.io", module + "client", module + "gui/"}, "a reading is keys and times"},
	{"gui/view", []string{module + "client/sandbox"}, "a screen speaks to flows"},
	{"gui", []string{module + "client/sandbox"}, "the window knows an office only by its interface"},
}

// exceptions are reached through a room that may reach them.
var exceptions = map[string][]string{
	"gui/field":        {module + "gui/theme", module + "gui/text", module + "client/ident"},
	"gui/flow":         {module + "gui/flow"},
	"gui/flow/task":    {module + "gui/flow/outbox"},
	"client/upn":       {module + "client/money", module + "client/ident"},
	"client/plaintext": {module + "client/ident"},
	"client/sandbox":   {module + "client/ident", module + "client/money", module + "client/upn", module + "client/plaintext", module + "client/sandbox"},
}

// below are libraries that one room alone imports, so that another could take their place there.
var below = map[string]string{
	"github.com/jung-kurt/gofpdf": "gui/paper/ink", "github.com/skip2/go-qrcode": "gui/paper/ink", "golang.org/x/image": "gui/paper/ink",
	"github.com/makiuchi-d/gozxing": "gui/paper/ink",
}

func deps(t *testing.T, pkg string) []string {
	t.Helper()
	cmd := exec.Command("go", "list", "-deps", module+pkg)
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list -deps %s: %v", pkg, err)
	}
	return strings.Fields(string(out))
}

func TestArrowsPointOneWay(t *testing.T) {
	for _, a := range arrows {
		t.Run(a.room, func(t *testing.T) {
			for _, dep := range deps(t, a.room) {
				if dep != module+a.room && turns(dep, a.never) && !turns(dep, exceptions[a.room]) {
					t.Errorf("%s reaches %s, but %s", a.room, dep, a.why)
				}
			}
		})
	}
}

// What only tests reach is named so: its room, or one above it, ends in "test". The suite that tries an office is a program of its own.
func TestOnlyTestsReachWhatIsNamedATest(t *testing.T) {
	cmd := exec.Command("go", "list", "-e", module+"...")
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	cmd = exec.Command("go", "list", "-e", "-deps", module+"cmd/desk")
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	reached, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list -deps: %v", err)
	}
	product := strings.Fields(string(reached))
	support := 0
	for _, pkg := range strings.Fields(string(out)) {
		room := strings.TrimPrefix(pkg, module)
		named := slices.ContainsFunc(strings.Split(room, "/"), func(name string) bool { return strings.HasSuffix(name, "test") })
		switch inProduct := slices.Contains(product, pkg); {
		case named && inProduct:
			t.Errorf("%s is named a test, and the program reaches it", room)
		case !named && !inProduct && room != "client/contract":
			t.Errorf("%s is reached by tests alone, and not named so", room)
		case named:
			support++
		}
	}
	if support < 8 {
		t.Errorf("only %d rooms for tests were looked at", support)
	}
}

// turns reports whether a package is one of the forbidden, or lies below one; a rule that ends in a slash
// means only what lies below.
func turns(dep string, never []string) bool {
	for _, n := range never {
		if dep == n || strings.HasPrefix(dep, strings.TrimSuffix(n, "/")+"/") {
			return true
		}
	}
	return false
}

// What every task may know: its own room, what all tasks stand on, and the recogniser. No task knows another, and none the counter.
func TestNoTaskKnowsAnother(t *testing.T) {
	shared := []string{module + "gui/flow/task", module + "gui/flow/outbox", module + "gui/flow/recognise"}
	tasks := []string{"topup", "lock", "unlock", "reversal", "approval", "drawer", "movement", "custody", "branch", "count", "report", "history", "card", "signin", "order", "settings"}
	for _, task := range tasks {
		room := "gui/flow/" + task
		for _, dep := range deps(t, room) {
			inside := dep == module+"gui" || strings.HasPrefix(dep, module+"gui/")
			if inside && dep != module+room && !slices.Contains(shared, dep) {
				t.Errorf("%s reaches %s", room, dep)
			}
		}
	}
	rooms, err := filepath.Glob(filepath.Join("flow", "*", "doc.go"))
	if err != nil || len(rooms) != len(tasks)+len(shared) {
		t.Errorf("gui/flow has the rooms %v: is a new task held to this?", rooms)
	}
}

// A type that knows everything is a hall of its own.
func TestNoTypeOfAFlowHasMoreThanFortyMethods(t *testing.T) {
	const most = 40
	counts := map[string]int{}
	eachFile(t, "flow", func(path string, file *ast.File) {
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Recv == nil {
				continue
			}
			of := f.Recv.List[0].Type
			if star, ok := of.(*ast.StarExpr); ok {
				of = star.X
			}
			switch generic := of.(type) {
			case *ast.IndexListExpr:
				of = generic.X
			case *ast.IndexExpr:
				of = generic.X
			}
			counts[filepath.Dir(path)+"."+of.(*ast.Ident).Name]++
		}
	})
	if len(counts) < 20 {
		t.Fatalf("only %d types were looked at", len(counts))
	}
	for name, n := range counts {
		if n > most {
			t.Errorf("%s has %d methods", name, n)
		}
	}
}

// What a flow needs of the counter is one interface, and small.
func TestAFlowNeedsLittleOfTheCounter(t *testing.T) {
	const most = 4
	hosts := 0
	eachFile(t, "flow", func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || !strings.HasSuffix(spec.Name.Name, "Host") && spec.Name.Name != "Screen" {
				return true
			}
			if of, ok := spec.Type.(*ast.InterfaceType); ok {
				hosts++
				if of.Methods.NumFields() > most {
					t.Errorf("%s: %s asks for %d methods", path, spec.Name.Name, of.Methods.NumFields())
				}
			}
			return true
		})
	})
	if hosts < 7 {
		t.Errorf("%d interfaces were looked at", hosts)
	}
}

func TestOnlyTheProgramReachesTheDisplay(t *testing.T) {
	cmd := exec.Command("go", "list", "-e", "-f", `{{.ImportPath}} {{join .Imports " "}} {{join .TestImports " "}} {{join .XTestImports " "}}`, "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		words := strings.Fields(line)
		for _, imported := range words[1:] {
			if imported == "fyne.io/fyne/v2/app" && words[0] != module+"cmd/desk" {
				t.Errorf("%s imports fyne.io/fyne/v2/app; only cmd/desk may", words[0])
			}
		}
	}
}

func TestOnlyInkKnowsTheLibrariesOfPapers(t *testing.T) {
	cmd := exec.Command("go", "list", "-e", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	cmd.Dir = ".."
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		words := strings.Fields(line)
		for _, imported := range words[1:] {
			for library, room := range below {
				if !turns(imported, []string{library}) {
					continue
				}
				used[library] = true
				if words[0] != module+room {
					t.Errorf("%s imports %s; only %s may", words[0], imported, room)
				}
			}
		}
	}
	if len(used) != len(below) {
		t.Errorf("of the libraries only %v are imported", used)
	}
}

// Every goroutine of the window begins and ends in one place, or each copy of it rots differently.
func TestThereIsOneDoorToOtherGoroutines(t *testing.T) {
	goes, dos := 0, 0
	eachFile(t, ".", func(path string, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.GoStmt:
				goes++
				t.Logf("go statement in %s", path)
			case *ast.SelectorExpr:
				if x, ok := n.X.(*ast.Ident); ok && x.Name == "fyne" && (n.Sel.Name == "Do" || n.Sel.Name == "DoAndWait") {
					dos++
					t.Logf("fyne.%s in %s", n.Sel.Name, path)
				}
			}
			return true
		})
	})
	if goes != 1 || dos != 1 {
		t.Errorf("%d go statements and %d fyne.Do in gui, want one of each", goes, dos)
	}
}

// What net/http and resty do behind one's back must not come into the house.
func TestMoneyCodeAvoidsKnownTraps(t *testing.T) {
	for _, room := range []string{"../client", "flow"} {
		eachFile(t, room, func(path string, file *ast.File) {
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.Ident:
					if (n.Name == "float64" || n.Name == "float32") && !strings.Contains(path, "sandbox") {
						t.Errorf("%s speaks of %s: money is whole cents", path, n.Name)
					}
				case *ast.SelectorExpr:
					if n.Sel.Name == "SetDebug" || n.Sel.Name == "DefaultClient" {
						t.Errorf("%s uses %s", path, n.Sel.Name)
					}
				case *ast.BasicLit:
					if strings.Contains(n.Value, "Idempotency-Key") && !strings.Contains(path, "contract") {
						t.Errorf("%s names the header that makes Go send a request twice", path)
					}
				}
				return true
			})
		})
	}
}

// eachFile parses every Go file below dir that is not a test.
func eachFile(t *testing.T, dir string, look func(path string, file *ast.File)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		if strings.Contains(path, "flowtest") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err == nil {
			look(path, file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A second definition of a number is a second opinion: one door takes what another refuses.
func TestNumbersAreJudgedInOneRoom(t *testing.T) {
	forms := []string{"[0-9]{9}", `\d{9}`, "[0-9]{12", `\d{12`, "{8}-[0-9a-f]{4}", "[A-Za-z0-9-]{1,32}", "){11,}", "){9,}"}
	eachFile(t, "..", func(path string, file *ast.File) {
		for _, room := range []string{"client/ident", "client/contract", "cashtest"} { // the two others look from outside, for tests
			if strings.Contains(filepath.ToSlash(path), room) {
				return
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
				for _, form := range forms {
					if strings.Contains(text.Value, form) {
						t.Errorf("%s judges a number by %s, but that is client/ident's", path, text.Value)
					}
				}
			}
			return true
		})
	})
}

// Fyne's own controls tell nobody that they are used: under them a counter would be covered while its clerk works.
func TestScreensHaveNoControlsOfFynesOwn(t *testing.T) {
	theirs := map[string][]string{
		"container": {"NewScroll", "NewVScroll", "NewHScroll", "Scroll", "NewAppTabs", "NewDocTabs", "NewHSplit", "NewVSplit"},
		"widget": {
			"NewList", "NewTable", "NewTree", "NewGridWrap", "NewEntry", "NewPasswordEntry", "NewMultiLineEntry", "NewSelect", "NewSelectEntry",
			"NewButton", "NewButtonWithIcon", "NewCheck", "NewRadioGroup", "NewSlider", "NewHyperlink", "NewAccordion", "NewForm",
		},
	}
	looked := 0
	eachFile(t, "view", func(path string, file *ast.File) {
		looked++
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := s.X.(*ast.Ident); ok && slices.Contains(theirs[x.Name], s.Sel.Name) {
					t.Errorf("%s uses %s.%s; gui/field has what a screen needs", path, x.Name, s.Sel.Name)
				}
			}
			return true
		})
	})
	if looked < 20 {
		t.Errorf("%d files were looked at", looked)
	}
}
