package paper

import (
	"fmt"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// CashReceived is what a customer gets while nobody knows whether the top-up was posted (potrdilo o prejemu gotovine):
// it says that the desk holds the cash, and that the outcome is not known. It is no receipt of a top-up.
type CashReceived struct {
	ShortID  string // of the top-up, by which the counter finds it again
	At       time.Time
	Office   string
	Desk     string
	Staff    string       // the clerk's alias, never a name
	MokID    string       // nine digits
	Amount   money.Amount // the cash that the desk holds: the top-up and its fee, the change already given
	Lang     string
	Training bool
	Copy     int
}

func (c CashReceived) common() common {
	return commonOf("paper.cash.title", c.Lang, c.At, c.Training, c.Copy)
}

func (c CashReceived) check() error {
	switch {
	case c.Amount.Cents <= 0 || c.Amount.Currency == "":
		return fmt.Errorf("%w: amount", ErrInvalid)
	case c.ShortID == "" || c.Office == "" || c.At.IsZero():
		return fmt.Errorf("%w: id, office or time is missing", ErrInvalid)
	}
	return checkCard(c.MokID, c.Copy)
}

func (c CashReceived) draw(s *slip) {
	s.head(s.say("cash.title"))
	s.field("slip.at", s.words.DateTime(c.At))
	s.field("slip.office", c.Office)
	s.field("slip.desk", c.Desk)
	s.field("slip.staff", c.Staff)
	s.field("slip.mokId", inThrees(c.MokID))
	s.Rule(0.4)
	s.amount(large, "cash.amount", c.Amount)
	s.Para(small, ink.ToRight, s.say("slip.inWords", text.Values{"Words": c.Amount.Words(s.words.Code())}))
	s.Row(strong, large, s.say("cash.id"), c.ShortID)
	s.Gap(1.6)
	s.Framed(1, func() {
		s.Para(ink.Style{Face: ink.SansBold, Size: 11}, ink.ToLeft, s.say("cash.unknown.title"))
		s.Gap(0.6)
		s.Para(plain, ink.ToLeft, s.say("cash.unknown.text"))
	})
	s.Gap(1.6)
	s.Para(small, ink.ToLeft, s.say("cash.keep"))
	s.signatures(s.say("cash.signature"))
	s.Gap(1.4)
	s.trainingBar()
}
