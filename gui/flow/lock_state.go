package flow

import (
	"time"

	"cekr.kranj.si/desk/client"
)

// LockStep names where the locking of a card stands.
type LockStep string

// The steps of a lock.
const (
	LockIdle       LockStep = "idle"
	LockAsking     LockStep = "asking"     // reason, reporter, how the reporter was checked
	LockConfirming LockStep = "confirming" // what a lock does, said before it is done
	LockSending    LockStep = "sending"
	LockPosted     LockStep = "posted"
	LockRejected   LockStep = "rejected"
	LockNotSent    LockStep = "notSent"   // certainly not locked
	LockUnknown    LockStep = "unknown"   // perhaps locked
	LockHalted     LockStep = "halted"    // the journal failed
	LockNeverSent  LockStep = "neverSent" // a crash came before it was sent: certainly not locked
)

// LockForm is what the clerk says about a lock, in the contract's codes.
type LockForm struct {
	Reason       client.LockReason
	Reporter     client.Reporter
	Verification client.Verification
}

// LockState is all the lock's panel shows. A lock that isn't posted is never shown as done.
type LockState struct {
	Step    LockStep
	MokID   string
	Form    LockForm
	Problem *Message
	ID      string
	Since   time.Time
	Answer  client.Lock
	Asking  Ask
	Asked   int
	Unread  bool // it ended while no clerk was looking
	// Recovered says that it was taken up from the journal after its end. What the office knows of it is in Answer
	// once it was asked.
	Recovered bool
}

// Known reports that the number and the time of a lock that was posted are here.
func (s LockState) Known() bool { return s.Step != LockPosted || !s.Recovered || s.Answer.ID != "" }

// Busy reports that an answer of the office is awaited.
func (s LockState) Busy() bool { return s.Step == LockSending || s.Asking != AskNothing }

// Ended reports that the panel may be left without leaving anything open.
func (s LockState) Ended() bool {
	switch s.Step {
	case LockIdle, LockAsking, LockConfirming, LockPosted, LockRejected, LockNeverSent:
		return true
	}
	return false
}

// Open reports that the lock is not settled, or that nobody has read how it ended.
func (s LockState) Open() bool { return !s.Ended() || s.Unread }
