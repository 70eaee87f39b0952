package sandbox

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
)

// reversalOf freezes the reversal of a top-up that was posted, out of the desk's own drawer. edit, if not nil, may
// change the body before.
func (d *testDesk) reversalOf(posted answered, edit func(map[string]any)) (id string, body []byte) {
	d.t.Helper()
	id = newID()
	m := map[string]any{"id": id, "topUpId": posted.text("id"), "mokId": posted.text("mokId"), "amount": posted.at("amount"), "reason": "wrongAmount",
		"drawerSessionId": d.session, "staff": d.staff, "desk": d.name}
	if edit != nil {
		edit(m)
	}
	return id, bytesOf(d.t, m)
}

func (d *testDesk) putReversal(id string, body []byte) answered {
	d.t.Helper()
	return d.send("PUT", "/v1/reversals/"+id, body)
}

// reverse does it all at once.
func (d *testDesk) reverse(posted answered, edit func(map[string]any)) answered {
	d.t.Helper()
	return d.putReversal(d.reversalOf(posted, edit))
}

// reverseApproved does it with Vesna's approval.
func (d *testDesk) reverseApproved(posted answered, edit func(map[string]any)) answered {
	d.t.Helper()
	approval := newID()
	id, body := d.reversalOf(posted, func(m map[string]any) {
		m["approvalId"] = approval
		if edit != nil {
			edit(m)
		}
	})
	d.as("2001", "8642", d.name).approve(approval, "reversal", body, nil).is(d.t, 201, "")
	return d.putReversal(id, body)
}

// unlockOf freezes an unlock of a card. edit, if not nil, may change the body before.
func (c *counter) unlockOf(mokID, approval string, edit func(map[string]any)) (id string, body []byte) {
	c.t.Helper()
	id = newID()
	m := map[string]any{"id": id, "mokId": mokID, "reason": "lockedByMistake", "approvalId": approval, "desk": "okence-1", "staff": "1001"}
	if edit != nil {
		edit(m)
	}
	return id, bytesOf(c.t, m)
}

// unlock does it all at once, with Vesna's approval.
func (c *counter) unlock(mokID string) answered {
	c.t.Helper()
	approval := newID()
	id, body := c.unlockOf(mokID, approval, nil)
	c.as("2001", "8642", "okence-1").approve(approval, "unlock", body, nil).is(c.t, 201, "")
	return c.send("PUT", "/v1/unlocks/"+id, body)
}

// approve agrees to a subject's bytes with the values that stand in them. edit, if not nil, may change the body before.
func (c *counter) approve(id, act string, subject []byte, edit func(map[string]any)) answered {
	c.t.Helper()
	return c.send("PUT", "/v1/approvals/"+id, c.approvalOf(id, act, subject, edit))
}

func (c *counter) approvalOf(id, act string, subject []byte, edit func(map[string]any)) []byte {
	c.t.Helper()
	what := fieldsOf(c.t, subject)
	sum := sha256.Sum256(subject)
	m := map[string]any{"id": id, "act": act, "subjectId": what["id"], "subjectHash": hex.EncodeToString(sum[:]), "mokId": what["mokId"],
		"maker": what["staff"], "desk": what["desk"]}
	if act != "unlock" {
		m["amount"] = what["amount"]
	}
	if edit != nil {
		edit(m)
	}
	return bytesOf(c.t, m)
}

func fieldsOf(t testing.TB, body []byte) (what map[string]any) {
	t.Helper()
	if err := json.Unmarshal(body, &what); err != nil {
		t.Fatal(err)
	}
	return what
}

func bytesOf(t testing.TB, m map[string]any) []byte {
	t.Helper()
	body, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// policy changes one of the office's values.
func (c *counter) policy(column string, value int64) {
	c.t.Helper()
	err := c.office.store.write(c.t.Context(), func(t *tx) error { return t.exec(`UPDATE policy SET `+column+` = ?`, value) })
	if err != nil {
		c.t.Fatal(err)
	}
}

// spend lets a card pay so much elsewhere.
func (c *counter) spend(mokID string, cents int64) {
	c.t.Helper()
	err := c.office.store.write(c.t.Context(), func(t *tx) error {
		card, _, err := t.readCard(mokID, c.office.now())
		if err != nil {
			return err
		}
		return t.postEvents(card.account, []event{{c.office.now().UnixMilli(), entryPurchase, firstShop, -cents}})
	})
	if err != nil {
		c.t.Fatal(err)
	}
}
