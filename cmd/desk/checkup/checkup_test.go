package checkup

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/cmd/desk/printing"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/text"
)

// fakePrint is a print system.
type fakePrint struct {
	names    []string
	standard string
	err      error
	viewer   bool
	fits     map[printing.Size]printing.Fit // by page; every other page has paper of its own size
	small    bool                           // no page finds room
}

func (f fakePrint) Fit(_ context.Context, printer string, page printing.Page) (printing.Fit, error) {
	if f.small {
		return printing.Fit{}, &printing.Error{Code: printing.PaperSmall, Printer: printer, Page: page.Size, Paper: printing.Size{Width: 58, Height: 297}}
	}
	if fit, other := f.fits[page.Size]; other {
		return fit, nil
	}
	return printing.Fit{Paper: page.Size, Own: true}, nil
}

func (f fakePrint) Printers(context.Context) ([]string, string, error) {
	return f.names, f.standard, f.err
}
func (f fakePrint) HasViewer() bool { return f.viewer }

// healthy is a machine on which nothing is wrong, and its office settings.
func healthy(t *testing.T) (Machine, settings.Settings) {
	t.Helper()
	m := Machine{
		Now: time.Now, Free: func(string) (uint64, error) { return 1 << 40, nil },
		Display: func() bool { return true },
		Print:   fakePrint{names: []string{"Pult"}, standard: "Pult", viewer: true},
		Office: func(context.Context, settings.Settings) (Answer, error) {
			return Answer{Version: "1.2.3", Contract: client.ContractVersion}, nil
		},
	}
	s := settings.Default()
	s.Source, s.Mode, s.Desk = "/etc/cekr-desk/desk.toml", settings.Office, "KR-1"
	s.Connection.URL = "https://urad.example.si/cekr"
	s.Folder = t.TempDir()
	root := t.TempDir()
	data, err := settings.FoldersFor(settings.Place{OS: runtime.GOOS, Env: func(name string) string {
		return map[string]string{"DESK_DATA": root}[name]
	}}, s.Mode)
	if err != nil {
		t.Fatal(err)
	}
	s.Data = data
	return m, s
}

// seen gathers the keys that the tests of this package have met, each said whole in both languages.
var seen = map[string]bool{}

// look runs the check and gives the findings as "LEVEL key".
func look(t *testing.T, m Machine, s settings.Settings, err error) []string {
	t.Helper()
	var found []string
	for _, line := range m.Run(t.Context(), s, err) {
		found = append(found, string(line.Level)+" "+line.Key)
		said(t, line)
	}
	return found
}

// said makes sure that a finding has a whole sentence in both languages.
func said(t *testing.T, line Line) {
	t.Helper()
	seen[line.Key] = true
	for _, lang := range text.Languages() {
		if sentence := text.In(lang).Say(line.Key, line.Values); strings.Contains(sentence, "‹") || strings.Contains(sentence, "no value") {
			t.Errorf("%s: %s with %v is %q", lang, line.Key, line.Values, sentence)
		}
	}
}

func TestHealthyMachine(t *testing.T) {
	m, s := healthy(t)
	want := []string{
		"OK check.settings.office", "OK check.ca.system", "OK check.office.ok", "OK check.contract.ok", "OK check.clock.ok",
		"OK check.data.ok", "OK check.folder.ok", "OK check.printer.default", "OK check.paper.receipts", "OK check.paper.forms", "OK check.display.ok",
	}
	if got := look(t, m, s, nil); !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	if Failed(m.Run(t.Context(), s, nil)) {
		t.Error("it failed")
	}
	if _, err := os.Stat(s.Data.Dir); err == nil {
		t.Error("looking has made the data folder")
	}
}

