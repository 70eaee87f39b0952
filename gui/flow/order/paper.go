package order

import (
	"time"

	"cekr.kranj.si/desk/client/upn"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Slip is a payment order, or the draft of one.
type Slip struct {
	task.Letterhead
	Order    upn.Order
	MokID    string // empty while none is recognised
	At       time.Time
	Verified bool // the office has shown the card
	Assumed  bool // whom to pay is not the office's answer
}

// Kind names a payment order.
func (Slip) Kind() task.SlipKind { return "order" }

// Number is the MOK ID of the card that it is for.
func (s Slip) Number() string { return s.MokID }
