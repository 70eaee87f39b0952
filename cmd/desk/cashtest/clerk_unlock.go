package cashtest

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/unlock"
)

// unlockWords are what the panel and the list say of an unlock that has ended.
var unlockWords = map[unlock.Step]Word{
	unlock.Posted: ToldPosted, unlock.Rejected: ToldRejected, unlock.NeverSent: ToldNeverSent,
}

func (k *Clerk) seesUnlock(st unlock.State) {
	if word, ended := unlockWords[st.Step]; ended {
		k.books.NoteUnlock(st.ID, word)
	}
}

// wantsUnlock tells whether the customer wants the card, which a counter has locked, to work again.
func (k *Clerk) wantsUnlock() bool {
	return k.seconds && !k.tidy && k.second.in(700) && k.counter.Refusal(flow.CommandUnlock) == nil
}

// unlocking goes on with the unlock on the screen; false when there is none. Once it has ended the customer goes.
func (k *Clerk) unlocking() bool {
	c := k.counter
	st := c.Unlock.State()
	switch st.Step {
	case unlock.Idle:
		return false
	case unlock.Asking:
		c.Unlock.Fill(client.UnlockMistake)
	case unlock.Confirming:
		if k.tidy || st.Problem != nil && k.second.in(300) {
			c.Unlock.Leave()
			break
		}
		c.Unlock.Confirm()
		c.Unlock.Confirm() // a second Enter
	case unlock.Approving:
		k.approves(k.second)
	case unlock.Unknown, unlock.NotSent:
		if st.Asking == outbox.AskNothing {
			one(k.second, c.Unlock.Check, c.Unlock.SendAgain, c.GiveUnlockUp)()
		}
	case unlock.Rejected:
		if st.May(unlock.Anew) && k.second.in(500) {
			c.Unlock.Anew()
			break
		}
		fallthrough
	case unlock.Posted, unlock.NeverSent:
		k.seesUnlock(st)
		k.wants = Card{}
		c.Do(flow.CommandNext)
	}
	return true
}
