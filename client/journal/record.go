package journal

import (
	"slices"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// Kind is what a record says about its id.
type Kind string

// The six kinds. The legal order for one id is
//
//	Intent → Sending, Sending, … → Posted | Rejected | Cancelled
//	Intent → Dropped
const (
	// Intent: the clerk is about to take cash. Nothing was sent.
	Intent Kind = "INTENT"
	// Sending: these exact bytes go to the office now. One record an attempt, each with the same bytes.
	Sending Kind = "SENDING"
	// Posted: the office has done it.
	Posted Kind = "POSTED"
	// Rejected: the office refused it, and keeps the refusal under the id.
	Rejected Kind = "REJECTED"
	// Cancelled: it will never be done, by a tombstone at the office or because no byte ever left this PC.
	Cancelled Kind = "CANCELLED"
	// Dropped: the clerk gave up before anything was sent.
	Dropped Kind = "DROPPED"
)

// Ends tells whether nothing more can follow for the id.
func (k Kind) Ends() bool {
	return k == Posted || k == Rejected || k == Cancelled || k == Dropped
}

func (k Kind) known() bool { return k == Intent || k == Sending || k.Ends() }

// MaxBody is the most bytes that a sent body may have.
const MaxBody = 4 << 10

// Record is one promise of the desk. No name, no PAN digit and no token has a place in it.
type Record struct {
	Kind Kind
	// ID is one intention's UUID, in lower case. It is never used for a second one: a drawer's close that was
	// dropped and begun again has another ID, and its session in Session.
	ID string
	// Task is what is done: "topup", "lock", "drawer" or a later one; ^[A-Za-z][A-Za-z0-9-]{0,31}$.
	Task string
	// MokID is the card, nine digits; empty if the task has none.
	MokID string
	// Amount is 0 to money.Max; the zero Amount if the task has none.
	Amount money.Amount
	// Desk is the counter's identity, ^[A-Za-z0-9-]{1,32}$, the same in the whole journal.
	Desk string
	// Staff is the clerk's number, 4 to 8 digits. An ending may be without: the program found it out itself.
	Staff string
	// Session is the drawer session's UUID, or empty.
	Session string
	// At is this PC's time. It decides nothing but what Compact may drop; it is kept in UTC, in milliseconds.
	At time.Time
	// Seq and Prev stand in a Sending whose body carries them, and are what Next gave. A body
	// without a number (a drawer's) has 0 and "".
	Seq  int64
	Prev string
	// Body is what goes to the office, byte for byte; in a Sending only.
	Body []byte
	// Note is a code such as "limit-exceeded", ^[a-zA-Z0-9.-]{0,64}$. Not for words, not for people.
	Note string
}

// settle gives the record as it will be read back.
func (r Record) settle() Record {
	r.At = r.At.UTC().Truncate(time.Millisecond)
	if len(r.Body) == 0 {
		r.Body = nil
	}
	return r
}

// check refuses what can't be a record, whatever came before it. It holds for what is read too, so it never
// gets stricter within a version.
func (r Record) check() error {
	for _, rule := range []struct {
		ok     bool
		reason string
	}{
		{r.Kind.known(), "unknown kind"},
		{ident.IsUUID(r.ID), "id is not a UUID in lower case"},
		{isTask(r.Task), "task is not a short code"},
		{r.MokID == "" || ident.IsMokID(r.MokID), "MOK ID is not nine digits"},
		{isAmount(r.Amount), "amount out of range or without a currency"},
		{ident.IsDesk(r.Desk), "desk is not a short code"},
		{ident.IsStaff(r.Staff) || r.Staff == "" && r.Kind.Ends(), "staff is not a number of 4 to 8 digits"},
		{r.Session == "" || ident.IsUUID(r.Session), "session is not a UUID in lower case"},
		{!r.At.IsZero() && r.At.Year() >= 1 && r.At.Year() <= 9999, "time is not set"},
		{len(r.Note) <= 64 && all(r.Note, isNote), "note is not a short code"},
	} {
		if !rule.ok {
			return refuse(rule.reason)
		}
	}
	return r.checkBody()
}

func (r Record) checkBody() error {
	if r.Kind != Sending {
		if len(r.Body) != 0 || r.Seq != 0 || r.Prev != "" {
			return refuse("only a SENDING has a body, a number and a predecessor")
		}
		return nil
	}
	switch {
	case len(r.Body) == 0:
		return refuse("a SENDING without its body")
	case len(r.Body) > MaxBody:
		return refuse("body too large")
	case r.Seq < 0:
		return refuse("number below zero")
	case r.Prev != "" && (len(r.Prev) != 64 || !all(r.Prev, isHex)):
		return refuse("predecessor is not a SHA-256")
	}
	return nil
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
func isNote(c byte) bool   { return isCode(c) || c == '.' }

func cloneRecords(in []Record) []Record {
	out := make([]Record, len(in))
	for i, r := range in {
		r.Body = slices.Clone(r.Body)
		out[i] = r
	}
	return out
}
