package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/signin"
)

// slowly lets a question go out, and keeps its answer for later.
func (p *parts) slowly(ask func()) (answer func()) {
	p.drain()
	ask()
	for len(p.works) > 0 {
		p.work()
	}
	late := p.endings
	p.endings = nil
	return func() {
		for _, end := range late {
			if end != nil {
				end()
			}
		}
		p.drain()
	}
}

// A question goes out under one clerk's token. Its answer, that the token has expired, comes when that clerk is gone.
func TestAnAnswerAboutATokenConcernsOnlyTheSessionThatAsked(t *testing.T) {
	expired := &client.Error{Status: 401, Code: client.CodeTokenExpired}
	for what, q := range map[string]struct {
		lead func(*flow.Counter, *flowtest.Office, *parts)
		fail func(*flowtest.Office)
		ask  func(*flow.Counter)
	}{
		"the drawer": {
			nil, func(o *flowtest.Office) { o.DrawerErr = expired }, func(c *flow.Counter) { c.Drawer.Refresh() },
		},
		"a card": {
			nil, func(o *flowtest.Office) { o.CardErr = expired }, func(c *flow.Counter) { c.LookUp("100000014") },
		},
		"a drawer's closing": {
			func(c *flow.Counter, _ *flowtest.Office, _ *parts) { c.Do(flow.CommandClose) },
			func(o *flowtest.Office) {
				o.Closes = []client.Outcome[client.DrawerSession]{{Verdict: client.Unknown, Err: expired}}
			},
			func(c *flow.Counter) { closeWith(c, "200") },
		},
		"a top-up": {
			func(c *flow.Counter, o *flowtest.Office, tasks *parts) {
				o.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
				for _, step := range []func(){
					func() { c.LookUp("100000014") }, flowtest.Does(c, flow.CommandTopUp), func() { c.TopUp.Match("481205") },
					func() { c.TopUp.Quote("50") }, func() { c.TopUp.Tender("50") }, c.TopUp.Confirm,
				} {
					step()
					tasks.drain()
				}
			},
			func(o *flowtest.Office) {
				o.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, Err: expired}}
			},
			func(c *flow.Counter) { c.TopUp.Check() },
		},
		"the list": {
			nil, func(o *flowtest.Office) { o.ListedErr = expired }, func(c *flow.Counter) { c.Do(flow.CommandClose) },
		},
	} {
		for who, change := range map[string]func(*flow.Counter){
			"another clerk": func(c *flow.Counter) { c.Do(flow.CommandCover); c.SignIn.Submit("1002", "1357") },
			"the same one":  func(c *flow.Counter) { c.Do(flow.CommandCover); c.SignIn.Submit("1001", "2468") },
		} {
			t.Run(what+", "+who, func(t *testing.T) {
				office := flowtest.NewOffice()
				needs, _, _ := flowtest.Needs(office)
				tasks := &parts{}
				needs.Tasks = tasks
				c := flow.NewCounter(needs)
				if err := c.Start(); err != nil {
					t.Fatal(err)
				}
				c.SignIn.Submit("1001", "2468")
				tasks.drain()
				if q.lead != nil {
					q.lead(c, office, tasks)
					tasks.drain()
				}
				q.fail(office)
				answer := tasks.slowly(func() { q.ask(c) })
				*office = *healed(office)
				change(c)
				if c.State().SignedIn { // a request with money is not interrupted: the token itself ran out
					office.CardErr = expired
					c.Card.Enter("100000014")
					tasks.drain()
					office.CardErr = nil
					change(c)
				}
				tasks.drain()
				if !c.State().SignedIn {
					t.Fatalf("nobody is signed in: %+v", c.SignIn.State())
				}
				answer()
				if !c.State().SignedIn || c.SignIn.State().Step != signin.SignedIn {
					t.Error("the clerk who has just signed in is asked to sign in again")
				}
				office.CardErr = expired
				c.LookUp("100000014")
				tasks.drain()
				if c.State().SignedIn {
					t.Error("a token that has expired is not told")
				}
			})
		}
	}
}

// healed is an office that takes the token again.
func healed(o *flowtest.Office) *flowtest.Office {
	now := *o
	now.DrawerErr, now.CardErr, now.ListedErr = nil, nil, nil
	now.Asks = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	now.Closes = drawerAnswer(client.Unknown, client.DrawerSession{})
	return &now
}

func TestADamagedDeskIsNotCoveredByAnAnswerFromBeforeTheSignIn(t *testing.T) {
	office := flowtest.NewOffice()
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	tasks := &parts{}
	d := flow.NewDamage(flow.DamageNeeds{Office: office, Tasks: tasks, Records: wrote("", "").Records, Desk: "DESK-1"})
	d.SignIn.Submit("1001", "2468")
	tasks.drain()
	expired := &client.Error{Status: 401, Code: client.CodeTokenExpired}
	office.Cancels = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, Err: expired}}
	answer := tasks.slowly(func() {
		d.Cancel(d.State().Rows[0].ID)
		d.Cancel(d.State().Rows[1].ID)
	})
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, Err: expired}}
	d.Again()
	tasks.drain()
	if d.State().SignedIn {
		t.Fatal("a token that has expired is not told")
	}
	office.Asks = flowtest.Final(client.Cancelled, client.TopUp{})
	d.SignIn.Submit("1002", "1357")
	tasks.drain()
	answer()
	if st := d.State(); !st.SignedIn || st.Asking || !st.Listed || st.Rows[0].Asking || st.Problem != nil {
		t.Errorf("%+v", st)
	}
}
