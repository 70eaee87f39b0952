package paper

import (
	"fmt"
	"strings"
	"time"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/paper/ink"
	"cekr.kranj.si/desk/gui/text"
)

// DrawerClose is the slip of a closed drawer session (zaključek blagajne), for the clerk and whoever takes the cash over, with lines for
// two signatures. That Expected is the float and the top-ups is the office's affair and is not checked here; that Difference is one is.
type DrawerClose struct {
	Number    string // of the close, without gaps per office
	SessionID string
	Office    string
	Desk      string
	Staff     string // the clerk's alias, never a name
	OpenedAt  time.Time
	ClosedAt  time.Time

	Float      money.Amount
	TopUps     int          // how many were posted in the session
	TopUpsSum  money.Amount // the cash they brought in
	Expected   money.Amount // by the office
	Counted    money.Amount
	Difference money.Amount // Counted − Expected

	// Notes are the notes and coins that were counted, the largest first; none where only the sum was. First is what was counted before;
	// nil where the first count stands.
	Notes []Pieces
	First *money.Amount
	// Reason is why there is a difference, a client.DifferenceReason; "" where it is not known. Approver is the second person's alias.
	Reason, Approver string

	Unknown    int          // top-ups whose outcome was not known at close; their cash is in the drawer
	UnknownSum money.Amount // read only if Unknown is not 0

	Lang     string
	Training bool
	Copy     int
}

// Pieces are how many of one note or coin were counted.
type Pieces struct {
	Value money.Amount // of one
	Count int64
}

func (p Pieces) sum() money.Amount {
	return money.Amount{Cents: p.Value.Cents * p.Count, Currency: p.Value.Currency}
}

// areCounted reports that notes and coins come to what was counted; none are nothing to be held against it.
func (d DrawerClose) areCounted() bool {
	left := d.Counted.Cents
	for _, p := range d.Notes {
		left -= p.sum().Cents
	}
	return len(d.Notes) == 0 || left == 0
}

func (d DrawerClose) common() common {
	return commonOf("paper.drawer.title", d.Lang, d.ClosedAt, d.Training, d.Copy)
}

func (d DrawerClose) check() error {
	difference, err := d.Counted.Sub(d.Expected)
	switch {
	case err != nil || difference != d.Difference:
		return fmt.Errorf("%w: counted less expected is not the difference", ErrInvalid)
	case d.Float.Currency != d.Expected.Currency || d.TopUpsSum.Currency != d.Expected.Currency || d.Float.Cents < 0 || d.Counted.Cents < 0:
		return fmt.Errorf("%w: float, top-ups or count", ErrInvalid)
	case d.Unknown > 0 && (d.UnknownSum.Currency != d.Expected.Currency || d.UnknownSum.Cents <= 0):
		return fmt.Errorf("%w: sum of unknown top-ups", ErrInvalid)
	case !d.areCounted():
		return fmt.Errorf("%w: notes and coins are not what was counted", ErrInvalid)
	case d.Number == "" || d.SessionID == "" || d.Office == "" || d.Staff == "":
		return fmt.Errorf("%w: number, session, office or clerk is missing", ErrInvalid)
	case d.OpenedAt.IsZero() || d.ClosedAt.Before(d.OpenedAt):
		return fmt.Errorf("%w: times", ErrInvalid)
	case d.TopUps < 0 || d.Unknown < 0 || d.Copy < 0:
		return fmt.Errorf("%w: a negative count", ErrInvalid)
	}
	return nil
}

func (d DrawerClose) draw(s *slip) {
	s.head(s.say("drawer.title"))
	s.Row(plain, strong, s.say("drawer.number"), d.Number)
	s.field("drawer.office", d.Office)
	s.field("slip.desk", d.Desk)
	s.field("drawer.clerk", d.Staff)
	s.field("drawer.opened", s.words.DateTime(d.OpenedAt))
	s.field("drawer.closed", s.words.DateTime(d.ClosedAt))
	s.Rule(0.4)
	s.amount(plain, "drawer.float", d.Float)
	s.field("drawer.topUps", s.words.Number(d.TopUps))
	s.amount(plain, "drawer.topUpsSum", d.TopUpsSum)
	s.Rule(0.4)
	s.amount(strong, "drawer.expected", d.Expected)
	if d.First != nil {
		s.amount(plain, "drawer.first", *d.First)
	}
	s.amount(strong, "drawer.counted", d.Counted)
	if said := d.notes(s); said != "" {
		s.Para(small, ink.ToLeft, said)
	}
	s.Gap(1.6)
	s.Framed(0.8, func() { s.amount(large, d.differenceKey(), d.Difference) })
	if d.Reason != "" {
		s.field("drawer.reason", s.words.Say("count.reason."+d.Reason))
	}
	s.field("drawer.approver", d.Approver)
	if d.Unknown > 0 {
		s.Gap(1.6)
		s.Framed(0.4, func() {
			s.Row(strong, strong, s.say("drawer.unknown", text.Values{"Count": d.Unknown}), s.money(d.UnknownSum))
			s.Para(small, ink.ToLeft, s.say("drawer.unknownNote"))
		})
	}
	s.signatures(s.say("drawer.handedOver"), s.say("drawer.takenOver"))
	s.Gap(2)
	s.Row(tiny, tiny, s.say("drawer.session"), d.SessionID)
	s.Gap(1.4)
	s.trainingBar()
}

// notes are the notes and coins in a few lines: the smallest sheet holds no line for each.
func (d DrawerClose) notes(s *slip) string {
	said := make([]string, len(d.Notes))
	for i, p := range d.Notes {
		said[i] = strings.ReplaceAll(s.say("drawer.pieces", text.Values{"Pieces": int(p.Count), "Value": p.Value}), " ", "\u00a0")
	}
	return strings.Join(said, ", ")
}

// differenceKey says in words which way the difference goes, so that its sign is not all there is to see.
func (d DrawerClose) differenceKey() string {
	switch {
	case d.Difference.Cents < 0:
		return "drawer.short"
	case d.Difference.Cents > 0:
		return "drawer.over"
	}
	return "drawer.even"
}
