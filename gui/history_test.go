package gui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/history"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/task"
)

// withDays is an office with two days of Ana's: an open one of 70 top-ups and of everything else that can be a line, and yesterday's.
func withDays(o *flowtest.Office) {
	withLimits(o)
	today := client.DrawerSession{ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1001", State: client.DrawerOpen, OpenedAt: flowtest.Start}
	before := client.DrawerSession{ID: flowtest.Match, Desk: "DESK-1", Staff: "1001", State: client.DrawerClosed, OpenedAt: flowtest.Start.AddDate(0, 0, -1),
		ClosedAt: flowtest.Start.AddDate(0, 0, -1).Add(8 * time.Hour), CloseNumber: 7}
	o.Days, o.Lines = []client.DrawerSession{today, before}, map[string][]client.Operation{}
	add := func(of client.DrawerSession, minutes int, line client.Operation) {
		line.At, line.Staff = of.OpenedAt.Add(time.Duration(minutes)*time.Minute), "1001"
		if line.ID == "" {
			line.ID = fmt.Sprintf("00000000-0000-4000-8000-0000000c%04d", minutes)
		}
		if line.State == "" {
			line.State = client.OperationPosted
		}
		o.Lines[of.ID] = append([]client.Operation{line}, o.Lines[of.ID]...)
	}
	for _, day := range o.Days {
		add(day, 0, client.Operation{ID: day.ID, Kind: client.OperationOpening, Amount: money.EUR(20000), Cash: money.EUR(20000)})
	}
	for i := range 64 {
		add(today, i+1, client.Operation{Kind: client.OperationTopUp, MokID: "100000014", Amount: money.EUR(5000), Fee: money.EUR(0), Cash: money.EUR(5000), Number: fmt.Sprintf("KR-2026-%06d", i+1)})
	}
	add(today, 65, client.Operation{Kind: client.OperationMovement, MovementKind: client.PickUp, Amount: money.EUR(-100000), Cash: money.EUR(-100000), Number: "G-2026-000012"})
	add(today, 66, client.Operation{Kind: client.OperationTopUp, MokID: "100000014", Amount: money.EUR(2000), Cash: money.EUR(2000), Number: "KR-2026-000065", ReversedBy: "S-2026-000004"})
	add(today, 67, client.Operation{Kind: client.OperationReversal, MokID: "100000014", Amount: money.EUR(2000), Cash: money.EUR(-2000), Number: "S-2026-000004"})
	add(today, 68, client.Operation{Kind: client.OperationTopUp, State: client.OperationRejected, Code: "limit-exceeded", MokID: "100000089", Amount: money.EUR(90000)})
	add(today, 69, client.Operation{Kind: client.OperationTopUp, MokID: "100000089", Amount: money.EUR(12000), Fee: money.EUR(150), Cash: money.EUR(12150), Number: "KR-2026-000066"})
	add(before, 480, client.Operation{ID: before.ID, Kind: client.OperationClose, Amount: money.EUR(20000), Number: "7"})
	o.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Posted, Answer: client.TopUp{ReceiptNumber: "KR-2026-000066", Staff: "1001", MokID: "100000089", Desk: "DESK-1",
		Amount: money.EUR(12000), Fee: money.EUR(150), Total: money.EUR(12150), BookedAt: flowtest.Start}}}
}

// period is the key of the drawer's history.
const period = fyne.KeyPeriod

// tabTo goes on by Tab until the button with these words has the focus.
func (c *clerk) tabTo(words string) *clerk {
	c.t.Helper()
	for range 40 {
		if b, is := c.w.Canvas().Focused().(*field.Button); is && b.Text == words {
			return c
		}
		c.w.Canvas().FocusNext()
	}
	c.t.Fatalf("Tab leads to no button %q", words)
	return c
}

// By keys alone: the day's lines, one of them chosen, its slip printed as a copy, and the storno begun from it.
func TestALineIsFoundCopiedAndUndoneByKeysAlone(t *testing.T) {
	c := sitDown(t, withDays).signIn()
	c.ctrl(period).sees("KR-2026-000066", "100 000 089", "Polnitev", "zavrnjeno", "stornirano (S-2026-000004)", "Odnos v sef")
	c.press(fyne.KeySpace)
	if st := c.w.counter.History.State(); st.Chosen != 0 {
		t.Fatalf("line %d is chosen", st.Chosen)
	}
	c.ctrl(fyne.KeyP)
	if n := len(c.papers.Printed); n != 1 || c.papers.Printed[0].Number() != "KR-2026-000066" || c.papers.Printed[0].Head().Copy != 1 {
		t.Errorf("%d slips were printed: %+v", n, c.papers.Printed)
	}
	c.ctrl(fyne.Key2)
	if st := c.w.counter.Reversal.State(); st.Step != reversal.Asking || c.office.LastFind.ID != "00000000-0000-4000-8000-0000000c0069" {
		t.Errorf("the storno is at %s, of %+v", st.Step, c.office.LastFind)
	}
	if c.press(fyne.KeyEscape).press(fyne.KeyEscape).ctrl(period); c.w.counter.State().Panel != flow.PanelHistory || len(c.w.counter.History.State().Items) != 50 {
		t.Errorf("back at %s", c.w.counter.State().Panel)
	}
}

