package unlock

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// A fault of this program: it goes on where the table doesn't.
func TestAnIntentThatTheTableDoesNotKnowStopsTheUnlock(t *testing.T) {
	for _, from := range []Step{Idle, Asking, Confirming} {
		for _, intent := range []Intent{Fill, Confirm, Back, Leave, Resume} {
			if to := moves[from][intent]; to == Idle || to == Asking || to == Confirming || to == Approving {
				continue
			}
			l := &Flow{Draw: func(State) {}}
			l.queue = outbox.NewQueue[client.Unlock, Job](&outbox.Outbox{}, screen{l}, outbox.Task[client.Unlock]{Kind: Kind})
			l.queue.Shown().Form.Step = from
			l.follow(intent)
			if st := l.State(); st.Step != Halted || st.May(Leave) {
				t.Errorf("%s at %s led to %s", intent, from, st.Step)
			}
		}
	}
}

// No entry of the table leads to a step that there isn't.
func TestEveryMoveOfAnUnlockLeadsToAStep(t *testing.T) {
	for from, row := range moves {
		for intent, to := range row {
			switch to {
			case Idle, Asking, Confirming:
			case Approving:
				if intent != Confirm {
					t.Errorf("%s at %s asks a second person", intent, from)
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
