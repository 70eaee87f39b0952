package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// Whatever says first that the office no longer takes the token, the clerk is asked to sign in: else nothing would go out any more.
func TestWhateverMeetsADeadTokenAsksForASignIn(t *testing.T) {
	gone := &client.Error{Code: client.CodeTokenMissing}
	for name, meets := range map[string]func(c *flow.Counter, o *flowtest.Office){
		"a card's list": func(c *flow.Counter, o *flowtest.Office) {
			o.ListErr = gone
			c.LookUp("100000014")
		},
		"a lock": func(c *flow.Counter, o *flowtest.Office) {
			o.Locks = []client.Outcome[client.Lock]{{Verdict: client.NotSent, Err: gone}}
			c.Do(flow.CommandLock)
			c.Lock.Fill(lostCard)
			c.Lock.Confirm()
		},
		"a close": func(c *flow.Counter, o *flowtest.Office) {
			o.Closes = []client.Outcome[client.DrawerSession]{{Verdict: client.NotSent, Err: gone}}
			c.Do(flow.CommandClose)
			c.Drawer.CloseWith("200")
			c.Drawer.Confirm()
			if st := c.Drawer.State().Step; st == drawer.Closing {
				t.Errorf("the drawer is at %s", st)
			}
		},
		"a look for a top-up": func(c *flow.Counter, o *flowtest.Office) {
			o.FindErr = gone
			c.Do(flow.CommandReversal)
			c.Reversal.FindSlip("KR-1")
		},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			c, _, _ := counter(t, office)
			meets(c, office)
			if c.State().SignedIn {
				t.Error("the clerk is still signed in")
			}
			says(t, c.SignIn.State().Problem, "signin.again")
		})
	}
}