func TestWhatIsWrongIsOneLine(t *testing.T) {
	offline := func(code string) func(context.Context, settings.Settings) (Answer, error) {
		return func(context.Context, settings.Settings) (Answer, error) { return Answer{}, &client.Error{Code: code} }
	}
	answers := func(contract string, skew time.Duration) func(context.Context, settings.Settings) (Answer, error) {
		return func(context.Context, settings.Settings) (Answer, error) {
			return Answer{Version: "1", Contract: contract, Skew: skew}, nil
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		break_ func(m *Machine, s *settings.Settings)
		want   string
	}{
		"office does not answer in time": {func(m *Machine, s *settings.Settings) { m.Office = offline(client.CodeTimeout) }, "FAIL check.office.timeout"},
		"somebody else answers":          {func(m *Machine, s *settings.Settings) { m.Office = offline(client.CodeForeignAnswer) }, "FAIL check.office.foreign"},
		"connection lost":                {unreachable("https://127.0.0.1:1", client.CodeConnectionLost), "FAIL check.office.foreign"},
		"office says no":                 {func(m *Machine, s *settings.Settings) { m.Office = offline(client.CodeInternal) }, "FAIL check.office.refused"},
		"settings the client can't use":  {func(m *Machine, s *settings.Settings) { m.Office = offline(client.CodeBadInput) }, "FAIL check.office.notTried"},
		"another major contract":         {func(m *Machine, s *settings.Settings) { m.Office = answers("2.0.0", 0) }, "FAIL check.contract.other"},
		"no contract version":            {func(m *Machine, s *settings.Settings) { m.Office = answers("", 0) }, "FAIL check.contract.other"},
		"another minor contract":         {func(m *Machine, s *settings.Settings) { m.Office = answers("1.9.0", 0) }, "WARN check.contract.differs"},
		"clock a minute slow":            {func(m *Machine, s *settings.Settings) { m.Office = answers(client.ContractVersion, time.Minute) }, "WARN check.clock.off"},
		"clock an hour fast":             {func(m *Machine, s *settings.Settings) { m.Office = answers(client.ContractVersion, -time.Hour) }, "FAIL check.clock.wrong"},
		"data folder is a file":          {func(m *Machine, s *settings.Settings) { s.Data.Dir = file }, "FAIL check.data.notWritable"},
		"disk nearly full": {func(m *Machine, s *settings.Settings) {
			m.Free = func(string) (uint64, error) { return 100 << 20, nil }
		}, "WARN check.data.full"},
		"no folder for papers":        {func(m *Machine, s *settings.Settings) { s.Folder = "/nowhere/papers" }, "FAIL check.folder.missing"},
		"folder for papers is a file": {func(m *Machine, s *settings.Settings) { s.Folder = file }, "FAIL check.folder.missing"},
		"named printer missing":       {func(m *Machine, s *settings.Settings) { s.ReceiptPrinter, s.FormPrinter = "A6", "A6" }, "FAIL check.printer.unknown"},
		"named printer there":         {func(m *Machine, s *settings.Settings) { s.ReceiptPrinter, s.FormPrinter = "Pult", "Pult" }, "OK check.printer.ok"},
		"printer of receipts missing": {func(m *Machine, s *settings.Settings) { s.ReceiptPrinter, s.FormPrinter = "Trak", "Pult" }, "FAIL check.printer.unknown"},
		"printer of forms missing":    {func(m *Machine, s *settings.Settings) { s.FormPrinter = "A4" }, "FAIL check.printer.unknown"},
		"receipts on a printer of A4": {func(m *Machine, s *settings.Settings) {
			m.Print = on(receiptRoll, printing.Size{Width: 210, Height: 297}, false)
		}, "WARN check.paper.receipts.large"},
		"receipts on a roll": {func(m *Machine, s *settings.Settings) {
			m.Print = on(receiptRoll, printing.Size{Width: 80, Height: 297}, false)
		}, "OK check.paper.receipts"},
		"receipts on a small roll": {func(m *Machine, s *settings.Settings) {
			s.Receipt = settings.Receipt58mm
			m.Print = on(receipts[settings.Receipt58mm], printing.Size{Width: 58, Height: 297}, false)
		}, "OK check.paper.receipts"},
		"receipts on A6": {func(m *Machine, s *settings.Settings) { s.Receipt = settings.ReceiptA6 }, "OK check.paper.receipts"},
		"forms on a printer of A4": {func(m *Machine, s *settings.Settings) {
			m.Print = on(formAlone, printing.Size{Width: 210, Height: 297}, false)
		}, "OK check.paper.forms.top"},
		"orders on a printer of A3": {func(m *Machine, s *settings.Settings) {
			m.Print = on(wholePage, printing.Size{Width: 297, Height: 420}, false)
		}, "WARN check.paper.forms.large"},
		"a queue that doesn't tell its paper": {func(m *Machine, s *settings.Settings) {
			s.ReceiptPrinter = "Trak"
			m.Print = fakePrint{names: []string{"Pult", "Trak"}, standard: "Pult", viewer: true, fits: map[printing.Size]printing.Fit{receiptRoll.Size: {}}}
		}, "WARN check.paper.unknown"},
		"offset of a printer that is gone": {func(m *Machine, s *settings.Settings) { s.Blank.Printer = "Stari" }, "WARN check.blank.unknown"},
		"offset of a printer of receipts": {func(m *Machine, s *settings.Settings) {
			s.ReceiptPrinter, s.FormPrinter, s.Blank.Printer = "Trak", "Pult", "Trak"
			m.Print = fakePrint{names: []string{"Pult", "Trak"}, viewer: true}
		}, "WARN check.blank.other"},
		"offset of the printer of forms": {func(m *Machine, s *settings.Settings) { s.FormPrinter, s.Blank.Printer = "Pult", "Pult" }, "OK check.printer.ok"},
		"no default printer":             {func(m *Machine, s *settings.Settings) { m.Print = fakePrint{viewer: true} }, "WARN check.printer.noDefault"},
		"no print system": {func(m *Machine, s *settings.Settings) {
			m.Print = fakePrint{err: &printing.Error{Code: printing.NoPrinting}, viewer: true}
		}, "WARN check.printer.noSystem"},
		"no viewer":                       {func(m *Machine, s *settings.Settings) { m.Print = fakePrint{standard: "Pult"} }, "WARN check.viewer.none"},
		"no display":                      {func(m *Machine, s *settings.Settings) { m.Display = func() bool { return false } }, "WARN check.display.none"},
		"a name that no network knows":    {unreachable("https://urad.invalid", client.CodeNoConnection), "FAIL check.office.noName"},
		"nobody listens":                  {unreachable("https://127.0.0.1:1", client.CodeNoConnection), "FAIL check.office.noConnection"},
		"no certificate to prove by, yet": {unreachable("https://127.0.0.1:1", client.CodeNoTrust), "FAIL check.office.noConnection"},
	} {
		t.Run(name, func(t *testing.T) {
			m, s := healthy(t)
			c.break_(&m, &s)
			found := look(t, m, s, nil)
			if !slices.Contains(found, c.want) {
				t.Errorf("got %v, want %s", found, c.want)
			}
			bad := slices.DeleteFunc(found, func(line string) bool { return strings.HasPrefix(line, "OK ") })
			if len(bad) > 1 || len(bad) == 1 && bad[0] != c.want {
				t.Errorf("more is said than is wrong: %v", bad)
			}
			if Failed(m.Run(t.Context(), s, nil)) != strings.HasPrefix(c.want, "FAIL") {
				t.Errorf("the exit status does not fit %s", c.want)
			}
		})
	}
}

// on is a machine whose printer lays one page on that paper.
func on(page printing.Page, paper printing.Size, own bool) fakePrint {
	return fakePrint{
		names: []string{"Pult"}, standard: "Pult", viewer: true,
		fits: map[printing.Size]printing.Fit{page.Size: {Paper: paper, Own: own}},
	}
}

// E2: whoever sends pages to the roll, or forms to a narrow paper, learns it before the first one is spoiled. What was named by the
// administrator is a failure, but for orders on the one printer of a counter; the system's default printer is a warning.
func TestPagesThatNoPaperOfThePrinterCanHold(t *testing.T) {
	for _, c := range []struct{ receipts, forms, ofReceipts, ofForms string }{
		{"Trak", "List", "FAIL", "FAIL"}, {"Trak", "Trak", "FAIL", "WARN"}, {"", "", "WARN", "WARN"}, {"", "List", "WARN", "FAIL"},
	} {
		m, s := healthy(t)
		s.ReceiptPrinter, s.FormPrinter = c.receipts, c.forms
		m.Print = fakePrint{names: []string{"Trak", "List"}, standard: "Trak", viewer: true, small: true}
		found := look(t, m, s, nil)
		for _, want := range []string{c.ofReceipts + " check.paper.receipts.small", c.ofForms + " check.paper.forms.small"} {
			if !slices.Contains(found, want) {
				t.Errorf("%+v: got %v, want %s", c, found, want)
			}
		}
	}
}

func unreachable(url, code string) func(m *Machine, s *settings.Settings) {
	return func(m *Machine, s *settings.Settings) {
		s.Connection.URL = url
		m.Office = func(context.Context, settings.Settings) (Answer, error) { return Answer{}, &client.Error{Code: code} }
	}
}

func TestFoldersThatMayNotBeWritten(t *testing.T) {
	if os.Geteuid() == 0 || runtime.GOOS == "windows" {
		seen["check.folder.notWritable"] = true
		t.Skip("needs a user whom the rights of a folder stop: not root, not Windows")
	}
	m, s := healthy(t)
	if err := os.Chmod(s.Folder, 0o500); err != nil {
		t.Fatal(err)
	}
	if found := look(t, m, s, nil); !slices.Contains(found, "FAIL check.folder.notWritable") {
		t.Errorf("got %v", found)
	}
}

func TestTrainingNeedsNoNetwork(t *testing.T) {
	for source, want := range map[string]string{"": "OK check.settings.none", "/etc/desk.toml": "OK check.settings.training"} {
		m, s := healthy(t)
		m.Office = nil
		s.Mode, s.Source, s.Connection = settings.Training, source, settings.Connection{}
		found := look(t, m, s, nil)
		if found[0] != want || found[1] != "OK check.office.embedded" {
			t.Errorf("%q: got %v", source, found)
		}
	}
}

func TestWrongSettingsAreTheOnlyThingSaid(t *testing.T) {
	m, _ := healthy(t)
	wrong := &settings.Error{Code: settings.UnknownKey, Path: "/etc/desk.toml", Line: 3, Key: "langauge"}
	for want, err := range map[string]error{
		"FAIL settings.error.unknownKey.line": wrong,
		"FAIL settings.error.unreadable":      errors.New("something else"),
	} {
		if found := look(t, m, settings.Settings{}, err); !slices.Equal(found, []string{want, "OK check.display.ok"}) {
			t.Errorf("got %v, want %s", found, want)
		}
	}
}

// TestMain looks, after a full run, whether each "check." key of the sources has been said by a
// test, with the values it gets there.
func TestMain(m *testing.M) {
	status := m.Run()
	if status == 0 && flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.list").Value.String() == "" {
		for _, key := range unsaid() {
			fmt.Println("FAIL: no test meets", key)
			status = 1
		}
	}
	os.Exit(status)
}

// unsaid are the keys of this package's sources that no test has met.
func unsaid() (keys []string) {
	files, _ := filepath.Glob("*.go")
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			return []string{err.Error()}
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				key, _ := strconv.Unquote(lit.Value)
				if strings.HasPrefix(key, "check.") && !strings.HasSuffix(key, ".") && !seen[key] {
					keys = append(keys, key)
				}
			}
			return true
		})
	}
	return keys
}
