package wiring_test

import (
	"log/slog"
	"testing"

	"cekr.kranj.si/desk/client/money"
	"cekr.kranj.si/desk/gui/flow"
	"cekr.kranj.si/desk/gui/flow/approval"
	"cekr.kranj.si/desk/gui/flow/count"
	"cekr.kranj.si/desk/gui/flow/drawer"
	"cekr.kranj.si/desk/gui/flow/flowtest"
	"cekr.kranj.si/desk/gui/flow/task"
)

// On real parts: a hundred euros are missing, a second person counts too, and the office closes; the program stops between count and close.
func TestACloseFarOffGoesWithASecondPersonAndOverARestart(t *testing.T) {
	s := training(t)
	d := open(t, s, slog.New(slog.DiscardHandler))
	c := begin(t, d)
	c.SignIn.Submit("1001", "2468")
	c.Do(flow.CommandDrawer)
	flowtest.TypeNotes(20000, c.Drawer.Notes.Type)
	c.Drawer.Notes.Open()
	c.Do(flow.CommandClose)
	flowtest.TypeNotes(10000, c.Count.Type)
	c.Count.Fill()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}

	d = open(t, s, slog.New(slog.DiscardHandler))
	c = begin(t, d)
	c.SignIn.Submit("1001", "2468")
	c.Do(flow.CommandClose)
	st := c.Count.State()
	if st.Step != count.Counted || st.Sum != money.EUR(10000) || task.SumOf(st.Notes) != st.Sum || st.Left != 1 {
		t.Fatalf("%+v; drawer %+v", st, c.Drawer.State().Problem)
	}
	c.Count.Accept("notFound")
	c.Drawer.Confirm()
	if !c.Approval.State().Open() {
		t.Fatalf("nobody is asked for: %+v", c.Drawer.State())
	}
	c.Approval.Submit(approval.Typed{Person: map[task.Field]string{task.FieldNumber: "2001", task.FieldPIN: "8642"}, Amount: "100"})
	if st := c.Drawer.State(); st.Step != drawer.Closed || st.Session.Difference != money.EUR(-10000) || st.Approver == "" {
		t.Fatalf("%s %+v; approval %+v", st.Step, st.Problem, c.Approval.State())
	}
	c.Do(flow.CommandSave)
	if st := c.Drawer.State().Paper; st.Step != task.PaperSaved {
		t.Errorf("%+v", st)
	}
	if err := d.Embedded().Verify(t.Context()); err != nil {
		t.Error(err)
	}
}
