package client

import "cekr.kranj.si/desk/client/money"

// Verdict is what is known about a write after one attempt or one question.
type Verdict string

// The five verdicts. The first three are final: the office will never say otherwise.
const (
	// Posted: the office has done it.
	Posted Verdict = "posted"
	// Rejected: the office has refused it, and keeps the refusal under the id.
	Rejected Verdict = "rejected"
	// Cancelled: a tombstone stands; a late copy never posts.
	Cancelled Verdict = "cancelled"
	// Unknown: it may have been done and it may yet be done.
	Unknown Verdict = "unknown"
	// NotSent: no byte of the request left this PC, in this attempt or before.
	NotSent Verdict = "notSent"
)

// Final reports whether the office's word is settled: posted, rejected or cancelled.
func (v Verdict) Final() bool { return v == Posted || v == Rejected || v == Cancelled }

// States of an id that the office has not ended; see Outcome.State.
const (
	// StateInFlight: the office is working on it.
	StateInFlight = "inFlight"
	// StateUnseen: the office has not seen the id so far. A copy may still be under
	// way, so this proves nothing; only a cancellation does.
	StateUnseen = "unseen"
)

// postedOrRejected are the states of a write without a tombstone that the office never takes back.
var postedOrRejected = map[string]Verdict{string(Posted): Posted, string(Rejected): Rejected}

// Outcome is the result of one attempt at a write, or of one question about it.
type Outcome[T any] struct {
	// Verdict is never empty.
	Verdict Verdict
	// Answer is the office's own word; it is filled only when Verdict is final.
	Answer T
	// Err says why it is Unknown or NotSent. It is nil when the verdict is final, and
	// when the office answered a question with State.
	Err error
	// Alarm is set when the office holds other bytes under our id (422): a person must look.
	Alarm bool
	// State is StateInFlight or StateUnseen when the office said so in an answer that can
	// be trusted; the verdict is then Unknown.
	State string
}

// Sending is one attempt to deliver a journaled write.
type Sending struct {
	// ID is the write's id (for a drawer's close: the session's).
	ID string
	// Amount is what the answer must repeat: the top-up's amount, the float, the count. It
	// stays zero for a write without money (a lock, an unlock and its approval), whose answer must repeat the card.
	Amount money.Amount
	// Body is what the journal holds, byte for byte. At most 64 KiB.
	Body []byte
	// First says that there was no earlier attempt. Only then may a failed dial be NotSent.
	First bool
}
