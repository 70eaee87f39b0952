package flow

import (
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
