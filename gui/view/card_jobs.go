package view

import (
	"fyne.io/fyne/v2"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/field"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/reversal"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/flow/unlock"
	"cekr.kranj.si/desk/gui/text"
)

// cardJobs is what can be done at this counter with the card on the screen: a button a job. A job that this office or the card's
// state forbids is not there, with the reason.
type cardJobs struct {
	counter *flow.Counter

	topUp, lock, unlock, reversal, order *field.Button
	why                                  *field.Paragraph
	row                                  *fyne.Container
}

func newCardJobs(c *flow.Counter, give give) *cardJobs {
	j := &cardJobs{
		counter: c, why: sentence(),
		topUp: give.primary(flow.CommandTopUp), lock: give.button(flow.CommandLock), unlock: give.button(flow.CommandUnlock),
		reversal: give.button(flow.CommandReversal), order: give.button(flow.CommandOrder),
	}
	j.row = buttons(j.topUp, j.lock, j.unlock, j.reversal, j.order)
	return j
}

func (j *cardJobs) draw(s card.State) {
	topUp, lockIt := j.mayTopUp(s), j.counter.Refusal(flow.CommandLock) == nil
	free := j.free()
	show(j.topUp, topUp && free)
	show(j.lock, lockIt && free)
	show(j.unlock, s.Step == card.Shown && j.mayUnlock() && free)
	show(j.reversal, s.Step == card.Shown && len(j.counter.Undoables()) > 0 && j.counter.Refusal(flow.CommandReversal) == nil && free)
	show(j.order, free)
	j.topUp.SetText(caption(flow.CommandTopUp))
	j.lock.SetText(caption(flow.CommandLock))
	j.unlock.SetText(caption(flow.CommandUnlock))
	j.reversal.SetText(caption(flow.CommandReversal))
	j.order.SetText(caption(flow.CommandOrder))
	why := ""
	if free { // of a job that is being done nobody asks why another isn't there
		why = j.reasons(s, topUp, lockIt)
	}
	j.why.SetText(why)
	show(j.why, j.why.Text != "")
}

// free reports that no job is being done.
func (j *cardJobs) free() bool {
	c := j.counter
	return c.TopUp.State().Step == topup.Idle && c.Lock.State().Step == lock.Idle && c.Unlock.State().Step == unlock.Idle && c.Reversal.State().Step == reversal.Idle
}

func (j *cardJobs) mayUnlock() bool { return j.counter.Refusal(flow.CommandUnlock) == nil }

func (j *cardJobs) mayTopUp(s card.State) bool {
	return s.May(client.ActTopUp) && j.counter.Refusal(flow.CommandTopUp) == nil
}

// reasons are why a job isn't there, the state's before the office's.
func (j *cardJobs) reasons(s card.State, topUp, lockIt bool) (said string) {
	add := func(sentence string) {
		if said != "" {
			said += " "
		}
		said += sentence
	}
	me := j.counter.State().Me
	if s.Step == card.Shown && !s.May(client.ActTopUp) {
		add(j.noTopUp(s.Card))
	}
	if !me.Can(client.MayTopUp) {
		add(text.Say("counter.top-up-elsewhere"))
	} else if why := j.counter.Refusal(flow.CommandTopUp); s.May(client.ActTopUp) && why != nil && !topUp {
		add(say(why))
	}
	switch {
	case !me.Can(client.MayLock):
		add(text.Say("counter.no-lock-here"))
	case s.Step != card.Shown || s.Card.State != client.CardActive || lockIt:
	case !s.May(client.ActLock):
		add(text.Say("card.no-lock"))
	default:
		add(say(j.counter.Refusal(flow.CommandLock)))
	}
	return said
}

// noTopUp is why a card's state forbids a top-up: of a lock, who undoes it.
func (j *cardJobs) noTopUp(c client.Card) string {
	switch {
	case c.State != client.CardLocked:
	case j.mayUnlock():
		return text.Say("card.no-topup.locked.here", text.Values{"Key": Chord(flow.CommandUnlock.Key())})
	case c.StateReason == client.ByHolder, c.StateReason == client.ByIssuer:
		return text.Say("card.no-topup.locked." + string(c.StateReason))
	}
	return text.Say("card.no-topup." + string(c.State))
}

// natural is the first job, if there is one that the clerk is likely to have come for.
func (j *cardJobs) natural() fyne.Focusable {
	if j.topUp.Visible() {
		return j.topUp
	}
	return nil
}
