package contract

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// unlockable are cards that cannot be locked, with their states as the clerk's view shows them.
func (s *suite) unlockable(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	add := func(mokID string) {
		state := s.card(t, mokID).State
		if slices.Contains([]string{"locked", "lost", "stolen", "expired", "replaced"}, state) {
			found[mokID] = state
		}
	}
	for mokID := range s.office.States {
		add(mokID)
	}
	if mokID := s.office.Unloadable.MokID; mokID != "" {
		add(mokID)
	}
	s.needs(t, len(found) > 0, "a card that is locked, expired, lost, stolen or replaced (-card-unloadable)")
	return found
}

// lockRejections: a refusal is no error status; it tells the card's state only to who may see cards.
func (s *suite) lockRejections(t *testing.T) {
	d := s.desk(t, s.office.Clerk)
	rejected := func(t *testing.T, d *desk, w lockWrite, code string) lock {
		t.Helper()
		a := d.sendLock(t, w).want(t, 201)
		got := s.lockEnded(t, a, w, "rejected", code)
		same(t, a, d.sendLock(t, w).want(t, 200))
		same(t, a, s.get(t, d.token, "/v1/locks/"+w.id, "").want(t, 200))
		return got
	}
	t.Run("no such card", func(t *testing.T) { rejected(t, d, d.lock(unknownMokID), "card-not-found") })
	t.Run("a card that is stopped or final", func(t *testing.T) {
		for mokID, state := range s.unlockable(t) {
			if got := rejected(t, d, d.lock(mokID), "card-not-lockable"); got.CardState != state {
				t.Errorf("the card is %s, the rejection says %q", state, got.CardState)
			}
			if now := s.card(t, mokID).State; now != state {
				t.Errorf("a rejected lock made the card %s, it was %s", now, state)
			}
		}
	})
	t.Run("a clerk of nobody's", func(t *testing.T) {
		for mokID := range s.unlockable(t) {
			rejected(t, d, d.lock(mokID, func(b *lockBody) { b.Staff = nobodysNumber }), "forbidden-office")
		}
	})
	t.Run("a clerk who may not see cards is not told the state", func(t *testing.T) {
		s.needs(t, s.office.Minimal.Number != "", "a clerk without card.read (-staff-minimal)")
		m := s.desk(t, s.office.Minimal)
		for mokID := range s.unlockable(t) {
			if got := rejected(t, m, m.lock(mokID), "card-not-lockable"); got.CardState != "" {
				t.Errorf("the card is %s: that is more than the minimal view tells", got.CardState)
			}
		}
	})
}

// lockRejectedForEver: the id keeps its bytes and its ending, whoever brings or asks for it.
func (s *suite) lockRejectedForEver(t *testing.T) {
	d := s.desk(t, s.office.Clerk)
	w := d.lock(unknownMokID)
	if got := d.askLock(t, w.id); got.State != "unseen" || got.ID != w.id {
		t.Errorf("an id that nobody sent is %s (%s)", got.State, got.ID)
	}
	first := d.sendLock(t, w).want(t, 201)
	s.lockEnded(t, first, w, "rejected", "card-not-found")
	s.lockOtherBytes(t, d, w)
	s.send(t, request{method: http.MethodDelete, path: "/v1/sign-ins/current", token: d.token}).want(t, 204)
	d.sendLock(t, w).refused(t, 401, "token-expired")
	d.token = s.signIn(t, d.staff, d.name).Token
	same(t, first, d.sendLock(t, w).want(t, 200))
	for _, bad := range []string{"1", strings.ToUpper(w.id), w.id + "0"} {
		s.send(t, request{method: http.MethodGet, path: "/v1/locks/" + bad, token: d.token, invalid: true}).refused(t, 400, "bad-request")
	}
	s.needs(t, s.office.Second.Number != "", "a second clerk (-staff2)")
	other := s.desk(t, s.office.Second)
	same(t, first, other.sendLock(t, w).want(t, 200))
	same(t, first, s.get(t, other.token, "/v1/locks/"+w.id, "").want(t, 200))
}

