package flow

import (
	"slices"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/count"
	"cekr.kranj.si/desk/gui/flow/custody"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/flow/unlock"
)

// write is a task whose writes live by the outbox, as the counter treats each of them.
type write interface {
	// recover takes up what a crash left.
	recover() error
	// check asks about what is on the screen, checkParked about the rest; checkSoon lets that ask about everything.
	check()
	checkParked()
	checkSoon()
	// open is what is not settled, or not read. resume brings such an item to the screen; false if it is another task's.
	open() []OpenItem
	resume(id string) bool
	// read is what the clerk has read last.
	read() []outbox.Write
	// panicked is called when some work ended in a panic.
	panicked()
}

// kinds are the tasks of this desk's journal.
func kinds() []outbox.Kind {
	return []outbox.Kind{topup.Kind, reversal.Kind, lock.Kind, unlock.Kind, movement.KindOut, movement.KindIn, custody.Kind, count.Kind, drawer.OpenKind, drawer.CloseKind, approval.Kind}
}

// Retire lets the journal go of what has served its time; see outbox.Retire.
func Retire(j outbox.Retiring, now time.Time, keep time.Duration) (dropped int64, err error) {
	return outbox.Retire(j, kinds(), now, keep)
}

// writes are all such tasks, in the order in which they matter: cash first.
func (c *Counter) writes() []write {
	return []write{topUpHost{c}, reversalHost{c}, lockHost{c}, unlockHost{c}, movementHost{c}, custodyHost{c}, countHost{c}, drawerHost{c}, approvalHost{c}}
}

func (h topUpHost) recover() error       { return h.c.TopUp.List.Recover() }
func (h topUpHost) check()               { h.c.TopUp.Check() }
func (h topUpHost) checkParked()         { h.c.TopUp.List.CheckParked() }
func (h topUpHost) checkSoon()           { h.c.TopUp.List.CheckSoon() }
func (h topUpHost) read() []outbox.Write { return h.c.TopUp.Read(h.Seen()) }
func (h topUpHost) panicked()            { h.c.TopUp.Panicked() }

func (h topUpHost) open() (items []OpenItem) {
	for _, s := range h.c.TopUp.List.Open() {
		items = append(items, OpenItem{openTopUps[s.Step], s.ID, s.Card.MokID, s.Amount, s.Since})
	}
	return append(items, neverSent(h.c.TopUp.List.NeverSent())...)
}

// resume shows a top-up that has ended before, too.
func (h topUpHost) resume(id string) bool {
	if h.c.TopUp.State().ID == id || h.c.frame.free() {
		h.c.frame.show(PanelTopUp)
		h.c.TopUp.Resume(id)
		h.c.frame.count()
	}
	return true
}

func (h reversalHost) recover() error       { return h.c.Reversal.List.Recover() }
func (h reversalHost) check()               { h.c.Reversal.Check() }
func (h reversalHost) checkParked()         { h.c.Reversal.List.CheckParked() }
func (h reversalHost) checkSoon()           { h.c.Reversal.List.CheckSoon() }
func (h reversalHost) read() []outbox.Write { return h.c.Reversal.List.Read(h.Seen()) }
func (h reversalHost) panicked()            { h.c.Reversal.Panicked() }

func (h reversalHost) open() (items []OpenItem) {
	for _, s := range h.c.Reversal.List.Open() {
		items = append(items, OpenItem{openReversals[s.Step], s.ID, s.MokID, s.Amount, s.Since})
	}
	return items
}

func (h reversalHost) resume(id string) bool {
	if h.c.Reversal.State().ID != id && !h.c.Reversal.List.Parked(id) {
		return false
	}
	if h.c.Reversal.State().ID == id || h.c.frame.free() {
		h.c.frame.show(PanelReversal)
		h.c.Reversal.Resume(id)
		h.c.frame.count()
	}
	return true
}

// Nothing hangs on an approval whose act was not sent: none is ever open for a clerk.
func (h approvalHost) recover() error     { return approval.Recover(h.c.needs.Journal, h.c.outbox) }
func (h approvalHost) check()             { h.c.Approval.Check() }
func (approvalHost) checkParked()         {}
func (approvalHost) checkSoon()           {}
func (approvalHost) open() []OpenItem     { return nil }
func (approvalHost) resume(string) bool   { return false }
func (approvalHost) read() []outbox.Write { return nil }
func (h approvalHost) panicked()          { h.c.Approval.Panicked() }

func (h lockHost) recover() error       { return h.c.Lock.Recover() }
func (h lockHost) check()               { h.c.Lock.Check() }
func (h lockHost) checkParked()         { h.c.Lock.CheckParked() }
func (h lockHost) checkSoon()           { h.c.Lock.CheckSoon() }
func (h lockHost) read() []outbox.Write { return h.c.Lock.Read(h.Seen()) }
func (h lockHost) panicked()            { h.c.Lock.Panicked() }

func (h lockHost) open() (items []OpenItem) {
	for _, s := range h.c.Lock.OpenList() {
		items = append(items, OpenItem{openLock(s), s.ID, s.MokID, money.Amount{}, s.Since})
	}
	return items
}

