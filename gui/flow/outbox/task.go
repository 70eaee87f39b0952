package outbox

import (
	"context"
	"errors"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
)

// Task is what a kind of write brings: how it is put and asked about, and its answer's code. A is what the office
// answers. All of it is called away from the screen.
type Task[A any] struct {
	Kind Kind
	// Put sends once.
	Put func(ctx context.Context, s client.Sending) client.Outcome[A]
	// Ask asks what became of it.
	Ask func(ctx context.Context, w Write) client.Outcome[A]
	// Cancel asks for a tombstone: only cancelled means that it will never be done. Nil where the office has none.
	Cancel func(ctx context.Context, w Write) client.Outcome[A]
	// Code is why an answer rejects.
	Code func(answer A) string
}

// attempt is how far one attempt at a write, or one question about it, came.
type attempt[A any] struct {
	sent Sent
	out  client.Outcome[A]
	// before is why nothing was sent; ErrUnwritten if it isn't even on disk. after is why an answer is not on disk:
	// the answer stands.
	before, after error
	// second says that another question wrote the ending to disk: by whom it was found there is not known here.
	second bool
}

// first keeps the bytes of an intention that is on disk, and sends them, once.
func (t Task[A]) first(ctx context.Context, o *Outbox, w Write, encode Encode) attempt[A] {
	sent, err := o.Attempt(w, encode)
	if err != nil {
		return attempt[A]{before: err}
	}
	return t.deliver(ctx, o, w, sent, true)
}

// whole is first for what needs no cash in between: it is begun here too.
func (t Task[A]) whole(ctx context.Context, o *Outbox, w Write, encode Encode) attempt[A] {
	if err := o.Begin(w); err != nil {
		return attempt[A]{before: errors.Join(ErrUnwritten, err)}
	}
	a := t.first(ctx, o, w, encode)
	if errors.Is(a.before, ErrUnwritten) { // an intention alone would be told as a crash after a restart
		a.before = errors.Join(a.before, o.Abandon(w, WhyNotSent))
	}
	return a
}

// again sends the same bytes once more; the office does it once.
func (t Task[A]) again(ctx context.Context, o *Outbox, w Write, sent Sent) attempt[A] {
	err := o.Repeat(w, sent)
	switch {
	case err == nil:
		return t.deliver(ctx, o, w, sent, false)
	case errors.Is(err, ErrFull): // it stays open: its ending has room
		return attempt[A]{sent: sent, out: client.Outcome[A]{Verdict: client.Unknown, Err: ErrFull}}
	case o.Refused(err) && o.ended(w.ID):
		// A question in the background has found its ending, which is on its way to the screen.
		return attempt[A]{sent: sent, out: client.Outcome[A]{Verdict: client.Unknown}}
	}
	return attempt[A]{before: err}
}

func (t Task[A]) deliver(ctx context.Context, o *Outbox, w Write, sent Sent, first bool) attempt[A] {
	sending := client.Sending{ID: w.ID, Amount: w.Amount, Body: sent.Body, First: first}
	if t.Kind.BySession {
		sending.ID = w.Session
	}
	a := t.heard(o, w, t.Put(ctx, sending))
	a.sent = sent
	return a
}

// check asks what became of it.
func (t Task[A]) check(ctx context.Context, o *Outbox, w Write) attempt[A] {
	return t.heard(o, w, t.Ask(ctx, w))
}

// heard keeps a final word of the office on disk. Whatever isn't final stays open.
func (t Task[A]) heard(o *Outbox, w Write, out client.Outcome[A]) attempt[A] {
	a := attempt[A]{out: out, after: t.settle(o, w, out)}
	if errors.Is(a.after, ErrEnded) {
		a.second, a.after = true, nil
	}
	return a
}

func (t Task[A]) settle(o *Outbox, w Write, out client.Outcome[A]) error {
	switch out.Verdict {
	case client.Posted:
		return o.Settle(w, journal.Posted, "")
	case client.Rejected:
		return o.Settle(w, journal.Rejected, t.Code(out.Answer))
	case client.Cancelled:
		return o.Settle(w, journal.Cancelled, "")
	case client.NotSent:
		if t.Kind.Retyped {
			return o.Settle(w, journal.Cancelled, WhyNotSent)
		}
	}
	return nil
}
