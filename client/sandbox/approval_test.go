package sandbox

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestAnApprovalLivesForTheOfficesMinutes(t *testing.T) {
	c := openCounter(t, Options{})
	d, vesna := c.desk("okence-1"), c.as("2001", "8642", "okence-1")
	posted := d.load(tryCard, "481205", 2000).is(t, 201, "")
	for minutes, row := range map[int64]struct {
		wait time.Duration
		code string
	}{10: {10*time.Minute - time.Millisecond, ""}, 3: {3 * time.Minute, "approval-expired"}} {
		c.policy("approval_minutes", minutes)
		id := newID()
		reversal, body := d.reversalOf(posted, func(m map[string]any) { m["approvalId"] = id })
		frozen := vesna.approvalOf(id, "reversal", body, nil)
		a := vesna.send("PUT", "/v1/approvals/"+id, frozen).is(t, 201, "")
		if a.text("state") != "posted" || a.text("approver") != "2001" || a.at("sentBy") != nil ||
			a.text("expiresAt") != stamp(c.office.now().Add(time.Duration(minutes)*time.Minute)) {
			t.Errorf("%v", a)
		}
		for _, again := range []answered{vesna.send("PUT", "/v1/approvals/"+id, frozen).is(t, 200, ""), d.get("/v1/approvals/"+id).is(t, 200, "")} {
			if string(again.raw) != string(a.raw) {
				t.Errorf("again: %v", again)
			}
		}
		if me := vesna.get("/v1/me"); me.number("approvalMinutes") != minutes || me.number("reversalMinutes") != 30 {
			t.Errorf("me says %v", me)
		}
		c.clock.move(row.wait)
		d.putReversal(reversal, body).is(t, 201, row.code)
		posted = d.load(tryCard, "481205", 2000).is(t, 201, "")
	}
}

// The clerk's own sign-in lives on beside the second person's, at the same desk.
func TestASecondPersonSignsInBesideTheClerk(t *testing.T) {
	c := openCounter(t, Options{})
	ana := c.as("1001", "2468", "okence-1")
	vesna := c.as("2001", "8642", "okence-1")
	ana.get("/v1/me").is(t, 200, "")
	vesna.send("DELETE", "/v1/sign-ins/current", nil).is(t, 204, "")
	ana.get("/v1/me").is(t, 200, "")
}

func TestApprovalsAreRejected(t *testing.T) {
	c := openCounter(t, Options{})
	d, vesna := c.desk("okence-1"), c.as("2001", "8642", "okence-1")
	posted := d.load(tryCard, "481205", 2000).is(t, 201, "")
	for code, edit := range map[string]func(map[string]any){
		"same-person":      func(m map[string]any) { m["maker"] = "2001" },
		"forbidden-office": func(m map[string]any) { m["maker"] = "3001" },
	} {
		id := newID()
		_, body := d.reversalOf(posted, func(m map[string]any) { m["approvalId"] = id })
		a := vesna.approve(id, "reversal", body, edit).is(t, 201, code)
		if a.text("state") != "rejected" || a.at("expiresAt") != nil || a.text("approver") != "2001" {
			t.Errorf("%v", a)
		}
		if again := d.get("/v1/approvals/"+id).is(t, 200, code); string(again.raw) != string(a.raw) {
			t.Errorf("again: %v", again)
		}
	}
	id := newID()
	_, body := d.reversalOf(posted, func(m map[string]any) { m["approvalId"] = id })
	d.approve(id, "reversal", body, func(m map[string]any) { m["maker"] = "1002" }).is(t, 403, "forbidden")
	for name, edit := range map[string]func(map[string]any){
		"no amount of money":     func(m map[string]any) { delete(m, "amount") },
		"no card":                func(m map[string]any) { delete(m, "mokId") },
		"a negative amount":      func(m map[string]any) { m["amount"] = eur(-2000) },
		"an amount of an unlock": func(m map[string]any) { m["act"] = "unlock" },
		"a card of a movement":   func(m map[string]any) { m["act"] = "movement" },
		"no such act":            func(m map[string]any) { m["act"] = "loan" },
		"no hash":                func(m map[string]any) { m["subjectHash"] = "" },
		"its own approver":       func(m map[string]any) { m["approver"] = "2001" },
	} {
		if a := vesna.approve(id, "reversal", body, edit); a.status != 400 {
			t.Errorf("%s: %v", name, a)
		}
	}
	if a := d.get("/v1/approvals/" + id); a.text("state") != "unseen" {
		t.Errorf("nothing of that is kept: %v", a)
	}
}

