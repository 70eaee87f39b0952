package topup

import (
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// problemOf is what there is to say of a top-up that is past the form.
func problemOf(i *item) *task.Message {
	switch i.Stage {
	case outbox.NotSent:
		return task.Say("topup.not-sent.why")
	case outbox.Unknown:
		if i.Alarm {
			return task.Say("topup.alarm", "Trace", task.TraceOf(i.Err))
		}
		return task.WhyUnknown(i.Err)
	case outbox.Halted:
		return halted(i)
	case outbox.Posted, outbox.Rejected, outbox.Cancelled:
		return task.EndingProblem(i.Status, i.Write, i.Answer.Code, i.Answer.TraceID, task.Say("topup.differs", "Short", task.ShortID(i.ID)), task.WhyUnknown)
	}
	return nil
}

// halted says what to do with the cash when the journal failed.
func halted(i *item) *task.Message {
	switch {
	case i.ID == "":
		return task.Say("journal.before")
	case i.Unsent:
		return task.Say("journal.unsent")
	}
	return task.Say("journal.during")
}
