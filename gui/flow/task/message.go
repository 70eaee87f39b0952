package task

import (
	"errors"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Message is a sentence for a person: a key of the catalogue and its named values. Values may be
// strings, whole numbers, money.Amount and time.Time; the view prints them by the clerk's locale.
type Message struct {
	Key    string
	Values map[string]any
}

// Say makes a message; pairs are name, value, name, value.
func Say(key string, pairs ...any) *Message {
	m := &Message{Key: key, Values: make(map[string]any, len(pairs)/2)}
	for i := 0; i+1 < len(pairs); i += 2 {
		m.Values[pairs[i].(string)] = pairs[i+1]
	}
	return m
}

// knownCodes are the codes that have a sentence of their own, `problem.<code>`.
var knownCodes = codes()

func codes() map[string]bool {
	known := map[string]bool{}
	for _, code := range client.Codes() {
		known[code] = true
	}
	return known
}

// Problem turns an error of the office or of the way to it into a sentence that says what happened and
// what to do next. An unknown code shows the trace id, to be read out on the phone.
func Problem(err error) *Message {
	if err == nil {
		return nil
	}
	if errors.Is(err, outbox.ErrFull) {
		return Say("journal.full.again")
	}
	var e *client.Error
	if !errors.As(err, &e) {
		return Say("problem.unreadable")
	}
	if !knownCodes[e.Code] {
		return Say("problem.unknown", "Status", e.Status, "Trace", e.TraceID)
	}
	return codeMessage(e)
}

func codeMessage(e *client.Error) *Message {
	switch {
	case e.Code == client.CodeSignInRefused && e.AttemptsLeft == nil:
		return Say("problem.sign-in-refused.uncounted")
	case e.Code == client.CodeSignInRefused:
		return Say("problem.sign-in-refused", "Count", *e.AttemptsLeft)
	case e.Code == client.CodeLimitExceeded && e.LimitLeft != nil:
		return Say("problem.limit-left", "Left", *e.LimitLeft)
	case e.Code == client.CodeMatchLocked:
		return Say("problem.match-locked", "Count", minutes(e.RetryAfter))
	}
	return Say("problem."+e.Code, "Trace", e.TraceID)
}

// minutes rounds a wait up to whole minutes, at least one.
func minutes(d time.Duration) int { return max(1, int((d+time.Minute-1)/time.Minute)) }

// Reason is the sentence for a rejection the office has kept under the id.
func Reason(code, trace string) *Message {
	if knownCodes[code] {
		return Say("problem."+code, "Trace", trace)
	}
	return Say("problem.rejected", "Code", code, "Trace", trace)
}

// EndingProblem is what there is to say of an ending, whatever the task: that the answer is not on disk, that the office
// tells another one, why the office could not be asked for what the journal doesn't keep, or why it was rejected.
func EndingProblem[A any](s outbox.Status[A], w outbox.Write, code, trace string, differs *Message, why func(error) *Message) *Message {
	switch {
	case s.Unkept:
		return Say("journal.after")
	case s.Differs:
		return differs
	case s.Err != nil:
		return why(s.Err)
	case s.Stage == outbox.Rejected && code == "":
		return Reason(w.Why, trace)
	case s.Stage == outbox.Rejected:
		return Reason(code, trace)
	}
	return nil
}

// WhyUnknown says what happened to the question, and never "try again": that is what must not be done.
func WhyUnknown(err error) *Message {
	if err == nil {
		return nil
	}
	if errors.Is(err, outbox.ErrFull) {
		return Say("journal.full.again")
	}
	switch code := client.CodeOf(err); code {
	case client.CodeTimeout, client.CodeConnectionLost, client.CodeNoConnection, client.CodeForeignAnswer,
		client.CodeNoTrust, client.CodeInFlight, client.CodeTokenExpired, client.CodeTokenMissing:
		return Say("topup.why." + code)
	}
	return Say("topup.why.other", "Trace", TraceOf(err))
}

func TraceOf(err error) string {
	if e, ok := err.(*client.Error); ok {
		return e.TraceID
	}
	return ""
}

// RefusedBecause says why what was to be done has no place in the journal, which itself works on.
func RefusedBecause(err error, phone string) *Message {
	if errors.Is(err, outbox.ErrFull) {
		return Say("journal.full", "Phone", phone)
	}
	return Say("journal.refused", "Phone", phone)
}

func AmountProblem(err error) *Message {
	var e *money.ParseError
	if !errors.As(err, &e) {
		return Say("amount.notANumber")
	}
	return Say("amount." + string(e.Reason))
}
