package wiring_test

import (
	"bytes"
	"log/slog"
	"os"
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// A journal restored from a copy, or another PC with this desk's id: the office knows more than the journal.
func TestAJournalRestoredFromACopyIsFoundOutAndTold(t *testing.T) {
	var log bytes.Buffer
	s := training(t)
	d, c, _ := atWork(t, s, quiet())
	c.LookUp("100000014")
	topUp(t, c, "481205", "20", "20")
	stepIs(t, c, topup.Posted)
	c.Do(flow.CommandNext)
	c.Stop()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	backup := t.TempDir()
	if err := os.CopyFS(backup, os.DirFS(s.Data.Journal())); err != nil {
		t.Fatal(err)
	}
	d, c, _ = atWork(t, s, quiet())
	if n := len(c.State().Differences); n > 0 || c.State().ComparedAt.IsZero() {
		t.Fatalf("%d differences between a healthy journal and its office", n)
	}
	c.LookUp("100000014")
	topUp(t, c, "481205", "30", "30")
	stepIs(t, c, topup.Posted)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(s.Data.Journal()); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(s.Data.Journal(), os.DirFS(backup)); err != nil {
		t.Fatal(err)
	}
	_, c, _ = atWork(t, s, slog.New(slog.NewJSONHandler(&log, nil)))
	found := c.State().Differences
	if len(found) != 1 || found[0].Kind != outbox.DiffForeign || found[0].Amount != money.EUR(3000) {
		t.Fatalf("%+v", found)
	}
	c.Do(flow.CommandClose)
	if m := c.Drawer.State().Problem; m == nil || m.Key != "drawer.differences" {
		t.Errorf("the drawer may be closed: %+v", m)
	}
	if !strings.Contains(log.String(), "journal and office differ") || strings.Contains(meaning(t, log.String()), "481205") {
		t.Errorf("the log says\n%s", log.String())
	}
	// The number that the restored journal gives next was used before: the office posts, and flags it.
	c.LookUp("100000014")
	topUp(t, c, "481205", "40", "40")
	stepIs(t, c, topup.Posted)
	if !c.TopUp.State().Answer.Gap {
		t.Error("the office does not flag a number used twice")
	}
}

func TestADayIsComparedAtItsCloseAndConfirmedOnDisk(t *testing.T) {
	s := training(t)
	d, c, _ := atWork(t, s, quiet())
	const topUps = 51 // the office's list has pages of 50
	for range topUps {
		c.LookUp("100000014")
		topUp(t, c, "481205", "1", "1")
		stepIs(t, c, topup.Posted)
	}
	c.Do(flow.CommandNext)
	closeWith(c, 25100)
	if st := c.Drawer.State(); st.Step != drawer.Closed || !st.Session.Difference.IsZero() {
		t.Fatalf("%s %+v", st.Step, st.Problem)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := journal.Open(journal.OS(), s.Data.Journal())
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	confirmed := int64(0)
	for _, f := range kept.Facts() {
		confirmed = max(confirmed, f.UpTo)
	}
	if confirmed != topUps {
		t.Errorf("confirmed up to %d", confirmed)
	}
}
