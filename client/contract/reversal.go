package contract

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// reversal freezes the storno of a posted top-up out of this desk's drawer.
func (d *desk) reversal(up topUp, change ...func(*reversalBody)) frozen {
	body := reversalBody{ID: newID(), TopUpID: up.ID, MokID: up.MokID, Amount: up.Amount, Reason: "wrongAmount",
		DrawerSessionID: d.drawer, Staff: d.staff.Number, Desk: d.name}
	for _, edit := range change {
		edit(&body)
	}
	return frozen{"reversals", body.ID, bytesOf(body)}
}

// reversed holds the answer to a storno that was posted against the top-up.
func (d *desk) reversed(t *testing.T, a answer, f frozen, up topUp) reversal {
	t.Helper()
	var got reversal
	a.into(t, &got)
	if got.State != "posted" || got.ID != f.id || got.TopUpID != up.ID || got.MokID != up.MokID || got.Amount != up.Amount || got.Total != up.Total {
		t.Fatalf("it does not undo the whole of %s\n%v", up.ReceiptNumber, a)
	}
	noCardNumber(t, a)
	return got
}

// find looks a posted top-up up by its receipt number.
func (d *desk) find(t *testing.T, up topUp) foundTopUp {
	t.Helper()
	var found foundTopUp
	d.s.get(t, d.token, "/v1/top-ups", url.Values{"receiptNumber": {up.ReceiptNumber}}.Encode()).want(t, 200).into(t, &found)
	if found.TopUp.ID != up.ID || found.TopUp.Amount != up.Amount || found.TopUp.Desk != up.Desk {
		t.Errorf("asked for %s of %s, told of %s of %s", up.ReceiptNumber, up.Desk, found.TopUp.ID, found.TopUp.Desk)
	}
	return found
}

// findTopUp: a receipt's number or an id is enough, at any desk; what is no posted top-up is not found.
func (s *suite) findTopUp(t *testing.T) {
	s.offered(t, "reversal")
	d, other := s.open(t), s.open(t)
	up := d.posts(t, d.next(t))
	if found := d.find(t, up); found.Offer.Way != "now" || found.Offer.Code != "" || found.Offer.NeedsApproval || found.TopUp.Reversal != nil || found.Correction != nil {
		t.Errorf("a storno at once, in the session that took the cash, is offered as %+v", found.Offer)
	}
	other.find(t, up)
	ask := func(values url.Values, invalid bool) answer {
		return s.send(t, request{method: http.MethodGet, path: "/v1/top-ups", query: values.Encode(), token: d.token, invalid: invalid})
	}
	ask(url.Values{"id": {up.ID}}, false).want(t, 200)
	ask(url.Values{"id": {newID()}}, false).refused(t, 404, "top-up-unknown")
	ask(url.Values{"receiptNumber": {"none-" + s.run}}, false).refused(t, 404, "top-up-unknown")
	for _, bad := range []url.Values{{}, {"id": {up.ID}, "receiptNumber": {up.ReceiptNumber}}, {"id": {"1"}}, {"receiptNumber": {""}}} {
		ask(bad, true).refused(t, 400, "bad-request")
	}
}

// reversals: card and drawer go back to where they were, both lines stay, and the id keeps its bytes and ending.
func (s *suite) reversals(t *testing.T) {
	s.offered(t, "reversal")
	d := s.open(t)
	before := s.balance(t, s.office.Card.MokID)
	w := d.next(t)
	loaded := d.send(t, w).want(t, 201)
	up := s.ended(t, loaded, w, "posted", "")
	f := d.reversal(up)
	if state := d.stateOf(t, f); state != "unseen" {
		t.Errorf("an id that nobody sent is %s", state)
	}
	first := d.put(t, f).want(t, 201)
	got := d.reversed(t, first, f, up)
	if apart := first.date(t).Sub(got.BookedAt).Abs(); apart > slack {
		t.Errorf("bookedAt and Date are %s apart\n%v", apart, first)
	}
	each(t,
		check{"the card and the drawer hold what they held before", func(t *testing.T) {
			if now := s.balance(t, s.office.Card.MokID); now != before || got.BalanceAfter.Amount != before {
				t.Errorf("the card went from %d to %d, the storno says %d", before, now, got.BalanceAfter.Amount)
			}
			if cash := d.cash(t); cash != 0 {
				t.Errorf("the drawer holds %d more than before", cash)
			}
		}},
		check{"the same bytes: 200 and the same JSON; other bytes: 422", func(t *testing.T) {
			same(t, first, d.put(t, f).want(t, 200))
			same(t, first, d.asked(t, f).want(t, 200))
			for old, with := range map[string]string{`"wrongAmount"`: `"double"`, d.drawer: newID(), `"reason"`: ` "reason"`} {
				changed := f
				changed.raw = bytes.Replace(f.raw, []byte(old), []byte(with), 1)
				d.put(t, changed).refused(t, 422, "other-bytes")
			}
		}},
		check{"both lines stay: on the card, in the desk's list, by the receipt", func(t *testing.T) {
			s.bothLines(t, d, up, got)
		}},
		check{"the answer to the top-up stays as it was", func(t *testing.T) {
			same(t, loaded, d.send(t, w).want(t, 200))
			same(t, loaded, s.get(t, d.token, "/v1/top-ups/"+up.ID, "").want(t, 200))
		}},
		check{"another id undoes nothing, and hears by what it was undone", func(t *testing.T) {
			var late reversal
			d.undoRejected(t, d.reversal(up), "already-reversed").into(t, &late)
			if late.ReversedBy != got.ReceiptNumber {
				t.Errorf("told to be undone by %q, it was by %s", late.ReversedBy, got.ReceiptNumber)
			}
		}},
	)
}

