package flow

import (
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
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

// Ask names the question under way about an unknown outcome.
type Ask string

// The three ways out of an unknown outcome, and the wait for the disk.
const (
	AskNothing  Ask = ""
	AskCheck    Ask = "check"
	AskAgain    Ask = "again"
	AskGiveBack Ask = "giveBack"
	AskDrop     Ask = "drop" // not the office: the abandoned intention is on its way to disk
)

// Payer is who hands the cash over, where the office wants to know. It goes to the office first and is
// neither journaled nor logged; Document and Last3 are empty when no document is required.
type Payer struct {
	Name     string
	Document client.DocumentKind
	Last3    string
}

// TopUpState is all the top-up's panel shows.
type TopUpState struct {
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

	ID     string
	Since  time.Time // when it was first sent, by the PC's clock
	Answer client.TopUp
	Asking Ask
	Asked  int // how often the office was asked since the outcome became unknown
	Seen   string
	Paper  PaperState

	// Unread says that it ended while no clerk was looking: it stays among the open items until one has been.
	Unread bool
	// Recovered says that it was taken up from the journal after its end: cash and receipt may have been
	// handed out already. What the office knows of it is in Answer once it was asked (Answer.ID).
	Recovered bool
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

// ReceiptKnown reports that the office's own word on the ending is here: of what was taken up from the journal
// it has to be asked for.
func (s TopUpState) ReceiptKnown() bool { return !s.Recovered || s.Answer.ID != "" }

// ShortID is the part of the id that is read out and printed.
func (s TopUpState) ShortID() string { return ShortID(s.ID) }

// ShortID is the first eight characters of an id, in capitals.
func ShortID(id string) string {
	if len(id) < 8 {
		return id
	}
	return upper(id[:8])
}

func upper(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
	return string(b)
}

// Busy reports that an answer of the office is awaited.
func (s TopUpState) Busy() bool {
	switch s.Step {
	case TopUpMatching, TopUpQuoting, TopUpNamingPayer, TopUpSending:
		return true
	}
	return s.Asking != AskNothing
}

// Open reports that the item keeps the drawer from being closed: it is not settled, or nobody has read how.
func (s TopUpState) Open() bool {
	return s.InFlight() || s.Unread || s.Step == TopUpLocked && s.ID != ""
}

// Ended reports that the job is over and the clerk may turn to the next customer.
func (s TopUpState) Ended() bool {
	switch s.Step {
	case TopUpIdle, TopUpPosted, TopUpRejected, TopUpCancelled:
		return true
	}
	return false
}

// InFlight reports that money may be on its way: the clerk holds cash whose effect isn't settled.
func (s TopUpState) InFlight() bool {
	switch s.Step {
	case TopUpSending, TopUpUnknown, TopUpNotSent:
		return true
	}
	return false
}
