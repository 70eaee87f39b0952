package cashtest

import (
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/outbox/outboxtest"
)

// pingWords are what the screen and the list say of a ping that has ended.
var pingWords = map[outbox.Stage]Word{
	outbox.Posted: ToldPosted, outbox.Rejected: ToldRejected, outbox.NeverSent: ToldNeverSent,
}

func (k *Clerk) seesPing(i *outboxtest.Item) {
	if word, ended := pingWords[i.Stage]; ended {
		k.books.NoteLock(i.ID, i.MokID, word)
	}
}

// pinged reports that no ping is open.
func (k *Clerk) pinged() bool { return len(k.ping.Open()) == 0 }

// pinging goes on with the ping on the screen, or now and then with one that waits; false when there is none.
func (k *Clerk) pinging() bool {
	i := k.ping.Shown()
	switch i.Stage {
	case outbox.Forming:
		waiting := k.ping.Parked()
		if len(waiting) == 0 || !k.tidy && !k.chance.in(300) {
			return false
		}
		k.ping.Resume(one(k.chance, waiting...).ID)
	case outbox.Unknown, outbox.NotSent:
		if i.Asking == outbox.AskNothing {
			one(k.chance, i.Check, i.SendAgain, i.GiveBack, k.ping.Park)()
		}
	case outbox.NeverSent:
		k.ping.CloseNeverSent(i.ID, func() {})
	case outbox.Posted, outbox.Rejected, outbox.Cancelled:
		k.seesPing(i)
		k.ping.Leave(true)
	}
	return true
}
