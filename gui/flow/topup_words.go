package flow

import (
	"errors"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// topUpProblem is what there is to say of a top-up that is past the form.
func topUpProblem(i *topUpItem) *Message {
	switch i.Stage {
	case outbox.NotSent:
		return Say("topup.not-sent.why")
	case outbox.Unknown:
		if i.Alarm {
			return Say("topup.alarm", "Trace", traceOf(i.Err))
		}
		return whyUnknown(i.Err)
	case outbox.Halted:
		return topUpHalted(i)
	case outbox.Posted, outbox.Rejected, outbox.Cancelled:
		return endingProblem(i.Status, i.Write, i.Answer.Code, i.Answer.TraceID, Say("topup.differs", "Short", ShortID(i.ID)), whyUnknown)
	}
	return nil
}

// topUpHalted says what to do with the cash when the journal failed.
func topUpHalted(i *topUpItem) *Message {
	switch {
	case i.ID == "":
		return Say("journal.before")
	case i.Unsent:
		return Say("journal.unsent")
	}
	return Say("journal.during")
}

// endingProblem is what there is to say of an ending, whatever the task: that the answer is not on disk, that the office
// tells another one, why the office could not be asked for what the journal doesn't keep, or why it was rejected.
func endingProblem[A any](s outbox.Status[A], w outbox.Write, code, trace string, differs *Message, why func(error) *Message) *Message {
	switch {
	case s.Unkept:
		return Say("journal.after")
	case s.Differs:
		return differs
	case s.Err != nil:
		return why(s.Err)
	case s.Stage == outbox.Rejected && code == "":
		return Reason(w.Note, trace)
	case s.Stage == outbox.Rejected:
		return Reason(code, trace)
	}
	return nil
}

// whyUnknown says what happened to the question, and never "try again": that is what must not be done.
func whyUnknown(err error) *Message {
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
	return Say("topup.why.other", "Trace", traceOf(err))
}

func traceOf(err error) string {
	if e, ok := err.(*client.Error); ok {
		return e.TraceID
	}
	return ""
}

// refusedBecause says why what was to be done has no place in the journal, which itself works on.
func refusedBecause(err error, phone string) *Message {
	if errors.Is(err, outbox.ErrFull) {
		return Say("journal.full", "Phone", phone)
	}
	return Say("journal.refused", "Phone", phone)
}
