package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// TopUpStep names where a top-up stands.
type TopUpStep string

// The steps of a top-up, in the order of the job.
const (
	TopUpIdle         TopUpStep = "idle"
	TopUpAskingMatch  TopUpStep = "askingMatch"  // the last six digits of the PAN, from the card in hand
	TopUpMatching     TopUpStep = "matching"     // the office compares
	TopUpAskingAmount TopUpStep = "askingAmount" // how much
	TopUpQuoting      TopUpStep = "quoting"      // the office gives fee, total and limits
	TopUpAskingPayer  TopUpStep = "askingPayer"  // the office wants to know who pays
	TopUpNamingPayer  TopUpStep = "namingPayer"  // the payer's name is on its way to the office
	TopUpReadBack     TopUpStep = "readBack"     // said aloud; the intention is on disk; cash is counted
	TopUpConfirming   TopUpStep = "confirming"   // change is known; one more Enter sends
	TopUpSending      TopUpStep = "sending"
	TopUpPosted       TopUpStep = "posted"
	TopUpRejected     TopUpStep = "rejected"  // final: the cash goes back
	TopUpCancelled    TopUpStep = "cancelled" // final: a tombstone stands, the cash goes back
	TopUpNotSent      TopUpStep = "notSent"   // certainly nothing left this PC
	TopUpUnknown      TopUpStep = "unknown"   // keep the cash, do not top up again
	TopUpLocked       TopUpStep = "locked"    // the journal failed: do not take and do not return cash
)

// Payer is who hands the cash over, where the office wants to know. It goes to the office first and is
// neither journaled nor logged; Document and Last3 are empty when no document is required.
type Payer struct {
	Name     string
	Document client.DocumentKind
	Last3    string
}

// TopUpJob is what the screen keeps of a top-up besides where its write stands.
type TopUpJob struct {
	Step    TopUpStep
	Card    client.Card
	Problem *Message
	Field   Field

	MatchLeft int // attempts left for the last six, 0 when not known
	Typed     string
	Amount    money.Amount
	Quote     client.Quote
	Payer     Payer
	Tendered  money.Amount
	Change    money.Amount
	Paper     PaperState

	match   client.Match
	payerID string
	paperAt outbox.Stage // the stage whose slip Paper speaks of
}

// TopUpState is all the top-up's panel shows. Once something was sent, Step and Problem tell of that.
type TopUpState struct {
	TopUpJob
	outbox.Status[client.TopUp]
	ID string
}

// topUpSteps are the steps of what is past the form.
var topUpSteps = map[outbox.Stage]TopUpStep{
	outbox.Sending: TopUpSending, outbox.NotSent: TopUpNotSent, outbox.Unknown: TopUpUnknown, outbox.Posted: TopUpPosted,
	outbox.Rejected: TopUpRejected, outbox.Cancelled: TopUpCancelled, outbox.Halted: TopUpLocked,
}

func topUpState(i *topUpItem) TopUpState {
	s := TopUpState{TopUpJob: i.Form, Status: i.Status, ID: i.ID}
	if s.Step == "" {
		s.Step = TopUpIdle
	}
	if s.paperAt != i.Stage { // what was printed before was another slip
		s.Paper = PaperState{}
	}
	if step, past := topUpSteps[i.Stage]; past {
		s.Step, s.Field, s.Problem = step, FieldNone, topUpProblem(i)
	}
	return s
}

// Due is what the customer pays, amount and fee; false where the fee isn't known any more.
func (s TopUpState) Due() (money.Amount, bool) {
	switch {
	case !s.Answer.Total.IsZero():
		return s.Answer.Total, true
	case !s.Quote.Total.IsZero():
		return s.Quote.Total, true
	}
	return s.Amount, s.Tendered == s.Amount && !s.Tendered.IsZero() // who paid the bare amount paid no fee
}

// Given is the cash that the customer put down, as far as it is known.
func (s TopUpState) Given() money.Amount {
	for _, known := range []money.Amount{s.Tendered, s.Answer.Tendered, s.Quote.Total} {
		if !known.IsZero() {
			return known
		}
	}
	return s.Amount
}

// ShortID is the part of the id that is read out and printed.
func (s TopUpState) ShortID() string { return ShortID(s.ID) }

// Busy reports that an answer of the office is awaited.
func (s TopUpState) Busy() bool {
	switch s.Step {
	case TopUpMatching, TopUpQuoting, TopUpNamingPayer, TopUpSending:
		return true
	}
	return s.Asking != AskNothing
}

// Ended reports that the job is over and the clerk may turn to the next customer.
func (s TopUpState) Ended() bool { return s.Step == TopUpIdle || s.Stage.Ended() }

// InFlight reports that money may be on its way: the clerk holds cash whose effect isn't settled.
func (s TopUpState) InFlight() bool { return s.Stage.InFlight() }

// Open reports that the item keeps the drawer from being closed: it is not settled, or nobody has read how.
func (s TopUpState) Open() bool {
	return s.InFlight() || s.Unread || s.Step == TopUpLocked && s.ID != ""
}
