package flow

import (
	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/report"
)

type reportHost struct{ c *Counter }

func (h reportHost) TokenLost() { h.c.desk.tokenLost() }

// Standing is the clerk's open drawer, else the desk's last close if it is the clerk's.
func (h reportHost) Standing() report.Standing {
	now := report.Standing{Staff: h.c.desk.staff(), Unknown: report.Unknown{Sum: money.EUR(0)}}
	if s, open := h.c.Drawer.Open(); open {
		now.Session, now.Kind = s.ID, client.ReportX
	} else if last, own := h.lastClose(); own {
		now.Session, now.Kind = last.ID, client.ReportZ
	}
	for _, t := range h.c.TopUp.List.Open() {
		if !t.InFlight() {
			continue
		}
		due, _ := t.Due()
		if sum, err := now.Unknown.Sum.Add(due); err == nil {
			now.Unknown.Count, now.Unknown.Sum = now.Unknown.Count+1, sum
		}
	}
	return now
}

// lastClose is the close that stands on the screen, else the desk's last, if it is the clerk's own.
func (h reportHost) lastClose() (client.DrawerSession, bool) {
	if s := h.c.Drawer.State(); s.Step == drawer.Closed && s.Session.Staff == h.c.desk.staff() {
		return s.Session, true
	}
	return h.c.Drawer.OwnClose()
}

// hasReport tells that there is a drawer of the clerk's to report on.
func hasReport(c *Counter) bool { return reportHost{c}.Standing().Session != "" }

// mayReport tells that its figures may be seen: not before the close where the office wants that blind.
func mayReport(c *Counter) bool {
	return !c.state.Me.BlindClose && !c.Count.Counting() || reportHost{c}.Standing().Kind == client.ReportZ
}

// showReport asks for the figures and shows them.
func showReport(c *Counter) {
	c.Report.Ask()
	c.frame.show(PanelReport)
}
