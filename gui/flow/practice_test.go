package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func TestAnOfficeForPracticeIsKnownFromItsFirstAnswer(t *testing.T) {
	for name, tt := range map[string]struct{ health, me, before, after bool }{
		"a real one":                {false, false, false, false},
		"one for practice":          {true, true, true, true},
		"said before the sign-in":   {true, false, true, true}, // of an office that breaks the contract the safe half is taken
		"said after the sign-in":    {false, true, false, true},
		"out of reach at the start": {false, true, false, true},
	} {
		office := flowtest.NewOffice()
		office.Practice, office.MeAnswer.Practice = tt.health, tt.me
		if name == "out of reach at the start" {
			office.HealthErr = &client.Error{Code: client.CodeNoConnection}
		}
		needs, _, _ := flowtest.Needs(office)
		c := flow.NewCounter(needs)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		before := c.State().Practice
		c.SignIn.Submit("1001", "2468")
		needs.Tasks.(*flowtest.AtOnce).Tick()
		if st := c.State(); before != tt.before || st.Practice != tt.after || st.WordChanged {
			t.Errorf("%s: %t, then %+v", name, before, st)
		}
	}
}

// Every paper bears the stamp, with somebody signed in or not.
func TestAtAnOfficeForPracticeEveryPaperIsStamped(t *testing.T) {
	for _, practice := range []bool{false, true} {
		office := flowtest.NewOffice()
		office.Practice, office.MeAnswer.Practice = practice, practice
		office.TopUps = flowtest.Final(client.Posted, client.TopUp{})
		office.Closes = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: client.DrawerClosed})
		c, _, papers := counter(t, office)
		reachConfirm(c, "100000014", "50")
		c.TopUp.Confirm()
		at(t, c, topup.Posted)
		c.Do(flow.CommandPrint)
		c.Do(flow.CommandNext)
		c.Do(flow.CommandClose)
		closeWith(c, "200")
		c.Do(flow.CommandPrint)
		c.Do(flow.CommandSignOut)
		c.Do(flow.CommandOrder)
		draft, ok := c.Order.Draft()
		if len(papers.Printed) != 2 || !ok {
			t.Fatalf("%d papers, %t", len(papers.Printed), ok)
		}
		for _, slip := range append(papers.Printed, draft) {
			if slip.Head().Practice != practice {
				t.Errorf("a %s with practice %t", slip.Kind(), slip.Head().Practice)
			}
		}
	}
}

// Whichever way the word changes, nothing is begun any more, and what waits for a last Return isn't sent.
func TestAnOfficeThatChangesItsWordStopsTheDeskUntilItsStart(t *testing.T) {
	for _, practice := range []bool{false, true} {
		office := flowtest.NewOffice()
		office.Practice, office.MeAnswer.Practice = practice, practice
		needs, kept, _ := flowtest.Needs(office)
		c := start(t, needs)
		nextSign := needs.Tasks.(*flowtest.AtOnce).Tick
		reachConfirm(c, "100000014", "50")
		at(t, c, topup.Confirming)
		office.Practice = !practice
		nextSign()
		if st := c.State(); !st.Practice || !st.WordChanged {
			t.Fatalf("from practice %t: %+v", practice, st)
		}
		c.TopUp.Confirm()
		says(t, c.TopUp.State().Problem, "counter.word-changed")
		c.BackFromTopUp()
		c.BackFromTopUp()
		for _, command := range []flow.Command{flow.CommandTopUp, flow.CommandLock} {
			says(t, c.Refusal(command), "counter.word-changed")
		}
		c.BackFromTopUp()
		c.BackFromTopUp()
		c.Do(flow.CommandNext)
		c.Do(flow.CommandClose)
		closeWith(c, "200")
		says(t, drawerStep(t, c, drawer.Count).Problem, "counter.word-changed")
		office.Practice = practice
		nextSign()
		if !c.State().WordChanged {
			t.Error("the old word mends it")
		}
		if len(office.Sent) > 0 {
			t.Errorf("%d were sent", len(office.Sent))
		}
		kinds(t, kept, journal.Intent, journal.Dropped)
	}
}

// A lock that is filled in, and not sent, is put away; of what was sent the outcome is still asked.
func TestALockThatWaitsForItsLastReturnIsPutAwayWhenTheWordChanges(t *testing.T) {
	office := flowtest.NewOffice()
	needs, _, _ := flowtest.Needs(office)
	c := start(t, needs)
	c.LookUp("100000014")
	c.Do(flow.CommandLock)
	c.Lock.Fill(lostCard)
	office.Practice = true
	needs.Tasks.(*flowtest.AtOnce).Tick()
	c.Lock.Confirm()
	if st := c.Lock.State(); st.Step != lock.Idle || office.Asked["lock"] != 0 || c.State().Panel != flow.PanelCard {
		t.Errorf("%+v at %s", st, c.State().Panel)
	}
}
