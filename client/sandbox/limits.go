package sandbox

import (
	"time"

	"cekr.kranj.si/desk/client/money"
)

// headroom is what may still be loaded on a card, in cents, never below zero.
type headroom struct{ balance, day, month int64 }

// room looks what is left of a card's limits. Day and month are those of the office's clock, and every top-up
// counts, wherever it was made.
func (t *tx) room(p policy, c cardRow, now time.Time) (headroom, error) {
	today, err := t.toppedUpSince(c.account, midnight(now))
	if err != nil {
		return headroom{}, err
	}
	month, err := t.toppedUpSince(c.account, midnight(now).AddDate(0, 0, 1-now.Day()))
	return headroom{max(0, p.balanceMax-c.balance), max(0, p.dayMax-today), max(0, p.monthMax-month)}, err
}

// most is the largest top-up that would be allowed now, zero if none would.
func (h headroom) most(p policy) int64 {
	most := min(p.largest(), h.balance, h.day, h.month)
	if most < p.topUpMin {
		return 0
	}
	return most
}

type headroomWire struct {
	Balance money.Amount `json:"balance"`
	Day     money.Amount `json:"day"`
	Month   money.Amount `json:"month"`
}

func (h headroom) wire() headroomWire {
	return headroomWire{money.EUR(h.balance), money.EUR(h.day), money.EUR(h.month)}
}
