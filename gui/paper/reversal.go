package paper

import (
	"fmt"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// Reversal is the slip of a top-up that was undone (storno polnitve): the customer signs for the cash. Only what the office has answered
// as posted goes on one.
type Reversal struct {
	Number       string    // the office's number of this slip
	Of           string    // of the top-up's receipt; empty: it isn't known any more
	BookedAt     time.Time // by the office's clock, in its zone
	Office       string
	Desk         string
	Staff        string // the clerk's alias, never a name
	Approver     string // the second person's alias, or the number where only that is known; empty: none is known
	MokID        string // nine digits
	Amount       money.Amount
	Fee          money.Amount
	Total        money.Amount // Amount + Fee: the cash that was handed out
	BalanceAfter money.Amount // may be below zero
	ReversalID   string
	Lang         string
	Training     bool
	Copy         int
}

func (r Reversal) common() common {
	return commonOf("paper.reversal.title", r.Lang, r.BookedAt, r.Training, r.Copy)
}

func (r Reversal) check() error {
	total, err := r.Amount.Add(r.Fee)
	switch {
	case err != nil || total != r.Total:
		return fmt.Errorf("%w: amount and fee are not the total", ErrInvalid)
	case r.Amount.Cents <= 0 || r.Fee.Cents < 0 || r.BalanceAfter.Currency == "":
		return fmt.Errorf("%w: amount", ErrInvalid)
	case r.Number == "" || r.ReversalID == "" || r.Office == "" || r.BookedAt.IsZero():
		return fmt.Errorf("%w: number, id, office or time is missing", ErrInvalid)
	}
	return checkCard(r.MokID, r.Copy)
}

func (r Reversal) draw(s *slip) {
	s.head(s.say("reversal.title"))
	s.field("reversal.number", r.Number)
	s.field("reversal.of", r.Of)
	s.field("slip.at", s.words.DateTime(r.BookedAt))
	s.field("reversal.office", r.Office)
	s.field("slip.desk", r.Desk)
	s.field("slip.staff", r.Staff)
	s.field("reversal.approver", r.Approver)
	s.Row(plain, strong, s.say("slip.mokId"), inThrees(r.MokID))
	s.Rule(0.4)
	s.amount(plain, "reversal.amount", r.Amount)
	s.amount(plain, "reversal.fee", r.Fee)
	s.amount(large, "reversal.total", r.Total)
	s.Para(small, ink.ToRight, s.say("slip.inWords", text.Values{"Words": r.Total.Words(s.words.Code())}))
	s.Gap(0.8)
	s.amount(plain, "reversal.balance", r.BalanceAfter)
	s.Gap(1.6)
	s.Para(small, ink.ToLeft, s.say("reversal.keep"))
	s.signatures(s.say("reversal.customer"), s.say("reversal.clerk"))
	s.Gap(1.4)
	s.Row(tiny, tiny, s.say("reversal.id"), r.ReversalID)
	s.Gap(1.4)
	s.trainingBar()
}

// Correction is what a customer gets whose top-up can't be undone at the counter (zahtevek za popravek): the bank will correct it under a
// number. It says that no cash was handed out.
type Correction struct {
	Number   string // under which the bank corrects it
	Of       string // of the top-up's receipt; empty: it isn't known any more
	At       time.Time
	Office   string
	Desk     string
	Staff    string // the clerk's alias, never a name
	MokID    string // nine digits
	Amount   money.Amount
	Lang     string
	Training bool
	Copy     int
}

func (c Correction) common() common {
	return commonOf("paper.correction.title", c.Lang, c.At, c.Training, c.Copy)
}

func (c Correction) check() error {
	switch {
	case c.Amount.Cents <= 0 || c.Amount.Currency == "":
		return fmt.Errorf("%w: amount", ErrInvalid)
	case c.Number == "" || c.Office == "" || c.At.IsZero():
		return fmt.Errorf("%w: number, office or time is missing", ErrInvalid)
	}
	return checkCard(c.MokID, c.Copy)
}

func (c Correction) draw(s *slip) {
	s.head(s.say("correction.title"))
	s.Row(strong, large, s.say("correction.number"), c.Number)
	s.field("reversal.of", c.Of)
	s.field("slip.at", s.words.DateTime(c.At))
	s.field("drawer.office", c.Office)
	s.field("slip.desk", c.Desk)
	s.field("slip.staff", c.Staff)
	s.field("slip.mokId", inThrees(c.MokID))
	s.Rule(0.4)
	s.amount(large, "reversal.amount", c.Amount)
	s.Gap(1.6)
	s.Framed(1, func() {
		s.Para(strong, ink.ToLeft, s.say("correction.no-cash"))
		s.Gap(0.6)
		s.Para(plain, ink.ToLeft, s.say("correction.text"))
	})
	s.Gap(1.6)
	s.signatures(s.say("cash.signature"))
	s.Gap(1.4)
	s.trainingBar()
}
