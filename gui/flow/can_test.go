package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
)

// The menu shows beforehand which command would be done, and asking changes nothing that the clerk sees.
func TestWhatCanBeDoneIsKnownBeforeItIsAskedFor(t *testing.T) {
	done, not := 0, 0
	for name, way := range standing() {
		for _, item := range flow.Menu() {
			b := newBench(t)
			way(b)
			before := b.State()
			can := b.Can(item.Command)
			if after := b.State(); after.Panel != before.Panel || after.Notice != before.Notice {
				t.Errorf("%s, with %s: asking leads to %s and says %v", item.Command, name, after.Panel, after.Notice)
			}
			may := b.May(item.Command)
			if stands := !may && b.State().Notice == nil; can != may && !stands { // what stands already is shown, and nothing is said
				t.Errorf("%s, with %s: can %v, then may %v", item.Command, name, can, may)
			}
			if can {
				done++
			} else {
				not++
			}
		}
	}
	if done == 0 || not == 0 {
		t.Errorf("%d could be done and %d not", done, not)
	}
}

func TestWithNobodySignedInOnlyWhatNeedsNobodyCanBeDone(t *testing.T) {
	needs, _, _ := flowtest.Needs(flowtest.NewOffice())
	c := flow.NewCounter(needs)
	for command, want := range map[flow.Command]bool{
		flow.CommandOrder: true, flow.CommandHelp: true, flow.CommandQuit: true, flow.CommandLanguage: true,
		flow.CommandNext: false, flow.CommandDrawer: false, flow.CommandCover: false, flow.CommandSignOut: false, flow.CommandPage: false,
	} {
		if got := c.Can(command); got != want {
			t.Errorf("%s can be done: %v", command, got)
		}
	}
}
