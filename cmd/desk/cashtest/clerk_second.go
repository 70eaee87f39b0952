package cashtest

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/task"
)

// approvers may be the second person. None of them takes cash alone at a desk where the other is needed.
var approvers = []struct{ number, pin string }{{"2001", "8642"}, {"2002", "864200"}}

// subject is what the act on the screen has that waits for a second person; no amount of an unlock.
func (k *Clerk) subject(act client.ApprovalAct) (mokID string, amount money.Amount) {
	switch c := k.counter; act {
	case client.ApproveTopUp:
		return c.TopUp.State().Card.MokID, c.TopUp.State().Amount
	case client.ApproveUnlock:
		return c.Unlock.State().MokID, money.Amount{}
	default:
		return c.Reversal.State().MokID, c.Reversal.State().Amount
	}
}

// approves is the second person: somebody else, with the right values or not, who may walk off. random is the act's own.
func (k *Clerk) approves(random chance) {
	a := k.counter.Approval
	st := a.State()
	switch {
	case st.Step == approval.Asking && random.in(50):
		a.Leave()
	case st.Step == approval.Asking:
		who := approvers[0]
		if st.Maker == who.number {
			who = approvers[1]
		}
		mokID, amount := k.subject(st.Act)
		t := approval.Typed{Person: map[task.Field]string{task.FieldNumber: who.number, task.FieldPIN: who.pin}, MokID: mokID, Amount: amount.Plain()}
		if !k.tidy && random.in(100) {
			t.MokID, t.Amount = "999999999", money.EUR(amount.Cents+1).Plain()
		}
		a.Submit(t)
	case st.Step == approval.Unknown && st.Asking == "":
		one(random, a.Check, a.SendAgain, a.Leave)()
	}
}
