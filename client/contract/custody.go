package contract

import (
	"net/http"
	"testing"
	"time"
)

func custodyParts() []part {
	return []part{
		{"OwnersClose", (*suite).ownersClose},
		{"HandOver", (*suite).handOvers},
		{"TakeOver", (*suite).takeOvers},
		{"CustodyRejections", (*suite).custodyRejections},
		{"CustodyBodies", (*suite).custodyBodies},
		{"CustodyAtOnce", (*suite).custodyAtOnce},
		{"BranchDrawers", (*suite).branchDrawers},
	}
}

type custodyBody struct {
	ID              string `json:"id"`
	DrawerSessionID string `json:"drawerSessionId"`
	Kind            string `json:"kind"`
	Reason          string `json:"reason,omitempty"`
	Counted         amount `json:"counted"`
	ToSessionID     string `json:"toSessionId,omitempty"`
	ApprovalID      string `json:"approvalId"`
	Desk            string `json:"desk"`
	Staff           string `json:"staff"`
}

type custody struct {
	ID              string   `json:"id"`
	DrawerSessionID string   `json:"drawerSessionId"`
	Kind            string   `json:"kind"`
	Counted         amount   `json:"counted"`
	State           string   `json:"state"`
	Code            string   `json:"code"`
	Approver        string   `json:"approver"`
	Closed          *session `json:"closed"`
	Opened          *session `json:"opened"`
	Staff           string   `json:"staff"`
}

// closedBy is who ended a session, where its clerk did not; takenFrom whose drawer it began with.
type closedBy struct {
	CustodyID string `json:"custodyId"`
	Kind      string `json:"kind"`
	Staff     string `json:"staff"`
	Approver  string `json:"approver"`
	Desk      string `json:"desk"`
}

type takenFrom struct {
	CustodyID       string `json:"custodyId"`
	Kind            string `json:"kind"`
	DrawerSessionID string `json:"drawerSessionId"`
	Staff           string `json:"staff"`
}

// passing is a change of hands as the journal holds it.
type passing struct {
	frozen
	body custodyBody
}

// passes freezes that this desk's drawer passes on; maker is who sends it.
func (d *desk) passes(kind string, maker Staff, counted int64, change ...func(*custodyBody)) passing {
	body := custodyBody{newID(), d.drawer, kind, "absent", eur(counted), newID(), newID(), d.name, maker.Number}
	if kind == "forcedClose" {
		body.ToSessionID = ""
	}
	for _, edit := range change {
		edit(&body)
	}
	return passing{frozen{"drawer-sessions/" + body.DrawerSessionID + "/custody", body.ID, bytesOf(body)}, body}
}

// consents has a second person agree to a change of hands, in his own name.
func (s *suite) consents(t *testing.T, second Staff, p passing, change ...func(*approvalBody)) approval {
	t.Helper()
	f := agreement(t, p.body.ApprovalID, "custody", p.frozen, append([]func(*approvalBody){func(b *approvalBody) { b.Amount = &p.body.Counted }}, change...)...)
	var got approval
	s.put(t, s.tokenOf(t, second), f.path(), f.raw).want(t, 201).into(t, &got)
	return got
}

// passed holds the ending of a change of hands against what was sent, and that it stays one.
func (s *suite) passed(t *testing.T, by Staff, p passing, state, code string) (custody, answer) {
	t.Helper()
	token := s.tokenOf(t, by)
	first := s.put(t, token, p.path(), p.raw).want(t, 201)
	var got custody
	if first.into(t, &got); got.State == "rejected" {
		s.seen.rejection(got.Code)
	}
	if got.State != state || got.Code != code {
		t.Fatalf("want it %s %s\n%v", state, code, first)
	}
	if got.ID != p.id || got.DrawerSessionID != p.body.DrawerSessionID || got.Counted != p.body.Counted || got.Kind != p.body.Kind || got.Staff != p.body.Staff {
		t.Fatalf("the ending does not repeat id, session, kind, count and maker\n%v", first)
	}
	same(t, first, s.put(t, token, p.path(), p.raw).want(t, 200))
	same(t, first, s.get(t, token, p.path(), "").want(t, 200))
	return got, first
}

// hands leaves the test out unless drawers can change hands here, and a second clerk was named.
func (s *suite) hands(t *testing.T) {
	t.Helper()
	s.offered(t, "custody")
	s.needs(t, s.office.Second.Number != "", "a second clerk (-staff2)")
}

// supervised is hands, with a supervisor.
func (s *suite) supervised(t *testing.T) {
	t.Helper()
	s.hands(t)
	s.needs(t, s.may(t, s.office.Supervisor, "supervise"), "a supervisor with supervise (-staff-supervisor)")
}

