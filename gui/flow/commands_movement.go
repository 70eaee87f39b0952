package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/movement"
)

// movementStands shows the movement that is on the screen and not settled.
func movementStands(c *Counter) bool {
	switch c.Movement.State().Step {
	case movement.Sending, movement.Unknown, movement.NotSent, movement.Halted:
		c.frame.show(PanelMovement)
		return true
	}
	return false
}

// moveCash asks how much goes between the drawer and the safe.
func moveCash(kind client.MovementKind) func(*Counter) {
	return func(c *Counter) {
		c.frame.leaveJob()
		c.Movement.Begin(kind)
		c.frame.show(PanelMovement)
		c.Drawer.Refresh()
	}
}

// BackFromMovement goes back one question, or to the drawer. A movement that is open stays open.
func (c *Counter) BackFromMovement() {
	c.Movement.Back()
	if c.Movement.State().Step != movement.Asking {
		c.Do(CommandDrawer)
	}
	c.frame.count()
}

// GiveMovementUp ends a movement that certainly was not sent, and goes back to the drawer, which is as it was.
func (c *Counter) GiveMovementUp() {
	if c.May(commandGiveUp) {
		c.Movement.GiveUp()
		c.Do(CommandDrawer)
	}
}
