package flow

import "cekr.kranj.si/desk/gui/flow/count"

// countStands shows the count that is under way.
func countStands(c *Counter) bool {
	switch c.Count.State().Step {
	case count.Asking, count.Sending, count.Unknown, count.Halted:
		c.frame.show(PanelCount)
		return true
	}
	return false
}

// notCounted reports that cash may come and go: the drawer was not counted as often as it may be.
func notCounted(c *Counter) bool {
	session, open := c.Drawer.Open()
	return !open || !c.Count.Final(session.ID)
}

// notCounting reports that nobody counts the drawer: what it should hold could be added up from its lines.
func notCounting(c *Counter) bool { return !c.Count.Counting() }

// BackFromCount goes back to the count before, or to the drawer.
func (c *Counter) BackFromCount() {
	c.Count.Back()
	if st := c.Count.State(); st.Step != count.Asking && st.Step != count.Counted {
		c.Do(CommandDrawer)
	}
	c.frame.count()
}