// By keys alone: lines are looked for, shown all again, and the day before is gone to.
func TestLinesAreLookedForByKeysAlone(t *testing.T) {
	c := sitDown(t, withDays).signIn()
	c.ctrl(period)
	c.tabTo("Išči po vrsticah …").enter()
	c.types("KR-2026-000007").enter().sees("KR-2026-000007", "samo vrstice, ki ste jih iskali").hides("KR-2026-000066")
	c.press(fyne.KeyEscape).sees("KR-2026-000066").hides("samo vrstice, ki ste jih iskali")
	c.tabTo("Išči po vrsticah …").enter().types("ž").enter().sees("samo črke, števke")
	c.press(fyne.KeyEscape).sees("KR-2026-000066")
	c.tabTo("Prejšnja izmena").enter().sees("zaključek 7", "Zaključek · 7")
	c.tabTo("Naslednja izmena").enter().sees("KR-2026-000066")
	c.press(fyne.KeyEscape)
	if at := c.w.counter.State().Panel; at != flow.PanelDrawer {
		t.Errorf("Escape leads to %s", at)
	}
}

func TestADayIsSavedAsATableByKeysAlone(t *testing.T) {
	c := sitDown(t, withDays).signIn()
	c.ctrl(period).tabTo("Shrani dan v preglednico (CSV)").enter().sees("Preglednica s 70 vrsticami je shranjena")
	if n := len(c.papers.Saved); n != 1 || len(c.papers.Saved[0].(history.Lines).Items) != 70 {
		t.Errorf("%d tables were saved", n)
	}
}

// By keys alone: a card's lines are looked for, and all of them shown again.
func TestACardsLinesAreLookedForByKeysAlone(t *testing.T) {
	c := sitDown(t, withDays, someHistory).signIn()
	c.types("100000014").enter()
	c.tabTo("Išči po vrsticah …").enter().types("1. 3. 2026").enter()
	if q := c.office.LastLines; q.From.IsZero() || !q.To.IsZero() || !c.w.counter.Card.State().Search.Narrows() {
		t.Errorf("the office was asked for %+v", q)
	}
	c.tabTo("Išči po vrsticah …").enter().types("31. 2. 2026").enter().sees("Tega dneva ni")
	c.press(fyne.KeyEscape).tabTo("Pokaži vse").enter()
	if q := c.office.LastLines; q != (client.TransactionQuery{Limit: 50}) || c.w.counter.Card.State().Search.Narrows() {
		t.Errorf("all again asks for %+v", q)
	}
	c.tabTo("Pripravi izpisek").enter().sees("je pripravljen: 24 vrstic").ctrl(fyne.KeyP)
	if n := len(c.papers.Printed); n != 1 || c.papers.Printed[0].Kind() != "statement" {
		t.Errorf("%d papers were printed", n)
	}
}

// walkHistory goes through the steps of a drawer's history.
func walkHistory(t *testing.T, choices task.Choices, see func(c *clerk, screen string)) {
	t.Helper()
	c := sitDown(t, withDays)
	c.w.window.Resize(smallest)
	c.w.counter.Settings.Change(func(s *task.Choices) { *s = choices })
	c.signIn().ctrl(period)
	see(c, "lines")
	c.press(fyne.KeySpace)
	see(c, "a line")
	c.w.counter.History.Narrow()
	c.w.counter.Redraw()
	see(c, "search")
	c.types("ž").enter()
	see(c, "search refused")
	c.press(fyne.KeyEscape)
	c.w.counter.History.Find(history.Filter{Kind: client.OperationReversal})
	see(c, "found")
	c.w.counter.History.Earlier()
	see(c, "the day before")
	c.w.window.Close()

	c = sitDown(t, withDays, someHistory)
	c.w.window.Resize(smallest)
	c.w.counter.Settings.Change(func(s *task.Choices) { *s = choices })
	c.signIn().types("100000014").enter()
	see(c, "a card")
	c.w.counter.Card.MakeStatement()
	see(c, "a card's statement")
	c.w.counter.Card.Narrow()
	see(c, "a card's search")
	c.w.window.Close()
}

func TestTourOfTheHistory(t *testing.T) {
	tour(t, "history", smallest.SubtractWidthHeight(0, 40), walkHistory)
}
