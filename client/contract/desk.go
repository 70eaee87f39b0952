package contract

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"encoding/json"
	"github.com/google/go-cmp/cmp"
)

// desk is a counter with a clerk signed in, and what a real one remembers: its number, its
// chain, its drawer.
type desk struct {
	s     *suite
	name  string
	staff Staff
	token string

	drawer string // id of the session that is open
	float  int64
	seq    int64
	prev   string
}

var deskNumber atomic.Int64

// desk signs a clerk in at a desk that nobody has used.
func (s *suite) desk(t *testing.T, staff Staff) *desk {
	t.Helper()
	d := &desk{s: s, name: s.newDesk(), staff: staff}
	d.token = s.signIn(t, staff, d.name).Token
	return d
}

// open is desk with an open drawer.
func (s *suite) open(t *testing.T) *desk {
	t.Helper()
	d := s.desk(t, s.office.Clerk)
	d.openDrawer(t, 10000)
	return d
}

func (s *suite) newDesk() string { return fmt.Sprintf("%s%d", s.deskNames(), deskNumber.Add(1)) }

// deskNames is what every desk of this run begins with.
func (s *suite) deskNames() string { return "CT-" + s.run + "-" }

func (s *suite) isOurs(desk string) bool { return strings.HasPrefix(desk, s.deskNames()) }

// signIn signs a clerk in and gives the answer.
func (s *suite) signIn(t *testing.T, staff Staff, desk string) signIn {
	t.Helper()
	var in signIn
	s.trySignIn(t, staff.Number, staff.PIN, desk).want(t, http.StatusCreated).into(t, &in)
	return in
}

func (s *suite) trySignIn(t *testing.T, number, pin, desk string) answer {
	t.Helper()
	body := bytesOf(map[string]string{"staffNumber": number, "pin": pin, "desk": desk})
	return s.send(t, request{method: http.MethodPost, path: "/v1/sign-ins", body: body})
}

// reader is a token for looking only, made once.
func (s *suite) reader(t *testing.T) string { t.Helper(); return s.tokenOf(t, s.office.Clerk) }

// tokenOf is a token of a clerk at a desk that does nothing else, made once.
func (s *suite) tokenOf(t *testing.T, staff Staff) string {
	t.Helper()
	if s.tokens[staff] == "" {
		s.tokens[staff] = s.signIn(t, staff, s.newDesk()).Token
	}
	return s.tokens[staff]
}

func (s *suite) get(t *testing.T, token, path, query string) answer {
	t.Helper()
	return s.send(t, request{method: http.MethodGet, path: path, query: query, token: token})
}

func (s *suite) put(t *testing.T, token, path string, body []byte) answer {
	t.Helper()
	return s.send(t, request{method: http.MethodPut, path: path, token: token, body: body})
}

// card reads a card as its clerk sees it.
func (s *suite) card(t *testing.T, mokID string) card {
	t.Helper()
	var c card
	s.get(t, s.reader(t), "/v1/cards/"+mokID, "view=clerk").want(t, 200).into(t, &c)
	return c
}

func (s *suite) balance(t *testing.T, mokID string) int64 {
	t.Helper()
	return s.card(t, mokID).Balance.Amount
}

// openDrawer opens this desk's drawer.
func (d *desk) openDrawer(t *testing.T, float int64) session {
	t.Helper()
	d.drawer, d.float = newID(), float
	body := bytesOf(openingBody{d.drawer, d.name, d.staff.Number, eur(float)})
	var opened session
	d.s.put(t, d.token, "/v1/drawer-sessions/"+d.drawer, body).want(t, 201).into(t, &opened)
	if opened.State != "open" {
		t.Fatalf("a drawer at a new desk is %s (%s)", opened.State, opened.Code)
	}
	d.repeats(t, "opening", opened, d.now(t).Session)
	return opened
}

// closeDrawer closes it with a count.
func (d *desk) closeDrawer(t *testing.T, counted int64) session {
	t.Helper()
	body := bytesOf(closingBody{d.drawer, d.name, d.staff.Number, eur(counted), ""})
	var closed session
	d.s.put(t, d.token, "/v1/drawer-sessions/"+d.drawer+"/close", body).want(t, 201).into(t, &closed)
	if closed.State != "closed" {
		t.Fatalf("the close is %s (%s)", closed.State, closed.Code)
	}
	d.repeats(t, "close", closed, d.now(t).Previous)
	return closed
}

// repeats: a desk that lost the answer to a write settles it by what the current session says right after.
func (d *desk) repeats(t *testing.T, what string, told session, now *session) {
	t.Helper()
	if now == nil {
		t.Fatalf("right after its %s desk %s has no such session", what, d.name)
	}
	if diff := cmp.Diff(told, *now); diff != "" {
		t.Errorf("right after the %s the current session says otherwise (-answered +current):\n%s", what, diff)
	}
}

// now asks for this desk's drawer.
func (d *desk) now(t *testing.T) drawerNow {
	t.Helper()
	var now drawerNow
	d.s.get(t, d.token, "/v1/drawer-sessions/current", "desk="+d.name).want(t, 200).into(t, &now)
	return now
}

