package flow

// leaveEnded takes an outcome off the screen. One that no clerk has read is kept among the open items.
func (t *TopUp) leaveEnded(read bool) {
	if read = read || t.printed(); t.state.Recovered && !t.state.Unread && read { // one of the list was read before
		t.reset()
		t.Redraw()
		return
	}
	if t.readings.leave(t.sent(), t.state.Unread, read) {
		t.state.Unread = true
		t.setAside()
		return
	}
	t.reset()
	t.Redraw()
}

// printed says that the receipt of what was posted has come out: whoever printed it has read how it ended.
func (t *TopUp) printed() bool {
	return t.state.Step == TopUpPosted && t.state.Paper.Copies > 0 && !t.state.Recovered
}

// read is the outcome on the screen, if there is one that a clerk has read; seen says that it lies before the
// clerk's eyes.
func (t *TopUp) read(seen bool) []promise {
	if outcomes[t.state.Step] && (seen || t.printed()) {
		return []promise{t.sent()}
	}
	return nil
}
