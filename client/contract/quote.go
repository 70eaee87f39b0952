package contract

import (
	"net/http"
	"slices"
	"testing"
	"time"
)

func quoteParts() []part {
	return []part{
		{"Quote", (*suite).quotes},
		{"QuoteLimit", (*suite).quoteLimit},
		{"QuoteUnloadable", (*suite).quoteUnloadable},
		{"QuoteWarnings", (*suite).quoteWarnings},
		{"QuoteFee", (*suite).quoteFee},
		{"QuoteNeedsPayer", (*suite).quoteNeedsPayer},
	}
}

func (s *suite) quotes(t *testing.T) {
	d, c := s.desk(t, s.office.Clerk), s.office.Card
	proof := d.match(t, c)
	each(t,
		check{"it says what the top-up costs and leaves, and moves nothing", func(t *testing.T) {
			before := s.balance(t, c.MokID)
			a := d.tryQuote(t, c.MokID, s.rules.Min, proof).want(t, 201)
			var q quote
			a.into(t, &q)
			if q.MokID != c.MokID || q.Amount != eur(s.rules.Min) {
				t.Errorf("another card or amount\n%v", a)
			}
			if q.Total.Amount != q.Amount.Amount+q.Fee.Amount {
				t.Errorf("total is not amount + fee\n%v", a)
			}
			if q.BalanceAfter.Amount != before+q.Amount.Amount {
				t.Errorf("balanceAfter is not %d + amount\n%v", before, a)
			}
			if life := q.ExpiresAt.Sub(a.date(t)); (life - 10*time.Minute).Abs() > slack {
				t.Errorf("the quote lives for %s, not ten minutes\n%v", life, a)
			}
			if after := s.balance(t, c.MokID); after != before {
				t.Errorf("a quote moved the balance from %d to %d", before, after)
			}
		}},
		check{"what is left is counted before this top-up", func(t *testing.T) {
			one, two := d.quote(t, c, s.rules.Min), d.quote(t, c, s.rules.Min+1)
			if one.LimitsLeft != two.LimitsLeft {
				t.Errorf("limitsLeft depends on the amount asked: %+v and %+v", one.LimitsLeft, two.LimitsLeft)
			}
		}},
		check{"a proof serves for several quotes, each has an id of its own", func(t *testing.T) {
			var one, two quote
			d.tryQuote(t, c.MokID, s.rules.Min, proof).want(t, 201).into(t, &one)
			d.tryQuote(t, c.MokID, s.rules.Min, proof).want(t, 201).into(t, &two)
			if one.QuoteID == two.QuoteID {
				t.Error("two quotes share an id")
			}
		}},
		check{"without a proof of this card: match-required", func(t *testing.T) {
			d.tryQuote(t, c.MokID, s.rules.Min, "").refused(t, 409, "match-required")
			d.tryQuote(t, c.MokID, s.rules.Min, newID()).refused(t, 409, "match-required")
			if other := s.office.OtherCard; other.MokID != "" {
				d.tryQuote(t, other.MokID, s.rules.Min, proof).refused(t, 409, "match-required")
			}
		}},
		check{"below the smallest: amount-too-small", func(t *testing.T) {
			if s.rules.Min > 1 {
				d.tryQuote(t, c.MokID, s.rules.Min-1, proof).refused(t, 409, "amount-too-small")
			}
		}},
		check{"an old proof: match-required", func(t *testing.T) {
			s.needs(t, s.office.Advance != nil, "a clock that can be moved")
			old := d.match(t, c)
			s.office.Advance(15*time.Minute + time.Second)
			d.tryQuote(t, c.MokID, s.rules.Min, old).refused(t, 409, "match-required")
		}},
		check{"no amount, a negative one, none above zero is 400", func(t *testing.T) {
			for _, bad := range []string{`{}`, `{"matchId":"` + proof + `"}`, `{"amount":{"amount":0,"currency":"EUR"},"matchId":"` + proof + `"}`,
				`{"amount":{"amount":-100,"currency":"EUR"},"matchId":"` + proof + `"}`} {
				s.send(t, request{method: http.MethodPost, path: "/v1/cards/" + c.MokID + "/top-up-quotes", token: d.token,
					body: []byte(bad), invalid: true}).refused(t, 400, "bad-request")
			}
		}},
	)
}

// quoteLimit: above a limit the office says how much would be allowed, and that much is.
func (s *suite) quoteLimit(t *testing.T) {
	d, c := s.desk(t, s.office.Clerk), s.office.Card
	proof := d.match(t, c)
	p := d.tryQuote(t, c.MokID, s.rules.Max+1, proof).refused(t, 409, "limit-exceeded")
	if p.LimitLeft.Amount > s.rules.Max {
		t.Fatalf("limitLeft %d is above the largest top-up %d", p.LimitLeft.Amount, s.rules.Max)
	}
	if p.LimitLeft.Amount >= s.rules.Min {
		d.tryQuote(t, c.MokID, p.LimitLeft.Amount, proof).want(t, 201)
	}
	near := s.office.NearLimit
	if near.MokID == "" {
		return
	}
	proof = d.match(t, near)
	left := d.tryQuote(t, near.MokID, 100*s.rules.Min, proof).refused(t, 409, "limit-exceeded").LimitLeft.Amount
	d.tryQuote(t, near.MokID, left+1, proof).refused(t, 409, "limit-exceeded")
	var q quote
	d.tryQuote(t, near.MokID, left, proof).want(t, 201).into(t, &q)
	if smallest := min(q.LimitsLeft.Balance.Amount, q.LimitsLeft.Day.Amount, q.LimitsLeft.Month.Amount, s.rules.Max); smallest != left {
		t.Errorf("limitLeft was %d, the quote's limitsLeft allow %d", left, smallest)
	}
}

