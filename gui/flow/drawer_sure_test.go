package flow_test

import (
	"reflect"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// limited is an office with limits: a warning from 5.000 and no cash from 10.000 on.
func limited() *flowtest.Office {
	office := flowtest.NewOffice()
	office.MeAnswer.Limits = client.Limits{
		TopUpMin: money.EUR(100), TopUpMax: money.EUR(50000), DrawerWarning: money.EUR(500000), DrawerLockout: money.EUR(1000000),
	}
	office.DrawerNow.Session.Total = money.EUR(123450)
	return office
}

func keysOf(all []*task.Message) (keys []string) {
	for _, m := range all {
		keys = append(keys, m.Key)
	}
	return keys
}

// A float goes at the first Return only if it can be right.
func TestAFloatThatCannotBeRightIsAskedAbout(t *testing.T) {
	last := client.DrawerSession{ID: flowtest.Drawer, Desk: "DESK-1", Staff: "1002", State: client.DrawerClosed, Float: money.EUR(20000), Counted: money.EUR(125000)}
	for name, tt := range map[string]struct {
		typed    string
		previous *client.DrawerSession
		want     []string
	}{
		"as the last one":                     {"200", &last, nil},
		"a little more":                       {"250", &last, nil},
		"all that was counted then":           {"1250", &last, nil},
		"a digit too many":                    {"2000", &last, []string{"drawer.doubt.previous"}},
		"a digit too few":                     {"20", &last, []string{"drawer.doubt.previous"}},
		"nothing, where there was much":       {"0", &last, []string{"drawer.doubt.previous"}},
		"all that the office allows":          {"10000", nil, nil},
		"a cent more than the office allows":  {"10000,01", nil, []string{"drawer.doubt.limit"}},
		"a reader's number":                   {"100000014", &last, []string{"drawer.doubt.limit", "drawer.doubt.previous"}},
		"the first float of a desk":           {"200", nil, nil},
		"the first float of a desk, a nought": {"0", nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			office := limited()
			office.DrawerNow = client.DrawerNow{Previous: tt.previous, AsOf: flowtest.Start}
			office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: "d", Staff: "1001", State: client.DrawerOpen})
			needs, kept, _ := flowtest.Needs(office)
			c := start(t, needs)
			c.Do(flow.CommandDrawer)
			c.Drawer.OpenWith(tt.typed)
			if tt.want == nil {
				drawerStep(t, c, drawer.Opened)
				return
			}
			st := drawerStep(t, c, drawer.SureFloat)
			if got := keysOf(st.Doubts); !reflect.DeepEqual(got, tt.want) || len(kept.Records) > 0 {
				t.Errorf("the doubts are %v, on disk are %d", got, len(kept.Records))
			}
			c.LeaveDrawer()
			if st := drawerStep(t, c, drawer.Float); st.Typed != tt.typed || c.State().Panel != flow.PanelDrawer {
				t.Errorf("back at %q on %s", st.Typed, c.State().Panel)
			}
			c.Drawer.OpenWith(tt.typed)
			c.Drawer.Confirm()
			drawerStep(t, c, drawer.Opened)
			c.Drawer.Confirm() // a second Return
			if office.Asked["drawer-open"] != 1 {
				t.Errorf("the float was sent %d times", office.Asked["drawer-open"])
			}
		})
	}
}

// More than any drawer holds is asked about also where the office allows it.
func TestWhatNoDrawerHoldsIsAskedAboutWhateverTheOfficeAllows(t *testing.T) {
	for typed, want := range map[string]drawer.Step{"1000000": drawer.Opened, "1000000,01": drawer.SureFloat} {
		office := limited()
		office.MeAnswer.Limits.DrawerLockout = money.EUR(money.Max)
		office.DrawerNow = client.DrawerNow{AsOf: flowtest.Start}
		office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: "d", Staff: "1001", State: client.DrawerOpen})
		c, _, _ := counter(t, office)
		c.Do(flow.CommandDrawer)
		c.Drawer.OpenWith(typed)
		if st := drawerStep(t, c, want); want == drawer.SureFloat {
			says(t, st.Doubts[0], "drawer.doubt.holds")
		}
	}
}

