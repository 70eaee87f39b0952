package flow_test

import (
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
	"cekr.kranj.si/desk/gui/flow/unlock"
)

// everyBeforeShowing are the commands that show another panel, or leave what is on the screen.
var everyBeforeShowing = []flow.Command{
	flow.CommandNext, flow.CommandOpen, flow.CommandLock, flow.CommandUnlock, flow.CommandOrder, flow.CommandOrders, flow.CommandDrawer, flow.CommandClose,
	flow.CommandSafe, flow.CommandChange, flow.CommandReport, flow.CommandBranch, flow.CommandHistory, flow.CommandSettings, flow.CommandHelp, flow.CommandCover, flow.CommandSignOut,
}

// allBut are every command that shows another panel, and some others; but not those that show what stands.
func allBut(those ...flow.Command) (all []flow.Command) {
	for _, command := range append(slices.Clone(everyBeforeShowing), flow.CommandReversal) {
		if !slices.Contains(those, command) {
			all = append(all, command)
		}
	}
	return all
}

// waits are the commands that wait while the counter stands somewhere, and where the clerk is led. All others act.
var waits = map[string]struct {
	at       flow.Panel
	commands []flow.Command
}{
	"nothing":        {},
	"a form":         {},
	"last six asked": {flow.PanelTopUp, []flow.Command{flow.CommandNext, flow.CommandLock, flow.CommandReversal, flow.CommandUnlock, flow.CommandSafe, flow.CommandChange, flow.CommandCover, flow.CommandSignOut}},
	"quote asked":    {flow.PanelTopUp, []flow.Command{flow.CommandNext, flow.CommandLock, flow.CommandReversal, flow.CommandUnlock, flow.CommandSafe, flow.CommandChange, flow.CommandCover, flow.CommandSignOut}},
	"cash counted":   {flow.PanelTopUp, []flow.Command{flow.CommandNext, flow.CommandLock, flow.CommandReversal, flow.CommandUnlock, flow.CommandSafe, flow.CommandChange, flow.CommandSignOut}},
	"not sent":       {flow.PanelTopUp, []flow.Command{flow.CommandNext, flow.CommandLock, flow.CommandReversal, flow.CommandUnlock, flow.CommandSafe, flow.CommandChange, flow.CommandSignOut}},
	"top-up sent": {flow.PanelTopUp, []flow.Command{
		flow.CommandNext, flow.CommandOpen, flow.CommandLock, flow.CommandReversal, flow.CommandUnlock, flow.CommandOrder, flow.CommandOrders, flow.CommandDrawer, flow.CommandClose,
		flow.CommandSafe, flow.CommandChange, flow.CommandReport, flow.CommandBranch, flow.CommandHistory, flow.CommandSettings, flow.CommandHelp, flow.CommandCover, flow.CommandSignOut,
	}},
	"unknown":                {},
	"unknown asked":          {flow.PanelTopUp, []flow.Command{flow.CommandCover}},
	"reversal sent":          {flow.PanelReversal, everyBeforeShowing},
	"second person":          {flow.PanelReversal, everyBeforeShowing},
	"unlock sent":            {flow.PanelUnlock, allBut(flow.CommandUnlock)},
	"unlock's second person": {flow.PanelUnlock, allBut(flow.CommandUnlock)},
	"top-up's second person": {flow.PanelTopUp, allBut()},
	"lock sent": {flow.PanelLock, []flow.Command{
		flow.CommandNext, flow.CommandTopUp, flow.CommandReversal, flow.CommandUnlock, flow.CommandWork, flow.CommandOpen, flow.CommandOrder, flow.CommandOrders, flow.CommandDrawer,
		flow.CommandClose, flow.CommandSafe, flow.CommandChange, flow.CommandReport, flow.CommandBranch, flow.CommandHistory, flow.CommandSettings, flow.CommandHelp, flow.CommandCover, flow.CommandSignOut,
	}},
	// Its own commands show it.
	"movement sent": {flow.PanelMovement, []flow.Command{
		flow.CommandNext, flow.CommandOpen, flow.CommandLock, flow.CommandReversal, flow.CommandUnlock, flow.CommandOrder, flow.CommandOrders, flow.CommandDrawer,
		flow.CommandClose, flow.CommandReport, flow.CommandBranch, flow.CommandHistory, flow.CommandSettings, flow.CommandHelp, flow.CommandCover, flow.CommandSignOut,
	}},
	"hands changed":  {flow.PanelCustody, append([]flow.Command{flow.CommandReversal}, everyBeforeShowing...)},
	"receiver asked": {flow.PanelCustody, append([]flow.Command{flow.CommandReversal}, everyBeforeShowing...)},
}

