package cashtest

import (
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// seesTopUp is what the clerk reads off the top-up's panel, and does with the cash.
func (k *Clerk) seesTopUp(st topup.State) {
	switch st.Step {
	case topup.ReadBack, topup.Confirming:
		if st.ID != "" {
			k.books.Take(st.ID, st.Card.MokID, st.Amount.Cents, st.Quote.Fee.Cents)
			k.counted = st.ID
			if st.Quote.OtherOpenQuote != nil {
				k.books.warned++
			}
		}
	case topup.Sending:
		k.counted = ""
	case topup.Halted:
		if says(st.Problem, "journal.unsent") {
			k.books.Note(st.ID, ToldDropped)
		}
	case topup.Posted:
		k.books.Note(st.ID, ToldPosted)
	case topup.Rejected:
		k.books.Note(st.ID, ToldRejected)
	case topup.Cancelled:
		k.books.Note(st.ID, ToldCancelled)
	case topup.AskingAmount, topup.AskingMatch, topup.Idle:
		// Back from the read-back: it was abandoned, the cash goes back.
		if k.counted != "" && st.ID == "" {
			k.books.Note(k.counted, ToldDropped)
			k.counted = ""
		}
	}
}

// words are what a list of top-ups says of each that has ended.
var words = map[topup.Step]Word{
	topup.Posted: ToldPosted, topup.Rejected: ToldRejected, topup.Cancelled: ToldCancelled,
}

// readList reads what is open and how this desk's last top-ups ended: there stands what ended with nobody looking.
func (k *Clerk) readList() {
	for _, list := range [][]topup.State{k.counter.TopUp.List.Open(), k.counter.TopUp.List.Recent()} {
		for _, st := range list {
			if word, ended := words[st.Step]; ended {
				k.books.Note(st.ID, word)
			}
		}
	}
	for _, st := range k.counter.Lock.OpenList() {
		k.seesLock(st)
	}
	for _, st := range k.counter.Unlock.List.Open() {
		k.seesUnlock(st)
	}
	for _, st := range k.counter.Movement.OpenList() {
		k.seesMovement(st)
	}
	for _, st := range k.counter.Reversal.List.Open() {
		k.seesReversal(st)
	}
	for _, i := range k.ping.Open() {
		k.seesPing(i)
	}
}

// lockWords are what the list and the panel say of a lock that has ended.
var lockWords = map[lock.Step]Word{
	lock.Posted: ToldPosted, lock.Rejected: ToldRejected, lock.NeverSent: ToldNeverSent,
}

func (k *Clerk) seesLock(st lock.State) {
	if word, ended := lockWords[st.Step]; ended {
		k.books.NoteLock(st.ID, st.MokID, word)
	}
}

// look reads what stands on the screen, whether or not it was drawn anew. A lock is read off its own panel only: behind
// another one nobody sees it.
func (k *Clerk) look() {
	k.seesTopUp(k.counter.TopUp.State())
	k.seesSession()
	if st := k.counter.State(); st.SignedIn && st.Panel == flow.PanelLock {
		k.seesLock(k.counter.Lock.State())
	} else if st.SignedIn && st.Panel == flow.PanelUnlock {
		k.seesUnlock(k.counter.Unlock.State())
	} else if st.SignedIn && st.Panel == flow.PanelMovement {
		k.seesMovement(k.counter.Movement.State())
	} else if st.SignedIn && st.Panel == flow.PanelReversal {
		k.seesReversal(k.counter.Reversal.State())
	} else if st.SignedIn {
		k.seesPing(k.ping.Shown())
	}
}

func says(m *task.Message, key string) bool { return m != nil && m.Key == key }
