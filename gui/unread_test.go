package gui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/text"
)

// afterCrash sits down at a window that starts over a lock that was posted and one that was rejected, of which no
// clerk has read.
func afterCrash(t *testing.T, office *flowtest.Office) *clerk {
	t.Helper()
	needs, kept, papers := flowtest.Needs(office)
	for _, lock := range []struct {
		id     string
		ending journal.Kind
	}{{flowtest.Match, journal.Posted}, {flowtest.Quote, journal.Rejected}} {
		for _, kind := range []journal.Kind{journal.Intent, journal.Sending, lock.ending} {
			r := journal.Record{Kind: kind, ID: lock.id, Task: "lock", MokID: "100000014", Desk: "DESK-1", Staff: "1001", At: flowtest.Start}
			if kind == journal.Rejected {
				r.Why = "card-not-lockable"
			}
			kept.Records = append(kept.Records, r)
		}
	}
	ids := needs.NewID
	needs.NewID = func() string { return "f" + ids()[1:] }
	app := test.NewTempApp(t)
	w := New(app, app.NewWindow(""), Needs{Flow: needs, Training: true, Version: "test"})
	t.Cleanup(func() { text.Use("sl") })
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	w.Show()
	return &clerk{t: t, w: w, office: office, papers: papers, tasks: needs.Tasks.(*flowtest.AtOnce)}
}

func noLockAnswer(o *flowtest.Office) {
	o.LockAsks = []client.Outcome[client.Lock]{{Verdict: client.Unknown, Err: &client.Error{Code: client.CodeNoConnection}}}
}

// The whole way by keyboard: what ended before a crash stands in the list with what to do, and is gone once it was read.
func TestALockThatEndedBeforeACrashIsReadByKeyboard(t *testing.T) {
	office := flowtest.NewOffice()
	noLockAnswer(office)
	c := afterCrash(t, office).signIn()
	c.sees("čakata 2 neurejeni postavki (Ctrl+U)")
	c.ctrl(fyne.KeyU).sees("Kartica je zaklenjena; stranki povejte čas in številko zaklepa.", "Zaklenjena",
		"Urad ga je zavrnil; kartica morda deluje.", "Zaklep zavrnjen")
	c.enter().sees("Kartica je zaklenjena", "Urad časa in številke zaklepa še ni povedal")
	office.LockAsks = []client.Outcome[client.Lock]{{Verdict: client.Posted, Answer: client.Lock{ID: flowtest.Match, LockNumber: "Z-2026-7", LockedAt: flowtest.Start}}}
	c.enter().sees("Z-2026-7").enter()
	c.ctrl(fyne.KeyU).enter().sees("Zaklep je zavrnjen", "Kartica se ni spremenila. Preverite njeno stanje.").enter()
	c.ctrl(fyne.KeyU).sees("Nobena postavka ne čaka.")
}
