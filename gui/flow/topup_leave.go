package flow

// Back returns to the question before, or leaves the job. While the office is being asked it does nothing.
func (t *TopUp) Back() {
	st := t.State()
	if st.Asking != AskNothing {
		return
	}
	switch st.Step {
	case TopUpAskingMatch, TopUpPosted, TopUpRejected, TopUpCancelled:
		t.Leave()
	case TopUpAskingAmount:
		t.problem(TopUpAskingMatch, FieldLastSix, nil)
	case TopUpAskingPayer:
		t.problem(TopUpAskingAmount, FieldAmount, nil)
	case TopUpReadBack:
		t.abandon(TopUpAskingAmount, nil)
	case TopUpConfirming:
		t.problem(TopUpReadBack, FieldTendered, nil)
	}
}

// Leave ends the job on the screen if it can be left: nothing was sent, or it has ended and the clerk has
// read how, or it stays open in the journal and is counted in the status line.
func (t *TopUp) Leave() { t.release(true) }

// release is Leave; read says whether the clerk has seen what stands on the screen.
func (t *TopUp) release(read bool) {
	switch st := t.State(); st.Step {
	case TopUpReadBack, TopUpConfirming:
		if st.Asking == AskNothing {
			t.abandon(TopUpIdle, nil)
		}
	case TopUpUnknown:
		t.queue.Park()
	case TopUpPosted, TopUpRejected, TopUpCancelled:
		t.item().Acknowledged = t.printed()
		t.queue.Leave(read)
	case TopUpIdle, TopUpAskingMatch, TopUpAskingAmount, TopUpAskingPayer:
		t.reset()
	case TopUpMatching, TopUpQuoting, TopUpNamingPayer:
		t.leaveAsking()
	}
}

// leaveAsking leaves a question whose answer nobody waits for any more. An intention that stands, or is being
// written this moment, is abandoned: nothing was sent.
func (t *TopUp) leaveAsking() {
	switch {
	case t.intending:
		t.leaving = true
	case t.item().ID != "":
		t.item().Void()
		t.abandon(TopUpIdle, nil)
	default:
		t.reset()
	}
}

// printed says that the receipt of what was posted has come out: whoever printed it has read how it ended.
func (t *TopUp) printed() bool {
	st := t.State()
	return st.Step == TopUpPosted && st.Paper.Copies > 0 && !st.Recovered
}
