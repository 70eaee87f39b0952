package flow

import (
	"slices"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/custody"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/flow/unlock"
)

// OpenKind says what an open item waits for.
type OpenKind string

// The kinds of open items. A view says each in words of its own.
const (
	OpenUnknown   OpenKind = "unknown"    // a top-up whose outcome isn't known: keep the cash
	OpenNotSent   OpenKind = "not-sent"   // a top-up that certainly never left: send it again or hand the cash back
	OpenHalted    OpenKind = "halted"     // a top-up whose record failed: a restart finds out
	OpenPosted    OpenKind = "posted"     // a top-up that was posted with nobody looking: its receipt is ready
	OpenRejected  OpenKind = "rejected"   // a top-up that was rejected with nobody looking: hand the cash back
	OpenCancelled OpenKind = "cancelled"  // a top-up that will never be posted: hand the cash back
	OpenNeverSent OpenKind = "never-sent" // an intention that a crash left: hand the cash back, if any was taken
	OpenLock      OpenKind = "lock"       // a lock whose outcome isn't known
	OpenUnlocked  OpenKind = "unlocked"   // a lock that was not sent: the card is not locked
	OpenLocked    OpenKind = "locked"     // a lock that was posted with nobody looking
	// OpenLockRejected is a lock that was rejected with nobody looking: the card is as it was, and may work.
	OpenLockRejected OpenKind = "lock-rejected"
	// OpenMovement is cash between drawer and safe whose outcome isn't known; OpenUnmoved certainly was not sent; OpenMoved
	// and OpenMovementRejected ended with nobody looking.
	OpenMovement         OpenKind = "movement"
	OpenUnmoved          OpenKind = "unmoved"
	OpenMoved            OpenKind = "moved"
	OpenMovementRejected OpenKind = "movement-rejected"
	// OpenReversal is a reversal whose outcome isn't known: keep the cash.
	OpenReversal         OpenKind = "reversal"
	OpenReversed         OpenKind = "reversed"          // a reversal that was posted with nobody looking: the cash goes out
	OpenReversalRejected OpenKind = "reversal-rejected" // a reversal that was rejected with nobody looking: no cash goes out
	OpenNotReversed      OpenKind = "not-reversed"      // a reversal that was not sent: no cash goes out
	// OpenUnlock is an unlock whose outcome isn't known; OpenNotFreed certainly was not sent; OpenFreed and OpenUnlockRejected ended with
	// nobody looking.
	OpenUnlock         OpenKind = "unlock"
	OpenNotFreed       OpenKind = "not-freed"
	OpenFreed          OpenKind = "freed"
	OpenUnlockRejected OpenKind = "unlock-rejected"
	// OpenCustody is a drawer's passing on whose outcome isn't known; OpenNotPassed certainly was not sent; OpenPassed and
	// OpenCustodyRejected ended with nobody looking.
	OpenCustody         OpenKind = "custody"
	OpenNotPassed       OpenKind = "not-passed"
	OpenPassed          OpenKind = "passed"
	OpenCustodyRejected OpenKind = "custody-rejected"
	// OpenCount is a count whose outcome isn't known; OpenCountRejected was rejected with nobody looking.
	OpenCount         OpenKind = "count"
	OpenCountRejected OpenKind = "count-rejected"

	OpenDrawer OpenKind = "drawer" // a drawer's opening or closing whose outcome isn't known
)

// OpenItem is one thing that is not settled, or whose ending no clerk has read.
type OpenItem struct {
	Kind   OpenKind
	ID     string
	MokID  string // none for a drawer
	Amount money.Amount
	Since  time.Time
}

// ShortID is the part of the id that is read out.
func (i OpenItem) ShortID() string { return task.ShortID(i.ID) }

// money reports that cash hangs on the item that a customer has brought. What a reversal would hand out is the drawer's own.
func (i OpenItem) money() bool {
	switch i.Kind {
	case OpenDrawer, OpenCount, OpenCountRejected, OpenCustody, OpenNotPassed, OpenPassed, OpenCustodyRejected, OpenMovement, OpenUnmoved, OpenMoved, OpenMovementRejected, OpenLock, OpenUnlocked, OpenLocked, OpenLockRejected, OpenReversal, OpenReversed, OpenReversalRejected, OpenNotReversed,
		OpenUnlock, OpenNotFreed, OpenFreed, OpenUnlockRejected:
		return false
	}
	return true
}

