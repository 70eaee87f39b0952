package custody

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Back goes back one question, or leaves what has ended.
func (f *Flow) Back() {
	switch st := f.State(); {
	case !st.May(Back):
	case moves[st.Step][Back] == Idle:
		f.Leave()
	default:
		f.follow(Back)
	}
}

// Leave frees the screen: one that is open or was not read is parked and stays among the open items.
func (f *Flow) Leave() { f.release(f.host.Seen()) }

// release is Leave; read says whether the clerk has seen what stands on the screen.
func (f *Flow) release(read bool) {
	st := f.State()
	switch {
	case !st.May(Leave):
	case st.Step == NeverSent && read:
		f.queue.CloseNeverSent(st.ID, func() {}) // if the disk fails, the desk is halted, and a restart tells it again
	case st.Stage.Ended():
		f.queue.Leave(read)
	case st.Stage.MayPark():
		f.queue.Park()
	default:
		f.follow(Leave)
	}
}

// Hand leaves to the next clerk what is open, where it is: it comes before that clerk's eyes. All else is left.
func (f *Flow) Hand(read bool) {
	if st := f.State(); st.Ended() && st.Step != NeverSent {
		f.release(read)
	}
}

// Resume brings a parked one back to the screen: an open one is asked about, of an ended one the clerk reads how it ended.
func (f *Flow) Resume(id string) {
	if !f.may(Resume) || !f.Parked(id) {
		return
	}
	f.Leave()
	f.queue.Resume(id)
	f.Check()
}

// Parked reports that one waits among the open items.
func (f *Flow) Parked(id string) bool { return f.queue.Find(id) != nil && f.State().ID != id }

// OpenList is every one that is not settled or was not read, the one on the screen last.
func (f *Flow) OpenList() []State {
	var list []State
	for _, i := range f.queue.Open() {
		list = append(list, stateOf(i))
	}
	return list
}

// Recover takes up what a crash left: it goes on asking about what was sent, and of what ended with nobody reading it the clerk is told
// until one has. Of what was never sent the clerk is told that the drawer is its clerk's still; it is closed on disk once that was read.
// The error is the journal's.
func (f *Flow) Recover() error {
	if err := f.queue.Recover(restore); err != nil {
		return err
	}
	if f.State().Step == Idle { // the newest that is open comes before the clerk's eyes
		f.queue.ShowNewest()
	}
	return nil
}

func restore(w outbox.Write, body []byte) Job {
	return Job{Kind: client.CustodyKindIn(body), Counted: w.Amount, recovered: true}
}

// Read is the outcome on the screen, if there is one that a clerk has read; seen says that it lies before the clerk's eyes.
func (f *Flow) Read(seen bool) []outbox.Write { return f.queue.Read(seen) }

// Panicked is called when some work ended in a panic.
func (f *Flow) Panicked() {
	if task.Panicked(f.needs.Tasks) {
		f.item().Form.Paper.Panicked()
		f.Redraw()
	}
	if f.queue.Panicked() && f.State().Step == Approving && f.item().Stage == outbox.Forming { // how far the intention came only the journal knows
		f.queue.Halt()
	}
}
