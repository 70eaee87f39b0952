package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/unlock"
)

// unlocking is what a card must be to be unlocked at a counter. What isn't so is told, with what to do instead.
var unlocking = []need{
	{notFinal, "problem.card-final"}, {cardLocked, "problem.card-not-locked"},
	{notLockedBy(client.ByHolder), "problem.locked-by-holder"}, {notLockedBy(client.ByIssuer), "problem.locked-by-issuer"}, {unlockable, "counter.not-unlockable"},
}

// notLockedBy reports that a card isn't locked by somebody whose lock no counter undoes.
func notLockedBy(whom client.StateReason) func(*Counter) bool {
	return func(c *Counter) bool {
		shown := c.Card.State().Card
		return shown.State != client.CardLocked || shown.StateReason != whom
	}
}

// cardLocked reports that a card is locked; of one that this office may not see only the office knows.
func cardLocked(c *Counter) bool {
	shown := c.Card.State()
	return shown.Step == card.Minimal || shown.Card.State != client.CardActive && shown.Card.State != client.CardNotActivated
}

// notFinal reports that a card may work again.
func notFinal(c *Counter) bool {
	switch c.Card.State().Card.State {
	case client.CardLost, client.CardStolen, client.CardExpired, client.CardReplaced:
		return false
	}
	return true
}

// unlockable reports that the office allows it for the card.
func unlockable(c *Counter) bool {
	shown := c.Card.State()
	return shown.Step == card.Minimal || shown.May(client.ActUnlock)
}

// unlockStands shows the unlock that is open for the card on the screen, that is on its way, or that a second person is asked about.
func unlockStands(c *Counter) bool {
	st := c.Unlock.State()
	open, isOpen := c.Unlock.List.For(c.Card.State().MokID)
	switch {
	case st.Stage == outbox.Sending, st.Stage == outbox.Halted, st.Step == unlock.Approving:
		c.frame.show(PanelUnlock)
		return true
	case isOpen:
		resumeUnlock(c, open)
		return true
	}
	return false
}

// beginUnlock asks why the card on the screen is to be unlocked.
func beginUnlock(c *Counter) {
	c.frame.leaveJob()
	c.Unlock.Begin(c.Card.State().MokID)
	c.frame.show(PanelUnlock)
}

// BackFromUnlock goes back one question, or to the card. An unlock that is open stays open.
func (c *Counter) BackFromUnlock() {
	c.Unlock.Back()
	if c.Unlock.State().Step != unlock.Asking {
		c.Do(CommandWork)
	}
	c.frame.count()
}

// GiveUnlockUp ends an unlock that certainly was not sent, and goes back to the card, which stays locked.
func (c *Counter) GiveUnlockUp() {
	if c.May(commandGiveUp) {
		c.Unlock.GiveUp()
		showWork(c)
	}
}
