package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// cardShown reports that a card is on the screen, in full or as little as this office may see.
func cardShown(c *Counter) bool {
	step := c.Card.State().Step
	return step == card.Shown || step == card.Minimal
}

func fullCardShown(c *Counter) bool { return c.Card.State().Step == card.Shown }

func lockable(c *Counter) bool {
	shown := c.Card.State()
	return shown.May(client.ActLock) || (shown.Step == card.Minimal && shown.Minimal.Lockable)
}

// lockStands shows the lock that is open for the card on the screen, or that is on its way.
func lockStands(c *Counter) bool {
	open, isOpen := c.Lock.OpenFor(c.Card.State().MokID)
	switch {
	case c.Lock.State().Stage == outbox.Sending, c.Lock.State().Stage == outbox.Halted:
		c.frame.show(PanelLock)
		return true
	case isOpen:
		resumeLock(c, open)
		return true
	}
	return false
}

// beginLock asks why the card on the screen is to be locked.
func beginLock(c *Counter) {
	c.frame.leaveJob()
	c.Lock.Begin(c.Card.State().MokID)
	c.frame.show(PanelLock)
}

// BackFromLock goes back one question, or to the card. A lock that is open stays open.
func (c *Counter) BackFromLock() {
	c.Lock.Back()
	if c.Lock.State().Step != lock.Asking {
		c.Do(CommandWork)
	}
	c.frame.count()
}

// GiveLockUp ends a lock that certainly was not sent, and goes back to the card, which is not locked.
func (c *Counter) GiveLockUp() {
	if c.May(commandGiveUp) {
		c.Lock.GiveUp()
		showWork(c)
	}
}
