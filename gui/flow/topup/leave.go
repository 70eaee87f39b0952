package topup

// Back returns to the question before, or leaves the job.
func (t *Flow) Back() {
	switch st := t.State(); {
	case !st.May(Back):
	case moves[st.Step][Back].to == Idle:
		t.Leave()
	default:
		t.form.follow(Back, t.saying(nil))
	}
}

// Leave ends the job on the screen if it can be left: nothing was sent, or it has ended and the clerk has
// read how, or it stays open in the journal and is counted in the status line.
func (t *Flow) Leave() { t.Release(true) }

// Release is Leave; read says whether the clerk has seen what stands on the screen.
func (t *Flow) Release(read bool) {
	switch st := t.State(); {
	case !st.May(Leave):
	case st.Stage.Ended():
		t.item().Acknowledged = printed(st)
		t.queue.Leave(read)
	case st.Stage.MayPark():
		t.queue.Park()
	default:
		t.form.follow(Leave, t.saying(nil))
	}
}

// printed says that the receipt of what was posted has come out: whoever printed it has read how it ended.
func printed(st State) bool {
	return st.Step == Posted && st.Paper.Copies > 0 && !st.Recovered
}
