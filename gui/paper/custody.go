package paper

import (
	"fmt"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// Custody is the record of a drawer that passed into other hands (zapisnik o predaji blagajne), with lines for two signatures. It says
// honestly who counted, for whom, and why.
type Custody struct {
	Kind       string // of the contract: handOver, takeOver, forcedClose
	Number     string // of the close, without gaps per office
	At         time.Time
	Office     string
	Desk       string // of the drawer
	From       string // the number of its clerk
	To         string // who goes on with the cash; "" after a forced close
	Maker      string
	Second     string // the second person
	Reason     string // a code of the contract; "" leaves no line
	Counted    money.Amount
	Expected   money.Amount
	Difference money.Amount
	Session    string // that ended

	Lang     string
	Training bool
	Copy     int
}

func (c Custody) common() common {
	return commonOf("paper.custody.title."+c.Kind, c.Lang, c.At, c.Training, c.Copy)
}

func (c Custody) check() error {
	difference, err := c.Counted.Sub(c.Expected)
	switch {
	case c.Counted.Currency == "" || c.Counted.Cents < 0 || err != nil || difference != c.Difference:
		return fmt.Errorf("%w: amount", ErrInvalid)
	case c.Number == "" || c.Session == "" || c.Office == "" || c.From == "" || c.Maker == "" || c.Second == "" || c.At.IsZero():
		return fmt.Errorf("%w: number, session, office, people or time is missing", ErrInvalid)
	case c.Kind == "" || (c.To == "") != (c.Kind == "forcedClose") || c.Copy < 0:
		return fmt.Errorf("%w: kind or copy", ErrInvalid)
	}
	return nil
}

func (c Custody) draw(s *slip) {
	s.head(s.say("custody.title." + c.Kind))
	s.Row(plain, strong, s.say("drawer.number"), c.Number)
	s.field("slip.at", s.words.DateTime(c.At))
	s.field("drawer.office", c.Office)
	s.field("slip.desk", c.Desk)
	s.field("custody.from", c.From)
	s.field("custody.maker", c.Maker)
	s.field("custody.second", c.Second)
	if c.To != "" {
		s.field("custody.to", c.To)
	}
	if c.Reason != "" {
		s.field("movement.reason", s.say("custody.reason."+c.Reason))
	}
	s.Rule(0.4)
	s.Framed(0.8, func() { s.amount(large, "custody.counted", c.Counted) })
	s.Para(small, ink.ToRight, s.say("slip.inWords", text.Values{"Words": c.Counted.Words(s.words.Code())}))
	s.amount(plain, "drawer.expected", c.Expected)
	s.amount(strong, DrawerClose{Difference: c.Difference}.differenceKey(), c.Difference)
	s.signatures(s.say("custody.signs.maker"), s.say("custody.signs.second"))
	s.Gap(2)
	s.Row(tiny, tiny, s.say("drawer.session"), c.Session)
	s.Gap(1.4)
	s.trainingBar()
}
