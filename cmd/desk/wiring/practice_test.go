package wiring_test

import (
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/sandbox"
	"cekr.kranj.si/desk/cmd/desk/settings"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
)

// atAnOffice is a desk of an office over TLS, which is one for practice or a real one.
func atAnOffice(t *testing.T, practice bool) settings.Settings {
	t.Helper()
	t.Setenv("NO_PROXY", "127.0.0.1")
	office, err := sandbox.Open(t.Context(), sandbox.Options{Dir: t.TempDir(), Practice: practice})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { office.Close() })
	running, err := office.ListenTLS(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { running.Close() })
	s := training(t)
	s.Mode, s.Connection = settings.Office, settings.Connection{URL: running.BaseURL, CA: running.CAFile}
	return s
}

// A desk that is set to an office stamps what it hands out as soon as that says that it is one for practice, and nothing of a real one.
func TestADeskOfAnOfficeForPracticeStampsEveryPaper(t *testing.T) {
	for _, practice := range []bool{false, true} {
		s := atAnOffice(t, practice)
		d := open(t, s, slog.New(slog.DiscardHandler))
		c := begin(t, d)
		if d.Training || c.State().Practice != practice {
			t.Fatalf("before anybody signs in it is for practice: %t, not %t", c.State().Practice, practice)
		}
		stamped := func(what, path string) {
			t.Helper()
			page := words(t, filepath.Dir(path), filepath.Base(path))
			if strings.Contains(page, text.In("sl").Say("paper.training.stamp")) != practice {
				t.Errorf("%s at an office with practice %t:\n%s", what, practice, page)
			}
		}
		for _, sample := range samples(t, d) {
			head := letterhead(t, d)
			head.Practice = c.State().Practice
			slip := sample.of(head)
			path, err := d.Needs.Papers.Save(t.Context(), slip)
			if err != nil {
				t.Fatal(err)
			}
			if slip.Kind() != "calibration" {
				stamped(string(slip.Kind()), path)
			}
		}
		c.Do(flow.CommandOrder)
		c.Order.Hand(task.PaperSave, order.Form{MokID: "100000014", Amount: "50", Name: "Žiga Čuk", Street: "Cesta 1", Town: "4000 Kranj"})
		stamped("an order with nobody signed in", filepath.Join(s.Folder, "nalog-upn-100000014.pdf"))
		c.Do(flow.CommandOrders)
		c.Orders.Paste(rows(1))
		c.Orders.Make(false)
		files := made(t, s.Folder)
		if len(c.Orders.State().Made.Files) != 1 {
			t.Fatalf("%+v, %v", c.Orders.State(), files)
		}
		stamped("orders of a list", c.Orders.State().Made.Files[0])
	}
}
