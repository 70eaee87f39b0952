package paper

import (
	"fmt"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// ReportLine is how many, and their sum, which may be below zero.
type ReportLine struct {
	Count int
	Sum   money.Amount
}

// Ended is the honest mark of a session that its clerk did not close.
type Ended struct {
	Kind          string // of the contract: handOver, takeOver, forcedClose
	Maker, Second string // by number
}

// Report is a drawer's figures on paper: an X, or with a number a Z (obračun blagajne). What comes and goes between Float and Expected is
// checked: figures that don't add up are not printed.
type Report struct {
	Number    string // of the close, without gaps per office; "" for an X
	AsOf      time.Time
	Office    string
	Desk      string
	Staff     string // the clerk's alias, never a name
	SessionID string
	OpenedAt  time.Time
	ClosedAt  time.Time // read only of a Z
	// Ended says who ended the session, where its clerk did not, and TakenFrom by number whose drawer it began with; empty where neither is so.
	Ended     Ended
	TakenFrom string

	Float                                                        money.Amount
	TopUps, Fees, Reversals, ChangeBrought, PickUps, Corrections ReportLine
	Expected                                                     money.Amount
	Counted, Difference                                          money.Amount // read only of a Z
	Unknown                                                      ReportLine   // of the desk; in no other figure

	Lang     string
	Training bool
	Copy     int
}

func (r Report) titleKey() string {
	if r.Number == "" {
		return "report.title.x"
	}
	return "report.title.z"
}

func (r Report) common() common {
	return commonOf("paper."+r.titleKey(), r.Lang, r.AsOf, r.Training, r.Copy)
}

func (r Report) check() error {
	cash := money.DrawerCash{Float: r.Float.Cents, TopUps: r.TopUps.Sum.Cents, Fees: r.Fees.Sum.Cents, Reversals: r.Reversals.Sum.Cents,
		Movements: r.ChangeBrought.Sum.Cents + r.PickUps.Sum.Cents + r.Corrections.Sum.Cents}
	difference, err := r.Counted.Sub(r.Expected)
	switch {
	case cash.Expected() != r.Expected.Cents || r.Expected.Currency == "":
		return fmt.Errorf("%w: what came and went is not what is expected", ErrInvalid)
	case r.Number != "" && (err != nil || difference != r.Difference || r.ClosedAt.Before(r.OpenedAt)):
		return fmt.Errorf("%w: the close", ErrInvalid)
	case r.SessionID == "" || r.Office == "" || r.Staff == "" || r.AsOf.IsZero() || r.OpenedAt.IsZero():
		return fmt.Errorf("%w: session, office, clerk or time is missing", ErrInvalid)
	case r.Copy < 0 || r.Unknown.Count < 0:
		return fmt.Errorf("%w: a negative count", ErrInvalid)
	}
	return nil
}

func (r Report) draw(s *slip) {
	s.head(s.say(r.titleKey()))
	if r.Number != "" {
		s.Row(plain, strong, s.say("drawer.number"), r.Number)
	}
	s.field("drawer.office", r.Office)
	s.field("slip.desk", r.Desk)
	s.field("drawer.clerk", r.Staff)
	s.field("drawer.opened", s.words.DateTime(r.OpenedAt))
	if r.Number != "" {
		s.field("drawer.closed", s.words.DateTime(r.ClosedAt))
	}
	if r.TakenFrom != "" {
		s.field("drawer.takenFrom", r.TakenFrom)
	}
	if r.Ended.Kind != "" {
		s.field("custody.ended", s.say("custody.title."+r.Ended.Kind))
		s.field("custody.maker", r.Ended.Maker)
		s.field("custody.second", r.Ended.Second)
	}
	s.field("report.asOf", s.words.DateTime(r.AsOf))
	s.Rule(0.4)
	s.amount(plain, "drawer.float", r.Float)
	s.line("report.topUps", r.TopUps)
	s.line("report.fees", r.Fees)
	s.line("report.reversals", ReportLine{r.Reversals.Count, out(r.Reversals.Sum)})
	s.line("report.changeBrought", r.ChangeBrought)
	s.line("report.pickUps", r.PickUps)
	if r.Corrections.Count > 0 {
		s.line("report.corrections", r.Corrections)
	}
	s.Rule(0.4)
	s.amount(strong, "drawer.expected", r.Expected)
	if r.Number != "" {
		s.amount(strong, "drawer.counted", r.Counted)
		s.Gap(1.6)
		s.Framed(0.8, func() { s.amount(large, DrawerClose{Difference: r.Difference}.differenceKey(), r.Difference) })
	}
	if r.Unknown.Count > 0 {
		s.Gap(1.6)
		s.Framed(0.4, func() {
			s.Row(strong, strong, s.say("drawer.unknown", text.Values{"Count": r.Unknown.Count}), s.money(r.Unknown.Sum))
			s.Para(small, ink.ToLeft, s.say("report.unknownNote"))
		})
	}
	s.Gap(2)
	s.Row(tiny, tiny, s.say("drawer.session"), r.SessionID)
	s.Gap(1.4)
	s.trainingBar()
}

// out is a sum that went out, with its sign.
func out(a money.Amount) money.Amount {
	a.Cents = -a.Cents
	return a
}

// line writes how many there are, and their sum.
func (s *slip) line(key string, l ReportLine) {
	s.Row(plain, plain, s.say(key)+" ("+s.words.Number(l.Count)+")", s.money(l.Sum))
}
