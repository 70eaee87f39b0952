package flow_test

import (
	"strings"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// The float by notes and coins; one that is not what was counted last needs a reason, which the office keeps.
func TestAFloatByNotesIsComparedWithTheLastClose(t *testing.T) {
	last := client.DrawerSession{ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1002", State: client.DrawerClosed, Float: money.EUR(20000), Counted: money.EUR(20000)}
	for name, tt := range map[string]struct {
		tens     string
		previous *client.DrawerSession
		differs  bool
	}{
		"the same":         {"20", &last, false},
		"a note less":      {"19", &last, true},
		"the first float":  {"19", nil, false},
		"nothing in there": {"0", &last, true},
	} {
		t.Run(name, func(t *testing.T) {
			office := byNotes()
			office.DrawerNow = client.DrawerNow{Previous: tt.previous, AsOf: flowtest.Start}
			office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: "d", Staff: "1001", State: client.DrawerOpen})
			needs, _, _ := flowtest.Needs(office)
			c := start(t, needs)
			c.Do(flow.CommandDrawer)
			c.Drawer.Notes.Type(1000, tt.tens)
			c.Drawer.Notes.Open()
			if !tt.differs {
				drawerStep(t, c, drawer.Opened)
				if body := lastSent(office); strings.Contains(body, "floatReason") || !strings.Contains(body, `"denominations":[{"value":1000,"pieces":`+tt.tens+`}]`) {
					t.Errorf("sent %s", body)
				}
				return
			}
			if st := drawerStep(t, c, drawer.SureFloat); !st.Differs {
				t.Fatal("it is not asked why")
			}
			c.Drawer.Confirm()
			says(t, c.Drawer.State().Problem, "drawer.float.choose")
			c.LeaveDrawer()
			if st := drawerStep(t, c, drawer.Float); st.Notes[1000] != tt.tens {
				t.Errorf("typed is %v", st.Notes)
			}
			c.Drawer.Notes.Open()
			c.Drawer.Notes.Confirm("toSafe")
			drawerStep(t, c, drawer.Opened)
			if body := lastSent(office); !strings.Contains(body, `"floatReason":"toSafe"`) {
				t.Errorf("sent %s", body)
			}
		})
	}
}

// tolerates is an office that lets a clerk close alone up to ten euros.
func tolerates(o *flowtest.Office) { o.MeAnswer.Limits.DifferenceTolerance = money.EUR(1000) }

// agreed is an office that takes every approval.
func agreed(o *flowtest.Office) {
	o.Approvals = []client.Outcome[client.Approval]{{Verdict: client.Posted, Answer: client.Approval{State: "posted"}}}
}

// agrees is what a second person types who has counted the cash.
func agrees(amount string) approval.Typed {
	return approval.Typed{Person: map[task.Field]string{task.FieldNumber: "2001", task.FieldPIN: "1357"}, Amount: amount}
}

// A difference above the tolerance: a second person counts too, and the close goes with that person's word, bound to its bytes.
func TestADifferenceAboveTheToleranceNeedsASecondPerson(t *testing.T) {
	office := byNotes(tolerates, agreed)
	closes(office, 18000, -2000)
	c, kept := counting(t, office)
	counts(c, "18")
	c.Count.Accept("notFound")
	if st := drawerStep(t, c, drawer.SureCount); !st.Second {
		t.Fatal("nobody is asked for")
	}
	c.Drawer.Confirm()
	if st := c.Approval.State(); !st.Open() || st.Act != client.ApproveSettlement || st.HasCard || !st.HasAmount || office.Asked["drawer-close"] != 0 {
		t.Fatalf("%+v", st)
	}
	c.Approval.Submit(agrees("190"))
	says(t, c.Approval.State().Problem, "approval.differs.count")
	c.Approval.Leave()
	drawerStep(t, c, drawer.SureCount)
	c.Drawer.Confirm()
	c.Approval.Submit(agrees("180"))
	drawerStep(t, c, drawer.Closed)
	if body := lastSent(office); !strings.Contains(body, `"differenceReason":"notFound","approvalId":"`) {
		t.Errorf("sent %s", body)
	}
	if n := len(kept.Records); n != 11 { // with UNTOLD and TOLD of the count
		t.Errorf("%d records: %v", n, kept.Kinds())
	}
}

// What may not be seen is judged all the same, and an office that wants a second person though the desk knew of no need is obeyed.
func TestTheOfficesWishForASecondPersonIsObeyed(t *testing.T) {
	for name, set := range map[string]func(*flowtest.Office){
		"blind": func(o *flowtest.Office) { tolerates(o); o.MeAnswer.BlindClose = true },
		"unexpected": func(o *flowtest.Office) {
			o.Closes = drawerAnswer(client.Rejected, client.DrawerSession{Code: client.CodeApprovalRequired})
		},
	} {
		t.Run(name, func(t *testing.T) {
			office := byNotes(set, agreed)
			c, _ := counting(t, office)
			counts(c, "18")
			c.Count.Accept("notFound")
			c.Drawer.Confirm()
			if name == "unexpected" {
				says(t, drawerStep(t, c, drawer.SureCount).Problem, "drawer.second")
				c.Drawer.Confirm()
			}
			if !c.Approval.State().Open() {
				t.Fatal("nobody is asked for")
			}
			closes(office, 18000, -2000)
			c.Approval.Submit(agrees("180"))
			drawerStep(t, c, drawer.Closed)
		})
	}
}
