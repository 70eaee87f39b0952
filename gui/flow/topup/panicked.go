package topup

import "cekr.kranj.si/desk/gui/flow/task"

// Panicked is called when some work ended in a panic.
func (t *Flow) Panicked() {
	if task.Panicked(t.needs.Tasks) {
		for _, i := range append(t.queue.Parked(), t.item()) { // no slip waits for its ending, that of a parked one neither
			i.Form.Paper.Panicked()
		}
		t.Redraw()
	}
	if t.queue.Panicked() {
		intending := t.form.intending
		t.form.intending, t.form.leaving = false, false
		t.askAgain(intending)
	}
}

// askAgain goes back to the question whose answer will never come. Where an intention stands, or was being written, only
// the journal knows how far it came.
func (t *Flow) askAgain(intending bool) {
	switch st := t.State(); {
	case !st.Step.Waits(): // it waited for nothing, or the outbox has halted it
	case intending || st.ID != "":
		t.queue.Halt()
	default:
		t.form.answer(st.Step.Question(), t.saying(task.Say("problem.unreadable")))
	}
}
