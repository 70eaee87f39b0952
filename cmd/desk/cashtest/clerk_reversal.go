package cashtest

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/reversal"
)

// reversalWords are what the list and the panel say of a reversal that has ended.
var reversalWords = map[reversal.Step]Word{
	reversal.Posted: ToldPosted, reversal.Rejected: ToldRejected, reversal.NeverSent: ToldNeverSent,
}

// seesReversal is what the clerk reads off the panel or the list. Cash goes out on posted, once its sum is known.
func (k *Clerk) seesReversal(st reversal.State) {
	word, ended := reversalWords[st.Step]
	total, known := st.Total()
	if !ended || word == ToldPosted && !known {
		return
	}
	topUp := st.TopUpID
	if st.Answer.TopUpID != "" {
		topUp = st.Answer.TopUpID
	}
	k.books.NoteReversal(Storno{ID: st.ID, TopUpID: topUp, MokID: st.MokID, Amount: st.Amount.Cents, Total: total.Cents, Told: word})
}

// wantsReversal begins a reversal, if a customer comes back for one.
func (k *Clerk) wantsReversal() bool {
	c := k.counter
	all := c.Undoables()
	if !k.undoes || k.guest || k.tidy || len(all) == 0 || !k.chance.in(500) || c.Refusal(flow.CommandReversal) != nil {
		return false
	}
	c.Do(flow.CommandReversal)
	c.Reversal.Find(one(k.chance, all...).ID)
	return true
}

// undoing goes on with the reversal on the screen; false when there is none.
func (k *Clerk) undoing() bool {
	c := k.counter
	st := c.Reversal.State()
	switch st.Step {
	case reversal.Idle:
		return false
	case reversal.AskingSlip: // it can't be undone, or nobody has answered
		c.Do(flow.CommandNext)
	case reversal.Asking:
		c.Reversal.Fill(one(k.chance, client.ReversalWrongAmount, client.ReversalWrongAmount, client.ReversalWrongCard))
	case reversal.Confirming:
		if k.tidy || st.Problem != nil && k.chance.in(300) {
			c.Reversal.Leave()
			break
		}
		c.Reversal.Confirm()
		c.Reversal.Confirm() // a second Enter
	case reversal.Approving:
		k.approves(k.chance)
	case reversal.Unknown, reversal.NotSent:
		if st.Asking == outbox.AskNothing {
			one(k.chance, c.Reversal.Check, c.Reversal.SendAgain, c.GiveReversalUp)()
		}
	case reversal.Posted:
		if _, known := st.Total(); !known {
			c.Reversal.Check()
			break
		}
		k.seesReversal(st)
		c.Do(flow.CommandNext)
	case reversal.Rejected:
		if st.May(reversal.Anew) && k.chance.in(500) {
			c.Reversal.Anew()
			break
		}
		c.Do(flow.CommandNext)
	case reversal.NeverSent:
		c.Do(flow.CommandNext)
	}
	return true
}

// seesReversalPanel is what the clerk reads as soon as it is drawn, where the panel lies before the clerk's eyes.
func (k *Clerk) seesReversalPanel(st reversal.State) {
	if now := k.counter.State(); now.SignedIn && now.Panel == flow.PanelReversal {
		k.seesReversal(st)
	}
}
