package gui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/unlock"
	"cekr.kranj.si/desk/gui/text"
	"cekr.kranj.si/desk/gui/theme"
)

// lockedHere makes the card be locked by a counter.
func lockedHere(o *flowtest.Office) {
	c := o.Cards["100000014"]
	c.State, c.StateReason, c.Possible = client.CardLocked, client.ByClerk, []client.Act{client.ActUnlock, client.ActOrder}
	o.Cards["100000014"] = c
}

// unlocks answers unlocks and approvals with a verdict.
func unlocks(v client.Verdict) func(*flowtest.Office) {
	return func(o *flowtest.Office) {
		out := client.Outcome[client.Unlock]{Verdict: v, Answer: client.Unlock{MokID: "100000014", UnlockedAt: flowtest.Start, Code: client.CodeApprovalExpired}}
		if !v.Final() {
			out.Err = &client.Error{Code: client.CodeTimeout}
		}
		o.Unlocks, o.UnlockAsks = []client.Outcome[client.Unlock]{out}, []client.Outcome[client.Unlock]{out}
		o.Approvals = []client.Outcome[client.Approval]{{Verdict: client.Posted}}
	}
}

func (c *clerk) unlock(want unlock.Step) *clerk {
	c.t.Helper()
	if st := c.w.counter.Unlock.State(); st.Step != want {
		c.t.Fatalf("the unlock is at %s, want %s (%v)", st.Step, want, st.Problem)
	}
	return c
}

// approves is what a second person types for an unlock.
func (c *clerk) approves() *clerk {
	return c.types("1003").enter().types("97531").enter().types("100000014").enter()
}

// A whole unlock by keys alone, from the card to the customer.
func TestACardIsUnlockedByKeyboard(t *testing.T) {
	c := sitDown(t, lockedHere, unlocks(client.Posted))
	c.signIn().types("100000014").enter().sees("Odkleni kartico (Ctrl+3)", "Zaklenjena je bila na okencu")
	c.ctrl(fyne.Key3).unlock(unlock.Asking).sees("Odklep kartice 100 000 014", "Zaklenjena po pomoti")
	c.types("2").enter().unlock(unlock.Confirming).sees("Odklep mora odobriti druga oseba")
	c.enter().unlock(unlock.Approving).approval(approval.Asking).asks("Druga oseba odobri odklep", "1001", "MOK ID, vpišite ga še enkrat")
	c.types("1003").enter().types("97531").enter().types("100000022").enter().approval(approval.Asking).asks("MOK ID se ne ujema")
	c.press(fyne.KeyEscape).approval(approval.Closed).unlock(unlock.Confirming)
	c.enter().approves().approval(approval.Closed).unlock(unlock.Posted).sees("Kartica je odklenjena", "Boris", "Kartica spet deluje")
	c.ctrl(fyne.KeyN).unlock(unlock.Idle)
}

// A lock of the wrong card is mended where it was made.
func TestALockByMistakeIsUndoneFromItsOutcome(t *testing.T) {
	c := sitDown(t, unlocks(client.Posted), func(o *flowtest.Office) {
		o.Locks = []client.Outcome[client.Lock]{{Verdict: client.Posted, Answer: client.Lock{LockNumber: "Z-7", LockedAt: flowtest.Start}}}
	})
	c.signIn().types("100000014").enter()
	c.ctrl(fyne.KeyL).types("1").enter().types("1").enter().types("4").enter()
	lockedHere(c.office) // as soon as it is sent
	c.enter().sees("Kartica je zaklenjena", "Odkleni kartico (Ctrl+3)")
	c.tabTo("Odkleni kartico (Ctrl+3)").enter().unlock(unlock.Asking)
	c.types("2").enter().enter().approves().unlock(unlock.Posted).sees("Kartica je odklenjena")
}

// Whose lock it is, and who undoes it, stands where the clerk looks.
func TestOfAnothersLockTheScreenSaysWhoUndoesIt(t *testing.T) {
	for by, says := range map[client.StateReason]string{
		client.ByHolder: "Zaklenil jo je imetnik sam; odklene jo na portalu cekr.kranj.si.",
		client.ByIssuer: "Zaklenila jo je banka, zato je na okencu ni mogoče odkleniti",
	} {
		c := sitDown(t, lockedHere, func(o *flowtest.Office) {
			card := o.Cards["100000014"]
			card.StateReason, card.Possible = by, []client.Act{client.ActOrder}
			o.Cards["100000014"] = card
		})
		c.signIn().types("100000014").enter().sees(says).hides("Odkleni kartico (Ctrl+3)")
		c.ctrl(fyne.Key3).unlock(unlock.Idle).sees(text.Say("problem." + map[client.StateReason]string{
			client.ByHolder: client.CodeLockedByHolder, client.ByIssuer: client.CodeLockedByIssuer,
		}[by]))
	}
}

func TestTourOfAnUnlock(t *testing.T) {
	variants, scales, langs := []theme.Variant{theme.Light, theme.Dark}, []int{100, 200}, text.Languages()
	if *pictures == "" {
		variants, scales, langs = variants[:1], scales[1:], langs[:1]
	}
	for _, variant := range variants {
		for _, scale := range scales {
			for _, lang := range langs {
				n := 0
				tour := func(verdict client.Verdict) (*clerk, func(string)) {
					c := sitDown(t, longNames, lockedHere, unlocks(verdict))
					c.w.window.Resize(smallest)
					c.w.counter.Settings.Change(func(s *task.Choices) { s.Language, s.Theme, s.Scale = lang, string(variant), scale })
					return c.signIn(), func(screen string) {
						n++
						fits(t, c, smallest, fmt.Sprint(screen, lang, scale))
						picture(t, c.w.Canvas(), fmt.Sprintf("unlock-%s-%s-%d-%02d-%s.png", variant, lang, scale, n, screen))
					}
				}
				c, see := tour(client.Posted)
				c.types("100000014").enter()
				see("card")
				c.ctrl(fyne.Key3)
				see("reason")
				c.types("2").enter()
				see("confirming")
				c.enter()
				see("second-person")
				c.approves()
				see("posted")
				c.w.window.Close()
				for _, verdict := range []client.Verdict{client.Rejected, client.Unknown} {
					c, see = tour(verdict)
					c.types("100000014").enter().ctrl(fyne.Key3).types("2").enter().enter().approves()
					see(string(verdict))
					c.ctrl(fyne.KeyN).ctrl(fyne.KeyU)
					see("open-items")
					c.w.window.Close()
				}
			}
		}
	}
}
