package gui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/branch"
	"cekr.kranj.si/desk/gui/flow/custody"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// passes is an office whose open drawers pass into other hands, counted 50 cents short.
func passes(kind client.CustodyKind) func(*flowtest.Office) {
	return func(o *flowtest.Office) {
		flowtest.KeepsDrawersDay(o)
		flowtest.PassesDrawers(o)
		o.MeAnswer.Limits.DrawerWarning, o.MeAnswer.Limits.DrawerLockout = money.EUR(500000), money.EUR(1000000)
		o.Approvals = []client.Outcome[client.Approval]{{Verdict: client.Posted, Answer: client.Approval{Approver: "1003"}}}
		closed := client.DrawerSession{
			ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1001", State: client.DrawerClosed, CloseNumber: 58, OpenedAt: flowtest.Start, ClosedAt: flowtest.Start,
			Float: money.EUR(20000), Counted: money.EUR(19950), Expected: money.EUR(20000), Difference: money.EUR(-50),
		}
		answer := client.Custody{DrawerSessionID: flowtest.Drawer, Kind: kind, BookedAt: flowtest.Start, Approver: "1003", Staff: "1001", Closed: &closed}
		if kind != client.ForcedClose {
			answer.Opened = &client.DrawerSession{ID: flowtest.Match, Desk: "DESK-1", Staff: "1003", State: client.DrawerOpen, Float: money.EUR(19950), Total: money.EUR(19950), OpenedAt: flowtest.Start}
		}
		o.Customs = []client.Outcome[client.Custody]{{Verdict: client.Posted, Answer: answer}}
	}
}

// aBranch has a drawer of one's own, one above the first limit and one above the second.
func aBranch(o *flowtest.Office) {
	row := func(id, desk, staff string, cents int64, inFlight int) client.BranchDrawer {
		return client.BranchDrawer{
			Session:     client.DrawerSession{ID: id, Desk: desk, Staff: staff, State: client.DrawerOpen, Total: money.EUR(cents), Float: money.EUR(20000), TopUps: 7, OpenedAt: flowtest.Start},
			LastMovedAt: flowtest.Start, InFlight: client.ReportLine{Count: inFlight, Sum: money.EUR(int64(inFlight) * 5000)},
		}
	}
	o.Branch = client.DrawerPage{AsOf: flowtest.Start, Items: []client.BranchDrawer{
		row(flowtest.Drawer, "DESK-1", "1001", 20000, 0), row(flowtest.Match, "KR-02", "1002", 512350, 2), row(flowtest.Posted, "KR-17", "1009", 1000000, 0),
	}}
}

func (c *clerk) custody(want custody.Step) *clerk {
	c.t.Helper()
	if st := c.w.counter.Custody.State(); st.Step != want {
		c.t.Fatalf("the change of hands is at %s, want %s; problem %v", st.Step, want, st.Problem)
	}
	return c
}

// A drawer is handed over by keys alone: the receiver signs in beside, and types what was counted.
func TestADrawerIsHandedOverByKeyboard(t *testing.T) {
	c := sitDown(t, passes(client.HandOver))
	c.signIn().ctrl(fyne.KeyB).sees("Predaj drugemu").tabTo("Predaj drugemu …").enter().custody(custody.Asking)
	c.sees("preštejte skupaj s prevzemnikom").hides("200,00 €")
	c.types("199,50").enter().custody(custody.Asking).tabTo("Naprej").enter().custody(custody.Asking).sees("Izberite, zakaj")
	c.press(fyne.KeyDown).enter().custody(custody.Confirming).sees("199,50 €", "sto devetindevetdeset")
	c.enter().custody(custody.Approving).approval(approval.Asking).asks("Druga oseba prešteje in potrdi", "Preštejte gotovino sami")
	c.types("1003").enter().types("97531").enter().types("199").enter().approval(approval.Asking).asks("Znesek se ne ujema")
	c.press(fyne.KeyEscape).approval(approval.Closed).custody(custody.Confirming).sees("199,50 €")
	c.enter().types("1003").enter().types("97531").enter().types("199,50").enter().approval(approval.Closed).custody(custody.Posted)
	c.sees("Blagajna je zdaj prevzemnikova", "58", "0,50 €", "1003")
	c.enter()
	if slips := flowtest.Of[custody.Slip](c.papers.Printed); len(slips) != 1 || slips[0].Maker != "Ana" || slips[0].Approver != "Boris" {
		t.Errorf("printed %+v", slips)
	}
}

// A supervisor sees the branch, and ends an absent clerk's drawer by keys alone.
func TestAnAbsentClerksDrawerIsClosedByKeyboard(t *testing.T) {
	c := sitDown(t, passes(client.ForcedClose), aBranch)
	c.signIn().ctrl(fyne.Key7)
	if st := c.w.counter.Branch.State(); st.Step != branch.Shown {
		t.Fatalf("the branch is at %s", st.Step)
	}
	c.sees("2 blagajni sta nad mejo", "KR-02", "5.123,50 €", "Nad prvo mejo", "Nad najvišjo mejo", "osvežuje se samo", "2 polnitvi sta še v obdelavi")
	c.tabTo("Prisilno zaključi …").enter().custody(custody.Asking).sees("KR-02", "1002").hides("5.123,50 €")
	c.types("199,50").enter().press(fyne.KeyDown).enter().custody(custody.Confirming).enter().approval(approval.Asking)
	c.types("1003").enter().types("97531").enter().types("199,50").enter().custody(custody.Posted)
	c.sees("Gotovino odnesite v sef", "58")
	c.press(fyne.KeyEscape)
	c.sees("Blagajne poslovalnice")
}

// On a blind day no sum is shown, only how loud a drawer is.
func TestABlindBranchShowsNoSum(t *testing.T) {
	c := sitDown(t, passes(client.ForcedClose), aBranch, func(o *flowtest.Office) { o.MeAnswer.BlindClose = true })
	c.signIn().ctrl(fyne.Key7).sees("KR-02", "Nad prvo mejo").hides("5.123,50 €", "10.000,00 €", "100,00 €")
}

func TestTourOfAChangeOfHands(t *testing.T) {
	variants, scales, langs := []theme.Variant{theme.Light, theme.Dark}, []int{100, 200}, text.Languages()
	if *pictures == "" {
		variants, scales, langs = variants[:1], scales[1:], langs[:1]
	}
	for _, variant := range variants {
		for _, scale := range scales {
			for _, lang := range langs {
				n, c := 0, sitDown(t, longNames, passes(client.ForcedClose), aBranch)
				c.w.window.Resize(smallest)
				c.w.counter.Settings.Change(func(s *task.Choices) { s.Language, s.Theme, s.Scale = lang, string(variant), scale })
				see := func(screen string) {
					n++
					fits(t, c, smallest, fmt.Sprint(screen, lang, scale))
					picture(t, c.w.Canvas(), fmt.Sprintf("custody-%s-%s-%d-%02d-%s.png", variant, lang, scale, n, screen))
				}
				c.signIn().ctrl(fyne.KeyB)
				see("drawer")
				c.ctrl(fyne.Key7)
				see("branch")
				c.tabTo(text.Say("branch.force")).enter()
				see("asking")
				c.types("199,50").enter().press(fyne.KeyDown).enter()
				see("confirming")
				c.enter()
				see("second-person")
				c.types("1003").enter().types("97531").enter().types("199,50").enter()
				see("posted")
				c.w.window.Close()
			}
		}
	}
}
