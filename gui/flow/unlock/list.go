package unlock

import "cekr.kranj.si/desk/gui/flow/outbox"

// List is the desk's unlocks that are not settled or were not read.
type List struct{ u *Flow }

// Open is every such unlock, the one on the screen last.
func (l List) Open() []State {
	var list []State
	for _, i := range l.u.queue.Open() {
		list = append(list, stateOf(i))
	}
	return list
}

// For finds the open unlock of a card.
func (l List) For(mokID string) (id string, found bool) {
	for _, s := range l.Open() {
		if s.MokID == mokID && !s.Ended() {
			return s.ID, true
		}
	}
	return "", false
}

// Parked reports that an unlock waits among the open items.
func (l List) Parked(id string) bool { return l.u.queue.Find(id) != nil && l.u.State().ID != id }

// CheckParked asks what became of every open unlock that is not on the screen.
func (l List) CheckParked() { l.u.queue.CheckParked() }

// CheckSoon lets the next CheckParked ask about everything.
func (l List) CheckSoon() { l.u.queue.CheckSoon() }

// Recover takes up what a crash left: it goes on asking about what was sent, and of what ended with nobody reading it the clerk is told
// until one has. Of what was never sent the clerk is told that the card is still locked; it is closed on disk once that was read. The error
// is the journal's.
func (l List) Recover() error {
	if err := l.u.queue.Recover(restore); err != nil {
		return err
	}
	if l.u.State().Step == Idle { // the newest that is open comes before the clerk's eyes
		l.u.queue.ShowNewest()
	}
	return nil
}

// Read is the outcome on the screen, if there is one that a clerk has read; seen says that it lies before the clerk's eyes.
func (l List) Read(seen bool) []outbox.Write { return l.u.queue.Read(seen) }
