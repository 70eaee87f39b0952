package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

func TestATopUpNeedsWhatItNeeds(t *testing.T) {
	noDrawer := func(o *flowtest.Office) { o.DrawerNow = client.DrawerNow{} }
	foreign := func(o *flowtest.Office) { o.DrawerNow.Session.Staff = "1002" }
	locked := func(o *flowtest.Office) {
		card := o.Cards["100000014"]
		card.State, card.Possible = client.CardLocked, []client.Act{client.ActUnlock}
		o.Cards["100000014"] = card
	}
	municipal := func(o *flowtest.Office) {
		o.MeAnswer.Capabilities = []client.Capability{client.MayReadCards, client.MayUseDrawer}
	}
	for name, tt := range map[string]struct {
		set   func(*flowtest.Office)
		panel flow.Panel
		says  string
	}{
		"a drawer":           {noDrawer, flow.PanelDrawer, "topup.no-drawer"},
		"the clerk's own":    {foreign, flow.PanelCard, "topup.no-drawer"},
		"a loadable card":    {locked, flow.PanelCard, "topup.not-allowed"},
		"an office that may": {municipal, flow.PanelCard, "counter.top-up-elsewhere"},
	} {
		t.Run(name, func(t *testing.T) {
			office := flowtest.NewOffice()
			tt.set(office)
			c, kept, _ := counter(t, office)
			c.Do(flow.CommandTopUp)
			if st := c.TopUp.State().Step; st != topup.Idle {
				t.Errorf("the top-up began: %s", st)
			}
			if c.State().Panel != tt.panel {
				t.Errorf("panel %s, want %s", c.State().Panel, tt.panel)
			}
			says(t, c.State().Notice, tt.says)
			if len(kept.Records) != 0 {
				t.Error("something was promised")
			}
		})
	}
}
