package cli

import (
	"bytes"
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/about"
	"cekr.kranj.si/desk/cmd/desk/checkup"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/text"
)

// bench is a program on a machine of the test's own, with its data in a folder of the test's.
type bench struct {
	Program
	out, err bytes.Buffer
	dir      string
	windows  []error // what each window was opened with
}

// noPrint is a machine without printers.
type noPrint struct{}

func (noPrint) Printers(context.Context) ([]string, string, error) { return nil, "", nil }
func (noPrint) Fit(context.Context, string, printing.Page) (printing.Fit, error) {
	return printing.Fit{}, nil
}
func (noPrint) HasViewer() bool { return true }

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{dir: t.TempDir()}
	env := map[string]string{
		"DESK_DATA": filepath.Join(b.dir, "data"), "XDG_DATA_HOME": filepath.Join(b.dir, "xdg"),
		"DESK_CONFIG": b.file(t, "desk.toml", "mode = \"training\"\nlanguage = \"en\"\n"),
	}
	b.Program = Program{
		In: strings.NewReader(""), Out: &b.out, Err: &b.err,
		Place: settings.Place{OS: "linux", Env: func(name string) string { return env[name] }, Home: b.dir},
		Machine: checkup.Machine{
			Now: time.Now, Free: func(string) (uint64, error) { return 1 << 40, nil },
			Display: func() bool { return true }, Print: noPrint{},
		},
		Window: func(_ context.Context, _ settings.Settings, trouble error) int {
			b.windows = append(b.windows, trouble)
			return Done
		},
	}
	return b
}

func (b *bench) file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(b.dir, name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// run runs and gives what was written since.
func (b *bench) run(t *testing.T, args ...string) (status int, out, err string) {
	t.Helper()
	b.out.Reset()
	b.err.Reset()
	status = b.Run(t.Context(), args)
	for _, said := range []string{b.out.String(), b.err.String()} {
		if strings.Contains(said, "‹") || strings.Contains(said, "no value") {
			t.Errorf("%v says %q", args, said)
		}
	}
	return status, b.out.String(), b.err.String()
}

func TestNoArgumentsOpenTheWindow(t *testing.T) {
	b := newBench(t)
	if status, _, said := b.run(t); status != Done || said != "" || len(b.windows) != 1 || b.windows[0] != nil {
		t.Errorf("status %d, %q, windows %v", status, said, b.windows)
	}
	if text.Lang() != "en" {
		t.Error("the language of the settings is not spoken")
	}
}

func TestWrongSettingsAreSaidHereAndInTheWindow(t *testing.T) {
	b := newBench(t)
	wrong := b.file(t, "wrong.toml", "mode = \"training\"\nlangauge = \"en\"\n")
	_, _, said := b.run(t, "--config", wrong)
	trouble, ok := errors.AsType[*settings.Error](b.windows[0])
	if !ok || trouble.Code != settings.UnknownKey {
		t.Errorf("the window got %v", b.windows[0])
	}
	if !strings.Contains(said, wrong) || !strings.Contains(said, "langauge") || !strings.Contains(said, "2") {
		t.Errorf("said %q", said)
	}
}

func TestWithoutADisplayOneClearSentence(t *testing.T) {
	b := newBench(t)
	b.Machine.Display = func() bool { return false }
	status, out, said := b.run(t)
	if status != Failure || out != "" || strings.Count(said, "\n") != 1 || len(b.windows) != 0 {
		t.Errorf("status %d, %q, %q, windows %v", status, out, said, b.windows)
	}
}

func TestCheckTellsLevelAndSentence(t *testing.T) {
	b := newBench(t)
	status, out, _ := b.run(t, "check")
	if status != Done || !regexp.MustCompile(`(?m)^OK    The settings .*desk\.toml hold`).MatchString(out) || !strings.Contains(out, "WARN  There is no default printer") {
		t.Errorf("status %d:\n%s", status, out)
	}
	wrong := b.file(t, "wrong.toml", "mode = 1\n")
	for _, args := range [][]string{{"--config", wrong, "check"}, {"check", "--config", wrong}} {
		if status, out, _ := b.run(t, args...); status != Failure || !strings.HasPrefix(out, "FAIL  ") || !strings.Contains(out, wrong) {
			t.Errorf("%v: status %d:\n%s", args, status, out)
		}
	}
}

func TestVersionNamesProgramAndContract(t *testing.T) {
	status, out, _ := newBench(t).run(t, "version")
	for _, want := range []string{about.Name, about.Version, about.Platform(), client.ContractVersion} {
		if !strings.Contains(out, want) {
			t.Errorf("status %d: %q lacks %s", status, out, want)
		}
	}
}

func TestHelpNamesEveryCommandInBothLanguages(t *testing.T) {
	for locale, word := range map[string]string{"en_US.UTF-8": "opens the counter", "sl_SI.UTF-8": "odpre okence", "C.UTF-8": "odpre okence"} {
		b := newBench(t)
		env := b.Place.Env
		b.Place.Env = func(name string) string {
			if name == "LANG" {
				return locale
			}
			return env(name)
		}
		for _, args := range [][]string{{"help"}, {"--help"}, {"check", "-h"}, {"sandbox", "staff", "add", "-h"}} {
			status, out, _ := b.run(t, args...)
			if status != Done || !strings.Contains(out, word) {
				t.Errorf("%s %v: status %d, %q", locale, args, status, out)
			}
			for _, command := range []string{"desk check", "desk order --mok-id", "desk order --list", "desk order --calibration", "desk sandbox --listen", "staff add", "staff reset-pin", "sandbox reset --yes", "desk version"} {
				if !strings.Contains(out, command) {
					t.Errorf("%s: help lacks %s", locale, command)
				}
			}
		}
	}
}

func TestMisuseIsSaidAndChangesNothing(t *testing.T) {
	for _, line := range []string{
		"counter", "--verbose", "check now", "check --fast", "sandbox", "sandbox --listen", "sandbox --listen :0 more",
		"sandbox --listen :0 --kind town", "sandbox --listen :0 --faults x", "sandbox reset", "sandbox reset --yes more",
		"sandbox staff", "sandbox staff remove --number 1001", "sandbox staff add --alias Jana", "sandbox staff add --number 4001",
		"sandbox staff reset-pin", "sandbox staff add --number 4001 --alias Jana 2468",
	} {
		b := newBench(t)
		status, out, said := b.run(t, strings.Fields(line)...)
		if status != Misused || out != "" || said == "" || len(b.windows) != 0 {
			t.Errorf("%s: status %d, %q, %q, windows %v", line, status, out, said, b.windows)
		}
		if _, err := os.Stat(filepath.Join(b.dir, "data")); err == nil {
			t.Errorf("%s: it made data", line)
		}
	}
}

func TestFaultsAsTheyAreWritten(t *testing.T) {
	got, err := parseFaults("PUT top-ups=commit-then-drop*3, GET cards=slow@1.5s ,PUT /v1/top-ups/{id}/cancellation=status-500@10ms*1,")
	want := []routeFault{
		{"PUT /v1/top-ups/{id}", sandbox.Fault{Kind: sandbox.CommitThenDrop, Times: 3}},
		{"GET /v1/cards/{mokId}", sandbox.Fault{Kind: sandbox.Slow, Delay: 1500 * time.Millisecond}},
		{"PUT /v1/top-ups/{id}/cancellation", sandbox.Fault{Kind: sandbox.Status500, Delay: 10 * time.Millisecond, Times: 1}},
	}
	if err != nil || len(got) != len(want) {
		t.Fatalf("%v, %v", got, err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got[i], want[i])
		}
	}
	for _, wrong := range []string{"GET cards", "GET nowhere=slow", "cards=slow", "GET cards=late", "GET cards=slow@soon", "GET cards=slow@-1s", "GET cards=slow*0", "GET cards=slow*x", "=slow"} {
		if got, err := parseFaults(wrong); err == nil {
			t.Errorf("%q is %v", wrong, got)
		}
	}
}