// goesOn holds the two sessions of a change of hands against each other, and against what the desk is told then.
func (s *suite) goesOn(t *testing.T, d *desk, p passing, got custody, expected int64, owner string) {
	t.Helper()
	was, is := got.Closed, got.Opened
	if was == nil || was.ID != d.drawer || was.State != "closed" || was.Counted != p.body.Counted || was.Expected != eur(expected) ||
		was.Difference.Amount != p.body.Counted.Amount-expected || was.CloseNumber < 1 {
		t.Fatalf("the session that ended does not add up: %+v", was)
	}
	mark := closedBy{p.id, p.body.Kind, p.body.Staff, got.Approver, p.body.Desk}
	if was.ClosedBy == nil || *was.ClosedBy != mark {
		t.Errorf("the session that ended does not say by whom: %+v, not %+v", was.ClosedBy, mark)
	}
	now := d.now(t)
	d.repeats(t, "change of hands", *was, now.Previous)
	if owner == "" {
		if is != nil || now.Session != nil {
			t.Errorf("after a forced close a session is open: %+v", now.Session)
		}
		return
	}
	if is == nil || is.ID != p.body.ToSessionID || is.State != "open" || is.Staff != owner || is.Desk != d.name || is.Float != p.body.Counted || is.Total != p.body.Counted {
		t.Fatalf("the session that goes on is not %s's with what was counted: %+v", owner, is)
	}
	if from := (takenFrom{p.id, p.body.Kind, d.drawer, was.Staff}); is.TakenFrom == nil || *is.TakenFrom != from {
		t.Errorf("the session that goes on does not say from whom: %+v, not %+v", is.TakenFrom, from)
	}
	d.repeats(t, "change of hands", *is, now.Session)
}

// ended: what was on its way into a session that has passed on is refused, and its clerk can't close it any more.
func (d *desk) ended(t *testing.T, late write) {
	t.Helper()
	d.s.ended(t, d.send(t, late).want(t, 201), late, "rejected", "session-closed")
	body := bytesOf(closingBody{ID: d.drawer, Desk: d.name, Staff: d.staff.Number, Counted: eur(d.float)})
	first := d.s.drawerRejected(t, d.token, "/v1/drawer-sessions/"+d.drawer+"/close", body, "session-closed")
	if d.s.office.Second.Number != "" {
		same(t, first, d.s.put(t, d.s.tokenOf(t, d.s.office.Second), "/v1/drawer-sessions/"+d.drawer+"/close", body).want(t, 200))
	}
}

// closes lets a clerk close the session that he goes on with.
func (s *suite) closes(t *testing.T, at *desk, staff Staff, got custody) {
	t.Helper()
	beside := *at
	beside.staff, beside.token, beside.drawer = staff, s.signIn(t, staff, at.name).Token, got.Opened.ID
	if closed := beside.closeDrawer(t, got.Opened.Float.Amount); closed.Difference != eur(0) || closed.ClosedBy != nil {
		t.Errorf("the session that went on is closed with %+v", closed)
	}
}

// ownersClose: only whose session it is brings its close first; once it is kept, anybody's copy is answered.
func (s *suite) ownersClose(t *testing.T) {
	s.needs(t, s.office.Second.Number != "", "a second clerk (-staff2)")
	d := s.open(t)
	path, body := "/v1/drawer-sessions/"+d.drawer+"/close", bytesOf(closingBody{ID: d.drawer, Desk: d.name, Staff: d.staff.Number, Counted: eur(d.float)})
	for range 2 {
		s.put(t, s.tokenOf(t, s.office.Second), path, body).refused(t, 403, "owner-required")
		if now := d.now(t); now.Session == nil {
			t.Fatal("another clerk's copy closed the drawer")
		}
	}
	first := s.put(t, d.token, path, body).want(t, 201)
	same(t, first, s.put(t, s.tokenOf(t, s.office.Second), path, body).want(t, 200))
}

