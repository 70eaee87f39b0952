package lock

import (
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/outbox"
)

// Back goes back one question, or leaves what has ended.
func (l *Flow) Back() {
	switch st := l.State(); {
	case !st.May(Back):
	case moves[st.Step][Back] == Idle:
		l.Leave()
	default:
		l.follow(Back)
	}
}

// Leave frees the screen: a lock that is open or was not read is parked and stays among the open items.
func (l *Flow) Leave() { l.release(l.host.Seen()) }

// Release is Leave; read says whether the clerk has seen what stands on the screen.
func (l *Flow) release(read bool) {
	st := l.State()
	switch {
	case !st.May(Leave):
	case st.Step == NeverSent && read:
		l.queue.CloseNeverSent(st.ID, func() {}) // if the disk fails, the desk is halted, and a restart tells it again
	case st.Stage.Ended():
		l.queue.Leave(read)
	case st.Stage.MayPark():
		l.queue.Park()
	default:
		l.follow(Leave)
	}
}

// Hand leaves to the next clerk what is open, where it is: it comes before that clerk's eyes. All else is left.
func (l *Flow) Hand(read bool) {
	if st := l.State(); st.Ended() && st.Step != NeverSent {
		l.release(read)
	}
}

// Resume brings a parked lock back to the screen: an open one is asked about, of an ended one the clerk
// reads how it ended.
func (l *Flow) Resume(id string) {
	if !l.may(Resume) || !l.Parked(id) {
		return
	}
	l.Leave()
	l.queue.Resume(id)
	l.Check()
}

func (l *Flow) Parked(id string) bool {
	return l.queue.Find(id) != nil && l.State().ID != id
}

// OpenList is every lock that is not settled or was not read, the one on the screen last.
func (l *Flow) OpenList() []State {
	var list []State
	for _, i := range l.queue.Open() {
		list = append(list, stateOf(i))
	}
	return list
}

// OpenFor finds the open lock of a card.
func (l *Flow) OpenFor(mokID string) (id string, found bool) {
	for _, s := range l.OpenList() {
		if s.MokID == mokID && !s.Ended() {
			return s.ID, true
		}
	}
	return "", false
}

// Recover takes up the locks that a crash left: it goes on asking about those that were sent, and of those that ended
// with nobody reading it the clerk is told until one has. Of one that was never sent the clerk is told that the card
// is not locked; it is closed on disk once that was read. The error is the
// journal's.
func (l *Flow) Recover() error {
	if err := l.queue.Recover(restore); err != nil {
		return err
	}
	if l.State().Step == Idle { // the newest that is open comes before the clerk's eyes
		l.queue.ShowNewest()
	}
	return nil
}

func restore(w outbox.Write, _ []byte) Job {
	return Job{MokID: w.MokID, recovered: true}
}

// officeEnded reports an ending that the office gave.
func officeEnded(ending journal.Record) bool {
	return ending.Kind == journal.Posted || ending.Kind == journal.Rejected
}

// Read is the outcome on the screen, if there is one that a clerk has read; seen says that it lies before the
// clerk's eyes.
func (l *Flow) Read(seen bool) []outbox.Write { return l.queue.Read(seen) }

// Panicked is called when some work ended in a panic.
func (l *Flow) Panicked() { l.queue.Panicked() }