// An approval serves the bytes that it approves, and nobody and nothing else.
func TestAnApprovalIsBoundToBytesPeopleAndOneUse(t *testing.T) {
	c := openCounter(t, Options{})
	d, vesna := c.desk("okence-1"), c.as("2001", "8642", "okence-1")
	if err := c.office.AddStaff(t.Context(), "2002", "Peter", "7531", Supervisor); err != nil {
		t.Fatal(err)
	}
	posted := d.load(tryCard, "481205", 2000).is(t, 201, "")
	card, cash := d.balance(tryCard), d.drawer()
	// subject freezes a reversal for an approval that is given with a change.
	subject := func(edit func(map[string]any)) (id string, body []byte) {
		approval := newID()
		id, body = d.reversalOf(posted, func(m map[string]any) { m["approvalId"] = approval })
		vesna.approve(approval, "reversal", body, edit).is(t, 201, "")
		return id, body
	}
	for name, edit := range map[string]func(map[string]any){
		"another amount typed": func(m map[string]any) { m["amount"] = eur(2001) },
		"another card typed":   func(m map[string]any) { m["mokId"] = "100000089" },
		"other bytes":          func(m map[string]any) { m["subjectHash"] = strings.Repeat("0", 64) },
		"another subject":      func(m map[string]any) { m["subjectId"] = newID() },
		"another act":          func(m map[string]any) { m["act"] = "topUp" },
		"another maker":        func(m map[string]any) { m["maker"] = "1002" },
	} {
		t.Run(name, func(t *testing.T) { d.putReversal(subject(edit)).is(t, 201, "approval-mismatch") })
	}
	t.Run("bytes that were changed after it", func(t *testing.T) {
		id, body := subject(nil)
		d.putReversal(id, []byte(strings.Replace(string(body), "wrongAmount", "double", 1))).is(t, 201, "approval-mismatch")
	})
	t.Run("sent by the approver", func(t *testing.T) {
		id, body := subject(nil)
		vesna.send("PUT", "/v1/reversals/"+id, body).is(t, 201, "same-person")
	})
	t.Run("a rejected one", func(t *testing.T) {
		approval := newID()
		id, body := d.reversalOf(posted, func(m map[string]any) { m["approvalId"] = approval })
		vesna.approve(approval, "reversal", body, func(m map[string]any) { m["maker"] = "2001" }).is(t, 201, "same-person")
		d.putReversal(id, body).is(t, 201, "approval-unknown")
	})
	if d.balance(tryCard) != card || d.drawer() != cash {
		t.Error("a rejection moved money")
	}
	t.Run("used twice", func(t *testing.T) {
		approval := newID()
		id, body := d.reversalOf(posted, func(m map[string]any) { m["approvalId"] = approval })
		vesna.approve(approval, "reversal", body, nil).is(t, 201, "")
		d.putReversal(id, body).is(t, 201, "")
		other := d.load(tryCard, "481205", 2000).is(t, 201, "")
		d.reverse(other, func(m map[string]any) { m["approvalId"] = approval }).is(t, 201, "approval-used")
		if again := d.putReversal(id, body).is(t, 200, ""); again.text("state") != "posted" {
			t.Errorf("the write that used it, again: %v", again)
		}
	})
}

