package flow

// Broke is called when work on another goroutine ended in a panic: its ending will never come. Whatever
// waited for one asks again, and where money was on its way the form is locked; the journal knows more,
// and a restart takes it up.
func (c *Counter) Broke() {
	c.SignIn.broke()
	c.Card.broke()
	c.TopUp.broke()
	c.Drawer.broke()
	c.Lock.broke()
	c.state.Comparing = false
	c.Order.broke()
	c.Orders.broke()
	c.Page.page.broke()
	c.refuse(Say("problem.unreadable"))
}

func (s *SignIn) broke() {
	if s.state.Step == SignInSending {
		s.set(func(st *SignInState) {
			st.Step, st.Problem, st.Field = SignInAsking, Say("problem.unreadable"), FieldPIN
		})
	}
}

func (c *Card) broke() {
	c.turn++
	switch {
	case c.state.Step == CardLooking:
		c.set(func(s *CardState) { s.Step, s.Problem = CardEmpty, Say("problem.unreadable") })
	case c.state.List == ListLoading:
		c.set(func(s *CardState) { s.List, s.ListProblem = ListFailed, Say("problem.unreadable") })
	}
}

func (t *TopUp) broke() {
	back := map[TopUpStep]TopUpStep{
		TopUpMatching: TopUpAskingMatch, TopUpQuoting: TopUpAskingAmount, TopUpNamingPayer: TopUpAskingPayer,
	}
	step, asking := back[t.state.Step]
	t.intending, t.leaving = false, false
	for i := range t.aside {
		t.aside[i].state.Asking = AskNothing
	}
	switch {
	case asking && t.state.ID == "":
		t.turn++
		t.problem(step, FieldNone, Say("problem.unreadable"))
	case t.state.Busy():
		t.turn++
		t.stop()
		t.problem(TopUpLocked, FieldNone, Say("journal.during"))
	case t.state.Paper.Step == PaperWorking:
		t.set(func(s *TopUpState) {
			s.Paper = PaperState{Step: PaperFailed, Message: Say("slip.failed.other"), Copies: s.Paper.Copies}
		})
	}
}

func (d *Drawer) broke() {
	if d.state.Busy {
		d.problem(DrawerLocked, FieldNone, Say("journal.drawer"))
	}
}

func (l *Lock) broke() {
	for i := range l.aside {
		l.aside[i].state.Asking = AskNothing
	}
	if l.state.Busy() {
		l.turn++
		l.stop()
		l.problem(LockHalted, Say("journal.lock"))
	}
}
