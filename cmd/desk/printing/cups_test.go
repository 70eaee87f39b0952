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

	"cekr.kranj.si/desk/cmd/desk/printing/cupstest"
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

// stoppedJob prints on a stopped queue Pult of a print system, as its tools are told of it now.
func stoppedJob(t *testing.T, s *System, on *cupstest.Server) Job {
	t.Helper()
	on.Queue("Pult", false, cupstest.A4)
	on.Must("cupsdisable", "Pult")
	job, err := s.Print(t.Context(), aPage(t), "Pult", a4)
	if err != nil {
		t.Fatal(err)
	}
	until(t, s, job, Status{Stopped, Paused})
	return job
}

// H1: the job is asked about where it is, on a print server elsewhere. The same number is another job here, and that one is printed.
func TestAJobOnAPrintServerElsewhereIsAskedAboutThere(t *testing.T) {
	s, here, elsewhere := New(), cupstest.Start(t), cupstest.Start(t)
	here.Use(t, here.Socket)
	printed := stoppedJob(t, s, here)
	here.Must("cupsenable", "Pult")
	until(t, s, printed, Status{State: Printed})

	for name, use := range map[string]func(t *testing.T){
		"CUPS_SERVER": func(t *testing.T) { elsewhere.Use(t, elsewhere.Address) },
		"client.conf": func(t *testing.T) {
			home := t.TempDir()
			if err := os.MkdirAll(filepath.Join(home, ".cups"), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(home, ".cups", "client.conf"), []byte("ServerName "+elsewhere.Address+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			t.Setenv("HOME", home)
			os.Unsetenv("CUPS_SERVER") // Use has promised to set it anew
		},
	} {
		t.Run(name, func(t *testing.T) {
			elsewhere.Use(t, elsewhere.Address)
			use(t)
			job := stoppedJob(t, s, elsewhere)
			elsewhere.Must("cancel", job.ID)
			until(t, s, job, Status{State: Cancelled})
		})
	}
	here.Use(t, here.Socket)
	until(t, s, printed, Status{State: Printed})
	here.Stop()
	until(t, s, printed, Status{State: Unclear})
}

// A job that was held, and one that the scheduler has forgotten, aren't printed.
func TestAHeldAndAForgottenJobAreNoPrintedOnes(t *testing.T) {
	s, server := New(), cupstest.Start(t)
	server.Use(t, server.Socket)
	job := stoppedJob(t, s, server)
	server.Must("lp", "-i", job.ID, "-H", "hold")
	server.Must("cupsenable", "Pult")
	until(t, s, job, Status{Stopped, Paused})
	server.Must("cancel", "-a", "-x", "Pult") // with all traces
	until(t, s, job, Status{State: Unclear})
}

// A driverless queue takes a job of a size that it doesn't have with all signs of success, and cancels it. So its sizes are asked first.
func TestADriverlessQueueThatCancelsAnUnknownSize(t *testing.T) {
	s, server := New(), cupstest.Start(t)
	server.Use(t, server.Socket)
	server.Everywhere("Pult")
	told := server.Must("lp", "-d", "Pult", "-o", "media=Custom.210x99mm", "--", aPage(t))
	found := jobID.FindStringSubmatch(told)
	if found == nil {
		t.Fatal(told)
	}
	until(t, s, Job{ID: found[1], Printer: "Pult"}, Status{State: Cancelled})
	fit, err := s.Fit(t.Context(), "Pult", form)
	if err != nil || fit.Own || fit.Paper != (Size{210, 297}) {
		t.Errorf("%+v, %v", fit, err)
	}
}

// What real queues tell of their papers, and a raw queue and a class, which tell nothing.
func TestRealQueuesTellTheirPapers(t *testing.T) {
	s, server := New(), cupstest.Start(t)
	server.Use(t, server.Socket)
	server.Queue("A4", false, cupstest.A5, cupstest.A4)
	server.Queue("Cut", true, cupstest.A4)
	server.Must("lpadmin", "-p", "Raw", "-E", "-v", "file:///dev/null", "-m", "raw")
	server.Must("lpadmin", "-p", "A4", "-c", "Class")
	server.Must("cupsenable", "Class")
	server.Must("cupsaccept", "Class")
	for name, c := range map[string]struct {
		page Page
		want Size
		own  bool
	}{
		"A4": {form, Size{210, 297}, false}, "Cut": {form, Size{210, 99}, true}, "Raw": {form, Size{}, false}, "Class": {form, Size{}, false},
	} {
		fit, err := s.Fit(t.Context(), name, c.page)
		if err != nil || !near(fit.Paper.Width, c.want.Width) || !near(fit.Paper.Height, c.want.Height) || fit.Own != c.own {
			t.Errorf("%s: %+v, %v", name, fit, err)
		}
		job, err := s.Print(t.Context(), aPage(t), name, c.page)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		until(t, s, job, Status{State: Printed})
	}
}
