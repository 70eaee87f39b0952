package cashtest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"time"

	"cekr.kranj.si/desk/client/sandbox"
)

// staff may take cash at the branch.
var staff = []struct{ number, pin string }{{"1001", "2468"}, {"1002", "1357"}, {"2001", "8642"}}

// Card is a card that customers bring.
type Card struct {
	MokID, LastSix string
	Fee            int64 // cents, on top of each top-up
}

// Branch is one real office in memory, for many schedules one after the other: each has cards and desks of its own.
type Branch struct {
	office *sandbox.Office
	audit  auditor
	shift  atomic.Int64 // from the clock of the schedule to the office's, in nanoseconds
	closed time.Time    // when the schedule before ended, by the office's clock
	days   int
	cards  int
}

// branchOpened is a Monday.
var branchOpened = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// OpenBranch opens an office in memory.
func OpenBranch(ctx context.Context) (*Branch, error) {
	b := &Branch{closed: branchOpened}
	b.shift.Store(int64(time.Until(branchOpened)))
	office, err := sandbox.Open(ctx, sandbox.Options{EmbeddedSecret: secret, Now: b.now})
	b.office = office
	if err != nil {
		return b, err
	}
	b.audit.office = office.Handler()
	return b, office.AddStaff(ctx, approvers[1].number, "Vida", approvers[1].pin, sandbox.Supervisor)
}

func (b *Branch) now() time.Time { return time.Now().Add(time.Duration(b.shift.Load())) }

// Close audits the whole ledger, and ends the branch.
func (b *Branch) Close(ctx context.Context) error {
	return errors.Join(b.office.Verify(ctx), b.office.Close())
}

// newDay begins a day for a schedule, so long after the one before.
func (b *Branch) newDay(ahead time.Duration) {
	b.days++
	b.set(b.closed.Add(ahead))
}

// set sets the office's clock.
func (b *Branch) set(now time.Time) { b.shift.Store(int64(time.Until(now))) }

// endDay gives the time to the next schedule, unless the clock was set.
func (b *Branch) endDay(set bool) {
	if !set {
		b.closed = b.now()
	}
}

// newCards makes cards that no schedule has had.
func (b *Branch) newCards(ctx context.Context, n int) ([]Card, error) {
	var cards []Card
	for i := range n {
		b.cards++
		c := Card{MokID: fmt.Sprintf("2%08d", b.cards), LastSix: fmt.Sprintf("%06d", b.cards%1_000_000)}
		tourist := i == 1
		if tourist {
			c.Fee = 150
		}
		cards = append(cards, c)
		if err := b.office.AddCard(ctx, sandbox.PracticeCard{MokID: c.MokID, LastSix: c.LastSix, Tourist: tourist}); err != nil {
			return nil, err
		}
	}
	return cards, nil
}

// auditor asks the office past the wire, as its own people do: with nothing of package client.
type auditor struct {
	office http.Handler
	token  string
}

// ask signs the auditor in when the office no longer knows who asks.
func (a *auditor) ask(path string, into any) error {
	err := a.request(http.MethodGet, path, "", into)
	if !errors.Is(err, errWho) {
		return err
	}
	var in struct{ Token string }
	a.token = ""
	if err := a.request(http.MethodPost, "/v1/sign-ins", `{"staffNumber":"2001","pin":"8642","desk":"AUDIT"}`, &in); err != nil {
		return err
	}
	a.token = in.Token
	return a.request(http.MethodGet, path, "", into)
}

var errWho = errors.New("the office asks the auditor who is there")

func (a *auditor) request(method, path, body string, into any) error {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Embedded-Secret", secret)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if a.token != "" {
		r.Header.Set("Authorization", "Bearer "+a.token)
	}
	w := httptest.NewRecorder()
	a.office.ServeHTTP(w, r)
	switch {
	case w.Code == http.StatusUnauthorized:
		return errWho
	case w.Code/100 != 2:
		return fmt.Errorf("the office answers the auditor %d to %s %s", w.Code, method, path)
	}
	return json.Unmarshal(w.Body.Bytes(), into)
}

type cents struct{ Amount int64 }

// ledgered is what the office holds of a top-up.
type ledgered struct {
	State  string
	Amount cents
	Fee    *cents
	Total  *cents
}

func (a *auditor) topUp(id string) (l ledgered, err error) {
	err = a.ask("/v1/top-ups/"+id, &l)
	return l, err
}

// balance is what is on a card, in cents, and whether the card is locked.
func (a *auditor) balance(mokID string) (balance int64, state string, err error) {
	var card struct {
		Balance cents
		State   string
	}
	err = a.ask("/v1/cards/"+mokID, &card)
	return card.Balance.Amount, card.State, err
}

// postings are the lines on a card's statement, in cents each.
func (a *auditor) postings(mokID string) (amounts []int64, err error) {
	cursor := ""
	for {
		var page struct {
			Items []struct {
				Kind   string
				Amount cents
			}
			NextCursor *string
		}
		if err := a.ask("/v1/cards/"+mokID+"/transactions?limit=100"+cursor, &page); err != nil {
			return nil, err
		}
		for _, item := range page.Items {
			amounts = append(amounts, item.Amount.Amount)
		}
		if page.NextCursor == nil {
			return amounts, nil
		}
		cursor = "&cursor=" + *page.NextCursor
	}
}
