package printing

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// realPrinter is the printer named in DESK_PRINTER; .ci/run makes one, into a PDF.
func realPrinter(t *testing.T, s *System) string {
	t.Helper()
	names, standard, err := s.Printers(t.Context())
	printer := os.Getenv("DESK_PRINTER")
	if err != nil || printer == "" || !slices.Contains(names, printer) {
		const why = "needs a print system with a printer named in DESK_PRINTER"
		if os.Getenv("DESK_FULL") == "1" {
			t.Fatalf("%s: %q of %v, default %q, %v", why, printer, names, standard, err)
		}
		t.Skip(why)
	}
	return printer
}

var a4 = Page{Size: Size{210, 297}}

// aPage is a PDF with something on it.
func aPage(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "page.pdf")
	page := gofpdf.New("P", "mm", "A4", "")
	page.AddPage()
	page.Rect(20, 20, 40, 20, "D")
	if err := page.OutputFileAndClose(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// until asks the print system again and again what became of a job, until it is that.
func until(t *testing.T, s *System, job Job, want Status) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		status, err := s.Status(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		if status == want {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			out, _ := exec.Command("lpstat", "-l", "-t").CombinedOutput()
			t.Fatalf("the job is %v after a minute, not %v:\n%s", status, want, out)
		}
	}
}

// TestRealPrintSystem prints a page and waits until the print system is done with it.
func TestRealPrintSystem(t *testing.T) {
	s := New()
	job, err := s.Print(t.Context(), aPage(t), realPrinter(t, s), a4)
	if err != nil || job.ID == "" {
		t.Fatalf("%v, %v", job, err)
	}
	until(t, s, job, Status{State: Printed})
}

// TestRealPrintSystemTellsOfAStoppedPrinter stops a printer of its own, that prints as the named one does, and looks at its jobs.
func TestRealPrintSystemTellsOfAStoppedPrinter(t *testing.T) {
	s := New()
	like := realPrinter(t, s)
	const own = "cekr-test-stopped"
	administer := func(name string, args ...string) {
		if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
			const why = "needs the right to make a printer"
			if os.Getenv("DESK_FULL") == "1" {
				t.Fatalf("%s: %s %v: %v\n%s", why, name, args, err, out)
			}
			t.Skip(why)
		}
	}
	ppd := filepath.Join("/etc/cups/ppd", like+".ppd")
	administer("lpadmin", "-p", own, "-v", "cups-pdf:/", "-P", ppd)
	t.Cleanup(func() { _ = exec.Command("lpadmin", "-x", own).Run() })
	administer("cupsaccept", own)
	administer("cupsdisable", own)
	job, err := s.Print(t.Context(), aPage(t), own, a4)
	if err != nil {
		t.Fatal(err)
	}
	until(t, s, job, Status{Stopped, Paused})
	administer("cancel", job.ID)
	until(t, s, job, Status{State: Cancelled})

	second, err := s.Print(t.Context(), aPage(t), own, a4)
	if err != nil {
		t.Fatal(err)
	}
	until(t, s, second, Status{Stopped, Paused})
	administer("cupsenable", own)
	until(t, s, second, Status{State: Printed})
}

func TestRealPrintSystemKnowsNoSuchPrinter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(path, []byte("%PDF"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New().Print(t.Context(), path, "cekr-no-such-printer", a4); CodeOf(err) != NoPrinter && CodeOf(err) != NoPrinting {
		t.Errorf("got %v", err)
	}
}
