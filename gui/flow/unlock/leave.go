package unlock

import "cekr.kranj.si/desk/gui/flow/outbox"

// Back goes back one question, or leaves what has ended.
func (u *Flow) Back() {
	switch st := u.State(); {
	case !st.May(Back):
	case moves[st.Step][Back] == Idle:
		u.Leave()
	default:
		u.follow(Back)
	}
}

// Leave frees the screen: an unlock that is open or was not read is parked and stays among the open items.
func (u *Flow) Leave() { u.release(u.host.Seen()) }

// release is Leave; read says whether the clerk has seen what stands on the screen.
func (u *Flow) release(read bool) {
	st := u.State()
	switch {
	case !st.May(Leave):
	case st.Step == NeverSent && read:
		u.queue.CloseNeverSent(st.ID, func() {}) // if the disk fails, the desk is halted, and a restart tells it again
	case st.Stage.Ended():
		u.queue.Leave(read)
	case st.Stage.MayPark():
		u.queue.Park()
	default:
		u.follow(Leave)
	}
}

// Hand leaves to the next clerk what is open, where it is: it comes before that clerk's eyes. All else is left.
func (u *Flow) Hand(read bool) {
	if st := u.State(); st.Ended() && st.Step != NeverSent {
		u.release(read)
	}
}

// Resume brings a parked unlock back to the screen: an open one is asked about, of an ended one the clerk reads how it ended.
func (u *Flow) Resume(id string) {
	if !u.may(Resume) || !u.List.Parked(id) {
		return
	}
	u.Leave()
	u.queue.Resume(id)
	u.Check()
}

// Panicked is called when some work ended in a panic.
func (u *Flow) Panicked() {
	if st := u.State(); u.queue.Panicked() && st.Step == Approving && st.Stage == outbox.Forming { // how far it came only the journal knows
		u.queue.Halt()
	}
}
