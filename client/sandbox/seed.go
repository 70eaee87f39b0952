package sandbox

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

const (
	bulkCards = 2200 // besides the awkward ones
	longCard  = "100000147"
	longLines = 10000 // lines on the statement of that card
	// So many lines of history go into one transaction: few, so that a customer never waits long, and more only
	// where the disk takes longer to commit them than it takes to write them.
	minBatch, maxBatch = 120, 480
)

// Seed makes the bulk of the demonstration: some two thousand cards with two years of history, and one with ten
// thousand lines. It may be stopped by ctx at any time and goes on where it was; once done it returns at once.
// Requests are served meanwhile. progress, if not nil, is told after each card.
func (o *Office) Seed(ctx context.Context, progress func(done, total int)) error {
	s := seeder{o: o, batch: minBatch}
	err := o.store.read(ctx, func(t *tx) error {
		var until int64
		_, err := t.row(`SELECT seeded_for FROM demo`, nil, &until)
		s.until = o.moment(until)
		return err
	})
	for err == nil && ctx.Err() == nil {
		var done int
		if done, err = s.next(ctx); err != nil {
			break
		}
		if progress != nil {
			progress(done, s.o.bulk+1)
		}
		if done > s.o.bulk {
			return nil
		}
	}
	if err == nil {
		err = ctx.Err()
	}
	return fmt.Errorf("sandbox: seed: %w", err)
}

// seeder writes one card after the other. What is done stands in the database, so two of them do no harm.
type seeder struct {
	o     *Office
	until time.Time
	card  bulkCard // the one that is being written
	have  int      // its number; cards are made up again when they are not at hand
	batch int      // lines in the next transaction
}

// bulkCard is a card that was made up, with its whole statement.
type bulkCard struct {
	row    cardRow
	events []event
}

// next writes a part of a card's history, or the card when all of it is in, and returns how many cards are done.
// The card itself comes last, so nobody can use it before.
func (s *seeder) next(ctx context.Context) (done int, err error) {
	var began, written time.Time
	err = s.o.store.write(ctx, func(t *tx) error {
		began = time.Now()
		defer func() { written = time.Now() }()
		var part int
		if _, err := t.row(`SELECT seed_next, seed_part FROM demo`, nil, &done, &part); err != nil {
			return err
		}
		for lines := 0; done <= s.o.bulk && lines < s.batch; part = 0 {
			c, err := s.make(t, done)
			if err != nil {
				return err
			}
			account, err := t.seedAccount(part, c.row.mokID)
			if err != nil {
				return err
			}
			end := min(len(c.events), part+s.batch-lines)
			if err := t.postEvents(account, c.events[part:end]); err != nil {
				return err
			}
			lines += end - part + 1
			if end < len(c.events) {
				return t.exec(`UPDATE demo SET seed_next = ?, seed_part = ?`, done, end)
			}
			c.row.account = account
			if err := t.insertCard(c.row); err != nil {
				return err
			}
			done++
		}
		return t.exec(`UPDATE demo SET seed_next = ?, seed_part = 0`, done)
	})
	s.pace(written.Sub(began), time.Since(written))
	return done, err
}

// pace chooses the next batch by how long this one took to write and to commit.
func (s *seeder) pace(write, commit time.Duration) {
	switch {
	case commit > write:
		s.batch = min(s.batch*2, maxBatch)
	case commit < write/2:
		s.batch = max(s.batch/2, minBatch)
	}
}

// seedAccount is a new account for a card's first lines, and the same one for the others: the last card account
// that no card has yet.
func (t *tx) seedAccount(part int, mokID string) (int64, error) {
	if part == 0 {
		return t.newAccount("card")
	}
	var account int64
	found, err := t.row(`SELECT id FROM accounts WHERE kind = 'card' AND id NOT IN (SELECT account FROM cards) ORDER BY id DESC LIMIT 1`,
		nil, &account)
	if err == nil && !found {
		err = fmt.Errorf("%w: the account of a half-written card is gone", ErrDamaged)
	}
	return account, err
}

