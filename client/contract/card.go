package contract

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"testing"
	"time"

	"cekr.kranj.si/desk/client/ident"
)

func cardParts() []part {
	return []part{
		{"Card", (*suite).cards},
		{"CardStates", (*suite).cardStates},
		{"CardVersion", (*suite).cardVersion},
		{"Match", (*suite).matches},
		{"MatchLock", (*suite).matchLock},
	}
}

// unknownMokID is a MOK ID that no office gives: CeKR's own begin above zero.
const unknownMokID = "000000000"

func (s *suite) cards(t *testing.T) {
	token, mokID := s.reader(t), s.office.Card.MokID
	each(t,
		check{"the clerk's view shows the card", func(t *testing.T) {
			a := s.get(t, token, "/v1/cards/"+mokID, "view=clerk").want(t, 200)
			var c card
			a.into(t, &c)
			if c.MokID != mokID {
				t.Errorf("another card\n%v", a)
			}
			if c.State != "active" || !slices.Contains(c.Possible, "top-up") {
				t.Errorf("the card given to the suite is %s and can't be loaded\n%v", c.State, a)
			}
			if last6 := s.office.Card.Last6; len(last6) == 6 && c.PANLast4 != last6[2:] {
				t.Errorf("panLast4 is not the end of the last six given to the suite\n%v", a)
			}
			if apart := a.date(t).Sub(c.AsOf).Abs(); apart > slack {
				t.Errorf("asOf and Date are %s apart\n%v", apart, a)
			}
			noCardNumber(t, a)
		}},
		check{"without view a clerk with card.read sees the same", func(t *testing.T) {
			var c card
			s.get(t, token, "/v1/cards/"+mokID, "").want(t, 200).into(t, &c)
			if c.State == "" {
				t.Error("the default view of a clerk with card.read is not the clerk's")
			}
		}},
		check{"the minimal view shows nothing else", func(t *testing.T) {
			a := s.get(t, token, "/v1/cards/"+mokID, "view=minimal").want(t, 200)
			onlyMinimal(t, a, mokID)
			if a.header.Get("ETag") != "" {
				t.Errorf("an ETag tells whether the balance moved\n%v", a)
			}
		}},
		check{"a card that does not exist is 404 card-not-found", func(t *testing.T) {
			for _, query := range []string{"", "view=clerk", "view=minimal"} {
				s.get(t, token, "/v1/cards/"+unknownMokID, query).refused(t, 404, "card-not-found")
			}
			s.get(t, token, "/v1/cards/"+unknownMokID+"/transactions", "").refused(t, 404, "card-not-found")
			d := s.desk(t, s.office.Clerk)
			d.tryMatch(t, unknownMokID, "123456").refused(t, 404, "card-not-found")
			d.tryQuote(t, unknownMokID, s.rules.Min, newID()).refused(t, 404, "card-not-found")
		}},
		check{"what is no MOK ID is 400", func(t *testing.T) {
			for _, bad := range []string{"1", "12345678", "1234567890", "12345678a", "%EF%BC%91%EF%BC%922345678"} {
				s.send(t, request{method: http.MethodGet, path: "/v1/cards/" + bad, token: token, invalid: true}).refused(t, 400, "bad-request")
			}
		}},
		check{"what is no view is 400", func(t *testing.T) {
			s.send(t, request{method: http.MethodGet, path: "/v1/cards/" + mokID, query: "view=all", token: token, invalid: true}).refused(t, 400, "bad-request")
		}},
		check{"the kind's name comes in the language asked for", func(t *testing.T) {
			names := map[string]string{}
			for _, lang := range []string{"sl", "en", "sl-SI,sl;q=0.9", "en-GB"} {
				var c card
				s.send(t, request{method: http.MethodGet, path: "/v1/cards/" + mokID, token: token,
					header: http.Header{"Accept-Language": {lang}}}).want(t, 200).into(t, &c)
				names[lang] = c.Kind.Name
			}
			if names["sl"] != names["sl-SI,sl;q=0.9"] || names["en"] != names["en-GB"] {
				t.Errorf("a region changes the language: %v", names)
			}
		}},
	)
}

// onlyMinimal holds a body against the three fields of the minimal view.
func onlyMinimal(t *testing.T, a answer, mokID string) {
	t.Helper()
	fields := map[string]any{}
	a.into(t, &fields)
	if fields["mokId"] != mokID || fields["exists"] != true {
		t.Errorf("not this card's minimal view\n%v", a)
	}
	if _, ok := fields["lockable"].(bool); !ok || len(fields) != 3 {
		t.Errorf("the minimal view is mokId, exists and lockable, and nothing else\n%v", a)
	}
}

// noCardNumber fails the test when an answer holds what could be a card number.
func noCardNumber(t *testing.T, a answer) {
	t.Helper()
	if ident.HoldsCardNumber(string(a.body)) {
		t.Errorf("the answer holds a run of digits as long as a card number (not shown): %s %s", a.request.method, a.request.path)
	}
}

