package contract

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
)

func signinParts() []part {
	return []part{
		{"SignIn", (*suite).signIns},
		{"SignOut", (*suite).signOut},
		{"StaffLock", (*suite).staffLock},
		{"Me", (*suite).me},
		{"TokenAsked", (*suite).tokenAsked},
		{"TokenExpires", (*suite).tokenExpires},
		{"Capabilities", (*suite).capabilities},
	}
}

// wrongPIN is a PIN of the right form that is not the clerk's.
func wrongPIN(staff Staff) string {
	if staff.PIN != "00000000" {
		return "00000000"
	}
	return "11111111"
}

func (s *suite) signIns(t *testing.T) {
	clerk := s.office.Clerk
	each(t,
		check{"the right PIN gives a token of fifteen minutes to twelve hours", func(t *testing.T) {
			desk := s.newDesk()
			a := s.trySignIn(t, clerk.Number, clerk.PIN, desk).want(t, 201)
			var in signIn
			a.into(t, &in)
			if in.Staff.Number != clerk.Number {
				t.Errorf("signed in as somebody else\n%v", a)
			}
			if life := in.ExpiresAt.Sub(a.date(t)); life < 15*time.Minute-slack || life > 12*time.Hour+slack {
				t.Errorf("the token lives for %s\n%v", life, a)
			}
		}},
		check{"a wrong PIN costs one try, a right one gives all back", func(t *testing.T) {
			for range 2 {
				p := s.trySignIn(t, clerk.Number, wrongPIN(clerk), s.newDesk()).refused(t, 401, "sign-in-refused")
				if p.AttemptsLeft == nil || *p.AttemptsLeft != 4 {
					t.Errorf("attemptsLeft after one wrong PIN is %s, not 4", shown(p.AttemptsLeft))
				}
				s.signIn(t, clerk, s.newDesk())
			}
		}},
		check{"a number that nobody has is answered like a real one", func(t *testing.T) {
			n, err := rand.Int(rand.Reader, big.NewInt(1e7))
			if err != nil {
				t.Fatal(err)
			}
			nobody := fmt.Sprintf("9%07d", n)
			s.spendPINs(t, Staff{nobody, "1234"})
		}},
		check{"two sign-ins give two tokens", func(t *testing.T) {
			desk := s.newDesk()
			one, two := s.signIn(t, clerk, desk).Token, s.signIn(t, clerk, desk).Token
			if one == two {
				t.Error("the same token was given twice")
			}
		}},
	)
}

// shown prints an optional number.
func shown(n *int) string {
	if n == nil {
		return "missing"
	}
	return fmt.Sprint(*n)
}

// spendPINs tries a wrong PIN five times (4, 3, 2, 1, 0 left); from then on every PIN is refused.
func (s *suite) spendPINs(t *testing.T, staff Staff) {
	t.Helper()
	for left := 4; left >= 0; left-- {
		a := s.trySignIn(t, staff.Number, wrongPIN(staff), s.newDesk())
		if p := a.refused(t, 401, "sign-in-refused"); p.AttemptsLeft == nil || *p.AttemptsLeft != left {
			t.Fatalf("want attemptsLeft %d\n%v", left, a)
		}
	}
	s.trySignIn(t, staff.Number, wrongPIN(staff), s.newDesk()).refused(t, 403, "staff-locked")
	s.trySignIn(t, staff.Number, staff.PIN, s.newDesk()).refused(t, 403, "staff-locked")
}

// staffLock: after five wrong PINs the right one is refused, too.
func (s *suite) staffLock(t *testing.T) {
	s.needs(t, s.office.Lockable.Number != "", "a clerk whose PIN may be locked (-staff-lockable)")
	staff := s.office.Lockable
	before := s.signIn(t, staff, s.newDesk()).Token
	s.spendPINs(t, staff)
	s.get(t, before, "/v1/me", "").want(t, 200) // a customer is served to the end
}

func (s *suite) signOut(t *testing.T) {
	desk := s.newDesk()
	first, second := s.signIn(t, s.office.Clerk, desk).Token, s.signIn(t, s.office.Clerk, desk).Token
	gone := s.send(t, request{method: http.MethodDelete, path: "/v1/sign-ins/current", token: first}).want(t, 204)
	if len(gone.body) > 0 {
		t.Errorf("204 has a body\n%v", gone)
	}
	s.get(t, first, "/v1/me", "").refused(t, 401, "token-expired")
	s.get(t, second, "/v1/me", "").want(t, 200)
}

