package gui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/text"
)

// leftOpen is a clerk who has left a top-up open and gone on.
func leftOpen(t *testing.T, set ...func(*flowtest.Office)) *clerk {
	t.Helper()
	set = append(set, func(o *flowtest.Office) {
		o.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
		o.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	})
	c := sitDown(t, set...)
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().types("100").enter().enter()
	return c.step(topup.Unknown)
}

func TestTheScreenOfAnUnknownOutcomeSaysAllThatIsNeeded(t *testing.T) {
	c := leftOpen(t)
	c.sees("Izid ni znan", "Gotovino 50,00 € zadržite. Ne vračajte je in ne polnite znova.", "Denar je pri nas, polnitev še preverjamo.",
		"pokličite 01 477 20 00 in povejte oznako", c.w.counter.TopUp.State().ShortID(), "Preveri zdaj", "Pošlji znova", "Vrni gotovino",
		"Potrdilo o gotovini (Ctrl+P)", "1 neurejena · 50,00 €", "Vrnite stranki")
}

// The whole way by keyboard: an open item ends while the next customer is served, is read, and its receipt printed.
func TestWhatEndedWhileAwayIsReadByKeyboard(t *testing.T) {
	for name, tt := range map[string]struct {
		ends []client.Outcome[client.TopUp]
		list []string
		page []string
	}{
		"posted": {
			flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "2026-000123", Total: money.EUR(5000), Tendered: money.EUR(10000), Change: money.EUR(5000), BookedAt: flowtest.Start}),
			[]string{"Knjižena je; stranki natisnite potrdilo.", "Knjiženo"}, []string{"Polnitev je knjižena", "2026-000123", "Natisni"},
		},
		"rejected": {
			flowtest.Final(client.Rejected, client.TopUp{Code: "limit-exceeded"}),
			[]string{"Zavrnjena je; če gotovine še niste vrnili, jo vrnite stranki."}, []string{"Polnitev je zavrnjena", "Gotovina je vrnjena (Ctrl+N)", "100,00 €"},
		},
		"cancelled": {
			flowtest.Final(client.Cancelled, client.TopUp{}),
			[]string{"Preklicana je; če gotovine še niste vrnili, jo vrnite stranki."}, []string{"Polnitev je preklicana", "Gotovina je vrnjena (Ctrl+N)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := leftOpen(t)
			c.ctrl(fyne.KeyN)
			c.office.Asks = tt.ends
			c.tasks.Tick()
			c.types("100000014").enter().sees("AKTIVNA", "1 neurejena · 50,00 €")
			c.ctrl(fyne.KeyU).sees(tt.list...)
			c.enter().sees(tt.page...)
			if c.w.Canvas().Focused() == nil {
				t.Fatal("the focus is lost")
			}
			if name == "posted" {
				c.enter()
				if len(c.papers.Printed) != 1 || c.papers.Printed[0].Head().Copy != 0 {
					t.Fatalf("printed %+v", c.papers.Printed)
				}
			}
			c.enter().ctrl(fyne.KeyU).sees("Nobena postavka ne čaka.", "Zadnje polnitve tega okenca")
		})
	}
}

func TestTheLastTopUpsAreReachedAndPrintedAsCopiesByKeyboard(t *testing.T) {
	c := sitDown(t, posted)
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().types("100").enter().enter()
	c.step(topup.Posted).enter().enter()
	c.office.Asks = c.office.TopUps
	c.ctrl(fyne.KeyU).sees("Zadnje polnitve tega okenca", "knjiženo")
	c.w.Canvas().FocusNext()
	c.enter().step(topup.Posted).sees("2026-000123", "Stranki natisnite potrdilo, če ga še nima.")
	c.ctrl(fyne.KeyP)
	if n := len(c.papers.Printed); n != 2 || c.papers.Printed[1].Head().Copy != 1 {
		t.Errorf("printed %+v", c.papers.Printed)
	}
}

