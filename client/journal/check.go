package journal

import (
	"reflect"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// rule is one thing that must hold of a record, and what a refusal says else.
type rule struct {
	ok     bool
	reason string
}

func hold(rules ...rule) error {
	for _, r := range rules {
		if !r.ok {
			return refuse(r.reason)
		}
	}
	return nil
}

// check refuses what can't be a record, whatever came before it. It holds for what is read too, so it never
// gets stricter within a version.
func (r Record) check() error {
	if r.Kind.Fact() {
		return r.checkFact()
	}
	if err := r.checkWrite(); err != nil {
		return err
	}
	return hold(
		rule{!isOldFact(r.Task), "task is the name of an old fact"},
		rule{r.About == "" && r.UpTo == 0, "only a fact is about something"},
		rule{r.Cash == Cash{} || r.Kind == Sending, "only a SENDING has cash"},
		rule{r.Cash.Fits(r.Amount), "cash does not fit the amount"},
		rule{r.Why == "" || r.Kind.Ends(), "only an ending has a reason"},
		rule{len(r.Why) <= maxWhy && all(r.Why, isReason) && digitsIn(r.Why) <= whyDigits, "reason is not a short code"},
	)
}

// checkFact holds a fact to its own fields.
func (r Record) checkFact() error {
	own := Record{Kind: r.Kind, Desk: r.Desk, Staff: r.Staff, At: r.At, About: r.About, UpTo: r.UpTo}
	compared := r.Kind == Compared
	return hold(
		rule{reflect.DeepEqual(r, own), "a fact with a write's field"},
		rule{ident.IsDesk(r.Desk), "desk is not a short code"},
		rule{ident.IsStaff(r.Staff) || r.Staff == "" && r.Kind == Untold, "staff is not a number of 4 to 8 digits"},
		rule{isTime(r.At), "time is not set"},
		rule{compared && r.About == "" || !compared && ident.IsUUID(r.About), "what it is about is not a UUID in lower case"},
		rule{compared && 1 <= r.UpTo && r.UpTo <= MaxUpTo || !compared && r.UpTo == 0, "number out of range"},
	)
}

// checkWrite is what every version asks of a record about an id.
func (r Record) checkWrite() error {
	err := hold(
		rule{r.Kind.known() && !r.Kind.Fact(), "unknown kind"},
		rule{ident.IsUUID(r.ID), "id is not a UUID in lower case"},
		rule{isTask(r.Task), "task is not a short code"},
		rule{r.MokID == "" || ident.IsMokID(r.MokID), "MOK ID is not nine digits"},
		rule{isAmount(r.Amount), "amount out of range or without a currency"},
		rule{ident.IsDesk(r.Desk), "desk is not a short code"},
		rule{ident.IsStaff(r.Staff) || r.Staff == "" && r.Kind.Ends(), "staff is not a number of 4 to 8 digits"},
		rule{r.Session == "" || ident.IsUUID(r.Session), "session is not a UUID in lower case"},
		rule{isTime(r.At), "time is not set"},
	)
	if err != nil {
		return err
	}
	return r.checkBody()
}

func (r Record) checkBody() error {
	if r.Kind != Sending {
		return hold(rule{len(r.Body) == 0 && r.Seq == 0 && r.Prev == "", "only a SENDING has a body, a number and a predecessor"})
	}
	return hold(
		rule{len(r.Body) > 0, "a SENDING without its body"},
		rule{len(r.Body) <= MaxBody, "body too large"},
		rule{r.Seq >= 0, "number below zero"},
		rule{r.Prev == "" || len(r.Prev) == 64 && all(r.Prev, isHex), "predecessor is not a SHA-256"},
	)
}

// same tells whether two records speak of the same thing: an id never changes its content.
func (r Record) same(o Record) bool {
	return r.Task == o.Task && r.MokID == o.MokID && r.Amount == o.Amount && r.Desk == o.Desk
}

func isAmount(a money.Amount) bool {
	if a == (money.Amount{}) {
		return true
	}
	return len(a.Currency) == 3 && all(a.Currency, isUpper) && a.Cents >= 0 && a.Cents <= money.Max
}

func isTime(t time.Time) bool { return !t.IsZero() && t.Year() >= 1 && t.Year() <= 9999 }

func isTask(s string) bool {
	return len(s) >= 1 && len(s) <= 32 && isLetter(s[0]) && all(s, isCode)
}

func all(s string, is func(byte) bool) bool {
	for i := 0; i < len(s); i++ {
		if !is(s[i]) {
			return false
		}
	}
	return true
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isUpper(c byte) bool  { return 'A' <= c && c <= 'Z' }
func isLetter(c byte) bool { return isUpper(c) || 'a' <= c && c <= 'z' }
func isHex(c byte) bool    { return isDigit(c) || 'a' <= c && c <= 'f' }
func isCode(c byte) bool   { return isDigit(c) || isLetter(c) || c == '-' }
func isReason(c byte) bool { return isCode(c) || c == '.' }

func digitsIn(s string) (n int) {
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) {
			n++
		}
	}
	return n
}