// An amount above what a clerk alone may take is taken with a second person.
func TestATopUpAboveTheLimitNamesItsApproval(t *testing.T) {
	c := openCounter(t, Options{})
	d, vesna := c.desk("okence-1"), c.as("2001", "8642", "okence-1")
	person := newID()
	d.send("PUT", "/v1/persons/"+person, map[string]any{"id": person, "role": "payer", "name": "Ana Kos", "document": nil}).is(t, 201, "")
	topUp := func(cents int64, approval string) (string, []byte) {
		return d.topUpOf(d.quote("100000089", "555010", cents).is(t, 201, ""), func(m map[string]any) {
			m["payerId"] = person
			if approval != "" {
				m["approvalId"] = approval
			}
		})
	}
	d.put(topUp(60000, "")).is(t, 201, "approval-required")
	d.put(topUp(60000, newID())).is(t, 201, "approval-unknown")
	approval := newID()
	id, body := topUp(60000, approval)
	vesna.approve(approval, "topUp", body, nil).is(t, 201, "")
	if a := d.put(id, body).is(t, 201, ""); a.text("state") != "posted" || a.text("approver") != "2001" {
		t.Errorf("%v", a)
	}
	d.put(topUp(30000, approval)).is(t, 201, "approval-used") // one that is named must be good, needed or not
}

func TestALockOfAClerkIsUndoneWithASecondPerson(t *testing.T) {
	c := openCounter(t, Options{})
	ana := c.as("1001", "2468", "okence-1")
	for mokID, was := range map[string]string{tryCard: "active", "100000063": "notActivated", "100000139": "active"} {
		if was != "active" || mokID == tryCard {
			ana.lock(mokID).is(t, 201, "")
		}
		c.clock.move(time.Minute)
		a := ana.unlock(mokID).is(t, 201, "")
		want := map[string]any{"id": a.text("id"), "mokId": mokID, "state": "posted", "unlockedAt": stamp(c.office.now()), "cardState": was, "approver": "2001", "traceId": a.header.Get("Trace-Id")}
		if diff := cmp.Diff(want, a.json); diff != "" {
			t.Error(diff)
		}
		card := ana.get("/v1/cards/" + mokID)
		if card.text("state") != was || card.text("stateSince") != a.text("unlockedAt") || card.at("stateReason") != nil {
			t.Errorf("the card says %v", card)
		}
		if again := ana.get("/v1/unlocks/" + a.text("id")); string(again.raw) != string(a.raw) {
			t.Errorf("again: %v", again)
		}
		ana.unlock(mokID).is(t, 201, "card-not-locked")
		ana.lock(mokID).is(t, 201, "")
		ana.unlock(mokID).is(t, 201, "")
	}
}

// What is not a clerk's precautionary lock no counter undoes, and each has its own code.
func TestUnlocksAreRejected(t *testing.T) {
	c := openCounter(t, Options{})
	ana := c.as("1001", "2468", "okence-1")
	if err := exec(c.office, `UPDATE cards SET state = 'locked', state_reason = 'issuer' WHERE mok_id = '100000097'`); err != nil {
		t.Fatal(err)
	}
	for mokID, code := range map[string]string{"999999999": "card-not-found", "100000055": "card-final", "100000121": "card-final", "100000030": "card-final",
		"100000071": "card-final", tryCard: "card-not-locked", "100000048": "locked-by-holder", "100000097": "locked-by-issuer"} {
		before := ana.get("/v1/cards/" + mokID)
		a := ana.unlock(mokID).is(t, 201, code)
		if tells := code == "card-final" || code == "card-not-locked"; tells != (a.text("cardState") != "") {
			t.Errorf("%s: %v", mokID, a)
		}
		if after := ana.get("/v1/cards/" + mokID); after.text("state") != before.text("state") {
			t.Errorf("%s went from %s to %s", mokID, before.text("state"), after.text("state"))
		}
		if possible, _ := before.at("possible").([]any); len(possible) > 0 && strings.Contains(before.String(), `"unlock"`) {
			t.Errorf("%s is offered to be unlocked", mokID)
		}
	}
	id, body := ana.unlockOf("100000139", newID(), nil)
	ana.send("PUT", "/v1/unlocks/"+id, body).is(t, 201, "approval-unknown")
	id, body = ana.unlockOf("100000139", newID(), func(m map[string]any) { m["staff"] = "3001" })
	ana.send("PUT", "/v1/unlocks/"+id, body).is(t, 201, "forbidden-office")
	c.as("3001", "9753", "m").send("PUT", "/v1/unlocks/"+id, body).is(t, 403, "forbidden")
}
