package reversal

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where a reversal stands.
type Step string

// The steps of a reversal, in the order of the job.
const (
	Idle       Step = "idle"
	AskingSlip Step = "askingSlip" // which top-up: by its receipt's number, or one of those at hand
	Looking    Step = "looking"    // the office is asked for it
	Asking     Step = "asking"     // why; the top-up is shown
	Confirming Step = "confirming" // what it does, said before it is done
	Approving  Step = "approving"  // the intention is on disk; a second person is asked
	Sending    Step = "sending"
	Posted     Step = "posted"    // the cash goes out
	Rejected   Step = "rejected"  // no cash goes out; perhaps a correction's number
	NotSent    Step = "notSent"   // certainly nothing left this PC
	Unknown    Step = "unknown"   // keep the cash
	Halted     Step = "halted"    // the journal failed
	NeverSent  Step = "neverSent" // a crash came before it was sent
	Corrected  Step = "corrected" // the bank corrects it, or has: how far that is
)

// Job is what the screen keeps of a reversal besides where its write stands.
type Job struct {
	Step    Step
	Typed   string // the receipt's number as typed
	MokID   string
	TopUpID string // of the top-up to be undone; "" where only the office knows
	Found   client.FoundTopUp
	AtBank  client.Correction // that was asked about
	Reason  client.ReversalReason
	// Approver is the second person's alias; "" for none, and where it isn't known any more.
	Approver string
	Problem  *task.Message
	Paper    task.PaperState

	approve   bool // the office wants a second person, as it has said when it was asked before
	recovered bool // taken up from the journal
	paperAt   outbox.Stage
}

// State is all the reversal's panel shows. Once something was sent, Step and Problem tell of that.
type State struct {
	Job
	outbox.Status[client.Reversal]
	ID     string
	Amount money.Amount // of the top-up; zero before it is known
	Field  task.Field   // where Problem belongs
}

// steps are the steps of what is past the form. Once it was given up there is nothing to show.
var steps = map[outbox.Stage]Step{
	outbox.Sending: Sending, outbox.NotSent: NotSent, outbox.Unknown: Unknown, outbox.Posted: Posted,
	outbox.Rejected: Rejected, outbox.Cancelled: Idle, outbox.Halted: Halted, outbox.NeverSent: NeverSent,
}

func stateOf(i *item) State {
	s := State{Job: i.Form, Status: i.Status, ID: i.ID, Amount: i.Amount}
	if s.Step == "" {
		s.Step = Idle
	}
	if s.Amount.IsZero() {
		s.Amount = s.Found.TopUp.Amount
	}
	if s.Step == Corrected {
		s.Amount = s.AtBank.Amount
	}
	if s.paperAt != i.Stage { // what was printed before was another slip
		s.Paper = task.PaperState{}
	}
	if step, past := steps[i.Stage]; past {
		s.Step, s.Problem = step, problemOf(i)
	}
	if s.Step == AskingSlip {
		s.Field = task.FieldReceipt
	}
	return s
}

// Total is the cash that hangs on it, amount and fee; false where the fee isn't known.
func (s State) Total() (money.Amount, bool) {
	switch {
	case !s.Answer.Total.IsZero():
		return s.Answer.Total, true
	case !s.Found.TopUp.Total.IsZero():
		return s.Found.TopUp.Total, true
	}
	return s.Amount, false
}

// NeedsApproval reports that a second person must agree: as the office has said, or for its reason always. What the bank corrects needs
// nobody here.
func (s State) NeedsApproval() bool {
	return s.approve || !s.Corrects() && (s.Found.Offer.NeedsApproval || s.Reason == client.ReversalWrongCard)
}

// Corrects reports that the bank will correct what can't be undone at the counter: no cash goes out.
func (s State) Corrects() bool { return s.Found.Offer.Way == client.OfferCorrection }

// Correction is the number under which the bank corrects what could not be undone here; "" for none.
func (s State) Correction() string {
	if s.Step == Corrected {
		return s.AtBank.Number
	}
	if s.Stage != outbox.Rejected {
		return ""
	}
	return s.Answer.CorrectionNumber
}

// ShortID is the part of the id that is read out.
func (s State) ShortID() string { return task.ShortID(s.ID) }

// Known reports that the office's own word on the ending is here.
func (s State) Known() bool { return !s.Stage.Ended() || s.Status.Known() }

// Ended reports that the panel may be left without leaving anything open.
func (s State) Ended() bool { return s.May(Begin) }

// Open reports that the reversal is not settled, or that nobody has read how it ended.
func (s State) Open() bool { return !s.Ended() || s.Unread }

// Busy reports that an answer is awaited.
func (s State) Busy() bool { return s.Step == Looking || s.Step == Approving || s.Status.Busy() }
