package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// holding is a counter whose drawer may hold 10.000 and holds so many cents.
func holding(t *testing.T, cents int64) (*flow.Counter, *flowtest.Office, *flowtest.Journal) {
	t.Helper()
	office := limited()
	office.DrawerNow.Session.Total = money.EUR(cents)
	c, kept, _ := counter(t, office)
	return c, office, kept
}

func TestNoTopUpBeginsIntoAFullDrawer(t *testing.T) {
	for cents, full := range map[int64]bool{0: false, 999900: false, 999901: true, 1000000: true, 1000001: true, 9000000: true} {
		c, office, _ := holding(t, cents)
		refused := c.Refusal(flow.CommandTopUp)
		c.Do(flow.CommandTopUp)
		if !full {
			at(t, c, topup.AskingMatch)
			continue
		}
		says(t, refused, "counter.drawer-full")
		says(t, c.State().Notice, "counter.drawer-full")
		at(t, c, topup.Idle)
		if office.Asked["match"] != 0 {
			t.Error("the customer's card is asked for")
		}
	}
}

// The drawer that a top-up waited for was opened with more than the office allows.
func TestAFloatAboveTheLimitLetsNoTopUpBegin(t *testing.T) {
	office := limited()
	office.DrawerNow = client.DrawerNow{AsOf: flowtest.Start}
	office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: client.DrawerOpen, Total: money.EUR(1000100)})
	c, _, _ := counter(t, office)
	c.Do(flow.CommandTopUp)
	c.Drawer.OpenWith("10001")
	c.Drawer.Confirm()
	at(t, c, topup.Idle)
	says(t, c.State().Notice, "counter.drawer-full")
}

func TestATopUpThatWouldLeadAboveTheLimitIsRefusedBeforeCash(t *testing.T) {
	for name, tt := range map[string]struct {
		typed string
		fee   int64
		fits  bool
	}{
		"up to the limit":          {"50", 0, true},
		"a cent above":             {"50,01", 0, false},
		"above by its fee":         {"50", 1, false},
		"up to the limit with fee": {"48,50", 150, true},
	} {
		t.Run(name, func(t *testing.T) {
			c, office, kept := holding(t, 995000)
			office.QuoteAnswer.Fee = money.EUR(tt.fee)
			office.QuoteAnswer.Total = money.EUR(5000 + tt.fee)
			quote(c, tt.typed)
			if tt.fits {
				at(t, c, topup.ReadBack)
				return
			}
			at(t, c, topup.AskingAmount)
			st := c.TopUp.State()
			says(t, st.Problem, "topup.no-room")
			if st.Problem.Values["Left"] != money.EUR(5000) || st.Typed != tt.typed || len(kept.Records) > 0 {
				t.Errorf("%+v, %d on disk", st.Problem, len(kept.Records))
			}
		})
	}
}

// Cash that lies in the drawer while its top-up's outcome isn't known takes room, too.
func TestCashWhoseOutcomeIsNotKnownTakesRoom(t *testing.T) {
	c, office, _ := holding(t, 990000)
	office.TopUps = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	reachConfirm(c, "100000014", "60")
	c.TopUp.Confirm()
	at(t, c, topup.Unknown)
	c.Do(flow.CommandNext)
	office.Cards["100000022"] = client.Card{MokID: "100000022", State: client.CardActive, Possible: []client.Act{client.ActTopUp}}
	office.QuoteAnswer.MokID = "100000022"
	reachConfirm(c, "100000022", "50")
	at(t, c, topup.AskingAmount)
	st := c.TopUp.State()
	says(t, st.Problem, "topup.no-room")
	if st.Problem.Values["Left"] != money.EUR(4000) {
		t.Errorf("%+v", st.Problem)
	}
}

func reachConfirm(c *flow.Counter, mokID, amount string) {
	c.LookUp(mokID)
	quote(c, amount)
	c.TopUp.Tender("")
}

// The drawer has filled up while the customer counted: nothing is sent, and the clerk hands the cash back.
func TestNoTopUpIsConfirmedAboveTheLimit(t *testing.T) {
	for _, blind := range []bool{false, true} {
		office := limited()
		office.MeAnswer.BlindClose = blind
		c, kept, _ := counter(t, office)
		reachConfirm(c, "100000014", "50")
		at(t, c, topup.Confirming)
		office.DrawerNow.Session.Total = money.EUR(999000)
		c.Drawer.Refresh()
		c.TopUp.Confirm()
		at(t, c, topup.Confirming)
		st := c.TopUp.State()
		if blind {
			says(t, st.Problem, "topup.no-room.cash.blind")
		} else {
			says(t, st.Problem, "topup.no-room.cash")
		}
		if _, told := st.Problem.Values["Left"]; told == blind || office.Asked["top-up"] != 0 {
			t.Errorf("blind %t: %+v, sent %d", blind, st.Problem, office.Asked["top-up"])
		}
		c.Do(flow.CommandWork)
		c.BackFromTopUp()
		c.BackFromTopUp()
		kinds(t, kept, journal.Intent, journal.Dropped)
	}
}
