package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// walkOpen goes through the screens of what is open, ended unread, different, stopped and damaged.
func walkOpen(t *testing.T, choices task.Choices, see func(c *clerk, screen string)) {
	t.Helper()
	choose := func(c *clerk) *clerk {
		c.w.window.Resize(smallest)
		c.w.counter.Settings.Change(func(s *task.Choices) { *s = choices })
		return c
	}
	c := choose(leftOpen(t, longNames, func(o *flowtest.Office) {
		o.Locks = []client.Outcome[client.Lock]{{Verdict: client.NotSent, Err: &client.Error{Code: client.CodeNoConnection}}}
	}))
	see(c, "unknown")
	c.ctrl(fyne.KeyP)
	see(c, "unknown, confirmation printed")
	c.ctrl(fyne.KeyN)
	c.office.Asks = flowtest.Final(client.Rejected, client.TopUp{Code: "limit-exceeded"})
	c.tasks.Tick()
	c.types("100000014").enter().enter().types("481205").enter().types("20").enter().enter().enter()
	see(c, "a second unknown")
	c.ctrl(fyne.KeyN).types("100000014").enter()
	c.ctrl(fyne.KeyL).types("1").enter().types("1").enter().types("4").enter().enter()
	see(c, "lock not sent")
	c.ctrl(fyne.KeyU)
	see(c, "open items")
	c.enter()
	see(c, "rejected while away")
	c.ctrl(fyne.KeyK)
	see(c, "drawer not closed")
	c.w.window.Close()

	c = choose(sitDown(t, posted, func(o *flowtest.Office) {
		o.Listed = []client.TopUp{
			{ID: "0f3a9d1c-0000-4000-8000-000000000000", MokID: "100000022", Amount: money.EUR(3000), State: "posted", Desk: "DESK-1", Seq: 1},
		}
		o.Gaps = []client.SeqGap{{From: 4, To: 9}}
	}))
	c.signIn()
	see(c, "differences at sign-in")
	c.types("100000014").enter().enter().types("481205").enter().types("50").enter().types("100").enter().enter().enter().enter()
	c.ctrl(fyne.KeyU)
	see(c, "differences and last top-ups")
	c.office.Asks = c.office.TopUps
	c.w.counter.Resume(c.w.counter.TopUp.List.Recent()[0].ID)
	see(c, "a receipt again")
	c.w.window.Close()

	office := flowtest.NewOffice()
	noLockAnswer(office)
	c = choose(afterCrash(t, office)).signIn()
	c.ctrl(fyne.KeyU)
	see(c, "locks that ended before a crash")
	c.w.counter.Resume(flowtest.Match)
	see(c, "a lock without its number")
	c.w.window.Close()

	c, _ = failing(t, 2)
	choose(c)
	c.signIn().types("100000014").enter().enter().types("481205").enter().types("50").enter().enter().enter()
	see(c, "stopped")
	c.ctrl(fyne.KeyQ)
	see(c, "closing while stopped")
	c.w.window.Close()

	c = lookAtDamage(t, brokenOffice(), broken(), choices)
	see(c, "damaged journal")
	c.signIn()
	see(c, "damaged journal, asked")
	c.w.window.Close()
}

func TestTourOfWhatIsOpen(t *testing.T) { tour(t, "open", smallest, walkOpen) }
