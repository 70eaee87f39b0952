package reversal

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// problemOf is what there is to say of a reversal that is past the form.
func problemOf(i *item) *task.Message {
	switch i.Stage {
	case outbox.NotSent:
		return task.Problem(i.Err)
	case outbox.Unknown:
		if i.Alarm {
			return task.Say("reversal.alarm", "Trace", task.TraceOf(i.Err))
		}
		return task.WhyUnknown(i.Err)
	case outbox.Halted:
		return task.Say("journal.reversal")
	case outbox.Posted, outbox.Rejected:
		differs := task.Say("reversal.differs", "Short", task.ShortID(i.ID))
		m := task.EndingProblem(i.Status, i.Write, i.Answer.Code, i.Answer.TraceID, differs, task.Problem)
		if i.Answer.Code == client.CodeAlreadyReversed && i.Answer.ReversedBy != "" && m != nil && m.Key == "problem."+client.CodeAlreadyReversed {
			return task.Say("reversal.already", "Number", i.Answer.ReversedBy)
		}
		return m
	}
	return nil
}

// cannot says why a top-up that was found can't be undone; nil where it can, at once or by a correction.
func cannot(f client.FoundTopUp) *task.Message {
	switch {
	case f.TopUp.Reversal != nil:
		return task.Say("reversal.already", "Number", f.TopUp.Reversal.ReceiptNumber)
	case f.Offer.Way == client.OfferNone:
		return task.Reason(f.Offer.Code, "")
	}
	return nil
}