func TestADifferenceStandsOnEveryScreenUntilItIsMended(t *testing.T) {
	c := sitDown(t, func(o *flowtest.Office) {
		o.Listed = []client.TopUp{{
			ID: "0f3a9d1c-0000-4000-8000-000000000000", MokID: "100000022", Amount: money.EUR(3000), State: "posted", Desk: "DESK-1", Seq: 1,
		}}
	})
	c.signIn().sees("Dnevnik tega okenca in urad se razlikujeta pri 1 polnitvi. Odprite seznam (Ctrl+U) in pokličite 01 477 20 00.")
	c.types("100000014").enter().sees("AKTIVNA", "se razlikujeta pri 1 polnitvi")
	c.ctrl(fyne.KeyU).sees("Razlike med dnevnikom in uradom", "0F3A9D1C", "30,00 €", "100 000 022")
	c.ctrl(fyne.KeyK).sees("Preberite seznam (Ctrl+U)")
	c.ctrl(fyne.KeyU)
	c.w.Canvas().Focus(buttonOf(t, c, "Prebrano, podpora je poklicana"))
	c.enter().sees("se razlikujeta pri 1 polnitvi")
	c.ctrl(fyne.KeyK).sees("Preštejte vso gotovino")
}

// buttonOf finds a button by its words, as a clerk does with Tab.
func buttonOf(t *testing.T, c *clerk, words string) fyne.Focusable {
	t.Helper()
	first := c.w.Canvas().Focused()
	for range 40 {
		now := c.w.Canvas().Focused()
		if said, ok := now.(fyne.Widget); ok && strings.Contains(strings.Join(visibleWords(said), " "), words) {
			return now
		}
		c.w.Canvas().FocusNext()
	}
	c.w.Canvas().Focus(first)
	t.Fatalf("Tab does not lead to %q", words)
	return nil
}

// A window over a journal that fails at its next record.
func failing(t *testing.T, at int) (*clerk, *flowtest.Journal) {
	t.Helper()
	office := flowtest.NewOffice()
	posted(office)
	needs, kept, papers := flowtest.Needs(office)
	app := test.NewTempApp(t)
	w := New(app, app.NewWindow(""), Needs{Flow: needs, Training: true, Version: "test"})
	t.Cleanup(func() { text.Use("sl") })
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	w.Show()
	kept.FailAt = at
	return &clerk{t: t, w: w, office: office, papers: papers, tasks: needs.Tasks.(*flowtest.AtOnce)}, kept
}

func TestAStoppedCounterSaysSoAndAsksBeforeItCloses(t *testing.T) {
	c, _ := failing(t, 2)
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().enter().enter()
	c.step(topup.Halted).sees("Okence je ustavljeno", "Gotovine ne jemljite in ne vračajte.", "zato je okence ustavljeno. Nove gotovine ne jemljite.")
	c.ctrl(fyne.KeyQ)
	if c.w.Canvas().Overlays().Top() == nil {
		t.Fatal("the window closes without a word")
	}
	c.press(fyne.KeyEscape).ctrl(fyne.KeyN).sees("zato je okence ustavljeno")
}

func TestADiskThatIsFullIsSaidBeforeCash(t *testing.T) {
	c, kept := failing(t, 1)
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter()
	c.step(topup.Halted).sees("Gotovine ne jemljite.")
	if len(kept.Records) != 0 {
		t.Error("something was promised")
	}
}

// lookAtDamage is the window of a damaged journal.
func lookAtDamage(t *testing.T, office *flowtest.Office, records []journal.Record, choices task.Choices) *clerk {
	t.Helper()
	app := test.NewTempApp(t)
	w := &Window{app: app, window: app.NewWindow("")}
	tasks := &flowtest.AtOnce{}
	_, end := NewDamage(app, w.window, DamageNeeds{
		Flow: flow.DamageNeeds{
			Office: office, Tasks: tasks, Records: records, Desk: "DESK-1", Path: "/home/clerk/cekr/journal", Phone: "01 477 20 00",
		},
		Training: true, Choices: choices,
	})
	t.Cleanup(func() { end(); text.Use("sl") })
	w.window.Resize(smallest)
	w.Show()
	return &clerk{t: t, w: w, office: office, tasks: tasks}
}

