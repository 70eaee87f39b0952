package sandbox

import (
	"math/rand/v2"
	"time"
)

// event is one line of a card's statement: cents with the sign they have for the card.
type event struct {
	at    int64
	kind  string
	place int64
	cents int64
}

// counterpart is the account on the other side of a kind of event.
var counterpart = map[string]int64{entryTopUp: transfersAccount, entryPurchase: merchantsAccount,
	entryRefund: merchantsAccount, entryWithdrawal: merchantsAccount, entryFee: feesAccount}

// postEvents books events on a card's account.
func (t *tx) postEvents(account int64, events []event) error {
	for _, e := range events {
		legs := []leg{{account, e.cents}, {counterpart[e.kind], -e.cents}}
		if _, err := t.post(entry{at: e.at, kind: e.kind, place: e.place, legs: legs}); err != nil {
			return err
		}
	}
	return nil
}

// habits are how a card is used.
type habits struct {
	perMille int   // chance that a part of a day has an event
	atOnce   int   // most events in one part of a day
	most     int64 // a purchase of more is not made, in cents
	withdraw bool  // draws cash now and then
	refill   []int64
}

// The parts of the day as hours.
var dayParts = []struct {
	part     int
	from, to int // minutes after midnight
}{{morning, 6*60 + 30, 11 * 60}, {midday, 11 * 60, 15 * 60}, {afternoon, 15 * 60, 19 * 60}, {evening, 19 * 60, 22 * 60}}

// historian makes up a card's statement, always the same for the same generator.
type historian struct {
	rng     *rand.Rand
	habits  habits
	balance int64
	events  []event
	last    int64 // moment of the last event
}

// history makes up what happened to a card from one midnight to another moment, at most `limit` events. The
// balance starts at zero, never goes below, and stays under what a card may hold.
func history(rng *rand.Rand, h habits, from, until time.Time, limit int) []event {
	s := &historian{rng: rng, habits: h, last: from.UnixMilli()}
	for day := from; day.Before(until); day = day.AddDate(0, 0, 1) {
		midnight := day.UnixMilli()
		for _, part := range dayParts {
			for range h.atOnce {
				if rng.IntN(1000) >= h.perMille {
					continue
				}
				at := max(s.last+1000, midnight+int64(part.from+rng.IntN(part.to-part.from))*60_000+int64(rng.IntN(60_000)))
				if at >= until.UnixMilli() {
					return s.events
				}
				s.makeEvent(at, part.part)
				if len(s.events) >= limit {
					return s.events[:limit]
				}
			}
		}
	}
	return s.events
}

func (s *historian) add(at int64, kind string, place, cents int64) {
	s.events = append(s.events, event{at, kind, place, cents})
	s.balance += cents
	s.last = at
}

// makeEvent adds one event: mostly a purchase, rarely cash from a machine or money back for what was bought.
func (s *historian) makeEvent(at int64, part int) {
	switch chance := s.rng.IntN(1000); {
	case chance < 5 && s.habits.withdraw:
		s.makeWithdrawal(at)
	case chance < 15 && len(s.events) > 0 && s.events[len(s.events)-1].kind == entryPurchase:
		bought := s.events[len(s.events)-1]
		s.add(at, entryRefund, bought.place, -bought.cents)
	default:
		s.makePurchase(at, part)
	}
}

func (s *historian) makePurchase(at int64, part int) {
	i := s.place(part)
	place := shops[i]
	price := place.least + s.rng.Int64N((place.most-place.least)/place.step+1)*place.step
	if s.rng.IntN(3) > 0 { // most baskets are small
		price = place.least + (price-place.least)/4/place.step*place.step
	}
	price = min(price, s.habits.most)
	if s.afford(at, price) {
		s.add(at, entryPurchase, firstShop+int64(i), -price)
	}
}

// makeWithdrawal takes cash from a machine: five per cent of it, at least 15 euros, is the fee.
func (s *historian) makeWithdrawal(at int64) {
	cash := 2000 * (1 + s.rng.Int64N(5))
	fee := max(1500, cash*5/100)
	if s.afford(at, cash+fee) {
		s.add(at, entryWithdrawal, placeATM, -cash)
		s.add(at, entryFee, placeATMFee, -fee)
	}
}

// afford tops the card up before a payment that the balance does not cover. It is false when there is no time for
// that since the last event.
func (s *historian) afford(at, cents int64) bool {
	if s.balance >= cents {
		return true
	}
	if s.last >= at-2000 {
		return false
	}
	load := s.habits.refill[s.rng.IntN(len(s.habits.refill))]
	for load < cents-s.balance {
		load += 5000
	}
	before := min(at-s.last-1000, int64(5+s.rng.IntN(600))*60_000)
	where := []int64{placePortal, placePortal, placeOrder, placeCounter}[s.rng.IntN(4)]
	s.add(at-before, entryTopUp, where, load)
	return true
}

var totalWeight = map[int]int{}

func init() {
	for _, part := range dayParts {
		for _, s := range shops {
			if s.when&part.part != 0 {
				totalWeight[part.part] += s.weight
			}
		}
	}
}

// place draws a shop that is open, the busy ones more often.
func (s *historian) place(part int) int {
	n := s.rng.IntN(totalWeight[part])
	for i, shop := range shops {
		if shop.when&part == 0 {
			continue
		}
		if n -= shop.weight; n < 0 {
			return i
		}
	}
	return 0
}
