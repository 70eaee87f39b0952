package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/report"
	"cekr.kranj.si/desk/gui/flow/task"
)

// reporting is an office that tells X and Z; its last close at this desk is that of a clerk.
func reporting(open bool, closedBy string) *flowtest.Office {
	office := flowtest.NewOffice()
	flowtest.KeepsDrawersDay(office)
	office.DrawerNow.Previous = &client.DrawerSession{ID: flowtest.Match, Desk: "DESK-1", Staff: closedBy, State: client.DrawerClosed, CloseNumber: 7}
	if !open {
		office.DrawerNow.Session = nil
	}
	office.Report = client.DrawerReport{Session: client.DrawerSession{Staff: "1001"}, Expected: money.EUR(20000)}
	return office
}

func TestTheOpenDrawerHasAnXAndOnesOwnLastCloseAZ(t *testing.T) {
	for name, tt := range map[string]struct {
		office  *flowtest.Office
		blind   bool
		asked   string
		refused string
	}{
		"open":                                   {reporting(true, "1001"), false, "report-x", ""},
		"closed by oneself":                      {reporting(false, "1001"), false, "report-z", ""},
		"closed by another":                      {reporting(false, "1002"), false, "", "report.none"},
		"open, and nobody may see what it holds": {reporting(true, "1001"), true, "", "report.blind"},
		"closed, where that was blind":           {reporting(false, "1001"), true, "report-z", ""},
	} {
		t.Run(name, func(t *testing.T) {
			tt.office.MeAnswer.BlindClose = tt.blind
			c, _, _ := counter(t, tt.office)
			c.Do(flow.CommandReport)
			if tt.refused != "" {
				says(t, c.State().Notice, tt.refused)
				if tt.office.Asked["report-x"]+tt.office.Asked["report-z"] != 0 || c.State().Panel == flow.PanelReport {
					t.Error("the office is asked all the same")
				}
				return
			}
			st := c.Report.State()
			if tt.office.Asked[tt.asked] != 1 || st.Step != report.Shown || st.Report.Expected != money.EUR(20000) || c.State().Panel != flow.PanelReport {
				t.Errorf("%+v", st)
			}
			if slip, ok := c.Report.Slip(); !ok || slip.Kind() != task.SlipKind(map[string]string{"report-x": "reportX", "report-z": "reportZ"}[tt.asked]) {
				t.Errorf("a slip: %t, %v", ok, slip)
			}
		})
	}
}

func TestAReportThatTheOfficeDoesNotTellIsNone(t *testing.T) {
	office := reporting(true, "1001")
	office.ReportErr = &client.Error{Code: client.CodeTimeout}
	c, _, _ := counter(t, office)
	c.Do(flow.CommandReport)
	if st := c.Report.State(); st.Step != report.Failed {
		t.Errorf("%+v", st)
	}
	says(t, c.Report.State().Problem, "problem.timeout")
	if _, ok := c.Report.Slip(); ok {
		t.Error("there is a paper of it")
	}
	office.ReportErr = nil
	c.Report.Ask()
	if st := c.Report.State(); st.Step != report.Shown || st.Problem != nil {
		t.Errorf("asked again: %+v", st)
	}
}

// The next clerk sees none of the figures.
func TestAReportLeavesWithItsClerk(t *testing.T) {
	c, _, _ := counter(t, reporting(true, "1001"))
	c.Do(flow.CommandReport)
	c.Do(flow.CommandSignOut)
	if st := c.Report.State(); st.Step != report.Idle || st.Report.Expected != (money.Amount{}) {
		t.Errorf("%+v", st)
	}
}

// A question that breaks is asked again by the clerk; a slip that breaks isn't being made.
func TestAReportThatBreaksIsNotWaitedFor(t *testing.T) {
	b := newBench(t, flowtest.KeepsDrawersDay)
	b.Do(flow.CommandReport)
	b.held.Break()
	b.Panicked()
	if st := b.Report.State(); st.Step != report.Failed {
		t.Errorf("%+v", st)
	}
	b.to(b.Report.Ask)
	b.Do(flow.CommandPrint)
	b.held.Break()
	b.Panicked()
	says(t, b.Report.State().Paper.Message, "slip.failed.other")
}