func (s *suite) cardStates(t *testing.T) {
	s.needs(t, len(s.office.States) > 0, "cards in known states")
	for mokID, state := range s.office.States {
		t.Run(state+" "+mokID, func(t *testing.T) {
			a := s.get(t, s.reader(t), "/v1/cards/"+mokID, "view=clerk").want(t, 200)
			var c card
			a.into(t, &c)
			if c.State != state {
				t.Errorf("want it %s\n%v", state, a)
			}
			if slices.Contains(c.Possible, "top-up") && state != "active" && state != "locked" {
				t.Errorf("a card that is %s cannot be loaded\n%v", state, a)
			}
			if slices.Contains(c.Possible, "unlock") && state != "locked" {
				t.Errorf("only a locked card can be unlocked\n%v", a)
			}
			noCardNumber(t, a)
		})
	}
}

// cardVersion: the ETag stands still while nothing changes, and moves with the balance.
func (s *suite) cardVersion(t *testing.T) {
	path := "/v1/cards/" + s.office.Card.MokID
	version := func() string {
		tag := s.get(t, s.reader(t), path, "view=clerk").want(t, 200).header.Get("ETag")
		if tag == "" {
			t.Fatal("the clerk's view has no ETag")
		}
		return tag
	}
	first, again := version(), version()
	if first != again {
		t.Errorf("the ETag moved from %s to %s and nothing had changed", first, again)
	}
	d := s.open(t)
	d.posts(t, d.next(t))
	if version() == first {
		t.Error("the ETag stood still while the balance changed")
	}
}

// wrongSix are six digits that are not the card's.
func wrongSix(right string) string {
	if right == "000000" {
		return "000001"
	}
	return "000000"
}

func (s *suite) matches(t *testing.T) {
	d, c := s.desk(t, s.office.Clerk), s.office.Card
	each(t,
		check{"the right digits give a proof of fifteen minutes and all tries", func(t *testing.T) {
			a := d.tryMatch(t, c.MokID, c.Last6).want(t, 200)
			var m match
			a.into(t, &m)
			if !m.Matched || m.AttemptsLeft != 5 {
				t.Fatalf("want a match with 5 tries left\n%v", a)
			}
			if life := m.ExpiresAt.Sub(a.date(t)); (life - 15*time.Minute).Abs() > slack {
				t.Errorf("the proof lives for %s\n%v", life, a)
			}
		}},
		check{"wrong digits cost a try, the right ones give all back", func(t *testing.T) {
			var no, yes match
			for range 2 { // the second time tells whether the first right ones gave the try back
				a := d.tryMatch(t, c.MokID, wrongSix(c.Last6)).want(t, 200)
				if a.into(t, &no); no.Matched || no.AttemptsLeft != 4 {
					t.Errorf("want no match with 4 tries left\n%v", a)
				}
				a = d.tryMatch(t, c.MokID, c.Last6).want(t, 200)
				if a.into(t, &yes); !yes.Matched || yes.AttemptsLeft != 5 {
					t.Errorf("want a match with 5 tries left\n%v", a)
				}
			}
		}},
		check{"the answer does not repeat the digits", func(t *testing.T) {
			a := d.tryMatch(t, c.MokID, c.Last6).want(t, 200)
			var fields map[string]json.RawMessage
			a.into(t, &fields)
			for name, value := range fields {
				if name != "matchId" && regexp.MustCompile(`[0-9]{6}`).Match(value) && name != "expiresAt" {
					t.Errorf("%s holds six digits", name)
				}
			}
		}},
		check{"anything but six digits is 400", func(t *testing.T) {
			for _, bad := range []string{"", "12345", "1234567", "12345a", "1234567890123456", "１２３４５６"} {
				s.send(t, request{method: http.MethodPost, path: "/v1/cards/" + c.MokID + "/matches", token: d.token,
					body: bytesOf(map[string]string{"panLast6": bad}), invalid: true}).refused(t, 400, "bad-request")
			}
			d.match(t, c) // and costs no try
		}},
	)
}

// matchLock: five wrong tries lock a card's matching for fifteen minutes, from every desk.
func (s *suite) matchLock(t *testing.T) {
	c := s.office.MatchLockable
	s.needs(t, c.Last6 != "", "a card whose matching may be locked (-card-lockable)")
	one, other := s.desk(t, s.office.Clerk), s.desk(t, s.office.Clerk)
	wrong := wrongSix(c.Last6)
	for left := 4; left >= 0; left-- {
		var m match
		a := one.tryMatch(t, c.MokID, wrong).want(t, 200)
		if a.into(t, &m); m.Matched || m.AttemptsLeft != left {
			t.Fatalf("want no match with %d tries left\n%v", left, a)
		}
		one, other = other, one // the count is the card's, not the desk's
	}
	p := one.tryMatch(t, c.MokID, wrong).refused(t, 403, "match-locked")
	if p.RetryAfterSeconds == nil || *p.RetryAfterSeconds < 840 || *p.RetryAfterSeconds > 900 {
		t.Errorf("retryAfterSeconds is %s, not about 900", shown(p.RetryAfterSeconds))
	}
	one.tryMatch(t, c.MokID, c.Last6).refused(t, 403, "match-locked")
	if s.office.Advance != nil {
		s.office.Advance(15*time.Minute + time.Second)
		one.match(t, c)
	}
}
