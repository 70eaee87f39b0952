package flow_test

import (
	"testing"

	"cekr.kranj.si/desk/client"
	"cekr.kranj.si/desk/client/journal"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

func TestADamagedDeskAsksNothingBeforeSomebodyIsSignedInAndNothingTwice(t *testing.T) {
	office := flowtest.NewOffice()
	office.Asks = []client.Outcome[client.TopUp]{{Verdict: client.Unknown, State: client.StateUnseen}}
	held := &flowtest.Held{}
	d := flow.NewDamage(flow.DamageNeeds{
		Office: office, Tasks: held, Records: wrote("").Records, Desk: "DESK-1", Path: "/data/journal", Phone: "01 477 20 00",
	})
	draws := 0
	d.Draw = func(flow.DamageState) { draws++ }
	d.Redraw()
	d.Ask()
	d.Again()
	id := d.State().Rows[0].ID
	d.Cancel(id)
	if held.Waiting() > 0 || draws == 0 || d.Path() != "/data/journal" || d.Phone() != "01 477 20 00" {
		t.Errorf("%d questions, drawn %d times, %s, %s", held.Waiting(), draws, d.Path(), d.Phone())
	}
	d.SignIn.Submit("1001", "2468")
	held.Next()
	d.Ask()
	d.Again()
	if held.Waiting() != 1 {
		t.Errorf("%d questions at once", held.Waiting())
	}
	held.Release()
	row := d.State().Rows[0]
	if row.ShortID() != task.ShortID(id) || !row.MayCancel() {
		t.Errorf("%+v", row)
	}
	d.Cancel("nobody's")
	d.Cancel(id)
	d.Cancel(id) // on its way
	if held.Waiting() != 1 {
		t.Errorf("%d cancellations", held.Waiting())
	}
}

func TestWhatADamagedJournalLeftOpenComesFirst(t *testing.T) {
	office := flowtest.NewOffice()
	office.Asks = flowtest.NotKnown(client.Unknown, client.CodeTimeout)
	d := damaged(t, office, wrote(journal.Posted, journal.Rejected, "", journal.Dropped).Records)
	var ours []string
	for _, row := range d.State().Rows {
		ours = append(ours, row.Ours)
	}
	if len(ours) != 4 || ours[0] != "open" {
		t.Errorf("listed as %v", ours)
	}
}
