package flow

import (
	"context"
	"errors"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
)

// road is the way that every write takes, whatever its task: intended on disk, its exact bytes on disk, sent
// once, its ending on disk. A new kind of write brings a task, a put and its answer's code, and no more. T is
// what the office answers. A road is gone along away from the screen.
type road[T any] struct {
	promises *promises
	// put sends once.
	put func(ctx context.Context, s client.Sending) client.Outcome[T]
	// code is why an answer rejects.
	code func(answer T) string
	// unsentEnds says that what certainly never left is over, and not the clerk's to decide about.
	unsentEnds bool
}

// trip is how far a write came along its road.
type trip[T any] struct {
	body []byte
	out  client.Outcome[T]
	// before is why nothing was sent in this attempt; errUnwritten if it isn't even on disk. after is why an
	// answer is not on disk: the answer stands.
	before, after error
	// second says that another question wrote the ending to disk: by whom it was found there is not known here.
	second bool
}

// send promises the bytes of an intention that is on disk, and sends them, once.
func (r road[T]) send(ctx context.Context, of promise, encode func(seq int64, prev string) ([]byte, error)) trip[T] {
	body, err := r.promises.sending(of, encode)
	if err != nil {
		return trip[T]{before: err}
	}
	return r.deliver(ctx, of, body, true)
}

// whole is send for what needs no cash in between: the intention is written here too.
func (r road[T]) whole(ctx context.Context, of promise, encode func() ([]byte, error)) trip[T] {
	if err := r.promises.intend(of); err != nil {
		return trip[T]{before: errors.Join(errUnwritten, err)}
	}
	t := r.send(ctx, of, func(int64, string) ([]byte, error) { return encode() })
	if errors.Is(t.before, errUnwritten) { // an intention alone would be told as a crash after a restart
		t.before = errors.Join(t.before, r.promises.end(of, journal.Dropped, "not-sent"))
	}
	return t
}

// again sends the same bytes once more; the office does it once.
func (r road[T]) again(ctx context.Context, of promise, body []byte) trip[T] {
	err := r.promises.again(of, body)
	if errors.Is(err, errFull) { // it stays open: its ending has room
		return trip[T]{body: body, out: client.Outcome[T]{Verdict: client.Unknown, Err: errFull}}
	}
	if errors.Is(err, errUnwritten) && !r.promises.halted() && r.promises.ended(of.id) {
		// A question in the background has found its ending, which is on its way to the screen.
		return trip[T]{body: body, out: client.Outcome[T]{Verdict: client.Unknown}}
	}
	if err != nil {
		return trip[T]{before: err}
	}
	return r.deliver(ctx, of, body, false)
}

func (r road[T]) deliver(ctx context.Context, of promise, body []byte, first bool) trip[T] {
	sending := client.Sending{ID: of.id, Amount: of.amount, Body: body, First: first}
	if of.names != "" {
		sending.ID = of.names
	}
	out := r.put(ctx, sending)
	t := r.heard(of, out)
	t.body = body
	return t
}

// heard keeps a final word of the office on disk. Whatever isn't final stays open.
func (r road[T]) heard(of promise, out client.Outcome[T]) trip[T] {
	t := trip[T]{out: out, after: r.settle(of, out)}
	if errors.Is(t.after, errEnded) {
		t.second, t.after = true, nil
	}
	return t
}

func (r road[T]) settle(of promise, out client.Outcome[T]) error {
	switch out.Verdict {
	case client.Posted:
		return r.promises.finish(of, journal.Posted, "")
	case client.Rejected:
		return r.promises.finish(of, journal.Rejected, r.code(out.Answer))
	case client.Cancelled:
		return r.promises.finish(of, journal.Cancelled, "")
	case client.NotSent:
		if r.unsentEnds {
			return r.promises.finish(of, journal.Cancelled, unsentNote)
		}
	}
	return nil
}

// unsentNote is why something was cancelled without a tombstone: no byte of it ever left.
const unsentNote = "not-sent"

// forget ends on disk what certainly never left this PC.
func (r road[T]) forget(of promise) error {
	return r.promises.end(of, journal.Cancelled, unsentNote)
}
