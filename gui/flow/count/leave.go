package count

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
)

// Back leaves the count; from a recount it goes back to the count before.
func (f *Flow) Back() {
	if !f.may(Back) {
		return
	}
	recount := f.State().Step == Asking && f.State().First != nil
	f.Leave()
	if recount {
		f.Begin()
	}
}

// Leave frees the screen. A count that the office keeps stays until the drawer is closed, one that is open until it is settled.
func (f *Flow) Leave() {
	switch st := f.State(); {
	case !st.May(Leave):
	case st.Stage.Ended():
		f.queue.Leave(st.Step == Rejected && f.host.Standing().Seen)
	case st.Stage.MayPark():
		f.queue.Park()
	default:
		f.follow(Leave)
	}
}

// Serve lets go of the counts of a session that is closed.
func (f *Flow) Serve(session string) { f.serve(func(of string) bool { return of == session }) }

func (f *Flow) serve(over func(session string) bool) {
	if i := f.queue.Shown(); i.Stage == outbox.Posted && over(i.Session) {
		f.queue.Leave(true)
	}
	for _, i := range f.queue.Parked() {
		if i.Stage == outbox.Posted && over(i.Session) {
			shown := f.queue.Shown()
			if shown.Stage != outbox.Forming || shown.Form.Step == Asking {
				continue // it must not leave the screen; the next count lets go of the others
			}
			f.queue.Resume(i.ID)
			f.queue.Leave(true)
		}
	}
}

// Resume brings a parked count back to the screen.
func (f *Flow) Resume(id string) {
	if !f.may(Resume) || !f.Parked(id) {
		return
	}
	f.Leave()
	f.queue.Resume(id)
	f.Check()
}

// Parked reports a count that is not on the screen.
func (f *Flow) Parked(id string) bool { return f.queue.Find(id) != nil && f.State().ID != id }

// OpenList is every count that is not settled, or was rejected with nobody reading it, the one on the screen last. One that is kept waits
// for the close, and for nobody's eyes.
func (f *Flow) OpenList() (list []State) {
	for _, i := range f.queue.Open() {
		if i.Stage != outbox.Posted {
			list = append(list, stateOf(i))
		}
	}
	return list
}

// Recover takes up the counts that a crash left: those that are open, and those that the office keeps and whose drawer may be open yet. The
// error is the journal's.
func (f *Flow) Recover() error {
	if err := f.queue.Recover(restore); err != nil {
		return err
	}
	if f.State().Step == Idle {
		f.queue.ShowNewest()
	}
	return nil
}

func restore(w outbox.Write, body []byte) Job { return Job{Notes: notesOf(body), recovered: true} }

// notesOf are the notes and coins of a count's bytes; nil where they are not there.
func notesOf(body []byte) []client.Denomination {
	if body == nil {
		return nil
	}
	return client.NotesOf(body)
}

// Read is a rejection on the screen that a clerk has read; seen says that it lies before the clerk's eyes.
func (f *Flow) Read(seen bool) []outbox.Write {
	if f.State().Step != Rejected {
		return nil
	}
	return f.queue.Read(seen)
}

// Panicked is called when some work ended in a panic.
func (f *Flow) Panicked() {
	task.Panicked(f.needs.Tasks)
	f.queue.Panicked()
}
