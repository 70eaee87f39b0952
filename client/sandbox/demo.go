package sandbox

import (
	"context"
	"math/rand/v2"
	"time"
)

// The offices of the demonstration.
const (
	mainOffice = "nlb-kranj"
	townOffice = "mok-kranj"
)

// The kinds of card.
const (
	kindPersonal = "osebna"
	kindYouth    = "mladinska"
	kindSenior   = "starostniska"
	kindGift     = "darilna"
	kindTourist  = "turisticna"
)

// Cards that the demonstration treats apart.
const (
	tryCard   = "100000014"
	todayCard = "100000105"
)

var demoStaff = []struct {
	number, pin, alias string
	role               Role
}{
	{"1001", "2468", "Ana", Clerk},
	{"1002", "1357", "Boris", Clerk},
	{"2001", "8642", "Vesna", Supervisor},
	{"3001", "9753", "Maja", Municipal},
}

// demoCard is an awkward case. Cards with a holder have a statement of the last weeks that ends at balance.
type demoCard struct {
	mokID, lastSix, kind, state, reason, holder string
	balance                                     int64
	months                                      int // until it expires; negative: since
	replacedBy                                  string
}

var demoCards = []demoCard{
	{mokID: tryCard, lastSix: "481205", kind: kindPersonal, state: cardActive, holder: "Živa Kalan", balance: 4230, months: 26},
	{mokID: "100000022", lastSix: "730144", kind: kindPersonal, state: cardActive, holder: "Črtomir Zupan", balance: 249500, months: 14},
	{mokID: "100000030", lastSix: "402913", kind: kindPersonal, state: cardExpired, holder: "Nada Šifrer", balance: 1185, months: -2},
	{mokID: "100000048", lastSix: "518820", kind: kindPersonal, state: cardLocked, reason: "holderPortal", holder: "Uroš Bogataj", balance: 6740, months: 19},
	{mokID: "100000055", lastSix: "293047", kind: kindPersonal, state: cardLost, reason: "clerk", holder: "Marjeta Oman", balance: 2315, months: 30},
	{mokID: "100000063", lastSix: "866401", kind: kindYouth, state: cardNotActivated, holder: "Nejc Rant", months: 35},
	{mokID: "100000071", lastSix: "174590", kind: kindPersonal, state: cardReplaced, reason: "issuer", holder: "Živa Kalan", months: 8, replacedBy: tryCard},
	{mokID: "100000089", lastSix: "555010", kind: kindPersonal, state: cardActive, holder: longName, balance: 12050, months: 22},
	{mokID: "100000097", lastSix: "660200", kind: kindGift, state: cardActive, balance: 3000, months: 11},
	{mokID: todayCard, lastSix: "909090", kind: kindSenior, state: cardActive, holder: "Ćiril Žagar", balance: 13640, months: 17},
	{mokID: "100000113", lastSix: "121212", kind: kindTourist, state: cardActive, balance: 1870, months: 5},
	{mokID: "100000121", lastSix: "337719", kind: kindPersonal, state: cardStolen, reason: "clerk", holder: "Boštjan Kern", balance: 940, months: 12},
	{mokID: "100000139", lastSix: "345678", kind: kindPersonal, state: cardLocked, reason: "clerk", holder: "Đurđa Petrič", balance: 8805, months: 28},
}

// prepareDemo makes the demonstration's staff and awkward cards at the first Open, and at each Open on another
// day gives the one card its three top-ups of today. It always writes, so a file that cannot be written is
// found here and not at the first customer.
func (o *Office) prepareDemo(ctx context.Context) error {
	var opened int64
	var there bool
	err := o.store.read(ctx, func(t *tx) (err error) {
		there, err = t.row(`SELECT opened_at FROM demo`, nil, &opened)
		return err
	})
	if err != nil {
		return err
	}
	var pins []string
	if !there {
		pins = o.hashPINs()
	}
	now := o.now()
	return o.store.write(ctx, func(t *tx) error {
		// Another program may have been quicker.
		if again, err := t.row(`SELECT opened_at FROM demo`, nil, &opened); err != nil {
			return err
		} else if !again {
			if err := t.makeDemo(now, pins); err != nil {
				return err
			}
		} else if midnight(o.moment(opened)).Before(midnight(now)) {
			if err := t.threeToday(now); err != nil {
				return err
			}
		}
		if err := t.exec(`UPDATE offices SET kind = ? WHERE id = ?`, o.options.OfficeKind, mainOffice); err != nil {
			return err
		}
		return t.exec(`UPDATE demo SET opened_at = ?`, now.UnixMilli())
	})
}

// hashPINs hashes the demonstration's PINs side by side.
func (o *Office) hashPINs() []string {
	pins := make([]string, len(demoStaff))
	done := make(chan struct{})
	for i := range demoStaff {
		go func() {
			pins[i] = o.pins.hash(demoStaff[i].pin)
			done <- struct{}{}
		}()
	}
	for range demoStaff {
		<-done
	}
	return pins
}

