package flow

import "cekr.kranj.si/desk/client"

// topUpEnds are the steps of the final verdicts.
var topUpEnds = map[client.Verdict]TopUpStep{
	client.Posted: TopUpPosted, client.Rejected: TopUpRejected, client.Cancelled: TopUpCancelled,
}

// answered shows the verdict. A journal that failed after a final answer doesn't change the answer, but
// it must be said: this desk takes no more cash until it is started again.
func (t *TopUp) answered(out client.Outcome[client.TopUp], journalErr error) {
	step, final := topUpEnds[out.Verdict]
	switch {
	case out.Verdict == client.NotSent:
		t.problem(TopUpNotSent, FieldNone, Say("topup.not-sent.why"))
		return
	case !final:
		t.unknown(out)
		return
	}
	t.stop()
	t.ended(step, out.Answer, journalErr)
}

// ended ends the job on the screen. Where another panel hides it, nobody has read how: it is told, and stays
// among the open items until a clerk has.
func (t *TopUp) ended(step TopUpStep, answer client.TopUp, journalErr error) {
	hidden := !t.Seen()
	if hidden && !t.state.Unread {
		t.readings.mark(t.sent(), markUntold)
	}
	t.set(func(s *TopUpState) {
		s.Unread = s.Unread || hidden
		s.end(step, answer, journalErr)
	})
	t.Ended()
	if hidden {
		t.Settled(t.state, answer)
	}
}

// end is how an item stands once it has ended. What was printed before was another slip.
func (s *TopUpState) end(step TopUpStep, answer client.TopUp, journalErr error) {
	s.Step, s.Answer, s.Asking, s.Problem, s.Field = step, answer, AskNothing, nil, FieldNone
	s.Paper = PaperState{}
	if step == TopUpRejected {
		s.Problem = Reason(answer.Code, answer.TraceID)
	}
	if journalErr != nil {
		s.Problem = Say("journal.after")
	}
}