func TestEveryRouteHasAShortNameOfItsOwn(t *testing.T) {
	names := map[string]string{}
	for _, route := range sandbox.Routes() {
		if other, taken := names[shortRoute(route)]; taken {
			t.Errorf("%s and %s are both %s", route, other, shortRoute(route))
		}
		names[shortRoute(route)] = route
		if got, ok := routeOf(shortRoute(route)); !ok || got != route {
			t.Errorf("%s is found as %s", route, got)
		}
	}
}

// TestEveryCodeHasItsSentences: what is wrong with settings or papers can be said to a person, in
// each language, and with the line where there may be one.
func TestEveryCodeHasItsSentences(t *testing.T) {
	for _, where := range []struct{ file, prefix string }{
		{"../settings/error.go", "settings.error."}, {"../printing/printing.go", "printing."},
	} {
		codes := constants(t, where.file)
		if len(codes) < 10 {
			t.Fatalf("%s: found %v", where.file, codes)
		}
		for _, code := range codes {
			values := text.Values{"Path": "/p", "Line": 3, "Key": "office.url", "Want": "x", "Near": "y", "Printer": "Pult", "Page": "210 × 297", "Paper": "80 × 297"}
			for _, lang := range text.Languages() {
				if said := text.In(lang).Say(where.prefix+code, values); strings.Contains(said, "‹") {
					t.Errorf("%s: no sentence for %s", lang, where.prefix+code)
				}
				lined := where.prefix + code + ".line"
				if said := text.In(lang).Say(lined, values); text.In(lang).Has(lined) && (strings.Contains(said, "‹") || !strings.Contains(said, "3")) {
					t.Errorf("%s: %s is %q", lang, lined, said)
				}
			}
		}
	}
	for _, code := range []settings.Code{
		settings.Syntax, settings.UnknownKey, settings.WrongType, settings.BadValue, settings.NotHere, settings.Encoding, settings.Typography,
		settings.Backslash, settings.Twice, settings.Spelling, settings.Blanks, settings.Letter, settings.LetterNear, settings.Strange, settings.NoEffect,
	} {
		key, _ := (&settings.Error{Code: code, Line: 3}).Sentence()
		for _, lang := range text.Languages() {
			if !text.In(lang).Has(key) {
				t.Errorf("%s: no %s", lang, key)
			}
		}
	}
}

// constants are the values of a file's constants of type Code.
func constants(t *testing.T, file string) (codes []string) {
	t.Helper()
	tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Code" {
			for _, value := range spec.Values {
				code, err := strconv.Unquote(value.(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				codes = append(codes, code)
			}
		}
		return true
	})
	return codes
}
