package flow

import "cekr.kranj.si/desk/gui/flow/task"

// Read is told that a hand reader has read something: what becomes of cash is no reader's answer, and no card is looked up here.
func (d *Damage) Read() {
	m := task.Say("reading.damage")
	if d.state.SignedIn {
		d.set(func(s *DamageState) { s.Problem = m })
		return
	}
	d.SignIn.Say(m)
}
