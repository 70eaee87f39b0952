package flow

import (
	"unicode/utf8"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/gui/flow/count"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/order"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/recognise"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/flow/unlock"
)

// LeavesJob asks whether a job that is half done may be left for a card that was read.
type LeavesJob struct {
	Why   *task.Message
	Leave func() // the yes
}

// Read takes what a hand reader has read, wherever the clerk is: a card is shown, the last six digits are matched where they are asked
// for, and of everything else it is said what it was. Where a card would take the place of a job that is half done, it does nothing and
// gives the question.
func (c *Counter) Read(text string) *LeavesJob {
	r := recognise.Recognise(text, c.account)
	reading := aReading{c, text, r}
	switch {
	case r.Got == recognise.GotLastSix && reading.isAsked():
		c.TopUp.Match(recognise.Digits(text))
	case r.Got == recognise.GotReceipt:
		reading.takeSlip()
	case r.MokID == "":
		Tell(c, reading.says())
	case !c.state.SignedIn && c.state.Panel != PanelOrder:
		Tell(c, task.Say("reading.sign-in"))
	default:
		if why := reading.leaves(); why != nil {
			return &LeavesJob{why, reading.leave}
		}
		reading.take()
	}
	return nil
}

// Tell says a sentence where it is seen: nobody sees the notice while the counter is covered.
func Tell(c *Counter, m *task.Message) {
	if !c.state.SignedIn && !c.state.Panel.Free() {
		c.SignIn.Say(m)
		return
	}
	c.frame.refuse(m)
}

// aReading is a reading at the counter.
type aReading struct {
	c    *Counter
	text string
	got  recognise.Recognised
}

// isAsked reports that the last six digits are asked for.
func (r aReading) isAsked() bool {
	return r.c.frame.sees(PanelTopUp) && r.c.TopUp.State().May(topup.Match)
}

// says is what the reading was that is no card.
func (r aReading) says() *task.Message {
	switch r.got.Got {
	case recognise.GotLastSix:
		return task.Say("reading.last-six")
	case recognise.GotNothing, recognise.GotUnclear, recognise.GotSeparators, recognise.GotTelephone, recognise.GotDecimal,
		recognise.GotExponent, recognise.GotDate:
		return task.Say("reading.unclear", "Count", utf8.RuneCountInString(r.text))
	}
	return r.got.Message()
}

// take shows the card, or puts it into an order that asks for one.
func (r aReading) take() {
	if r.isForOrder() || !r.c.state.SignedIn {
		r.c.state.Notice = r.got.Message()
		r.c.Order.Begin(r.got.MokID, false)
		r.c.frame.show(PanelOrder)
		return
	}
	r.c.LookUp(r.text)
}

// takeSlip looks for the top-up of a receipt that is to be undone, unless a job on the screen isn't done.
func (r aReading) takeSlip() {
	c, asked := r.c, r.c.frame.sees(PanelReversal) && r.c.Reversal.State().Offers(reversal.Find)
	switch {
	case !c.state.SignedIn:
		Tell(c, task.Say("reading.receipt.sign-in"))
	case asked:
		c.Reversal.FindSlip(r.got.Slip)
	case c.Refusal(CommandReversal) != nil:
		Tell(c, c.Refusal(CommandReversal))
	case r.leaves() != nil:
		Tell(c, task.Say("reading.receipt.later", "Number", r.got.Slip))
	default:
		c.Do(CommandReversal)
		c.Reversal.FindSlip(r.got.Slip)
	}
}

// isForOrder reports that an order waits for its card.
func (r aReading) isForOrder() bool { return r.c.state.Panel == PanelOrder && r.c.Order.IsBlank() }

// leave leaves what is half done.
func (r aReading) leave() {
	if !r.c.state.SignedIn {
		r.take()
		return
	}
	topup.Abandon(r.c.TopUp, func() { r.c.LookUp(r.text) })
}

// leaves says which job that is half done would be left; nil when there is none, and when it can't be left: then the look-up itself
// says so.
func (r aReading) leaves() *task.Message {
	mokID, c := ident.GroupMokID(r.got.MokID), r.c
	switch t, l := c.TopUp.State(), c.Lock.State(); {
	case r.isForOrder():
		return nil
	case !c.state.SignedIn:
		return task.Say("reading.leaves.order", "MokID", mokID)
	case isUnsent(t):
		return task.Say("reading.leaves.top-up", "MokID", mokID, "Other", ident.GroupMokID(t.Card.MokID))
	case t.Stage == outbox.Unknown:
		return task.Say("reading.leaves.unknown", "MokID", mokID, "Other", ident.GroupMokID(t.Card.MokID))
	case l.Offers(lock.Fill), l.Offers(lock.Confirm):
		return task.Say("reading.leaves.lock", "MokID", mokID, "Other", ident.GroupMokID(l.MokID))
	}
	if v := c.Reversal.State(); v.Offers(reversal.Fill) || v.Offers(reversal.Confirm) {
		return task.Say("reading.leaves.reversal", "MokID", mokID, "Other", ident.GroupMokID(v.MokID))
	}
	if v := c.Unlock.State(); v.Offers(unlock.Fill) || v.Offers(unlock.Confirm) {
		return task.Say("reading.leaves.unlock", "MokID", mokID, "Other", ident.GroupMokID(v.MokID))
	}
	switch o := c.Orders.State(); {
	case c.Order.State().Open && !c.Order.IsBlank():
		return task.Say("reading.leaves.order", "MokID", mokID)
	case c.state.Panel == PanelOrders && o.Step != order.BatchAsking && !o.Busy():
		return task.Say("reading.leaves.orders", "MokID", mokID)
	case c.state.Panel == PanelDrawer && asksSum(c.Drawer.State()), c.state.Panel == PanelCount && c.Count.State().Offers(count.Fill):
		return task.Say("reading.leaves.drawer", "MokID", mokID)
	}
	return nil
}

// isUnsent reports that a top-up is half done, nothing of it is sent, and neither an answer nor a second person is waited for.
func isUnsent(s topup.State) bool {
	return s.Step != topup.Idle && s.Step != topup.Approving && !s.Step.Waits() && s.Asking == outbox.AskNothing && (s.Stage == outbox.Forming || s.Stage == outbox.Begun)
}

// asksSum reports that a float or a count is to be typed.
func asksSum(s drawer.State) bool { return s.Offers(drawer.OpenWith) || s.Offers(drawer.CloseWith) }