var openTopUps = map[topup.Step]OpenKind{
	topup.Sending: OpenUnknown, topup.Unknown: OpenUnknown, topup.NotSent: OpenNotSent, topup.Halted: OpenHalted,
	topup.Posted: OpenPosted, topup.Rejected: OpenRejected, topup.Cancelled: OpenCancelled,
}

var openReversals = map[reversal.Step]OpenKind{
	reversal.Sending: OpenReversal, reversal.Unknown: OpenReversal, reversal.Halted: OpenReversal, reversal.Approving: OpenReversal,
	reversal.NotSent: OpenNotReversed, reversal.NeverSent: OpenNotReversed, reversal.Posted: OpenReversed, reversal.Rejected: OpenReversalRejected,
}

func openLock(s lock.State) OpenKind {
	switch s.Step {
	case lock.NotSent, lock.NeverSent:
		return OpenUnlocked
	case lock.Rejected:
		return OpenLockRejected
	case lock.Posted:
		return OpenLocked
	}
	return OpenLock
}

func openUnlock(s unlock.State) OpenKind {
	switch s.Step {
	case unlock.NotSent, unlock.NeverSent:
		return OpenNotFreed
	case unlock.Rejected:
		return OpenUnlockRejected
	case unlock.Posted:
		return OpenFreed
	}
	return OpenUnlock
}

func openMovement(s movement.State) OpenKind {
	switch s.Step {
	case movement.NotSent, movement.NeverSent:
		return OpenUnmoved
	case movement.Rejected:
		return OpenMovementRejected
	case movement.Posted:
		return OpenMoved
	}
	return OpenMovement
}

func openCustody(s custody.State) OpenKind {
	switch s.Step {
	case custody.NotSent, custody.NeverSent:
		return OpenNotPassed
	case custody.Rejected:
		return OpenCustodyRejected
	case custody.Posted:
		return OpenPassed
	}
	return OpenCustody
}

// OpenItems is everything at this desk that is not settled or not read, in the order in which it matters:
// cash first.
func (c *Counter) OpenItems() []OpenItem {
	var items []OpenItem
	for _, w := range c.writes() {
		items = append(items, w.open()...)
	}
	return items
}

// neverSent are the intentions that a crash left before anything was sent.
func neverSent(left []topup.State) (items []OpenItem) {
	for _, s := range left {
		items = append(items, OpenItem{OpenNeverSent, s.ID, s.Card.MokID, s.Amount, s.Since})
	}
	return items
}

// openSum is the customers' cash that hangs on the items.
func openSum(items []OpenItem) money.Amount {
	sum := money.EUR(0)
	for _, item := range items {
		if more, err := sum.Add(item.Amount); err == nil && item.money() {
			sum = more
		}
	}
	return sum
}

// Resume brings an item back to the screen, whatever its task: a top-up, a lock or the drawer. It also shows a
// top-up of this desk that has ended before.
func (c *Counter) Resume(id string) {
	if !c.May(commandResume) {
		return
	}
	for _, w := range slices.Backward(c.writes()) { // a top-up is whatever is none of the others
		if w.resume(id) {
			return
		}
	}
}

func resumeLock(c *Counter, id string) {
	if c.Lock.State().ID != id && !c.frame.free() {
		return
	}
	c.frame.show(PanelLock)
	c.Lock.Resume(id)
	c.frame.count()
}

func resumeUnlock(c *Counter, id string) {
	if c.Unlock.State().ID != id && !c.frame.free() {
		return
	}
	c.frame.show(PanelUnlock)
	c.Unlock.Resume(id)
	c.frame.count()
}

func resumeMovement(c *Counter, id string) {
	if c.Movement.State().ID != id && !c.frame.free() {
		return
	}
	c.frame.show(PanelMovement)
	c.Movement.Resume(id)
	c.frame.count()
}

// HandedBack closes an intention that was never sent: the clerk has handed the cash back, or had taken none.
func (c *Counter) HandedBack(id string) {
	if c.May(commandHandedBack) {
		c.TopUp.List.HandedBack(id, func() { c.frame.refuse(task.Say("journal.before")) })
		c.frame.count()
	}
}
