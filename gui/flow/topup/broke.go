package topup

import "cekr.kranj.si/desk/gui/flow/task"

// Broke is called when some work ended in a panic.
func (t *Flow) Broke() {
	printing, asking := task.Broken(t.needs.Tasks), t.queue.Broke()
	switch st := t.State(); {
	case asking:
		t.intending, t.leaving = false, false
		t.askAgain(st)
	case printing && st.Paper.Step == task.PaperWorking:
		t.set(func(j *Job) {
			j.Paper = task.PaperState{Step: task.PaperFailed, Message: task.Say("slip.failed.other"), Copies: j.Paper.Copies}
		})
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
