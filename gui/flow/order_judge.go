package flow

// check makes the slip of a form, or says at each field what is wrong with it.
func (o *Order) check(form OrderForm) (slip Slip, ok bool) {
	slip, checked := o.judge(form)
	problems, proposals := map[Field]*Message{}, map[Field]string{}
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
	o.set(func(s *OrderState) { s.Form, s.Problems, s.Proposals = form, problems, proposals })
	o.page.wish()
	return slip, len(problems) == 0
}

// shownAt is the field at which the form shows a problem, and what it says there.
func shownAt(p OrderProblem) (field Field, message *Message) {
	if field, message = p.Field, p.Message; p.Here != nil {
		message = p.Here
	}
	if field == FieldNone {
		field = FieldMokID
	}
	return field, message
}

// judge makes the slip of a form as far as it goes.
func (o *Order) judge(form OrderForm) (Slip, CheckedOrder) {
	account, known := o.host.Account()
	c := CheckOrder(form, account)
	slip := Slip{
		Kind: SlipOrder, Order: c.Order, MokID: c.MokID, Verified: o.card != "" && c.MokID == o.card, Assumed: !known,
		At: o.needs.Now(), ID: c.MokID,
	}
	slip.Head(o.host.Head())
	return slip, c
}
