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

// pretend is a system whose tools answer from a table, "lpstat -e" and the like, and write down
// what they were asked.
type pretend struct {
	answers map[string]string
	asked   []string
}

func (p *pretend) system(os string) *System {
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

func paper(t *testing.T) string {
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
		names, standard, err := (&pretend{answers: c.answers}).system("linux").Printers(t.Context())
		if !slices.Equal(names, c.names) || standard != c.standard || CodeOf(err) != c.code {
			t.Errorf("%s: got %v, %q, %v", name, names, standard, err)
		}
	}
}

func TestPrintGivesLpAWholePathAndNoTitle(t *testing.T) {
	path := paper(t)
	base := map[string]string{
		"lpstat -r": "scheduler is running\n", "lpstat -e": "Pult\n", "lpstat -d": "system default destination: Pult\n",
		"lp -t CeKR -d Pult -- " + path: "request id is Pult-12 (1 file(s))\n",
		"lp -t CeKR -- " + path:         "request id is Pult-13 (1 file(s))\n",
	}
	for printer, want := range map[string]Job{"Pult": {ID: "Pult-12", Printer: "Pult"}, "": {ID: "Pult-13"}} {
		got, err := (&pretend{answers: base}).system("linux").Print(t.Context(), path, printer)
		if err != nil || got != want {
			t.Errorf("%q: got %v, %v; want %v", printer, got, err, want)
		}
	}
}

func TestPrintTroubleHasACode(t *testing.T) {
	path := paper(t)
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
		if _, err := (&pretend{answers: c.answers}).system("linux").Print(t.Context(), c.path, c.printer); CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want %s", name, err, c.code)
		}
	}
}

func TestWhatBecameOfAJob(t *testing.T) {
	const (
		waiting, done = "lpstat -l -W not-completed -o", "lpstat -W completed -o"
		printer, asks = "lpstat -l -p Pult-1", "ipptool -tv ipp://localhost/jobs/12 get-job-attributes.test"
	)
	row := func(id string, alerts ...string) string {
		return id + "   ana   1024   Sun Nov 22 20:01:50 2026\n\tAlerts: " + strings.Join(alerts, " ") + "\n\tqueued for Pult-1\n"
	}
	idle := func(alerts string) string {
		return "printer Pult-1 is idle.  enabled since Sun\n\tForm mounted:\n\tAlerts: " + alerts + "\n"
	}
	off := func(alerts string) string {
		return "printer Pult-1 disabled since Sun -\n\treason unknown\n\tAlerts: " + alerts + "\n"
	}
	const busy = "printer Pult-1 now printing Pult-1-12.  enabled since Sun\n\tAlerts: none\n"
	ended := func(state string) map[string]string {
		return map[string]string{waiting: row("Pult-1-121"), done: row("Pult-1-12"), asks: "        job-state (enum) = " + state + "\n        job-state-reasons (keyword) = none\n"}
	}
	job := Job{ID: "Pult-1-12", Printer: "Pult-1"}
	for name, c := range map[string]struct {
		answers map[string]string
		want    Status
	}{
		"in the queue":       {map[string]string{waiting: row("Pult-1-11", "job-hold-until-specified") + row("Pult-1-12", "none"), printer: idle("none")}, Status{State: Waiting}},
		"being printed":      {map[string]string{waiting: row("Pult-1-12", "job-printing"), printer: busy}, Status{State: Printing}},
		"another is printed": {map[string]string{waiting: row("Pult-1-12"), printer: strings.ReplaceAll(busy, "-12.", "-123.")}, Status{State: Waiting}},
		"printer unknown":    {map[string]string{waiting: row("Pult-1-12")}, Status{State: Waiting}},
		"held":               {map[string]string{waiting: row("Pult-1-12", "job-hold-until-specified")}, Status{Stopped, Paused}},
		"printer off":        {map[string]string{waiting: row("Pult-1-12"), printer: off("paused")}, Status{Stopped, Paused}},
		"why unknown":        {map[string]string{waiting: row("Pult-1-12"), printer: off("com.example-error")}, Status{State: Stopped}},
		"no paper":           {map[string]string{waiting: row("Pult-1-12"), printer: off("paused media-empty-error")}, Status{Stopped, NoPaper}},
		"waits for paper":    {map[string]string{waiting: row("Pult-1-12"), printer: idle("media-needed-report")}, Status{Waiting, NoPaper}},
		"jam":                {map[string]string{waiting: row("Pult-1-12"), printer: idle("media-empty-error media-jam-error")}, Status{Waiting, Jam}},
		"a cover is open":    {map[string]string{waiting: row("Pult-1-12"), printer: off("cover-open-error")}, Status{Stopped, CoverOpen}},
		"no toner":           {map[string]string{waiting: row("Pult-1-12"), printer: off("toner-empty-warning")}, Status{Stopped, NoInk}},
		"does not answer":    {map[string]string{waiting: row("Pult-1-12"), printer: idle("offline-report")}, Status{Waiting, Offline}},
		"done":               {ended("completed"), Status{State: Printed}},
		"cancelled":          {ended("canceled"), Status{State: Cancelled}},
		"given up":           {ended("aborted"), Status{State: Failed}},
		"done, no ipptool":   {map[string]string{waiting: "", done: row("Pult-1-12")}, Status{State: Printed}},
		"forgotten":          {map[string]string{waiting: "", done: ""}, Status{State: Unclear}},
		"will not tell":      {map[string]string{}, Status{State: Unclear}},
		"another's name":     {map[string]string{waiting: "x Pult-1-12\n", done: ""}, Status{State: Unclear}},
	} {
		got, err := (&pretend{answers: c.answers}).system("linux").Status(t.Context(), job)
		if got != c.want || err != nil {
			t.Errorf("%s: got %v, %v; want %v", name, got, err, c.want)
		}
		if over := c.want.State != Waiting && c.want.State != Printing && c.want.State != Stopped; got.Ended() != over {
			t.Errorf("%s: ended is %v", name, got.Ended())
		}
	}
	if got, err := (&pretend{}).system("linux").Status(t.Context(), Job{}); got.State != Unclear || err != nil {
		t.Errorf("a job without an id: %v, %v", got, err)
	}
	if _, err := (&pretend{}).system("linux").Status(t.Context(), job); CodeOf(err) != NoPrinting {
		t.Errorf("without a print system: %v", err)
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
	path, shell := paper(t), &fakeShell{}
	s := &System{os: "windows", shell: shell}
	job, err := s.Print(t.Context(), path, "Pult")
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
	path := paper(t)
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
	path := paper(t)
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
	path := paper(t)
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