// handOvers: a drawer passes to the next clerk, who consents, in one step.
func (s *suite) handOvers(t *testing.T) {
	s.hands(t)
	d := s.open(t)
	late := d.next(t)
	paid := d.posts(t, d.next(t))
	expected := d.float + paid.Total.Amount
	p := d.passes("handOver", d.staff, expected-5)
	if agreed := s.consents(t, s.office.Second, p); agreed.State != "posted" || agreed.Approver != s.office.Second.Number {
		t.Fatalf("the receiver's consent is %+v", agreed)
	}
	got, _ := s.passed(t, d.staff, p, "posted", "")
	s.goesOn(t, d, p, got, expected, s.office.Second.Number)
	each(t,
		check{"other bytes under the id: 422", func(t *testing.T) {
			other := d.passes("handOver", d.staff, expected, func(b *custodyBody) { b.ID = p.id })
			s.put(t, d.token, p.path(), other.raw).refused(t, 422, "other-bytes")
		}},
		check{"the consent serves one hand-over", func(t *testing.T) {
			again := s.open(t)
			twice := again.passes("handOver", again.staff, again.float, func(b *custodyBody) { b.ApprovalID = p.body.ApprovalID })
			s.passed(t, again.staff, twice, "rejected", "approval-used")
			again.closeDrawer(t, again.float)
		}},
		check{"an id that nobody sent is unseen", func(t *testing.T) {
			var state custody
			s.get(t, d.token, d.passes("handOver", d.staff, 0).path(), "").want(t, 200).into(t, &state)
			if state.State != "unseen" {
				t.Errorf("it is %s", state.State)
			}
		}},
		check{"the session that was handed over is at its end", func(t *testing.T) { d.ended(t, late) }},
		check{"its giver is told of nothing", func(t *testing.T) {
			if now := d.now(t); now.Taken != nil {
				t.Errorf("a hand-over is told as taken: %+v", now.Taken)
			}
		}},
		check{"who received it closes it", func(t *testing.T) { s.closes(t, d, s.office.Second, got) }},
	)
}

// takeOvers: an absent clerk's drawer is taken over and closed by two people, and the clerk is told.
func (s *suite) takeOvers(t *testing.T) {
	s.supervised(t)
	d := s.open(t)
	late := d.next(t)
	p := d.passes("takeOver", s.office.Second, d.float+7)
	s.consents(t, s.office.Supervisor, p)
	got, _ := s.passed(t, s.office.Second, p, "posted", "")
	s.goesOn(t, d, p, got, d.float, s.office.Second.Number)
	if now := d.now(t); now.Taken == nil || now.Taken.ID != d.drawer || now.Taken.ClosedBy == nil {
		t.Errorf("the absent clerk is not told: %+v", now.Taken)
	}
	d.ended(t, late)
	forced := *d
	forced.drawer = got.Opened.ID
	q := forced.passes("forcedClose", d.staff, 0, func(b *custodyBody) { b.Desk = s.newDesk() }) // an empty drawer, from another desk
	s.consents(t, s.office.Supervisor, q)
	end, _ := s.passed(t, d.staff, q, "posted", "")
	s.goesOn(t, &forced, q, end, d.float+7, "")
	if end.Closed.CloseNumber == got.Closed.CloseNumber {
		t.Errorf("two closes have the number %d", end.Closed.CloseNumber)
	}
	var told drawerNow
	if s.get(t, s.tokenOf(t, s.office.Second), "/v1/drawer-sessions/current", "").want(t, 200).into(t, &told); told.Taken == nil || told.Taken.ID != forced.drawer {
		t.Errorf("the second clerk is not told at another desk: %+v", told.Taken)
	}
	next := s.desk(t, s.office.Clerk)
	next.openDrawer(t, 100)
	if now := next.now(t); now.Taken != nil {
		t.Errorf("the clerk is told still, with a later drawer: %+v", now.Taken)
	}
	if s.capable("report") {
		if z := d.report(t, "z"); z.Session.ClosedBy == nil {
			t.Error("the Z does not say who closed the drawer")
		}
	}
}

