package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// room is how much more cash the clerk's open drawer may take by the office's limit. Cash that a top-up has brought whose outcome
// isn't known lies in the drawer, and the office doesn't count it yet.
func (c *Counter) room() topup.Room {
	limits := c.state.Me.Limits
	s, open := c.Drawer.Open()
	if !open || limits.DrawerLockout.Currency == "" { // an office tells its limits; before it has there is no drawer
		return topup.Room{}
	}
	r := topup.Room{Limited: true, Left: money.EUR(0), Least: limits.TopUpMin, Blind: c.state.Me.BlindClose}
	if left, err := limits.DrawerLockout.Sub(s.Total); err == nil {
		r.Left = left
	}
	for _, t := range c.TopUp.List.Open() {
		if !t.InFlight() {
			continue
		}
		due, _ := t.Due()
		if left, err := r.Left.Sub(due); err == nil {
			r.Left = left
		}
	}
	for _, m := range c.Movement.OpenList() {
		if m.Kind != client.ChangeBrought || !m.Stage.InFlight() {
			continue
		}
		if left, err := r.Left.Sub(m.Amount); err == nil {
			r.Left = left
		}
	}
	return r
}

// drawerTakes reports that a top-up has room in the drawer, or that none is open yet.
func drawerTakes(c *Counter) bool { return !c.room().Full() }
