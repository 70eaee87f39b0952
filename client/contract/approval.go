package contract

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// approvals: a second person agrees with a token of his own, beside the maker's; the id keeps its bytes and ending.
func (s *suite) approvals(t *testing.T) {
	s.offered(t, "reversal")
	token := s.approver(t)
	m, _ := s.readMe(t, s.office.Clerk)
	d := s.open(t)
	beside := s.signIn(t, s.office.Supervisor, d.name)
	up := d.posts(t, d.next(t))
	id := newID()
	f := agreement(t, id, "reversal", d.reversal(up, func(b *reversalBody) { b.ApprovalID = id }))
	if state := d.stateOf(t, f); state != "unseen" {
		t.Errorf("an id that nobody sent is %s", state)
	}
	first := s.put(t, beside.Token, f.path(), f.raw).want(t, 201)
	var got approval
	first.into(t, &got)
	if got.State != "posted" || got.Approver != s.office.Supervisor.Number {
		t.Fatalf("not agreed to by the clerk of the token\n%v", first)
	}
	if life := got.ExpiresAt.Sub(first.date(t)) - time.Duration(m.ApprovalMinutes)*time.Minute; life.Abs() > slack {
		t.Errorf("it does not live for the %d minutes of me\n%v", m.ApprovalMinutes, first)
	}
	s.get(t, d.token, "/v1/me", "").want(t, 200) // the maker is signed in still
	same(t, first, s.put(t, token, f.path(), f.raw).want(t, 200))
	same(t, first, d.asked(t, f).want(t, 200))
	changed := f
	changed.raw = []byte(strings.Replace(string(f.raw), `"maker"`, ` "maker"`, 1))
	s.put(t, token, changed.path(), changed.raw).refused(t, 422, "other-bytes")
	for _, bad := range []badBody{
		replace("no amount of money", `"amount":`+string(bytesOf(up.Amount))+`,`, ``),
		replace("no card", `"mokId":"`+up.MokID+`",`, ``),
		replace("an unlock with an amount", `"reversal"`, `"unlock"`),
		replace("no such act", `"reversal"`, `"loan"`),
		replace("an approver named", `{"id"`, `{"approver":"`+s.office.Supervisor.Number+`","id"`),
	} {
		free := newID()
		body := []byte(bad.spoil(strings.Replace(string(f.raw), id, free, 1)))
		s.send(t, request{method: http.MethodPut, path: "/v1/approvals/" + free, token: token, body: body, invalid: true}).refused(t, 400, "bad-request")
	}
}

// approvalRejections: nobody agrees to his own act, and only who may approve agrees at all.
func (s *suite) approvalRejections(t *testing.T) {
	s.offered(t, "reversal")
	token := s.approver(t)
	d := s.open(t)
	up := d.posts(t, d.next(t))
	subject := d.reversal(up)
	for code, maker := range map[string]string{"same-person": s.office.Supervisor.Number, "forbidden-office": nobodysNumber} {
		f := agreement(t, newID(), "reversal", subject, func(b *approvalBody) { b.Maker = maker })
		first := s.put(t, token, f.path(), f.raw).want(t, 201)
		var got approval
		first.into(t, &got)
		if s.seen.rejection(got.Code); got.State != "rejected" || got.Code != code {
			t.Errorf("want it rejected with %s\n%v", code, first)
		}
		same(t, first, s.put(t, token, f.path(), f.raw).want(t, 200))
		same(t, first, d.asked(t, f).want(t, 200))
	}
	if !s.may(t, s.office.Clerk, "approve") {
		f := agreement(t, newID(), "reversal", subject, func(b *approvalBody) { b.Maker = s.office.Supervisor.Number })
		d.put(t, f).refused(t, 403, "forbidden")
	}
}

// approvalBinding: an approval serves the bytes, the values, the people and the one write that it is for.
func (s *suite) approvalBinding(t *testing.T) {
	s.offered(t, "reversal")
	token := s.approver(t)
	d := s.open(t)
	up := d.posts(t, d.next(t))
	balance, cash := s.balance(t, up.MokID), d.cash(t)
	// agreed freezes a storno that names an approval, which is given with a change.
	agreed := func(t *testing.T, change ...func(*approvalBody)) frozen {
		id := newID()
		f := d.reversal(up, func(b *reversalBody) { b.ApprovalID = id })
		s.agree(t, agreement(t, id, "reversal", f, change...))
		return f
	}
	for name, change := range map[string]func(*approvalBody){
		"another amount typed": func(b *approvalBody) { b.Amount = &amount{up.Amount.Amount + 1, "EUR"} },
		"another card typed":   func(b *approvalBody) { b.MokID = unknownMokID },
		"other bytes":          func(b *approvalBody) { b.SubjectHash = strings.Repeat("0", 64) },
		"another write":        func(b *approvalBody) { b.SubjectID = newID() },
		"another act":          func(b *approvalBody) { b.Act = "topUp" },
	} {
		t.Run("for "+name, func(t *testing.T) { d.undoRejected(t, agreed(t, change), "approval-mismatch") })
	}
	t.Run("for bytes that were changed since", func(t *testing.T) {
		f := agreed(t)
		f.raw = []byte(strings.Replace(string(f.raw), `"wrongAmount"`, `"double"`, 1))
		d.undoRejected(t, f, "approval-mismatch")
	})
	t.Run("for a write that the approver brings", func(t *testing.T) {
		if !s.may(t, s.office.Supervisor, "reversal") {
			return
		}
		f := agreed(t)
		first := s.put(t, token, f.path(), f.raw).want(t, 201)
		var got reversal
		first.into(t, &got)
		if s.seen.rejection(got.Code); got.State != "rejected" || got.Code != "same-person" {
			t.Errorf("want it rejected with same-person\n%v", first)
		}
	})
	t.Run("that has ended", func(t *testing.T) {
		s.needs(t, s.office.Advance != nil, "a clock that can be moved")
		m, _ := s.readMe(t, s.office.Clerk)
		f := agreed(t)
		s.office.Advance(time.Duration(m.ApprovalMinutes)*time.Minute + time.Second)
		d.undoRejected(t, f, "approval-expired")
	})
	if s.balance(t, up.MokID) != balance || d.cash(t) != cash {
		t.Error("a rejection moved money")
	}
	t.Run("twice", func(t *testing.T) {
		id := newID()
		f := d.reversal(up, func(b *reversalBody) { b.ApprovalID = id })
		s.agree(t, agreement(t, id, "reversal", f))
		first := d.put(t, f).want(t, 201)
		d.reversed(t, first, f, up)
		other := d.posts(t, d.next(t))
		d.undoRejected(t, d.reversal(other, func(b *reversalBody) { b.ApprovalID = id }), "approval-used")
		same(t, first, d.put(t, f).want(t, 200))
	})
}

