package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func TestLastSixOfAnotherCardLeadNowhere(t *testing.T) {
	office := flowtest.NewOffice()
	office.MatchAnswer = client.Match{AttemptsLeft: 3}
	c, _, _ := counter(t, office)
	c.Do(flow.CommandTopUp)
	c.TopUp.Match("111111")
	at(t, c, topup.AskingMatch)
	says(t, c.TopUp.State().Problem, "topup.six.other-card")
	if got := c.TopUp.State().Problem.Values["Count"]; got != 3 {
		t.Errorf("attempts left: %v", got)
	}
	c.TopUp.Quote("50")
	at(t, c, topup.AskingMatch)
}

func TestOnlySixDigitsAreSentToBeMatched(t *testing.T) {
	for typed, sent := range map[string]string{
		"481205": "481205", "481 205": "481205", "48-12-05\r": "481205",
		"48120": "", "4812055": "", "48120a": "", "": "", "４８１２０５": "", "4111111111111111": "",
	} {
		office := flowtest.NewOffice()
		c, _, _ := counter(t, office)
		c.Do(flow.CommandTopUp)
		c.TopUp.Match(typed)
		if office.LastSix != sent {
			t.Errorf("%q sends %q, want %q", typed, office.LastSix, sent)
		}
	}
}

func TestAMatchThatCannotBeAskedForIsTriedAgain(t *testing.T) {
	b := newBench(t)
	b.office.MatchErr = &client.Error{Status: 403, Code: client.CodeMatchLocked}
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match)
	at(t, b.Counter, topup.AskingMatch)
	says(t, b.TopUp.State().Problem, "problem.match-locked")
	b.office.MatchErr = &client.Error{Status: 401, Code: client.CodeTokenExpired}
	b.to(b.match)
	if b.State().SignedIn {
		t.Error("a clerk whose token has ended is still signed in")
	}
}
