package topup

import (
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Back returns to the question before, or leaves the job. While the office is being asked it does nothing.
func (t *Flow) Back() {
	st := t.State()
	if st.Asking != outbox.AskNothing {
		return
	}
	switch st.Step {
	case AskingMatch, Posted, Rejected, Cancelled:
		t.Leave()
	case AskingAmount:
		t.problem(AskingMatch, task.FieldLastSix, nil)
	case AskingPayer:
		t.problem(AskingAmount, task.FieldAmount, nil)
	case ReadBack:
		t.abandon(AskingAmount, nil)
	case Confirming:
		t.problem(ReadBack, task.FieldTendered, nil)
	}
}

// Leave ends the job on the screen if it can be left: nothing was sent, or it has ended and the clerk has
// read how, or it stays open in the journal and is counted in the status line.
func (t *Flow) Leave() { t.Release(true) }

// Release is Leave; read says whether the clerk has seen what stands on the screen.
func (t *Flow) Release(read bool) {
	switch st := t.State(); st.Step {
	case ReadBack, Confirming:
		if st.Asking == outbox.AskNothing {
			t.abandon(Idle, nil)
		}
	case Unknown:
		t.queue.Park()
	case Posted, Rejected, Cancelled:
		t.item().Acknowledged = printed(t.State())
		t.queue.Leave(read)
	case Idle, AskingMatch, AskingAmount, AskingPayer:
		t.reset()
	case Matching, Quoting, NamingPayer:
		t.leaveAsking()
	}
}

// leaveAsking leaves a question whose answer nobody waits for any more. An intention that stands, or is being
// written this moment, is abandoned: nothing was sent.
func (t *Flow) leaveAsking() {
	switch {
	case t.intending:
		t.leaving = true
	case t.item().ID != "":
		t.item().Void()
		t.abandon(Idle, nil)
	default:
		t.reset()
	}
}

// printed says that the receipt of what was posted has come out: whoever printed it has read how it ended.
func printed(st State) bool {
	return st.Step == Posted && st.Paper.Copies > 0 && !st.Recovered
}
