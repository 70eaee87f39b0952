package contract

import (
	"net/http"
	"testing"
)

func senderParts() []part { return []part{{"Sender", (*suite).senders}} }

// sending is a write in somebody's name, and where it is told again: by the question by id, as a desk's current or last
// session; "" where it isn't.
type sending struct {
	name, path, ask string
	body            []byte
	alone           bool // the body names no clerk: the sender is always told
	desk            string
}

// sendings are one write of each kind, as a desk's clerk of the name freezes them. None uses a card up.
func (s *suite) sendings(t *testing.T, d *desk) []sending {
	t.Helper()
	posted, rejected := d.next(t), d.next(t, func(b *topUpBody) { b.QuoteID = newID() })
	gone, lock, person := d.next(t), d.lock(unknownMokID), personBody{ID: newID(), Role: "payer", Name: "Ana"}
	opening := openingBody{newID(), s.newDesk(), d.staff.Number, eur(700)}
	late := openingBody{newID(), d.name, d.staff.Number, eur(0)} // another one is open
	topUps, drawers := "/v1/top-ups/", "/v1/drawer-sessions/"
	var undo []sending
	if s.may(t, s.office.Clerk, "reversal") {
		f := d.reversal(topUp{ID: newID(), MokID: s.office.Card.MokID, Amount: eur(s.rules.Min)})
		undo = append(undo, sending{"a rejected reversal", f.path(), f.path(), f.raw, false, ""})
	}
	if s.may(t, s.office.Clerk, "unlock") {
		f := d.unlocking(unknownMokID, newID())
		undo = append(undo, sending{"a rejected unlock", f.path(), f.path(), f.raw, false, ""})
	}
	all := append(undo, []sending{
		{"a top-up", topUps + posted.id, topUps + posted.id, posted.raw, false, ""},
		{"a rejected top-up", topUps + rejected.id, topUps + rejected.id, rejected.raw, false, ""},
		{"a cancellation", topUps + gone.id + "/cancellation", topUps + gone.id,
			bytesOf(cancellationBody{gone.id, gone.body.MokID, gone.body.Amount, gone.body.Desk}), true, ""},
		{"a rejected lock", "/v1/locks/" + lock.id, "/v1/locks/" + lock.id, lock.raw, false, ""},
		{"an opening", drawers + opening.ID, "", bytesOf(opening), false, opening.Desk},
		{"a rejected opening", drawers + late.ID, "", bytesOf(late), false, ""},
		{"a close", drawers + opening.ID + "/close", "", bytesOf(closingBody{opening.ID, opening.Desk, d.staff.Number, eur(700), ""}), false, opening.Desk},
		{"a person", "/v1/persons/" + person.ID, "", bytesOf(person), true, ""},
	}...)
	if s.capable("movement") {
		moved := d.move(-1)
		all = append(all, sending{"a movement", moved.path(), moved.path(), moved.raw, false, ""})
	}
	if s.capable("count") {
		counted := d.count(0)
		all = append(all, sending{"a count", counted.path(), counted.path(), counted.raw, false, ""})
	}
	return all
}

// senders: a write keeps the clerk whose token brought it first, told where the body names another one, or none.
func (s *suite) senders(t *testing.T) {
	for _, w := range s.sendings(t, s.open(t)) {
		t.Run(w.name+" in one's own name", func(t *testing.T) {
			want := ""
			if w.alone {
				want = s.office.Clerk.Number
			}
			s.sentBy(t, w, s.tokenOf(t, s.office.Clerk), want)
		})
	}
	s.needs(t, s.office.Second.Number != "", "a second clerk (-staff2)")
	d := s.open(t)
	for _, w := range s.sendings(t, d) {
		if w.name == "a close" {
			continue // is its owner's to bring: ownersClose
		}
		t.Run(w.name+" in another's name", func(t *testing.T) {
			first := s.sentBy(t, w, s.tokenOf(t, s.office.Second), s.office.Second.Number)
			same(t, first, s.put(t, d.token, w.path, w.body).want(t, 200)) // also whose name it is stays the second to bring it
		})
	}
	t.Run("the desk's list tells it, too", func(t *testing.T) {
		for _, one := range d.list(t, nil).Items {
			if one.SentBy != s.office.Second.Number {
				t.Errorf("top-up %s is %s, sent by %q", one.ID, one.State, one.SentBy)
			}
		}
	})
}

// sentBy brings a write for the first time. The answer must tell this sender, and so must every later one.
func (s *suite) sentBy(t *testing.T, w sending, token, want string) answer {
	t.Helper()
	first := s.put(t, token, w.path, w.body).want(t, 201)
	var got struct {
		SentBy string `json:"sentBy"`
	}
	if first.into(t, &got); got.SentBy != want {
		t.Errorf("want it sent by %q, it is by %q\n%v", want, got.SentBy, first)
	}
	if w.desk != "" {
		s.currentTells(t, w.desk, first)
	}
	same(t, first, s.put(t, token, w.path, w.body).want(t, 200))
	if s.office.Second.Number != "" {
		same(t, first, s.put(t, s.tokenOf(t, s.office.Second), w.path, w.body).want(t, 200))
	}
	if w.ask != "" {
		same(t, first, s.send(t, request{method: http.MethodGet, path: w.ask, token: token}).want(t, 200))
	}
	return first
}

// currentTells holds a desk's open session, or the last closed one, against the answer to its opening or close.
func (s *suite) currentTells(t *testing.T, name string, first answer) {
	t.Helper()
	var told session
	first.into(t, &told)
	d := &desk{s: s, name: name, token: s.reader(t)}
	now := d.now(t)
	if told.State == "closed" {
		d.repeats(t, "close", told, now.Previous)
		return
	}
	d.repeats(t, "opening", told, now.Session)
}
