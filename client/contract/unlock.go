package contract

import (
	"slices"
	"testing"
)

// unlocking freezes the unlock of a card.
func (d *desk) unlocking(mokID, approval string) frozen {
	body := unlockBody{newID(), mokID, "lockedByMistake", approval, d.name, d.staff.Number}
	return frozen{"unlocks", body.ID, bytesOf(body)}
}

// unlockRejections: only a clerk's precautionary lock is undone, and with a second person only.
func (s *suite) unlockRejections(t *testing.T) {
	s.offered(t, "unlock")
	d := s.desk(t, s.office.Clerk)
	codes := map[string]string{unknownMokID: "card-not-found", s.office.Card.MokID: "card-not-locked"}
	for mokID := range s.unlockable(t) {
		switch c := s.card(t, mokID); {
		case c.State != "locked":
			codes[mokID] = "card-final"
		case c.Reason == "holderPortal":
			codes[mokID] = "locked-by-holder"
		case c.Reason == "issuer":
			codes[mokID] = "locked-by-issuer"
		default:
			codes[mokID] = "approval-unknown"
		}
	}
	for mokID, code := range codes {
		t.Run(code+" "+mokID, func(t *testing.T) {
			if mokID != unknownMokID {
				if c := s.card(t, mokID); slices.Contains(c.Possible, "unlock") != (code == "approval-unknown") {
					t.Errorf("a card that is %s by %s: %v is possible", c.State, c.Reason, c.Possible)
				}
			}
			var got unlock
			d.undoRejected(t, d.unlocking(mokID, newID()), code).into(t, &got)
			if told := got.CardState != ""; told && code != "card-final" && code != "card-not-locked" {
				t.Errorf("the state %s does not belong to %s", got.CardState, code)
			}
		})
	}
}

// unlocks: a lock that was a mistake is undone by the counter that made it, with a second person.
func (s *suite) unlocks(t *testing.T) {
	s.offered(t, "unlock")
	s.approver(t)
	s.needs(t, len(s.office.Stoppable) > 0, "a card that may be locked (-cards-stoppable)")
	c, d := s.office.Stoppable[0], s.desk(t, s.office.Clerk)
	if s.card(t, c.MokID).State == "active" {
		d.sendLock(t, d.lock(c.MokID)).want(t, 201)
	}
	before := s.get(t, d.token, "/v1/cards/"+c.MokID, "view=clerk").want(t, 200)
	var was card
	if before.into(t, &was); was.State != "locked" || !slices.Contains(was.Possible, "unlock") {
		t.Fatalf("it is %s, %v is possible", was.State, was.Possible)
	}
	id := newID()
	wrong := d.unlocking(c.MokID, id)
	s.agree(t, agreement(t, id, "unlock", wrong, func(b *approvalBody) { b.MokID = unknownMokID }))
	d.undoRejected(t, wrong, "approval-mismatch")
	id = newID()
	f := d.unlocking(c.MokID, id)
	s.agree(t, agreement(t, id, "unlock", f))
	first := d.put(t, f).want(t, 201)
	var got unlock
	if first.into(t, &got); got.ID != f.id || got.MokID != c.MokID || got.State != "posted" {
		t.Fatalf("not unlocked\n%v", first)
	}
	s.approvedBy(t, got.Approver)
	same(t, first, d.put(t, f).want(t, 200))
	same(t, first, d.asked(t, f).want(t, 200))
	after := s.get(t, d.token, "/v1/cards/"+c.MokID, "view=clerk").want(t, 200)
	var is card
	after.into(t, &is)
	if is.State != "active" || !is.StateSince.Equal(got.UnlockedAt) || is.Balance != was.Balance || !slices.Contains(is.Possible, "lock") {
		t.Errorf("after it the card is %+v", is)
	}
	if after.header.Get("ETag") == before.header.Get("ETag") {
		t.Error("the ETag stood still while the card was unlocked")
	}
	d.undoRejected(t, d.unlocking(c.MokID, id), "card-not-locked")
	again := d.lock(c.MokID)
	s.lockEnded(t, d.sendLock(t, again).want(t, 201), again, "posted", "") // and it can be locked again
}
