package paper

import (
	"fmt"
	"regexp"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// Receipt is the customer's proof of a posted top-up (potrdilo o polnitvi kartice). Only what the office has
// answered as posted goes on one.
type Receipt struct {
	Number       string    // the office's number of the receipt
	BookedAt     time.Time // by the office's clock, in its zone
	Office       string    // as the office names itself; any length
	Desk         string
	Staff        string // the clerk's alias, never a name
	MokID        string // nine digits
	PANLast4     string // four digits, or empty
	Amount       money.Amount
	Fee          money.Amount
	Total        money.Amount // Amount + Fee
	Tendered     money.Amount
	Change       money.Amount  // Tendered − Total
	BalanceAfter *money.Amount // nil where the office does not tell
	Reference    string        // of the card at the office's account, as printed; empty: none is known
	TopUpID      string        // the id of the write
	Lang         string        // "sl" or "en", the customer's choice
	Training     bool          // stamps the paper VADNI PRIMER
	Copy         int           // 0 is the first print; n is marked KOPIJA n
}

var lastFour = regexp.MustCompile(`^([0-9]{4})?$`)

func (r Receipt) common() common {
	return commonOf("paper.receipt.title", r.Lang, r.BookedAt, r.Training, r.Copy)
}

// check refuses a receipt that would say something untrue. Its errors name fields, not values.
func (r Receipt) check() error {
	total, err := r.Amount.Add(r.Fee)
	if err != nil || total != r.Total {
		return fmt.Errorf("%w: amount and fee are not the total", ErrInvalid)
	}
	change, err := r.Tendered.Sub(r.Total)
	if err != nil || change != r.Change || change.Cents < 0 {
		return fmt.Errorf("%w: tendered less total is not the change", ErrInvalid)
	}
	switch {
	case r.Amount.Cents <= 0 || r.Fee.Cents < 0:
		return fmt.Errorf("%w: amount", ErrInvalid)
	case r.Number == "" || r.TopUpID == "" || r.Office == "":
		return fmt.Errorf("%w: number, id or office is missing", ErrInvalid)
	case r.BookedAt.IsZero():
		return fmt.Errorf("%w: time is missing", ErrInvalid)
	case !lastFour.MatchString(r.PANLast4):
		return fmt.Errorf("%w: card", ErrInvalid)
	}
	return checkCard(r.MokID, r.Copy)
}

func (r Receipt) draw(s *slip) {
	s.head(s.say("receipt.title"))
	s.field("receipt.number", r.Number)
	s.field("slip.at", s.words.DateTime(r.BookedAt))
	s.field("slip.office", r.Office)
	s.field("slip.desk", r.Desk)
	s.field("slip.staff", r.Staff)
	s.Rule(0.4)
	s.Row(plain, strong, s.say("slip.mokId"), inThrees(r.MokID))
	if r.PANLast4 != "" {
		s.field("slip.card", "••••\u00a0"+r.PANLast4)
	}
	s.field("slip.reference", r.Reference)
	s.Rule(0.4)
	r.sums(s)
	s.Gap(2.6)
	wide := s.Width() > 80
	foot := func() { s.foot(0.6, small, s.say("receipt.portal"), s.say("receipt.lost")) }
	if wide {
		s.before(s.numberCode(r.Number), foot)
	} else {
		foot()
		s.Gap(2.4)
		s.beside(s.numberCode(r.Number), func() { s.Row(tiny, tiny, s.say("receipt.number"), r.Number) })
	}
	s.Gap(1.6)
	s.Row(tiny, tiny, s.say("receipt.id"), r.TopUpID)
	s.Gap(1.4)
	s.trainingBar()
}

func (r Receipt) sums(s *slip) {
	s.amount(large, "receipt.amount", r.Amount)
	s.Para(small, ink.ToRight, s.say("slip.inWords", text.Values{"Words": r.Amount.Words(s.words.Code())}))
	s.Gap(0.8)
	s.amount(plain, "receipt.fee", r.Fee)
	s.amount(strong, "receipt.total", r.Total)
	s.amount(plain, "receipt.tendered", r.Tendered)
	s.amount(plain, "receipt.change", r.Change)
	if r.BalanceAfter != nil {
		s.Gap(1.6)
		s.Framed(0.8, func() { s.amount(large, "receipt.balance", *r.BalanceAfter) })
	}
}
