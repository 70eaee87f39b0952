package printing

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cekr.kranj.si/desk/cmd/desk/printing/cupstest"
)

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

// One press of the button is one job, on a printer that stands still too, and none where the printer takes no jobs.
func TestOnePressIsOneJob(t *testing.T) {
	s, server := New(), cupstest.Start(t)
	server.Use(t, server.Socket)
	job := stoppedJob(t, s, server)
	if jobs := server.Must("lpstat", "-W", "all", "-o"); strings.Count(jobs, "\n") != 1 || !strings.HasPrefix(jobs, job.ID+" ") {
		t.Errorf("one press has made\n%s", jobs)
	}
	server.Must("cupsreject", "Pult")
	if _, err := s.Print(t.Context(), aPage(t), "Pult", a4); CodeOf(err) != NotPrinted {
		t.Errorf("a printer that takes no jobs: %v", err)
	}
	if jobs := server.Must("lpstat", "-W", "all", "-o"); strings.Count(jobs, "\n") != 1 {
		t.Errorf("there are\n%s", jobs)
	}
}
