package contract

import (
	"net/http"
	"strings"
	"testing"
)

func topupParts() []part {
	return []part{
		{"TopUp", (*suite).topUps},
		{"TopUpReplay", (*suite).topUpReplay},
		{"TopUpRejections", (*suite).topUpRejections},
		{"TopUpRejectedOnceRejectedForEver", (*suite).rejectedForEver},
		{"TopUpLimit", (*suite).topUpLimit},
		{"TopUpAsk", (*suite).topUpAsk},
		{"Transactions", (*suite).transactions},
	}
}

// topUps: card up by the amount, drawer up by the total, whatever notes were given.
func (s *suite) topUps(t *testing.T) {
	d, mokID := s.open(t), s.office.Card.MokID
	before := s.balance(t, mokID)
	w := d.next(t, func(b *topUpBody) { b.Tendered = eur(b.Tendered.Amount + 1234) })
	got := d.posts(t, w)
	if got.Total.Amount != w.body.Amount.Amount+got.Fee.Amount || got.Tendered != w.body.Tendered || got.Change != eur(1234) {
		t.Errorf("total, tendered or change do not add up: %+v", got)
	}
	if got.Staff != w.body.Staff || got.DrawerSessionID != w.body.DrawerSessionID || got.Seq != 1 || got.Gap {
		t.Errorf("not what was sent, or a gap at a desk's first: %+v", got)
	}
	if got.BalanceAfter.Amount != before+got.Amount.Amount {
		t.Errorf("balanceAfter is %d, not %d + %d", got.BalanceAfter.Amount, before, got.Amount.Amount)
	}
	if now := s.balance(t, mokID); now != got.BalanceAfter.Amount {
		t.Errorf("the card holds %d, the answer said %d", now, got.BalanceAfter.Amount)
	}
	now := d.now(t)
	if now.Session.Total.Amount != d.float+got.Total.Amount || now.Session.TopUps != 1 {
		t.Errorf("the drawer holds %d with %d top-ups, not float %d + total %d: it moves by the total, not by the notes given",
			now.Session.Total.Amount, now.Session.TopUps, d.float, got.Total.Amount)
	}
	if next := d.posts(t, d.next(t)); next.ReceiptNumber == got.ReceiptNumber || next.Gap || next.Seq != 2 {
		t.Errorf("the second top-up shares the receipt number or has a gap: %+v", next)
	}
}

// topUpReplay: the same bytes get the same answer and move nothing; other bytes are an alarm.
func (s *suite) topUpReplay(t *testing.T) {
	d, mokID := s.open(t), s.office.Card.MokID
	w := d.next(t)
	first := d.send(t, w).want(t, 201)
	s.ended(t, first, w, "posted", "")
	held, cash := s.balance(t, mokID), d.cash(t)
	still := func(t *testing.T) {
		t.Helper()
		if b, c := s.balance(t, mokID), d.cash(t); b != held || c != cash {
			t.Errorf("the card went from %d to %d, the drawer from %d to %d", held, b, cash, c)
		}
	}
	each(t,
		check{"the same bytes: 200 and the same JSON", func(t *testing.T) {
			for range 3 {
				same(t, first, d.send(t, w).want(t, 200))
			}
			still(t)
		}},
		check{"the same content in other bytes is other bytes", func(t *testing.T) {
			spaced := w
			spaced.raw = append([]byte(" "), w.raw...)
			d.send(t, spaced).refused(t, 422, "other-bytes")
			still(t)
		}},
		check{"any other field is other bytes", func(t *testing.T) {
			for name, edit := range otherBytes() {
				changed := w.body
				edit(&changed)
				a := s.put(t, d.token, "/v1/top-ups/"+w.id, bytesOf(changed))
				if a.status != 422 {
					t.Errorf("another %s: want 422\n%v", name, a)
				}
			}
			still(t)
		}},
		check{"and then the same bytes again", func(t *testing.T) {
			same(t, first, d.send(t, w).want(t, 200))
			still(t)
		}},
	)
}

// otherBytes are changes of one field each, all well-formed.
func otherBytes() map[string]func(*topUpBody) {
	return map[string]func(*topUpBody){
		"amount":          func(b *topUpBody) { b.Amount.Amount++ },
		"card":            func(b *topUpBody) { b.MokID = unknownMokID },
		"quote":           func(b *topUpBody) { b.QuoteID = newID() },
		"drawer session":  func(b *topUpBody) { b.DrawerSessionID = newID() },
		"clerk":           func(b *topUpBody) { b.Staff = "99999999" },
		"desk":            func(b *topUpBody) { b.Desk += "x" },
		"seq":             func(b *topUpBody) { b.Seq++ },
		"prev":            func(b *topUpBody) { b.Prev = strings.Repeat("0", 64) },
		"cash":            func(b *topUpBody) { b.Tendered.Amount++ },
		"payer, put once": func(b *topUpBody) { b.PayerID = newID() },
	}
}

// rejection is a way to be refused: the change to a good top-up, and the code.
type rejection struct {
	name, code string
	change     func(*topUpBody)
}