// approvedReversal: out of another open drawer a storno needs a second person; of two at two desks one posts.
func (s *suite) approvedReversal(t *testing.T) {
	s.offered(t, "reversal")
	s.approver(t)
	d, empty, far := s.open(t), s.desk(t, s.office.Clerk), s.open(t)
	empty.openDrawer(t, 0)
	before := s.balance(t, s.office.Card.MokID)
	up := d.posts(t, d.next(t))
	if found := far.find(t, up); found.Offer.Way != "now" || !found.Offer.NeedsApproval {
		t.Errorf("out of another drawer it is offered as %+v", found.Offer)
	}
	far.undoRejected(t, far.reversal(up), "approval-required")
	approved := func(at *desk) frozen {
		id := newID()
		f := at.reversal(up, func(b *reversalBody) { b.ApprovalID = id })
		s.agree(t, agreement(t, id, "reversal", f))
		return f
	}
	empty.undoRejected(t, approved(empty), "drawer-too-small")
	near, other := d.reversal(up), approved(far)
	ends := map[string]int{}
	for _, a := range s.together(t, 2, func(i int) request {
		f, at := []frozen{near, other}[i], []*desk{d, far}[i]
		return request{method: http.MethodPut, path: f.path(), token: at.token, body: f.raw}
	}) {
		var got reversal
		a.want(t, 201).into(t, &got)
		ends[got.State+got.Code]++
	}
	if ends["posted"] != 1 || ends["rejectedalready-reversed"] != 1 {
		t.Errorf("stornos at two desks ended as %v", ends)
	}
	if now := s.balance(t, s.office.Card.MokID); now != before || d.cash(t)+far.cash(t) != 0 {
		t.Errorf("the card went from %d to %d, the drawers hold %d and %d more", before, now, d.cash(t), far.cash(t))
	}
}

// approvedTopUp: what a clerk alone may not take is taken with a second person, and given back with one.
func (s *suite) approvedTopUp(t *testing.T) {
	c := s.office.OtherCard
	m, _ := s.readMe(t, s.office.Clerk)
	s.needs(t, m.Limits.TopUpApprovedMax.Amount > m.Limits.TopUpMax.Amount, "an office that takes more with a second person")
	s.needs(t, c.Last6 != "", "another active card (-card2)")
	s.offered(t, "reversal")
	s.approver(t)
	d := s.open(t)
	q := d.quote(t, c, m.Limits.TopUpMax.Amount+1)
	if !strings.Contains(strings.Join(q.Required, " "), "approval") {
		t.Fatalf("the quote requires %v", q.Required)
	}
	person := personBody{ID: newID(), Role: "payer", Name: "Ana Novak", Document: &document{"identityCard", "417"}}
	s.put(t, d.token, "/v1/persons/"+person.ID, bytesOf(person)).want(t, 201)
	d.rejects(t, d.write(q, func(b *topUpBody) { b.PayerID = person.ID }), "approval-required")
	id := newID()
	w := d.write(q, func(b *topUpBody) { b.PayerID, b.ApprovalID = person.ID, id })
	s.agree(t, agreement(t, id, "topUp", frozen{"top-ups", w.id, w.raw}))
	up := d.posts(t, w)
	s.approvedBy(t, up.Approver)
	back := newID()
	f := d.reversal(up, func(b *reversalBody) { b.ApprovalID = back })
	s.agree(t, agreement(t, back, "reversal", f))
	s.approvedBy(t, d.reversed(t, d.put(t, f).want(t, 201), f, up).Approver)
	for code, approval := range map[string]string{"approval-used": id, "approval-unknown": newID()} {
		d.rejects(t, d.next(t, func(b *topUpBody) { b.ApprovalID = approval }), code)
	}
	other := newID()
	mistyped := d.next(t, func(b *topUpBody) { b.ApprovalID = other })
	s.agree(t, agreement(t, other, "topUp", frozen{"top-ups", mistyped.id, mistyped.raw}, func(b *approvalBody) { b.MokID = unknownMokID }))
	d.rejects(t, mistyped, "approval-mismatch")
}