// make makes a bulk card up, always the same one for a number.
func (s *seeder) make(t *tx, number int) (bulkCard, error) {
	if s.have == number && s.card.row.mokID != "" {
		return s.card, nil
	}
	c := bulkCardOf(number, s.until)
	if c.row.state == cardReplaced {
		usable, err := t.row(`SELECT 1 FROM cards WHERE mok_id = ? AND state = 'active'`, args(*c.row.replacedBy), new(int))
		if err != nil {
			return bulkCard{}, err
		}
		if !usable {
			c.row.state, c.row.replacedBy = cardLost, nil
		}
	}
	s.card, s.have = c, number
	return c, nil
}

// bulkMokID is injective, and below it are the awkward cards.
func bulkMokID(number int) string {
	return fmt.Sprintf("%09d", 100010000+number*41+number*number%37)
}

func bulkCardOf(number int, until time.Time) bulkCard {
	rng := rand.New(rand.NewPCG(0x43654b52, uint64(number)))
	if number == 0 {
		return longStatement(rng, until)
	}
	c := cardRow{mokID: bulkMokID(number), lastSix: fmt.Sprintf("%06d", rng.IntN(1_000_000)), kind: kindPersonal, state: cardActive,
		online: rng.IntN(4) > 0, abroad: rng.IntN(3) == 0, atm: rng.IntN(5) == 0}
	h := habits{perMille: 8 + rng.IntN(22), atOnce: 1, most: 6000, withdraw: c.atm, refill: []int64{2000, 2000, 3000, 5000, 5000, 10000}}
	name := holderName(rng)
	c.holder = &name
	switch chance := rng.IntN(100); {
	case chance < 12:
		c.kind, h.most, h.refill = kindYouth, 1500, []int64{1000, 2000, 2000}
	case chance < 30:
		c.kind = kindSenior
	case chance < 35:
		c.kind, c.holder = kindGift, nil
	case chance < 39:
		c.kind, c.holder = kindTourist, nil
	}
	end, born := bulkState(rng, &c, number, until)
	var events []event
	if c.state != cardNotActivated {
		events = history(rng, h, born, end, 1<<30)
	}
	return bulkCard{c, events}
}

// bulkState decides how a card ended, if it did, and returns when, and when its history begins.
func bulkState(rng *rand.Rand, c *cardRow, number int, until time.Time) (end, born time.Time) {
	born = midnight(until.AddDate(-2, 0, rng.IntN(300)))
	end = until
	ended := midnight(until).AddDate(0, 0, -1-rng.IntN(150)).Add(time.Duration(8+rng.IntN(10)) * time.Hour)
	expires := born.AddDate(4, 0, 1-born.Day())
	switch chance := rng.IntN(1000); {
	case chance < 30:
		reason := []string{"holderPortal", "holderPortal", "clerk", "issuer"}[rng.IntN(4)]
		c.state, c.reason, end = cardLocked, &reason, ended
	case chance < 50:
		c.state, end = cardLost, ended
	case chance < 60:
		c.state, end = cardStolen, ended
	case chance < 80:
		expires = midnight(until).AddDate(0, -1-rng.IntN(4), 1-until.Day())
		c.state, end = cardExpired, expires.AddDate(0, 1, 0)
	case chance < 95 && number > 1:
		by := bulkMokID(number - 1)
		c.state, c.replacedBy, end = cardReplaced, &by, ended
	case chance < 115:
		c.state, born = cardNotActivated, ended
		expires = born.AddDate(4, 0, 1-born.Day())
	}
	c.expires = expires.Format("2006-01")
	c.since = end.UnixMilli()
	if c.state == cardActive || c.state == cardNotActivated {
		c.since = born.Add(9 * time.Hour).UnixMilli()
	}
	return end, born
}

// longStatement is the card that is used many times a day.
func longStatement(rng *rand.Rand, until time.Time) bulkCard {
	name := holderName(rng)
	from := midnight(until.AddDate(-2, 0, 0))
	h := habits{perMille: 568, atOnce: 6, most: 330, refill: []int64{5000, 5000, 10000}}
	return bulkCard{
		row: cardRow{mokID: longCard, lastSix: "246810", kind: kindPersonal, state: cardActive, since: from.Add(9 * time.Hour).UnixMilli(),
			holder: &name, expires: until.AddDate(1, 0, 1-until.Day()).Format("2006-01"), online: true},
		events: history(rng, h, from, until, longLines),
	}
}
