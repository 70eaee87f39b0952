package reversal

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// A fault of this program: it goes on where the table doesn't.
func TestAnIntentThatTheTableDoesNotKnowStopsTheReversal(t *testing.T) {
	for _, from := range []Step{Idle, AskingSlip, Looking, Asking, Confirming} {
		for _, intent := range []Intent{Find, Fill, Confirm, Anew, Back, Leave, Resume} {
			switch moves[from][intent] {
			case Idle, AskingSlip, Looking, Asking, Confirming:
				continue
			}
			l := &Flow{Draw: func(State) {}}
			l.queue = outbox.NewQueue[client.Reversal, Job](&outbox.Outbox{}, screen{l}, outbox.Task[client.Reversal]{Kind: Kind})
			l.queue.Shown().Form.Step = from
			l.follow(intent)
			if st := l.State(); st.Step != Halted || st.May(Leave) {
				t.Errorf("%s at %s led to %s", intent, from, st.Step)
			}
		}
	}
}

// No entry of the table leads to a step that there isn't.
func TestEveryMoveOfAReversalLeadsToAStep(t *testing.T) {
	for from, row := range moves {
		for intent, to := range row {
			switch to {
			case Idle, AskingSlip, Looking, Asking, Confirming:
			case Sending:
				if intent != Confirm {
					t.Errorf("%s at %s sends", intent, from)
				}
			case elsewhere:
				if intent != Resume {
					t.Errorf("%s at %s leads elsewhere", intent, from)
				}
			default:
				t.Errorf("%s at %s leads to %s", intent, from, to)
			}
		}
	}
}
