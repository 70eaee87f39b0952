package reversal

import "cekr.kranj.si/desk/gui/flow/outbox"

// List is the desk's reversals that are not settled or were not read.
type List struct{ r *Flow }

// Open is every such reversal, the one on the screen last.
func (l List) Open() []State {
	var list []State
	for _, i := range l.r.queue.Open() {
		list = append(list, stateOf(i))
	}
	return list
}

// openFor finds the open reversal of a top-up.
func (l List) openFor(topUpID string) (id string, found bool) {
	for _, s := range l.Open() {
		if topUpID != "" && s.TopUpID == topUpID && !s.Ended() {
			return s.ID, true
		}
	}
	return "", false
}

// Parked reports that a reversal waits among the open items.
func (l List) Parked(id string) bool {
	return l.r.queue.Find(id) != nil && l.r.State().ID != id
}

// CheckParked asks what became of every open reversal that is not on the screen.
func (l List) CheckParked() { l.r.queue.CheckParked() }

// CheckSoon lets the next CheckParked ask about everything.
func (l List) CheckSoon() { l.r.queue.CheckSoon() }

// Recover takes up what a crash left: it goes on asking about what was sent, and of what ended with nobody reading it the clerk is told
// until one has. Of what was never sent the clerk is told that no cash goes out; it is closed on disk once that was read. The error is the
// journal's.
func (l List) Recover() error {
	if err := l.r.queue.Recover(restore); err != nil {
		return err
	}
	for _, i := range l.r.queue.Parked() {
		if i.Recovered {
			i.Form.Paper.Copies, i.Form.paperAt = 1, i.Stage // whether its slip was printed isn't known
		}
	}
	if l.r.State().Step == Idle { // the newest that is open comes before the clerk's eyes
		l.r.queue.ShowNewest()
	}
	return nil
}

// Read is the outcome on the screen, if there is one that a clerk has read; seen says that it lies before the clerk's eyes.
func (l List) Read(seen bool) []outbox.Write { return l.r.queue.Read(seen) }