// broken is what could still be read of a journal: one top-up open, one posted, a lock.
func broken() []journal.Record {
	open := journal.Record{
		Kind: journal.Sending, ID: "0f3a9d1c-0000-4000-8000-000000000000", Task: "topup", MokID: "100000014", Amount: money.EUR(5000),
		Desk: "DESK-1", Staff: "1001", At: flowtest.Start,
	}
	done := open
	done.ID, done.Kind, done.At = "1c44b7e2-0000-4000-8000-000000000000", journal.Posted, flowtest.Start.Add(-1e12)
	lock := open
	lock.ID, lock.Task, lock.Amount = "2d55c8f3-0000-4000-8000-000000000000", "lock", money.Amount{}
	return []journal.Record{open, done, lock}
}

func brokenOffice() *flowtest.Office {
	office := flowtest.NewOffice()
	office.Asks = []client.Outcome[client.TopUp]{
		{Verdict: client.Unknown, State: client.StateUnseen}, {Verdict: client.Posted, Answer: client.TopUp{ReceiptNumber: "2026-000123"}},
	}
	office.LockAsks = []client.Outcome[client.Lock]{{Verdict: client.Unknown, State: client.StateUnseen}}
	office.Cancels = flowtest.Final(client.Cancelled, client.TopUp{})
	office.Listed = []client.TopUp{{
		ID: "3e66d9a4-0000-4000-8000-000000000000", MokID: "100000022", Amount: money.EUR(3000), State: "posted", Desk: "DESK-1", Seq: 9,
		ReceiptNumber: "2026-000120", BookedAt: flowtest.Start,
	}}
	return office
}

func TestADamagedJournalIsToldRowByRowByKeyboard(t *testing.T) {
	c := lookAtDamage(t, brokenOffice(), broken(), task.Choices{Language: "sl"})
	c.sees("Dnevnik tega okenca je poškodovan", "Gotovine ne jemljite in ne vračajte", "/home/clerk/cekr/journal", "01 477 20 00")
	c.signIn().sees("0F3A9D1C", "Urad še ni prejel", "Pri uradu knjiženo", "2026-000123", "Kartica NI zaklenjena", "3E66D9A4", "ni več zapisa", "4 od 4")
	c.w.Canvas().Focus(buttonOf(t, c, "Prosi urad za preklic"))
	c.enter().sees("Pri uradu preklicano", "Nikoli ne bo knjižena.")
	if c.office.Asked["cancel"] != 1 {
		t.Errorf("asked %v", c.office.Asked)
	}
}

// What is handed back is less where the customer has the change already: also of a top-up that is looked at again.
func TestALookBackTellsTheChangeFromTheCash(t *testing.T) {
	for name, ends := range map[string][]client.Outcome[client.TopUp]{
		"zavrnjeno":  flowtest.Final(client.Rejected, client.TopUp{Code: "limit-exceeded"}),
		"preklicano": flowtest.Final(client.Cancelled, client.TopUp{}),
	} {
		t.Run(name, func(t *testing.T) {
			c := sitDown(t, func(o *flowtest.Office) { o.TopUps = ends })
			c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().types("100").enter().enter()
			c.ctrl(fyne.KeyN).ctrl(fyne.KeyU).sees(name)
			c.w.Canvas().FocusNext()
			c.enter().sees("Če gotovine še niste vrnili, stranki vrnite 100,00 €; če ste ji drobiž 50,00 € že dali, pa 50,00 €.")
		})
	}
}

// The list is built anew when an item ends; what had the focus has it still, and the clerk sees where it is.
func TestTheFocusStaysWithItsItemWhenTheListIsBuiltAnew(t *testing.T) {
	c := leftOpen(t)
	c.ctrl(fyne.KeyN)
	c.office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	c.types("100000014").enter().enter().types("481205").enter().types("20").enter().enter().enter()
	c.ctrl(fyne.KeyN).ctrl(fyne.KeyU).sees("2 neurejeni")
	c.w.Canvas().FocusNext() // the second item
	c.office.Asks = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "2026-000123", BookedAt: flowtest.Start})
	c.tasks.Tick()
	c.sees("Knjiženo")
	focused := c.w.Canvas().Focused().(fyne.CanvasObject)
	if !whole(t, c.w.Canvas(), focused) {
		t.Error("what has the focus is not in sight")
	}
	c.enter()
	if at := c.w.counter.TopUp.State(); at.Amount != money.EUR(2000) {
		t.Errorf("Enter led to %v", at.Amount)
	}
}