func standing() map[string]func(*bench) {
	way := ways()
	return map[string]func(*bench){
		"nothing": way[topup.Idle], "a form": way[topup.AskingAmount], "last six asked": way[topup.Matching], "quote asked": way[topup.Quoting],
		"cash counted": way[topup.Confirming], "not sent": way[topup.NotSent], "top-up sent": way[topup.Sending], "unknown": way[topup.Unknown],
		"unknown asked": func(b *bench) { way[topup.Unknown](b); b.TopUp.Check() },
		"reversal sent": func(b *bench) {
			b.to(flowtest.Does(b, flow.CommandReversal), func() { b.Reversal.FindSlip("KR-1") }, func() { b.Reversal.Fill(client.ReversalWrongAmount) })
			b.Reversal.Confirm()
		},
		"second person": func(b *bench) {
			b.to(flowtest.Does(b, flow.CommandReversal), func() { b.Reversal.FindSlip("KR-1") }, func() { b.Reversal.Fill(client.ReversalWrongCard) }, b.Reversal.Confirm)
		},
		"unlock sent": func(b *bench) {
			b.office.Approvals = approvalAnswer(client.Posted, "")
			wantsUnlock(b)
			b.Approval.Submit(typed("1003", "100000014", ""))
			for b.Unlock.State().Step == unlock.Approving {
				b.held.Next()
			}
		},
		"unlock's second person": wantsUnlock,
		"top-up's second person": way[topup.Approving],
		"lock sent": func(b *bench) {
			b.to(flowtest.Does(b, flow.CommandLock), func() { b.Lock.Fill(lostCard) })
			b.Lock.Confirm()
		},
		"movement sent": func(b *bench) {
			b.to(flowtest.Does(b, flow.CommandSafe), func() { b.Movement.Fill("50", client.MovedOverLimit) })
			b.Movement.Confirm()
		},
		"hands changed": func(b *bench) {
			b.to(flowtest.Does(b, flow.CommandHandOver), func() { b.Custody.Fill("50", client.ForShiftEnd) }, b.Custody.Confirm)
			b.Approval.Submit(typed("1003", "", "50"))
			b.held.Release()
		},
		"receiver asked": func(b *bench) {
			b.to(flowtest.Does(b, flow.CommandHandOver), func() { b.Custody.Fill("50", client.ForShiftEnd) }, b.Custody.Confirm)
		},
	}
}

// theWindows commands are done by the window: they change no job.
var theWindows = []flow.Command{flow.CommandLanguage, flow.CommandTheme, flow.CommandLarger, flow.CommandQuit}

func TestWhatMustBeFinishedBeforeACommand(t *testing.T) {
	for name, way := range standing() {
		for _, item := range flow.Menu() {
			b := newBench(t, flowtest.KeepsDrawersDay, flowtest.PassesDrawers)
			way(b)
			before := b.TopUp.State().Step
			b.Do(item.Command)
			notice := b.State().Notice
			refused := notice != nil && notice.Key == "counter.finish-first"
			want := waits[name]
			if must := slices.Contains(want.commands, item.Command); refused != must {
				t.Errorf("%s, with %s: waits %v, want %v", item.Command, name, refused, must)
			}
			if refused && (b.State().Panel != want.at || b.TopUp.State().Step != before || !b.State().SignedIn) {
				t.Errorf("%s, with %s: the clerk is led to %s", item.Command, name, b.State().Panel)
			}
			if slices.Contains(theWindows, item.Command) && notice != nil {
				t.Errorf("%s, with %s: %v", item.Command, name, notice)
			}
		}
	}
}

func TestACommandSaysWhichRightIsMissing(t *testing.T) {
	for command, want := range map[flow.Command]struct {
		right   client.Capability
		refusal string
	}{
		flow.CommandTopUp:    {client.MayTopUp, "counter.top-up-elsewhere"},
		flow.CommandLock:     {client.MayLock, "counter.no-lock-here"},
		flow.CommandReversal: {client.MayReverse, "counter.no-reversal-here"},
		flow.CommandUnlock:   {client.MayUnlock, "counter.no-unlock-here"},
		flow.CommandDrawer:   {client.MayUseDrawer, "counter.no-drawer-here"},
		flow.CommandClose:    {client.MayUseDrawer, "counter.no-drawer-here"},
		flow.CommandSafe:     {client.MayMoveCash, "counter.no-movement-here"},
		flow.CommandChange:   {client.MayMoveCash, "counter.no-movement-here"},
		flow.CommandReport:   {client.MayReport, "counter.no-report-here"},
	} {
		office := flowtest.NewOffice()
		flowtest.KeepsDrawersDay(office)
		office.MeAnswer.Capabilities = slices.DeleteFunc(slices.Clone(office.MeAnswer.Capabilities), func(c client.Capability) bool { return c == want.right })
		c, _, _ := counter(t, office)
		c.LookUp("100000014")
		says(t, c.Refusal(command), want.refusal)
		panel := c.State().Panel
		c.Do(command)
		says(t, c.State().Notice, want.refusal)
		if c.State().Panel != panel {
			t.Errorf("%s leads to %s", command, c.State().Panel)
		}
	}
}

// Before the sign-in a command that needs a clerk does nothing, and says nothing either; what needs nobody is there.
func TestWithNobodySignedInOnlyFreePanelsCome(t *testing.T) {
	free := map[flow.Command]flow.Panel{
		flow.CommandOrder: flow.PanelOrder, flow.CommandOrders: flow.PanelOrders, flow.CommandHelp: flow.PanelHelp, flow.CommandSettings: flow.PanelSettings,
	}
	for _, item := range flow.Menu() {
		needs, _, _ := flowtest.Needs(flowtest.NewOffice())
		c := flow.NewCounter(needs)
		c.Do(item.Command)
		want, is := free[item.Command]
		if !is {
			want = flow.PanelCard
		}
		if st := c.State(); st.Panel != want || st.Notice != nil || st.Panel.Free() != is {
			t.Errorf("%s leads to %s and says %v", item.Command, st.Panel, st.Notice)
		}
	}
}

// A command that would be refused says so beforehand, as a button shows it.
func TestARefusalIsToldBeforehandAsItIsToldAfterwards(t *testing.T) {
	for name, way := range standing() {
		for _, item := range flow.Menu() {
			b := newBench(t, flowtest.KeepsDrawersDay, flowtest.PassesDrawers)
			way(b)
			why := b.Refusal(item.Command)
			if why == nil {
				continue
			}
			b.Do(item.Command)
			if said := b.State().Notice; said != nil && said.Key != why.Key {
				t.Errorf("%s, with %s: %s beforehand, then %s", item.Command, name, why.Key, said.Key)
			}
		}
	}
}