// topUpRejections: a refusal is no error status, moves nothing, and consumes no quote.
func (s *suite) topUpRejections(t *testing.T) {
	d, other := s.open(t), s.open(t)
	closed := s.open(t)
	closed.closeDrawer(t, closed.float)
	table := []rejection{
		{"no such card", "card-not-found", func(b *topUpBody) { b.MokID = unknownMokID }},
		{"no such session", "session-unknown", func(b *topUpBody) { b.DrawerSessionID = newID() }},
		{"another desk's session", "session-not-yours", func(b *topUpBody) { b.DrawerSessionID = other.drawer }},
		{"no such quote", "quote-unknown", func(b *topUpBody) { b.QuoteID = newID() }},
		{"another amount than quoted", "quote-mismatch", func(b *topUpBody) { b.Amount.Amount++; b.Tendered.Amount++ }},
		{"too little cash", "tendered-too-small", func(b *topUpBody) { b.Tendered.Amount-- }},
	}
	if s.rules.Min < 2 {
		table = table[:len(table)-1] // a cent less than a cent is not well-formed
	}
	if card := s.office.OtherCard; card.MokID != "" {
		table = append(table, rejection{"another card than quoted", "quote-mismatch", func(b *topUpBody) { b.MokID = card.MokID }})
	}
	if second := s.office.Second; second.Number != "" {
		table = append(table, rejection{"another clerk's session", "session-not-yours", func(b *topUpBody) { b.Staff = second.Number }})
	}
	balance := s.balance(t, s.office.Card.MokID)
	q := d.quote(t, s.office.Card, s.rules.Min)
	for _, r := range table {
		t.Run(r.name, func(t *testing.T) {
			w := d.write(q, r.change)
			first := d.send(t, w).want(t, 201)
			s.ended(t, first, w, "rejected", r.code)
			same(t, first, d.send(t, w).want(t, 200))
			if got := d.ask(t, w.id); got.State != "rejected" || got.Code != r.code {
				t.Errorf("asked by id it is %s %s", got.State, got.Code)
			}
		})
	}
	t.Run("a session that was closed before", func(t *testing.T) {
		closed.rejects(t, closed.write(closed.quote(t, s.office.Card, s.rules.Min)), "session-closed")
	})
	t.Run("nothing moved, and the quote still serves", func(t *testing.T) {
		if now := s.balance(t, s.office.Card.MokID); now != balance {
			t.Errorf("rejections moved the card from %d to %d", balance, now)
		}
		if cash := d.cash(t); cash != 0 {
			t.Errorf("rejections moved the drawer by %d", cash)
		}
		d.posts(t, d.write(q))
	})
	t.Run("a quote that another id has posted on", func(t *testing.T) {
		cash := d.cash(t)
		d.rejects(t, d.write(q), "quote-mismatch")
		if now := d.cash(t); now != cash {
			t.Errorf("the second use of a quote moved the drawer by %d", now-cash)
		}
	})
}

// rejectedForEver: who heard "rejected" may have given the cash back, so it stays so when the reason has gone.
func (s *suite) rejectedForEver(t *testing.T) {
	d := s.desk(t, s.office.Clerk)
	d.drawer = newID() // not opened yet
	w := d.next(t)
	first := d.send(t, w).want(t, 201)
	s.ended(t, first, w, "rejected", "session-unknown")
	body := bytesOf(openingBody{d.drawer, d.name, d.staff.Number, eur(0)})
	s.put(t, d.token, "/v1/drawer-sessions/"+d.drawer, body).want(t, 201)
	same(t, first, d.send(t, w).want(t, 200))
	if cash := d.cash(t); cash != 0 {
		t.Errorf("the rejected top-up moved the drawer by %d", cash)
	}
	d.posts(t, d.write(quote{QuoteID: w.body.QuoteID, MokID: w.body.MokID, Amount: w.body.Amount, Total: w.body.Tendered})) // a new id may
}

// topUpLimit: limits are judged when the write arrives, not when it was quoted.
func (s *suite) topUpLimit(t *testing.T) {
	c := s.office.NearLimit
	s.needs(t, c.MokID != "", "a card near its limit")
	one, two := s.open(t), s.open(t)
	proof := one.match(t, c)
	left := one.tryQuote(t, c.MokID, 100*s.rules.Min, proof).refused(t, 409, "limit-exceeded").LimitLeft.Amount
	first, second := one.quote(t, c, left), two.quote(t, c, left)
	one.posts(t, one.write(first))
	two.rejects(t, two.write(second), "limit-exceeded")
	if cash := two.cash(t); cash != 0 {
		t.Errorf("a top-up over the limit moved the drawer by %d", cash)
	}
	full := one.tryQuote(t, c.MokID, s.rules.Min, proof).refused(t, 409, "limit-exceeded")
	if full.LimitLeft.Amount != 0 {
		t.Errorf("limitLeft of a full card is %d", full.LimitLeft.Amount)
	}
}

// topUpAsk: asking is always 200; it tells the ending, or that there is none.
func (s *suite) topUpAsk(t *testing.T) {
	d := s.open(t)
	id := newID()
	for range 2 {
		if got := d.ask(t, id); got.State != "unseen" || got.ID != id {
			t.Errorf("an id that nobody sent is %s (%s)", got.State, got.ID)
		}
	}
	w := d.next(t)
	first := d.send(t, w).want(t, 201)
	same(t, first, s.get(t, d.token, "/v1/top-ups/"+w.id, "").want(t, 200))
	for _, bad := range []string{"1", strings.ToUpper(w.id), w.id + "0", "00000000000000000000000000000000"} {
		s.send(t, request{method: http.MethodGet, path: "/v1/top-ups/" + bad, token: d.token, invalid: true}).refused(t, 400, "bad-request")
	}
}
