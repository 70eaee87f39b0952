package paper

import (
	"fmt"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// Movement is the slip that goes with cash between a drawer and the safe (odvod gotovine, dotacija blagajni), with lines for two
// signatures.
type Movement struct {
	Number  string // of the movement, without gaps per office
	At      time.Time
	Office  string
	Desk    string
	Staff   string       // the clerk's alias, never a name
	Into    bool         // into the drawer; else to the safe
	Amount  money.Amount // above zero
	Reason  string       // a code of the contract; "" leaves no line
	Session string       // the drawer session's id

	Lang     string
	Training bool
	Copy     int
}

// titleKey and amountKey say which way the cash goes.
func (m Movement) titleKey() string {
	if m.Into {
		return "movement.title.in"
	}
	return "movement.title.out"
}

func (m Movement) amountKey() string {
	if m.Into {
		return "movement.amount.in"
	}
	return "movement.amount.out"
}

func (m Movement) common() common {
	return commonOf("paper."+m.titleKey(), m.Lang, m.At, m.Training, m.Copy)
}

func (m Movement) check() error {
	switch {
	case m.Amount.Cents <= 0 || m.Amount.Currency == "":
		return fmt.Errorf("%w: amount", ErrInvalid)
	case m.Number == "" || m.Session == "" || m.Office == "" || m.Staff == "" || m.At.IsZero():
		return fmt.Errorf("%w: number, session, office, clerk or time is missing", ErrInvalid)
	case m.Copy < 0:
		return fmt.Errorf("%w: copy", ErrInvalid)
	}
	return nil
}

func (m Movement) draw(s *slip) {
	s.head(s.say(m.titleKey()))
	s.Row(plain, strong, s.say("movement.number"), m.Number)
	s.field("slip.at", s.words.DateTime(m.At))
	s.field("drawer.office", m.Office)
	s.field("slip.desk", m.Desk)
	s.field("drawer.clerk", m.Staff)
	if m.Reason != "" {
		s.field("movement.reason", s.words.Say("movement.reason."+m.Reason))
	}
	s.Rule(0.4)
	s.Framed(0.8, func() { s.amount(large, m.amountKey(), m.Amount) })
	s.Para(small, ink.ToRight, s.say("slip.inWords", text.Values{"Words": m.Amount.Words(s.words.Code())}))
	s.signatures(s.say("drawer.handedOver"), s.say("drawer.takenOver"))
	s.Gap(2)
	s.Row(tiny, tiny, s.say("drawer.session"), m.Session)
	s.Gap(1.4)
	s.trainingBar()
}
