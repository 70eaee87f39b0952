package custody

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Confirm writes the intention to disk and asks the second person then: a crash meanwhile is told.
func (f *Flow) Confirm() {
	if !f.may(Confirm) {
		return
	}
	now, i := f.host.Standing(), f.item()
	switch {
	case now.Stopped != nil:
		f.say(now.Stopped, task.FieldNone)
		return
	case !now.Lasts:
		f.say(task.Say("topup.sign-in-first"), task.FieldNone)
		f.host.TokenLost()
		return
	case i.Form.Kind == client.HandOver && now.Unsettled != nil:
		f.say(now.Unsettled, task.FieldNone)
		return
	}
	w := outbox.Write{ID: f.needs.NewID(), Session: i.Form.Session.ID, Amount: i.Form.Counted, Staff: now.Staff}
	request := f.request(w)
	i.Form.Step = Approving
	f.say(nil, task.FieldNone)
	i.Begin(w, func(err error) {
		switch {
		case err != nil && !f.out.Refused(err): // the desk has stopped
		case err != nil:
			f.back(task.RefusedBecause(err, f.needs.Phone))
		default:
			f.Redraw()
			f.second.Ask(f.subject(w, request))
		}
	})
}

func (f *Flow) request(w outbox.Write) client.CustodyRequest {
	j := f.item().Form
	r := client.CustodyRequest{ID: w.ID, DrawerSessionID: w.Session, Kind: j.Kind, Reason: j.Reason, Counted: w.Amount, Desk: f.needs.Desk, Staff: w.Staff}
	if j.Kind != client.ForcedClose {
		r.ToSessionID = f.needs.NewID()
	}
	return r
}

// subject is the change of hands as the second person agrees to it.
func (f *Flow) subject(w outbox.Write, request client.CustodyRequest) task.Subject {
	return task.Subject{
		Act: client.ApproveCustody, ID: w.ID, Amount: w.Amount,
		Encode: func(approvalID string) ([]byte, error) {
			request.ApprovalID = approvalID
			return request.Encode()
		},
		Granted: func(body []byte, approver client.Staff) {
			f.item().Form.Approver = approver
			f.item().Send(w, func(int64, string) ([]byte, error) { return body, nil }, f.refused)
		},
		Left: func(why *task.Message) { f.item().Abandon(w, func() { f.back(why) }) },
	}
}

// refused goes back to the question: nothing was sent.
func (f *Flow) refused(why error) {
	i := f.item()
	if i.Stage == outbox.Begun {
		i.Abandon(i.Write, func() { f.back(task.RefusedBecause(why, f.needs.Phone)) })
		return
	}
	f.back(task.RefusedBecause(why, f.needs.Phone))
}

func (f *Flow) back(why *task.Message) {
	f.item().Form.Step = Confirming
	f.say(why, task.FieldNone)
}
