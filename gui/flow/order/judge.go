package order

import "cekr.kranj.si/desk/gui/flow/task"

// check makes the slip of a form, or says at each field what is wrong with it.
func (o *Flow) check(form Form) (slip Slip, ok bool) {
	slip, checked := o.judge(form)
	problems, proposals := map[task.Field]*task.Message{}, map[task.Field]string{}
	for _, p := range checked.Problems {
		field, message := shownAt(p)
		if problems[field] == nil {
			problems[field] = message
		}
		if p.Proposal != "" {
			proposals[field] = p.Proposal
		}
		if p.Wipe {
			*form.At(field) = ""
		}
	}
	o.typed = form
	o.set(func(s *State) { s.Form, s.Problems, s.Proposals = form, problems, proposals })
	o.page.Wish()
	return slip, len(problems) == 0
}

// shownAt is the field at which the form shows a problem, and what it says there.
func shownAt(p Problem) (field task.Field, message *task.Message) {
	if field, message = p.Field, p.Message; p.Here != nil {
		message = p.Here
	}
	if field == task.FieldNone {
		field = task.FieldMokID
	}
	return field, message
}

// judge makes the slip of a form as far as it goes.
func (o *Flow) judge(form Form) (Slip, Checked) {
	account, known := o.host.Account()
	c := Check(form, account)
	return Slip{
		Letterhead: o.needs.Head(), Order: c.Order, MokID: c.MokID, At: o.needs.Now(),
		Verified: o.card != "" && c.MokID == o.card, Assumed: !known,
	}, c
}