func (s *suite) me(t *testing.T) {
	in := s.signIn(t, s.office.Clerk, s.newDesk())
	a := s.get(t, in.Token, "/v1/me", "").want(t, 200)
	var m me
	a.into(t, &m)
	if m.Staff != in.Staff {
		t.Errorf("not the clerk who signed in\n%v", a)
	}
	if !m.TokenExpiresAt.Equal(in.ExpiresAt) {
		t.Errorf("tokenExpiresAt is not the sign-in's %s\n%v", in.ExpiresAt, a)
	}
	if apart := a.date(t).Sub(m.Time).Abs(); apart > slack {
		t.Errorf("time and Date are %s apart\n%v", apart, a)
	}
	if !keeps(m.ContractVersion, client.ContractVersion) {
		t.Errorf("another contract version than this suite's %s\n%v", client.ContractVersion, a)
	}
	for _, needed := range []string{"card.read", "top-up", "drawer", "lock"} {
		if !slices.Contains(m.Capabilities, needed) {
			t.Errorf("the clerk given to the suite lacks %s\n%v", needed, a)
		}
	}
	if m.Limits.TopUpMin.Amount > m.Limits.TopUpMax.Amount {
		t.Errorf("the smallest top-up is above the largest\n%v", a)
	}
}

// tokenAsked: every operation that is not public refuses a request without a token, or with somebody's invention.
func (s *suite) tokenAsked(t *testing.T) {
	for _, op := range s.spec.ops {
		if op.public() {
			continue
		}
		t.Run(op.method+" "+strings.Trim(op.path, "/"), func(t *testing.T) {
			for header, code := range map[string]string{
				"":                       "token-missing",
				"Basic MTAwMTpub3BlCg==": "token-missing",
				"Bearer":                 "token-missing",
				"Bearer not-a-token-of-this-office-0123456789": "token-expired",
			} {
				q := s.sample(t, op)
				if q.header == nil {
					q.header = http.Header{}
				}
				if header != "" {
					q.header.Set("Authorization", header)
				}
				s.send(t, q).refused(t, 401, code)
			}
		})
	}
}

// tokenExpires: a token whose time is over is refused.
func (s *suite) tokenExpires(t *testing.T) {
	s.needs(t, s.office.Advance != nil, "a clock that can be moved")
	in := s.signIn(t, s.office.Clerk, s.newDesk())
	s.office.Advance(12*time.Hour + time.Minute)
	s.get(t, in.Token, "/v1/me", "").refused(t, 401, "token-expired")
	clear(s.tokens) // the readers' tokens have expired as well
}

// capabilities: a clerk of the minimal view sees that a card exists, and nothing more.
func (s *suite) capabilities(t *testing.T) {
	s.needs(t, s.office.Minimal.Number != "", "a clerk without card.read (-staff-minimal)")
	token, mokID := s.tokenOf(t, s.office.Minimal), s.office.Card.MokID
	each(t,
		check{"the default view and the minimal view show the same few words", func(t *testing.T) {
			for _, query := range []string{"", "view=minimal"} {
				a := s.get(t, token, "/v1/cards/"+mokID, query).want(t, 200)
				onlyMinimal(t, a, mokID)
			}
		}},
		check{"the clerk's view is forbidden", func(t *testing.T) {
			s.get(t, token, "/v1/cards/"+mokID, "view=clerk").refused(t, 403, "forbidden")
			s.get(t, token, "/v1/cards/"+mokID+"/transactions", "").refused(t, 403, "forbidden")
		}},
		check{"cash is forbidden, and nothing is kept", func(t *testing.T) {
			d := &desk{s: s, name: s.newDesk(), staff: s.office.Minimal, token: token, drawer: newID()}
			d.tryMatch(t, mokID, "000000").refused(t, 403, "forbidden")
			d.tryQuote(t, mokID, s.rules.Min, newID()).refused(t, 403, "forbidden")
			w := d.write(quote{QuoteID: newID(), MokID: mokID, Amount: eur(s.rules.Min), Total: eur(s.rules.Min)})
			d.send(t, w).refused(t, 403, "forbidden")
			d.cancel(t, w).refused(t, 403, "forbidden")
			s.get(t, token, "/v1/top-ups/"+w.id, "").refused(t, 403, "forbidden")
			s.get(t, token, "/v1/desks/"+d.name+"/top-ups", "").refused(t, 403, "forbidden")
			s.put(t, token, "/v1/drawer-sessions/"+d.drawer, bytesOf(openingBody{d.drawer, d.name, d.staff.Number, eur(0)})).refused(t, 403, "forbidden")
			s.get(t, token, "/v1/drawer-sessions/current", "desk="+d.name).refused(t, 403, "forbidden")
			clerk := s.desk(t, s.office.Clerk)
			if got := clerk.ask(t, w.id).State; got != "unseen" {
				t.Errorf("the forbidden top-up is %s, not unseen", got)
			}
		}},
	)
}
