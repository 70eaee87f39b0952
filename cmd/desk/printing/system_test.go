package printing

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"
)

// fakeTools is a system whose tools answer from a table, "lpstat -e" and the like, and write down
// what they were asked.
type fakeTools struct {
	answers map[string]string
	asked   []string
}

func (p *fakeTools) system(os string) *System {
	return &System{os: os, tool: func(_ context.Context, name string, args ...string) ([]byte, error) {
		asked := strings.Join(append([]string{name}, args...), " ")
		p.asked = append(p.asked, asked)
		if p.answers == nil {
			return nil, &exec.Error{Name: name, Err: exec.ErrNotFound}
		}
		answer, ok := p.answers[asked]
		if !ok {
			return []byte("lp: something else"), errors.New("exit status 1")
		}
		return []byte(answer), nil
	}}
}

// form is the page of a payment form, and unasked what lp is told for it of a printer that doesn't tell its papers.
var form = Page{Size: Size{210, 99}}

const unasked = " -o nopdfAutorotate -o print-scaling=none -o orientation-requested=3 -o nolandscape -o nomirror" +
	" -o number-up=1 -o page-border=none -o sides=one-sided -o position=top-left"

func aPaper(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "-topup 1.pdf")
	if err := os.WriteFile(path, []byte("%PDF"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPrintersAsThePrintSystemTellsThem(t *testing.T) {
	for name, c := range map[string]struct {
		answers  map[string]string
		names    []string
		standard string
		code     Code
	}{
		"two and a default": {map[string]string{
			"lpstat -r": "scheduler is running\n", "lpstat -e": "Pult\nA6\n",
			"lpstat -d": "system default destination: Pult\n"}, []string{"A6", "Pult"}, "Pult", ""},
		"no default": {map[string]string{
			"lpstat -r": "scheduler is running\n", "lpstat -e": "Pult\n",
			"lpstat -d": "no system default destination\n"}, []string{"Pult"}, "", ""},
		"none":           {map[string]string{"lpstat -r": "scheduler is running\n"}, nil, "", ""},
		"no scheduler":   {map[string]string{"lpstat -r": "scheduler is not running\n"}, nil, "", NoPrinting},
		"no such system": {nil, nil, "", NoPrinting},
	} {
		names, standard, err := (&fakeTools{answers: c.answers}).system("linux").Printers(t.Context())
		if !slices.Equal(names, c.names) || standard != c.standard || CodeOf(err) != c.code {
			t.Errorf("%s: got %v, %q, %v", name, names, standard, err)
		}
	}
}

func TestPrintGivesLpAWholePathAndNoTitle(t *testing.T) {
	path := aPaper(t)
	base := map[string]string{
		"lpstat -r": "scheduler is running\n", "lpstat -e": "Pult\n", "lpstat -d": "system default destination: Pult\n",
		"lp -t CeKR -d Pult" + unasked + " -- " + path: "request id is Pult-12 (1 file(s))\n",
	}
	for printer, want := range map[string]Job{"Pult": {ID: "Pult-12", Printer: "Pult"}, "": {ID: "Pult-12"}} {
		got, err := (&fakeTools{answers: base}).system("linux").Print(t.Context(), path, printer, form)
		if err != nil || got != want {
			t.Errorf("%q: got %v, %v; want %v", printer, got, err, want)
		}
	}
}

func TestPrintTroubleHasACode(t *testing.T) {
	path := aPaper(t)
	running := func(more ...string) map[string]string {
		answers := map[string]string{"lpstat -r": "scheduler is running\n", "lpstat -d": "no system default destination\n"}
		for i := 0; i < len(more); i += 2 {
			answers[more[i]] = more[i+1]
		}
		return answers
	}
	for name, c := range map[string]struct {
		answers map[string]string
		path    string
		printer string
		code    Code
	}{
		"no default printer": {running("lpstat -e", "Pult\n"), path, "", NoDefault},
		"unknown printer":    {running("lpstat -e", "Pult\n"), path, "Pult2", NoPrinter},
		"no printer at all":  {running(), path, "", NoDefault},
		"no print system":    {nil, path, "Pult", NoPrinting},
		"refused":            {running("lpstat -e", "Pult\n"), path, "Pult", NotPrinted},
		"paper swept":        {running("lpstat -e", "Pult\n"), path + "x", "Pult", Gone},
		"paper is a folder":  {running("lpstat -e", "Pult\n"), filepath.Dir(path), "Pult", Gone},
		"half a path":        {running("lpstat -e", "Pult\n"), "topup.pdf", "Pult", NotWhole},
	} {
		if _, err := (&fakeTools{answers: c.answers}).system("linux").Print(t.Context(), c.path, c.printer, form); CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want %s", name, err, c.code)
		}
	}
}

// fakeShell is Windows as far as printing goes.
type fakeShell struct{ asked []string }

func (f *fakeShell) print(path, printer string) error {
	f.asked = append(f.asked, printer+"|"+path)
	return nil
}
func (f *fakeShell) printers() ([]string, string, error) { return []string{"Pult"}, "Pult", nil }

func TestWindowsPrintsByItsShell(t *testing.T) {
	path, shell := aPaper(t), &fakeShell{}
	s := &System{os: "windows", shell: shell}
	job, err := s.Print(t.Context(), path, "Pult", form)
	if err != nil || job != (Job{Printer: "Pult"}) || !slices.Equal(shell.asked, []string{"Pult|" + path}) {
		t.Errorf("%v, %v, %v", job, err, shell.asked)
	}
	if status, err := s.Status(t.Context(), job); status.State != Unclear || err != nil {
		t.Errorf("%v, %v", status, err)
	}
	if names, standard, err := s.Printers(t.Context()); len(names) != 1 || standard != "Pult" || err != nil {
		t.Errorf("%v, %s, %v", names, standard, err)
	}
}

func TestOpenUsesTheSystemsViewer(t *testing.T) {
	path := aPaper(t)
	for os, want := range map[string][]string{
		"linux":   {"xdg-open", path},
		"darwin":  {"open", path},
		"windows": {"rundll32.exe", "url.dll,FileProtocolHandler", path},
	} {
		var got []string
		s := &System{os: os, start: func(name string, args ...string) (<-chan error, error) {
			got = append([]string{name}, args...)
			return ending(nil), nil
		}}
		if err := s.Open(t.Context(), path); err != nil {
			t.Errorf("%s: %v", os, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", os, diff)
		}
	}
}

func ending(err error) <-chan error {
	ended := make(chan error, 1)
	ended <- err
	return ended
}

// exit is how a program ends that gives this status.
func exit(t *testing.T, status int) error {
	t.Helper()
	err := exec.Command("sh", "-c", fmt.Sprintf("exit %d", status)).Run()
	if _, ok := errors.AsType[*exec.ExitError](err); !ok {
		t.Skip("no POSIX shell here to make an exit status with")
	}
	return err
}

func TestOpenTroubleHasACode(t *testing.T) {
	path := aPaper(t)
	missing := &exec.Error{Name: "xdg-open", Err: exec.ErrNotFound}
	for name, c := range map[string]struct {
		ended    error
		starting error
		path     string
		code     Code
	}{
		"no opener":      {nil, missing, path, NoViewer},
		"not to start":   {nil, errors.New("no memory"), path, NotOpened},
		"no viewer":      {exit(t, 3), nil, path, NoViewer},
		"action failed":  {exit(t, 4), nil, path, NoViewer},
		"another error":  {exit(t, 1), nil, path, NotOpened},
		"paper swept":    {nil, nil, path + "x", Gone},
		"not whole path": {nil, nil, "topup.pdf", NotWhole},
	} {
		s := &System{os: "linux", start: func(string, ...string) (<-chan error, error) { return ending(c.ended), c.starting }}
		if err := s.Open(t.Context(), c.path); CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want %s", name, err, c.code)
		}
	}
}

func TestOpenDoesNotWaitForAViewerThatStays(t *testing.T) {
	path := aPaper(t)
	synctest.Test(t, func(t *testing.T) {
		s := &System{os: "linux", start: func(string, ...string) (<-chan error, error) { return make(chan error), nil }}
		if err := s.Open(t.Context(), path); err != nil { // comes back after openTime, on a pretended clock
			t.Error(err)
		}
	})
}

func TestErrorsKeepPathsToThemselves(t *testing.T) {
	err := &Error{Code: NoFolder, Path: "/home/Žiga Čuk/x.pdf", Printer: "Čuk"}
	if strings.Contains(err.Error(), "Čuk") {
		t.Error(err)
	}
	if key, values := err.Sentence(); key != "printing.noFolder" || values["Path"] != err.Path || values["Printer"] != err.Printer {
		t.Errorf("%s, %v", key, values)
	}
}