func (t *tx) makeDemo(now time.Time, pins []string) error {
	for _, step := range []func() error{
		func() error { return t.makeOffice(now) },
		func() error { return insertPlaces(t) },
		func() error {
			for i, s := range demoStaff {
				if err := insertStaff(t, s.number, s.alias, pins[i], s.role); err != nil {
					return err
				}
			}
			return nil
		},
		func() error {
			for _, c := range demoCards {
				if err := t.makeDemoCard(c, now); err != nil {
					return err
				}
			}
			return nil
		},
		func() error { return t.threeToday(now) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) makeOffice(now time.Time) error {
	for _, o := range []officeRow{
		{mainOffice, "NLB Poslovalnica Kranj", KindBank, "Kranj"},
		{townOffice, "Mestna občina Kranj", KindMunicipal, "Kranj"},
	} {
		if err := t.exec(`INSERT INTO offices (id, name, kind, town) VALUES (?, ?, ?, ?)`, o.id, o.name, o.kind, o.town); err != nil {
			return err
		}
	}
	if err := t.exec(`INSERT INTO policy (id, top_up_min, top_up_max, balance_max, day_max, month_max, payer_name_from, drawer_warning, drawer_lockout)
		VALUES (1, 100, 50000, 250000, 100000, 300000, 25000, 500000, 1000000)`); err != nil {
		return err
	}
	for id, kind := range ownAccounts {
		if err := t.exec(`INSERT INTO accounts (id, kind) VALUES (?, ?)`, id, kind); err != nil {
			return err
		}
	}
	for _, k := range []struct {
		code, sl, en string
		fee          int
	}{
		{kindPersonal, "Osebna kartica CeKR", "Personal CeKR card", 0},
		{kindYouth, "Mladinska kartica CeKR", "Youth CeKR card", 0},
		{kindSenior, "Kartica CeKR 65+", "CeKR card 65+", 0},
		{kindGift, "Darilna kartica CeKR", "CeKR gift card", 0},
		{kindTourist, "Turistična kartica CeKR", "Tourist CeKR card", 150},
	} {
		if err := t.exec(`INSERT INTO kinds (code, name_sl, name_en, fee) VALUES (?, ?, ?, ?)`, k.code, k.sl, k.en, k.fee); err != nil {
			return err
		}
	}
	return t.exec(`INSERT INTO demo (id, opened_at, seeded_for) VALUES (1, ?, ?)`, now.UnixMilli(), now.UnixMilli())
}

func (t *tx) makeDemoCard(c demoCard, now time.Time) error {
	account, err := t.newAccount("card")
	if err != nil {
		return err
	}
	since := now.AddDate(0, 0, -40)
	if c.state != cardActive {
		since = now.AddDate(0, 0, -9)
	}
	if c.state == cardExpired {
		since = monthAfter(now.AddDate(0, c.months, 1-now.Day()).Format("2006-01"), now.Location())
	}
	if err := t.postEvents(account, demoHistory(c, since)); err != nil {
		return err
	}
	return t.insertCard(cardRow{mokID: c.mokID, lastSix: c.lastSix, kind: c.kind, state: c.state, since: since.UnixMilli(),
		reason: orNil(c.reason), holder: orNil(c.holder), expires: now.AddDate(0, c.months, 1-now.Day()).Format("2006-01"),
		online: true, abroad: c.kind != kindYouth, replacedBy: orNil(c.replacedBy), account: account})
}

// demoHistory is a card's statement up to its balance, which it keeps until now or, for a card that nobody can
// use any more, from the day that it ended.
func demoHistory(c demoCard, since time.Time) []event {
	if c.state == cardNotActivated {
		return nil
	}
	end, from := since, midnight(since.AddDate(0, 0, -45))
	if c.state == cardActive {
		end, from = since.AddDate(0, 0, 39), midnight(since.AddDate(0, 0, 2))
	}
	rng := rand.New(rand.NewPCG(7, uint64(c.lastSix[0])<<16+uint64(c.lastSix[3])<<8+uint64(c.lastSix[5])))
	lastDay := end.AddDate(0, 0, -1)
	events := history(rng, habits{perMille: 190, atOnce: 1, most: 3000, refill: []int64{2000, 3000, 5000}}, from, lastDay, 40)
	return settle(events, c.balance, lastDay)
}

// settle makes a statement end at a balance, within hours: with loads of what is missing, or a last purchase for what
// is over.
func settle(events []event, want int64, end time.Time) []event {
	have := int64(0)
	for _, e := range events {
		have += e.cents
	}
	at := end.UnixMilli()
	for have < want {
		load := min(want-have, 50000)
		events = append(events, event{at, entryTopUp, placePortal, load})
		have += load
		at += time.Hour.Milliseconds()
	}
	if have > want {
		events = append(events, event{at, entryPurchase, firstShop + 6, want - have})
	}
	return events
}

// threeToday tops one card up three times since midnight, unless somebody has stopped it. What it got the last time is
// spent by then.
func (t *tx) threeToday(now time.Time) error {
	c, found, err := t.readCard(todayCard, now)
	if err != nil || !found || c.state != cardActive {
		return err
	}
	last, err := t.lastMoment(c.account)
	if err != nil {
		return err
	}
	loads := []int64{2000, 3000, 5000}
	var events []event
	if spend := c.balance - 3640; spend > 0 {
		events = append(events, event{max(last, now.AddDate(0, 0, -1).UnixMilli()), entryPurchase, firstShop + 6, -spend})
	}
	from := max(midnight(now).UnixMilli(), now.Add(-3*time.Hour).UnixMilli(), last)
	step := max(0, now.UnixMilli()-from) / 4
	for i, cents := range loads {
		events = append(events, event{from + step*int64(i+1), entryTopUp, []int64{placePortal, placeCounter, placePortal}[i], cents})
	}
	return t.postEvents(c.account, events)
}

// insertCard makes a card known to the office.
func (t *tx) insertCard(c cardRow) error {
	return t.exec(`INSERT INTO cards (mok_id, last_six, kind, state, state_since, state_reason, holder, expires, online, abroad, atm,
		replaced_by, account) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.mokID, c.lastSix, c.kind, c.state, c.since,
		c.reason, c.holder, c.expires, c.online, c.abroad, c.atm, c.replacedBy, c.account)
}

// midnight is the start of a day.
func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
