package reversal

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Confirm puts the reversal on disk and sends it, once; where a second person must agree, that person is asked first.
func (r *Flow) Confirm() {
	if !r.may(Confirm) {
		return
	}
	now := r.host.Standing()
	switch {
	case now.Stopped != nil:
		r.say(now.Stopped)
		return
	case now.Drawer == "":
		r.say(task.Say("reversal.no-drawer"))
		return
	case !now.Lasts:
		r.say(task.Say("topup.sign-in-first"))
		r.host.TokenLost()
		return
	}
	w := outbox.Write{
		ID: r.needs.NewID(), MokID: r.item().Form.MokID, Amount: r.item().Form.Found.TopUp.Amount, Staff: now.Staff, Session: now.Drawer,
	}
	request := r.request(w)
	if r.State().NeedsApproval() {
		r.approve(w, request)
		return
	}
	r.send(w, func() ([]byte, error) { return request.Encode() })
}

func (r *Flow) request(w outbox.Write) client.ReversalRequest {
	j := r.item().Form
	return client.ReversalRequest{
		ID: w.ID, TopUpID: j.Found.TopUp.ID, MokID: w.MokID, Amount: w.Amount, Reason: j.Reason, DrawerSessionID: w.Session,
		Staff: w.Staff, Desk: r.needs.Desk,
	}
}

func (r *Flow) send(w outbox.Write, encode func() ([]byte, error)) {
	r.item().Send(w, func(int64, string) ([]byte, error) { return encode() }, r.refused)
}

// refused goes back to the question: nothing is on disk and nothing was sent.
func (r *Flow) refused(why error) {
	i := r.item()
	if i.Stage == outbox.Begun {
		i.Abandon(i.Write, func() { r.back(task.RefusedBecause(why, r.needs.Phone)) })
		return
	}
	r.back(task.RefusedBecause(why, r.needs.Phone))
}

func (r *Flow) back(why *task.Message) {
	r.item().Form.Step = Confirming
	r.say(why)
}

// approve writes the intention to disk and asks for a second person then: a crash meanwhile is told.
func (r *Flow) approve(w outbox.Write, request client.ReversalRequest) {
	i := r.item()
	i.Form.Step = Approving
	r.say(nil)
	i.Begin(w, func(err error) {
		switch {
		case err != nil && !r.out.Refused(err): // the desk has stopped
		case err != nil:
			r.back(task.RefusedBecause(err, r.needs.Phone))
		default:
			r.Redraw()
			r.second.Ask(r.subject(w, request))
		}
	})
}

// subject is the reversal as a second person agrees to it.
func (r *Flow) subject(w outbox.Write, request client.ReversalRequest) task.Subject {
	return task.Subject{
		Act: client.ApproveReversal, ID: w.ID, MokID: w.MokID, Amount: w.Amount,
		Encode: func(approvalID string) ([]byte, error) {
			request.ApprovalID = approvalID
			return request.Encode()
		},
		Granted: func(body []byte, approver client.Staff) {
			r.item().Form.Approver = approver.Alias
			r.send(w, func() ([]byte, error) { return body, nil })
		},
		Left: func(why *task.Message) { r.item().Abandon(w, func() { r.back(why) }) },
	}
}

// Anew goes back to the question of a reversal that the office has rejected for want of a second person: it gets another id.
func (r *Flow) Anew() {
	if !r.may(Anew) {
		return
	}
	j := r.item().Form
	r.queue.Leave(true)
	r.item().Form = Job{MokID: j.MokID, TopUpID: j.TopUpID, Found: j.Found, Reason: j.Reason, approve: true}
	r.arrive(Confirming)
}
