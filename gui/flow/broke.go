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
	if broken(c.Order.needs.Tasks) {
		c.Order.broke()
	}
	if broken(c.Orders.needs.Tasks) {
		c.Orders.broke()
	}
	if broken(c.Page.page.needs.Tasks) {
		c.Page.page.broke()
	}
	if broken(c.needs.Tasks) {
		c.state.Comparing = false
	}
	c.refuse(Say("problem.unreadable"))
}

func (s *SignIn) broke() {
	if broken(s.tasks) && s.state.Step == SignInSending {
		s.set(func(st *SignInState) {
			st.Step, st.Problem, st.Field = SignInAsking, Say("problem.unreadable"), FieldPIN
		})
	}
}

func (c *Card) broke() {
	if !broken(c.needs.Tasks) {
		return
	}
	c.turn++
	switch {
	case c.state.Step == CardLooking:
		c.set(func(s *CardState) { s.Step, s.Problem = CardEmpty, Say("problem.unreadable") })
	case c.state.List == ListLoading:
		c.set(func(s *CardState) { s.List, s.ListProblem = ListFailed, Say("problem.unreadable") })
	}
}

func (t *TopUp) broke() {
	printing, asking := broken(t.needs.Tasks), t.queue.Broke()
	switch st := t.State(); {
	case asking:
		t.intending, t.leaving = false, false
		t.askAgain(st)
	case printing && st.Paper.Step == PaperWorking:
		t.set(func(j *TopUpJob) {
			j.Paper = PaperState{Step: PaperFailed, Message: Say("slip.failed.other"), Copies: j.Paper.Copies}
		})
	}
}

// askAgain goes back to the question whose answer will never come. Where an intention stands, or was being written, only
// the journal knows how far it came.
func (t *TopUp) askAgain(st TopUpState) {
	back := map[TopUpStep]TopUpStep{
		TopUpMatching: TopUpAskingMatch, TopUpQuoting: TopUpAskingAmount, TopUpNamingPayer: TopUpAskingPayer,
	}
	step, asked := back[st.Step]
	switch {
	case asked && st.ID == "":
		t.problem(step, FieldNone, Say("problem.unreadable"))
	case asked:
		t.queue.Halt()
	}
}

func (d *Drawer) broke() { d.queue.Broke() }

func (l *Lock) broke() { l.queue.Broke() }