// cash is how much the drawer's total has moved since it was opened.
func (d *desk) cash(t *testing.T) int64 {
	t.Helper()
	now := d.now(t)
	if now.Session == nil {
		t.Fatalf("no session is open at %s", d.name)
	}
	return now.Session.Total.Amount - d.float
}

// match proves that the card is in hand.
func (d *desk) match(t *testing.T, c Card) string {
	t.Helper()
	var m match
	d.tryMatch(t, c.MokID, c.Last6).want(t, 200).into(t, &m)
	if !m.Matched {
		t.Fatalf("the last six digits given to the suite for card %s are not its own", c.MokID)
	}
	return m.MatchID
}

func (d *desk) tryMatch(t *testing.T, mokID, last6 string) answer {
	t.Helper()
	body := bytesOf(map[string]string{"panLast6": last6})
	return d.s.send(t, request{method: http.MethodPost, path: "/v1/cards/" + mokID + "/matches", token: d.token, body: body})
}

// quote asks what a top-up would cost.
func (d *desk) quote(t *testing.T, c Card, cents int64) quote {
	t.Helper()
	var q quote
	d.tryQuote(t, c.MokID, cents, d.match(t, c)).want(t, 201).into(t, &q)
	return q
}

func (d *desk) tryQuote(t *testing.T, mokID string, cents int64, matchID string) answer {
	t.Helper()
	fields := map[string]any{"amount": eur(cents)}
	if matchID != "" {
		fields["matchId"] = matchID
	}
	return d.s.send(t, request{method: http.MethodPost, path: "/v1/cards/" + mokID + "/top-up-quotes", token: d.token, body: bytesOf(fields)})
}

// write is a top-up as the journal holds it: the id and the frozen bytes.
type write struct {
	id   string
	body topUpBody
	raw  []byte
}

// write freezes a top-up on a quote, with the exact cash, as this desk's next.
func (d *desk) write(q quote, change ...func(*topUpBody)) write {
	body := topUpBody{
		ID: newID(), MokID: q.MokID, Amount: q.Amount, QuoteID: q.QuoteID, DrawerSessionID: d.drawer,
		Staff: d.staff.Number, Desk: d.name, Seq: d.seq + 1, Prev: d.prev, Tendered: q.Total,
	}
	for _, edit := range change {
		edit(&body)
	}
	raw := bytesOf(body)
	sum := sha256.Sum256(raw)
	d.seq, d.prev = body.Seq, hex.EncodeToString(sum[:])
	return write{body.ID, body, raw}
}

// next quotes a smallest top-up and freezes it.
func (d *desk) next(t *testing.T, change ...func(*topUpBody)) write {
	t.Helper()
	return d.write(d.quote(t, d.s.office.Card, d.s.rules.Min), change...)
}

// send puts a frozen top-up on the wire.
func (d *desk) send(t *testing.T, w write) answer {
	t.Helper()
	return d.s.put(t, d.token, "/v1/top-ups/"+w.id, w.raw)
}

// ends sends a top-up, which must end in this state (and code), the first time or again.
func (d *desk) ends(t *testing.T, w write, status int, state, code string) topUp {
	t.Helper()
	a := d.send(t, w).want(t, status)
	return d.s.ended(t, a, w, state, code)
}

// ended holds an ending against what was sent.
func (s *suite) ended(t *testing.T, a answer, w write, state, code string) topUp {
	t.Helper()
	var got topUp
	a.into(t, &got)
	if got.State == "rejected" {
		s.seen.rejection(got.Code)
	}
	if got.State != state || got.Code != code {
		t.Fatalf("want it %s %s\n%v", state, code, a)
	}
	if got.ID != w.id || got.Amount != w.body.Amount || got.MokID != w.body.MokID || got.Desk != w.body.Desk {
		t.Fatalf("the ending does not repeat id, card, amount and desk\n%v", a)
	}
	return got
}

// posts sends a top-up for the first time; it must post.
func (d *desk) posts(t *testing.T, w write) topUp { t.Helper(); return d.ends(t, w, 201, "posted", "") }

// rejects sends a top-up for the first time; it must be rejected with this code.
func (d *desk) rejects(t *testing.T, w write, code string) topUp {
	t.Helper()
	return d.ends(t, w, 201, "rejected", code)
}

// ask asks what became of an id.
func (d *desk) ask(t *testing.T, id string) topUp {
	t.Helper()
	var state topUp
	d.s.get(t, d.token, "/v1/top-ups/"+id, "").want(t, 200).into(t, &state)
	return state
}

// cancel asks for a tombstone of a top-up.
func (d *desk) cancel(t *testing.T, w write) answer {
	t.Helper()
	body := bytesOf(cancellationBody{w.id, w.body.MokID, w.body.Amount, w.body.Desk})
	return d.s.put(t, d.token, "/v1/top-ups/"+w.id+"/cancellation", body)
}

// same fails the test unless two answers carry the same JSON.
func same(t *testing.T, first, again answer) {
	t.Helper()
	var a, b any
	if json.Unmarshal(first.body, &a) != nil || json.Unmarshal(again.body, &b) != nil {
		t.Fatalf("not JSON\n%v\n%v", first, again)
	}
	if diff := cmp.Diff(a, b); diff != "" {
		t.Errorf("not the same JSON again (-first +again):\n%s%v\n%v", diff, first, again)
	}
}
