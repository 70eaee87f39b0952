package topup

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Step names where a top-up stands.
type Step string

// The steps of a top-up, in the order of the job.
const (
	Idle         Step = "idle"
	AskingMatch  Step = "askingMatch"  // the last six digits of the PAN, from the card in hand
	Matching     Step = "matching"     // the office compares
	AskingAmount Step = "askingAmount" // how much
	Quoting      Step = "quoting"      // the office gives fee, total and limits
	AskingPayer  Step = "askingPayer"  // the office wants to know who pays
	NamingPayer  Step = "namingPayer"  // the payer's name is on its way to the office
	ReadBack     Step = "readBack"     // said aloud; the intention is on disk; cash is counted
	Confirming   Step = "confirming"   // change is known; one more Enter sends
	Approving    Step = "approving"    // a second person is asked; nothing was sent
	Sending      Step = "sending"
	Posted       Step = "posted"
	Rejected     Step = "rejected"  // final: the cash goes back
	Cancelled    Step = "cancelled" // final: a tombstone stands, the cash goes back
	NotSent      Step = "notSent"   // certainly nothing left this PC
	Unknown      Step = "unknown"   // keep the cash, do not top up again
	Halted       Step = "halted"    // the journal failed: do not take and do not return cash
)

// Payer is who hands the cash over, where the office wants to know. It goes to the office first and is
// neither journaled nor logged; Document and Last3 are empty when no document is required.
type Payer struct {
	Name     string
	Document client.DocumentKind
	Last3    string
}

// Job is what the screen keeps of a top-up besides where its write stands.
type Job struct {
	Step    Step
	Card    client.Card
	Problem *task.Message

	MatchLeft int // attempts left for the last six, 0 when not known
	Typed     string
	Amount    money.Amount
	Quote     client.Quote
	Payer     Payer
	Tendered  money.Amount
	Change    money.Amount
	// Approver is the second person's alias; "" for none, and where it isn't known any more.
	Approver string
	Paper    task.PaperState

	match   client.Match
	payerID string
	paperAt outbox.Stage // the stage whose slip Paper speaks of
}

// State is all the top-up's panel shows. Once something was sent, Step and Problem tell of that.
type State struct {
	Job
	outbox.Status[client.TopUp]
	ID    string
	Field task.Field // where Problem belongs
}

// fields are the entries at which the steps of the form ask.
var fields = map[Step]task.Field{
	AskingMatch: task.FieldLastSix, AskingAmount: task.FieldAmount, AskingPayer: task.FieldPayer, ReadBack: task.FieldTendered,
}

// steps are the steps of what is past the form.
var steps = map[outbox.Stage]Step{
	outbox.Sending: Sending, outbox.NotSent: NotSent, outbox.Unknown: Unknown, outbox.Posted: Posted,
	outbox.Rejected: Rejected, outbox.Cancelled: Cancelled, outbox.Halted: Halted,
}

func stateOf(i *item) State {
	s := State{Job: i.Form, Status: i.Status, ID: i.ID}
	if s.Step == "" {
		s.Step = Idle
	}
	if s.paperAt != i.Stage { // what was printed before was another slip
		s.Paper = task.PaperState{}
	}
	if step, past := steps[i.Stage]; past {
		s.Step, s.Problem = step, problemOf(i)
	}
	s.Field = fields[s.Step]
	return s
}

// Due is what the customer pays, amount and fee; false where the fee isn't known any more.
func (s State) Due() (money.Amount, bool) {
	switch {
	case !s.Answer.Total.IsZero():
		return s.Answer.Total, true
	case !s.Quote.Total.IsZero():
		return s.Quote.Total, true
	}
	return s.Amount, s.Tendered == s.Amount && !s.Tendered.IsZero() // who paid the bare amount paid no fee
}

// Given is the cash that the customer put down, as far as it is known.
func (s State) Given() money.Amount {
	for _, known := range []money.Amount{s.Tendered, s.Answer.Tendered, s.Quote.Total} {
		if !known.IsZero() {
			return known
		}
	}
	return s.Amount
}

// ShortID is the part of the id that is read out and printed.
func (s State) ShortID() string { return task.ShortID(s.ID) }

// Busy reports that an answer of the office is awaited.
func (s State) Busy() bool {
	return s.Step.Waits() || s.Status.Busy()
}

// Ended reports that the job is over and the clerk may turn to the next customer.
func (s State) Ended() bool { return s.May(Begin) }

// InFlight reports that money may be on its way: the clerk holds cash whose effect isn't settled.
func (s State) InFlight() bool { return s.Stage.InFlight() }

// Open reports that the item keeps the drawer from being closed: it is not settled, or nobody has read how.
func (s State) Open() bool {
	return s.InFlight() || s.Unread || s.Step == Halted && s.ID != ""
}
