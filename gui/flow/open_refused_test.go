package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func TestNothingIsOpenedByWhoIsNotSignedIn(t *testing.T) {
	c, _, _, _ := away(t)
	id := c.OpenItems()[0].ID
	if short := c.OpenItems()[0].ShortID(); short != task.ShortID(id) || len(short) != 8 {
		t.Errorf("read out as %s", short)
	}
	c.Do(flow.CommandCover)
	for _, intent := range []func(){
		func() { c.Resume(id) }, func() { c.HandedBack(id) }, c.ReadDifferences, c.SignIn.SignOut, flowtest.Does(c, flow.CommandOpen), flowtest.Does(c, flow.CommandDrawer), c.GiveLockUp,
	} {
		intent()
		at(t, c, topup.Idle)
		if c.State().SignedIn || c.State().Panel == flow.PanelOpen || c.State().Panel == flow.PanelDrawer {
			t.Errorf("%+v", c.State())
		}
	}
}

func TestWhatIsOpenWaitsWhileCashIsCounted(t *testing.T) {
	office := flowtest.NewOffice()
	office.Locks = lockAnswer(client.Unknown, client.Lock{})
	c, _ := locking(t, office)
	c.Lock.Confirm()
	id := c.Lock.State().ID
	c.Do(flow.CommandNext)
	c.LookUp("100000014")
	readBack(t, c)
	for _, other := range []string{id, "another"} {
		c.Resume(other)
		at(t, c, topup.ReadBack)
		says(t, c.State().Notice, "counter.finish-first")
		if c.State().Panel != flow.PanelTopUp {
			t.Errorf("the clerk is at %s", c.State().Panel)
		}
	}
	c.HandedBack("nobody's")
	at(t, c, topup.ReadBack)
}

func TestAHandBackThatIsNotOnDiskStaysAmongTheOpenItems(t *testing.T) {
	_, office, kept := unknown(t)
	crashed := &flowtest.Journal{Records: kept.Records[:1]}
	c := restarted(t, office, crashed, "1001")
	opened(t, c, flow.OpenNeverSent)
	crashed.FailAt = 1
	c.HandedBack(c.OpenItems()[0].ID)
	opened(t, c, flow.OpenNeverSent)
	says(t, c.State().Notice, "journal.before")
	refusesCash(t, c, office)
}
