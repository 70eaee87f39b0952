package journal

import (
	"slices"
	"time"

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

// settle gives the record as it will be read back.
func (r Record) settle() Record {
	r.At = r.At.UTC().Truncate(time.Millisecond)
	if len(r.Body) == 0 {
		r.Body = nil
	}
	return r
}

func cloneRecords(in []Record) []Record {
	out := make([]Record, len(in))
	for i, r := range in {
		r.Body = slices.Clone(r.Body)
		out[i] = r
	}
	return out
}
