package sandbox

import (
	"testing"
	"time"
)

func TestFiveWrongTriesLockACardsMatchingForAQuarterOfAnHour(t *testing.T) {
	c := openCounter(t, Options{})
	one, other := c.as("1001", "2468", "a"), c.as("1002", "1357", "b")
	try := func(who *counter, six string) answered {
		return who.send("POST", "/v1/cards/"+tryCard+"/matches", map[string]any{"panLast6": six})
	}
	for left := int64(4); left >= 0; left-- {
		a := try(one, "000000").is(t, 200, "")
		if a.at("matched") != false || a.number("attemptsLeft") != left || a.at("matchId") != nil {
			t.Fatalf("want no match and %d tries left: %v", left, a)
		}
		one, other = other, one
	}
	c.clock.move(10 * time.Second)
	if a := try(one, "481205").is(t, 403, "match-locked"); a.number("retryAfterSeconds") != 890 || a.header.Get("Retry-After") != "890" {
		t.Errorf("wait %v", a)
	}
	c.clock.move(14*time.Minute + 49*time.Second + 999*time.Millisecond)
	if a := try(other, "481205").is(t, 403, "match-locked"); a.number("retryAfterSeconds") != 1 {
		t.Errorf("wait %v", a)
	}
	c.clock.move(time.Millisecond)
	if a := try(one, "000000").is(t, 200, ""); a.number("attemptsLeft") != 4 {
		t.Errorf("after the lock there are five tries again: %v", a)
	}
	if a := try(one, "481205").is(t, 200, ""); a.at("matched") != true || a.number("attemptsLeft") != 5 {
		t.Errorf("the right digits: %v", a)
	}
	if a := try(one, "000000").is(t, 200, ""); a.number("attemptsLeft") != 4 {
		t.Errorf("a match gives all tries back: %v", a)
	}
	try(one.as("1001", "2468", "a"), "48120").is(t, 400, "bad-request")
	one.send("POST", "/v1/cards/999999999/matches", map[string]any{"panLast6": "481205"}).is(t, 404, "card-not-found")
}
