package flow_test

import (
	"slices"
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/topup"
)

// crossed is a top-up about which the background and a clerk ask at the same time. Both hear that it was rejected;
// first is whose record is the ending on disk: 0 the background's, 1 the clerk's. Both endings are on their way.
func crossed(t *testing.T, first int) (*topup.Flow, *parts, *flowtest.Journal, *flowtest.Office) {
	t.Helper()
	_, office, kept := unknown(t)
	needs, _, _ := flowtest.Needs(office)
	tasks := &parts{}
	needs.Journal, needs.Tasks = kept, tasks
	ids := needs.NewID
	needs.NewID = func() string { return "e" + ids()[1:] }
	top, around := alone(needs, nil)
	around.standing = topup.Standing{Staff: "1001", Lasts: true}
	top.List.Recover()
	office.Asks = flowtest.Final(client.Rejected, client.TopUp{Code: "limit-exceeded"})
	top.List.CheckParked()
	top.Resume(kept.Records[0].ID)
	if first == 1 {
		slices.Reverse(tasks.works)
	}
	tasks.work()
	tasks.work()
	if first == 1 {
		slices.Reverse(tasks.endings)
	}
	return top, tasks, kept, office
}

// drain does all that is left.
func (p *parts) drain() {
	for len(p.works) > 0 || len(p.endings) > 0 {
		for len(p.works) > 0 {
			p.work()
		}
		p.ending(0)
	}
}

// worked adds another top-up, begun and dropped: a clerk went on.
func worked(kept *flowtest.Journal) {
	r := kept.Records[0]
	r.ID, r.Task = idOf(77), "topup"
	kept.Records = append(kept.Records, r)
	r.Kind, r.Why = journal.Dropped, "clerk"
	kept.Records = append(kept.Records, r)
}

func TestWhatAClerkHasReadIsNotToldAgainThoughTheBackgroundWroteItsEnding(t *testing.T) {
	top, tasks, kept, office := crossed(t, 0)
	id := kept.Records[0].ID
	tasks.ending(1) // the clerk's answer comes to the screen first
	if top.State().Step != topup.Rejected {
		t.Fatalf("%+v", top.State())
	}
	tasks.drain()
	top.Leave()
	tasks.drain()
	worked(kept)
	for _, item := range restarted(t, office, kept, "1001").OpenItems() {
		if item.ID == id {
			t.Errorf("cash that was handed back is told again: %+v", item)
		}
	}
}

func TestWhatTheClerksQuestionWroteIsToldThoughTheBackgroundBroughtIt(t *testing.T) {
	top, tasks, kept, office := crossed(t, 1)
	id := kept.Records[0].ID
	top.Leave()     // the clerk goes on to the next customer
	tasks.ending(0) // the background's ending finds it parked
	tasks.drain()
	worked(kept)
	if items := restarted(t, office, kept, "1001").OpenItems(); len(items) == 0 || items[0].ID != id {
		t.Errorf("an ending that nobody has read is gone: %+v", items)
	}
}
