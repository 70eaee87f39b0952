package outbox

import (
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
)

// Write is one intention: what every record of it repeats.
type Write struct {
	Task    string
	ID      string // a UUID, never used for another intention
	MokID   string // the card, or ""
	Amount  money.Amount
	Staff   string // who intends it; "" when the program found out by itself
	Session string // the drawer session, or ""
	// Cash is what its sending remembers of the cash; see journal.Record.
	Cash journal.Cash
	// Why is the reason of an ending that was taken up from the journal.
	Why string
}

// Sent is what left this PC, to be sent once more byte for byte: the body, with the number and the hash it carries.
type Sent struct {
	Body []byte
	Seq  int64
	Prev string
}

// Encode makes a write's bytes. It is given the desk's next number and the hash of the numbered bytes before; a kind
// that is not numbered leaves both out. An error means that the contract does not allow such a write.
type Encode func(seq int64, prev string) ([]byte, error)

// Why an intention was abandoned: by the clerk at the form, by one who was told what a crash had left, or because its
// bytes could not be kept.
const (
	WhyClerk   = "clerk"
	WhyCrash   = "crash"
	WhyNotSent = "not-sent"
)
