package sandbox

import (
	"context"
	"errors"
	"fmt"
)

// Errors of adding a card.
var (
	ErrCardExists = errors.New("sandbox: the MOK ID is taken")
	ErrCardForm   = errors.New("sandbox: a MOK ID is nine digits, the last of a card number six, and the kind one of the office's")
)

// PracticeCard is a card that an administrator or a test adds to the demonstration's.
type PracticeCard struct {
	MokID   string // nine digits
	LastSix string // the last six digits of the card number
	Tourist bool   // a card whose top-ups cost a fee, 1.50 EUR
}

// practiceMonths is how long an added card is good for.
const practiceMonths = 24

// AddCard makes an active card with nothing on it and no named holder: ErrCardForm for digits that are none,
// ErrCardExists for a MOK ID that is taken.
func (o *Office) AddCard(ctx context.Context, c PracticeCard) error {
	if !isMokID(c.MokID) || !isSix(c.LastSix) {
		return ErrCardForm
	}
	kind := kindGift
	if c.Tourist {
		kind = kindTourist
	}
	now := o.now()
	err := o.store.write(ctx, func(t *tx) error {
		taken, err := t.row(`SELECT 1 FROM cards WHERE mok_id = ?`, args(c.MokID), new(int))
		if err != nil {
			return err
		}
		if taken {
			return ErrCardExists
		}
		account, err := t.newAccount("card")
		if err != nil {
			return err
		}
		return t.insertCard(cardRow{mokID: c.MokID, lastSix: c.LastSix, kind: kind, state: cardActive, since: now.UnixMilli(),
			expires: now.AddDate(0, practiceMonths, 1-now.Day()).Format("2006-01"), online: true, account: account})
	})
	if err != nil {
		return fmt.Errorf("sandbox: add card: %w", err)
	}
	return nil
}
