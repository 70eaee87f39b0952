package sandbox

import (
	"bytes"
	"encoding/json"

	"pgregory.net/rapid"
)

// reverse undoes any top-up out of any drawer, with a second person or without, and expects what the contract's order gives.
func (m *ledgerModel) reverse(t *rapid.T) {
	s, d := m.anyEnded(t), m.anyDesk(t)
	var up struct{ DrawerSessionID string }
	if err := json.Unmarshal(s.body, &up); err != nil {
		t.Fatal(err)
	}
	session := d.session
	if session == "" {
		session = newID()
	}
	approved := rapid.Bool().Draw(t, "with a second person")
	id, approval := newID(), newID()
	what := map[string]any{"id": id, "topUpId": s.id, "mokId": s.mokID, "amount": eur(s.cents), "reason": "wrongAmount", "drawerSessionId": session,
		"staff": d.staff, "desk": d.name}
	if approved {
		what["approvalId"] = approval
	}
	body := bytesOf(d.t, what)
	if approved {
		if a := m.vesna.approve(approval, "reversal", body, nil); a.status != 201 {
			t.Fatal(a)
		}
	}
	held, open := m.drawers[d.name]
	_, tookOpen := m.drawers[s.desk.name]
	tookOpen = tookOpen && s.desk.session == up.DrawerSessionID
	total := s.cents + s.fee
	code := ""
	switch {
	case !bytes.Contains(s.raw, []byte(`"state":"posted"`)):
		code = "top-up-not-posted"
	case m.undone[s.id]:
		code = "already-reversed"
	case d.session == "":
		code = "session-unknown"
	case !open:
		code = "session-closed"
	case !tookOpen:
		code = "reversal-window-over"
	case !approved && (session != up.DrawerSessionID || s.cents >= 20000 || s.day != m.days):
		code = "approval-required"
	case held < total:
		code = "drawer-too-small"
	}
	a := d.putReversal(id, body)
	if code != "" {
		m.want(t, a, "rejected", code)
		return
	}
	m.want(t, a, "posted", "")
	m.undone[s.id] = true
	m.cards[s.mokID] -= s.cents
	m.drawers[d.name] -= total
	if s.day == m.days {
		m.day[s.mokID] -= s.cents
	}
}
