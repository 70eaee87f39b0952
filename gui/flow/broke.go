package flow

// Broke is called when work on another goroutine ended in a panic: its ending will never come. Whatever flow
// waited for it asks again, and where money was on its way its form is locked; the journal knows more,
// and a restart takes it up. No other flow is touched.
func (c *Counter) Broke() {
	c.SignIn.broke()
	c.Card.broke()
	c.TopUp.broke()
	c.Drawer.broke()
	c.Lock.broke()
	c.Order.broke()
	c.Orders.broke()
	c.Page.page.broke()
	if broken(c.needs.Tasks) {
		c.state.Comparing = false
	}
	c.refuse(Say("problem.unreadable"))
}
