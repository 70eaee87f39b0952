package cashtest

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/movement"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// moves goes on with a movement of cash, if one is on the screen, and begins one now and then; false when there is none. The clerk
// carries the cash once the program has said posted, and not before.
func (k *Clerk) moves() bool {
	c := k.counter
	st := c.Movement.State()
	switch st.Step {
	case movement.Idle:
		return k.beginMovement()
	case movement.Asking:
		c.Movement.Fill(typed(one[int64](k.moving, 1, 777, 5000, 20000, 9_999_00)), client.MovementReasons(st.Kind)[0])
		if c.Movement.State().Step == movement.Asking { // more than the drawer holds
			c.BackFromMovement()
		}
	case movement.Confirming:
		c.Movement.Confirm()
		if c.Movement.State().Step == movement.Confirming {
			c.Movement.Leave()
		}
	case movement.Unknown, movement.NotSent:
		if st.Asking == outbox.AskNothing {
			ways := []func(){c.Movement.Check, c.Movement.SendAgain, c.GiveMovementUp}
			if !k.tidy {
				ways = append(ways, c.Movement.Leave)
			}
			one(k.moving, ways...)()
		}
	case movement.Posted, movement.Rejected, movement.NeverSent:
		k.seesMovement(st)
		c.Movement.Leave()
	}
	return true
}

// beginMovement says that cash is to go to the safe, or change to come.
func (k *Clerk) beginMovement() bool {
	if k.tidy || k.guest || !k.carries || k.counter.Drawer.State().Step != drawer.Opened || !k.moving.in(200) {
		return false
	}
	k.counter.Do(one(k.moving, flow.CommandSafe, flow.CommandChange))
	return k.counter.Movement.State().Step == movement.Asking
}

// movementWords are what the panel and the list say of a movement that has ended.
var movementWords = map[movement.Step]Word{
	movement.Posted: ToldPosted, movement.Rejected: ToldRejected, movement.NeverSent: ToldNeverSent,
}

func (k *Clerk) seesMovement(st movement.State) {
	word, ended := movementWords[st.Step]
	if !ended {
		return
	}
	cents := st.Amount.Cents
	if st.Kind == client.PickUp {
		cents = -cents
	}
	k.books.NoteMovement(st.ID, cents, word)
}

// seesSession notes which drawers the clerk has kept at this desk.
func (k *Clerk) seesSession() {
	if s, open := k.counter.Drawer.Open(); open {
		k.books.sessions[s.ID] = true
	}
}
