package flow_test

import (
	"testing"
	"time"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/card"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/signin"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func TestSignInRefusesWhatCannotBeRight(t *testing.T) {
	left := 2
	for _, tt := range []struct {
		name, number, pin string
		err               error
		says              string
		field             task.Field
	}{
		{name: "no number", pin: "2468", says: "signin.number.wrong", field: task.FieldNumber},
		{name: "letters", number: "10a1", pin: "2468", says: "signin.number.wrong", field: task.FieldNumber},
		{name: "no PIN", number: "1001", says: "signin.pin.wrong", field: task.FieldPIN},
		{
			name: "wrong PIN", number: "1001", pin: "0000", says: "problem.sign-in-refused", field: task.FieldPIN,
			err: &client.Error{Status: 401, Code: client.CodeSignInRefused, AttemptsLeft: &left},
		},
		{
			name: "locked", number: "1001", pin: "0000", says: "problem.staff-locked", field: task.FieldPIN,
			err: &client.Error{Status: 403, Code: client.CodeStaffLocked},
		},
		{
			name: "office away", number: "1001", pin: "2468", says: "problem.no-connection", field: task.FieldPIN,
			err: &client.Error{Code: client.CodeNoConnection},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			office := flowtest.NewOffice()
			office.SignInErr = tt.err
			needs, _, _ := flowtest.Needs(office)
			c := flow.NewCounter(needs)
			c.SignIn.Submit(tt.number, tt.pin)
			st := c.SignIn.State()
			says(t, st.Problem, tt.says)
			if st.Step != signin.Asking || st.Field != tt.field || st.Number != tt.number || c.State().SignedIn {
				t.Errorf("%+v", st)
			}
		})
	}
}

func TestAttemptsLeftAreTold(t *testing.T) {
	office := flowtest.NewOffice()
	left := 1
	office.SignInErr = &client.Error{Status: 401, Code: client.CodeSignInRefused, AttemptsLeft: &left}
	needs, _, _ := flowtest.Needs(office)
	c := flow.NewCounter(needs)
	c.SignIn.Submit("1001", "0000")
	if got := c.SignIn.State().Problem.Values["Count"]; got != 1 {
		t.Errorf("told %v attempts left", got)
	}
}

func TestTheHalfTypedFormIsKeptForTheSameClerkOnly(t *testing.T) {
	for number, want := range map[string]topup.Step{"1001": topup.AskingAmount, "1002": topup.Idle} {
		office := flowtest.NewOffice()
		c, _, _ := counter(t, office)
		c.Do(flow.CommandTopUp)
		c.TopUp.Match("481205")
		office.QuoteErr = &client.Error{Status: 401, Code: client.CodeTokenExpired}
		c.TopUp.Quote("50")
		if c.State().SignedIn || !c.SignIn.State().Again {
			t.Fatal("the clerk is not asked to sign in again")
		}
		office.QuoteErr = nil
		c.SignIn.Submit(number, "2468")
		if st := c.TopUp.State(); st.Step != want {
			t.Errorf("clerk %s finds the form at %s, want %s", number, st.Step, want)
		}
		if number == "1001" && c.TopUp.State().Typed != "50" {
			t.Error("the amount typed is lost")
		}
		if number == "1002" && c.Card.State().Step != card.Empty {
			t.Error("another clerk sees the card of the one before")
		}
	}
}

func TestSigningOutEmptiesTheCounter(t *testing.T) {
	c, _, _ := counter(t, flowtest.NewOffice())
	c.Do(flow.CommandSignOut)
	if c.State().SignedIn || c.Card.State().Step != card.Empty || c.Drawer.State().Step != drawer.Unasked {
		t.Errorf("%+v %+v", c.State(), c.Card.State())
	}
	c.LookUp("100000014")
	c.Do(flow.CommandTopUp)
	if c.Card.State().Step != card.Empty {
		t.Error("a card is looked up with nobody signed in")
	}
}

func TestAWrongClockIsTold(t *testing.T) {
	office := flowtest.NewOffice()
	office.Skew = time.Hour
	needs, _, _ := flowtest.Needs(office)
	c := start(t, needs)
	if !c.State().ClockWrong() {
		t.Error("a clock an hour off is not told")
	}
	office.Lifetime = time.Hour + 4*time.Minute // by the office's clock the token ends in four minutes
	c.Do(flow.CommandSignOut)
	c.SignIn.Submit("1001", "2468")
	if c.SignIn.Lasts(flowtest.Start.Add(time.Hour)) {
		t.Error("a token is judged by the PC's clock")
	}
}

func TestTheNextClerkIsToldOfATopUpThatWasNotSent(t *testing.T) {
	office := flowtest.NewOffice()
	office.Lifetime = 6 * time.Minute
	needs, kept, _ := flowtest.Needs(office)
	now := flowtest.Start
	needs.Now = func() time.Time { return now }
	c := start(t, needs)
	c.LookUp("100000014")
	confirming(t, c)
	now = now.Add(2 * time.Minute)
	c.TopUp.Confirm()
	if c.State().SignedIn || office.Asked["top-up"] != 0 {
		t.Fatal("cash is sent on a token that ends in four minutes")
	}
	c.SignIn.Submit("1002", "1357")
	says(t, c.State().Notice, "counter.abandoned")
	at(t, c, topup.Idle)
	kinds(t, kept, journal.Intent, journal.Dropped)
}
