// Package outboxtest is the smallest write that lives by the outbox: what a new one costs, and a task that no counter has.
//
// House rules: only for tests. A ping has a card for its form and a lock's wire, so that a real office answers it.
package outboxtest

import (
	"context"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Task is a ping's name in the journal.
const Task = "ping"

// Kind is what its records mean: a clerk must have read how the office ended it.
var Kind = outbox.Kind{Task: Task, Acknowledges: func(r journal.Record) bool { return r.Kind == journal.Posted || r.Kind == journal.Rejected }}

// Office answers pings.
type Office interface {
	Lock(ctx context.Context, s client.Sending) client.Outcome[client.Lock]
	AskLock(ctx context.Context, id, mokID string) client.Outcome[client.Lock]
}

// Item is one ping; its form is a card.
type Item = outbox.Item[client.Lock, string]

// Ping is the flow of pings.
type Ping struct {
	*outbox.Queue[client.Lock, string]
	// Draw is called after every change.
	Draw func(*Item)
	// Looks reports that a clerk looks at the screen.
	Looks func() bool
	// Told are the endings that nobody was looking at.
	Told []*Item

	desk  string
	newID func() string
}

// New starts with no ping on the screen.
func New(o *outbox.Outbox, office Office, desk string, newID func() string) *Ping {
	p := &Ping{Draw: func(*Item) {}, Looks: func() bool { return true }, desk: desk, newID: newID}
	p.Queue = outbox.NewQueue(o, outbox.Screen[client.Lock, string](screen{p}), outbox.Task[client.Lock]{
		Kind: Kind, Put: office.Lock, Code: func(a client.Lock) string { return a.Code },
		Ask: func(ctx context.Context, w outbox.Write) client.Outcome[client.Lock] {
			return office.AskLock(ctx, w.ID, w.MokID)
		},
	})
	return p
}

// Send pings for a card, in the name of a clerk.
func (p *Ping) Send(mokID, staff string) {
	i := p.Shown()
	if i.Stage != outbox.Forming {
		return
	}
	i.Form = mokID
	w := outbox.Write{ID: p.newID(), MokID: mokID, Staff: staff}
	request := client.LockRequest{
		ID: w.ID, MokID: mokID, Reason: client.ReasonLost, Reporter: client.ReporterHolder,
		Verification: client.VerifiedByDocument, Staff: staff, Desk: p.desk,
	}
	i.Send(w, func(int64, string) ([]byte, error) { return request.Encode() }, func(error) { p.Draw(i) })
}

// Recover takes up what a crash left.
func (p *Ping) Recover() error {
	return p.Queue.Recover(func(w outbox.Write, _ []byte) string { return w.MokID })
}

// screen is what the outbox tells of.
type screen struct{ p *Ping }

func (s screen) Changed(i *Item) { s.p.Draw(i) }
func (s screen) Seen() bool      { return s.p.Looks() }
func (s screen) TokenLost()      {}

func (s screen) Ended(i *Item, hidden bool) {
	if hidden {
		s.p.Told = append(s.p.Told, i)
	}
}
