package topup

import (
	"bytes"
	"errors"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Approver asks a second person.
type Approver interface{ Ask(s task.Subject) }

// NeedsApproval reports that the office wants a second person to agree to this amount.
func (s State) NeedsApproval() bool { return requires(s.Quote, "approval") }

// agreement is a second person's, to the exact bytes of one top-up.
type agreement struct {
	id   string
	body []byte
}

// errOtherBytes says that a top-up isn't the one that was agreed to.
var errOtherBytes = errors.New("topup: other bytes were approved")

// binds refuses all bytes but those that were agreed to.
func (a *agreement) binds(body []byte) error {
	if a != nil && !bytes.Equal(a.body, body) {
		return errOtherBytes
	}
	return nil
}

// approving is a top-up of which a second person is asked: the intention is on disk, the cash lies on the desk, and nothing was sent.
type approving struct {
	t       *Flow
	item    *item
	request client.TopUpRequest
}

func approve(t *Flow) func() {
	return func() {
		t.say(nil)
		a := &approving{t, t.item(), requestOf(t.item(), t.host.Standing(), t.needs.Desk)}
		t.second.Ask(task.Subject{
			Act: client.ApproveTopUp, ID: a.item.ID, MokID: a.request.MokID, Amount: a.request.Amount,
			Encode: a.encode, Granted: a.granted, Left: a.left,
		})
	}
}

// waits reports that the top-up still waits for a second person.
func (a *approving) waits() bool { return a.t.item() == a.item && a.t.State().Step == Approving }

// encode gives the bytes as they will be sent: nothing else of this desk is numbered before they are.
func (a *approving) encode(approvalID string) ([]byte, error) {
	a.request.ApprovalID = approvalID
	a.request.Seq, a.request.Prev = a.t.journal.Next()
	return a.request.Encode()
}

// granted sends what was agreed to, unless something else has ended meanwhile.
func (a *approving) granted(body []byte, approver client.Staff) {
	switch t := a.t; {
	case !a.waits():
	case !t.ready(a.left):
	case ending(t.job().Quote, t.host.Standing().Now): // a new quote makes other bytes
		t.quote(renew, t.job().Amount)
	default:
		t.job().Approver = approver.Alias
		t.form.follow(send, func() { t.send(&agreement{a.request.ApprovalID, body}) })
	}
}

// left goes back to where the second person was asked for. The intention and the cash stand; but a desk that has stopped sends nothing more.
func (a *approving) left(why *task.Message) {
	if !a.waits() {
		return
	}
	a.t.form.follow(refuse, a.t.saying(why))
	if a.t.out.Halted() {
		a.t.form.follow(Leave, a.t.saying(nil))
	}
}

// Anew goes back to the amount of a top-up that the office has rejected for want of a second person: it gets another id.
func (t *Flow) Anew() {
	if !t.State().May(Anew) {
		return
	}
	j := t.job()
	form := Job{Step: AskingAmount, Card: j.Card, Typed: j.Typed, Amount: j.Amount, Payer: j.Payer, match: j.match, payerID: j.payerID}
	t.Release(true)
	t.set(func(j *Job) { *j = form })
}

// mayAnew reports that the same may be tried once more, of a card that was matched here.
func (s State) mayAnew() bool {
	return s.Stage == outbox.Rejected && s.Asking == outbox.AskNothing && s.match.MatchID != "" && task.WantsSecondPerson(s.Answer.Code)
}