func (s *suite) custodyRejections(t *testing.T) {
	s.supervised(t)
	clerk, second, super := s.office.Clerk, s.office.Second, s.office.Supervisor
	d := s.open(t)
	rejects := func(code string, by, agreed Staff, p passing, change ...func(*approvalBody)) func(*testing.T) {
		return func(t *testing.T) {
			if agreed.Number != "" {
				s.consents(t, agreed, p, change...)
			}
			s.passed(t, by, p, "rejected", code)
			if now := d.now(t); now.Session == nil || now.Session.ID != d.drawer || now.Session.Total != eur(d.float) {
				t.Errorf("a rejected change of hands left %+v", now.Session)
			}
		}
	}
	nobody := Staff{}
	each(t,
		check{"by a clerk of nobody's", rejects("forbidden-office", clerk, nobody, d.passes("takeOver", Staff{Number: nobodysNumber}, d.float))},
		check{"of a session that nobody opened", rejects("session-unknown", second, super, d.passes("takeOver", second, d.float, func(b *custodyBody) { b.DrawerSessionID = newID() }))},
		check{"handed over by who has it not", rejects("session-not-yours", second, super, d.passes("handOver", second, d.float))},
		check{"taken over at another desk", rejects("session-not-yours", second, super, d.passes("takeOver", second, d.float, func(b *custodyBody) { b.Desk = "CT-elsewhere" }))},
		check{"one's own by force", rejects("session-yours", clerk, super, d.passes("forcedClose", clerk, d.float))},
		check{"without a second person", rejects("approval-unknown", second, nobody, d.passes("takeOver", second, d.float))},
		check{"brought by the second person", rejects("same-person", super, super, d.passes("takeOver", second, d.float))},
		check{"agreed to by who is said to be absent", rejects("same-person", super, clerk, d.passes("forcedClose", super, d.float))},
		check{"agreed to with another sum", rejects("approval-mismatch", second, super, d.passes("takeOver", second, d.float), func(b *approvalBody) { b.Amount = &amount{d.float + 1, "EUR"} })},
		check{"into a session that is there", rejects("drawer-already-open", clerk, second, d.passes("handOver", clerk, d.float, func(b *custodyBody) { b.ToSessionID = d.drawer }))},
		check{"agreed to too long ago", func(t *testing.T) {
			s.needs(t, s.office.Advance != nil, "a clock that can be moved")
			m, _ := s.readMe(t, clerk)
			p := d.passes("handOver", clerk, d.float)
			s.consents(t, second, p)
			s.office.Advance(time.Duration(m.ApprovalMinutes)*time.Minute + time.Second)
			s.passed(t, clerk, p, "rejected", "approval-expired")
		}},
		check{"by two clerks, and no supervisor", func(t *testing.T) {
			his := s.desk(t, super)
			his.openDrawer(t, 300)
			p := his.passes("forcedClose", clerk, 300)
			s.consents(t, second, p)
			s.passed(t, clerk, p, "rejected", "supervisor-required")
			his.closeDrawer(t, 300)
		}},
		check{"when it is closed", func(t *testing.T) {
			d.closeDrawer(t, d.float)
			p := d.passes("takeOver", second, d.float)
			s.consents(t, super, p)
			s.passed(t, second, p, "rejected", "session-closed")
		}},
	)
}

// custodyBodies: what is ill-formed is refused whole, and leaves the id free.
func (s *suite) custodyBodies(t *testing.T) {
	s.hands(t)
	d := s.open(t)
	p := d.passes("handOver", d.staff, d.float)
	for name, spoil := range map[string]func(*custodyBody){
		"a hand-over to no session":     func(b *custodyBody) { b.ToSessionID = "" },
		"a forced close into a session": func(b *custodyBody) { b.Kind = "forcedClose" },
		"another session than the path": func(b *custodyBody) { b.DrawerSessionID = newID() },
		"another id than the path":      func(b *custodyBody) { b.ID = newID() },
	} {
		t.Run(name, func(t *testing.T) {
			body := p.body
			spoil(&body)
			s.send(t, request{method: http.MethodPut, path: p.path(), token: d.token, body: bytesOf(body), invalid: true}).refused(t, 400, "bad-request")
		})
	}
	s.consents(t, s.office.Second, p)
	got, _ := s.passed(t, d.staff, p, "posted", "")
	s.closes(t, d, s.office.Second, got)
}

// custodyAtOnce: of hand-overs and the close of one drawer at the same time one ends it.
func (s *suite) custodyAtOnce(t *testing.T) {
	s.hands(t)
	d := s.open(t)
	var all []request
	for range 4 {
		p := d.passes("handOver", d.staff, d.float)
		s.consents(t, s.office.Second, p)
		all = append(all, request{method: http.MethodPut, path: p.path(), token: d.token, body: p.raw})
	}
	all = append(all, request{method: http.MethodPut, path: "/v1/drawer-sessions/" + d.drawer + "/close", token: d.token,
		body: bytesOf(closingBody{ID: d.drawer, Desk: d.name, Staff: d.staff.Number, Counted: eur(d.float)})})
	ends := 0
	for _, a := range s.together(t, len(all), func(i int) request { return all[i] }) {
		var got struct{ State, Code string }
		if a.into(t, &got); got.State == "posted" || got.State == "closed" {
			ends++
		} else if got.Code != "session-closed" {
			t.Errorf("want it rejected session-closed\n%v", a)
		}
	}
	if ends != 1 {
		t.Errorf("one drawer was ended %d times", ends)
	}
	if now := d.now(t); now.Session != nil {
		beside := *d
		beside.staff, beside.token, beside.drawer = s.office.Second, s.signIn(t, s.office.Second, d.name).Token, now.Session.ID
		beside.closeDrawer(t, d.float)
	}
}
