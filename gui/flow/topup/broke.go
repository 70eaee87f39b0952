package topup

import "cekr.kranj.si/desk/gui/flow/task"

// Broke is called when some work ended in a panic.
func (t *Flow) Broke() {
	if task.Broken(t.needs.Tasks) {
		for _, i := range append(t.queue.Parked(), t.item()) { // no slip waits for its ending, that of a parked one neither
			i.Form.Paper.Broke()
		}
		t.Redraw()
	}
	if t.queue.Broke() {
		t.intending, t.leaving = false, false
		t.askAgain(t.State())
	}
}

// askAgain goes back to the question whose answer will never come. Where an intention stands, or was being written, only
// the journal knows how far it came.
func (t *Flow) askAgain(st State) {
	back := map[Step]Step{
		Matching: AskingMatch, Quoting: AskingAmount, NamingPayer: AskingPayer,
	}
	step, asked := back[st.Step]
	switch {
	case asked && st.ID == "":
		t.problem(step, task.FieldNone, task.Say("problem.unreadable"))
	case asked:
		t.queue.Halt()
	}
}
