package sandbox

import "testing"

func TestATokenReadBeforeItWasEndedIsNotRemembered(t *testing.T) {
	var s sessions
	ana := &session{hash: [32]byte{1}, staff: "1001"}
	_, before := s.find(ana.hash)
	s.forget()
	s.keep(ana, before)
	if found, _ := s.find(ana.hash); found != nil {
		t.Error("a token that was ended meanwhile is remembered")
	}
	_, now := s.find(ana.hash)
	s.keep(ana, now)
	if found, _ := s.find(ana.hash); found != ana {
		t.Error("a token is not remembered")
	}
}

func TestNoMoreTokensAreRememberedThanAnOfficeHas(t *testing.T) {
	var s sessions
	for i := range 3 * maxSessions {
		s.keep(&session{hash: [32]byte{byte(i), byte(i >> 8)}}, 0)
	}
	if len(s.known) > maxSessions {
		t.Errorf("%d are remembered", len(s.known))
	}
}
