package flow

import "cekr.kranj.si/desk/gui/flow/task"

// Panicked is called when work on another goroutine ended in a panic: its ending will never come. Whatever flow
// waited for it asks again, and where money was on its way its form is locked; the journal knows more,
// and a restart takes it up. No other flow is touched.
func (c *Counter) Panicked() {
	c.SignIn.Panicked()
	c.Card.Panicked()
	for _, w := range c.writes() {
		w.panicked()
	}
	c.Order.Panicked()
	c.Orders.Panicked()
	c.Report.Panicked()
	c.Branch.Panicked()
	c.History.Panicked()
	c.Settings.Panicked()
	c.Page.page.Panicked()
	if task.Panicked(c.needs.Tasks) {
		c.state.Comparing = false
	}
	c.frame.refuse(task.Say("problem.unreadable"))
}
