package gui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// A closing and an opening are open at the start: the clerk reads the difference of the one before the other is there.
func TestTwoOpenWritesOfTheDrawerAreSettledOneAfterTheOther(t *testing.T) {
	const next = "00000000-0000-4000-8000-0000000000d2"
	office := flowtest.NewOffice()
	office.DrawerNow = client.DrawerNow{AsOf: flowtest.Start}
	office.Closes = []client.Outcome[client.DrawerSession]{{Verdict: client.Posted, Answer: client.DrawerSession{
		ID: flowtest.Drawer, Staff: "1001", State: client.DrawerClosed, Expected: money.EUR(25000), Counted: money.EUR(24990),
		Difference: money.EUR(-10), CloseNumber: 7,
	}}}
	office.Opens = []client.Outcome[client.DrawerSession]{{Verdict: client.Rejected, Answer: client.DrawerSession{Code: "forbidden-office"}}}
	needs, kept, papers := flowtest.Needs(office)
	for _, r := range []journal.Record{
		{ID: "00000000-0000-4000-8000-0000000000c1", Task: "drawer-close", Session: flowtest.Drawer, Amount: money.EUR(24990)},
		{ID: next, Task: "drawer-open", Session: next, Amount: money.EUR(20000)},
	} {
		r.Kind, r.Desk, r.Staff, r.At = journal.Intent, "DESK-1", "1001", flowtest.Start
		kept.Records = append(kept.Records, r)
		r.Kind, r.Body = journal.Sending, []byte(`{}`)
		kept.Records = append(kept.Records, r)
	}
	app := test.NewTempApp(t)
	w := New(app, app.NewWindow(""), Needs{Flow: needs})
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	w.Show()
	c := &clerk{t: t, w: w, office: office, papers: papers}

	c.signIn().ctrl(fyne.KeyB).sees("Izid ni znan")
	c.enter().sees("Blagajna je zaključena", "−0,10 €", "249,90 €")
	c.ctrl(fyne.KeyP)
	if len(papers.Printed) != 1 {
		t.Error("the slip of the close is not printed")
	}
	c.press(fyne.KeyEscape).sees("Izid ni znan", "Prejšnji zaključek s prešteto gotovino 249,90 € je urad knjižil; razlika je bila −0,10 €.")
	c.enter()
	if step := w.counter.Drawer.State().Step; step != drawer.None {
		t.Errorf("the drawer is at %s", step)
	}
}
