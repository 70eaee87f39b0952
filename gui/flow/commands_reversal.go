package flow

import (
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func drawerOpen(c *Counter) bool {
	_, open := c.Drawer.Open()
	return open
}

// reversalStands shows the reversal that is on its way, or that a second person is asked about.
func reversalStands(c *Counter) bool {
	st := c.Reversal.State()
	stands := st.Stage == outbox.Sending || st.Stage == outbox.Halted || st.Step == reversal.Approving
	if stands {
		c.frame.show(PanelReversal)
	}
	return stands
}

// beginReversal asks which top-up is to be undone. A posted one that stands on the screen, or is chosen in a drawer's history, is it.
func beginReversal(c *Counter) {
	posted := ""
	if st := c.TopUp.State(); st.Step == topup.Posted && c.frame.sees(PanelTopUp) {
		posted = st.ID
	}
	if id, may := c.History.State().Undoable(); may && c.frame.sees(PanelHistory) {
		posted = id
	}
	c.frame.leaveJob()
	c.Reversal.Begin(c.Card.State().MokID)
	c.frame.show(PanelReversal)
	if posted != "" {
		c.Reversal.Find(posted)
	}
}

// BackFromReversal goes back one question, or to the card. A reversal that is open stays open.
func (c *Counter) BackFromReversal() {
	c.Reversal.Back()
	if c.Reversal.State().Step == reversal.Idle {
		c.Do(CommandWork)
	}
	c.frame.count()
}

// GiveReversalUp ends a reversal that certainly was not sent, and goes back to the card.
func (c *Counter) GiveReversalUp() {
	if c.May(commandGiveUp) {
		c.Reversal.GiveUp()
		showWork(c)
	}
}

// Undoable is a posted top-up that a clerk may point at.
type Undoable struct {
	ID, MokID, Number string // Number is its receipt's; "" where it isn't known
	Amount            money.Amount
	At                time.Time
}

// undoableMost is how many are listed: those a customer comes back for.
const undoableMost = 8

// Undoables are the posted top-ups at hand: those of the card on the screen, else the last of this desk. Those that the office tells to be
// undone are left out.
func (c *Counter) Undoables() (all []Undoable) {
	if shown := c.Card.State(); shown.Step == card.Shown {
		for _, t := range shown.Items {
			if t.Kind == client.TransactionTopUp && t.TopUpID != "" && t.ReversedBy == "" && len(all) < undoableMost {
				all = append(all, Undoable{t.TopUpID, shown.MokID, t.ReceiptNumber, t.Amount, t.BookedAt})
			}
		}
		return all
	}
	for _, s := range c.TopUp.List.Recent() {
		if s.Step == topup.Posted && len(all) < undoableMost {
			all = append(all, Undoable{s.ID, s.Card.MokID, s.Answer.ReceiptNumber, s.Amount, s.Since})
		}
	}
	return all
}