func (h lockHost) resume(id string) bool {
	if h.c.Lock.State().ID != id && !h.c.Lock.Parked(id) {
		return false
	}
	resumeLock(h.c, id)
	return true
}

func (h unlockHost) recover() error       { return h.c.Unlock.List.Recover() }
func (h unlockHost) check()               { h.c.Unlock.Check() }
func (h unlockHost) checkParked()         { h.c.Unlock.List.CheckParked() }
func (h unlockHost) checkSoon()           { h.c.Unlock.List.CheckSoon() }
func (h unlockHost) read() []outbox.Write { return h.c.Unlock.List.Read(h.Seen()) }
func (h unlockHost) panicked()            { h.c.Unlock.Panicked() }

func (h unlockHost) open() (items []OpenItem) {
	for _, s := range h.c.Unlock.List.Open() {
		items = append(items, OpenItem{openUnlock(s), s.ID, s.MokID, money.Amount{}, s.Since})
	}
	return items
}

func (h unlockHost) resume(id string) bool {
	if h.c.Unlock.State().ID != id && !h.c.Unlock.List.Parked(id) {
		return false
	}
	resumeUnlock(h.c, id)
	return true
}

func (h movementHost) recover() error       { return h.c.Movement.Recover() }
func (h movementHost) check()               { h.c.Movement.Check() }
func (h movementHost) checkParked()         { h.c.Movement.CheckParked() }
func (h movementHost) checkSoon()           { h.c.Movement.CheckSoon() }
func (h movementHost) read() []outbox.Write { return h.c.Movement.Read(h.Seen()) }
func (h movementHost) panicked()            { h.c.Movement.Panicked() }

func (h movementHost) open() (items []OpenItem) {
	for _, s := range h.c.Movement.OpenList() {
		items = append(items, OpenItem{openMovement(s), s.ID, "", s.Amount, s.Since})
	}
	return items
}

func (h movementHost) resume(id string) bool {
	if h.c.Movement.State().ID != id && !h.c.Movement.Parked(id) {
		return false
	}
	resumeMovement(h.c, id)
	return true
}

func (h custodyHost) recover() error       { return h.c.Custody.Recover() }
func (h custodyHost) check()               { h.c.Custody.Check() }
func (h custodyHost) checkParked()         { h.c.Custody.CheckParked() }
func (h custodyHost) checkSoon()           { h.c.Custody.CheckSoon() }
func (h custodyHost) read() []outbox.Write { return h.c.Custody.Read(h.Seen()) }
func (h custodyHost) panicked()            { h.c.Custody.Panicked() }

func (h custodyHost) open() (items []OpenItem) {
	for _, s := range h.c.Custody.OpenList() {
		items = append(items, OpenItem{openCustody(s), s.ID, "", s.Counted, s.Since})
	}
	return items
}

func (h custodyHost) resume(id string) bool {
	if h.c.Custody.State().ID != id && !h.c.Custody.Parked(id) {
		return false
	}
	if h.c.Custody.State().ID == id || h.c.frame.free() {
		h.c.frame.show(PanelCustody)
		h.c.Custody.Resume(id)
		h.c.frame.count()
	}
	return true
}

func (h countHost) recover() error       { return h.c.Count.Recover() }
func (h countHost) check()               { h.c.Count.Check() }
func (h countHost) checkParked()         { h.c.Count.CheckParked() }
func (h countHost) checkSoon()           { h.c.Count.CheckSoon() }
func (h countHost) read() []outbox.Write { return h.c.Count.Read(h.c.frame.sees(PanelCount)) }
func (h countHost) panicked()            { h.c.Count.Panicked() }

func (h countHost) open() (items []OpenItem) {
	for _, s := range h.c.Count.OpenList() {
		kind := OpenCount
		if s.Step == count.Rejected {
			kind = OpenCountRejected
		}
		items = append(items, OpenItem{kind, s.ID, "", s.Sum, s.Since})
	}
	return items
}

func (h countHost) resume(id string) bool {
	if h.c.Count.State().ID != id && !h.c.Count.Parked(id) {
		return false
	}
	if h.c.Count.State().ID == id || h.c.frame.free() {
		h.c.frame.show(PanelCount)
		h.c.Count.Resume(id)
		h.c.frame.count()
	}
	return true
}

func (h drawerHost) recover() error { return h.c.Drawer.Recover() }
func (h drawerHost) check()         { h.c.Drawer.Check() }
func (h drawerHost) panicked()      { h.c.Drawer.Panicked() }

// A second write of the drawer waits until the clerk has read what became of the first.
func (drawerHost) checkParked()         {}
func (drawerHost) checkSoon()           {}
func (drawerHost) read() []outbox.Write { return nil }

func (h drawerHost) open() (items []OpenItem) {
	for _, d := range h.c.Drawer.Pending() {
		items = append(items, OpenItem{OpenDrawer, d.ID, "", d.Sum, d.Sent})
	}
	return items
}

func (h drawerHost) resume(id string) bool {
	mine := slices.ContainsFunc(h.c.Drawer.Pending(), func(d drawer.Pending) bool { return d.ID == id })
	if mine {
		h.c.frame.show(PanelDrawer)
	}
	return mine
}
