package client

import (
	"strings"
	"testing"

	"cekr.kranj.si/desk/client/money"
)

func line(count int, cents int64) string {
	return `{"count":` + string(rune('0'+count)) + `,"sum":` + euros(cents) + `}`
}

// report is an X: a float of 200, two top-ups, a fee, one handed back, cash to the safe.
var report = `{"kind":"x","session":` + strings.Replace(opened, `"total":`+euros(20000), `"total":`+euros(21550), 1) + `,"topUps":` + line(2, 3000) + `,"fees":` + line(1, 50) + `,"reversals":` + line(1, 1000) +
	`,"movements":` + line(2, -500) + `,"changeBrought":` + line(1, 500) + `,"pickUps":` + line(1, -1000) + `,"corrections":` + line(0, 0) +
	`,"counts":[{"id":"` + countID + `","counted":` + euros(21540) + `,"difference":` + euros(-10) + `,"countedAt":"` + asOf + `"}],"expected":` + euros(21550) +
	`,"inFlight":` + line(0, 0) + `,"asOf":"` + asOf + `"}`

// Figures that don't belong together are no report: a paper must not say them.
func TestAReportIsReadOnlyIfItAdds(t *testing.T) {
	for name, tt := range map[string]struct {
		body string
		fits bool
	}{
		"a report":                       {report, true},
		"an expectation of its own":      {strings.Replace(report, `"expected":`+euros(21550), `"expected":`+euros(21551), 1), false},
		"a top-up that is not counted":   {strings.Replace(report, line(2, 3000), line(2, 3001), 1), false},
		"movements of another sum":       {strings.Replace(report, line(1, -1000), line(1, -1001), 1), false},
		"a session that holds another":   {strings.Replace(report, `"total":`+euros(21550), `"total":`+euros(21540), 1), false},
		"another session":                {strings.Replace(report, drawerID, lockID, 1), false},
		"a Z":                            {strings.Replace(report, `"kind":"x"`, `"kind":"z"`, 1), false},
		"a report without its unsettled": {strings.Replace(report, `"inFlight":`+line(0, 0)+`,`, "", 1), false},
	} {
		t.Run(name, func(t *testing.T) {
			c, o := setup(t)
			o.answers("GET /v1/drawer-sessions/{id}/report", 200, tt.body)
			got, err := c.DrawerReport(t.Context(), drawerID, ReportX)
			if !tt.fits {
				if CodeOf(err) != CodeForeignAnswer {
					t.Errorf("%v", err)
				}
				return
			}
			if err != nil || got.Expected != money.EUR(21550) || got.Cash().Expected() != 21550 || len(got.Counts) != 1 || got.PickUps.Sum != money.EUR(-1000) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
	c, _ := setup(t)
	for _, bad := range [][2]string{{"17", "x"}, {drawerID, "y"}} {
		if _, err := c.DrawerReport(t.Context(), bad[0], ReportKind(bad[1])); CodeOf(err) != CodeBadInput {
			t.Errorf("%v: %v", bad, err)
		}
	}
}