// Every close is asked about; what is expected is told only where the count is far from it, and the office lets it be seen.
func TestEveryCloseIsAskedAbout(t *testing.T) {
	for name, tt := range map[string]struct {
		typed string
		blind bool
		want  []string
	}{
		"to the cent":                      {"1234,50", false, nil},
		"a note of a hundred too few":      {"1134,50", false, nil},
		"two digits that changed places":   {"2134,50", false, []string{"drawer.doubt.expected"}},
		"a digit too many":                 {"12345", false, []string{"drawer.doubt.limit", "drawer.doubt.expected"}},
		"nothing":                          {"0", false, []string{"drawer.doubt.expected"}},
		"far, where nobody may know":       {"2134,50", true, nil},
		"above the limit, in a blind one":  {"12345", true, []string{"drawer.doubt.limit"}},
		"nothing, where nobody may know":   {"0", true, nil},
		"to the cent, where nobody does":   {"1234,50", true, nil},
		"the reader's number, a blind one": {"100000014", true, []string{"drawer.doubt.limit"}},
	} {
		t.Run(name, func(t *testing.T) {
			office := limited()
			office.MeAnswer.BlindClose = tt.blind
			office.Closes = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: client.DrawerClosed})
			needs, kept, _ := flowtest.Needs(office)
			c := start(t, needs)
			c.Do(flow.CommandClose)
			c.Drawer.CloseWith(tt.typed)
			if st := drawerStep(t, c, drawer.SureCount); !reflect.DeepEqual(keysOf(st.Doubts), tt.want) || len(kept.Records) > 0 {
				t.Errorf("the doubts are %v, on disk are %d", keysOf(st.Doubts), len(kept.Records))
			}
			c.LeaveDrawer()
			if st := drawerStep(t, c, drawer.Count); st.Typed != tt.typed || c.State().Panel != flow.PanelDrawer {
				t.Errorf("back at %q on %s", st.Typed, c.State().Panel)
			}
			closeWith(c, tt.typed)
			drawerStep(t, c, drawer.Closed)
		})
	}
}

// A top-up that came back to life while the question stood is settled first.
func TestACloseThatWasAskedAboutIsNotSentOverAnOpenItem(t *testing.T) {
	c, office, _ := closedAfterWork(t)
	c.Do(flow.CommandClose)
	c.Drawer.CloseWith("200")
	office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	c.LookUp("100000014")
	quote(c, "50")
	c.TopUp.Tender("")
	c.TopUp.Confirm()
	c.Drawer.Confirm()
	says(t, drawerStep(t, c, drawer.Opened).Problem, "drawer.open-items")
	if office.Asked["drawer-close"] != 0 {
		t.Error("the close was sent")
	}
}

// Where the office wants a blind close, what is expected is in nothing that a screen is drawn from, until the close is final.
func TestWhatIsExpectedIsNowhereBeforeABlindClose(t *testing.T) {
	for step, lead := range drawerWays() {
		b := newBench(t)
		b.office.MeAnswer.BlindClose = true
		b.office.DrawerNow.Session.Total = money.EUR(123456)
		b.office.Closes = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: client.DrawerClosed, Expected: money.EUR(123456)})
		b.to(flowtest.Does(b, flow.CommandSignOut), func() { b.SignIn.Submit("1001", "2468") })
		lead(b)
		drawerAt(t, b, step)
		st := b.Drawer.State()
		if st.Session.Total != (money.Amount{}) {
			t.Errorf("at %s the total is there", step)
		}
		if told := st.Session.Expected == money.EUR(123456); told != (step == drawer.Closed) {
			t.Errorf("at %s what was expected is told: %t", step, told)
		}
	}
}

func TestADrawerThatHoldsMuchSaysSo(t *testing.T) {
	for _, tt := range []struct {
		total int64
		want  string
	}{{499999, ""}, {500000, "drawer.much"}, {999999, "drawer.much"}, {1000000, "drawer.full"}, {2000000, "drawer.full"}} {
		for _, house := range []struct{ blind, safe bool }{{false, false}, {true, false}, {false, true}, {true, true}} {
			office := limited()
			office.MeAnswer.BlindClose = house.blind
			if house.safe {
				flowtest.KeepsDrawersDay(office)
			}
			office.DrawerNow.Session.Total = money.EUR(tt.total)
			c, _, _ := counter(t, office)
			advice, want := c.Drawer.State().Advice, tt.want
			if want == "" {
				if advice != nil {
					t.Errorf("%d: %v", tt.total, advice)
				}
				continue
			}
			if house.safe { // what to do then is another thing
				want += ".safe"
			}
			if house.blind {
				want += ".blind"
				if len(advice.Values) > 0 {
					t.Errorf("a blind desk is told %v", advice.Values)
				}
			}
			says(t, advice, want)
		}
	}
}
