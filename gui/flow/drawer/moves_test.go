package drawer

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// anyHouse is a counter around a drawer of which nothing else is asked.
type anyHouse struct{ Host }

func (anyHouse) Standing() Standing { return Standing{} }

// A fault of this program: it goes on where the table doesn't.
func TestAnIntentThatTheTableDoesNotKnowStopsTheDrawer(t *testing.T) {
	for from, row := range moves {
		for _, intent := range []Intent{AskFloat, OpenWith, doubt, AskCount, CloseWith, Confirm, Check, SendAgain, Back, Paper} {
			if _, leads := row[intent]; leads {
				continue
			}
			d := &Flow{Draw: func(State) {}, host: anyHouse{}, state: State{Step: from}}
			d.queue = outbox.NewQueue[client.DrawerSession, noForm](&outbox.Outbox{}, screen{d}, outbox.Task[client.DrawerSession]{Kind: OpenKind})
			d.follow(intent)
			if st := d.State(); st.Step != Halted || st.May(Refresh) {
				t.Errorf("%s at %s led to %s", intent, from, st.Step)
			}
		}
	}
}

// The table leads to its own steps, or sends.
func TestEveryMoveOfADrawerLeadsToAStep(t *testing.T) {
	sends := map[Step]map[Intent]Step{Float: {OpenWith: Opening}, SureFloat: {Confirm: Opening}, SureCount: {Confirm: Closing}}
	for from, row := range moves {
		for intent, to := range row {
			if _, form := moves[to]; !form && sends[from][intent] != to {
				t.Errorf("%s at %s leads to %s", intent, from, to)
			}
		}
	}
}
