package flow

import "cekr.kranj.si/desk/gui/flow/task"

// Broke is called when work on another goroutine ended in a panic: its ending will never come. Whatever flow
// waited for it asks again, and where money was on its way its form is locked; the journal knows more,
// and a restart takes it up. No other flow is touched.
func (c *Counter) Broke() {
	c.SignIn.Broke()
	c.Card.Broke()
	for _, w := range c.writes() {
		w.broke()
	}
	c.Order.Broke()
	c.Orders.Broke()
	c.Settings.Broke()
	c.Page.page.Broke()
	if task.Broken(c.needs.Tasks) {
		c.state.Comparing = false
	}
	c.frame.refuse(task.Say("problem.unreadable"))
}