func (s *suite) quoteUnloadable(t *testing.T) {
	c := s.office.Unloadable
	s.needs(t, c.Last6 != "", "a card that cannot be loaded (-card-unloadable)")
	d := s.desk(t, s.office.Clerk)
	d.tryQuote(t, c.MokID, s.rules.Min, d.match(t, c)).refused(t, 409, "card-not-loadable")
}

// quoteWarnings: another desk's open quote and a like top-up are told, and forbid nothing.
func (s *suite) quoteWarnings(t *testing.T) {
	c, cents := s.office.Card, s.rules.Min+7
	one, two := s.open(t), s.desk(t, s.office.Clerk)
	open := one.quote(t, c, cents)
	warned := two.quote(t, c, s.rules.Min)
	if w := warned.OtherOpenQuote; w == nil || w.Desk != one.name || w.Amount != eur(cents) {
		t.Fatalf("desk %s is not told of the open quote of desk %s: %+v", two.name, one.name, w)
	}
	if w := one.quote(t, c, s.rules.Min).OtherOpenQuote; w != nil && w.Desk == one.name {
		t.Error("a desk is warned of its own quote")
	}
	paid := one.posts(t, one.write(open))
	if w := one.quote(t, c, cents).Similar; w == nil || w.ReceiptNumber != paid.ReceiptNumber || w.Amount != paid.Amount {
		t.Errorf("the like top-up %s is not told: %+v", paid.ReceiptNumber, w)
	}
	if w := one.quote(t, c, cents+1).Similar; w != nil && w.ReceiptNumber == paid.ReceiptNumber {
		t.Error("a top-up of another amount is called similar")
	}
	if s.office.Advance == nil {
		return
	}
	s.office.Advance(15*time.Minute + time.Second)
	if w := one.quote(t, c, cents); w.Similar != nil || w.OtherOpenQuote != nil {
		t.Errorf("a quarter of an hour later it still warns: %+v %+v", w.Similar, w.OtherOpenQuote)
	}
}

// quoteFee: a fee is paid in cash on top; the card gets the amount, the drawer the total.
func (s *suite) quoteFee(t *testing.T) {
	c := s.office.FeeCard
	s.needs(t, c.MokID != "", "a card with a fee")
	d := s.open(t)
	before := s.balance(t, c.MokID)
	q := d.quote(t, c, s.rules.Min)
	if q.Fee.Amount < 1 || q.Total.Amount != q.Amount.Amount+q.Fee.Amount {
		t.Fatalf("fee %d, total %d for %d", q.Fee.Amount, q.Total.Amount, q.Amount.Amount)
	}
	short := d.rejects(t, d.write(q, func(b *topUpBody) { b.Tendered = q.Amount }), "tendered-too-small")
	if short.ReceiptNumber != "" || d.cash(t) != 0 {
		t.Error("a top-up paid without its fee moved the drawer")
	}
	got := d.posts(t, d.write(q, func(b *topUpBody) { b.Tendered = eur(q.Total.Amount + 50) }))
	if got.Fee != q.Fee || got.Total != q.Total || got.Change != eur(50) {
		t.Errorf("fee, total or change do not fit the quote: %+v", got)
	}
	if now := s.balance(t, c.MokID); now != before+q.Amount.Amount {
		t.Errorf("the card went from %d to %d, not up by %d", before, now, q.Amount.Amount)
	}
	if cash := d.cash(t); cash != q.Total.Amount {
		t.Errorf("the drawer went up by %d, not by the total %d", cash, q.Total.Amount)
	}
}

// quoteNeedsPayer: what the quote requires must be there, and is judged with the write.
func (s *suite) quoteNeedsPayer(t *testing.T) {
	cents := s.office.PayerFrom
	s.needs(t, cents > 0, "an amount that needs a payer")
	d, c := s.open(t), s.office.Card
	q := d.quote(t, c, cents)
	if !slices.Contains(q.Required, "payerName") {
		t.Fatalf("a quote for %d cents requires %v", cents, q.Required)
	}
	d.rejects(t, d.write(q), "payer-required")
	d.rejects(t, d.write(q, func(b *topUpBody) { b.PayerID = newID() }), "person-unknown")
	payer := personBody{ID: newID(), Role: "payer", Name: "Žužemberška Ćirila-Đurđa", Document: &document{"identityCard", "41X"}}
	s.put(t, d.token, "/v1/persons/"+payer.ID, bytesOf(payer)).want(t, 201)
	d.posts(t, d.write(q, func(b *topUpBody) { b.PayerID = payer.ID }))
}
