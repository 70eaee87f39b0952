package flow_test

import (
	"slices"
	"testing"

	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// What was sent and not answered before a crash is a clerk's affair afterwards, whatever its task: it is counted as open, and
// can be brought to the screen. Only an approval does nothing by itself; see TestAnApprovalThatACrashLeftIsOver.
func TestWhateverACrashLeftSentIsOpenAfterwards(t *testing.T) {
	for _, kind := range flow.Kinds() {
		if kind.Task == approval.Task {
			continue
		}
		office := flowtest.NewOffice()
		needs, kept, _ := flowtest.Needs(office)
		for _, of := range []journal.Kind{journal.Intent, journal.Sending} {
			kept.Records = append(kept.Records, journal.Record{
				Kind: of, ID: flowtest.Match, Task: kind.Task, MokID: "100000014", Amount: money.EUR(2000), Session: flowtest.Match,
				Desk: "DESK-1", Staff: "1001", At: flowtest.Start, Seq: 1,
			})
		}
		c := flow.NewCounter(needs)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		open := func() bool {
			return slices.ContainsFunc(c.OpenItems(), func(i flow.OpenItem) bool { return i.ID == flowtest.Match })
		}
		if !open() {
			t.Errorf("%s: nothing is open", kind.Task)
		}
		if why := c.ClosingAsks(); why == nil {
			t.Errorf("%s: the window closes without a word", kind.Task)
		}
		c.SignIn.Submit("1001", "2468")
		c.Resume(flowtest.Match)
		if at := c.State().Panel; at == flow.PanelCard || (at == flow.PanelTopUp) != (kind.Task == topup.Task) {
			t.Errorf("%s is brought to the screen at %s", kind.Task, at)
		}
	}
}
