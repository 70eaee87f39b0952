package flow

// broke is called when some work ended in a panic.
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
