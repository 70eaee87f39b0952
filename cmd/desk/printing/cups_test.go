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

// TestRealPrintSystem prints a page on the printer named in DESK_PRINTER, or the default one, and
// waits until the print system is done with it. .ci/run makes such a printer, into a PDF.
func TestRealPrintSystem(t *testing.T) {
	s := New()
	names, standard, err := s.Printers(t.Context())
	printer := os.Getenv("DESK_PRINTER")
	if err != nil || printer == "" || !slices.Contains(names, printer) {
		const why = "needs a print system with a printer named in DESK_PRINTER"
		if os.Getenv("DESK_FULL") == "1" {
			t.Fatalf("%s: %q of %v, default %q, %v", why, printer, names, standard, err)
		}
		t.Skip(why)
	}
	path := filepath.Join(t.TempDir(), "page.pdf")
	page := gofpdf.New("P", "mm", "A4", "")
	page.AddPage()
	page.Rect(20, 20, 40, 20, "D")
	if err := page.OutputFileAndClose(path); err != nil {
		t.Fatal(err)
	}
	job, err := s.Print(t.Context(), path, printer)
	if err != nil || job.ID == "" {
		t.Fatalf("%v, %v", job, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		state, err := s.Status(t.Context(), job)
		if err != nil {
			t.Fatal(err)
		}
		if state == Printed {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			out, _ := exec.Command("lpstat", "-t").CombinedOutput()
			t.Fatalf("the job is %s after a minute:\n%s", state, out)
		}
	}
}

func TestRealPrintSystemKnowsNoSuchPrinter(t *testing.T) {
	path := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(path, []byte("%PDF"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := New().Print(t.Context(), path, "cekr-no-such-printer"); CodeOf(err) != NoPrinter && CodeOf(err) != NoPrinting {
		t.Errorf("got %v", err)
	}
}
