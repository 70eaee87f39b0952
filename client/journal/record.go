package journal

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// Kind is what a record says.
type Kind string

// Six kinds say what becomes of an id. The legal order for one id is
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

// Three kinds are facts of the desk, which are never sent. A fact is one record, whole by itself, and may stand
// anywhere.
const (
	// Told: a clerk has read how the id in About ended.
	Told Kind = "TOLD"
	// Untold: the id in About ends, or has ended, with no clerk to read it.
	Untold Kind = "UNTOLD"
	// Compared: the office and this journal say the same of every number up to UpTo.
	Compared Kind = "COMPARED"
)

// Ends tells whether nothing more can follow for the id.
func (k Kind) Ends() bool {
	return k == Posted || k == Rejected || k == Cancelled || k == Dropped
}

// Fact tells whether it is a fact of the desk.
func (k Kind) Fact() bool { return k == Told || k == Untold || k == Compared }

func (k Kind) known() bool { return k == Intent || k == Sending || k.Ends() || k.Fact() }

const (
	// MaxBody is the most bytes that a sent body may have.
	MaxBody = 4 << 10
	// MaxUpTo is the largest number that a Compared may name, the last that every reader of JSON keeps whole.
	MaxUpTo = 1<<53 - 1

	maxWhy = 64 // signs
	// whyDigits is how many digits a Why has at most: fewer than a card's number.
	whyDigits = 11
)

// Record is one promise of the desk, or one fact. No name, no PAN digit and no token has a place in it. A fact has
// Kind, Desk, Staff, At and its own field, and nothing else.
type Record struct {
	Kind Kind
	// ID is one intention's UUID, in lower case. It is never used for a second one: a drawer's close that was
	// dropped and begun again has another ID, and its session in Session.
	ID string
	// Task is what is done: "topup", "lock", "drawer" or a later one; ^[A-Za-z][A-Za-z0-9-]{0,31}$, and none of the
	// three under which version 1 kept its facts: "told", "untold", "reconciled".
	Task string
	// MokID is the card, nine digits; empty if the task has none.
	MokID string
	// Amount is 0 to money.Max; the zero Amount if the task has none.
	Amount money.Amount
	// Desk is the counter's identity, ^[A-Za-z0-9-]{1,32}$, the same in the whole journal.
	Desk string
	// Staff is the clerk's number, 4 to 8 digits. An ending and an Untold may be without: the program found it out
	// itself.
	Staff string
	// Session is the drawer session's UUID, or empty.
	Session string
	// At is this PC's time. It decides nothing but what Compact may drop; it is kept in UTC, in milliseconds.
	At time.Time
	// Seq and Prev stand in a Sending whose body carries them, and are what Next gave. A body
	// without a number (a drawer's) has 0 and "".
	Seq  int64
	Prev string
	// Cash stands in a Sending for which cash was taken.
	Cash Cash
	// Body is what goes to the office, byte for byte; in a Sending only.
	Body []byte
	// Why is an ending's reason, a code such as "limit-exceeded", or empty: ^[a-zA-Z0-9.-]{0,64}$ with at most eleven
	// digits. Not for words, not for people. See Reason.
	Why string
	// About is the id of which a Told or an Untold speaks, a UUID in lower case.
	About string
	// UpTo is the number of a Compared, 1 to MaxUpTo, and one that was given.
	UpTo int64
}

// Cash is what the customer pays, in cents of the Amount's currency: Total with the fee, Given as it was put down.
// Both are 0 if it isn't known, or no cash was taken; else Amount ≤ Total ≤ Given ≤ money.Max.
type Cash struct{ Total, Given int64 }

// Fits tells whether it can be the cash for an amount.
func (c Cash) Fits(a money.Amount) bool {
	return c == Cash{} || a.Currency != "" && c.Total > 0 && a.Cents <= c.Total && c.Total <= c.Given && c.Given <= money.Max
}

// Reason keeps of any code what a Why may be: an odd one must not leave an id open.
func Reason(code string) string {
	keep := func(r rune) rune {
		if r < 0x80 && isReason(byte(r)) {
			return r
		}
		return '-'
	}
	code = strings.Map(keep, code)
	code = code[:min(len(code), maxWhy)]
	if digitsIn(code) <= whyDigits {
		return code
	}
	return strings.Map(func(r rune) rune {
		if isDigit(byte(r)) {
			return '-'
		}
		return r
	}, code)
}

// settle gives the record as it will be read back.
func (r Record) settle() Record {
	r.At = r.At.UTC().Truncate(time.Millisecond)
	if len(r.Body) == 0 {
		r.Body = nil
	}
	return r
}

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

func cloneRecords(in []Record) []Record {
	out := make([]Record, len(in))
	for i, r := range in {
		r.Body = slices.Clone(r.Body)
		out[i] = r
	}
	return out
}
