package flow

import "cekr.kranj.si/desk/gui/flow/task"

// frame is what stands around the panels: which one is shown, and what is said above it.
type frame struct{ c *Counter }

func (f frame) set(change func(*CounterState)) {
	change(&f.c.state)
	f.c.Draw(f.c.State())
}

// refuse says why a command does nothing now.
func (f frame) refuse(m *task.Message) {
	f.set(func(s *CounterState) { s.Notice = m })
}

func (f frame) show(p Panel) {
	if p != PanelPage {
		f.c.Page.Close()
	}
	if p != PanelOrders && !f.c.Orders.State().Busy() {
		f.c.Orders.Close() // a list's rows must not stay behind another panel
	}
	if p != PanelOrder && p != PanelPage && f.c.Order.State().Open {
		f.c.Order.Close() // nor a payer's name
	}
	f.set(func(s *CounterState) { s.Panel = p })
}

// free leaves the job on the screen, or says what must be finished first.
func (f frame) free() bool {
	if at, waits := f.c.waitsFor(beforeLeaving); waits {
		f.show(at)
		f.refuse(task.Say("counter.finish-first"))
		return false
	}
	f.leaveJob()
	return true
}

// leaveJob leaves the job on the screen, which nothing forbids. What is open of it stays open.
func (f frame) leaveJob() {
	f.c.Lock.Leave()
	f.c.Unlock.Leave()
	f.c.Movement.Leave()
	f.c.Custody.Leave()
	f.c.Count.Leave()
	f.c.Reversal.Leave()
	f.c.TopUp.Release(f.sees(PanelTopUp))
	f.count()
}

// sees reports that a panel lies before a clerk's eyes.
func (f frame) sees(p Panel) bool { return f.c.state.SignedIn && f.c.state.Panel == p }

// count draws the status line anew: something was settled, or is open now.
func (f frame) count() { f.c.Draw(f.c.State()) }

// halted shows that a record could not be written, wherever that was.
func (f frame) halted() {
	f.c.TopUp.Redraw()
	f.count()
}