// lockOtherBytes: each field changed by itself, and none of them, is other bytes under the id.
func (s *suite) lockOtherBytes(t *testing.T, d *desk, w lockWrite) {
	t.Helper()
	edits := map[string]func(*lockBody){
		"reason":       func(b *lockBody) { b.Reason = "stolen" },
		"reporter":     func(b *lockBody) { b.Reporter = "finder" },
		"verification": func(b *lockBody) { b.Verification = "none" },
		"clerk":        func(b *lockBody) { b.Staff = nobodysNumber },
		"desk":         func(b *lockBody) { b.Desk += "x" },
	}
	for _, harmless := range []string{unknownMokID, s.office.Unloadable.MokID} { // an office that errs must not lock somebody's card
		if harmless != "" && harmless != w.body.MokID {
			edits["card"] = func(b *lockBody) { b.MokID = harmless }
		}
	}
	for name, edit := range edits {
		changed := w
		edit(&changed.body)
		changed.raw = bytesOf(changed.body)
		if a := d.sendLock(t, changed); a.status != 422 {
			t.Errorf("another %s: want 422\n%v", name, a)
		}
	}
	w.raw = append([]byte(" "), w.raw...)
	d.sendLock(t, w).refused(t, 422, "other-bytes")
}

// lockBodies: what is ill-formed is refused whole, and leaves the id free.
func (s *suite) lockBodies(t *testing.T) {
	d := s.desk(t, s.office.Clerk)
	w := d.lock(unknownMokID)
	put := func(body []byte, media string) answer {
		q := d.lockRequest(w)
		q.body, q.header, q.invalid = body, http.Header{"Content-Type": {media}}, true
		return s.send(t, q)
	}
	for _, bad := range []badBody{
		{"nothing", func(string) string { return "" }},
		{"half of it", func(good string) string { return good[:len(good)/2] }},
		{"something behind it", func(good string) string { return good + "{}" }},
		replace("a name nobody knows", `{"id"`, `{"note":"she lost it","id"`),
		replace("an amount", `{"id"`, `{"amount":{"amount":1,"currency":"EUR"},"id"`),
		replace("a doubled name", `"reason"`, `"reason":"stolen","reason"`),
		replace("a name in other case", `"reporter"`, `"Reporter"`),
		replace("a missing name", `"verification":"document",`, ``),
		replace("no such reason", `"lost"`, `"mislaid"`),
		replace("a reason in other case", `"lost"`, `"Lost"`),
		replace("a reporter by name", `"holderInPerson"`, `"Janez Novak"`),
		replace("no such verification", `"document"`, `"passport"`),
		replace("a note that is text", `{"id"`, `{"noteId":"she lost it","id"`),
		replace("a note that is null", `{"id"`, `{"noteId":null,"id"`),
		replace("a card number as MOK ID", `"mokId":"`, `"mokId":"4111111`),
		replace("another id than in the path", w.id, newID()),
	} {
		t.Run(bad.name, func(t *testing.T) {
			put([]byte(bad.spoil(string(w.raw))), "application/json").refused(t, 400, "bad-request")
		})
	}
	each(t,
		check{"another media type is 415, a body above 64 KiB is 413", func(t *testing.T) {
			put(w.raw, "text/plain").refused(t, 415, "unsupported-media-type")
			put(append(bytes.Repeat([]byte(" "), 64<<10), w.raw...), "application/json").refused(t, 413, "body-too-large")
		}},
		check{"nothing of all that was kept: the id is free", func(t *testing.T) {
			if got := d.askLock(t, w.id).State; got != "unseen" {
				t.Errorf("the id is %s", got)
			}
			s.lockEnded(t, d.sendLock(t, w).want(t, 201), w, "rejected", "card-not-found")
		}},
	)
}
