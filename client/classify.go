package client

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"cekr.kranj.si/desk/client/ident"
	"cekr.kranj.si/desk/client/money"
)

// writeFields is what an answer repeats of a write.
type writeFields struct {
	id, mokID, state string
	amount           money.Amount
	subject          string // what the write is about besides a card: a reversal's top-up, an approval's hash
}

// expected is what an answer must repeat before it is believed.
type expected struct {
	id     string
	mokID  string       // "" when the write names no card, or it is not known here
	amount money.Amount // zero for a write without money
	// subject is "" when the write has none, or it is not known here.
	subject string
	ends    map[string]Verdict // the states that are final
	asked   bool               // a question by GET: 200 alone, and the office may not have an end yet
	dial    bool               // a first attempt: a connection that never came about is NotSent
}

// classify gives the verdict on one attempt at a write, or on one question about it.
//
// Final is only a 200 or 201 in JSON over a connection that the office alone can be at
// the end of, which keeps the contract and repeats the id, the card and the amount, as far as
// the write has them, and what else it is about, with a final state. NotSent is only the proven absence of any byte on the
// wire in a first attempt. Everything else is Unknown.
func classify[T any](c *Client, r reply, want expected, read func(T) writeFields) Outcome[T] {
	fault := c.fault(r)
	if fault != nil {
		c.dropExpired(fault, r)
		return unsettled[T](r, want, fault)
	}
	if r.status != http.StatusOK && (want.asked || r.status != http.StatusCreated) {
		return unsettled[T](r, want, foreign(r, "unexpected status"))
	}
	answer, err := decode[T](r.body)
	if err != nil {
		return unsettled[T](r, want, foreign(r, err.Error()))
	}
	got := read(answer)
	if got.id != want.id {
		return unsettled[T](r, want, foreign(r, "another id"))
	}
	if want.asked && (got.state == StateInFlight || got.state == StateUnseen) {
		return Outcome[T]{Verdict: Unknown, State: got.state}
	}
	if want.mokID != "" && got.mokID != want.mokID {
		return unsettled[T](r, want, foreign(r, "another card"))
	}
	if got.amount != want.amount {
		return unsettled[T](r, want, foreign(r, "another amount"))
	}
	if want.subject != "" && got.subject != want.subject {
		return unsettled[T](r, want, foreign(r, "another subject"))
	}
	verdict, final := want.ends[got.state]
	if !final {
		return unsettled[T](r, want, foreign(r, "not a final state"))
	}
	return Outcome[T]{Verdict: verdict, Answer: answer}
}

// unsettled is the outcome of an attempt that did not end the write.
func unsettled[T any](r reply, want expected, why *Error) Outcome[T] {
	out := Outcome[T]{Verdict: Unknown, Err: why}
	if r.unsent && want.dial {
		out.Verdict = NotSent
	}
	out.Alarm = r.status == http.StatusUnprocessableEntity && !want.asked
	if r.status == http.StatusConflict && why.Code == CodeInFlight {
		out.State = StateInFlight
	}
	return out
}

// put sends a write once and gives the verdict.
func put[T any](ctx context.Context, c *Client, at place, body []byte, want expected, read func(T) writeFields) Outcome[T] {
	call := call{method: http.MethodPut, at: at, body: body}
	r := c.write(ctx, call)
	out := classify(c, r, want, read)
	c.logCall(ctx, call, r, string(out.Verdict), out.Err)
	return out
}

// ask asks once what became of a write's id, as a read that may be repeated, and gives the
// verdict. It is never NotSent.
func ask[T any](ctx context.Context, c *Client, at place, want expected, read func(T) writeFields, rules ...rule) Outcome[T] {
	want.asked = true
	if err := check(rules...); err != nil {
		return refused[T](ctx, c, at, want, err)
	}
	call := call{method: http.MethodGet, at: at}
	r := c.read(ctx, call)
	out := classify(c, r, want, read)
	c.logCall(ctx, call, r, strings.TrimSpace(string(out.Verdict)+" "+out.State), out.Err)
	return out
}

// putJournaled is put for journaled bytes, which must themselves say what the sending says. Where
// no money is in it they must name the card, for then an answer is held against that.
func putJournaled[B, T any](ctx context.Context, c *Client, at place, s Sending, want expected, of func(B) writeFields, read func(T) writeFields) Outcome[T] {
	body, err := decode[B](s.Body)
	inside := of(body)
	want.id, want.mokID, want.amount, want.subject, want.dial = s.ID, inside.mokID, s.Amount, inside.subject, s.First
	held := inside.amount != money.Amount{} || ident.IsMokID(inside.mokID)
	if err != nil || inside.id != s.ID || inside.amount != s.Amount || !held {
		return refused[T](ctx, c, at, want, badInput("body of another sending"))
	}
	return put(ctx, c, at, s.Body, want, read)
}

// refused is a write that this side did not let out.
func refused[T any](ctx context.Context, c *Client, at place, want expected, why error) Outcome[T] {
	local, ours := errors.AsType[*Error](why)
	if !ours {
		local = badInput("body")
	}
	r := reply{unsent: true, local: local}
	out := unsettled[T](r, want, local)
	c.logCall(ctx, call{method: http.MethodPut, at: at}, r, string(out.Verdict), out.Err)
	return out
}