// bothLines looks for a top-up and its storno wherever they are shown.
func (s *suite) bothLines(t *testing.T, d *desk, up topUp, undone reversal) {
	t.Helper()
	var lines struct {
		Items []struct {
			Kind, TopUpID, ReceiptNumber, ReversedBy string
			Amount                                   amount
		}
	}
	s.get(t, s.reader(t), "/v1/cards/"+up.MokID+"/transactions", "limit=2").want(t, 200).into(t, &lines)
	if len(lines.Items) < 2 || lines.Items[0].Kind != "reversal" || lines.Items[0].TopUpID != up.ID || lines.Items[0].Amount.Amount != -up.Amount.Amount ||
		lines.Items[0].ReceiptNumber != undone.ReceiptNumber || lines.Items[1].Kind != "topUp" || lines.Items[1].ReversedBy != undone.ReceiptNumber {
		t.Errorf("the card's list begins with %+v", lines.Items)
	}
	var page struct {
		Items []struct {
			ID       string
			Reversal *struct{ ID, ReceiptNumber string }
		}
	}
	s.get(t, d.token, "/v1/desks/"+d.name+"/top-ups", "").want(t, 200).into(t, &page)
	if n := len(page.Items); n == 0 || page.Items[n-1].ID != up.ID || page.Items[n-1].Reversal == nil || page.Items[n-1].Reversal.ID != undone.ID {
		t.Errorf("the desk's list ends with %+v", page.Items)
	}
	if found := d.find(t, up); found.Offer.Way != "none" || found.Offer.Code != "already-reversed" || found.TopUp.Reversal == nil || found.TopUp.Reversal.Total != undone.Total {
		t.Errorf("by its receipt: %+v", found)
	}
}

// reversalRejections: nothing moves, and each has its code.
func (s *suite) reversalRejections(t *testing.T) {
	s.offered(t, "reversal")
	d := s.open(t)
	up := d.posts(t, d.next(t))
	rejected := d.rejects(t, d.next(t, func(b *topUpBody) { b.QuoteID = newID() }), "quote-unknown")
	closed := s.open(t)
	closed.closeDrawer(t, 10000)
	balance, cash := s.balance(t, up.MokID), d.cash(t)
	for name, row := range map[string]struct {
		code   string
		change func(*reversalBody)
	}{
		"no such top-up":              {"top-up-unknown", func(b *reversalBody) { b.TopUpID = newID() }},
		"another amount":              {"top-up-mismatch", func(b *reversalBody) { b.Amount.Amount++ }},
		"another card":                {"top-up-mismatch", func(b *reversalBody) { b.MokID = unknownMokID }},
		"a clerk of nobody's":         {"forbidden-office", func(b *reversalBody) { b.Staff = nobodysNumber }},
		"one that was rejected":       {"top-up-not-posted", func(b *reversalBody) { b.TopUpID, b.Amount = rejected.ID, rejected.Amount }},
		"no such drawer":              {"session-unknown", func(b *reversalBody) { b.DrawerSessionID = newID() }},
		"another desk's drawer":       {"session-not-yours", func(b *reversalBody) { b.Desk = closed.name }},
		"a drawer that is closed":     {"session-closed", func(b *reversalBody) { b.DrawerSessionID, b.Desk = closed.drawer, closed.name }},
		"a stranger's card":           {"approval-required", func(b *reversalBody) { b.Reason = "wrongCard" }},
		"an approval that nobody put": {"approval-unknown", func(b *reversalBody) { b.ApprovalID = newID() }},
	} {
		t.Run(name, func(t *testing.T) { d.undoRejected(t, d.reversal(up, row.change), row.code) })
	}
	if s.balance(t, up.MokID) != balance || d.cash(t) != cash {
		t.Error("a rejection moved money")
	}
	last := d.reversal(up)
	d.reversed(t, d.put(t, last).want(t, 201), last, up) // it was not used up
}

