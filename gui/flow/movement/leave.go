package movement

import (
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Back goes back one question, or leaves what has ended.
func (m *Flow) Back() {
	switch st := m.State(); {
	case !st.May(Back):
	case moves[st.Step][Back] == Idle:
		m.Leave()
	default:
		m.follow(Back)
	}
}

// Leave frees the screen: a movement that is open or was not read is parked and stays among the open items.
func (m *Flow) Leave() { m.release(m.host.Seen()) }

// Release is Leave; read says whether the clerk has seen what stands on the screen.
func (m *Flow) release(read bool) {
	st := m.State()
	switch {
	case !st.May(Leave):
	case st.Step == NeverSent && read:
		m.queue.CloseNeverSent(st.ID, func() {}) // if the disk fails, the desk is halted, and a restart tells it again
	case st.Stage.Ended():
		m.queue.Leave(read)
	case st.Stage.MayPark():
		m.queue.Park()
	default:
		m.follow(Leave)
	}
}

// Hand leaves to the next clerk what is open, where it is: it comes before that clerk's eyes. All else is left.
func (m *Flow) Hand(read bool) {
	if st := m.State(); st.Ended() && st.Step != NeverSent {
		m.release(read)
	}
}

// Resume brings a parked movement back to the screen: an open one is asked about, of an ended one the clerk
// reads how it ended.
func (m *Flow) Resume(id string) {
	if !m.may(Resume) || !m.Parked(id) {
		return
	}
	m.Leave()
	m.queue.Resume(id)
	m.Check()
}

func (m *Flow) Parked(id string) bool {
	return m.queue.Find(id) != nil && m.State().ID != id
}

// OpenList is every movement that is not settled or was not read, the one on the screen last.
func (m *Flow) OpenList() []State {
	var list []State
	for _, i := range m.queue.Open() {
		list = append(list, stateOf(i))
	}
	return list
}

// Recover takes up the movements that a crash left: it goes on asking about those that were sent, and of those that ended
// with nobody reading it the clerk is told until one has. Of one that was never sent the clerk is told that nothing
// was moved; it is closed on disk once that was read. The error is the
// journal's.
func (m *Flow) Recover() error {
	if err := m.queue.Recover(restore); err != nil {
		return err
	}
	if m.State().Step == Idle { // the newest that is open comes before the clerk's eyes
		m.queue.ShowNewest()
	}
	return nil
}

func restore(w outbox.Write, _ []byte) Job {
	return Job{Kind: kindOf(w.Task), recovered: true}
}

// Read is the outcome on the screen, if there is one that a clerk has read; seen says that it lies before the
// clerk's eyes.
func (m *Flow) Read(seen bool) []outbox.Write { return m.queue.Read(seen) }

// Panicked is called when some work ended in a panic.
func (m *Flow) Panicked() {
	if task.Panicked(m.needs.Tasks) {
		m.queue.Shown().Form.Paper.Panicked()
	}
	m.queue.Panicked()
}
