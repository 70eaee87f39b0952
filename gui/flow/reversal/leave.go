package reversal

import (
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Back goes back one question, or leaves what has ended.
func (r *Flow) Back() {
	switch st := r.State(); {
	case !st.May(Back):
	case moves[st.Step][Back] == Idle:
		r.Leave()
	default:
		r.follow(Back)
	}
}

// Leave frees the screen: a reversal that is open or was not read is parked and stays among the open items.
func (r *Flow) Leave() { r.Release(r.host.Seen()) }

// Release is Leave; read says whether the clerk has seen what stands on the screen.
func (r *Flow) Release(read bool) {
	st := r.State()
	switch {
	case !st.May(Leave):
	case st.Step == NeverSent && read:
		r.queue.CloseNeverSent(st.ID, func() {}) // if the disk fails, the desk is halted, and a restart tells it again
	case st.Stage.Ended():
		r.queue.Leave(read)
	case st.Stage.MayPark():
		r.queue.Park()
	default:
		r.item().Void()
		r.follow(Leave)
	}
}

// Hand leaves to the next clerk what is open, where it is: it comes before that clerk's eyes. All else is left.
func (r *Flow) Hand(read bool) {
	if st := r.State(); st.Ended() && st.Step != NeverSent || st.Step == Looking {
		r.Release(read)
	}
}

// Resume brings a parked reversal back to the screen: an open one is asked about, of an ended one the clerk reads how it ended.
func (r *Flow) Resume(id string) {
	if !r.may(Resume) || !r.List.Parked(id) {
		return
	}
	r.Leave()
	r.queue.Resume(id)
	r.Check()
}

// Panicked is called when some work ended in a panic.
func (r *Flow) Panicked() {
	if task.Panicked(r.needs.Tasks) {
		for _, i := range append(r.queue.Parked(), r.item()) {
			i.Form.Paper.Panicked()
		}
		r.Redraw()
	}
	if r.queue.Panicked() {
		switch st := r.State(); {
		case st.Step == Looking:
			r.arrive(AskingSlip)
			r.say(task.Say("problem.unreadable"))
		case st.Step == Approving && st.Stage == outbox.Forming: // how far the intention came only the journal knows
			r.queue.Halt()
		}
	}
}