// reversalBodies: what is ill-formed is refused whole, and leaves the id free.
func (s *suite) reversalBodies(t *testing.T) {
	s.offered(t, "reversal")
	d := s.open(t)
	up := d.posts(t, d.next(t))
	f := d.reversal(up)
	for _, bad := range []badBody{
		{"nothing", func(string) string { return "" }},
		{"something behind it", func(good string) string { return good + "{}" }},
		replace("a name nobody knows", `{"id"`, `{"note":"x","id"`),
		replace("a doubled name", `"reason"`, `"reason":"double","reason"`),
		replace("a missing name", `"reason":"wrongAmount",`, ``),
		replace("no such reason", `"wrongAmount"`, `"regret"`),
		replace("an approval that is null", `{"id"`, `{"approvalId":null,"id"`),
		replace("a receipt for a top-up", up.ID, up.ReceiptNumber),
		replace("another id than in the path", f.id, newID()),
	} {
		t.Run(bad.name, func(t *testing.T) {
			s.send(t, request{method: http.MethodPut, path: f.path(), token: d.token, body: []byte(bad.spoil(string(f.raw))), invalid: true}).refused(t, 400, "bad-request")
		})
	}
	if state := d.stateOf(t, f); state != "unseen" {
		t.Errorf("the id is %s", state)
	}
	for _, bad := range []string{"1", strings.ToUpper(f.id)} {
		s.send(t, request{method: http.MethodGet, path: "/v1/reversals/" + bad, token: d.token, invalid: true}).refused(t, 400, "bad-request")
	}
	d.reversed(t, d.put(t, f).want(t, 201), f, up)
}

// reversalInFlight: while one copy is being worked on, the others are told so.
func (s *suite) reversalInFlight(t *testing.T) {
	s.offered(t, "reversal")
	d := s.open(t)
	up := d.posts(t, d.next(t))
	f := d.reversal(up)
	first := s.held(t, "PUT /v1/reversals/{id}", request{method: http.MethodPut, path: f.path(), token: d.token, body: f.raw},
		func() string { return d.stateOf(t, f) }, func() {})
	d.reversed(t, first.want(t, 201), f, up)
	same(t, first, d.put(t, f).want(t, 200))
}

// reversalsAtOnce: two intentions in four copies each, at once: one undoes the top-up, the other hears by what.
func (s *suite) reversalsAtOnce(t *testing.T) {
	s.offered(t, "reversal")
	d := s.open(t)
	before := s.balance(t, s.office.Card.MokID)
	up := d.posts(t, d.next(t))
	writes := []frozen{d.reversal(up), d.reversal(up, func(b *reversalBody) { b.Reason = "double" })}
	answers := s.together(t, 8, func(i int) request {
		f := writes[i%2]
		return request{method: http.MethodPut, path: f.path(), token: d.token, body: f.raw}
	})
	ends := map[string]int{}
	for _, f := range writes {
		var got reversal
		d.put(t, f).want(t, 200).into(t, &got)
		ends[got.State+got.Code]++
	}
	for i, a := range answers {
		if a.status == 409 {
			a.refused(t, 409, "in-flight")
			continue
		}
		same(t, d.put(t, writes[i%2]).want(t, 200), a)
	}
	if ends["posted"] != 1 || ends["rejectedalready-reversed"] != 1 {
		t.Errorf("two stornos of one top-up ended as %v", ends)
	}
	if now := s.balance(t, s.office.Card.MokID); now != before || d.cash(t) != 0 {
		t.Errorf("the card went from %d to %d, the drawer holds %d more", before, now, d.cash(t))
	}
}

// corrections: what no counter can undo has one number, and its state can be asked.
func (s *suite) corrections(t *testing.T) {
	s.offered(t, "reversal")
	d := s.open(t)
	up := d.posts(t, d.next(t))
	d.closeDrawer(t, 10000+up.Total.Amount)
	d.openDrawer(t, 10000)
	if found := d.find(t, up); found.Offer.Way != "correction" || found.Offer.Code != "reversal-window-over" || found.Correction != nil {
		t.Errorf("of a session that is closed: %+v", found)
	}
	balance := s.balance(t, up.MokID)
	var one, two reversal
	d.undoRejected(t, d.reversal(up), "reversal-window-over").into(t, &one)
	d.undoRejected(t, d.reversal(up), "reversal-window-over").into(t, &two)
	if one.CorrectionNumber == "" || one.CorrectionNumber != two.CorrectionNumber {
		t.Fatalf("one top-up has the corrections %q and %q", one.CorrectionNumber, two.CorrectionNumber)
	}
	var c correction
	s.get(t, d.token, "/v1/corrections/"+url.PathEscape(one.CorrectionNumber), "").want(t, 200).into(t, &c)
	if c.Number != one.CorrectionNumber || c.TopUpID != up.ID || c.Amount != up.Amount || c.State != "open" {
		t.Errorf("the correction is %+v", c)
	}
	if found := d.find(t, up); found.Correction == nil || *found.Correction != c {
		t.Errorf("by its receipt: %+v", found.Correction)
	}
	if now := s.balance(t, up.MokID); now != balance || d.cash(t) != 0 {
		t.Errorf("a correction moved the card from %d to %d, the drawer by %d", balance, now, d.cash(t))
	}
	s.get(t, d.token, "/v1/corrections/none-"+s.run, "").refused(t, 404, "correction-unknown")
}
