package contract

import "testing"

func houseParts() []part {
	return []part{
		{"Practice", (*suite).practice},
		{"BlindClose", (*suite).blindClose},
	}
}

// readMe is what the office tells a clerk of himself and of the house.
func (s *suite) readMe(t *testing.T, staff Staff) (me, answer) {
	t.Helper()
	var m me
	a := s.get(t, s.tokenOf(t, staff), "/v1/me", "").want(t, 200)
	a.into(t, &m)
	return m, a
}

// practice: whether money is real is told alike before and after the sign-in, to every clerk, and stays so.
func (s *suite) practice(t *testing.T) {
	var h struct {
		Practice bool `json:"practice"`
	}
	a := s.get(t, "", "/v1/health", "").want(t, 200)
	a.into(t, &h)
	for _, staff := range s.given(s.office.Clerk, s.office.Second, s.office.Supervisor, s.office.Minimal) {
		if m, told := s.readMe(t, staff); m.Practice != h.Practice {
			t.Errorf("health says practice: %t, me says %t\n%v\n%v", h.Practice, m.Practice, a, told)
		}
	}
	if h.Practice != s.rules.Practice {
		t.Errorf("practice was %t when the run began\n%v", s.rules.Practice, a)
	}
}

// blindClose: how drawers are closed is the rule of the house, and no clerk's own.
func (s *suite) blindClose(t *testing.T) {
	for _, staff := range s.given(s.office.Clerk, s.office.Second, s.office.Supervisor) {
		if m, a := s.readMe(t, staff); m.BlindClose != s.rules.BlindClose {
			t.Errorf("blindClose is %t for one clerk and %t for another\n%v", s.rules.BlindClose, m.BlindClose, a)
		}
	}
}

// given are those of some staff whom the office has named.
func (s *suite) given(all ...Staff) (named []Staff) {
	for _, staff := range all {
		if staff.Number != "" {
			named = append(named, staff)
		}
	}
	return named
}
