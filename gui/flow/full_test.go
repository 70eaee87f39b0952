package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/lock"
	"cekr.kranj.si/desk/gui/flow/outbox"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// worksOn checks that a refusal has stopped nothing.
func worksOn(t *testing.T, c *flow.Counter) {
	t.Helper()
	if c.State().Halted {
		t.Error("the counter has stopped over a record that was never written")
	}
}

func tellsPhone(t *testing.T, m *task.Message, key string) {
	t.Helper()
	says(t, m, key)
	if m != nil && m.Values["Phone"] != "01 477 20 00" {
		t.Errorf("%s calls %v", key, m.Values["Phone"])
	}
}

func TestAFullJournalIsToldBeforeAnythingIsAsked(t *testing.T) {
	office := flowtest.NewOffice()
	c, kept, _ := counter(t, office)
	kept.NoRoom = true
	c.Do(flow.CommandTopUp)
	at(t, c, topup.Idle)
	tellsPhone(t, c.State().Notice, "journal.full")
	c.TopUp.Begin(office.Cards["100000014"], true)
	tellsPhone(t, c.TopUp.State().Problem, "journal.full")
	if len(kept.Records) > 0 || office.Asked["match"] > 0 {
		t.Error("something has begun")
	}
	worksOn(t, c)
	kept.NoRoom = false
	readBack(t, c)
}

func TestWhatIsOpenIsSettledAndCardsAreLockedThoughTheJournalIsFull(t *testing.T) {
	c, office, kept := unknown(t)
	kept.NoRoom = true
	c.TopUp.SendAgain()
	office.Asks = flowtest.Final(client.Posted, client.TopUp{ReceiptNumber: "R-1"})
	c.TopUp.Check()
	at(t, c, topup.Posted)
	c.Do(flow.CommandNext)
	c.LookUp("100000014")
	office.Locks = lockAnswer(client.Posted, client.Lock{})
	lockCard(c)
	lockAt(t, c, lock.Posted)
	office.Closes = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, State: "closed", Counted: money.EUR(25000)})
	c.Do(flow.CommandClose)
	closeWith(c, "250")
	if st := c.Drawer.State(); st.Step != drawer.Closed {
		t.Errorf("the drawer is at %s: %v", st.Step, st.Problem)
	}
	worksOn(t, c)
}

// The journal refuses the intention, and certainly has nothing of it on disk.
func TestAnIntentionThatIsRefusedLeavesTheFormAsItWas(t *testing.T) {
	for name, tt := range map[string]struct {
		err  error
		says string
	}{
		"no room":             {flowtest.ErrNoRoom, "journal.full"},
		"a record of no form": {journal.ErrRefused, "journal.refused"},
	} {
		t.Run(name, func(t *testing.T) {
			c, kept, _ := counter(t, flowtest.NewOffice())
			c.Do(flow.CommandTopUp)
			c.TopUp.Match("481205")
			kept.Refuse = tt.err
			c.TopUp.Quote("50")
			at(t, c, topup.AskingAmount)
			tellsPhone(t, c.TopUp.State().Problem, tt.says)
			if st := c.TopUp.State(); st.ID != "" || st.Typed != "50" || c.ClosingAsks() != nil {
				t.Errorf("%+v, closing asks %v", st, c.ClosingAsks())
			}
			worksOn(t, c)
			c.TopUp.Quote("50")
			at(t, c, topup.ReadBack)
			kinds(t, kept, journal.Intent)
		})
	}
}

func TestAnIntentionThatIsRefusedWhileTheClerkLeavesIsForgotten(t *testing.T) {
	b := newBench(t)
	b.to(flowtest.Does(b, flow.CommandTopUp), b.match)
	b.quote()
	b.held.Next() // the quote is there, the intention is on its way to the disk
	b.TopUp.Leave()
	b.kept.Refuse = flowtest.ErrNoRoom
	b.held.Release()
	at(t, b.Counter, topup.Idle)
	worksOn(t, b.Counter)
	kinds(t, b.kept)
}

// The bytes of what was confirmed are refused: nothing was sent, and the cash goes back.
func TestASendingThatIsRefusedGivesTheCashBack(t *testing.T) {
	for _, err := range []error{flowtest.ErrNoRoom, journal.ErrRefused} {
		office := flowtest.NewOffice()
		c, kept, _ := counter(t, office)
		confirming(t, c)
		kept.Refuse = err
		c.TopUp.Confirm()
		at(t, c, topup.AskingAmount)
		tellsPhone(t, c.TopUp.State().Problem, "journal.refused.unsent")
		kinds(t, kept, journal.Intent, journal.Dropped)
		if len(office.Sent) > 0 {
			t.Error("it was sent all the same")
		}
		worksOn(t, c)
	}
}

func TestASecondAttemptWithoutRoomLeavesTheOtherWaysOut(t *testing.T) {
	for name, out := range map[string]func(*flow.Counter, *flowtest.Office){
		"check": func(c *flow.Counter, o *flowtest.Office) {
			o.Asks = flowtest.Final(client.Posted, client.TopUp{})
			c.TopUp.Check()
			at(t, c, topup.Posted)
		},
		"give back": func(c *flow.Counter, o *flowtest.Office) {
			o.Cancels = flowtest.Final(client.Cancelled, client.TopUp{})
			c.TopUp.GiveBack()
			at(t, c, topup.Cancelled)
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, office, kept := unknown(t)
			kept.Refuse = flowtest.ErrNoRoom
			c.TopUp.SendAgain()
			at(t, c, topup.Unknown)
			says(t, c.TopUp.State().Problem, "journal.full.again")
			if len(office.Sent) != 1 || c.TopUp.State().Asking != outbox.AskNothing {
				t.Errorf("sent %d times, asking %q", len(office.Sent), c.TopUp.State().Asking)
			}
			worksOn(t, c)
			out(c, office)
		})
	}
}

// An answer that a journal of an earlier version has no room for: the answer stands, and a restart asks again.
func TestAnEndingWithoutRoomIsShownAndFoundAgain(t *testing.T) {
	c, office, kept := unknown(t)
	office.Asks = flowtest.Final(client.Posted, client.TopUp{})
	kept.Refuse = flowtest.ErrNoRoom
	c.TopUp.Check()
	at(t, c, topup.Posted)
	says(t, c.TopUp.State().Problem, "journal.after")
	worksOn(t, c)
	opened(t, restarted(t, office, kept, "1001"), flow.OpenPosted)
}

func TestADrawersRecordThatIsRefusedAsksAgain(t *testing.T) {
	opens := func(t *testing.T) (*flow.Counter, *flowtest.Office, *flowtest.Journal, func(), drawer.Step) {
		c, office, kept := closed(t)
		office.Opens = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, Staff: "1001", State: "open"})
		return c, office, kept, func() { c.Drawer.OpenWith("200") }, drawer.Float
	}
	closes := func(t *testing.T) (*flow.Counter, *flowtest.Office, *flowtest.Journal, func(), drawer.Step) {
		c, office, kept := closedAfterWork(t)
		office.Closes = drawerAnswer(client.Posted, client.DrawerSession{ID: flowtest.Drawer, State: "closed"})
		c.Do(flow.CommandClose)
		return c, office, kept, func() { closeWith(c, "200") }, drawer.Count
	}
	for name, set := range map[string]func(*testing.T) (*flow.Counter, *flowtest.Office, *flowtest.Journal, func(), drawer.Step){
		"opening": opens, "closing": closes,
	} {
		for key, err := range map[string]error{"journal.full": flowtest.ErrNoRoom, "journal.refused": journal.ErrRefused} {
			t.Run(name+", "+key, func(t *testing.T) {
				c, office, kept, send, asks := set(t)
				kept.Refuse = err
				send()
				if st := c.Drawer.State(); st.Step != asks || st.Busy || len(office.Sent) > 0 {
					t.Fatalf("%+v, sent %d", st, len(office.Sent))
				}
				tellsPhone(t, c.Drawer.State().Problem, key)
				worksOn(t, c)
				send()
				kinds(t, kept, whole...)
			})
		}
	}
}

func TestADrawersSecondAttemptWithoutRoomStaysUnsure(t *testing.T) {
	c, office, kept := closedAfterWork(t)
	office.Closes = drawerAnswer(client.Unknown, client.DrawerSession{})
	c.Do(flow.CommandClose)
	closeWith(c, "200")
	kept.Refuse = flowtest.ErrNoRoom
	c.Drawer.SendAgain()
	if st := c.Drawer.State(); st.Step != drawer.Unknown || st.Busy || len(office.Sent) != 1 {
		t.Errorf("%+v, sent %d", st, len(office.Sent))
	}
	says(t, c.Drawer.State().Problem, "journal.full.again")
	worksOn(t, c)
}
